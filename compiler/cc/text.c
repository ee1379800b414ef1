/* SPDX-License-Identifier: MIT */
/* Growing texts: see text.h. */
#include "compiler/cc/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

static bool reserve(struct vg_text *text, size_t more)
{
    size_t need;
    if (!vg_add(text->size, more, &need) || !vg_add(need, 1, &need))
        return false;
    if (need <= text->capacity)
        return true;
    size_t capacity = need < 128 ? 256 : need * 2;
    char *data = vg_realloc(text->data, capacity);
    if (!data)
        return false;
    text->data = data;
    text->capacity = capacity;
    return true;
}

void vg_text_append(struct vg_text *text, const char *bytes, size_t size)
{
    if (size == 0)
        return;
    if (!reserve(text, size)) {
        text->failed = true;
        return;
    }
    memcpy(text->data + text->size, bytes, size);
    text->size += size;
    text->data[text->size] = 0;
}

void vg_text_add(struct vg_text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length <= 0)
        return;
    if (!reserve(text, (size_t)length)) {
        text->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(text->data + text->size, (size_t)length + 1, format, args);
    va_end(args);
    text->size += (size_t)length;
}

const char *vg_text_get(const struct vg_text *text)
{
    return text->data ? text->data : "";
}

void vg_text_finish(struct vg_text *text)
{
    vg_free(text->data);
    *text = (struct vg_text){0};
}
