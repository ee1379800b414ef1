/* SPDX-License-Identifier: MIT */
/* C = A B for square matrices: 64 x 64 elements a work-group of 16 x 16, 4 x 4 of them a work-item, in registers. */
#define TILE 64
#define DEPTH 16
#define SIDE 16
#define PER 4

kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1))) void
gemm(global const float *restrict a, global const float *restrict b, global float *restrict c, int n)
{
    local float tile_a[DEPTH][TILE], tile_b[DEPTH][TILE];
    const int x = get_local_id(0), y = get_local_id(1);
    const int left = get_group_id(0) * TILE, top = get_group_id(1) * TILE;
    const int item = y * SIDE + x;
    float sum[PER][PER] = {{0.0f}};
    for (int t = 0; t < n; t += DEPTH) {
        for (int i = item; i < TILE * DEPTH; i += SIDE * SIDE) {
            tile_a[i % DEPTH][i / DEPTH] = a[(top + i / DEPTH) * n + t + i % DEPTH];
            tile_b[i / TILE][i % TILE] = b[(t + i / TILE) * n + left + i % TILE];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int k = 0; k < DEPTH; k++) {
            float column[PER];
            for (int j = 0; j < PER; j++)
                column[j] = tile_b[k][x + j * SIDE];
            for (int i = 0; i < PER; i++) {
                const float value = tile_a[k][y + i * SIDE];
                for (int j = 0; j < PER; j++)
                    sum[i][j] += value * column[j];
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int i = 0; i < PER; i++)
        for (int j = 0; j < PER; j++)
            c[(top + y + i * SIDE) * n + left + x + j * SIDE] = sum[i][j];
}
