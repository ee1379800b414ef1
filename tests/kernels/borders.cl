// SPDX-License-Identifier: MIT
// Indices that are clamped, wrapped or narrowed, so that neighbouring work-items are neighbours in memory only
// where a check at run time says so. Buffers begin or end at pages that nobody may touch.
//: options -cl-std=CL1.2
//: run clamped global 64 local 64
//: arg buffer int 32 affine 3 1
//: arg buffer int 64 zero
//: arg value int -20
//: expect 1 like clamped_by_hand
//: run clamped global 64 local 64
//: arg buffer int 32 affine 3 1
//: arg buffer int 64 zero
//: arg value int 5
//: expect 1 like clamped_by_hand
//: run clamped global 64 local 64
//: arg buffer int 32 affine 3 1
//: arg buffer int 64 zero
//: arg value int -2147483648
//: expect 1 like clamped_by_hand
//: run clamped global 64 local 64
//: arg buffer int 32 affine 3 1
//: arg buffer int 64 zero
//: arg value int 2147483600
//: expect 1 like clamped_by_hand
//: run clamps_store global 64 local 32
//: arg value uint 40
//: arg buffer int 41 zero
//: expect 1 like clamps_store_by_hand
//: run blur global 20 12 local 10 3
//: arg buffer int 240 random
//: arg buffer int 240 zero
//: expect 1 like blur_in_turn
//: run wrapped global 64 local 64
//: arg buffer int 32 affine 5 2
//: arg buffer int 64 zero
//: arg value uint 4294967290
//: expect 1 like wrapped_by_hand
//: run wrapped global 64 local 64
//: arg buffer int 32 affine 5 2
//: arg buffer int 64 zero
//: arg value uint 3
//: expect 1 like wrapped_by_hand
//: run signed_remainder global 64 local 32
//: arg buffer int 32 iota
//: arg buffer int 64 zero
//: arg value int -40
//: expect 1 list 24 25 26 27 28 29 30 31 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23
//: run bytes_wrap global 512 local 64
//: arg buffer int 256 affine 2 1
//: arg buffer int 512 zero
//: arg value uchar 250
//: expect 1 like bytes_wrap_by_hand
//: run shorts_wrap global 64 local 64
//: arg buffer int 64 iota
//: arg buffer int 64 zero
//: arg value int 32740
//: expect 1 like shorts_wrap_by_hand
//: run below_zero global 64 local 32
//: arg buffer int 96 iota
//: arg buffer int 64 zero
//: arg value uint 32
//: expect 1 affine 1 0
//: run mirrored global 64 local 16
//: arg buffer int 32 iota
//: arg buffer int 64 zero
//: expect 1 list 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 31 30 29 28 27 26 25 24 23 22 21 20 19 18 17 16
//: run with_offset global 64 local 16 offset 4294967264
//: arg buffer int 64 iota
//: arg buffer int 64 zero
//: expect 1 list 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
kernel void clamped(global const int *in, global int *out, int shift)
{
    int g = get_global_id(0);
    out[g] = in[clamp(add_sat(g, shift), 0, 31)];
}

kernel void clamped_by_hand(global const int *in, global int *out, int shift)
{
    long at = (long)get_global_id(0) + shift;
    out[get_global_id(0)] = 3 * (at < 0 ? 0 : at > 31 ? 31 : (int)at) + 1;
}

// Many work-items store to the last place, all the same value.
kernel void clamps_store(uint n, global int *out)
{
    uint at = min((uint)get_global_id(0), n);
    out[at] = at * 2;
}

kernel void clamps_store_by_hand(uint n, global int *out)
{
    if (get_global_id(0) <= n)
        out[get_global_id(0)] = get_global_id(0) * 2;
}

int blurred(global const int *in, int x, int y)
{
    int sum = 0;
    for (int dy = -2; dy <= 2; dy++)
        for (int dx = -2; dx <= 2; dx++)
            sum += in[clamp(y + dy, 0, 11) * 20 + clamp(x + dx, 0, 19)] * (dx + 3 * dy + 9);
    return sum;
}

kernel void blur(global const int *in, global int *out)
{
    int x = get_global_id(0), y = get_global_id(1);
    out[y * 20 + x] = blurred(in, x, y);
}

kernel void blur_in_turn(global const int *in, global int *out)
{
    if (get_global_id(0) == 0 && get_global_id(1) == 0)
        for (int y = 0; y < 12; y++)
            for (int x = 0; x < 20; x++)
                out[y * 20 + x] = blurred(in, x, y);
}

kernel void wrapped(global const int *in, global int *out, uint shift)
{
    uint g = get_global_id(0);
    out[g] = in[(g + shift) & 31];
}

kernel void wrapped_by_hand(global const int *in, global int *out, uint shift)
{
    uint g = get_global_id(0);
    out[g] = 5 * ((g + shift) % 32) + 2;
}

kernel void signed_remainder(global const int *in, global int *out, int shift)
{
    int g = get_global_id(0), at = (g + shift) % 32;
    out[g] = in[at < 0 ? at + 32 : at];
}

kernel void bytes_wrap(global const int *in, global int *out, uchar shift)
{
    out[get_global_id(0)] = in[(uchar)(get_global_id(0) + shift)];
}

kernel void bytes_wrap_by_hand(global const int *in, global int *out, uchar shift)
{
    out[get_global_id(0)] = 2 * ((get_global_id(0) + shift) % 256) + 1;
}

// A short that passes its greatest value is negative.
kernel void shorts_wrap(global const int *in, global int *out, int shift)
{
    short at = (short)((int)get_global_id(0) + shift);
    out[get_global_id(0)] = in[at < 0 ? at + 32768 : at - 32740];
}

kernel void shorts_wrap_by_hand(global const int *in, global int *out, int shift)
{
    int g = get_global_id(0);
    out[g] = g < 28 ? g : g - 28;
}

// The difference of unsigned numbers wraps below zero and back.
kernel void below_zero(global const int *in, global int *out, uint back)
{
    uint g = get_global_id(0), at = g - back;
    out[g] = in[at + back];
}

kernel void mirrored(global const int *in, global int *out)
{
    int g = get_global_id(0), at = g - 16;
    at = at < 0 ? -1 - at : at;
    out[g] = in[at > 31 ? 63 - at : at];
}

// Global ids pass 2^32, where an uint begins anew.
kernel void with_offset(global const int *in, global int *out)
{
    uint at = get_global_id(0);
    out[get_global_id(0) - get_global_offset(0)] = in[at % 64];
}
