/* SPDX-License-Identifier: MIT */
/* The price of an American put by a binomial tree, an option a work-group: its leaves are the work-items, and the
 * tree folds in local memory. */
#define STEPS 127

kernel __attribute__((reqd_work_group_size(STEPS + 1, 1, 1))) void
binomial(global const float *spot, global const float *strike, global float *price, float up, float chance,
         float discount)
{
    local float value[STEPS + 1];
    const int leaf = get_local_id(0), option = get_group_id(0);
    const float s = spot[option], k = strike[option], step = log2(up);
    value[leaf] = max(k - s * exp2(step * (2 * leaf - STEPS)), 0.0f);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int level = STEPS - 1; level >= 0; level--) {
        float kept = 0.0f;
        if (leaf <= level) {
            const float held = discount * (chance * value[leaf + 1] + (1.0f - chance) * value[leaf]);
            kept = max(held, k - s * exp2(step * (2 * leaf - level)));
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        if (leaf <= level)
            value[leaf] = kept;
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (leaf == 0)
        price[option] = value[0];
}
