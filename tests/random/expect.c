/* SPDX-License-Identifier: MIT */
/* Values as text: see expect.h. */
#include "tests/random/expect.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* 64-bit integers do not fit into a double. */
static void wide_value(enum type type, const void *at, char text[EXPECT_VALUE_BYTES])
{
    int64_t number;
    memcpy(&number, at, sizeof number);
    if (type == LONG)
        snprintf(text, EXPECT_VALUE_BYTES, "%lld", (long long)number);
    else
        snprintf(text, EXPECT_VALUE_BYTES, "%llu", (unsigned long long)number);
}

void expect_value(enum type type, const void *data, size_t index, char text[EXPECT_VALUE_BYTES])
{
    double value = element_at(type, data, index);
    if (type == LONG || type == ULONG)
        wide_value(type, (const char *)data + index * type_size(type), text);
    else if (type == FLOAT || type == DOUBLE)
        snprintf(text, EXPECT_VALUE_BYTES, "%.*g", type == FLOAT ? 9 : 17, value);
    else
        snprintf(text, EXPECT_VALUE_BYTES, "%.0f", value);
}

void expect_list(struct strbuf *out, unsigned arg, enum type type, const void *data, size_t count)
{
    strbuf_print(out, "//: expect %u list", arg);
    for (size_t i = 0, run; i < count; i += run) {
        char value[EXPECT_VALUE_BYTES], next[EXPECT_VALUE_BYTES];
        expect_value(type, data, i, value);
        for (run = 1; i + run < count; run++) {
            expect_value(type, data, i + run, next);
            if (strcmp(value, next) != 0)
                break;
        }
        strbuf_print(out, run > 1 ? " %s*%zu" : " %s", value, run);
    }
    strbuf_print(out, "\n");
}
