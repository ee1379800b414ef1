/* SPDX-License-Identifier: MIT */
/* Casts a ray a pixel at a set of spheres and shades the nearest hit by a light; with a shadow ray. */
float nearest_hit(float3 from, float3 way, global const float4 *spheres, int count, int *which)
{
    float nearest = INFINITY;
    for (int i = 0; i < count; i++) {
        const float4 sphere = spheres[i];
        const float3 to = sphere.xyz - from;
        const float along = dot(to, way);
        const float square = sphere.w * sphere.w - (dot(to, to) - along * along);
        if (square < 0.0f)
            continue;
        const float distance = along - sqrt(square);
        if (distance > 1e-3f && distance < nearest) {
            nearest = distance;
            *which = i;
        }
    }
    return nearest;
}

kernel void spheres(global const float4 *spheres, int count, global float *image, int width, int height)
{
    const int x = get_global_id(0), y = get_global_id(1);
    if (x >= width || y >= height)
        return;
    const float3 light = normalize((float3)(0.5f, 1.0f, -0.7f)), eye = (float3)(0.0f, 0.0f, -4.0f);
    const float3 way = normalize((float3)((x + 0.5f) / width - 0.5f, (y + 0.5f) / height - 0.5f, 1.0f));
    int which = -1;
    const float distance = nearest_hit(eye, way, spheres, count, &which);
    float shade = 0.1f;
    if (which >= 0) {
        const float3 point = eye + distance * way;
        const float facing = dot((point - spheres[which].xyz) / spheres[which].w, light);
        int blocker = -1;
        if (facing > 0.0f && isinf(nearest_hit(point, light, spheres, count, &blocker)))
            shade += 0.9f * facing;
    }
    image[y * width + x] = shade;
}
