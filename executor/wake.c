/* SPDX-License-Identifier: MIT */
/* Parking and waking; the protocol is told in fleet.h. */
#include "base/sync.h"
#include "executor/counters.h"
#include "executor/fleet.h"
#include "executor/jobs.h"

bool vg_worker_yields(const struct vg_worker *worker)
{
    return !worker->helper &&
           worker->index == atomic_load_explicit(&vg_fleet.reserve, memory_order_relaxed) &&
           atomic_load(&vg_fleet.helping) && atomic_load(&vg_fleet.state) == VG_FLEET_RUNNING;
}

static bool clear_idle(unsigned index)
{
    uint64_t bit = UINT64_C(1) << index % 64;
    return atomic_fetch_and(&vg_fleet.idle[index / 64], ~bit) & bit;
}

/* The woken one counts as searching from now on, so that the next caller does not wake another for the same
 * task. */
static bool wake(unsigned index)
{
    struct vg_worker *worker = &vg_fleet.workers[index];
    if (!clear_idle(index))
        return false;
    atomic_fetch_add(&vg_fleet.searching, 1);
    atomic_store_explicit(&worker->woken, 1, memory_order_release);
    vg_futex_wake(&worker->woken, 1);
    return true;
}

/* Wakes the idle worker with the lowest index; the reserve only when it would work. */
static bool wake_one(bool call)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    for (unsigned word = 0; word * 64 < width; word++) {
        for (uint64_t bits = atomic_load(&vg_fleet.idle[word]); bits; bits &= bits - 1) {
            unsigned index = word * 64 + (unsigned)__builtin_ctzll(bits);
            if ((call || !vg_worker_yields(&vg_fleet.workers[index])) && wake(index))
                return true;
        }
    }
    return false;
}

void vg_wake_for_task(bool call)
{
    if (atomic_load(&vg_fleet.searching) == 0)
        wake_one(call);
}

void vg_wake_for_parts(void)
{
    unsigned open = vg_jobs_open(&vg_fleet.jobs), searching = atomic_load(&vg_fleet.searching);
    for (int i = 0; i < 2 && searching < open; i++, searching++)
        if (!wake_one(false))
            return;
}

void vg_wake_team(const struct vg_team *team, unsigned most)
{
    struct vg_interval in = vg_team_interval(team);
    for (unsigned i = in.first; i - in.first < in.count && most > 0; i++)
        if (atomic_load(&vg_fleet.idle[i / 64]) >> i % 64 & 1 && wake(i))
            most--;
}

void vg_wake_all(void)
{
    while (wake_one(true))
        continue;
}

static bool tasks_visible(void)
{
    return vg_injector_filled(&vg_fleet.injector) || vg_injector_filled(&vg_fleet.calls) ||
           vg_jobs_open(&vg_fleet.jobs);
}

void vg_search_begin(struct vg_worker *worker)
{
    if (worker->searching || worker->helper)
        return;
    worker->searching = true;
    atomic_fetch_add(&vg_fleet.searching, 1);
}

void vg_search_end(struct vg_worker *worker)
{
    if (!worker->searching)
        return;
    worker->searching = false;
    if (atomic_fetch_sub(&vg_fleet.searching, 1) == 1 && tasks_visible())
        wake_one(vg_injector_filled(&vg_fleet.calls));
}

/* To a thread with this member number. */
static bool pieces_visible(unsigned member)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    for (unsigned i = 0; i < width; i++)
        if (vg_deque_offers(&vg_fleet.workers[i].deque, member))
            return true;
    return vg_deque_offers(&vg_fleet.workers[vg_fleet.room].deque, member);
}

void vg_wake_for_rest(void)
{
    if (!tasks_visible() && !pieces_visible(VG_NO_MEMBER))
        return;
    if (atomic_load(&vg_fleet.state) == VG_FLEET_RUNNING || vg_fleet_start())
        wake_one(true);
}

static bool teams_visible(const struct vg_worker *worker)
{
    for (struct vg_team *team = vg_teams(); team; team = team->next)
        if (vg_team_has(team, worker->index) && vg_team_offers(team))
            return true;
    return false;
}

static bool work_for(struct vg_worker *worker)
{
    if (teams_visible(worker))
        return true;
    if (vg_worker_yields(worker))
        return vg_injector_filled(&vg_fleet.calls) || vg_deque_has_teams(&worker->deque);
    return tasks_visible() || pieces_visible(worker->index);
}

static void wait_for_wake(struct vg_worker *worker)
{
    while (!atomic_exchange_explicit(&worker->woken, 0, memory_order_acquire))
        vg_futex_wait(&worker->woken, 0, -1);
    worker->searching = true; /* the waker has counted it */
}

bool vg_worker_park(struct vg_worker *worker)
{
    atomic_fetch_or(&vg_fleet.idle[worker->index / 64], UINT64_C(1) << worker->index % 64);
    vg_search_end(worker); /* a reserve that yields leaves the others to wake for what it saw */
    /* In this order: who queues a task and then sees the fleet run leaves it to this look at the queues. */
    bool stopping = atomic_load(&vg_fleet.state) == VG_FLEET_STOPPING;
    bool work = work_for(worker);
    if (work || stopping) {
        if (!clear_idle(worker->index))
            wait_for_wake(worker); /* somebody is waking us at this moment */
        return work;
    }
    vg_counters_add(vg_local(), VG_COUNT_PARKS);
    wait_for_wake(worker);
    return true;
}
