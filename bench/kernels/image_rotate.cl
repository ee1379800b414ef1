// SPDX-License-Identifier: MIT
// Rotation about the centre; what comes from outside is transparent.
constant sampler_t smooth = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP | CLK_FILTER_LINEAR;

kernel void rotated(read_only image2d_t in, write_only image2d_t out, float sine, float cosine)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float2 centre = convert_float2(get_image_dim(in)) * 0.5f;
    float2 p = convert_float2(at) + 0.5f - centre;
    float2 from = (float2)(cosine * p.x + sine * p.y, cosine * p.y - sine * p.x) + centre;
    write_imagef(out, at, read_imagef(in, smooth, from));
}
