/* SPDX-License-Identifier: MIT */
/* The sum and the maximum of integers by atomic operations on one address each. */
kernel void reduce(global const uint *in, global uint *sum, global uint *most)
{
    const uint value = in[get_global_id(0)];
    atomic_add(sum, value);
    atomic_max(most, value);
}
