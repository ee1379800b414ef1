// SPDX-License-Identifier: MIT
// Kernels whose neighbours in y are neighbours in memory, so that vectors go along y.
//: options -cl-std=CL3.0
//: run transpose global 19 37 local 19 37
//: arg buffer int 703 random
//: arg buffer int 703 zero
//: arg value uint 19
//: arg value uint 37
//: expect 1 like transpose_by_hand
//: run transpose global 32 64 local 4 4
//: arg buffer int 2048 random
//: arg buffer int 2048 zero
//: arg value uint 32
//: arg value uint 64
//: expect 1 like transpose_by_hand
//: run row_first global 21 70 3 local 7 10 1
//: arg buffer int 4410 zero
//: expect 0 like row_first_by_hand
//: run row_first global 16 64 2 local 1 1 1
//: arg buffer int 2048 zero
//: expect 0 like row_first_by_hand
//: run linear global 20 40 local 5 8
//: arg buffer int 800 zero
//: expect 0 like linear_by_hand
//: run divergent global 18 50 local 9 10
//: arg buffer int 900 random
//: arg buffer int 900 zero
//: expect 1 like divergent_by_hand

kernel void transpose(global const int *in, global int *out, uint width, uint height)
{
    const uint x = get_global_id(0), y = get_global_id(1);
    if (x < width && y < height)
        out[x * height + y] = in[y * width + x];
}

kernel void transpose_by_hand(global const int *in, global int *out, uint width, uint height)
{
    if (get_global_id(0) == 0 && get_global_id(1) == 0)
        for (uint x = 0; x < width; x++)
            for (uint y = 0; y < height; y++)
                out[x * height + y] = in[y * width + x];
}

// The rows of the matrix are the first dimension, as in many programs.
kernel void row_first(global int *out)
{
    const int row = get_global_id(0), column = get_global_id(1), layer = get_global_id(2);
    const int columns = get_global_size(1);
    out[(layer * (int)get_global_size(0) + row) * columns + column] = row * 1000 + column * 10 + layer;
}

kernel void row_first_by_hand(global int *out)
{
    const int rows = get_global_size(0), columns = get_global_size(1), layers = get_global_size(2);
    if (get_global_id(0) + get_global_id(1) + get_global_id(2) == 0)
        for (int i = 0; i < rows * columns * layers; i++)
            out[i] = i / columns % rows * 1000 + i % columns * 10 + i / columns / rows;
}

kernel void linear(global int *out)
{
    out[get_global_id(0) * get_global_size(1) + get_global_id(1)] = get_global_linear_id();
}

kernel void linear_by_hand(global int *out)
{
    const int columns = get_global_size(1), rows = get_global_size(0);
    if (get_global_id(0) + get_global_id(1) == 0)
        for (int at = 0; at < rows * columns; at++)
            out[at] = at % columns * rows + at / columns;
}

// Loops and branches that neighbours in y take differently.
kernel void divergent(global const int *in, global int *out)
{
    const int row = get_global_id(0), column = get_global_id(1), at = row * (int)get_global_size(1) + column;
    int sum = 0;
    for (int k = 0; k <= column % 5; k++)
        sum += in[(at + k) % 900];
    if (sum & 1)
        sum = row - sum;
    else
        sum ^= column;
    out[at] = sum;
}

kernel void divergent_by_hand(global const int *in, global int *out)
{
    const int columns = get_global_size(1), rows = get_global_size(0);
    if (get_global_id(0) + get_global_id(1) != 0)
        return;
    for (int at = 0; at < rows * columns; at++) {
        int sum = 0;
        for (int k = 0; k <= at % columns % 5; k++)
            sum += in[(at + k) % 900];
        out[at] = sum & 1 ? at / columns - sum : sum ^ at % columns;
    }
}
