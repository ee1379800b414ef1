/* SPDX-License-Identifier: MIT */
/* Reproducible random numbers (splitmix64): the same seed gives the same numbers on every machine. */
#ifndef VG_TESTS_RANDOM_PRNG_H
#define VG_TESTS_RANDOM_PRNG_H

#include <stdbool.h>
#include <stdint.h>

struct prng {
    uint64_t state;
};

static inline uint64_t prng_next(struct prng *prng)
{
    uint64_t word = prng->state += 0x9e3779b97f4a7c15u;
    word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9u;
    word = (word ^ word >> 27) * 0x94d049bb133111ebu;
    return word ^ word >> 31;
}

/* 0 to count - 1. */
static inline unsigned prng_below(struct prng *prng, unsigned count)
{
    return (unsigned)(prng_next(prng) % count);
}

static inline bool prng_chance(struct prng *prng, unsigned percent)
{
    return prng_below(prng, 100) < percent;
}

#endif
