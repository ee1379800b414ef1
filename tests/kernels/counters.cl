// SPDX-License-Identifier: MIT
// Counters of 32 bits in loops, which wrap around within a vector or not, and count in steps that are known late.
//: options -cl-std=CL3.0
//: run sums global 96 local 32
//: arg buffer ulong 96 zero
//: arg value uint 4294967280
//: arg value uint 7
//: expect 0 like sums_by_hand
//: run sums global 96 local 32
//: arg buffer ulong 96 zero
//: arg value uint 5
//: arg value uint 1000000000
//: expect 0 like sums_by_hand
//: run strides global 64 local 32
//: arg buffer ulong 1000 affine 3 1
//: arg buffer ulong 64 zero
//: arg value uint 997
//: arg local 256
//: expect 1 like strides_by_hand

kernel void sums(global ulong *out, uint start, uint step)
{
    ulong sum = 0;
    uint i = get_global_id(0) + start;
    for (int turn = 0; turn < 6; turn++) {
        sum = sum * 3 + i;
        i += step;
    }
    out[get_global_id(0)] = sum;
}

kernel void sums_by_hand(global ulong *out, uint start, uint step)
{
    if (get_global_id(0) != 0)
        return;
    for (uint g = 0; g < 96; g++) {
        ulong sum = 0;
        for (ulong turn = 0; turn < 6; turn++)
            sum = sum * 3 + (g + start + turn * step) % 4294967296UL;
        out[g] = sum;
    }
}

// The way in which work-groups go through arrays of any length.
kernel void strides(global const ulong *in, global ulong *out, uint n, local ulong *mine)
{
    const uint item = get_local_id(0);
    ulong sum = 0;
    for (uint i = get_global_id(0); i < n; i += get_global_size(0))
        sum = sum * 5 + in[i];
    mine[item] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = mine[item] + mine[item ^ 1];
}

kernel void strides_by_hand(global const ulong *in, global ulong *out, uint n, local ulong *mine)
{
    if (get_global_id(0) != 0)
        return;
    for (uint g = 0; g < 64; g++) {
        ulong sums[2] = {0, 0};
        for (uint side = 0; side < 2; side++)
            for (uint i = g ^ side; i < n; i += 64)
                sums[side] = sums[side] * 5 + 3 * i + 1;
        out[g] = sums[0] + sums[1];
    }
}
