// SPDX-License-Identifier: MIT
// The largest of nine neighbours, between images that kernels read and write.
kernel void dilate(read_write image2d_t in, read_write image2d_t out)
{
    int2 at = (int2)(get_global_id(0), get_global_id(1)), last = get_image_dim(in) - 1;
    uint most = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            most = max(most, read_imageui(in, clamp(at + (int2)(dx, dy), (int2)(0), last)).x);
    write_imageui(out, at, (uint4)(most, 0, 0, 1));
}
