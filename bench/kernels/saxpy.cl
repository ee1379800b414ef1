/* SPDX-License-Identifier: MIT */
/* out = a x + y with the bounds check that padded launches need. */
kernel void saxpy(global const float *x, global const float *y, global float *out, float a, uint n)
{
    const uint i = get_global_id(0);
    if (i < n)
        out[i] = a * x[i] + y[i];
}
