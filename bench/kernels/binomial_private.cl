/* SPDX-License-Identifier: MIT */
/* The price of a European call by a binomial tree, an option a work-item, the tree folding in a private array. */
#define STEPS 64

kernel void binomial(global const float *spot, global const float *strike, global float *price, float up,
                     float chance, float discount)
{
    const int option = get_global_id(0);
    float value[STEPS + 1];
    float asset = spot[option] * pown(up, -STEPS);
    for (int leaf = 0; leaf <= STEPS; leaf++) {
        value[leaf] = max(asset - strike[option], 0.0f);
        asset *= up * up;
    }
    for (int level = STEPS; level > 0; level--)
        for (int i = 0; i < level; i++)
            value[i] = discount * (chance * value[i + 1] + (1.0f - chance) * value[i]);
    price[option] = value[0];
}
