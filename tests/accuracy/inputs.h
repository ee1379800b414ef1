/* SPDX-License-Identifier: MIT */
/* Arguments that find errors: special values in all combinations, random bits, moderate numbers, and numbers
 * near integers, multiples of pi / 2, one and the ends of the format. Deterministic for a seed. */
#ifndef VG_TESTS_ACCURACY_INPUTS_H
#define VG_TESTS_ACCURACY_INPUTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vg_inputs {
    uint64_t state;
    bool single;     /* values are floats */
    size_t specials; /* how many combinations of specials have been given */
    int operands;
};

/* The call-th call of a seed comes first. Streams that begin at different calls are independent. */
void vg_inputs_init(struct vg_inputs *inputs, uint64_t seed, uint64_t call, bool single, int operands);

/* Fills x, y, z (float values if single) and n. */
void vg_inputs_next(struct vg_inputs *inputs, double xyz[3], int *n);

/* The number of combinations of special values that come first. */
size_t vg_inputs_specials(const struct vg_inputs *inputs);

#endif
