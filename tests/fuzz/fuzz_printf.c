/* SPDX-License-Identifier: MIT */
/* printf: a format, a NUL, and packed arguments. Strings are off: their addresses would have to be real. */
#include <stdlib.h>
#include <string.h>

#include "compiler/abi.h"
#include "compiler/printf.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const uint8_t *end = size ? memchr(bytes, 0, size) : NULL;
    if (!end || memchr(bytes, 's', (size_t)(end - bytes)))
        return 0;
    size_t format_size = (size_t)(end - bytes) + 1, text_size;
    struct vg_printf_sink *sink = vg_printf_sink_create();
    if (!sink || vg_rt_printf(sink, (const char *)bytes, bytes + format_size, size - format_size) != 0)
        abort();
    vg_printf_sink_text(sink, &text_size);
    vg_printf_sink_destroy(sink);
    return 0;
}
