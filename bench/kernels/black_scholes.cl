/* SPDX-License-Identifier: MIT */
/* Prices of European call and put options. */
float normal_cdf(float x)
{
    return 0.5f * erfc(-x * M_SQRT1_2_F);
}

kernel void black_scholes(global const float *spot, global const float *strike, global const float *years,
                          global float *call, global float *put, float rate, float volatility)
{
    const size_t i = get_global_id(0);
    const float s = spot[i], k = strike[i], t = years[i];
    const float spread = volatility * sqrt(t);
    const float d1 = (log(s / k) + (rate + 0.5f * volatility * volatility) * t) / spread, d2 = d1 - spread;
    const float discounted = k * exp(-rate * t);
    call[i] = s * normal_cdf(d1) - discounted * normal_cdf(d2);
    put[i] = discounted * normal_cdf(-d2) - s * normal_cdf(-d1);
}
