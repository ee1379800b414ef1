// SPDX-License-Identifier: MIT
// Colours to shades of grey.
kernel void image_grey(read_only image2d_t in, write_only image2d_t out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1));
    float4 colour = read_imagef(in, at);
    write_imagef(out, at, (float4)(dot(colour.xyz, (float3)(0.299f, 0.587f, 0.114f)), 0, 0, 1));
}
