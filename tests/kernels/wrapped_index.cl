// SPDX-License-Identifier: MIT
//: run k global 16 local 8
//: arg buffer uint 16 iota
//: arg buffer uint 256 iota
//: expect 0 list 0 0 1 2 3 4 5 6 8 0 1 2 3 4 5 6
//: run far_apart global 16 local 8
//: arg buffer ulong 16 zero
//: expect 0 list 8*2 99*6 8*2 99*6
kernel void k(global uint *out, global const uint *in)
{
    uint i = (uint)(((ushort)get_local_id(0) + 2)) - 3u;
    uint r = out[get_global_id(0)];
    if (i < 256u)
        r = in[i];
    out[get_global_id(0)] = r;
}

// Neighbours differ by more than a quarter of all numbers.
kernel void far_apart(global ulong *out)
{
    out[get_global_id(0)] = clamp((ulong)(get_local_id(0) >> 1) << 62, 8ul, 99ul);
}
