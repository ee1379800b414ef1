/* SPDX-License-Identifier: MIT */
/* Sums before each item over a whole array, by Blelloch's sweeps in local memory: blocks, then the sums of the
 * blocks, then both together. A work-item holds two items. */
void scan_block(local uint *tree)
{
    const uint item = get_local_id(0), size = 2 * get_local_size(0);
    uint distance = 1;
    for (uint pairs = size / 2; pairs > 0; pairs /= 2) {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (item < pairs)
            tree[distance * (2 * item + 2) - 1] += tree[distance * (2 * item + 1) - 1];
        distance *= 2;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item == 0)
        tree[size - 1] = 0;
    for (uint pairs = 1; pairs < size; pairs *= 2) {
        distance /= 2;
        barrier(CLK_LOCAL_MEM_FENCE);
        if (item < pairs) {
            const uint left = distance * (2 * item + 1) - 1, right = distance * (2 * item + 2) - 1;
            const uint kept = tree[left];
            tree[left] = tree[right];
            tree[right] += kept;
        }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
}

kernel void scan(global const uint *in, global uint *out, global uint *totals, local uint *tree)
{
    const uint item = get_local_id(0), first = 2 * get_global_id(0);
    const uint last_value = in[first + 1];
    tree[2 * item] = in[first];
    tree[2 * item + 1] = last_value;
    scan_block(tree);
    out[first] = tree[2 * item];
    out[first + 1] = tree[2 * item + 1];
    if (item == get_local_size(0) - 1)
        totals[get_group_id(0)] = tree[2 * item + 1] + last_value;
}

kernel void add_totals(global uint *out, global const uint *before)
{
    const uint i = get_global_id(0);
    out[2 * i] += before[get_group_id(0)];
    out[2 * i + 1] += before[get_group_id(0)];
}
