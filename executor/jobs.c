/* SPDX-License-Identifier: MIT */
/* A job is a slot with a bit for each unclaimed part. Whoever clears a bit owns that part, and only then
 * reads the other fields: they cannot change before every claimer has read them and lowered `readers`, so a
 * thread that looked at the slot's former job merely claims a part of its present one. */
#include "executor/jobs.h"

#include <stddef.h>

static uint64_t low_bits(unsigned count)
{
    return count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

/* The first set bit at or after `from`, going round. */
static unsigned bit_from(uint64_t bits, unsigned from)
{
    uint64_t after = bits & ~low_bits(from);
    return (unsigned)__builtin_ctzll(after ? after : bits);
}

bool vg_jobs_publish(struct vg_jobs *jobs, const struct vg_piece *piece, unsigned parts)
{
    for (unsigned i = 0; i < VG_JOB_SLOTS; i++) {
        struct vg_job *job = &jobs->of[i];
        unsigned free = 0;
        /* Acquire: the former claimers have read the fields. */
        if (atomic_load_explicit(&job->readers, memory_order_relaxed) != 0 ||
            !atomic_compare_exchange_strong_explicit(&job->readers, &free, parts, memory_order_acquire,
                                                     memory_order_relaxed))
            continue;
        atomic_store_explicit(&job->parts, parts, memory_order_relaxed);
        job->task = piece->task;
        job->first = piece->first;
        job->units = piece->last - piece->first;
        /* In this order, so that the claimer of the last part clears a bit that is set already. */
        atomic_fetch_or(&jobs->active, UINT64_C(1) << i);
        atomic_store(&job->open, low_bits(parts)); /* claimers see the fields through this */
        return true;
    }
    return false;
}

static void read_part(struct vg_job *job, unsigned part, struct vg_piece *piece)
{
    unsigned parts = atomic_load_explicit(&job->parts, memory_order_relaxed);
    uint64_t each = job->units / parts, rest = job->units % parts;
    piece->task = job->task;
    piece->first = job->first + part * each + (part < rest ? part : rest);
    piece->last = piece->first + each + (part < rest);
}

/* The part of the seat at index, when every seat of width has a share of the parts. */
static unsigned part_of(unsigned index, unsigned width, unsigned parts)
{
    return (unsigned)((uint64_t)index * parts / width);
}

/* The parts that seats of the node share in. */
static uint64_t near_parts(const struct vg_seat *seat, unsigned parts)
{
    unsigned first = part_of(seat->near_first, seat->width, parts);
    unsigned last = part_of(seat->near_first + seat->near_count - 1, seat->width, parts);
    return low_bits(last + 1) & ~low_bits(first);
}

static bool claim_in(struct vg_jobs *jobs, unsigned slot, const struct vg_seat *seat, bool near,
                     struct vg_piece *piece)
{
    struct vg_job *job = &jobs->of[slot];
    uint64_t open = atomic_load_explicit(&job->open, memory_order_relaxed);
    while (open) {
        unsigned parts = atomic_load_explicit(&job->parts, memory_order_relaxed);
        uint64_t wanted = near ? open & near_parts(seat, parts) : open;
        if (!wanted)
            return false;
        unsigned part = bit_from(wanted, part_of(seat->index, seat->width, parts));
        uint64_t bit = UINT64_C(1) << part;
        uint64_t before = atomic_fetch_and(&job->open, ~bit);
        if (!(before & bit)) {
            open = before;
            continue;
        }
        if (before == bit)
            atomic_fetch_and(&jobs->active, ~(UINT64_C(1) << slot));
        read_part(job, part, piece);
        atomic_fetch_sub_explicit(&job->readers, 1, memory_order_release);
        return true;
    }
    return false;
}

bool vg_jobs_claim(struct vg_jobs *jobs, const struct vg_seat *seat, bool near, unsigned turn,
                   struct vg_piece *piece)
{
    uint64_t bits = atomic_load_explicit(&jobs->active, memory_order_relaxed);
    while (bits) {
        unsigned slot = bit_from(bits, turn % VG_JOB_SLOTS);
        if (claim_in(jobs, slot, seat, near, piece))
            return true;
        bits &= ~(UINT64_C(1) << slot);
    }
    return false;
}

unsigned vg_jobs_open(struct vg_jobs *jobs)
{
    unsigned open = 0;
    uint64_t bits = atomic_load(&jobs->active);
    for (; bits; bits &= bits - 1)
        open += (unsigned)__builtin_popcountll(atomic_load(&jobs->of[__builtin_ctzll(bits)].open));
    return open;
}

void vg_jobs_reset(struct vg_jobs *jobs)
{
    for (unsigned i = 0; i < VG_JOB_SLOTS; i++) {
        atomic_store(&jobs->of[i].open, 0);
        atomic_store(&jobs->of[i].readers, 0);
    }
    atomic_store(&jobs->active, 0);
}
