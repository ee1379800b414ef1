/* SPDX-License-Identifier: MIT */
/* The largest of an array, four items at a time: each work-item takes a run of its own. */
kernel void reduce(global const float4 *in, global float *largest, uint quads)
{
    const uint item = get_global_id(0);
    global const float4 *mine = in + item * quads;
    float4 most = mine[0];
    for (uint i = 1; i < quads; i++)
        most = fmax(most, mine[i]);
    const float2 two = fmax(most.lo, most.hi);
    largest[item] = fmax(two.x, two.y);
}
