/* SPDX-License-Identifier: MIT */
/* The discrete cosine transform of the 8 x 8 blocks of an image, a work-item a coefficient: along the rows, then
 * down the columns, through local memory. */
#define SIDE 8

kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1))) void dct(global const float *in, global float *out,
                                                                    constant float *cosines)
{
    local float block[SIDE][SIDE], rows[SIDE][SIDE];
    const int x = get_local_id(0), y = get_local_id(1);
    const size_t place = get_global_id(1) * get_global_size(0) + get_global_id(0);
    block[y][x] = in[place];
    barrier(CLK_LOCAL_MEM_FENCE);
    float sum = 0.0f;
    for (int i = 0; i < SIDE; i++)
        sum += block[y][i] * cosines[x * SIDE + i];
    rows[y][x] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    sum = 0.0f;
    for (int i = 0; i < SIDE; i++)
        sum += rows[i][x] * cosines[y * SIDE + i];
    out[place] = sum;
}
