/* SPDX-License-Identifier: MIT */
/* The negative table of buffers and their commands: one loop over negative_memory.def. */
#define NEGATIVE_TABLE "tests/api/negative_memory.def"
#include "tests/api/negative_table.h"

static void negative_memory(void **state)
{
    static struct fixture f;
    fixture_open(&f);

    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    fixture_close(&f);
}

VG_TESTS(test_negative_memory, cmocka_unit_test(negative_memory));
