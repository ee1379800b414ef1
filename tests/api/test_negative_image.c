/* SPDX-License-Identifier: MIT */
/* The negative table of images and samplers: one loop over negative_image.def. */
#define NEGATIVE_TABLE "tests/api/negative_image.def"
#include "tests/api/negative_table.h"

static void negative_image(void **state)
{
    static struct fixture f;
    fixture_open(&f);
    fixture_open_images(&f);
    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    fixture_close(&f);
}

VG_TESTS(test_negative_image, cmocka_unit_test(negative_image));
