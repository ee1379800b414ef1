/* SPDX-License-Identifier: MIT */
/* The negative table of platform, devices, contexts, queues and events: one loop over negative_platform.def.
 */
#define NEGATIVE_TABLE "tests/api/negative_platform.def"
#include "tests/api/negative_table.h"

static void negative_platform(void **state)
{
    static struct fixture f;
    fixture_open(&f);

    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    fixture_close(&f);
}

VG_TESTS(test_negative_platform, cmocka_unit_test(negative_platform));
