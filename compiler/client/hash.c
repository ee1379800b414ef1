/* SPDX-License-Identifier: MIT */
/* SHA-256 as FIPS 180-4 defines it, and a checksum of four independent multiply-and-rotate lanes, 8 bytes
 * each. */
#include "compiler/client/hash.h"

#include <stdbool.h>
#include <string.h>

#define BLOCK_BYTES 64

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t value, unsigned by)
{
    return value >> by | value << (32 - by);
}

static void expand(const uint8_t *block, uint32_t schedule[64])
{
    for (int i = 0; i < 16; i++) {
        uint32_t word;
        memcpy(&word, block + 4 * i, sizeof word);
        schedule[i] = __builtin_bswap32(word);
    }
    for (int i = 16; i < 64; i++) {
        uint32_t a = schedule[i - 15], b = schedule[i - 2];
        uint32_t small0 = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3;
        uint32_t small1 = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10;
        schedule[i] = schedule[i - 16] + small0 + schedule[i - 7] + small1;
    }
}

/* One round: instead of moving the eight words on by one, the caller names them in turn. */
static inline void round_of(uint32_t a, uint32_t b, uint32_t c, uint32_t *d, uint32_t e, uint32_t f,
                            uint32_t g, uint32_t *h, uint32_t word)
{
    uint32_t big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    uint32_t big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    uint32_t t1 = *h + big1 + (g ^ (e & (f ^ g))) + word;
    *d += t1;
    *h = t1 + big0 + ((a & b) | (c & (a | b)));
}

static void add_block(struct vg_hash *hash, const uint8_t *block)
{
    uint32_t w[64], s[8];
    expand(block, w);
    for (int i = 0; i < 64; i++)
        w[i] += round_constants[i];
    memcpy(s, hash->state, sizeof s);
    for (int i = 0; i < 64; i += 8) {
        round_of(s[0], s[1], s[2], &s[3], s[4], s[5], s[6], &s[7], w[i]);
        round_of(s[7], s[0], s[1], &s[2], s[3], s[4], s[5], &s[6], w[i + 1]);
        round_of(s[6], s[7], s[0], &s[1], s[2], s[3], s[4], &s[5], w[i + 2]);
        round_of(s[5], s[6], s[7], &s[0], s[1], s[2], s[3], &s[4], w[i + 3]);
        round_of(s[4], s[5], s[6], &s[7], s[0], s[1], s[2], &s[3], w[i + 4]);
        round_of(s[3], s[4], s[5], &s[6], s[7], s[0], s[1], &s[2], w[i + 5]);
        round_of(s[2], s[3], s[4], &s[5], s[6], s[7], s[0], &s[1], w[i + 6]);
        round_of(s[1], s[2], s[3], &s[4], s[5], s[6], s[7], &s[0], w[i + 7]);
    }
    for (int i = 0; i < 8; i++)
        hash->state[i] += s[i];
}

void vg_hash_init(struct vg_hash *hash)
{
    *hash = (struct vg_hash){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                                       0x1f83d9ab, 0x5be0cd19}};
}

static void add(struct vg_hash *hash, const void *data, size_t size)
{
    const uint8_t *bytes = data;
    size_t filled = hash->total % BLOCK_BYTES;
    hash->total += size;
    if (filled) {
        size_t part = size < BLOCK_BYTES - filled ? size : BLOCK_BYTES - filled;
        memcpy(hash->block + filled, bytes, part);
        if (filled + part < BLOCK_BYTES)
            return;
        add_block(hash, hash->block);
        bytes += part;
        size -= part;
    }
    for (; size >= BLOCK_BYTES; bytes += BLOCK_BYTES, size -= BLOCK_BYTES)
        add_block(hash, bytes);
    if (size)
        memcpy(hash->block, bytes, size);
}

void vg_hash_number(struct vg_hash *hash, uint64_t number)
{
    add(hash, &number, sizeof number);
}

void vg_hash_field(struct vg_hash *hash, const void *data, size_t size)
{
    vg_hash_number(hash, size);
    if (size)
        add(hash, data, size);
}

void vg_hash_text(struct vg_hash *hash, const char *text)
{
    vg_hash_field(hash, text ? text : "", text ? strlen(text) : 0);
}

struct vg_digest vg_hash_finish(struct vg_hash *hash)
{
    static const uint8_t padding[BLOCK_BYTES] = {0x80};
    uint64_t bits = __builtin_bswap64(hash->total * 8);
    size_t filled = hash->total % BLOCK_BYTES;
    add(hash, padding, filled < 56 ? 56 - filled : 120 - filled);
    add(hash, &bits, sizeof bits);
    struct vg_digest digest;
    for (int i = 0; i < 8; i++) {
        uint32_t word = __builtin_bswap32(hash->state[i]);
        memcpy(digest.bytes + 4 * i, &word, sizeof word);
    }
    return digest;
}

struct vg_digest vg_digest_of(const void *data, size_t size)
{
    struct vg_hash hash;
    vg_hash_init(&hash);
    if (size)
        add(&hash, data, size);
    return vg_hash_finish(&hash);
}

static uint64_t mix(uint64_t lane, uint64_t word)
{
    lane = (lane ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return lane << 29 | lane >> 35;
}

uint64_t vg_checksum(const void *data, size_t size)
{
    const uint8_t *bytes = data;
    uint64_t lanes[4] = {size, 1, 2, 3};
    size_t at = 0;
    for (; size - at >= sizeof lanes; at += sizeof lanes) {
        uint64_t words[4];
        memcpy(words, bytes + at, sizeof words);
        for (int i = 0; i < 4; i++)
            lanes[i] = mix(lanes[i], words[i]);
    }
    for (int i = 0; at < size; i++, at += sizeof(uint64_t)) {
        uint64_t word = 0;
        memcpy(&word, bytes + at, size - at < sizeof word ? size - at : sizeof word);
        lanes[i] = mix(lanes[i], word);
    }
    uint64_t sum = 0;
    for (int i = 0; i < 4; i++)
        sum = mix(sum, lanes[i]);
    return sum ^ sum >> 31;
}
