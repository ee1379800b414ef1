/* SPDX-License-Identifier: MIT */
/* Content hashes: SHA-256 names cache entries, where two contents must never share a name; a 64-bit checksum
 * guards bytes read from disk against damage, where speed counts. */
#ifndef VG_COMPILER_CLIENT_HASH_H
#define VG_COMPILER_CLIENT_HASH_H

#include <stddef.h>
#include <stdint.h>

struct vg_digest {
    uint8_t bytes[32];
};

struct vg_hash {
    uint32_t state[8];
    uint64_t total; /* bytes so far */
    uint8_t block[64];
};

void vg_hash_init(struct vg_hash *hash);
/* Adds one field: its length, then its bytes, so that no two sequences of fields look alike. */
void vg_hash_field(struct vg_hash *hash, const void *data, size_t size);
void vg_hash_text(struct vg_hash *hash, const char *text);
void vg_hash_number(struct vg_hash *hash, uint64_t number);
struct vg_digest vg_hash_finish(struct vg_hash *hash);

/* Of one block of bytes. */
struct vg_digest vg_digest_of(const void *data, size_t size);

uint64_t vg_checksum(const void *data, size_t size);

#endif
