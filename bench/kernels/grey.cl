/* SPDX-License-Identifier: MIT */
/* RGBA to grey with the weights of BT.601 in 8-bit fixed point. */
kernel void grey(global const uchar4 *in, global uchar *out)
{
    const size_t i = get_global_id(0);
    const uint4 pixel = convert_uint4(in[i]);
    out[i] = (uchar)((77 * pixel.x + 150 * pixel.y + 29 * pixel.z + 128) >> 8);
}
