/* SPDX-License-Identifier: MIT */
/* A 17 x 17 filter that is a product of a row and a column: along the rows through local memory, then down the
 * columns. Pixels beyond the border repeat the border's. */
#define RADIUS 8
#define GROUP 128

kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void rows(global const float *in, constant float *weights,
                                                                  global float *out, int width)
{
    local float line[GROUP + 2 * RADIUS];
    const int x = get_local_id(0), y = get_global_id(1);
    const int left = get_group_id(0) * GROUP - RADIUS;
    for (int i = x; i < GROUP + 2 * RADIUS; i += GROUP)
        line[i] = in[y * width + clamp(left + i, 0, width - 1)];
    barrier(CLK_LOCAL_MEM_FENCE);
    float sum = 0.0f;
    for (int i = 0; i <= 2 * RADIUS; i++)
        sum += weights[i] * line[x + i];
    out[y * width + get_global_id(0)] = sum;
}

kernel void columns(global const float *in, constant float *weights, global float *out, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1);
    float sum = 0.0f;
    for (int j = -RADIUS; j <= RADIUS; j++)
        sum += weights[j + RADIUS] * in[clamp(y + j, 0, height - 1) * width + x];
    out[y * width + x] = sum;
}
