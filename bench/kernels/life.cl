/* SPDX-License-Identifier: MIT */
/* A generation of Conway's game of life on a torus, a byte a cell. */
kernel void life(global const uchar *in, global uchar *out)
{
    const int width = get_global_size(0), height = get_global_size(1);
    const int x = get_global_id(0), y = get_global_id(1);
    int neighbours = 0;
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            if (dx != 0 || dy != 0)
                neighbours += in[(y + dy + height) % height * width + (x + dx + width) % width];
    out[y * width + x] = neighbours == 3 || (neighbours == 2 && in[y * width + x]);
}
