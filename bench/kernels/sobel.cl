/* SPDX-License-Identifier: MIT */
/* The strength of edges of a grey image, saturated; the border is black. */
kernel void sobel(global const uchar *in, global uchar *out, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1);
    uchar edge = 0;
    if (x > 0 && y > 0 && x < width - 1 && y < height - 1) {
        global const uchar *above = in + (y - 1) * width + x, *row = above + width, *below = row + width;
        const int gx = above[1] + 2 * row[1] + below[1] - above[-1] - 2 * row[-1] - below[-1];
        const int gy = below[-1] + 2 * below[0] + below[1] - above[-1] - 2 * above[0] - above[1];
        edge = convert_uchar_sat(abs(gx) + abs(gy));
    }
    out[y * width + x] = edge;
}
