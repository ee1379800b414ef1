/* SPDX-License-Identifier: MIT */
/* The negative table of programs, kernels and launches: one loop over negative_program.def. */
#define NEGATIVE_TABLE "tests/api/negative_program.def"
#include "tests/api/negative_table.h"

static void negative_program(void **state)
{
    static struct fixture f;
    fixture_open(&f);
    fixture_open_programs(&f);
    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    fixture_close(&f);
}

VG_TESTS(test_negative_program, cmocka_unit_test(negative_program));
