/* SPDX-License-Identifier: MIT */
/* Program binaries, as the client saves and loads them and as `vgpu-cc -o kernel.vgpu` writes them: this
 * head, then a container (compiler/wire.h) with OPTIONS, PROGRAM, BITCODE and, for an executable, KERNEL, ISA
 * and OBJECT of each piece of code, the data object's under the name "". */
#ifndef VG_COMPILER_BINARY_H
#define VG_COMPILER_BINARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/client/hash.h"

#define VG_BINARY_MAGIC UINT64_C(0x0a1a0a0d55504756) /* "VGPU", and what text transfers would damage */
#define VG_BINARY_VERSION 1
#define VG_BINARY_EXECUTABLE 2 /* VG_UNIT_EXECUTABLE */

struct vg_binary_head {
    uint64_t magic;
    uint32_t version;
    uint32_t kind;  /* enum vg_unit_kind */
    uint32_t stage; /* enum vg_option_stage */
    uint32_t abi;
    struct vg_digest compiler; /* zeros when it was not there */
    uint64_t size;             /* of the container */
    uint64_t checksum;         /* of the container, started from the head's fields above */
};

_Static_assert(sizeof(struct vg_binary_head) % 8 == 0, "the container must stay aligned");

static inline uint64_t vg_binary_checksum(const struct vg_binary_head *head, const void *container)
{
    return vg_checksum(head, offsetof(struct vg_binary_head, checksum)) ^ vg_checksum(container, head->size);
}

/* The identity of the compiler program at a path (vg_compiler_identity in compiler/client/locate.h). */
bool vg_compiler_identity_of(const char *path, struct vg_digest *identity);

#endif
