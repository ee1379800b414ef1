/* SPDX-License-Identifier: MIT */
/* A random program of several kernels, reproducible from its seed. Its text is a golden kernel file without
 * expectations (tests/kernels/script.h). */
#ifndef VG_TESTS_RANDOM_PROGRAM_H
#define VG_TESTS_RANDOM_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/random/strbuf.h"

#define PROGRAM_KERNELS 8

struct program {
    struct strbuf options; /* the directive of all runs */
    struct strbuf common;  /* types and functions that any kernel uses */
    struct {
        struct strbuf script; /* its run */
        struct strbuf text;   /* its helpers and itself */
    } kernels[PROGRAM_KERNELS];
};

void program_generate(struct program *program, uint64_t seed, bool large);
/* The whole, or one kernel alone. */
void program_print(const struct program *program, struct strbuf *out);
void program_print_kernel(const struct program *program, unsigned kernel, struct strbuf *out);
void program_finish(struct program *program);

#endif
