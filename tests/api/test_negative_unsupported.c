/* SPDX-License-Identifier: MIT */
/* The negative table of what the device does not have: one loop over negative_unsupported.def. */
#include "tests/api/negative.h"

#include <CL/cl_gl.h>

#define NEGATIVE_TABLE "tests/api/negative_unsupported.def"
#include "tests/api/negative_table.h"

static void negative_unsupported(void **state)
{
    static struct fixture f;
    fixture_open(&f);

    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    fixture_close(&f);
}

VG_TESTS(test_negative_unsupported, cmocka_unit_test(negative_unsupported));
