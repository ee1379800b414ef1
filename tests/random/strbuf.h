/* SPDX-License-Identifier: MIT */
/* Text that grows; ends the program when memory runs out. */
#ifndef VG_TESTS_RANDOM_STRBUF_H
#define VG_TESTS_RANDOM_STRBUF_H

#include <stddef.h>

#include "base/attributes.h"

struct strbuf {
    char *text; /* NULL when empty, otherwise ends in NUL */
    size_t size, room;
};

void strbuf_add(struct strbuf *buffer, const char *text, size_t size);
VG_PRINTF(2, 3) void strbuf_print(struct strbuf *buffer, const char *format, ...);
/* Never NULL. */
const char *strbuf_text(const struct strbuf *buffer);
void strbuf_finish(struct strbuf *buffer);

#endif
