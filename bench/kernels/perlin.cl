/* SPDX-License-Identifier: MIT */
/* Four octaves of gradient noise in the plane, with a table of permutations. */
float fade(float t)
{
    return t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f);
}

float gradient(int hash, float x, float y)
{
    const float u = hash & 4 ? y : x, v = hash & 4 ? x : y;
    return (hash & 1 ? -u : u) + (hash & 2 ? -2.0f * v : 2.0f * v);
}

float noise(constant uchar *table, float x, float y)
{
    const float left = floor(x), top = floor(y);
    const int ix = (int)left & 255, iy = (int)top & 255;
    const float fx = x - left, fy = y - top, u = fade(fx);
    const int a = table[ix] + iy, b = table[ix + 1] + iy;
    const float upper = mix(gradient(table[a], fx, fy), gradient(table[b], fx - 1.0f, fy), u);
    const float lower = mix(gradient(table[a + 1], fx, fy - 1.0f), gradient(table[b + 1], fx - 1.0f, fy - 1.0f), u);
    return mix(upper, lower, fade(fy));
}

kernel void perlin(constant uchar *table, global float *out, float scale)
{
    const int x = get_global_id(0), y = get_global_id(1);
    float sum = 0.0f, frequency = scale, amplitude = 1.0f;
    for (int octave = 0; octave < 4; octave++) {
        sum += amplitude * noise(table, x * frequency, y * frequency);
        frequency *= 2.0f;
        amplitude *= 0.5f;
    }
    out[y * get_global_size(0) + x] = sum;
}
