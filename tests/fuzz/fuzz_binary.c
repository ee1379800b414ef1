/* SPDX-License-Identifier: MIT */
/* Program binaries, with the size and checksum put right so that the bytes behind them are reached. There is
 * no compiler and no cache, so that nothing but the reader runs. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/client/hash.h"
#include "compiler/compiler.h"
#include "tests/fuzz/fuzz.h"

enum { AT_SIZE = 56, AT_SUM = 64, HEAD = 72 }; /* as client/binary.c lays the head out */

static void seal(uint8_t *bytes, size_t size)
{
    uint64_t container = size - HEAD;
    memcpy(bytes + AT_SIZE, &container, sizeof container);
    uint64_t sum = vg_checksum(bytes, AT_SUM) ^ vg_checksum(bytes + HEAD, size - HEAD);
    memcpy(bytes + AT_SUM, &sum, sizeof sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct vg_unit *unit = NULL;
    setenv("VGPU_CC", "/nonexistent", 1);
    setenv("VGPU_CACHE_DIR", "-", 1);
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        abort();
    if (size)
        memcpy(copy, bytes, size);
    if (size >= HEAD)
        seal(copy, size);
    if (vg_unit_load(copy, size, &unit) == CL_SUCCESS) {
        const struct vg_program_info *info = vg_unit_info(unit);
        const struct vg_code *code;
        for (size_t i = 0; i < info->kernel_count && i < 4 && vg_unit_kind(unit) == VG_UNIT_EXECUTABLE; i++)
            vg_unit_code(unit, i, &code);
    }
    vg_unit_release(&unit);
    free(copy);
    return 0;
}
