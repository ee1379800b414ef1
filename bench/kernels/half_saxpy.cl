/* SPDX-License-Identifier: MIT */
/* saxpy on arrays kept in half precision, computed in single. */
kernel void half_saxpy(global const half *x, global const half *y, global half *out, float a)
{
    const size_t i = get_global_id(0);
    vstore_half(a * vload_half(i, x) + vload_half(i, y), i, out);
}
