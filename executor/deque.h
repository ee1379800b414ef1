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
struct vg_team;

/* Units first..last-1 of a task's body; last == 0: a ready task that nobody has begun. */
struct vg_piece {
    struct vg_task *task;
    uint64_t first, last;
};

#define VG_DEQUE_ROOM 256 /* a power of two */

struct vg_deque_slot {
    _Atomic(struct vg_task *) task;
    _Atomic(const struct vg_team *) team; /* the task's: the task may be gone when a thief looks */
    atomic_uint_least64_t first, last;
};

struct vg_deque {
    _Alignas(VG_CACHE_LINE) atomic_int_least64_t top;
    _Alignas(VG_CACHE_LINE) atomic_int_least64_t bottom;
    struct vg_deque_slot slots[VG_DEQUE_ROOM];
};

/* The first three by the owner. push is false when the deque is full. */
bool vg_deque_push(struct vg_deque *deque, const struct vg_piece *piece);
bool vg_deque_pop(struct vg_deque *deque, struct vg_piece *piece);
/* Whether there is a piece of a team in it, which may be below those of others. */
bool vg_deque_has_teams(struct vg_deque *deque);
/* By anybody; `thief` is its member number (team.h). steal takes nothing that is not for it, and is also
 * false when it lost a race for the last piece. offers may err by saying yes. */
bool vg_deque_steal(struct vg_deque *deque, unsigned thief, struct vg_piece *piece);
bool vg_deque_offers(struct vg_deque *deque, unsigned thief);

#endif
