/* SPDX-License-Identifier: MIT */
/* The mean of 3 x 3 RGBA pixels; pixels beyond the border repeat the border's. */
kernel void box_blur(global const uchar4 *in, global uchar4 *out, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1);
    uint4 sum = (uint4)(0);
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            sum += convert_uint4(in[clamp(y + dy, 0, height - 1) * width + clamp(x + dx, 0, width - 1)]);
    out[y * width + x] = convert_uchar4(sum / 9);
}
