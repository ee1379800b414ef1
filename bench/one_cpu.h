/* SPDX-License-Identifier: MIT */
#ifndef BENCH_ONE_CPU_H
#define BENCH_ONE_CPU_H

/* Leaves the process just the first of the CPUs that it may use; platforms make their threads accordingly. */
void bench_use_one_cpu(void);

#endif
