/* SPDX-License-Identifier: MIT */
/* Makes a failing kernel smaller by leaving out statements, blocks and functions for as long as it fails in
 * the same way. Works on lines; those that end in "//!" only go with the block around them (gen.h). */
#ifndef VG_TESTS_RANDOM_REDUCE_H
#define VG_TESTS_RANDOM_REDUCE_H

#include <stdbool.h>

#include "tests/random/strbuf.h"

/* Whether a smaller text still fails. */
typedef bool reduce_fails(void *data, const char *text);

/* Replaces *text by the smallest found within `seconds`. */
void reduce_text(struct strbuf *text, unsigned seconds, reduce_fails *fails, void *data);

#endif
