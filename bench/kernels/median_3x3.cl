/* SPDX-License-Identifier: MIT */
/* The median of 3 x 3 grey pixels, by a network of minima and maxima; the border stays as it is. */
#define ORDER(a, b)                                                                                                   \
    {                                                                                                                 \
        const uchar low = min(a, b);                                                                                  \
        b = max(a, b);                                                                                                \
        a = low;                                                                                                      \
    }

kernel void median(global const uchar *in, global uchar *out, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1), i = y * width + x;
    if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
        out[i] = in[i];
        return;
    }
    uchar p[9];
    for (int k = 0; k < 9; k++)
        p[k] = in[i + (k / 3 - 1) * width + k % 3 - 1];
    for (int row = 0; row < 9; row += 3) {
        ORDER(p[row + 1], p[row + 2]);
        ORDER(p[row], p[row + 1]);
        ORDER(p[row + 1], p[row + 2]);
    }
    const uchar lows = max(max(p[0], p[3]), p[6]), highs = min(min(p[2], p[5]), p[8]);
    ORDER(p[1], p[4]);
    const uchar middle = max(p[1], min(p[4], p[7]));
    uchar a = lows, b = middle, c = highs;
    ORDER(a, b);
    out[i] = max(a, min(b, c));
}
