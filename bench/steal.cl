/* SPDX-License-Identifier: MIT */
/* One work-item a group; group i takes rounds[i] steps. */
kernel void uneven(global const int *rounds, global float *out)
{
    int i = get_group_id(0);
    float x = i;
    for (int k = 0; k < rounds[i]; k++)
        x = x * 0.999f + 1.0f;
    out[i] = x;
}
