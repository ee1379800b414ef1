/* SPDX-License-Identifier: MIT */
/* Writes in the order of a permutation. */
kernel void scatter(global const float *in, global const uint *index, global float *out)
{
    const size_t i = get_global_id(0);
    out[index[i]] = in[i];
}
