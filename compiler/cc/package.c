/* SPDX-License-Identifier: MIT */
/* Writes what clCreateProgramWithBinary reads: see compiler/binary.h. */
#include "compiler/cc/package.h"

#include <string.h>

#include "base/alloc.h"
#include "compiler/abi.h"
#include "compiler/binary.h"
#include "compiler/options.h"

bool vg_package_add(struct vg_package *package, uint32_t kind, const void *data, size_t size)
{
    if (package->count == package->capacity) {
        size_t capacity = package->capacity ? package->capacity * 2 : 16;
        struct vg_wire_part *grown = vg_realloc(package->parts, capacity * sizeof *grown);
        if (!grown)
            return false;
        package->parts = grown;
        package->capacity = capacity;
    }
    package->parts[package->count++] = (struct vg_wire_part){kind, data, size};
    return true;
}

void *vg_package_finish(struct vg_package *package, size_t *size)
{
    size_t container_size = 0;
    void *container = vg_wire_pack(package->parts, package->count, &container_size);
    vg_free(package->parts);
    *package = (struct vg_package){0};
    struct vg_binary_head head = {.magic = VG_BINARY_MAGIC,
                                  .version = VG_BINARY_VERSION,
                                  .kind = VG_BINARY_EXECUTABLE,
                                  .stage = VG_STAGE_BUILD,
                                  .abi = VG_ABI_VERSION,
                                  .size = container_size};
    char *binary = container ? vg_zalloc(sizeof head + container_size) : NULL;
    if (binary) {
        vg_compiler_identity_of("/proc/self/exe", &head.compiler);
        head.checksum = vg_binary_checksum(&head, container);
        memcpy(binary, &head, sizeof head);
        memcpy(binary + sizeof head, container, container_size);
        *size = sizeof head + container_size;
    }
    vg_free(container);
    return binary;
}
