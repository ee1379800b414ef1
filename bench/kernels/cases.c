/* SPDX-License-Identifier: MIT */
/* The table of benchmarks. */
#include "bench/kernels/families.h"

const struct job_case job_cases[] = {
#define CASE(family, name, need, options) {#family, #name, NEED_##need, options, prepare_##name},
#include "bench/kernels/cases.def"
#undef CASE
};

const size_t job_case_count = sizeof(job_cases) / sizeof(job_cases[0]);
