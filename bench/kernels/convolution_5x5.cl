/* SPDX-License-Identifier: MIT */
/* A 5 x 5 filter over an image; pixels beyond the border repeat the border's. */
#define RADIUS 2
#define SIDE (2 * RADIUS + 1)

kernel void convolve(global const float *in, constant float *weights, global float *out, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1);
    float sum = 0.0f;
    for (int j = -RADIUS; j <= RADIUS; j++) {
        const int row = clamp(y + j, 0, height - 1);
        for (int i = -RADIUS; i <= RADIUS; i++) {
            const int column = clamp(x + i, 0, width - 1);
            sum += weights[(j + RADIUS) * SIDE + i + RADIUS] * in[row * width + column];
        }
    }
    out[y * width + x] = sum;
}
