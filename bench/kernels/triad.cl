/* SPDX-License-Identifier: MIT */
/* The STREAM triad. */
kernel void triad(global float *restrict a, global const float *restrict b, global const float *restrict c, float s)
{
    const size_t i = get_global_id(0);
    a[i] = b[i] + s * c[i];
}
