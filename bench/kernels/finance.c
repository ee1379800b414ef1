/* SPDX-License-Identifier: MIT */
/* Prices of options and random numbers. An elementary function counts as ten operations. */
#include <math.h>

#include "bench/kernels/families.h"

static double normal_cdf(double x)
{
    return 0.5 * erfc(-x / sqrt(2));
}

void prepare_black_scholes(struct job *job)
{
    const size_t n = job_size(job, 1 << 18, 1 << 10), bytes = n * sizeof(float);
    const double rate = 0.03125, volatility = 0.25;
    const float *spot = job_floats(job, n, 5, 30), *strike = job_floats(job, n, 1, 50);
    const float *years = job_floats(job, n, 0.25f, 10);
    double *call = job_alloc(job, n, sizeof(*call)), *put = job_alloc(job, n, sizeof(*put));
    for (size_t i = 0; i < n; i++) {
        const double s = (double)spot[i], k = (double)strike[i], t = (double)years[i],
                     spread = volatility * sqrt(t);
        const double d1 = (log(s / k) + (rate + 0.5 * volatility * volatility) * t) / spread,
                     d2 = d1 - spread;
        call[i] = s * normal_cdf(d1) - k * exp(-rate * t) * normal_cdf(d2);
        put[i] = k * exp(-rate * t) * normal_cdf(-d2) - s * normal_cdf(-d1);
    }
    cl_mem calls = job_output(job, bytes), puts = job_output(job, bytes);
    job_launch(job, "black_scholes", range_1d(n, 256));
    job_arg_mem(job, job_input(job, spot, bytes));
    job_arg_mem(job, job_input(job, strike, bytes));
    job_arg_mem(job, job_input(job, years, bytes));
    job_arg_mem(job, calls);
    job_arg_mem(job, puts);
    job_arg_float(job, (float)rate);
    job_arg_float(job, (float)volatility);
    job_expect_floats(job, calls, call, n, 1e-4);
    job_expect_floats(job, puts, put, n, 1e-4);
    job_cost(job, UNIT_FLOAT, 90.0 * (double)n, 5.0 * (double)bytes);
}

/* A tree of Cox, Ross and Rubinstein. */
struct tree {
    int steps;
    double up, chance, discount;
};

static struct tree tree_of(int steps, double rate, double volatility, double years)
{
    const double dt = years / steps, up = (double)(float)exp(volatility * sqrt(dt));
    return (struct tree){steps, up, (double)(float)((exp(rate * dt) - 1 / up) / (up - 1 / up)),
                         (double)(float)exp(-rate * dt)};
}

/* The value of an option at the root; sign is 1 for a call and -1 for a put. */
static double fold(const struct tree *tree, double spot, double strike, int sign, bool american)
{
    double value[256];
    for (int level = tree->steps; level >= 0; level--) {
        for (int i = 0; i <= level; i++) {
            const double gain = sign * (spot * pow(tree->up, 2 * i - level) - strike);
            if (level == tree->steps)
                value[i] = fmax(gain, 0);
            else
                value[i] = tree->discount * (tree->chance * value[i + 1] + (1 - tree->chance) * value[i]);
            if (american)
                value[i] = fmax(value[i], gain);
        }
    }
    return value[0];
}

static void describe_binomial(struct job *job, size_t options, struct range range, const struct tree *tree,
                              bool american)
{
    const size_t bytes = options * sizeof(float);
    const float *spot = job_floats(job, options, 5, 30), *strike = job_floats(job, options, 5, 30);
    double *want = job_alloc(job, options, sizeof(*want));
    for (size_t i = 0; i < options; i++)
        want[i] = fold(tree, (double)spot[i], (double)strike[i], american ? -1 : 1, american);
    cl_mem price = job_output(job, bytes);
    job_launch(job, "binomial", range);
    job_arg_mem(job, job_input(job, spot, bytes));
    job_arg_mem(job, job_input(job, strike, bytes));
    job_arg_mem(job, price);
    job_arg_float(job, (float)tree->up);
    job_arg_float(job, (float)tree->chance);
    job_arg_float(job, (float)tree->discount);
    job_expect_floats(job, price, want, options, 1e-4);
    const double nodes = 0.5 * tree->steps * (tree->steps + 1) * (double)options;
    job_cost(job, UNIT_FLOAT, (american ? 17 : 4) * nodes, 3.0 * (double)bytes);
}

void prepare_binomial_local(struct job *job)
{
    enum { STEPS = 127 };
    const struct tree tree = tree_of(STEPS, 0.03, 0.25, 1);
    const size_t options = job_size(job, 256, 4);
    describe_binomial(job, options, range_1d(options * (STEPS + 1), STEPS + 1), &tree, true);
}

void prepare_binomial_private(struct job *job)
{
    enum { STEPS = 64 };
    const struct tree tree = tree_of(STEPS, 0.03, 0.25, 1);
    const size_t options = job_size(job, 4096, 64);
    describe_binomial(job, options, range_1d(options, 64), &tree, false);
}

static double uniform(cl_uint *state)
{
    cl_uint x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    *state = x;
    return ((x >> 8) + 0.5) * 0x1p-24;
}

/* The mean pay-off of the paths that begin at a seed, as in monte_carlo.cl. */
static double mean_payoff(cl_uint seed, double drift, double volatility, double strike, int paths, int pairs)
{
    double total = 0;
    for (int path = 0; path < paths; path++) {
        double price = 1, sum = 0;
        for (int pair = 0; pair < pairs; pair++) {
            const double radius = sqrt(-2 * log(uniform(&seed))), angle = 2 * acos(-1) * uniform(&seed);
            price *= exp(drift + volatility * radius * cos(angle));
            sum += price;
            price *= exp(drift + volatility * radius * sin(angle));
            sum += price;
        }
        total += fmax(sum / (2 * pairs) - strike, 0);
    }
    return total / paths;
}

void prepare_monte_carlo(struct job *job)
{
    enum { PATHS = 16, PAIRS = 16 };
    const size_t n = job_size(job, 2048, 64);
    const double drift = -0.0078125, volatility = 0.125, strike = 1;
    cl_uint *seeds = job_uints(job, n, 0);
    double *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        seeds[i] |= 1;
        want[i] = mean_payoff(seeds[i], drift, volatility, strike, PATHS, PAIRS);
    }
    cl_mem means = job_output(job, n * sizeof(float));
    job_launch(job, "monte_carlo", range_1d(n, 64));
    job_arg_mem(job, job_input(job, seeds, n * sizeof(*seeds)));
    job_arg_mem(job, means);
    job_arg_float(job, (float)drift);
    job_arg_float(job, (float)volatility);
    job_arg_float(job, (float)strike);
    job_arg_int(job, PATHS);
    job_arg_int(job, PAIRS);
    job_expect_floats(job, means, want, n, 1e-3);
    job_cost(job, UNIT_FLOAT, 85.0 * PATHS * PAIRS * (double)n, 8.0 * (double)n);
}

/* The four words of Philox for a counter, as published by Salmon, Moraes, Dror and Shaw. */
static void philox(cl_uint *word, cl_uint key0, cl_uint key1)
{
    for (int round = 0; round < 10; round++) {
        const cl_ulong first = (cl_ulong)0xD2511F53u * word[0], second = (cl_ulong)0xCD9E8D57u * word[2];
        word[0] = (cl_uint)(second >> 32) ^ word[1] ^ key0;
        word[1] = (cl_uint)second;
        word[2] = (cl_uint)(first >> 32) ^ word[3] ^ key1;
        word[3] = (cl_uint)first;
        key0 += 0x9E3779B9u;
        key1 += 0xBB67AE85u;
    }
}

void prepare_philox(struct job *job)
{
    const size_t n = job_size(job, 1 << 18, 1 << 10), bytes = 4 * n * sizeof(cl_uint);
    const cl_uint2 key = {{0x243F6A88u, 0x85A308D3u}};
    cl_uint *want = job_alloc(job, 4 * n, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        want[4 * i] = (cl_uint)i;
        philox(want + 4 * i, key.s[0], key.s[1]);
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "philox", range_1d(n, 0));
    job_arg_mem(job, out);
    job_arg_uint2(job, key);
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_INT, 100.0 * (double)n, (double)bytes);
}
