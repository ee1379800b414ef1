/* SPDX-License-Identifier: MIT */
/* Where extents are kept that are not in RAM: numbered slots, each as large as an extent can be.
 *
 * A kind of storage is a table of operations; slots and their account are common to all. Taking and giving
 * slots is done under the pager's lock; reading and writing without it, by any number of threads at once and
 * from fault handlers, never two for one slot. */
#ifndef VG_MEMORY_STORE_H
#define VG_MEMORY_STORE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct vg_store;

enum { VG_STORE_BATCH = 4 }; /* transfers in one call at most */

struct vg_transfer {
    void *memory;
    size_t bytes; /* like the address a multiple of the page size */
    uint32_t slot;
    int error; /* out: 0 or the system's error number */
};

struct vg_store_ops {
    const char *name;
    bool by_contents; /* slots count with what their contents take (held), not with the extent's size */
    /* Once, before anything is written: 0 or the system's error number. */
    int (*open)(struct vg_store *store);
    /* All complete and checked when it returns; each may fail by itself. */
    void (*write)(struct vg_store *store, struct vg_transfer *transfers, unsigned count);
    void (*read)(struct vg_store *store, struct vg_transfer *transfers, unsigned count);
    /* Lets go of what a child of fork() shares with its parent. */
    void (*abandon)(struct vg_store *store);
    /* The contents are not needed any more. */
    void (*drop)(struct vg_store *store, uint32_t slot, size_t bytes);
};

struct vg_store {
    const struct vg_store_ops *ops;
    uint64_t capacity, used, peak; /* bytes of extents in slots */
    uint32_t slots, hint;
    uint64_t *taken; /* a bit for each slot */
    bool is_open;
    struct vg_packed *packed;   /* [slots], of the compressed store */
    atomic_uint_least64_t held; /* bytes that its contents take */
    int fd;                     /* of the file store */
    bool direct;                /* its transfers pass the page cache by */
    atomic_uint_least64_t read_bytes, written_bytes, errors;
};

/* The ops are borrowed for good. False when out of memory. */
bool vg_store_init(struct vg_store *store, const struct vg_store_ops *ops, uint64_t capacity);
/* A slot for so many bytes, or VG_SLOT_NONE when the store is full. */
uint32_t vg_store_take(struct vg_store *store, size_t bytes);
void vg_store_give(struct vg_store *store, uint32_t slot, size_t bytes);

/* Of one that counts its contents. */
bool vg_store_is_over(const struct vg_store *store);

int vg_store_open(struct vg_store *store);
/* In the child of a fork: the store is empty, and opened anew when it is next needed. */
void vg_store_abandon(struct vg_store *store);
void vg_store_write(struct vg_store *store, struct vg_transfer *transfers, unsigned count);
void vg_store_read(struct vg_store *store, struct vg_transfer *transfers, unsigned count);

/* An unlinked file in VGPU_SPILL_DIR (store_file.c). */
extern const struct vg_store_ops vg_store_file_ops;
/* LZ4 blocks in RAM (store_vram.c). A write may fail for no other reason than that it does not pay. What was
 * full may hold too much after a write (vg_store_is_over), and takes nothing until it holds less. */
extern const struct vg_store_ops vg_store_vram_ops;
/* Bytes that the file may take by default: three quarters of what is free there. 0 when it cannot be used. */
uint64_t vg_store_file_room(void);

#endif
