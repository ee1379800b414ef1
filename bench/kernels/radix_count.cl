/* SPDX-License-Identifier: MIT */
/* The counting pass of a radix sort: how many keys of each work-item's run have each 4-bit digit, kept in private
 * counters and written digit by digit so that a scan can follow. */
#define DIGITS 16

kernel void radix_count(global const uint *keys, global uint *counts, uint run, uint shift)
{
    const uint item = get_global_id(0), items = get_global_size(0);
    uint mine[DIGITS];
    for (int d = 0; d < DIGITS; d++)
        mine[d] = 0;
    for (uint i = 0; i < run; i++)
        mine[keys[item * run + i] >> shift & (DIGITS - 1)]++;
    for (int d = 0; d < DIGITS; d++)
        counts[d * items + item] = mine[d];
}
