// SPDX-License-Identifier: MIT
// A Gaussian filter of 5 by 5 pixels.
constant float weights[5] = {0.0625f, 0.25f, 0.375f, 0.25f, 0.0625f};
constant sampler_t edge = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;

kernel void gauss(read_only image2d_t in, write_only image2d_t out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float4 sum = 0;
    for (int dy = -2; dy <= 2; dy++)
        for (int dx = -2; dx <= 2; dx++)
            sum += read_imagef(in, edge, at + (int2)(dx, dy)) * (weights[dy + 2] * weights[dx + 2]);
    write_imagef(out, at, sum);
}
