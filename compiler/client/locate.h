/* SPDX-License-Identifier: MIT */
/* Where the compiler program is, and which one it is. Any thread. */
#ifndef VG_COMPILER_CLIENT_LOCATE_H
#define VG_COMPILER_CLIENT_LOCATE_H

#include <stdbool.h>

#include "compiler/client/hash.h"

/* Path of the program: VGPU_CC, or the first of the places around this library where it is; when it is in
 * none of them, the first place that was tried. Gives a heap block; NULL when out of memory. */
char *vg_locate_compiler(void);

/* Tells compilers apart by their build id, or by size and time of change without one. False when there is
 * none. */
bool vg_compiler_identity(struct vg_digest *identity);

#endif
