/* SPDX-License-Identifier: MIT */
/* Maps a grey image through a table of 256 levels. */
kernel void equalise(global const uchar *in, constant uchar *table, global uchar *out)
{
    const size_t i = get_global_id(0);
    out[i] = table[in[i]];
}
