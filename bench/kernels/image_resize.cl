// SPDX-License-Identifier: MIT
// Bilinear resizing.
constant sampler_t smooth = CLK_NORMALIZED_COORDS_TRUE | CLK_ADDRESS_CLAMP_TO_EDGE | CLK_FILTER_LINEAR;

kernel void resize(read_only image2d_t in, write_only image2d_t out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float2 size = convert_float2(get_image_dim(out));
    write_imagef(out, at, read_imagef(in, smooth, (convert_float2(at) + 0.5f) / size));
}
