/* SPDX-License-Identifier: MIT */
/* A quantised layer: y = A x on signed bytes, four at a time, summed in 32 bits and scaled, a row a work-item. */
kernel void gemv_int8(global const char4 *a, global const char4 *x, global const float *scale, global float *y,
                      uint quads)
{
    const uint row = get_global_id(0);
    int sum = 0;
    for (uint j = 0; j < quads; j++) {
        const int4 product = convert_int4(a[row * quads + j]) * convert_int4(x[j]);
        sum += product.x + product.y + product.z + product.w;
    }
    y[row] = scale[row] * (float)sum;
}
