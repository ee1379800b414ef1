/* SPDX-License-Identifier: MIT */
/* The mean pay-off of an Asian call: paths of a geometric Brownian motion from an xorshift generator, with normal
 * numbers by Box and Muller; so many paths a work-item. */
float uniform(uint *state)
{
    uint x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    *state = x;
    return ((x >> 8) + 0.5f) * 0x1p-24f;
}

kernel void monte_carlo(global const uint *seeds, global float *means, float drift, float volatility, float strike,
                        int paths, int pairs)
{
    const size_t i = get_global_id(0);
    uint state = seeds[i];
    float total = 0.0f;
    for (int path = 0; path < paths; path++) {
        float price = 1.0f, sum = 0.0f;
        for (int pair = 0; pair < pairs; pair++) {
            const float radius = sqrt(-2.0f * log(uniform(&state))), angle = 2.0f * M_PI_F * uniform(&state);
            price *= exp(drift + volatility * radius * cos(angle));
            sum += price;
            price *= exp(drift + volatility * radius * sin(angle));
            sum += price;
        }
        total += fmax(sum / (2 * pairs) - strike, 0.0f);
    }
    means[i] = total / paths;
}
