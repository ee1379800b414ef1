/* SPDX-License-Identifier: MIT */
/* Build options: the first byte chooses the stage, the rest is the text. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/options.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;
    struct vg_options options;
    char *error, *text = malloc(size);
    if (!text)
        abort();
    memcpy(text, bytes + 1, size - 1);
    text[size - 1] = 0;
    if (vg_options_parse(text, (enum vg_option_stage)(bytes[0] % 3), &options, &error)) {
        for (size_t i = 0; i < options.define_count; i++)
            if (options.defines[i][0] != 'D' && options.defines[i][0] != 'U')
                abort();
        vg_options_finish(&options);
    } else if (!error || options.define_count || options.include_count) {
        abort();
    }
    vg_free(error);
    free(text);
    return 0;
}
