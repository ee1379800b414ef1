/* SPDX-License-Identifier: MIT */
/* Terrain: fractal noise as a height map, a Gaussian filter through local memory, and a shaded, coloured relief. */

/* An integer hash (two rounds of multiply and xor-shift) to [0, 1). */
float hash01(int x, int y)
{
    uint h = (uint)x * 0x9E3779B1u ^ (uint)y * 0x85EBCA77u;
    h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
    h = (h ^ (h >> 12)) * 0x297A2D39u;
    h ^= h >> 15;
    return (float)(h >> 8) * 0x1p-24f;
}

/* Value noise: smooth interpolation between hashed lattice points. */
float noise(float x, float y)
{
    float fx = floor(x), fy = floor(y);
    int ix = (int)fx, iy = (int)fy;
    float u = smoothstep(0.0f, 1.0f, x - fx), v = smoothstep(0.0f, 1.0f, y - fy);
    float low = mix(hash01(ix, iy), hash01(ix + 1, iy), u);
    float high = mix(hash01(ix, iy + 1), hash01(ix + 1, iy + 1), u);
    return mix(low, high, v);
}

kernel void heights(global float *map, int width, int height, float scale, int octaves)
{
    int x = get_global_id(0), y = get_global_id(1);
    if (x >= width || y >= height)
        return;
    float sum = 0, amplitude = 0.5f, px = x * scale, py = y * scale;
    for (int i = 0; i < octaves; i++) {
        sum += amplitude * noise(px, py);
        amplitude *= 0.5f;
        px = px * 2.0f + 17.0f;
        py = py * 2.0f + 31.0f;
    }
    map[y * width + x] = sum;
}

/* Separable 9-tap Gaussian over a tile of TILE x TILE pixels with its margin, both passes in local memory. */
#define TILE 16
#define RADIUS 4
kernel void gauss(global const float *in, global float *out, int width, int height, constant float *weights)
{
    local float tile[TILE + 2 * RADIUS][TILE + 2 * RADIUS];
    local float rows[TILE + 2 * RADIUS][TILE];
    int lx = get_local_id(0), ly = get_local_id(1);
    int x0 = get_group_id(0) * TILE - RADIUS, y0 = get_group_id(1) * TILE - RADIUS;

    for (int y = ly; y < TILE + 2 * RADIUS; y += TILE)
        for (int x = lx; x < TILE + 2 * RADIUS; x += TILE)
            tile[y][x] = in[clamp(y0 + y, 0, height - 1) * width + clamp(x0 + x, 0, width - 1)];
    barrier(CLK_LOCAL_MEM_FENCE);

    for (int y = ly; y < TILE + 2 * RADIUS; y += TILE) {
        float sum = 0;
        for (int i = 0; i <= 2 * RADIUS; i++)
            sum += weights[i] * tile[y][lx + i];
        rows[y][lx] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    float sum = 0;
    for (int i = 0; i <= 2 * RADIUS; i++)
        sum += weights[i] * rows[ly + i][lx];
    int x = get_global_id(0), y = get_global_id(1);
    if (x < width && y < height)
        out[y * width + x] = sum;
}

float3 colour_of(float height)
{
    float3 water = (float3)(0.16f, 0.33f, 0.52f), grass = (float3)(0.33f, 0.50f, 0.23f);
    float3 rock = (float3)(0.46f, 0.42f, 0.38f), snow = (float3)(0.95f, 0.95f, 0.97f);
    if (height < 0.42f)
        return water;
    float3 land = mix(grass, rock, smoothstep(0.48f, 0.60f, height));
    return mix(land, snow, smoothstep(0.62f, 0.70f, height));
}

/* Lambert shading with light from the north-west; the normal is the gradient of the height map. */
kernel void shade(global const float *map, global uchar4 *image, int width, int height, float steepness)
{
    int x = get_global_id(0), y = get_global_id(1);
    if (x >= width || y >= height)
        return;
    float h = map[y * width + x];
    float east = map[y * width + min(x + 1, width - 1)], west = map[y * width + max(x - 1, 0)];
    float south = map[min(y + 1, height - 1) * width + x], north = map[max(y - 1, 0) * width + x];
    float3 normal = normalize((float3)((west - east) * steepness, (north - south) * steepness, 1.0f));
    float light = h < 0.42f ? 0.8f : max(dot(normal, (float3)(-0.577f, -0.577f, 0.577f)), 0.0f) * 1.2f + 0.1f;
    float3 c = clamp(colour_of(h) * light, 0.0f, 1.0f);
    image[y * width + x] = (uchar4)(convert_uchar3_sat_rte(c * 255.0f), 255);
}
