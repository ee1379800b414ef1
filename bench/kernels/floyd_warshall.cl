/* SPDX-License-Identifier: MIT */
/* All shortest paths: a step allows paths through one more node. */
kernel void reset(global const uint *edges, global uint *distances)
{
    const size_t i = get_global_id(0);
    distances[i] = edges[i];
}

kernel void relax(global uint *distances, uint n, uint through)
{
    const uint to = get_global_id(0), from = get_global_id(1);
    const uint detour = distances[from * n + through] + distances[through * n + to];
    if (detour < distances[from * n + to])
        distances[from * n + to] = detour;
}
