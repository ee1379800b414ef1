/* SPDX-License-Identifier: MIT */
/* Declares prepare_NAME() of every benchmark. */
#ifndef BENCH_KERNELS_FAMILIES_H
#define BENCH_KERNELS_FAMILIES_H

#include "bench/kernels/job.h"

#define CASE(family, name, need, options) void prepare_##name(struct job *job);
#include "bench/kernels/cases.def"
#undef CASE

#endif
