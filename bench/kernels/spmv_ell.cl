/* SPDX-License-Identifier: MIT */
/* y = A x for a sparse matrix in ELLPACK form: rows padded to one length and stored column by column. */
kernel void spmv(global const uint *columns, global const float *values, global const float *x, global float *y,
                 uint rows, uint width)
{
    const uint row = get_global_id(0);
    float sum = 0.0f;
    for (uint k = 0; k < width; k++)
        sum += values[k * rows + row] * x[columns[k * rows + row]];
    y[row] = sum;
}
