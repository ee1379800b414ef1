/* SPDX-License-Identifier: MIT */
/* White where a grey image is above a level, black elsewhere; sixteen pixels a work-item. */
kernel void threshold(global const uchar16 *in, global uchar16 *out, uchar level)
{
    const size_t i = get_global_id(0);
    out[i] = in[i] > (uchar16)(level) ? (uchar16)(255) : (uchar16)(0);
}
