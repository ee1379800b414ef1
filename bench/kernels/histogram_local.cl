/* SPDX-License-Identifier: MIT */
/* Counts the values of bytes: in local memory by each work-group, which then adds its counts to the whole. */
#define BINS 256

kernel void histogram(global const uchar *in, uint n, global uint *counts)
{
    local uint mine[BINS];
    for (uint i = get_local_id(0); i < BINS; i += get_local_size(0))
        mine[i] = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint i = get_global_id(0); i < n; i += get_global_size(0))
        atomic_inc(&mine[in[i]]);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint i = get_local_id(0); i < BINS; i += get_local_size(0))
        atomic_add(&counts[i], mine[i]);
}
