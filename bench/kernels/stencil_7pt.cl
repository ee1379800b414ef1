/* SPDX-License-Identifier: MIT */
/* A step of the heat equation in space; the border stays as it is. */
kernel void stencil(global const float *restrict in, global float *restrict out, float k)
{
    const int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
    const int width = get_global_size(0), height = get_global_size(1), depth = get_global_size(2);
    const int plane = width * height, i = z * plane + y * width + x;
    float value = in[i];
    if (x > 0 && y > 0 && z > 0 && x < width - 1 && y < height - 1 && z < depth - 1)
        value += k * (in[i - 1] + in[i + 1] + in[i - width] + in[i + width] + in[i - plane] + in[i + plane] -
                      6.0f * value);
    out[i] = value;
}
