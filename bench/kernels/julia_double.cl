/* SPDX-License-Identifier: MIT */
/* The Julia set of c in double precision: steps until the point escapes. */
#pragma OPENCL EXTENSION cl_khr_fp64 : enable

kernel void julia(global uint *out, double cx, double cy, double step, uint limit)
{
    const uint x = get_global_id(0), y = get_global_id(1), width = get_global_size(0);
    double2 z = ((double2)(x, y) - 0.5 * width) * step;
    uint i;
    for (i = 0; i < limit; i++) {
        const double2 square = z * z;
        if (square.x + square.y > 4.0)
            break;
        z = (double2)(square.x - square.y + cx, 2.0 * z.x * z.y + cy);
    }
    out[y * width + x] = i;
}
