/* SPDX-License-Identifier: MIT */
/* Starting and stopping the workers, and what a fork does to them.
 *
 * The slots are made once and never freed, so that threads may look into them without a lock while workers
 * come and go. Only start and stop take the lock; both happen a handful of times in a process's life. */
#include "executor/executor.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/config.h"
#include "base/fork.h"
#include "base/log.h"
#include "base/sync.h"
#include "base/topology.h"
#include "executor/fault.h"
#include "executor/fleet.h"
#include "executor/jobs.h"
#include "executor/local.h"
#include "executor/place.h"

#define UNLOAD_PATIENCE_NS 100000000

struct vg_fleet vg_fleet;
static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_EXECUTOR);

unsigned vg_executor_usable(void)
{
    const struct vg_worker *self = vg_local()->self;
    if (self && !self->helper) /* it may be bound to a few of the CPUs */
        return atomic_load(&vg_fleet.width);
    unsigned count = vg_fleet.wanted ? vg_fleet.wanted : vg_cpu_count();
    return count < VG_FLEET_MAX ? count : VG_FLEET_MAX;
}

static bool make_room_locked(unsigned width)
{
    if (vg_fleet.workers)
        return true;
    long configured = sysconf(_SC_NPROCESSORS_CONF);
    unsigned room = width;
    if (configured > (long)room)
        room = configured < VG_FLEET_MAX ? (unsigned)configured : VG_FLEET_MAX;
    vg_fleet.workers = vg_zalloc_aligned((room + 1) * sizeof *vg_fleet.workers, VG_CACHE_LINE);
    if (!vg_fleet.workers)
        return false;
    for (unsigned i = 0; i < room; i++)
        vg_fleet.workers[i].index = i;
    vg_fleet.workers[room].helper = true;
    vg_fleet.room = room;
    return true;
}

/* Workers take no signals, which are the application's; faults of their own code they must be able to handle.
 */
static void block_signals(sigset_t *before)
{
    sigset_t all;
    sigfillset(&all);
    static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    for (size_t i = 0; i < VG_COUNT(faults); i++)
        sigdelset(&all, faults[i]);
    pthread_sigmask(SIG_SETMASK, &all, before);
}

static unsigned create_workers_locked(unsigned width)
{
    sigset_t before;
    unsigned created = 0;
    block_signals(&before);
    while (created < width) {
        struct vg_worker *worker = &vg_fleet.workers[created];
        int error = pthread_create(&worker->thread, NULL, vg_worker_main, worker);
        if (error) {
            vg_log(VG_LOG_WARN, "%u of %u workers started: pthread_create() gives error %d", created, width,
                   error);
            break;
        }
        created++;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return created;
}

static bool start_locked(void)
{
    unsigned width = vg_executor_usable();
    if (!make_room_locked(width))
        return false;
    if (width > vg_fleet.room)
        width = vg_fleet.room;
    atomic_store(&vg_fleet.width, width);
    atomic_store(&vg_fleet.begun, 0);
    atomic_store(&vg_fleet.reserve, width - 1);
    vg_place_early(width);
    unsigned created = create_workers_locked(width);
    atomic_store(&vg_fleet.alive, created);
    if (created == 0)
        return false;
    atomic_store(&vg_fleet.width, created);
    atomic_store(&vg_fleet.reserve, created - 1);
    atomic_store(&vg_fleet.state, VG_FLEET_RUNNING);
    if (created < width)
        vg_wake_all(); /* they may be members of teams now that they were not in when they looked */
    return true;
}

bool vg_fleet_start(void)
{
    const struct vg_worker *self = vg_local()->self;
    if (self && !self->helper)
        return true; /* a worker of a fleet that starts or stops; it looks at the queues before it ends */
    vg_mutex_lock(&lock);
    bool running = atomic_load(&vg_fleet.state) == VG_FLEET_RUNNING || start_locked();
    vg_mutex_unlock(&lock);
    return running;
}

static bool join(pthread_t thread, const struct timespec *deadline)
{
    return (deadline ? pthread_timedjoin_np(thread, NULL, deadline) : pthread_join(thread, NULL)) == 0;
}

/* Lets the workers end once they find no work, and joins them; past the deadline, if there is one, leaves
 * them. */
static void stop_locked(const struct timespec *deadline)
{
    if (atomic_load(&vg_fleet.state) != VG_FLEET_RUNNING)
        return;
    atomic_store(&vg_fleet.state, VG_FLEET_STOPPING);
    vg_wake_all();
    unsigned width = atomic_load(&vg_fleet.width);
    for (unsigned i = 0; i < width; i++) {
        if (!join(vg_fleet.workers[i].thread, deadline))
            return;
        atomic_fetch_sub(&vg_fleet.alive, 1);
    }
    for (unsigned i = 0; i < width; i++) /* only now: the last worker had written all of them */
        vg_free(atomic_exchange(&vg_fleet.workers[i].victims, NULL));
    atomic_store(&vg_fleet.state, VG_FLEET_STOPPED);
}

void vg_executor_stop(void)
{
    if (vg_executor_on_worker())
        return;
    vg_mutex_lock(&lock);
    stop_locked(NULL);
    vg_mutex_unlock(&lock);
}

/* No thread may come back to our code. While a worker is in a kernel its faults stay ours. */
static void forget_threads(void)
{
    vg_local_unload();
    if (atomic_load(&vg_fleet.alive) == 0)
        vg_fault_unload();
}

/* The library goes, or the process does: idle workers end at once, and a kernel that runs on is not waited
 * for. */
__attribute__((destructor)) static void unload(void)
{
    vg_memory_stop();
    if (atomic_load(&vg_fleet.state) != VG_FLEET_RUNNING || vg_executor_on_worker()) {
        forget_threads();
        return;
    }
    struct timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_nsec += UNLOAD_PATIENCE_NS;
    deadline.tv_sec += deadline.tv_nsec / 1000000000;
    deadline.tv_nsec %= 1000000000;
    vg_mutex_lock(&lock);
    stop_locked(&deadline);
    vg_mutex_unlock(&lock);
    forget_threads();
}

unsigned vg_executor_width(void)
{
    static atomic_uint counted; /* before the first start: reading affinity and quotas is slow */
    unsigned width = atomic_load(&vg_fleet.width);
    if (width == 0)
        width = atomic_load_explicit(&counted, memory_order_relaxed);
    if (width == 0) {
        width = vg_executor_usable();
        atomic_store_explicit(&counted, width, memory_order_relaxed);
    }
    return width;
}

unsigned vg_executor_threads(void)
{
    return atomic_load(&vg_fleet.alive);
}

/* A thread that starts may hold a lock of the C library's or of an allocator put in its place, such as a
 * sanitizer's, and the child would find it held for good. */
static void await_starting_locked(void)
{
    while (atomic_load(&vg_fleet.state) == VG_FLEET_RUNNING &&
           atomic_load(&vg_fleet.begun) < atomic_load(&vg_fleet.alive))
        sched_yield();
}

static void before_fork(void)
{
    vg_mutex_lock(&lock);
    await_starting_locked();
    vg_place_lock();
}

static void after_fork_in_parent(void)
{
    vg_place_unlock();
    vg_mutex_unlock(&lock);
}

static void worker_reset(struct vg_worker *worker)
{
    atomic_store(&worker->deque.top, 0);
    atomic_store(&worker->deque.bottom, 0);
    atomic_store(&worker->woken, 0);
    worker->searching = false;
    worker->next = NULL;
}

/* The child has this one thread. What the parent's workers had in hand is gone; the tasks show it by their
 * era. */
static void after_fork_in_child(void)
{
    atomic_fetch_add(&vg_fleet.era, 1);
    atomic_store(&vg_fleet.state, VG_FLEET_STOPPED);
    atomic_store(&vg_fleet.alive, 0);
    atomic_store(&vg_fleet.searching, 0);
    atomic_store(&vg_fleet.helping, 0);
    for (size_t i = 0; i < VG_COUNT(vg_fleet.idle); i++)
        atomic_store(&vg_fleet.idle[i], 0);
    for (unsigned i = 0; vg_fleet.workers && i <= vg_fleet.room; i++)
        worker_reset(&vg_fleet.workers[i]);
    vg_injector_init(&vg_fleet.injector);
    vg_injector_init(&vg_fleet.calls);
    vg_jobs_reset(&vg_fleet.jobs);
    vg_teams_reset();
    if (vg_local()->self)
        vg_place_free_locked(vg_local()->self);
    vg_local()->self = NULL;
    vg_place_unlock();
    vg_mutex_unlock(&lock);
}

static struct vg_fork_watch watch = {.rank = VG_RANK_EXECUTOR,
                                     .before = before_fork,
                                     .in_parent = after_fork_in_parent,
                                     .in_child = after_fork_in_child};

void vg_fleet_init(void)
{
    vg_injector_init(&vg_fleet.injector);
    vg_injector_init(&vg_fleet.calls);
    vg_fleet.spin_ns = vg_config_number(VG_ID_VGPU_SPIN_US) * 1000;
    vg_fork_watch(&watch);
}
