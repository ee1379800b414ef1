/* SPDX-License-Identifier: MIT */
/* top and bottom count up for ever; slot i lives at i modulo the room. The two sides meet only over the last
 * piece, where a compare-and-swap of top decides. All orders are sequentially consistent where the owner's
 * store to bottom must be seen before it reads top, and the other way round in steal; a thief that read a
 * slot while the owner was overwriting it fails its compare-and-swap, because top moved on before the slot
 * could be reused. */
#include "executor/deque.h"

#include "executor/task.h"
#include "executor/team.h"

static void slot_write(struct vg_deque *deque, int64_t at, const struct vg_piece *piece)
{
    struct vg_deque_slot *slot = &deque->slots[at & (VG_DEQUE_ROOM - 1)];
    atomic_store_explicit(&slot->task, piece->task, memory_order_relaxed);
    atomic_store_explicit(&slot->team, piece->task->team, memory_order_relaxed);
    atomic_store_explicit(&slot->first, piece->first, memory_order_relaxed);
    atomic_store_explicit(&slot->last, piece->last, memory_order_relaxed);
}

static void slot_read(struct vg_deque *deque, int64_t at, struct vg_piece *piece)
{
    struct vg_deque_slot *slot = &deque->slots[at & (VG_DEQUE_ROOM - 1)];
    piece->task = atomic_load_explicit(&slot->task, memory_order_relaxed);
    piece->first = atomic_load_explicit(&slot->first, memory_order_relaxed);
    piece->last = atomic_load_explicit(&slot->last, memory_order_relaxed);
}

bool vg_deque_push(struct vg_deque *deque, const struct vg_piece *piece)
{
    int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed);
    int64_t top = atomic_load_explicit(&deque->top, memory_order_acquire);
    if (bottom - top >= VG_DEQUE_ROOM)
        return false;
    slot_write(deque, bottom, piece);
    /* Release: a thief that sees the new bottom sees the slot and the task behind it. */
    atomic_store_explicit(&deque->bottom, bottom + 1, memory_order_release);
    return true;
}

bool vg_deque_pop(struct vg_deque *deque, struct vg_piece *piece)
{
    int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed) - 1;
    if (atomic_load_explicit(&deque->top, memory_order_relaxed) > bottom)
        return false; /* top only rises, so the deque is empty without doubt */
    atomic_store(&deque->bottom, bottom);
    int64_t top = atomic_load(&deque->top);
    bool taken = top <= bottom;
    if (taken)
        slot_read(deque, bottom, piece);
    if (top < bottom)
        return true;
    if (top == bottom) /* the last piece: thieves may want it too */
        taken = atomic_compare_exchange_strong(&deque->top, &top, top + 1);
    atomic_store_explicit(&deque->bottom, bottom + 1, memory_order_release);
    return taken;
}

static const struct vg_team *team_at(struct vg_deque *deque, int64_t at)
{
    return atomic_load_explicit(&deque->slots[at & (VG_DEQUE_ROOM - 1)].team, memory_order_relaxed);
}

bool vg_deque_has_teams(struct vg_deque *deque)
{
    int64_t bottom = atomic_load_explicit(&deque->bottom, memory_order_relaxed);
    for (int64_t at = atomic_load_explicit(&deque->top, memory_order_relaxed); at < bottom; at++)
        if (team_at(deque, at))
            return true;
    return false;
}

bool vg_deque_steal(struct vg_deque *deque, unsigned thief, struct vg_piece *piece)
{
    int64_t top = atomic_load(&deque->top);
    int64_t bottom = atomic_load(&deque->bottom);
    if (top >= bottom || !vg_team_has(team_at(deque, top), thief))
        return false;
    slot_read(deque, top, piece);
    return atomic_compare_exchange_strong(&deque->top, &top, top + 1);
}

bool vg_deque_offers(struct vg_deque *deque, unsigned thief)
{
    int64_t top = atomic_load(&deque->top);
    if (top >= atomic_load(&deque->bottom))
        return false;
    /* What was read says nothing when the piece has gone meanwhile. */
    return vg_team_has(team_at(deque, top), thief) || atomic_load(&deque->top) != top;
}
