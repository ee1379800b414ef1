/* SPDX-License-Identifier: MIT */
/* One step of a bitonic sort: compares and exchanges the pairs that are a distance apart; the direction changes
 * every block. */
kernel void bitonic_step(global uint *keys, uint distance, uint block)
{
    const uint item = get_global_id(0);
    const uint left = 2 * distance * (item / distance) + item % distance, right = left + distance;
    const uint a = keys[left], b = keys[right];
    const bool ascending = (left & block) == 0;
    if ((a > b) == ascending) {
        keys[left] = b;
        keys[right] = a;
    }
}
