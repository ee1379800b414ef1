/* SPDX-License-Identifier: MIT */
/* The assignment step of k-means: the nearest centre of each point; points are stored feature by feature. */
kernel void assign(global const float *points, constant float *centres, global uint *nearest, int count,
                   int features, int clusters)
{
    const int point = get_global_id(0);
    float least = FLT_MAX;
    uint best = 0;
    for (int c = 0; c < clusters; c++) {
        float distance = 0.0f;
        for (int f = 0; f < features; f++) {
            const float way = points[f * count + point] - centres[c * features + f];
            distance += way * way;
        }
        if (distance < least) {
            least = distance;
            best = c;
        }
    }
    nearest[point] = best;
}
