/* SPDX-License-Identifier: MIT */
/* What the machine can do at best, as the measure of the kernels. */
#ifndef BENCH_KERNELS_PEAK_H
#define BENCH_KERNELS_PEAK_H

/* Prints a line of JSON each for one thread and for one on every CPU that the process may use: 10^9
 * single, double and 32-bit integer operations a second (a multiply-add is two), and 10^9 bytes a second
 * from and to memory, the last and the second level of the caches, and how large those are. */
void peak_print(void);

#endif
