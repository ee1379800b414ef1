/* SPDX-License-Identifier: MIT */
/* AES-128 in counter mode with one table of 256 words and rotations, a block a work-item. */
uint column(constant uint *table, uint a, uint b, uint c, uint d)
{
    return table[a & 255] ^ rotate(table[b >> 8 & 255], 8u) ^ rotate(table[c >> 16 & 255], 16u) ^
           rotate(table[d >> 24], 24u);
}

/* The S-box stands in the second byte of the table's words. */
uint last_column(constant uint *table, uint a, uint b, uint c, uint d)
{
    return (table[a & 255] >> 8 & 255) | (table[b >> 8 & 255] & 0xff00) |
           (table[c >> 16 & 255] << 8 & 0xff0000) | (table[d >> 24] << 16 & 0xff000000);
}

kernel void aes(global const uint4 *in, global uint4 *out, constant uint *table, constant uint4 *keys, uint nonce)
{
    const uint i = get_global_id(0);
    uint4 s = (uint4)(nonce, 0, 0, i) ^ keys[0];
    for (int round = 1; round < 10; round++)
        s = (uint4)(column(table, s.x, s.y, s.z, s.w), column(table, s.y, s.z, s.w, s.x),
                    column(table, s.z, s.w, s.x, s.y), column(table, s.w, s.x, s.y, s.z)) ^
            keys[round];
    s = (uint4)(last_column(table, s.x, s.y, s.z, s.w), last_column(table, s.y, s.z, s.w, s.x),
                last_column(table, s.z, s.w, s.x, s.y), last_column(table, s.w, s.x, s.y, s.z)) ^
        keys[10];
    out[i] = in[i] ^ s;
}
