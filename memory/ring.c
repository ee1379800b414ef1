/* SPDX-License-Identifier: MIT */
/* Rings by the bare system calls: a library would allocate, which a fault handler must not.
 *
 * Buffers are not registered: extents come from pages that are moved to their addresses, so every transfer
 * has others, and registering them would cost what it saves. */
#include "memory/ring.h"

#include <errno.h>
#include <linux/io_uring.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/config.h"

#define RINGS 8 /* callers at once; others find none */

struct ring {
    atomic_bool busy; /* guards the rest */
    bool open;
    int fd;
    char *queues; /* of submissions and completions */
    struct io_uring_sqe *entries;
    size_t queues_bytes, entries_bytes;
    atomic_uint *submit_head, *submit_tail, *done_head, *done_tail;
    unsigned submit_mask, done_mask, *order;
    struct io_uring_cqe *done;
};

static struct ring rings[RINGS];
static atomic_bool usable;

static void *map_ring(int fd, size_t bytes, off_t what)
{
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, what);
    if (at != MAP_FAILED)
        (void)madvise(at, bytes, MADV_DONTFORK);
    return at == MAP_FAILED ? NULL : at;
}

static void ring_close(struct ring *ring)
{
    if (ring->queues)
        munmap(ring->queues, ring->queues_bytes);
    if (ring->entries)
        munmap(ring->entries, ring->entries_bytes);
    close(ring->fd);
    ring->queues = NULL;
    ring->entries = NULL;
    ring->open = false;
}

static void find_fields(struct ring *ring, const struct io_uring_params *is)
{
    char *base = ring->queues;
    ring->submit_head = (atomic_uint *)(void *)(base + is->sq_off.head);
    ring->submit_tail = (atomic_uint *)(void *)(base + is->sq_off.tail);
    ring->submit_mask = *(unsigned *)(void *)(base + is->sq_off.ring_mask);
    ring->order = (unsigned *)(void *)(base + is->sq_off.array);
    ring->done_head = (atomic_uint *)(void *)(base + is->cq_off.head);
    ring->done_tail = (atomic_uint *)(void *)(base + is->cq_off.tail);
    ring->done_mask = *(unsigned *)(void *)(base + is->cq_off.ring_mask);
    ring->done = (struct io_uring_cqe *)(void *)(base + is->cq_off.cqes);
}

static bool ring_open(struct ring *ring)
{
    struct io_uring_params is = {0};
    long fd = syscall(SYS_io_uring_setup, VG_RING_ENTRIES, &is);
    if (fd < 0)
        return false;
    size_t submit = is.sq_off.array + is.sq_entries * sizeof(unsigned);
    size_t done = is.cq_off.cqes + is.cq_entries * sizeof(struct io_uring_cqe);
    ring->fd = (int)fd;
    ring->queues_bytes = submit > done ? submit : done;
    ring->entries_bytes = is.sq_entries * sizeof(struct io_uring_sqe);
    if (is.features & IORING_FEAT_SINGLE_MMAP) {
        ring->queues = map_ring(ring->fd, ring->queues_bytes, IORING_OFF_SQ_RING);
        ring->entries = map_ring(ring->fd, ring->entries_bytes, (off_t)IORING_OFF_SQES);
    }
    if (!ring->queues || !ring->entries) {
        ring_close(ring);
        return false;
    }
    find_fields(ring, &is);
    ring->open = true;
    return true;
}

static void ring_leave(struct ring *ring)
{
    atomic_store_explicit(&ring->busy, false, memory_order_release);
}

static struct ring *ring_claim(void)
{
    for (struct ring *ring = rings; ring < rings + RINGS; ring++) {
        if (atomic_exchange_explicit(&ring->busy, true, memory_order_acquire))
            continue;
        if (ring->open || ring_open(ring))
            return ring;
        ring_leave(ring);
        return NULL;
    }
    return NULL;
}

bool vg_ring_start(void)
{
    struct ring *ring = vg_config_number(VG_ID_VGPU_IO_URING) ? ring_claim() : NULL;
    if (ring)
        ring_leave(ring);
    atomic_store(&usable, ring != NULL);
    return ring != NULL;
}

void vg_ring_abandon(void)
{
    for (struct ring *ring = rings; ring < rings + RINGS; ring++) {
        if (ring->open)
            close(ring->fd); /* it is not mapped here */
        ring->queues = NULL;
        ring->entries = NULL;
        ring->open = false;
        ring_leave(ring);
    }
}

static void put(struct ring *ring, int fd, bool write, const struct vg_ring_job *jobs, unsigned count)
{
    unsigned tail = atomic_load_explicit(ring->submit_tail, memory_order_relaxed);
    for (unsigned i = 0; i < count; i++, tail++) {
        unsigned index = tail & ring->submit_mask;
        ring->entries[index] = (struct io_uring_sqe){.opcode = write ? IORING_OP_WRITE : IORING_OP_READ,
                                                     .fd = fd,
                                                     .off = jobs[i].at,
                                                     .addr = (uintptr_t)jobs[i].memory,
                                                     .len = (unsigned)jobs[i].bytes,
                                                     .user_data = i};
        ring->order[index] = index;
    }
    atomic_store_explicit(ring->submit_tail, tail, memory_order_release);
}

/* What the system has not taken stays undone. */
static void withdraw(struct ring *ring)
{
    unsigned head = atomic_load_explicit(ring->submit_head, memory_order_acquire);
    atomic_store_explicit(ring->submit_tail, head, memory_order_release);
}

static unsigned reap(struct ring *ring, struct vg_ring_job *jobs)
{
    unsigned head = atomic_load_explicit(ring->done_head, memory_order_relaxed);
    unsigned tail = atomic_load_explicit(ring->done_tail, memory_order_acquire), count = tail - head;
    for (; head != tail; head++) {
        const struct io_uring_cqe *done = &ring->done[head & ring->done_mask];
        jobs[done->user_data].moved = done->res > 0 ? (size_t)done->res : 0;
    }
    atomic_store_explicit(ring->done_head, head, memory_order_release);
    return count;
}

static void run(struct ring *ring, struct vg_ring_job *jobs, unsigned count)
{
    unsigned taken = 0, done = 0, wanted = count;
    while (done < wanted) {
        long n = syscall(SYS_io_uring_enter, ring->fd, wanted - taken, wanted - done, IORING_ENTER_GETEVENTS,
                         NULL, 0);
        if (n > 0)
            taken += (unsigned)n;
        if (n < 0 && errno != EINTR && taken < wanted) {
            withdraw(ring);
            wanted = taken;
        } else if (n < 0 && errno != EINTR) {
            /* Somebody closed the ring: what is under way ends all the same, and is then seen in memory. */
            nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
        }
        done += reap(ring, jobs);
    }
}

void vg_ring_move(int fd, bool write, struct vg_ring_job *jobs, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        jobs[i].moved = 0;
    struct ring *ring = atomic_load_explicit(&usable, memory_order_relaxed) ? ring_claim() : NULL;
    if (!ring)
        return;
    put(ring, fd, write, jobs, count);
    run(ring, jobs, count);
    ring_leave(ring);
}
