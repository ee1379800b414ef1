/* SPDX-License-Identifier: MIT */
/* out = in transposed, through tiles of local memory so that both sides are read and written in rows. */
#define TILE 16

kernel void transpose(global const float *in, global float *out, uint width, uint height)
{
    local float tile[TILE][TILE + 1];
    const uint lx = get_local_id(0), ly = get_local_id(1);
    const uint left = get_group_id(0) * TILE, top = get_group_id(1) * TILE;
    tile[ly][lx] = in[(top + ly) * width + left + lx];
    barrier(CLK_LOCAL_MEM_FENCE);
    out[(left + ly) * height + top + lx] = tile[lx][ly];
}
