/* SPDX-License-Identifier: MIT */
/* Random operations on blocks, with a model of each in plain memory beside it. An operation that fails must
 * leave everything as it was. */
#ifndef VG_TESTS_MEMORY_MODEL_H
#define VG_TESTS_MEMORY_MODEL_H

#include <stddef.h>

void model_seed(unsigned seed);
size_t model_below(size_t bound);
/* So many operations, each after a call of before (may be NULL). */
void model_run(int count, void (*before)(int operation));
/* Nothing fails any more: compares all of every block, and gives the blocks up. */
void model_end(void);
/* Operations that failed, creations of blocks aside. */
unsigned model_failed(void);

#endif
