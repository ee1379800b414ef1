/* SPDX-License-Identifier: MIT */
/* A level of a breadth-first search over a graph in compressed rows: the nodes of this level give their unseen
 * neighbours the next one. */
kernel void clear(global int *levels, uint source)
{
    const uint node = get_global_id(0);
    levels[node] = node == source ? 0 : -1;
}

kernel void bfs_level(global const uint *starts, global const uint *neighbours, global int *levels, int level)
{
    const uint node = get_global_id(0);
    if (levels[node] != level)
        return;
    for (uint k = starts[node]; k < starts[node + 1]; k++)
        if (levels[neighbours[k]] == -1)
            levels[neighbours[k]] = level + 1;
}
