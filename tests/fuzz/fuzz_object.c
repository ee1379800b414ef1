/* SPDX-License-Identifier: MIT */
/* The ELF loader: whatever loads, unloads, and what it hands out lies inside the image; and the reader of
 * source lines. */
#include <stdlib.h>
#include <string.h>

#include "compiler/client/lines.h"
#include "compiler/client/loader.h"
#include "compiler/client/runtime.h"
#include "tests/fuzz/fuzz.h"

static uintptr_t resolve(void *data, const char *name)
{
    (void)data;
    return vg_runtime_symbol(name);
}

static void check_function(void *data, const char *name, uintptr_t address, size_t size)
{
    const struct vg_elf *image = data;
    uintptr_t base = (uintptr_t)image->base;
    if (strlen(name) > (1u << 20) || address < base || size > image->size ||
        address - base > image->size - size)
        abort();
}

/* A line is of a file with a name. */
static void check_lines(const struct vg_elf *image, const void *object, size_t size)
{
    for (size_t at = 0; at < image->code_bytes; at += 97) {
        struct vg_line line;
        if (vg_lines_find(image, object, size, (uintptr_t)image->base + at, &line) &&
            (line.number == 0 || strlen(line.file) > size))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct vg_elf image;
    char error[256];
    void *copy = aligned_alloc(16, (size + 16) & ~(size_t)15);
    if (!copy)
        abort();
    if (size)
        memcpy(copy, bytes, size);
    if (vg_elf_load(copy, size, resolve, NULL, &image, error, sizeof error)) {
        vg_elf_functions(&image, check_function, &image);
        check_lines(&image, copy, size);
        vg_elf_symbol(&image, "vg_kernel_entry", 1);
        vg_elf_unload(&image);
    } else if (!error[0] || image.base) {
        abort();
    }
    free(copy);
    return 0;
}
