/* SPDX-License-Identifier: MIT */
/* A job is a slot with a bit for each unclaimed part. Whoever clears a bit owns that part, and only then
 * reads the other fields: they cannot change before every claimer has read them and lowered `readers`, so a
 * thread that looked at the slot's former job merely claims a part of its present one. */
#include "executor/jobs.h"

#include <stdatomic.h>
#include <stddef.h>

#define JOBS 64

struct job {
    _Alignas(VG_CACHE_LINE) atomic_uint_least64_t open;
    atomic_uint readers; /* claimers that have yet to read the fields; 0 = the slot is free */
    atomic_uint parts;   /* read ahead of a claim to choose the part */
    bool draw;
    struct vg_task *task;
    uint64_t units;
};

static struct job jobs[JOBS];
static _Alignas(VG_CACHE_LINE) atomic_uint_least64_t active; /* a bit for each job with an open part */

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

bool vg_jobs_publish(struct vg_task *task, uint64_t units, unsigned parts, bool draw)
{
    for (unsigned i = 0; i < JOBS; i++) {
        struct job *job = &jobs[i];
        unsigned free = 0;
        /* Acquire: the former claimers have read the fields. */
        if (atomic_load_explicit(&job->readers, memory_order_relaxed) != 0 ||
            !atomic_compare_exchange_strong_explicit(&job->readers, &free, parts, memory_order_acquire,
                                                     memory_order_relaxed))
            continue;
        atomic_store_explicit(&job->parts, parts, memory_order_relaxed);
        job->draw = draw;
        job->task = task;
        job->units = units;
        /* In this order, so that the claimer of the last part clears a bit that is set already. */
        atomic_fetch_or(&active, UINT64_C(1) << i);
        atomic_store(&job->open, low_bits(parts)); /* claimers see the fields through this */
        return true;
    }
    return false;
}

static void read_part(struct job *job, unsigned part, struct vg_piece *piece)
{
    unsigned parts = atomic_load_explicit(&job->parts, memory_order_relaxed);
    uint64_t each = job->units / parts, rest = job->units % parts;
    piece->task = job->task;
    if (job->draw) {
        piece->first = VG_TOKEN_DRAW;
        piece->last = 0;
        return;
    }
    piece->first = part * each + (part < rest ? part : rest);
    piece->last = piece->first + each + (part < rest);
}

static bool claim_in(unsigned slot, unsigned index, unsigned width, struct vg_piece *piece)
{
    struct job *job = &jobs[slot];
    uint64_t open = atomic_load_explicit(&job->open, memory_order_relaxed);
    while (open) {
        unsigned parts = atomic_load_explicit(&job->parts, memory_order_relaxed);
        unsigned own = index < width ? (unsigned)((uint64_t)index * parts / width) : 0;
        unsigned part = bit_from(open, own);
        uint64_t bit = UINT64_C(1) << part;
        uint64_t before = atomic_fetch_and(&job->open, ~bit);
        if (!(before & bit)) {
            open = before;
            continue;
        }
        if (before == bit)
            atomic_fetch_and(&active, ~(UINT64_C(1) << slot));
        read_part(job, part, piece);
        atomic_fetch_sub_explicit(&job->readers, 1, memory_order_release);
        return true;
    }
    return false;
}

bool vg_jobs_claim(unsigned index, unsigned width, unsigned turn, struct vg_piece *piece)
{
    uint64_t bits = atomic_load_explicit(&active, memory_order_relaxed);
    while (bits) {
        unsigned slot = bit_from(bits, turn % JOBS);
        if (claim_in(slot, index, width, piece))
            return true;
        bits &= ~(UINT64_C(1) << slot);
    }
    return false;
}

unsigned vg_jobs_open(void)
{
    unsigned open = 0;
    uint64_t bits = atomic_load(&active);
    for (; bits; bits &= bits - 1)
        open += (unsigned)__builtin_popcountll(atomic_load(&jobs[__builtin_ctzll(bits)].open));
    return open;
}

void vg_jobs_reset(void)
{
    for (unsigned i = 0; i < JOBS; i++) {
        atomic_store(&jobs[i].open, 0);
        atomic_store(&jobs[i].readers, 0);
    }
    atomic_store(&active, 0);
}
