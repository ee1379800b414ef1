/* SPDX-License-Identifier: MIT */
/* The STREAM triad on float4. */
kernel void triad4(global float4 *restrict a, global const float4 *restrict b, global const float4 *restrict c,
                   float s)
{
    const size_t i = get_global_id(0);
    a[i] = b[i] + s * c[i];
}
