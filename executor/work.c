/* SPDX-License-Identifier: MIT */
/* Sizes of work: how long a body should take, and into how many parts and pieces it is divided for that.
 *
 * The estimate of a kernel is what its work-groups took before. It rises by at most RISE_MOST times per
 * launch, so that one launch that was interrupted does not spoil it, and falls by half. */
#include "executor/work.h"

#include "base/checked.h"
#include "executor/jobs.h"

#define PART_NS 10000       /* less than this is not worth waking a thread for */
#define PIECE_LEAST_NS 5000 /* less than this is not worth handing from thread to thread */
#define PIECE_MOST_NS 50000 /* more than this leaves threads idle at the end */
#define PIECES_PER_PART 4
#define PIECES_UNKNOWN 16  /* per part, while nothing is known about a kernel */
#define TRANSFER_GRAIN 256 /* units: 1 MiB */
#define RISE_MOST 16

uint64_t vg_work_units(const struct vg_task *task)
{
    switch (task->kind) {
    case VG_TASK_RANGE:
        return task->body.range.groups;
    case VG_TASK_COPY:
        return vg_transfer_units(task->body.copy.region);
    case VG_TASK_FILL:
        return vg_transfer_units(task->body.fill.region);
    default:
        return 0;
    }
}

static uint64_t group_ns(const struct vg_range *range)
{
    return range->group_ns ? atomic_load_explicit(range->group_ns, memory_order_relaxed) : 0;
}

static uint64_t range_estimate(const struct vg_range *range)
{
    uint64_t each = group_ns(range), total;
    if (range->groups == 0)
        return 0;
    if (each == 0 || __builtin_mul_overflow(each, range->groups, &total))
        return VG_WORK_UNKNOWN;
    return total;
}

uint64_t vg_work_estimate(const struct vg_task *task)
{
    switch (task->kind) {
    case VG_TASK_RANGE:
        return range_estimate(&task->body.range);
    case VG_TASK_COPY:
        return vg_transfer_estimate(task->body.copy.region);
    case VG_TASK_FILL:
        return vg_transfer_estimate(task->body.fill.region);
    case VG_TASK_CALL:
        return VG_WORK_UNKNOWN;
    default:
        return 0;
    }
}

uint64_t vg_work_unit_ns(const struct vg_task *task)
{
    if (task->kind == VG_TASK_CALL)
        return VG_WORK_UNKNOWN;
    if (task->kind != VG_TASK_RANGE)
        return 0;
    uint64_t each = group_ns(&task->body.range);
    return each ? each : VG_WORK_UNKNOWN;
}

struct vg_piece vg_work_phase(const struct vg_task *task)
{
    const uint64_t *ends = task->kind == VG_TASK_RANGE ? task->body.range.phase_ends : NULL;
    if (!ends)
        return (struct vg_piece){(struct vg_task *)(uintptr_t)task, 0, vg_work_units(task)};
    return (struct vg_piece){(struct vg_task *)(uintptr_t)task, task->phase ? ends[task->phase - 1] : 0,
                             ends[task->phase]};
}

bool vg_work_is_last_phase(const struct vg_task *task)
{
    return vg_work_phase(task).last == vg_work_units(task);
}

static struct vg_cut range_cut(const struct vg_range *range, uint64_t units, uint64_t parts)
{
    uint64_t each = group_ns(range), total, grain;
    if (each == 0 || __builtin_mul_overflow(each, units, &total)) {
        grain = units / (parts * PIECES_UNKNOWN);
    } else {
        parts = vg_least(parts, vg_most(total / PART_NS, 1));
        grain = vg_most(units / (parts * PIECES_PER_PART), PIECE_LEAST_NS / each);
        grain = vg_least(grain, PIECE_MOST_NS / each);
    }
    return (struct vg_cut){.parts = (unsigned)parts, .grain = vg_most(grain, 1)};
}

struct vg_cut vg_work_cut(const struct vg_task *task, uint64_t units, unsigned threads)
{
    uint64_t parts = vg_least(vg_least(threads, VG_JOB_PARTS), units);
    if (task->kind == VG_TASK_RANGE)
        return range_cut(&task->body.range, units, parts);
    parts = vg_least(parts, vg_most(units / TRANSFER_GRAIN, 1));
    if (task->paged) /* each thread goes through its part in order, by whole extents where it can */
        return (struct vg_cut){.parts = (unsigned)parts, .grain = units / parts + 1};
    return (struct vg_cut){.parts = (unsigned)parts, .grain = TRANSFER_GRAIN};
}

int vg_work_run(const struct vg_task *task, uint64_t first, uint64_t last)
{
    switch (task->kind) {
    case VG_TASK_RANGE:
        return vg_range_run(&task->body.range, first, last);
    case VG_TASK_COPY:
        return vg_copy_run(task, first, last);
    case VG_TASK_FILL:
        return vg_fill_run(task, first, last);
    default:
        return 0;
    }
}

void vg_work_learn(const struct vg_task *task, uint64_t busy_ns)
{
    if (task->kind != VG_TASK_RANGE || !task->body.range.group_ns || task->body.range.groups == 0)
        return;
    uint64_t now = vg_most(busy_ns / task->body.range.groups, 1);
    uint64_t known = group_ns(&task->body.range);
    if (known && now > known)
        now = vg_least(now, known * RISE_MOST);
    else if (known)
        now = vg_most((known + now) / 2, 1);
    atomic_store_explicit(task->body.range.group_ns, now, memory_order_relaxed);
}
