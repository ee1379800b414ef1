/* SPDX-License-Identifier: MIT */
/* A list in order of use, newest last, bounded in bytes. It is short: a walk through it costs nothing beside
 * what a miss costs. */
#include "compiler/client/recent.h"

#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/list.h"
#include "base/sync.h"

#define CAPACITY_BYTES ((size_t)16 << 20)

struct entry {
    struct vg_list link;
    struct vg_digest key;
    void *bytes;
    size_t size;
};

static struct {
    struct vg_mutex lock;
    struct vg_list entries;
    size_t bytes;
} recent = {.lock = VG_MUTEX_INIT(VG_RANK_COMPILER), .entries = VG_LIST_INIT(recent.entries)};

static struct entry *find_locked(const struct vg_digest *key)
{
    for (struct vg_list *at = recent.entries.next; at != &recent.entries; at = at->next) {
        struct entry *entry = VG_CONTAINER_OF(at, struct entry, link);
        if (memcmp(&entry->key, key, sizeof *key) == 0)
            return entry;
    }
    return NULL;
}

static void remove_locked(struct entry *entry)
{
    vg_list_remove(&entry->link);
    recent.bytes -= entry->size;
    vg_free(entry->bytes);
    vg_free(entry);
}

bool vg_recent_get(const struct vg_digest *key, struct vg_reply *reply)
{
    *reply = (struct vg_reply){0};
    size_t size = 0;
    vg_mutex_lock(&recent.lock);
    struct entry *entry = find_locked(key);
    if (entry) {
        vg_list_remove(&entry->link);
        vg_list_append(&recent.entries, &entry->link);
        size = entry->size;
        reply->bytes = vg_memdup(entry->bytes, size);
    }
    vg_mutex_unlock(&recent.lock);
    if (reply->bytes && vg_wire_borrow(reply->bytes, size, &reply->view))
        return true;
    vg_reply_finish(reply);
    return false;
}

bool vg_recent_has(const struct vg_digest *key)
{
    vg_mutex_lock(&recent.lock);
    bool found = find_locked(key) != NULL;
    vg_mutex_unlock(&recent.lock);
    return found;
}

static struct entry *make_entry(const struct vg_digest *key, const void *bytes, size_t size)
{
    struct entry *entry = vg_zalloc(sizeof *entry);
    if (!entry)
        return NULL;
    *entry = (struct entry){.key = *key, .bytes = vg_memdup(bytes, size), .size = size};
    if (entry->bytes)
        return entry;
    vg_free(entry);
    return NULL;
}

void vg_recent_put(const struct vg_digest *key, const void *bytes, size_t size)
{
    struct entry *entry = size <= CAPACITY_BYTES ? make_entry(key, bytes, size) : NULL;
    if (!entry)
        return;
    vg_mutex_lock(&recent.lock);
    struct entry *former = find_locked(key);
    if (former)
        remove_locked(former);
    vg_list_append(&recent.entries, &entry->link);
    recent.bytes += size;
    while (recent.bytes > CAPACITY_BYTES)
        remove_locked(VG_CONTAINER_OF(recent.entries.next, struct entry, link));
    vg_mutex_unlock(&recent.lock);
}
