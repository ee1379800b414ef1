/* SPDX-License-Identifier: MIT */
/* Initial contents. Where there are several NUMA nodes, a page lies in the memory of the thread that touches
 * it first, so the workers copy, each the part that a launch will give it. They do so by chunks, and whoever
 * takes a chunk copies it. The creating thread does not depend on them: when nothing has come from them for a
 * while, as when they are busy with kernels, it takes the remaining chunks itself, and their task finds none
 * left whenever it runs. */
#include "platform/initial.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/clock.h"
#include "base/error.h"
#include "executor/executor.h"
#include "executor/fault.h"
#include "executor/place.h"
#include "executor/task.h"
#include "platform/context.h"
#include "platform/device.h"

#define CHUNK_BYTES ((size_t)64 << 10)
#define CHUNK_NS 10000 /* about: every worker is worth its waking */
#define LEAST_BYTES ((size_t)1 << 20)
#define PATIENCE_NS 1000000
#define NAP_US 50

/* ---- One part ---- */

/* False when a page of host_ptr cannot be had, as of a file that has become shorter. */
static bool copy_part(char *to, const char *from, size_t bytes)
{
    return vg_fault_copy(to, from, bytes, NULL) == 0;
}

static cl_int unreadable(const struct vg_mem *mem, const void *from)
{
    return vg_fail(CL_OUT_OF_RESOURCES,
                   "host_ptr %p: of the %zu bytes there, some are in a file that has become shorter", from,
                   mem->size);
}

/* By pieces, each of which is in RAM for as long as it is written. */
static cl_int copy_here(struct vg_mem *mem, const char *from)
{
    char *to = vg_block_address(mem->block);
    for (size_t at = 0, now; at < mem->size; at += now) {
        now = vg_least(mem->size - at, VG_EXTENT_BYTES);
        const struct vg_span span = {
            .block = mem->block, .offset = at, .size = now, .write = true, .overwrite = true};
        VG_TRY(vg_pieces_pin(&span, 1));
        bool good = copy_part(to + at, from + at, now);
        vg_pieces_unpin(&span, 1);
        if (!good)
            return unreadable(mem, from);
    }
    return CL_SUCCESS;
}

/* ---- By workers ---- */

struct filling {
    struct vg_task task;
    struct vg_refcount refs; /* the creating thread's and the task's */
    atomic_uint_least64_t chunk_ns;
    char *to;
    const char *from;
    size_t bytes, chunks;
    atomic_size_t done;
    atomic_bool failed;
    atomic_bool taken[];
};

static void copy_chunk(struct filling *filling, size_t index)
{
    if (atomic_exchange_explicit(&filling->taken[index], true, memory_order_relaxed))
        return;
    size_t at = index * CHUNK_BYTES;
    if (!copy_part(filling->to + at, filling->from + at, vg_least(filling->bytes - at, CHUNK_BYTES)))
        atomic_store_explicit(&filling->failed, true, memory_order_relaxed);
    /* Release: what was copied, to the creating thread. */
    atomic_fetch_add_explicit(&filling->done, 1, memory_order_release);
}

static int copy_chunks(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last,
                       void *scratch)
{
    struct filling *filling = (struct filling *)(uintptr_t)args;
    for (uint64_t i = first; i < last; i++)
        copy_chunk(filling, i);
    return (void)launch, (void)scratch, 0;
}

static void drop(struct filling *filling)
{
    if (vg_ref_drop(&filling->refs))
        vg_free(filling);
}

static void retire(struct vg_task *task)
{
    drop(VG_CONTAINER_OF(task, struct filling, task));
}

static struct filling *new_filling(struct vg_mem *mem, const void *from)
{
    size_t chunks = (mem->size - 1) / CHUNK_BYTES + 1;
    struct filling *filling = vg_zalloc(sizeof(*filling) + chunks * sizeof(*filling->taken));
    if (!filling)
        return NULL;
    filling->to = vg_block_address(mem->block);
    filling->from = from;
    filling->bytes = mem->size;
    filling->chunks = chunks;
    atomic_init(&filling->chunk_ns, CHUNK_NS);
    vg_ref_init(&filling->refs);
    return filling;
}

/* To the workers that will use the memory: those of the only device. */
static void submit(struct filling *filling, const struct vg_context *context)
{
    vg_task_init(&filling->task, VG_TASK_RANGE);
    filling->task.body.range = (struct vg_range){
        .entry = copy_chunks, .args = filling, .groups = filling->chunks, .group_ns = &filling->chunk_ns};
    filling->task.team = context->device_count == 1 ? context->devices[0]->team : NULL;
    filling->task.retire = retire;
    vg_ref_take(&filling->refs);
    vg_task_submit(&filling->task);
}

static size_t done(struct filling *filling)
{
    return atomic_load_explicit(&filling->done, memory_order_acquire);
}

/* Until everything is copied, or nothing more comes. */
static void watch(struct filling *filling)
{
    size_t before = 0;
    uint64_t since = vg_now_ns();
    for (size_t now; (now = done(filling)) < filling->chunks; usleep(NAP_US)) {
        if (now == before && vg_now_ns() - since > PATIENCE_NS)
            return;
        if (now != before)
            since = vg_now_ns();
        before = now;
    }
}

static cl_int copy_by_workers(struct vg_mem *mem, const void *from)
{
    struct filling *filling = new_filling(mem, from);
    if (!filling)
        return copy_here(mem, from);
    submit(filling, mem->context);
    watch(filling);
    for (size_t i = 0; i < filling->chunks; i++)
        copy_chunk(filling, i);
    while (done(filling) < filling->chunks) /* some are being copied at this moment */
        usleep(NAP_US);
    bool failed = atomic_load_explicit(&filling->failed, memory_order_relaxed);
    drop(filling);
    return failed ? unreadable(mem, from) : CL_SUCCESS;
}

cl_int vg_mem_fill(struct vg_mem *mem, const void *from)
{
    bool placed = mem->size >= LEAST_BYTES && vg_place_has_nodes() && !vg_memory_is_paged();
    if (placed && !vg_executor_on_worker())
        return copy_by_workers(mem, from);
    return copy_here(mem, from);
}
