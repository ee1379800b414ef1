/* SPDX-License-Identifier: MIT */
/* out = in, four elements a work-item. */
kernel void copy4(global const float4 *in, global float4 *out)
{
    const size_t i = get_global_id(0);
    out[i] = in[i];
}
