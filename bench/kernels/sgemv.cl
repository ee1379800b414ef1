/* SPDX-License-Identifier: MIT */
/* y = A x, a row of A a work-item. */
kernel void sgemv(global const float *a, global const float *x, global float *y, uint columns)
{
    const uint row = get_global_id(0);
    float sum = 0.0f;
    for (uint j = 0; j < columns; j++)
        sum += a[row * columns + j] * x[j];
    y[row] = sum;
}
