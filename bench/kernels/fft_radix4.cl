/* SPDX-License-Identifier: MIT */
/* A pass of Stockham's FFT by fours with a table of the roots of unity: a quarter of the length is the number of
 * work-items, p grows fourfold from pass to pass. */
float2 times(float2 a, float2 b)
{
    return (float2)(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

float2 quarter_turn(float2 a)
{
    return (float2)(a.y, -a.x);
}

kernel void pass(global const float2 *restrict in, global float2 *restrict out, global const float2 *restrict roots,
                 uint p)
{
    const uint i = get_global_id(0), quarter = get_global_size(0), k = i & (p - 1), stride = quarter / p;
    const float2 a = in[i], b = times(roots[k * stride], in[i + quarter]);
    const float2 c = times(roots[2 * k * stride], in[i + 2 * quarter]);
    const float2 d = times(roots[3 * k * stride], in[i + 3 * quarter]);
    const float2 even = a + c, odd = a - c, sum = b + d, turned = quarter_turn(b - d);
    global float2 *to = out + ((i - k) << 2) + k;
    to[0] = even + sum;
    to[p] = odd + turned;
    to[2 * p] = even - sum;
    to[3 * p] = odd - turned;
}
