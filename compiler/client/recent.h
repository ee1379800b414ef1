/* SPDX-License-Identifier: MIT */
/* The cache's layer in memory: what this process compiled lately and the disk did not take. Any thread. */
#ifndef VG_COMPILER_CLIENT_RECENT_H
#define VG_COMPILER_CLIENT_RECENT_H

#include <stdbool.h>

#include "compiler/client/hash.h"
#include "compiler/client/request.h"

bool vg_recent_get(const struct vg_digest *key, struct vg_reply *entry);
bool vg_recent_has(const struct vg_digest *key);
void vg_recent_put(const struct vg_digest *key, const void *bytes, size_t size);

#endif
