/* SPDX-License-Identifier: MIT */
/* Operands for the device functions: every value where that is possible, else the ones at the edges and
 * random ones. */
#ifndef VG_TESTS_BUILTINS_VALUES_H
#define VG_TESTS_BUILTINS_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 vg_wide;
__extension__ typedef unsigned __int128 vg_uwide;

/* What every function of the programs in device/ looks like. */
typedef void vg_device(const void *a, const void *b, const void *c, void *results, size_t count);

struct vg_kind {
    const char *name;
    int bits;
    bool is_signed;
    bool is_float;
};
extern const struct vg_kind vg_kind_char, vg_kind_short, vg_kind_int, vg_kind_long, vg_kind_uchar,
    vg_kind_ushort, vg_kind_uint, vg_kind_ulong, vg_kind_float, vg_kind_double;

/* The element as bits, zero-extended; the bits as an integer of this kind. */
uint64_t vg_bits_at(const struct vg_kind *kind, const void *array, size_t index);
void vg_set_bits(const struct vg_kind *kind, void *array, size_t index, uint64_t bits);
vg_wide vg_integer(const struct vg_kind *kind, uint64_t bits);
vg_wide vg_least(const struct vg_kind *kind);
vg_wide vg_largest(const struct vg_kind *kind);

struct vg_operands {
    void *column[3];
    void *results; /* 8 bytes for each row */
    size_t count;
};

/* Rows of `arity` operands. For 8 bits: all pairs, with edges as the third operand. For 16 bits: all values
 * of one operand. Otherwise all combinations of edges and many random rows. Ends the test when out of memory.
 */
void vg_operands_create(const struct vg_kind *kind, int arity, struct vg_operands *out);
void vg_operands_destroy(struct vg_operands *operands);

/* xorshift: the same sequence in every run. */
uint64_t vg_random(void);

#endif
