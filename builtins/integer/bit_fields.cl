/* SPDX-License-Identifier: MIT */
/* cl_khr_extended_bit_ops: bit fields and the reversal of bits. What a field does that passes the width of the type is
 * undefined; fields of no bits and of all bits are not, so that counts of shifts are cut to the width. */
#include "builtins/base.h"

#define WIDTH(T) (uint)(8 * sizeof(T))
#define CUT(T, places) ((places) & (WIDTH(T) - 1))

/* The lowest count bits. */
#define LOWEST(T, count) (VG_UNSIGNED(T))((count) ? VG_MAX(VG_UNSIGNED(T)) >> CUT(T, WIDTH(T) - (count)) : 0)

#define INSERT(T)                                                                                            \
    VG_OVERLOAD T bitfield_insert(T base, T field, uint offset, uint count)                                  \
    {                                                                                                        \
        VG_UNSIGNED(T) mask = (VG_UNSIGNED(T))(LOWEST(T, count) << CUT(T, offset));                          \
        VG_UNSIGNED(T) moved = (VG_UNSIGNED(T))((VG_UNSIGNED(T))field << CUT(T, offset));                    \
        return (T)(((VG_UNSIGNED(T))base & ~mask) | (moved & mask));                                         \
    }

/* Moved to the upper end first, so that the sign is the field's. */
#define EXTRACT(T)                                                                                           \
    VG_OVERLOAD VG_UNSIGNED(T) bitfield_extract_unsigned(T base, uint offset, uint count)                    \
    {                                                                                                        \
        return (VG_UNSIGNED(T))base >> CUT(T, offset) & LOWEST(T, count);                                    \
    }                                                                                                        \
    VG_OVERLOAD VG_SIGNED(T) bitfield_extract_signed(T base, uint offset, uint count)                        \
    {                                                                                                        \
        VG_SIGNED(T) top = (VG_SIGNED(T))((VG_UNSIGNED(T))base << CUT(T, WIDTH(T) - offset - count));        \
        return count ? top >> CUT(T, WIDTH(T) - count) : 0;                                                  \
    }

#define REVERSE(T, BITS)                                                                                     \
    VG_OVERLOAD T bit_reverse(T x)                                                                           \
    {                                                                                                        \
        return (T)__builtin_bitreverse##BITS((VG_UNSIGNED(T))x);                                             \
    }

VG_INT_TYPES(INSERT)
VG_INT_TYPES(EXTRACT)
REVERSE(char, 8)
REVERSE(uchar, 8)
REVERSE(short, 16)
REVERSE(ushort, 16)
REVERSE(int, 32)
REVERSE(uint, 32)
REVERSE(long, 64)
REVERSE(ulong, 64)
