/* SPDX-License-Identifier: MIT */
/* A Jacobi step for Poisson's equation: a tile with its rim in local memory, which the rim's work-items load too.
 * The border of the domain stays as it is. */
#define TILE 16

kernel void jacobi(global const float *in, global const float *source, global float *out, int width, int height)
{
    local float tile[TILE + 2][TILE + 2];
    const int x = get_global_id(0), y = get_global_id(1), i = y * width + x;
    const int lx = get_local_id(0) + 1, ly = get_local_id(1) + 1;
    tile[ly][lx] = in[i];
    if (lx == 1 && x > 0)
        tile[ly][0] = in[i - 1];
    if (lx == TILE && x < width - 1)
        tile[ly][TILE + 1] = in[i + 1];
    if (ly == 1 && y > 0)
        tile[0][lx] = in[i - width];
    if (ly == TILE && y < height - 1)
        tile[TILE + 1][lx] = in[i + width];
    barrier(CLK_LOCAL_MEM_FENCE);
    const bool inside = x > 0 && y > 0 && x < width - 1 && y < height - 1;
    out[i] = inside ? 0.25f * (tile[ly][lx - 1] + tile[ly][lx + 1] + tile[ly - 1][lx] + tile[ly + 1][lx] - source[i])
                    : tile[ly][lx];
}
