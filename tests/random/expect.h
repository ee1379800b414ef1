/* SPDX-License-Identifier: MIT */
/* Values of buffers as text, exact, as scripts of golden kernels read them. */
#ifndef VG_TESTS_RANDOM_EXPECT_H
#define VG_TESTS_RANDOM_EXPECT_H

#include "tests/kernels/script.h"
#include "tests/random/strbuf.h"

#define EXPECT_VALUE_BYTES 32

void expect_value(enum type type, const void *data, size_t index, char text[EXPECT_VALUE_BYTES]);
/* The directive that an argument's buffer holds these values. */
void expect_list(struct strbuf *out, unsigned arg, enum type type, const void *data, size_t count);

#endif
