/* SPDX-License-Identifier: MIT */
/* Text that grows: see strbuf.h. */
#include "tests/random/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void strbuf_add(struct strbuf *buffer, const char *text, size_t size)
{
    if (buffer->size + size + 1 > buffer->room) {
        buffer->room = (buffer->size + size + 1) * 2;
        buffer->text = realloc(buffer->text, buffer->room);
        if (!buffer->text)
            abort();
    }
    memcpy(buffer->text + buffer->size, text, size);
    buffer->size += size;
    buffer->text[buffer->size] = 0;
}

void strbuf_print(struct strbuf *buffer, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(small, sizeof small, format, args);
    if (size < (int)sizeof small) {
        strbuf_add(buffer, small, (size_t)size);
    } else {
        char *large = malloc((size_t)size + 1);
        if (!large)
            abort();
        vsnprintf(large, (size_t)size + 1, format, again);
        strbuf_add(buffer, large, (size_t)size);
        free(large);
    }
    va_end(again);
    va_end(args);
}

const char *strbuf_text(const struct strbuf *buffer)
{
    return buffer->text ? buffer->text : "";
}

void strbuf_finish(struct strbuf *buffer)
{
    free(buffer->text);
    *buffer = (struct strbuf){0};
}
