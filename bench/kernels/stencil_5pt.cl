/* SPDX-License-Identifier: MIT */
/* A step of the heat equation in the plane; the border stays as it is. */
kernel void stencil(global const float *in, global float *out, int width, int height, float k)
{
    const int x = get_global_id(0), y = get_global_id(1);
    const int i = y * width + x;
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        out[i] = in[i];
        return;
    }
    out[i] = in[i] + k * (in[i - 1] + in[i + 1] + in[i - width] + in[i + width] - 4.0f * in[i]);
}
