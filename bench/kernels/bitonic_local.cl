/* SPDX-License-Identifier: MIT */
/* Sorts blocks of two keys a work-item in local memory by a bitonic network. */
kernel void sort(global const uint *in, global uint *out, local uint *keys)
{
    const uint item = get_local_id(0), size = 2 * get_local_size(0), first = get_group_id(0) * size;
    keys[item] = in[first + item];
    keys[item + size / 2] = in[first + item + size / 2];
    for (uint block = 2; block <= size; block <<= 1) {
        for (uint distance = block / 2; distance > 0; distance >>= 1) {
            barrier(CLK_LOCAL_MEM_FENCE);
            const uint left = 2 * item - (item & (distance - 1)), right = left + distance;
            const uint a = keys[left], b = keys[right];
            if ((a > b) == ((left & block) == 0)) {
                keys[left] = b;
                keys[right] = a;
            }
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    out[first + item] = keys[item];
    out[first + item + size / 2] = keys[item + size / 2];
}
