/* SPDX-License-Identifier: MIT */
/* out = in, an element a work-item. */
kernel void copy(global const float *in, global float *out)
{
    const size_t i = get_global_id(0);
    out[i] = in[i];
}
