/* SPDX-License-Identifier: MIT */
/* Steps until a point leaves the circle of radius 2, at most limit. */
kernel void mandelbrot(global uint *out, float left, float top, float step, uint limit)
{
    const uint x = get_global_id(0), y = get_global_id(1);
    const float cx = left + x * step, cy = top + y * step;
    float zx = 0.0f, zy = 0.0f;
    uint i = 0;
    while (i < limit && zx * zx + zy * zy <= 4.0f) {
        const float next = zx * zx - zy * zy + cx;
        zy = 2.0f * zx * zy + cy;
        zx = next;
        i++;
    }
    out[y * get_global_size(0) + x] = i;
}
