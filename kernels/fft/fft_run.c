/* SPDX-License-Identifier: MIT */
/* Runs work-groups of transforms: which of them is which part of which step, and where its numbers are. */
#include "base/checked.h"
#include "kernels/fft/fft.h"
#include "kernels/fft/fft_job.h"

#define NEAR_BYTES ((size_t)128 << 10)
#define FAR_BYTES ((size_t)1 << 20)

/* A unit that a thread works on. */
struct unit {
    const struct vg_fft_job *job;
    const struct vg_fft_axis *axis;
    size_t
        lanes; /* in use, when they are different transforms; of several units that are next to each other */
    size_t size; /* of a real */
    char *at[4]; /* by enum vg_fft_place */
    void *scratch;
};

static char *array_at(const struct vg_fft_job *job, enum vg_fft_array array)
{
    switch (array) {
    case VG_FFT_IN:
        return (char *)(uintptr_t)job->in;
    case VG_FFT_OUT:
        return job->out;
    default:
        return job->memory.base;
    }
}

/* Takes the unit at index, or with several lanes in one step as many from there to last as are next to each
 * other: *next is behind them. shared: work is in memory of the launch. */
static struct unit take_unit(const struct vg_fft_job *job, const struct vg_fft_phase *phase, size_t index,
                             size_t last, bool shared, char *scratch, size_t *next)
{
    const struct vg_fft_axis *axis = &job->axes[phase->axis];
    size_t lanes = job->leaf->lanes, size = job->leaf->size, rest = index / axis->bundles;
    size_t lane = index % axis->bundles * lanes, in = 0, out = 0;
    *next = index + 1;
    if (axis->across) {
        if (axis->step_count == 1)
            *next = vg_least(last, index + axis->bundles - index % axis->bundles);
        in = lane * axis->lane.in;
        out = lane * axis->lane.out;
        lanes = vg_least((*next - index) * lanes, axis->lane.count - lane);
    }
    for (unsigned i = 0; i < axis->loop_count; i++) {
        const struct vg_fft_loop *loop = &axis->loops[i];
        in += rest % loop->count * loop->in;
        out += rest % loop->count * loop->out;
        rest /= loop->count;
    }
    struct unit unit = {.job = job, .axis = axis, .lanes = lanes, .size = size, .scratch = scratch};
    unit.at[VG_FFT_SOURCE] = array_at(job, axis->from) + in * size;
    unit.at[VG_FFT_TARGET] = array_at(job, axis->to) + out * size;
    if (axis->work_arrays) {
        char *work =
            shared ? (char *)job->memory.base + job->between + index * axis->work_arrays * axis->work * size
                   : scratch + job->work_at;
        unit.at[VG_FFT_WORK_A] = work;
        unit.at[VG_FFT_WORK_B] = work + axis->work * size;
    }
    return unit;
}

/* Of a unit's transforms at a place, from element 0 of the first on. */
static struct vg_fft_side side_of(const struct unit *unit, enum vg_fft_place place)
{
    const struct vg_fft_axis *axis = unit->axis;
    struct vg_fft_side side = {.at = unit->at[place]};
    if (place >= VG_FFT_WORK_A) {
        side.lane = 2;
        side.step = axis->across ? 2 * unit->job->leaf->lanes : 2;
        side.part = 1;
    } else {
        const struct vg_fft_lay *lay = place == VG_FFT_SOURCE ? &axis->in : &axis->out;
        side.lane = place == VG_FFT_SOURCE ? axis->lane.in : axis->lane.out;
        side.step = lay->step;
        side.part = lay->part;
    }
    return side;
}

static const void *entry_of(const void *table, size_t complexes, size_t size)
{
    return table ? (const char *)table + complexes * 2 * size : NULL;
}

static void advance(struct vg_fft_side *side, size_t elements, size_t size)
{
    side->at = (char *)side->at + elements * side->step * size;
}

/* Where a block is within a pass. */
struct spot {
    size_t p, q; /* of [radix][rest][stride] */
    size_t count, row;
    bool lanes_in_p;
};

static struct spot spot_of(const struct unit *unit, const struct vg_fft_pass *pass, size_t block)
{
    size_t lanes = unit->job->leaf->lanes;
    if (unit->axis->across)
        return (struct spot){.p = block / pass->stride,
                             .q = block % pass->stride,
                             .count = unit->lanes,
                             .row = block / pass->stride};
    if (pass->stride == 1)
        return (struct spot){.p = block * lanes,
                             .count = vg_least(lanes, pass->rest - block * lanes),
                             .row = block,
                             .lanes_in_p = true};
    size_t across = vg_divide_up(pass->stride, lanes), q = block % across * lanes;
    return (struct spot){
        .p = block / across, .q = q, .count = vg_least(lanes, pass->stride - q), .row = block / across};
}

/* From a place in a block to the same one in what is wanted next: in the next unit while units are small, or
 * in the next block of this one. What a step in front of this one has left in the second-level cache is not
 * fetched. */
static size_t look_ahead(const struct unit *unit, bool fresh, size_t lane, size_t bundle, size_t loop)
{
    const struct vg_fft_axis *axis = unit->axis;
    size_t lanes = unit->job->leaf->lanes,
           bytes = 2 * axis->line->key.n * unit->size * (axis->across ? lanes : 1);
    if (bytes > FAR_BYTES)
        return lanes * lane;
    if (!fresh)
        return 0;
    if (bytes > NEAR_BYTES)
        return lanes * lane;
    return axis->across ? lanes * bundle : axis->loop_count ? loop : 0;
}

static void run_block(const struct unit *unit, const struct vg_fft_step *step, size_t index)
{
    const struct vg_fft_pass *pass = step->pass;
    const struct spot spot = spot_of(unit, pass, index);
    struct vg_fft_block block = {
        .column = &pass->column,
        .in = side_of(unit, step->from),
        .out = side_of(unit, step->to),
        .count = spot.count,
        .inverse = step->inverse,
        .ends = unit->axis->ends,
        .half = unit->axis->line->half,
        .row = pass->rest > 1 ? entry_of(pass->rows, spot.row * pass->radix, unit->size) : NULL,
        .base = pass->base,
        .scale = step->scaled ? unit->axis->scale : 1,
        .scratch = unit->scratch,
    };
    advance(&block.in, spot.q + pass->stride * spot.p, unit->size);
    advance(&block.out, spot.q + pass->stride * pass->radix * spot.p, unit->size);
    if (!unit->axis->across) {
        block.in.lane = block.in.step;
        block.out.lane = block.out.step * (spot.lanes_in_p ? pass->radix : 1);
    }
    const struct vg_fft_axis *axis = unit->axis;
    bool first = step->from == VG_FFT_SOURCE;
    block.in.ahead = look_ahead(unit, first, block.in.lane, axis->lane.in, axis->loops[0].in);
    if (step->from != step->to)
        block.out.ahead = look_ahead(unit, first, block.out.lane, axis->lane.out, axis->loops[0].out);
    block.in.step *= pass->stride * pass->rest;
    block.out.step *= pass->stride;
    unit->job->leaf->run(&block);
}

static void run_stretch(const struct unit *unit, const struct vg_fft_step *step, size_t index)
{
    const struct vg_fft_stretch stretch = {
        .n = step->n,
        .first = index * VG_FFT_STRETCH,
        .last = vg_least((index + 1) * VG_FFT_STRETCH, step->count),
        .in = side_of(unit, step->from),
        .out = side_of(unit, step->to),
        .inverse = step->inverse,
        .roots = step->roots,
        .scale = step->scaled ? unit->axis->scale : 1,
    };
    step->stretch(&stretch);
}

static void run_step(const struct unit *unit, const struct vg_fft_step *step, size_t part, size_t parts)
{
    size_t blocks = vg_fft_blocks(unit->axis, step);
    for (size_t i = blocks * part / parts; i < blocks * (part + 1) / parts; i++)
        (step->pass ? run_block : run_stretch)(unit, step, i);
}

static void run_group(const struct vg_fft_job *job, const struct vg_fft_phase *phase, uint64_t group,
                      char *scratch)
{
    const struct vg_fft_axis *axis = &job->axes[phase->axis];
    size_t first = group / phase->parts * phase->together, part = group % phase->parts;
    size_t last = vg_least(first + phase->together, axis->units);
    for (size_t i = first; i < last;) {
        struct unit unit = take_unit(job, phase, i, last, phase->step_count < axis->step_count, scratch, &i);
        for (unsigned j = 0; j < phase->step_count; j++)
            run_step(&unit, &axis->steps[phase->first_step + j], part, phase->parts);
    }
}

int vg_fft_run(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last, void *scratch)
{
    const struct vg_fft_job *job = ((const struct vg_fft_plan *)args)->job;
    unsigned phase = 0;
    for (uint64_t group = first; group < last; group++) {
        while (group >= job->ends[phase])
            phase++;
        run_group(job, &job->phases[phase], group - (phase ? job->ends[phase - 1] : 0), scratch);
    }
    return (void)launch, 0;
}
