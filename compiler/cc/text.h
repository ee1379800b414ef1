/* SPDX-License-Identifier: MIT */
/* A growing text: build logs, reports, option strings. Running out of memory leaves the text as it was and is
 * remembered, so that callers check once at the end. */
#ifndef VG_COMPILER_CC_TEXT_H
#define VG_COMPILER_CC_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"

struct vg_text {
    char *data; /* NUL-terminated; NULL while empty */
    size_t size, capacity;
    bool failed;
};

void vg_text_append(struct vg_text *text, const char *bytes, size_t size);
VG_PRINTF(2, 3) void vg_text_add(struct vg_text *text, const char *format, ...);
const char *vg_text_get(const struct vg_text *text); /* never NULL */
void vg_text_finish(struct vg_text *text);

#endif
