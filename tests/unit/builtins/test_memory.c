/* SPDX-License-Identifier: MIT */
/* vload and vstore: vectors lie packed at the alignment of a component, and nothing beside them is touched.
 */
#include <string.h>

#include "tests/unit/builtins/lists.h"
#include "tests/unit/builtins/values.h"
#include "tests/unit/unit.h"

enum { COUNT = 5, MOST_BYTES = 16 * COUNT * 8 };

struct transfer {
    const char *name;
    vg_device *run;
    size_t element, components;
};

#define DECLARE_LOAD(S, T, N) vg_device device_vload##N##_##S##_##T;
#define DECLARE_STORE(S, T, N) vg_device device_vstore##N##_##S##_##T;
#define DECLARE_ALL(T) READABLE_SPACES(DECLARE_LOAD, T) WRITABLE_SPACES(DECLARE_STORE, T)
INT_TYPES(DECLARE_ALL)
FLOAT_TYPES(DECLARE_ALL)

#define LOAD_ROW(S, T, N) {"vload" #N " " #S " " #T, device_vload##N##_##S##_##T, sizeof(vg_##T), N},
#define STORE_ROW(S, T, N) {"vstore" #N " " #S " " #T, device_vstore##N##_##S##_##T, sizeof(vg_##T), N},
#define ROWS(T) READABLE_SPACES(LOAD_ROW, T) WRITABLE_SPACES(STORE_ROW, T)
typedef uint8_t vg_char, vg_uchar;
typedef uint16_t vg_short, vg_ushort;
typedef uint32_t vg_int, vg_uint, vg_float;
typedef uint64_t vg_long, vg_ulong, vg_double;
static const struct transfer transfers[] = {INT_TYPES(ROWS) FLOAT_TYPES(ROWS)};

static void check_transfer(const struct transfer *transfer)
{
    _Alignas(128) unsigned char from[MOST_BYTES + 16], to[MOST_BYTES + 16], before[sizeof to];
    size_t start = transfer->element, bytes = COUNT * transfer->components * transfer->element;
    for (size_t i = 0; i < sizeof from; i++) {
        from[i] = (unsigned char)vg_random();
        to[i] = before[i] = (unsigned char)vg_random();
    }
    /* One element past the strictest alignment. */
    transfer->run(from + start, NULL, NULL, to + start, COUNT);
    bool moved = memcmp(to + start, from + start, bytes) == 0;
    bool kept = memcmp(to, before, start) == 0 &&
                memcmp(to + start + bytes, before + start + bytes, sizeof to - start - bytes) == 0;
    if (!moved || !kept)
        fail_msg("%s: %s", transfer->name, moved ? "wrote beside the vectors" : "wrong components");
}

static void vectors_are_packed(void **state)
{
    for (size_t i = 0; i < sizeof transfers / sizeof *transfers; i++)
        check_transfer(&transfers[i]);
}

VG_TESTS(test_memory, cmocka_unit_test(vectors_are_packed));
