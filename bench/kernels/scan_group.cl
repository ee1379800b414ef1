/* SPDX-License-Identifier: MIT */
/* Running sums of each work-group's items by a collective function. */
kernel void scan(global const uint *in, global uint *out)
{
    const size_t i = get_global_id(0);
    out[i] = work_group_scan_inclusive_add(in[i]);
}
