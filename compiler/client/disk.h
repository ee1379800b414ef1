/* SPDX-License-Identifier: MIT */
/* One folder of cache entries on disk, shared by all processes of a user without any lock: entries appear
 * whole by rename() and are checked when read, so that a crash or a full disk at any moment costs an entry at
 * most. */
#ifndef VG_COMPILER_CLIENT_DISK_H
#define VG_COMPILER_CLIENT_DISK_H

#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "compiler/client/hash.h"
#include "compiler/client/request.h"

struct vg_disk {
    char folder[PATH_MAX]; /* absolute; "" = this layer is off */
    bool writable;
    uint64_t capacity;           /* bytes past which old entries go; 0 = no limit */
    atomic_uint_least64_t fresh; /* bytes written since the last clean-up by this process */
    atomic_bool warned;
};

void vg_disk_init(struct vg_disk *disk, const char *folder, bool writable, uint64_t capacity);

/* Reads the entry; a damaged one is removed. */
bool vg_disk_get(struct vg_disk *disk, const struct vg_digest *key, struct vg_reply *entry);
/* Whether an entry seems to be there. */
bool vg_disk_has(struct vg_disk *disk, const struct vg_digest *key);
/* Writes an entry, a container of compiler/wire.h. False when the folder takes none. */
bool vg_disk_put(struct vg_disk *disk, const struct vg_digest *key, const void *bytes, size_t size);
void vg_disk_remove(struct vg_disk *disk, const struct vg_digest *key);

#endif
