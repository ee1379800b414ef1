/* SPDX-License-Identifier: MIT */
/* shuffle and shuffle2: components picked by the low bits of a mask. With a constant mask it all folds to one
 * shuffle of vectors. */
#include "builtins/base.h"

#define PICK_2(at, i) at(i), at(i + 1)
#define PICK_4(at, i) PICK_2(at, i), PICK_2(at, i + 2)
#define PICK_8(at, i) PICK_4(at, i), PICK_4(at, i + 4)
#define PICK_16(at, i) PICK_8(at, i), PICK_8(at, i + 8)

#define FROM_ONE(i) x[mask[i] & last]
#define FROM_TWO(i) (mask[i] & (last + 1) ? y[mask[i] & last] : x[mask[i] & last])

/* M components from, N to. */
#define SHUFFLE(T, U, M, N)                                                                                  \
    VG_OVERLOAD T##N shuffle(T##M x, U##N mask)                                                              \
    {                                                                                                        \
        const uint last = M - 1;                                                                             \
        return (T##N)(PICK_##N(FROM_ONE, 0));                                                                \
    }                                                                                                        \
    VG_OVERLOAD T##N shuffle2(T##M x, T##M y, U##N mask)                                                     \
    {                                                                                                        \
        const uint last = M - 1;                                                                             \
        return (T##N)(PICK_##N(FROM_TWO, 0));                                                                \
    }

#define SHUFFLES_TO(T, U, N) SHUFFLE(T, U, 2, N) SHUFFLE(T, U, 4, N) SHUFFLE(T, U, 8, N) SHUFFLE(T, U, 16, N)
#define SHUFFLES_BY(T, U) SHUFFLES_TO(T, U, 2) SHUFFLES_TO(T, U, 4) SHUFFLES_TO(T, U, 8) SHUFFLES_TO(T, U, 16)
#define SHUFFLES(T) SHUFFLES_BY(T, VG_UNSIGNED(T))

VG_ALL_TYPES(SHUFFLES)
