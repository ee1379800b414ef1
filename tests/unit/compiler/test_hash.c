/* SPDX-License-Identifier: MIT */
/* SHA-256 against the published vectors, fields that do not run together, and a checksum that sees every bit.
 */
#include "compiler/client/hash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

static void check_digest(const void *data, size_t size, const char *expected)
{
    char text[65];
    struct vg_digest digest = vg_digest_of(data, size);
    for (size_t i = 0; i < sizeof digest.bytes; i++)
        snprintf(text + 2 * i, 3, "%02x", digest.bytes[i]);
    assert_string_equal(text, expected);
}

static void digests_match_the_standard(void **state)
{
    check_digest("", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_digest("abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
                 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    check_digest(million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
}

static struct vg_digest of_fields(const char *first, const char *second)
{
    struct vg_hash hash;
    vg_hash_init(&hash);
    vg_hash_text(&hash, first);
    vg_hash_text(&hash, second);
    return vg_hash_finish(&hash);
}

static void fields_do_not_run_together(void **state)
{
    struct vg_digest a = of_fields("ab", "c"), b = of_fields("a", "bc"), c = of_fields("ab", "c");
    assert_memory_not_equal(&a, &b, sizeof a);
    assert_memory_equal(&a, &c, sizeof a);
    a = of_fields("", ""), b = of_fields(NULL, "");
    assert_memory_equal(&a, &b, sizeof a);
}

static void a_checksum_sees_every_bit_and_the_length(void **state)
{
    char bytes[100];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * 7);
    uint64_t whole = vg_checksum(bytes, sizeof bytes);
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        assert_int_not_equal(vg_checksum(bytes, sizeof bytes), whole);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    memset(bytes, 0, sizeof bytes);
    for (size_t size = 1; size < sizeof bytes; size++)
        assert_int_not_equal(vg_checksum(bytes, size), vg_checksum(bytes, size - 1));
}

VG_TESTS(test_hash, cmocka_unit_test(digests_match_the_standard),
         cmocka_unit_test(fields_do_not_run_together),
         cmocka_unit_test(a_checksum_sees_every_bit_and_the_length));
