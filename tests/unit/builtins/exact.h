/* SPDX-License-Identifier: MIT */
/* Exact numbers and their rounding to any format, in integers: the reference for conversions and half
 * storage. */
#ifndef VG_TESTS_BUILTINS_EXACT_H
#define VG_TESTS_BUILTINS_EXACT_H

#include "tests/unit/builtins/values.h"

enum vg_rounding { VG_RTE, VG_RTZ, VG_RTP, VG_RTN };
enum vg_class { VG_FINITE, VG_INFINITE, VG_NAN };

/* (negative ? -1 : 1) * magnitude * 2^exponent */
struct vg_exact {
    enum vg_class class;
    bool negative;
    uint64_t magnitude;
    int exponent;
};

/* A binary floating-point format: fraction bits without the implicit one, exponent bits. */
struct vg_format {
    int fraction_bits;
    int exponent_bits;
};
extern const struct vg_format vg_format_half, vg_format_float, vg_format_double;

struct vg_exact vg_exact_from_bits(const struct vg_format *format, uint64_t bits);
/* Of an integer, or of a float or double by its bits. */
struct vg_exact vg_exact_from_kind(const struct vg_kind *kind, uint64_t bits);

/* The bits of the rounded value. A NaN gives a quiet NaN of unspecified sign and payload. */
uint64_t vg_exact_to_format(struct vg_exact value, const struct vg_format *format, enum vg_rounding rounding);

/* Rounds a finite value to an integer; magnitudes of 2^100 and more become 2^100. */
vg_wide vg_exact_to_integer(struct vg_exact value, enum vg_rounding rounding);

bool vg_format_is_nan(const struct vg_format *format, uint64_t bits);

#endif
