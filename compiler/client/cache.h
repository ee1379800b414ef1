/* SPDX-License-Identifier: MIT */
/* The cache of what the compiler made: the user's folder on disk, a read-only one of the system behind it,
 * and this process's memory for what the disk does not take. An entry is a container of compiler/wire.h. Any
 * thread. */
#ifndef VG_COMPILER_CLIENT_CACHE_H
#define VG_COMPILER_CLIENT_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "compiler/client/hash.h"
#include "compiler/client/request.h"

/* Gives the entry when there is one and every file on disk that went into it is as it was. */
bool vg_cache_get(const struct vg_digest *key, struct vg_reply *entry);
/* Whether vg_cache_get will probably find something. */
bool vg_cache_has(const struct vg_digest *key);
/* Keeps a reply of the compiler to a request that was made at `since` (CLOCK_REALTIME): when a file that it
 * depends on has changed since then, it is not kept. */
void vg_cache_put(const struct vg_digest *key, const struct vg_reply *reply, struct timespec since);

/* Where the user's layer is: "" when there is none. For tools and tests. */
const char *vg_cache_folder(void);

#endif
