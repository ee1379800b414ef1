// SPDX-License-Identifier: MIT
// The brightest point on each ray through a volume.
constant sampler_t smooth = CLK_NORMALIZED_COORDS_TRUE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_LINEAR;

kernel void project(read_only image3d_t volume, global float *out, int steps, float slant)
{
    int x = get_global_id(0), y = get_global_id(1), width = get_global_size(0), height = get_global_size(1);
    float4 at = (float4)((x + 0.5f) / width, (y + 0.5f) / height, 0, 0);
    float brightest = 0;
    for (int i = 0; i < steps; i++) {
        at.z = (i + 0.5f) / steps;
        brightest = fmax(brightest, read_imagef(volume, smooth, at + (float4)(slant * at.z, 0, 0, 0)).x);
    }
    out[y * width + x] = brightest;
}
