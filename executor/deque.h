/* SPDX-License-Identifier: MIT */
/* One worker's deque of pieces, after Chase and Lev: the owner pushes and pops at the bottom, thieves take
 * the oldest, and thereby largest, piece from the top. Of fixed room: halving a range goes no deeper than 64
 * pieces. */
#ifndef VG_EXECUTOR_DEQUE_H
#define VG_EXECUTOR_DEQUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attributes.h"

struct vg_task;

/* Units first..last-1 of a task's body. Tokens have last == 0 and a kind in first. */
struct vg_piece {
    struct vg_task *task;
    uint64_t first, last;
};

enum vg_token {
    VG_TOKEN_START, /* a ready task that nobody has begun */
    VG_TOKEN_DRAW,  /* the right of one thread to draw units from the task's cursor */
};

#define VG_DEQUE_ROOM 256 /* a power of two */

struct vg_deque_slot {
    _Atomic(struct vg_task *) task;
    atomic_uint_least64_t first, last;
};

struct vg_deque {
    _Alignas(VG_CACHE_LINE) atomic_int_least64_t top;
    _Alignas(VG_CACHE_LINE) atomic_int_least64_t bottom;
    struct vg_deque_slot slots[VG_DEQUE_ROOM];
};

/* By the owner. push is false when the deque is full. */
bool vg_deque_push(struct vg_deque *deque, const struct vg_piece *piece);
bool vg_deque_pop(struct vg_deque *deque, struct vg_piece *piece);
/* By anybody. steal is also false when it lost a race for the last piece. */
bool vg_deque_steal(struct vg_deque *deque, struct vg_piece *piece);
bool vg_deque_empty(struct vg_deque *deque);

#endif
