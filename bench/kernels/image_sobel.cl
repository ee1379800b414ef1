// SPDX-License-Identifier: MIT
// Edges in an image of floats.
constant sampler_t edge = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_NEAREST;

#define AT(dx, dy) read_imagef(in, edge, at + (int2)(dx, dy)).x

kernel void sobel(read_only image2d_t in, write_only image2d_t out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float x = AT(1, -1) + 2 * AT(1, 0) + AT(1, 1) - AT(-1, -1) - 2 * AT(-1, 0) - AT(-1, 1);
    float y = AT(-1, 1) + 2 * AT(0, 1) + AT(1, 1) - AT(-1, -1) - 2 * AT(0, -1) - AT(1, -1);
    write_imagef(out, at, (float4)(sqrt(x * x + y * y), 0, 0, 1));
}
