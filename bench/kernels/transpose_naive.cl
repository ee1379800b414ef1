/* SPDX-License-Identifier: MIT */
/* out = in transposed, an element a work-item. */
kernel void transpose(global const float *in, global float *out, uint width, uint height)
{
    const uint x = get_global_id(0), y = get_global_id(1);
    if (x < width && y < height)
        out[x * height + y] = in[y * width + x];
}
