// SPDX-License-Identifier: MIT
// A minimum of a minimum and of another function of the same two values, which crashed LLVM's simplification.
//: run mins global 4 local 4
//: arg buffer float 4 list 1 5 -2 0.5
//: arg buffer float 4 list 3 2 4 8
//: arg buffer float 16 zero
//: expect 2 list 1 2 -10 0.5 1 2 -10 0.5 3 5 4 8 3 10 4 8
kernel void mins(global const float *a, global const float *b, global float *out)
{
    size_t i = get_global_id(0);
    float x = a[i], y = b[i];
    out[i] = fmin(fma(x, y, x), fmin(x, y));
    out[i + 4] = fmin(fmin(x, y), fma(x, y, x));
    out[i + 8] = fmax(copysign(x, y), fmax(x, y));
    out[i + 12] = fmax(fmax(y, x), fma(x, y, 0.0f));
}
