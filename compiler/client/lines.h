/* SPDX-License-Identifier: MIT */
/* Reads the table of source lines of an object (.debug_line of DWARF 4, as clang writes it). For messages
 * about faults: nothing is prepared, and every offset is checked. */
#ifndef VG_COMPILER_CLIENT_LINES_H
#define VG_COMPILER_CLIENT_LINES_H

#include "compiler/client/loader.h"
#include "compiler/compiler.h"

/* The source line that an instruction of the image was made for; the file's name is borrowed from the object.
 * False when the object has no table or the table does not tell. */
bool vg_lines_find(const struct vg_elf *image, const void *object, size_t size, uintptr_t pc,
                   struct vg_line *line);

#endif
