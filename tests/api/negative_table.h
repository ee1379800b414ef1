/* SPDX-License-Identifier: MIT */
/* The rows of the table that NEGATIVE_TABLE names, and `call`, which runs the one of a line. A row is known
 * by its line, so that the table is written once. Included once by each negative test, after NEGATIVE_TABLE
 * is defined. */
#ifndef TESTS_API_NEGATIVE_TABLE_H
#define TESTS_API_NEGATIVE_TABLE_H

#include "tests/api/negative.h"

#ifdef NEGATIVE_TABLE
static const struct negative rows[] = {
#define NEGATIVE(entry, what, expected, ...) {__LINE__, #entry, what, expected},
#include NEGATIVE_TABLE
#undef NEGATIVE
};

static cl_int call(struct fixture *f, int line)
{
    switch (line) {
#define NEGATIVE(entry, what, expected, ...)                                                                 \
    case __LINE__:                                                                                           \
        return __VA_ARGS__;
#include NEGATIVE_TABLE
#undef NEGATIVE
    }
    fail_msg("no row at line %d", line);
    return CL_SUCCESS;
}
#endif

#endif
