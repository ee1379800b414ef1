/* SPDX-License-Identifier: MIT */
/* Hashing, ciphers and search: integer work. */
#include <math.h>
#include <string.h>

#include "bench/kernels/families.h"

static cl_uint rotate_left(cl_uint x, unsigned by)
{
    return x << by | x >> (32 - by);
}

static cl_uint rotate_right(cl_uint x, unsigned by)
{
    return rotate_left(x, 32 - by);
}

/* The first 32 bits of the fraction of a prime's cube root. */
static cl_uint cube_root_fraction(unsigned prime)
{
    const long double root = cbrtl((long double)prime);
    return (cl_uint)((root - floorl(root)) * 0x1p32L);
}

static void make_round_keys(cl_uint *keys)
{
    unsigned prime = 2;
    for (int i = 0; i < 64; prime++) {
        unsigned divisor = 2;
        while (prime % divisor != 0)
            divisor++;
        if (divisor == prime)
            keys[i++] = cube_root_fraction(prime);
    }
}

/* SHA-256 of a message of one padded block, by the letter of FIPS 180-4. */
static void sha256_block(const cl_uint *keys, const cl_uint *block, cl_uint *digest)
{
    static const cl_uint begin[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                     0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    cl_uint w[64], s[8];
    memcpy(w, block, 16 * sizeof(*w));
    memcpy(s, begin, sizeof(s));
    for (int i = 16; i < 64; i++)
        w[i] = w[i - 16] + w[i - 7] +
               (rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^ w[i - 15] >> 3) +
               (rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^ w[i - 2] >> 10);
    for (int i = 0; i < 64; i++) {
        const cl_uint first = s[7] +
                              (rotate_right(s[4], 6) ^ rotate_right(s[4], 11) ^ rotate_right(s[4], 25)) +
                              ((s[4] & s[5]) ^ (~s[4] & s[6])) + keys[i] + w[i];
        const cl_uint second = (rotate_right(s[0], 2) ^ rotate_right(s[0], 13) ^ rotate_right(s[0], 22)) +
                               ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
        memmove(s + 1, s, 7 * sizeof(*s));
        s[4] += first;
        s[0] = first + second;
    }
    for (int i = 0; i < 8; i++)
        digest[i] = begin[i] + s[i];
}

void prepare_sha256(struct job *job)
{
    const size_t n = job_size(job, 1 << 15, 1 << 10), bytes = 8 * n * sizeof(cl_uint);
    cl_uint *block = job_uints(job, 16, 0), *want = job_alloc(job, 8 * n, sizeof(*want)), keys[64];
    make_round_keys(keys);
    block[13] = 0x80000000u;
    block[14] = 0;
    block[15] = 13 * 32;
    for (size_t i = 0; i < n; i++) {
        block[12] = (cl_uint)i;
        sha256_block(keys, block, want + 8 * i);
    }
    cl_mem digests = job_output(job, bytes);
    job_launch(job, "sha256", range_1d(n, 64));
    job_arg_mem(job, job_input(job, block, 12 * sizeof(*block)));
    job_arg_mem(job, digests);
    job_expect(job, digests, want, bytes);
    job_cost(job, UNIT_INT, (64 * 28.0 + 48 * 13.0) * (double)n, (double)bytes);
}

static cl_uint murmur3(const cl_uint *words, cl_uint count, cl_uint seed)
{
    cl_uint hash = seed;
    for (cl_uint i = 0; i < count; i++) {
        hash ^= rotate_left(words[i] * 0xcc9e2d51u, 15) * 0x1b873593u;
        hash = rotate_left(hash, 13) * 5 + 0xe6546b64u;
    }
    hash ^= count * 4;
    hash = (hash ^ hash >> 16) * 0x85ebca6bu;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35u;
    return hash ^ hash >> 16;
}

void prepare_murmur3(struct job *job)
{
    enum { SEED = 42, LONGEST = 16 };
    const size_t n = job_size(job, 1 << 16, 1 << 10);
    cl_uint *starts = job_uints(job, n + 1, LONGEST), total = 0;
    for (size_t i = 0; i <= n; i++) {
        const cl_uint length = starts[i] + 1;
        starts[i] = total;
        total += length;
    }
    const cl_uint *words = job_uints(job, total, 0);
    cl_uint *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++)
        want[i] = murmur3(words + starts[i], starts[i + 1] - starts[i], SEED);
    cl_mem hashes = job_output(job, n * sizeof(*want));
    job_launch(job, "murmur3", range_1d(n, 256));
    job_arg_mem(job, job_input(job, words, total * sizeof(*words)));
    job_arg_mem(job, job_input(job, starts, (n + 1) * sizeof(*starts)));
    job_arg_mem(job, hashes);
    job_arg_uint(job, SEED);
    job_expect(job, hashes, want, n * sizeof(*want));
    job_cost(job, UNIT_INT, 10.0 * total + 9.0 * (double)n, 4.0 * total + 8.0 * (double)n);
}

/* The CRC of one byte value by bits, with the reflected polynomial of IEEE 802.3. */
static cl_uint crc_of_byte(cl_uint value)
{
    for (int bit = 0; bit < 8; bit++)
        value = value >> 1 ^ (value & 1 ? 0xEDB88320u : 0);
    return value;
}

void prepare_crc32(struct job *job)
{
    enum { BLOCK = 512 };
    const size_t n = job_size(job, 1 << 12, 256);
    const cl_uchar *bytes = job_bytes(job, n * BLOCK);
    cl_uint *table = job_alloc(job, 256, sizeof(*table)), *want = job_alloc(job, n, sizeof(*want));
    for (cl_uint i = 0; i < 256; i++)
        table[i] = crc_of_byte(i);
    for (size_t i = 0; i < n; i++) {
        cl_uint sum = ~0u;
        for (size_t k = 0; k < BLOCK; k++)
            sum = crc_of_byte((sum ^ bytes[i * BLOCK + k]) & 255) ^ sum >> 8;
        want[i] = ~sum;
    }
    cl_mem sums = job_output(job, n * sizeof(*want));
    job_launch(job, "crc32", range_1d(n, 64));
    job_arg_mem(job, job_input(job, bytes, n * BLOCK));
    job_arg_mem(job, job_input(job, table, 256 * sizeof(*table)));
    job_arg_mem(job, sums);
    job_arg_uint(job, BLOCK);
    job_expect(job, sums, want, n * sizeof(*want));
    job_cost(job, UNIT_INT, 5.0 * BLOCK * (double)n, (double)(n * BLOCK));
}

/* Multiplication in the field of AES. */
static cl_uchar multiply(cl_uint a, cl_uint b)
{
    cl_uint product = 0;
    for (; b; b >>= 1) {
        product ^= b & 1 ? a : 0;
        a = a << 1 ^ (a & 0x80 ? 0x11b : 0);
    }
    return (cl_uchar)product;
}

/* The S-box from its definition: the inverse in the field, then an affine map. */
static cl_uchar substitute(cl_uint value)
{
    cl_uint inverse = 0;
    for (cl_uint i = 1; i < 256 && value && !inverse; i++)
        if (multiply(value, i) == 1)
            inverse = i;
    const cl_uint twice = inverse << 8 | inverse;
    return (cl_uchar)(inverse ^ twice >> 4 ^ twice >> 5 ^ twice >> 6 ^ twice >> 7 ^ 0x63);
}

/* A round on bytes, column by column, by the letter of FIPS 197; the last one does not mix. */
static void aes_round(const cl_uchar *box, cl_uchar *state, const cl_uchar *key, bool last)
{
    static const cl_uchar factors[4][4] = {{2, 3, 1, 1}, {1, 2, 3, 1}, {1, 1, 2, 3}, {3, 1, 1, 2}};
    cl_uchar shifted[16];
    for (int i = 0; i < 16; i++)
        shifted[i] = box[state[(i + 4 * (i % 4)) % 16]];
    for (int i = 0; i < 16; i++) {
        cl_uchar mixed = last ? shifted[i] : 0;
        for (int k = 0; k < 4 && !last; k++)
            mixed ^= multiply(shifted[i / 4 * 4 + k], factors[i % 4][k]);
        state[i] = mixed ^ key[i];
    }
}

void prepare_aes_tables(struct job *job)
{
    enum { ROUNDS = 10, NONCE = 0x01234567 };
    const size_t n = job_size(job, 1 << 15, 1 << 10), bytes = 16 * n;
    const cl_uchar *in = job_bytes(job, bytes), *keys = job_bytes(job, 16 * (ROUNDS + 1));
    cl_uchar *want = job_alloc(job, bytes, 1), box[256];
    cl_uint *table = job_alloc(job, 256, sizeof(*table));
    for (cl_uint i = 0; i < 256; i++) {
        box[i] = substitute(i);
        table[i] = multiply(box[i], 2) | (cl_uint)box[i] << 8 | (cl_uint)box[i] << 16 |
                   (cl_uint)multiply(box[i], 3) << 24;
    }
    for (size_t i = 0; i < n; i++) {
        const cl_uint counter[4] = {NONCE, 0, 0, (cl_uint)i};
        cl_uchar state[16];
        memcpy(state, counter, sizeof(state));
        for (int k = 0; k < 16; k++)
            state[k] ^= keys[k];
        for (int round = 1; round <= ROUNDS; round++)
            aes_round(box, state, keys + 16 * round, round == ROUNDS);
        for (size_t k = 0; k < 16; k++)
            want[16 * i + k] = in[16 * i + k] ^ state[k];
    }
    cl_mem out = job_output(job, bytes);
    job_launch(job, "aes", range_1d(n, 64));
    job_arg_mem(job, job_input(job, in, bytes));
    job_arg_mem(job, out);
    job_arg_mem(job, job_input(job, table, 256 * sizeof(*table)));
    job_arg_mem(job, job_input(job, keys, 16 * (ROUNDS + 1)));
    job_arg_uint(job, NONCE);
    job_expect(job, out, want, bytes);
    job_cost(job, UNIT_INT, ROUNDS * 4 * 18.0 * (double)n, 2.0 * (double)bytes);
}

void prepare_search(struct job *job)
{
    enum { LENGTH = 8 };
    static const cl_uchar pattern[LENGTH] = {1, 2, 1, 2, 1, 1, 0, 3};
    const size_t n = job_size(job, 1 << 21, 1 << 12);
    cl_uchar *text = job_bytes(job, n + LENGTH), *want = job_alloc(job, n, 1);
    cl_uint *count = job_alloc(job, 1, sizeof(*count));
    for (size_t i = 0; i < n + LENGTH; i++)
        text[i] &= 3;
    memcpy(text + n / 3, pattern, LENGTH);
    for (size_t i = 0; i < n; i++) {
        want[i] = memcmp(text + i, pattern, LENGTH) == 0;
        *count += want[i];
    }
    cl_mem marks = job_output(job, n), total = job_output(job, sizeof(*count));
    job_zero(job, total, sizeof(*count));
    job_launch(job, "search", range_1d(n, 256));
    job_arg_mem(job, job_input(job, text, n + LENGTH));
    job_arg_mem(job, job_input(job, pattern, LENGTH));
    job_arg_uint(job, LENGTH);
    job_arg_mem(job, marks);
    job_arg_mem(job, total);
    job_expect(job, marks, want, n);
    job_expect(job, total, count, sizeof(*count));
    job_cost(job, UNIT_INT, 4.0 * (double)n, 2.0 * (double)n);
}
