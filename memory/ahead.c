/* SPDX-License-Identifier: MIT */
/* Threads that bring extents before they are wanted and let others go before their room is.
 *
 * Whoever uses an extent asks for those behind it, and a task that begins for those of the next one. They
 * come closed, so that their first use is noticed in turn and reading goes on; if nobody uses them they are
 * the first to go. Once extents had to be evicted for others, a part of RAM is kept free in the same way.
 * Requests are addresses, since the block may be gone when a thread comes to them; there is a place for so
 * many, and those that find none are dropped. */
#include <pthread.h>
#include <signal.h>

#include "base/cgroup.h"
#include "base/clock.h"
#include "base/log.h"
#include "memory/pager.h"
#include "memory/tier.h"

#define THREADS 4
#define REQUESTS 64      /* a power of two */
#define DISTANCE 4       /* extents behind the one that is used */
#define DISTANCE_PART 32 /* of the budget at most */
#define FREE_PART 16     /* of the budget that is kept free */
#define RESERVE_PART 32  /* of the machine's RAM, or the cgroup's, that is left to others */
#define LOOK_NS 100000000
#define STALLS_PART 5   /* of the time since the last look, past which waiting for memory is pressure */
#define STALLED_PART 32 /* of what is taken that is given up at each look under pressure */
#define QUOTA 8         /* extents that go unasked for one that had to */

static struct vg_cond work = VG_COND_INIT;
static pthread_t threads[THREADS];
static unsigned started; /* threads; what follows is guarded by the pager's lock as well */
static bool stopping;
static const char *requests[REQUESTS];
static unsigned first, last; /* of the requests; they wrap around */
static unsigned quota;

static size_t distance(void)
{
    size_t most = (size_t)(vg_pager.budget / DISTANCE_PART / VG_EXTENT_BYTES);
    return most < DISTANCE ? most : DISTANCE;
}

bool vg_ahead_request_locked(const struct vg_mem_extent *extent)
{
    if (extent->state != VG_EXTENT_STORED || last - first == REQUESTS)
        return false;
    requests[last++ % REQUESTS] = extent->at;
    vg_cond_broadcast(&work);
    return true;
}

void vg_ahead_ask_locked(const struct vg_extents *extents, const struct vg_mem_extent *extent)
{
    size_t index = (size_t)(extent - extents->of), end = index + 1 + distance();
    /* What comes from elsewhere is no scan. */
    if (index > 0 && extents->of[index - 1].state != VG_EXTENT_RESIDENT)
        return;
    for (size_t i = index + 1; i < end && i < extents->count; i++)
        (void)vg_ahead_request_locked(&extents->of[i]);
}

void vg_ahead_short_locked(void)
{
    if (started)
        quota = QUOTA;
    vg_cond_broadcast(&work);
}

/* Extents that are to go so that a part of RAM is free. */
static unsigned surplus(void)
{
    uint64_t taken = vg_pager.resident + vg_pager.fixed;
    uint64_t wanted = vg_pager.budget - vg_pager.budget / FREE_PART;
    if (quota == 0 || taken <= wanted)
        return 0;
    uint64_t extents = (taken - wanted + VG_EXTENT_BYTES - 1) / VG_EXTENT_BYTES;
    unsigned most = quota < VG_STORE_BATCH ? quota : VG_STORE_BATCH;
    return extents < most ? (unsigned)extents : most;
}

static void let_go_locked(unsigned count)
{
    quota -= count;
    if (vg_reclaim_some_locked(count) == 0)
        quota = 0;
}

uint64_t vg_ahead_budget(uint64_t taken, struct vg_memory_limits limits, bool stalls)
{
    uint64_t reserve = limits.total / RESERVE_PART;
    uint64_t budget = taken + (limits.available > reserve ? limits.available - reserve : 0);
    if (stalls)
        budget = taken - taken / STALLED_PART;
    if (budget < vg_pager.least)
        budget = vg_pager.least;
    return budget < vg_pager.most ? budget : vg_pager.most;
}

/* Others need RAM as well: what the machine or the cgroup has left decides how much is ours. True
 * when the lock was let go. */
static bool heed_pressure_locked(void)
{
    static uint64_t looked, stalled_us;
    uint64_t now = vg_now_ns(), since = now - looked;
    if (since < LOOK_NS)
        return false;
    looked = now;
    vg_pager_unlock();
    struct vg_memory_limits limits = vg_memory_limits();
    uint64_t stalled_now_us = vg_cgroup_stalled_us("");
    vg_pager_lock();
    uint64_t taken = vg_pager.resident + vg_pager.fixed;
    bool stalls = (stalled_now_us - stalled_us) * 1000 > since / STALLS_PART;
    stalled_us = stalled_now_us;
    vg_pager.budget = vg_ahead_budget(taken, limits, stalls);
    if (taken > vg_pager.budget)
        quota = QUOTA;
    return true;
}

static void serve_locked(void)
{
    const char *batch[VG_STORE_BATCH];
    unsigned count = 0;
    while (first != last && count < VG_STORE_BATCH)
        batch[count++] = requests[first++ % REQUESTS];
    vg_pager_bring_ahead_locked(batch, count);
}

static void *work_ahead(void *unused)
{
    (void)unused;
    pthread_setname_np(pthread_self(), "vgpu-pager");
    vg_pager_lock();
    while (!stopping) {
        if (heed_pressure_locked())
            continue;
        if (first != last) {
            serve_locked();
        } else if (surplus()) {
            let_go_locked(surplus());
        } else {
            vg_cond_wait(&work, &vg_pager.lock);
        }
    }
    vg_pager_unlock();
    return NULL;
}

/* Without threads everything works, only later. Signals are for the application's threads. */
void vg_ahead_start(void)
{
    sigset_t all, before;
    vg_pager_lock();
    if (started == 0 && !stopping) {
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        while (started < THREADS && pthread_create(&threads[started], NULL, work_ahead, NULL) == 0)
            started++;
        pthread_sigmask(SIG_SETMASK, &before, NULL);
    }
    vg_pager_unlock();
}

static void log_counts(void)
{
    struct vg_paging_stats now = vg_paging_stats();
    vg_log(
        VG_LOG_INFO,
        "paging: %llu extents fetched (%llu ahead), %llu let go (%llu written), %llu faults; %llu MiB read, "
        "%llu MiB written, %llu errors; %llu MiB unpacked, %llu MiB packed, %llu MiB demoted",
        (unsigned long long)now.counts.fetched, (unsigned long long)now.counts.ahead,
        (unsigned long long)now.counts.evicted, (unsigned long long)now.counts.written,
        (unsigned long long)now.counts.faults, (unsigned long long)now.read_bytes >> 20,
        (unsigned long long)now.written_bytes >> 20, (unsigned long long)now.errors,
        (unsigned long long)now.unpacked_bytes >> 20, (unsigned long long)now.packed_bytes >> 20,
        (unsigned long long)now.demoted_bytes >> 20);
}

void vg_memory_stop(void)
{
    vg_pager_lock();
    unsigned count = started;
    stopping = true;
    started = 0;
    vg_cond_broadcast(&work);
    vg_pager_unlock();
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    if (count)
        log_counts();
    vg_pager_lock();
    stopping = false;
    vg_pager_unlock();
}

void vg_ahead_child(void)
{
    started = 0;
    first = last = 0;
    quota = 0;
    vg_cond_init(&work);
}
