/* SPDX-License-Identifier: MIT */
/* A value is a 64-bit magnitude and an exponent; rounding it drops bits below a place and looks at what was
 * dropped. */
#include "tests/unit/builtins/exact.h"

const struct vg_format vg_format_half = {10, 5}, vg_format_float = {23, 8}, vg_format_double = {52, 11};

static int bias_of(const struct vg_format *format)
{
    return (1 << (format->exponent_bits - 1)) - 1;
}

static uint64_t infinity_of(const struct vg_format *format)
{
    return (((uint64_t)1 << format->exponent_bits) - 1) << format->fraction_bits;
}

static uint64_t sign_of(const struct vg_format *format)
{
    return (uint64_t)1 << (format->fraction_bits + format->exponent_bits);
}

bool vg_format_is_nan(const struct vg_format *format, uint64_t bits)
{
    return (bits & (sign_of(format) - 1)) > infinity_of(format);
}

struct vg_exact vg_exact_from_bits(const struct vg_format *format, uint64_t bits)
{
    struct vg_exact value = {.negative = bits & sign_of(format)};
    uint64_t rest = bits & (sign_of(format) - 1), one = (uint64_t)1 << format->fraction_bits;
    if (rest >= infinity_of(format)) {
        value.class = rest == infinity_of(format) ? VG_INFINITE : VG_NAN;
        return value;
    }
    int exponent = (int)(rest >> format->fraction_bits);
    value.magnitude = (rest & (one - 1)) | (exponent ? one : 0);
    value.exponent = (exponent ? exponent : 1) - bias_of(format) - format->fraction_bits;
    return value;
}

struct vg_exact vg_exact_from_kind(const struct vg_kind *kind, uint64_t bits)
{
    if (kind->is_float)
        return vg_exact_from_bits(kind->bits == 32 ? &vg_format_float : &vg_format_double, bits);
    vg_wide value = vg_integer(kind, bits);
    return (struct vg_exact){.negative = value < 0, .magnitude = (uint64_t)(value < 0 ? -value : value)};
}

/* magnitude * 2^exponent in units of 2^place, for place > exponent. */
static vg_uwide round_at(struct vg_exact value, int place, enum vg_rounding rounding)
{
    int drop = place - value.exponent;
    vg_uwide magnitude = value.magnitude, kept = drop < 100 ? magnitude >> drop : 0;
    vg_uwide rest = drop < 100 ? magnitude - (kept << drop) : magnitude;
    vg_uwide middle = (vg_uwide)1 << ((drop < 100 ? drop : 100) - 1);
    bool up = false;
    if (rounding == VG_RTE)
        up = rest > middle || (rest == middle && kept & 1);
    else if (rounding == VG_RTP)
        up = rest && !value.negative;
    else if (rounding == VG_RTN)
        up = rest && value.negative;
    return kept + up;
}

vg_wide vg_exact_to_integer(struct vg_exact value, enum vg_rounding rounding)
{
    const vg_uwide most = (vg_uwide)1 << 100;
    vg_uwide magnitude = value.magnitude;
    if (value.exponent < 0)
        magnitude = round_at(value, 0, rounding);
    else if (magnitude)
        magnitude =
            value.exponent > 99 || magnitude << value.exponent > most ? most : magnitude << value.exponent;
    return value.negative ? -(vg_wide)magnitude : (vg_wide)magnitude;
}

static int bit_length(vg_uwide value)
{
    int length = 0;
    for (; value; value >>= 1)
        length++;
    return length;
}

/* What a finite value past the largest becomes. */
static uint64_t overflow(struct vg_exact value, const struct vg_format *format, enum vg_rounding rounding)
{
    enum vg_rounding toward_zero = value.negative ? VG_RTP : VG_RTN;
    return infinity_of(format) - (rounding == VG_RTZ || rounding == toward_zero);
}

static uint64_t finite_bits(struct vg_exact value, const struct vg_format *format, enum vg_rounding rounding)
{
    const int least =
        1 - bias_of(format) - format->fraction_bits; /* the place of the last bit of a subnormal */
    int place = value.exponent + bit_length(value.magnitude) - (format->fraction_bits + 1);
    if (place < least)
        place = least;
    vg_uwide units = value.magnitude;
    if (place > value.exponent)
        units = round_at(value, place, rounding);
    else
        units <<= value.exponent - place;
    if (bit_length(units) > format->fraction_bits + 1) {
        units >>= 1;
        place++;
    }
    bool normal = bit_length(units) == format->fraction_bits + 1;
    uint64_t exponent = normal ? (uint64_t)(place - least + 1) : 0;
    if (exponent >= ((uint64_t)1 << format->exponent_bits) - 1)
        return overflow(value, format, rounding);
    return exponent << format->fraction_bits |
           ((uint64_t)units & (((uint64_t)1 << format->fraction_bits) - 1));
}

uint64_t vg_exact_to_format(struct vg_exact value, const struct vg_format *format, enum vg_rounding rounding)
{
    uint64_t sign = value.negative ? sign_of(format) : 0;
    if (value.class == VG_NAN)
        return sign | infinity_of(format) | (uint64_t)1 << (format->fraction_bits - 1);
    if (value.class == VG_INFINITE)
        return sign | infinity_of(format);
    return sign | (value.magnitude ? finite_bits(value, format, rounding) : 0);
}
