/* SPDX-License-Identifier: MIT */
/* The container: reads every byte of every section that the reader hands out. */
#include <stdlib.h>
#include <string.h>

#include "compiler/wire.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct vg_wire_view view;
    struct vg_wire_part part, found;
    if (!vg_wire_borrow(bytes, size, &view))
        return 0;
    for (size_t i = 0; vg_wire_part_at(&view, i, &part); i++) {
        if (((const char *)part.data)[part.size] != 0 || memchr(part.data, 0, part.size + 1) == NULL)
            abort();
        if (!vg_wire_find(&view, part.kind, 0, &found))
            abort();
    }
    return 0;
}
