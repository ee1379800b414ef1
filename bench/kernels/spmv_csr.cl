/* SPDX-License-Identifier: MIT */
/* y = A x for a sparse matrix in compressed rows, a row a work-item. */
kernel void spmv(global const uint *starts, global const uint *columns, global const float *values,
                 global const float *x, global float *y, uint rows)
{
    const uint row = get_global_id(0);
    if (row >= rows)
        return;
    float sum = 0.0f;
    for (uint k = starts[row]; k < starts[row + 1]; k++)
        sum += values[k] * x[columns[k]];
    y[row] = sum;
}
