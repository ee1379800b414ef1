/* SPDX-License-Identifier: MIT */
/* A sorted array under a sequence lock. The writer makes the sequence odd, moves entries, and makes it even
 * again; a reader searches and then looks whether the sequence stood still. Entries are atomic words, so that
 * a reader that loses the race reads nonsense but nothing undefined. Arrays that were outgrown are kept,
 * because a reader may still be in one; they double in size, so all together they take no more than the
 * current one. */
#include "memory/index.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

#include "base/alloc.h"
#include "base/sync.h"

#define FIELDS (sizeof(struct vg_index_entry) / sizeof(uintptr_t))
#define FIRST_ROOM 64
#define TRIES_BEFORE_YIELD 100

struct table {
    struct table *outgrown; /* the one before; keeps it reachable */
    size_t room;
    atomic_uintptr_t words[]; /* [room * FIELDS] */
};

static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_ARENA);
static _Atomic(struct table *) current;
static atomic_size_t count;
static atomic_uint_least64_t sequence;
static _Thread_local volatile sig_atomic_t writing; /* this thread is between the two steps of the sequence */

void vg_index_lock(void)
{
    vg_mutex_lock(&lock);
}

void vg_index_unlock(void)
{
    vg_mutex_unlock(&lock);
}

static void write_begin_locked(void)
{
    writing = 1;
    atomic_fetch_add(&sequence, 1);
}

static void write_end_locked(void)
{
    atomic_fetch_add(&sequence, 1);
    writing = 0;
}

static void entry_store(struct table *table, size_t at, const struct vg_index_entry *entry)
{
    atomic_uintptr_t *words = table->words + at * FIELDS;
    atomic_store_explicit(&words[0], entry->low, memory_order_release);
    atomic_store_explicit(&words[1], entry->high, memory_order_release);
    atomic_store_explicit(&words[2], entry->start, memory_order_release);
    atomic_store_explicit(&words[3], entry->size, memory_order_release);
    atomic_store_explicit(&words[4], entry->slab, memory_order_release);
    atomic_store_explicit(&words[5], entry->extents, memory_order_release);
}

/* Acquire, so that the sequence is read again only after the words. */
static struct vg_index_entry entry_load(struct table *table, size_t at)
{
    atomic_uintptr_t *words = table->words + at * FIELDS;
    return (struct vg_index_entry){
        .low = atomic_load_explicit(&words[0], memory_order_acquire),
        .high = atomic_load_explicit(&words[1], memory_order_acquire),
        .start = atomic_load_explicit(&words[2], memory_order_acquire),
        .size = atomic_load_explicit(&words[3], memory_order_acquire),
        .slab = atomic_load_explicit(&words[4], memory_order_acquire),
        .extents = atomic_load_explicit(&words[5], memory_order_acquire),
    };
}

/* The position of the first entry that ends above address. */
static size_t position(struct table *table, size_t used, uintptr_t address)
{
    size_t low = 0, high = used;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uintptr_t end = atomic_load_explicit(&table->words[middle * FIELDS + 1], memory_order_acquire);
        if (end > address)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static struct table *table_with_room_locked(size_t used)
{
    struct table *old = atomic_load_explicit(&current, memory_order_relaxed);
    if (old && used < old->room)
        return old;
    size_t room = old ? 2 * old->room : FIRST_ROOM;
    struct table *grown = vg_zalloc(sizeof *grown + room * FIELDS * sizeof(uintptr_t));
    if (!grown)
        return NULL;
    grown->outgrown = old;
    grown->room = room;
    for (size_t i = 0; i < used; i++) {
        struct vg_index_entry entry = entry_load(old, i);
        entry_store(grown, i, &entry);
    }
    atomic_store_explicit(&current, grown, memory_order_release);
    return grown;
}

bool vg_index_add(const struct vg_area *area, size_t size, const struct vg_slab *slab,
                  const struct vg_extents *extents)
{
    struct vg_index_entry entry = {
        .low = (uintptr_t)area->base,
        .high = (uintptr_t)area->base + area->length,
        .start = (uintptr_t)area->start,
        .size = size,
        .slab = (uintptr_t)slab,
        .extents = (uintptr_t)extents,
    };
    vg_index_lock();
    size_t used = atomic_load_explicit(&count, memory_order_relaxed);
    struct table *table = table_with_room_locked(used);
    if (table) {
        size_t at = position(table, used, entry.low);
        write_begin_locked();
        for (size_t i = used; i > at; i--) {
            struct vg_index_entry moved = entry_load(table, i - 1);
            entry_store(table, i, &moved);
        }
        entry_store(table, at, &entry);
        atomic_store_explicit(&count, used + 1, memory_order_release);
        write_end_locked();
    }
    vg_index_unlock();
    return table != NULL;
}

void vg_index_remove(const struct vg_area *area)
{
    vg_index_lock();
    struct table *table = atomic_load_explicit(&current, memory_order_relaxed);
    size_t used = atomic_load_explicit(&count, memory_order_relaxed);
    size_t at = position(table, used, (uintptr_t)area->base);
    write_begin_locked();
    for (size_t i = at + 1; i < used; i++) {
        struct vg_index_entry moved = entry_load(table, i);
        entry_store(table, i - 1, &moved);
    }
    atomic_store_explicit(&count, used - 1, memory_order_release);
    write_end_locked();
    vg_index_unlock();
}

/* One attempt; false when a writer was at it meanwhile. */
static bool try_find(uintptr_t address, struct vg_index_entry *out)
{
    uint64_t before = atomic_load(&sequence);
    struct table *table = atomic_load_explicit(&current, memory_order_acquire);
    size_t used = atomic_load_explicit(&count, memory_order_acquire);
    *out = (struct vg_index_entry){0};
    if (!table)
        return true;
    if ((before & 1) || used > table->room)
        return false;
    size_t at = position(table, used, address);
    if (at < used)
        *out = entry_load(table, at);
    return atomic_load(&sequence) == before;
}

bool vg_index_find(const void *address, struct vg_index_entry *out)
{
    if (writing)
        return false;
    uintptr_t wanted = (uintptr_t)address;
    for (unsigned tries = 1; !try_find(wanted, out); tries++)
        if (tries % TRIES_BEFORE_YIELD == 0)
            sched_yield();
    return wanted >= out->low && wanted < out->high;
}
