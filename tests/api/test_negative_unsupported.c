/* SPDX-License-Identifier: MIT */
/* The negative table of what the device does not have: one loop over negative_unsupported.def. */
#include "tests/api/negative.h"

#include <CL/cl_gl.h>

static const struct negative rows[] = {
#define NEGATIVE(entry, what, expected, ...) {__LINE__, #entry, what, expected},
#include "tests/api/negative_unsupported.def"
#undef NEGATIVE
};

static cl_int call(struct fixture *f, int line)
{
    switch (line) {
#define NEGATIVE(entry, what, expected, ...)                                                                 \
    case __LINE__:                                                                                           \
        return __VA_ARGS__;
#include "tests/api/negative_unsupported.def"
#undef NEGATIVE
    }
    fail_msg("no row at line %d", line);
    return CL_SUCCESS;
}

static void negative_unsupported(void **state)
{
    static struct fixture f;
    fixture_open(&f);

    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    fixture_close(&f);
}

VG_TESTS(test_negative_unsupported, cmocka_unit_test(negative_unsupported));
