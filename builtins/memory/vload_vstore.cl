/* SPDX-License-Identifier: MIT */
/* vloadN and vstoreN: vectors at the alignment of their component. Three components are moved one by one,
 * because a vector of three is as large as one of four. */
#include "builtins/base.h"

#define WHOLE(S, T, N)                                                                                       \
    VG_OVERLOAD T##N vload##N(size_t offset, const S T *p)                                                   \
    {                                                                                                        \
        typedef T##N packed __attribute__((aligned(sizeof(T))));                                             \
        return *(const S packed *)(p + offset * N);                                                          \
    }

#define WHOLE_STORE(S, T, N)                                                                                 \
    VG_OVERLOAD void vstore##N(T##N data, size_t offset, S T *p)                                             \
    {                                                                                                        \
        typedef T##N packed __attribute__((aligned(sizeof(T))));                                             \
        *(S packed *)(p + offset * N) = data;                                                                \
    }

#define LOADS(S, T)                                                                                          \
    WHOLE(S, T, 2)                                                                                           \
    WHOLE(S, T, 4)                                                                                           \
    WHOLE(S, T, 8)                                                                                           \
    WHOLE(S, T, 16)                                                                                          \
    VG_OVERLOAD T##3 vload3(size_t offset, const S T *p)                                                     \
    {                                                                                                        \
        const S T *from = p + offset * 3;                                                                    \
        return (T##3)(from[0], from[1], from[2]);                                                            \
    }

#define STORES(S, T)                                                                                         \
    WHOLE_STORE(S, T, 2)                                                                                     \
    WHOLE_STORE(S, T, 4)                                                                                     \
    WHOLE_STORE(S, T, 8)                                                                                     \
    WHOLE_STORE(S, T, 16)                                                                                    \
    VG_OVERLOAD void vstore3(T##3 data, size_t offset, S T *p)                                               \
    {                                                                                                        \
        S T *to = p + offset * 3;                                                                            \
        to[0] = data.x;                                                                                      \
        to[1] = data.y;                                                                                      \
        to[2] = data.z;                                                                                      \
    }

#define ALL_SPACES(T)                                                                                        \
    LOADS(global, T)                                                                                         \
    LOADS(local, T)                                                                                          \
    LOADS(private, T)                                                                                        \
    LOADS(generic, T)                                                                                        \
    LOADS(constant, T)                                                                                       \
    STORES(global, T)                                                                                        \
    STORES(local, T)                                                                                         \
    STORES(private, T)                                                                                       \
    STORES(generic, T)

VG_ALL_TYPES(ALL_SPACES)
