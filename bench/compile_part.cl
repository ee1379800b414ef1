/* SPDX-License-Identifier: MIT */
/* Part @ of the large program: six kernels of the usual sorts, whose constants differ from part to part. The
 * host puts the number of the part in the place of each @. */
#define WEIGHT_@ (0.125f * (@ + 1))

/* Smooths an image while it keeps the edges: near and similar pixels count most. */
kernel void smooth_@(global const float *in, global float *out, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1);
    float sum = 0.0f, weights = 0.0f;
    for (int dy = -1; dy <= 1; dy++) {
        for (int dx = -1; dx <= 1; dx++) {
            const int column = clamp(x + dx, 0, width - 1), row = clamp(y + dy, 0, height - 1);
            const float value = in[row * width + column];
            const float weight = exp(-WEIGHT_@ * (dx * dx + dy * dy)) / (1.0f + fabs(value));
            sum += weight * value;
            weights += weight;
        }
    }
    if (x < width && y < height)
        out[y * width + x] = sum / weights;
}

/* Lays one picture over another: Porter and Duff's operator on pixels whose alpha is not multiplied in. */
kernel void blend_@(global const uchar4 *below, global const uchar4 *above, global uchar4 *out, uint n)
{
    const uint i = get_global_id(0);
    if (i >= n)
        return;
    const float4 a = convert_float4(above[i]) / 255.0f, b = convert_float4(below[i]) / 255.0f;
    const float cover = a.w * WEIGHT_@, rest = b.w * (1.0f - cover);
    float4 mixed = mix(b, a, (float4)(cover));
    if (cover + rest > 0.0f)
        mixed = (a * cover + b * rest) / (cover + rest);
    mixed.w = cover + rest;
    out[i] = convert_uchar4_sat_rte(mixed * 255.0f);
}

/* The distance of a point from a box and a sphere; negative inside. */
float distance_@(float3 p)
{
    const float3 q = fabs(p) - (float3)(0.5f, WEIGHT_@, 0.25f);
    const float box = length(fmax(q, 0.0f)) + fmin(fmax(q.x, fmax(q.y, q.z)), 0.0f);
    const float sphere = length(p - (float3)(0.0f, 0.5f, 0.0f)) - 0.3f;
    return fmin(box, sphere);
}

/* Marches a ray a pixel through the field of distances until it is close to a surface. */
kernel void march_@(global float *depth, int width, float focus)
{
    const int x = get_global_id(0), y = get_global_id(1);
    const float3 way = normalize((float3)(x - 0.5f * width, y - 0.5f * width, focus));
    float3 point = (float3)(0.0f, 0.0f, -3.0f);
    float travelled = 0.0f;
    for (int i = 0; i < 64 + @; i++) {
        const float step = distance_@(point);
        travelled += step;
        if (step < 1e-3f || travelled > 20.0f)
            break;
        point += step * way;
    }
    depth[y * width + x] = travelled;
}

/* A hash of a word that changes each bit with even chances. */
uint scramble_@(uint x)
{
    x ^= x >> 16;
    x *= 0x7feb352du + 2 * @;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    return x ^ x >> 16;
}

/* Estimates pi: the share of random points of a square that lie in a circle. */
kernel void sample_@(global float *out, uint seed, uint count)
{
    const uint i = get_global_id(0);
    uint state = scramble_@(seed ^ i), inside = 0;
    for (uint k = 0; k < count; k++) {
        state = scramble_@(state + k);
        const float u = (state & 0xffff) / 65536.0f, v = (state >> 16) / 65536.0f;
        inside += u * u + v * v < 1.0f;
    }
    out[i] = 4.0f * inside / count;
}

/* A norm of each group's share of the vectors, through a tree in local memory. */
kernel void norm_@(global const float4 *in, global float *out, local float *sums, uint n)
{
    const uint item = get_local_id(0);
    float sum = 0.0f;
    for (uint i = get_global_id(0); i < n; i += get_global_size(0))
        sum += pow(fabs(in[i].x), 1.0f + WEIGHT_@) + dot(in[i].yzw, in[i].yzw);
    sums[item] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (uint half_size = get_local_size(0) / 2; half_size > 0; half_size /= 2) {
        if (item < half_size)
            sums[item] += sums[item + half_size];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (item == 0)
        out[get_group_id(0)] = sqrt(sums[0]);
}

/* The derivative of a position and its velocity: gravity at the origin and some friction. */
float4 slope_@(float4 state)
{
    const float distance = rsqrt(dot(state.xy, state.xy) + 1e-6f);
    const float2 pull = state.xy * (-distance * distance * distance);
    return (float4)(state.zw, pull - WEIGHT_@ * state.zw);
}

/* Follows orbits by the classic method of Runge and Kutta. */
kernel void orbit_@(global const float4 *in, global float4 *out, float dt, int steps)
{
    const size_t i = get_global_id(0);
    float4 state = in[i];
    for (int k = 0; k < steps; k++) {
        const float4 k1 = slope_@(state), k2 = slope_@(state + 0.5f * dt * k1);
        const float4 k3 = slope_@(state + 0.5f * dt * k2), k4 = slope_@(state + dt * k3);
        state += dt / 6.0f * (k1 + 2.0f * k2 + 2.0f * k3 + k4);
    }
    out[i] = state;
}
