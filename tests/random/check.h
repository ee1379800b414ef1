/* SPDX-License-Identifier: MIT */
/* Builds programs in several configurations, runs their kernels and compares what comes out, bit for bit,
 * with the first configuration, the reference. Kernels run in forked processes: one that faults or hangs is
 * a finding like any other. */
#ifndef VG_TESTS_RANDOM_CHECK_H
#define VG_TESTS_RANDOM_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tests/random/strbuf.h"

enum outcome { OUTCOME_SAME, OUTCOME_DIFFERENT, OUTCOME_CRASHED, OUTCOME_TIMEOUT, OUTCOME_NOT_BUILT };

/* How a kernel does in one configuration. */
struct verdict {
    enum outcome outcome;
    char what[400]; /* a sentence, "" when all is well */
};

size_t check_config_count(void);
/* The build options of a configuration, besides the program's. */
const char *check_config_options(size_t config);

/* What is called for each kernel and configuration that is not well. */
typedef void check_found(void *data, unsigned kernel, size_t config, const struct verdict *verdict);

/* Every configuration, or a choice that depends on the seed: the reference, one width, and now and then the
 * scalar code. Bit i stands for configuration i. */
unsigned check_all_configs(void);
unsigned check_some_configs(uint64_t seed);

/* Checks all kernels of a program (program.h: its text has a run for each) in the configurations whose bits
 * are set. hashes gets one of the reference's output for each kernel. */
void check_program(const char *text, unsigned configs, uint64_t *hashes, check_found *found, void *data);

/* Checks one configuration of a program of one kernel; the reference has to be well. When it is and
 * `expected` is not NULL, the reference's output is appended there as directives of a golden kernel. */
struct verdict check_kernel(const char *text, size_t config, struct strbuf *expected);

#endif
