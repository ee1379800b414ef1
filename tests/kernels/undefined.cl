// SPDX-License-Identifier: MIT
// A function that nobody defines is named.
//: error undefined function missing(int, float)
int __attribute__((overloadable)) missing(int x, float y);
kernel void k(global int *out)
{
    out[0] = missing(1, 2.0f);
}
