/* SPDX-License-Identifier: MIT */
/* A folder and an environment of its own for each case that runs the fake compiler. */
#ifndef VG_TESTS_COMPILER_FIXTURE_H
#define VG_TESTS_COMPILER_FIXTURE_H

#include <limits.h>

#include "compiler/compiler.h"

/* cmocka setup and teardown: *state is a struct fixture, VGPU_CC is the fake compiler, the cache starts
 * empty. */
struct fixture {
    char folder[64];      /* a new folder, removed with all in it */
    char cache[PATH_MAX]; /* folder/cache */
    char count[PATH_MAX]; /* folder/count: a byte for each request, see fake_cc.c */
};
int fixture_setup(void **state);
int fixture_teardown(void **state);

/* Builds "count:... words"; checks that it gives `expected`. Frees the log unless it is asked for. */
struct vg_unit *build(const struct fixture *fixture, const char *words, cl_int expected, char **log);

/* Runs the index-th kernel over the groups 0..2, with out[0] zero at the start, and checks its results. */
void check_kernel(struct vg_unit *unit, size_t index);

/* How many requests the fake compiler got so far. */
size_t request_count(const struct fixture *fixture);

/* The sentence of the last vg_fail() in this thread since fixture_setup(); "" when there was none. */
const char *last_error(void);

#endif
