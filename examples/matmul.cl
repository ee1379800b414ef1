/* SPDX-License-Identifier: MIT */
/* C = A * B for square row-major matrices whose order n is a multiple of TILE; tiles pass through local memory and each
 * work-item computes a column strip of PER results. */

#define TILE 32
#define PER 8

kernel void matmul(global const float *a, global const float *b, global float *c, int n)
{
    local float ta[TILE][TILE], tb[TILE][TILE];
    int lx = get_local_id(0), ly = get_local_id(1); /* TILE x (TILE / PER) work-items */
    int col = get_group_id(0) * TILE + lx, row = get_group_id(1) * TILE;
    float sum[PER] = { 0 };
    for (int k = 0; k < n; k += TILE) {
        for (int y = ly; y < TILE; y += TILE / PER) {
            ta[y][lx] = a[(row + y) * n + k + lx];
            tb[y][lx] = b[(k + y) * n + col];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int j = 0; j < TILE; j++)
            for (int i = 0; i < PER; i++)
                sum[i] += ta[ly * PER + i][j] * tb[j][lx];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int i = 0; i < PER; i++)
        c[(row + ly * PER + i) * n + col] = sum[i];
}
