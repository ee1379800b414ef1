/* SPDX-License-Identifier: MIT */
/* A polynomial of degree 31 in double precision by Horner's rule. */
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#define DEGREE 31

kernel void polynomial(global const double *x, constant double *factors, global double *y)
{
    const size_t i = get_global_id(0);
    const double at = x[i];
    double value = factors[DEGREE];
    for (int k = DEGREE - 1; k >= 0; k--)
        value = value * at + factors[k];
    y[i] = value;
}
