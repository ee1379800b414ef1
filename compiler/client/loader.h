/* SPDX-License-Identifier: MIT */
/* Loads a relocatable ELF object for x86-64 into executable memory: what a linker and dlopen() would do, in
 * the few microseconds that a compiled kernel deserves. Every offset and index of the object is checked, so
 * that a damaged one is an error, never a crash. ABI: kernel */
#ifndef VG_COMPILER_CLIENT_LOADER_H
#define VG_COMPILER_CLIENT_LOADER_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The address of a name that the object does not define; 0 when it is not known either. */
typedef uintptr_t vg_resolve(void *data, const char *name);

struct vg_elf {
    /* One mapping: code and stubs (read, execute), constants (read), data and GOT (read, write). */
    char *base;
    size_t size;
    size_t code_bytes;
    const char *unwind; /* .eh_frame, followed by a zero word; NULL when there is none */
    /* Parts of the object, borrowed, all checked. */
    const Elf64_Shdr *sections;
    size_t section_count;
    const Elf64_Sym *symbols;
    size_t symbol_count;
    const char *names;    /* of the symbols */
    uintptr_t *addresses; /* of the sections in the mapping, 0 = not loaded; [section_count] */
};

/* On failure returns false with a sentence in error, and an empty image. The object must live as long as the
 * image and be aligned to 8. */
bool vg_elf_load(const void *object, size_t size, vg_resolve *resolve, void *data, struct vg_elf *image,
                 char *error, size_t error_size);
void vg_elf_unload(struct vg_elf *image);

/* The address of a defined global symbol that lies, with `size` bytes from it on, within a loaded section; 0
 * when there is none. */
uintptr_t vg_elf_symbol(const struct vg_elf *image, const char *name, size_t size);

/* Calls visit for each defined function. */
typedef void vg_visit_function(void *data, const char *name, uintptr_t address, size_t size);
void vg_elf_functions(const struct vg_elf *image, vg_visit_function *visit, void *data);

#endif
