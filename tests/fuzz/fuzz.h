/* SPDX-License-Identifier: MIT */
/* What a fuzz program defines, as libFuzzer calls it: looks at the bytes, and ends the process when something
 * is wrong. */
#ifndef VG_TESTS_FUZZ_FUZZ_H
#define VG_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
