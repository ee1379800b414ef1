/* SPDX-License-Identifier: MIT */
/* Reads in the order of a permutation. */
kernel void gather(global const float *in, global const uint *index, global float *out)
{
    const size_t i = get_global_id(0);
    out[i] = in[index[i]];
}
