/* SPDX-License-Identifier: MIT */
/* Counts the values of bytes straight in global memory. */
kernel void histogram(global const uchar *in, uint n, global uint *counts)
{
    const uint i = get_global_id(0);
    if (i < n)
        atomic_inc(&counts[in[i]]);
}
