/* SPDX-License-Identifier: MIT */
/* Processes that check random programs, one per instruction set, since a process compiles for one. */
#ifndef VG_TESTS_RANDOM_WORKER_H
#define VG_TESTS_RANDOM_WORKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "tests/random/program.h"

struct worker {
    pid_t process;
    int orders, replies; /* pipes */
    char isa[16];        /* in use, which may be lower than asked for */
};

struct order {
    uint64_t seed;
    bool large;      /* kernels */
    bool all_widths; /* not just some */
};

struct reply {
    uint64_t seed;
    unsigned failures;                /* already told on stdout */
    uint64_t hashes[PROGRAM_KERNELS]; /* of what the reference computed */
};

/* isa NULL: the host's. keep: a folder for golden files of what fails, or NULL. False when the process cannot
 * be started. */
bool worker_start(struct worker *worker, const char *isa, const char *keep);
void worker_stop(struct worker *worker);
bool worker_order(struct worker *worker, const struct order *order);
/* Waits; false when the worker has ended. */
bool worker_reply(struct worker *worker, struct reply *reply);

#endif
