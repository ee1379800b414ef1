/* SPDX-License-Identifier: MIT */
/* A work-group made of threads: what the library expects of vgpu-cc (work-item functions, barriers, slots,
 * fences, sub-groups of one work-item as in scalar code) for one group at a time. */
#ifndef VG_TESTS_BUILTINS_GROUP_H
#define VG_TESTS_BUILTINS_GROUP_H

#include "tests/unit/builtins/values.h"

#define VG_MOST_ITEMS 64

/* Runs the function once in each work-item of a group of this size, one after another from barrier to
 * barrier. Ends the test when there are no threads. */
void vg_run_group(const size_t size[3], vg_device *run, const void *a, const void *b, const void *c, void *r,
                  size_t n);
/* The same at once; the function has no barriers. */
void vg_run_at_once(const size_t size[3], vg_device *run, const void *a, const void *b, const void *c,
                    void *r, size_t n);

#endif
