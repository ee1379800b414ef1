/* SPDX-License-Identifier: MIT */
/* CRC-32 of blocks of bytes, a block a work-item, by a table that the work-group copies to local memory. */
kernel void crc32(global const uchar *bytes, global const uint *table, global uint *sums, uint block)
{
    local uint copy[256];
    for (uint i = get_local_id(0); i < 256; i += get_local_size(0))
        copy[i] = table[i];
    barrier(CLK_LOCAL_MEM_FENCE);
    const uint item = get_global_id(0);
    global const uchar *mine = bytes + item * block;
    uint sum = ~0u;
    for (uint i = 0; i < block; i++)
        sum = copy[(sum ^ mine[i]) & 255] ^ sum >> 8;
    sums[item] = ~sum;
}
