/* SPDX-License-Identifier: MIT */
/* A pass of Stockham's FFT by pairs: half of the length is the number of work-items, p doubles from pass to pass. */
kernel void pass(global const float2 *in, global float2 *out, uint p)
{
    const uint i = get_global_id(0), half_length = get_global_size(0), k = i & (p - 1);
    const float2 a = in[i], b = in[i + half_length];
    float cosine;
    const float sine = sincos(-M_PI_F * k / p, &cosine);
    const float2 turned = (float2)(b.x * cosine - b.y * sine, b.x * sine + b.y * cosine);
    const uint to = ((i - k) << 1) + k;
    out[to] = a + turned;
    out[to + p] = a - turned;
}
