// SPDX-License-Identifier: MIT
//: options -cl-std=CL3.0
// All work-items reach the barriers, but only the data say so: the vectoriser gives up when it comes to them, and the kernel
// is generated anew.
//: run turned global 32 local 16
//: arg buffer uint 32 zero
//: arg buffer uint 32 const 5
//: expect 0 list 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0
kernel void turned(global uint *out, global const uint *in)
{
    local ulong tile[16];
    const uint slot = get_global_id(0), lid = get_local_id(0);
    ulong taken = 0;
    if (in[slot] == 5) {
        tile[lid] = popcount(slot) * 0 + lid;
        barrier(CLK_LOCAL_MEM_FENCE);
        taken = tile[15 - lid];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    out[slot] = taken;
}
