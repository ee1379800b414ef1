/* SPDX-License-Identifier: MIT */
/* Plans transforms: which lines the axes take, in which steps, and how these are divided among threads. */
#include "kernels/fft/fft.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/sync.h"
#include "kernels/fft/fft_job.h"

#define COLUMN_ROWS 256        /* elements of a column when neighbours in memory are of the same transform: */
#define COLUMN_FEW 32          /* with fewer transforms than lanes; */
#define COLUMN_REAL 1024       /* and of a real transform, which takes more steps otherwise */
#define GROUP_REALS (1u << 15) /* of a work-group, unless there are too few then */
#define GROUPS_PER_THREAD 4
#define SPARE_BYTES (64u << 20) /* of memory that is kept for the next launch */

/* ---- Loops ---- */

/* The transforms that an axis is done for: a dimension less, and the batch. */
struct grid {
    unsigned count;
    struct vg_fft_loop loops[VG_FFT_LOOPS_MOST];
};

static void add_loop(struct grid *grid, size_t count, size_t in, size_t out)
{
    if (count > 1)
        grid->loops[grid->count++] = (struct vg_fft_loop){count, in, out};
}

static void sort_loops(struct grid *grid)
{
    for (unsigned i = 1; i < grid->count; i++) {
        for (unsigned j = i; j > 0 && grid->loops[j].in < grid->loops[j - 1].in; j--) {
            struct vg_fft_loop loop = grid->loops[j];
            grid->loops[j] = grid->loops[j - 1];
            grid->loops[j - 1] = loop;
        }
    }
}

/* Loops of which the second goes on where the first ends become one. */
static void merge_loops(struct grid *grid)
{
    unsigned kept = 0;
    sort_loops(grid);
    for (unsigned i = 1; i < grid->count; i++) {
        struct vg_fft_loop *low = &grid->loops[kept], *high = &grid->loops[i];
        if (high->in == low->in * low->count && high->out == low->out * low->count)
            low->count *= high->count;
        else
            grid->loops[++kept] = *high;
    }
    grid->count = grid->count ? kept + 1 : 0;
}

static bool is_dense(const struct vg_fft_loop *loop)
{
    return loop->in == 2 && loop->out == 2;
}

/* The loop for the lanes: one of neighbours in memory, or else the longest. */
static unsigned choose_lane(const struct grid *grid)
{
    unsigned best = 0;
    for (unsigned i = 1; i < grid->count; i++) {
        const struct vg_fft_loop *x = &grid->loops[i], *y = &grid->loops[best];
        if (is_dense(x) || (!is_dense(y) && x->count > y->count))
            best = i;
    }
    return best;
}

static struct vg_fft_loop lane_of(const struct grid *grid)
{
    return grid->count ? grid->loops[choose_lane(grid)] : (struct vg_fft_loop){.count = 1};
}

/* Across, lanes belong to one of the loops. */
static void take_loops(struct vg_fft_axis *axis, const struct grid *grid, size_t lanes)
{
    unsigned lane = axis->across && grid->count ? choose_lane(grid) : VG_FFT_LOOPS_MOST;
    axis->lane = lane_of(grid);
    axis->bundles = axis->across ? vg_divide_up(axis->lane.count, lanes) : 1;
    axis->units = axis->bundles;
    for (unsigned i = 0; i < grid->count; i++) {
        if (i == lane)
            continue;
        axis->loops[axis->loop_count++] = grid->loops[i];
        axis->units *= grid->loops[i].count;
    }
}

/* ---- Lines ---- */

/* An axis as it is planned. */
struct sketch {
    const struct vg_fft *what;
    unsigned dim;
    bool real_in, real_out;
    size_t n; /* of the line: half of an even real transform's */
    struct grid grid;
};

static bool is_real(const struct sketch *sketch)
{
    return sketch->real_in || sketch->real_out;
}

static bool is_paired(const struct sketch *sketch)
{
    return is_real(sketch) && sketch->what->n[sketch->dim] % 2 == 0;
}

static struct vg_fft_key choose_key(const struct sketch *sketch, const struct vg_fft_axis *axis)
{
    size_t lanes = vg_fft_leaf(sketch->what->type)->lanes;
    const struct vg_fft_loop lane = lane_of(&sketch->grid);
    bool rows = axis->in.step == 2 && axis->out.step == 2, columns = is_dense(&lane) && !rows;
    struct vg_fft_key key = {
        .type = sketch->what->type, .n = sketch->n, .inside = !columns, .half = is_paired(sketch)};
    if (columns)
        key.column_most = VG_FFT_COLUMN_MOST;
    else if (lane.count < lanes)
        key.column_most = COLUMN_FEW;
    else if (is_real(sketch))
        key.column_most = COLUMN_REAL;
    else
        key.column_most = rows ? COLUMN_ROWS : VG_FFT_COLUMN_MOST;
    if (is_real(sketch))
        key.inside = true;
    return key;
}

/* ---- Steps ---- */

static struct vg_fft_step *add_step(struct vg_fft_axis *axis, enum vg_fft_place from, enum vg_fft_place to)
{
    struct vg_fft_step *step = &axis->steps[axis->step_count++];
    *step = (struct vg_fft_step){.from = from, .to = to};
    return step;
}

static void add_stretch(struct vg_fft_axis *axis, vg_fft_stretch_run *run, size_t n, size_t count,
                        const void *roots, enum vg_fft_place from, enum vg_fft_place to)
{
    struct vg_fft_step *step = add_step(axis, from, to);
    step->stretch = run;
    step->n = n;
    step->count = count;
    step->roots = roots;
}

static void add_pass(struct vg_fft_axis *axis, const struct vg_fft_pass *pass, enum vg_fft_place from,
                     enum vg_fft_place to, bool inverse)
{
    struct vg_fft_step *step = add_step(axis, from, to);
    step->pass = pass;
    step->inverse = inverse;
}

/* A pass of Stockham's algorithm is not in place but for the last. Between two arrays, from the first; where
 * the result is. */
static enum vg_fft_place add_passes_between(struct vg_fft_axis *axis, const struct vg_fft_line *line,
                                            enum vg_fft_place first, enum vg_fft_place other, bool inverse)
{
    for (unsigned i = 0; i < line->pass_count; i++) {
        bool last = i + 1 == line->pass_count;
        add_pass(axis, &line->passes[i], first, last ? first : other, inverse);
        if (last)
            break;
        enum vg_fft_place exchanged = first;
        first = other;
        other = exchanged;
    }
    return first;
}

/* To the target, by an array for work where there is no other way. */
static void add_passes(struct vg_fft_axis *axis, enum vg_fft_place from, bool in_place, bool inverse)
{
    const struct vg_fft_line *line = axis->line;
    if (line->pass_count == 1) {
        add_pass(axis, &line->passes[0], from, VG_FFT_TARGET, inverse);
    } else {
        bool by_work = line->pass_count == 3 || in_place;
        enum vg_fft_place free = from == VG_FFT_WORK_A ? VG_FFT_WORK_B : VG_FFT_WORK_A;
        enum vg_fft_place second = by_work ? free : VG_FFT_TARGET;
        add_pass(axis, &line->passes[0], from, second, inverse);
        add_pass(axis, &line->passes[1], second, VG_FFT_TARGET, inverse);
        if (line->pass_count == 3)
            add_pass(axis, &line->passes[2], VG_FFT_TARGET, VG_FFT_TARGET, inverse);
    }
    axis->steps[axis->step_count - 1].scaled = true;
}

/* The first count results to the target. */
static void add_convolution(struct vg_fft_axis *axis, enum vg_fft_place from, size_t count, bool inverse)
{
    const struct vg_fft_line *line = axis->line, *by = line->convolution;
    size_t n = line->key.n, length = by->key.n;
    enum vg_fft_place at = VG_FFT_WORK_A;
    add_stretch(axis, line->leaf->begin_chirp, n, length, line->chirp, from, at);
    axis->steps[axis->step_count - 1].inverse = inverse;
    at = add_passes_between(axis, by, at, VG_FFT_WORK_B, false);
    add_stretch(axis, line->leaf->multiply, length, length, line->spectrum, at, at);
    at = add_passes_between(axis, by, at, at == VG_FFT_WORK_A ? VG_FFT_WORK_B : VG_FFT_WORK_A, false);
    add_stretch(axis, line->leaf->end_chirp, n, count, line->chirp, at, VG_FFT_TARGET);
    axis->steps[axis->step_count - 1].inverse = inverse;
    axis->steps[axis->step_count - 1].scaled = true;
}

static void add_line(struct vg_fft_axis *axis, enum vg_fft_place from, bool in_place, bool inverse)
{
    if (axis->line->convolution)
        add_convolution(axis, from, axis->line->key.n, inverse);
    else
        add_passes(axis, from, in_place, inverse);
}

/* Of odd length: the complex transform with zeros, or of mirrored numbers. */
static void add_odd(struct vg_fft_axis *axis, const struct sketch *sketch)
{
    const struct vg_fft_line *line = axis->line;
    const struct vg_fft_leaf *leaf = line->leaf;
    size_t n = sketch->n, some = n / 2 + 1;
    enum vg_fft_place at = VG_FFT_WORK_A;
    if (sketch->real_out)
        add_stretch(axis, leaf->mirror, n, some, NULL, VG_FFT_SOURCE, at);
    else
        add_stretch(axis, leaf->convert, n, n, NULL, VG_FFT_SOURCE, at);
    if (line->convolution) {
        add_convolution(axis, at, sketch->real_out ? n : some, sketch->real_out);
        return;
    }
    at = add_passes_between(axis, line, at, VG_FFT_WORK_B, sketch->real_out);
    axis->steps[axis->step_count - 1].scaled = true;
    add_stretch(axis, leaf->convert, n, sketch->real_out ? n : some, NULL, at, VG_FFT_TARGET);
}

static void add_paired(struct vg_fft_axis *axis, const struct sketch *sketch)
{
    const struct vg_fft_leaf *leaf = axis->line->leaf;
    size_t n = sketch->n, half = n / 2 + 1;
    if (sketch->real_out) {
        add_stretch(axis, leaf->join_pairs, n, half, axis->line->half, VG_FFT_SOURCE, VG_FFT_WORK_A);
        add_line(axis, VG_FFT_WORK_A, false, true);
    } else {
        add_line(axis, VG_FFT_SOURCE, false, false);
        add_stretch(axis, leaf->split_pairs, n, half, axis->line->half, VG_FFT_TARGET, VG_FFT_TARGET);
    }
}

static enum vg_fft_ends ends_of(const struct sketch *sketch)
{
    if (!is_real(sketch))
        return VG_FFT_ENDS_COMPLEX;
    if (is_paired(sketch))
        return sketch->real_in ? VG_FFT_ENDS_PAIRS_IN : VG_FFT_ENDS_PAIRS_OUT;
    return sketch->real_in ? VG_FFT_ENDS_REAL_IN : VG_FFT_ENDS_REAL_OUT;
}

static void choose_steps(struct vg_fft_axis *axis, const struct sketch *sketch, bool in_place)
{
    bool inverse = sketch->what->inverse;
    if (!axis->line->convolution && axis->line->pass_count == 1) {
        axis->ends = ends_of(sketch);
        add_passes(axis, VG_FFT_SOURCE, in_place, inverse);
    } else if (is_paired(sketch)) {
        add_paired(axis, sketch);
    } else if (is_real(sketch)) {
        add_odd(axis, sketch);
    } else {
        add_line(axis, VG_FFT_SOURCE, in_place, inverse);
    }
}

/* WORK_B is used only where WORK_A is. */
static unsigned count_work(const struct vg_fft_axis *axis)
{
    unsigned count = 0;
    for (unsigned i = 0; i < axis->step_count; i++) {
        if (axis->steps[i].to >= VG_FFT_WORK_A)
            count = (unsigned)vg_most(count, axis->steps[i].to - VG_FFT_WORK_A + 1u);
    }
    return count;
}

/* ---- Axes ---- */

static struct vg_fft_lay lay_of(size_t step, bool real, bool paired)
{
    if (!real)
        return (struct vg_fft_lay){2 * step, 1};
    return paired ? (struct vg_fft_lay){2 * step, step} : (struct vg_fft_lay){step, 0};
}

/* Elements of a dimension while this axis is done: of real numbers' transforms half is kept. */
static size_t extent_of(const struct vg_fft *what, unsigned dim)
{
    bool halved = what->kind != VG_FFT_COMPLEX && dim + 1 == what->dims;
    return halved ? what->n[dim] / 2 + 1 : what->n[dim];
}

/* Steps on a side of an axis, in elements of the array that it is. */
struct strides {
    size_t dims[VG_FFT_DIMS_MOST], batch;
};

static struct strides strides_of(const struct vg_fft *what, enum vg_fft_array array)
{
    struct strides s = {.batch = array == VG_FFT_IN ? what->in_batch : what->out_batch};
    memcpy(s.dims, array == VG_FFT_IN ? what->in : what->out, sizeof(s.dims));
    if (array == VG_FFT_BETWEEN) {
        s.batch = 1;
        for (unsigned i = what->dims; i-- > 0; s.batch *= extent_of(what, i))
            s.dims[i] = s.batch;
    }
    return s;
}

/* Where an axis reads and writes: complex axes after a real one are done in the result, those in front of one
 * in memory of the launch. */
static void choose_arrays(struct vg_fft_axis *axis, const struct sketch *sketch, bool first)
{
    const struct vg_fft *what = sketch->what;
    enum vg_fft_array result =
        what->kind == VG_FFT_REAL_OUT && !sketch->real_out ? VG_FFT_BETWEEN : VG_FFT_OUT;
    axis->to = result;
    axis->from = first ? VG_FFT_IN : what->kind == VG_FFT_REAL_OUT ? VG_FFT_BETWEEN : result;
}

static bool make_axis(struct vg_fft_axis *axis, struct sketch *sketch, bool first)
{
    const struct vg_fft *what = sketch->what;
    choose_arrays(axis, sketch, first);
    const struct strides in = strides_of(what, axis->from), out = strides_of(what, axis->to);
    size_t in_reals = sketch->real_in ? 1 : 2, out_reals = sketch->real_out ? 1 : 2;
    for (unsigned i = 0; i < what->dims; i++) {
        if (i != sketch->dim)
            add_loop(&sketch->grid, extent_of(what, i), in.dims[i] * in_reals, out.dims[i] * out_reals);
    }
    add_loop(&sketch->grid, what->batch, in.batch * in_reals, out.batch * out_reals);
    merge_loops(&sketch->grid);
    axis->in = lay_of(in.dims[sketch->dim], sketch->real_in, is_paired(sketch));
    axis->out = lay_of(out.dims[sketch->dim], sketch->real_out, is_paired(sketch));
    sketch->n = what->n[sketch->dim] / (is_paired(sketch) ? 2 : 1);
    const struct vg_fft_key key = choose_key(sketch, axis);
    axis->line = vg_fft_line_get(&key);
    if (!axis->line)
        return false;
    bool single = !axis->line->convolution && axis->line->pass_count == 1;
    axis->across = single || (!key.inside && !axis->line->convolution);
    take_loops(axis, &sketch->grid, axis->line->leaf->lanes);
    choose_steps(axis, sketch, axis->from == axis->to || what->in_place);
    size_t length = axis->line->convolution ? axis->line->convolution->key.n : sketch->n;
    axis->work = 2 * length * (axis->across ? axis->line->leaf->lanes : 1);
    axis->work_arrays = count_work(axis);
    return true;
}

/* The last dimension first, but last when its results are real. */
static bool make_axes(struct vg_fft_job *job, const struct vg_fft *what)
{
    for (unsigned i = 0; i < what->dims; i++) {
        bool real_out = what->kind == VG_FFT_REAL_OUT && i + 1 == what->dims;
        struct sketch sketch = {.what = what,
                                .dim = what->kind == VG_FFT_REAL_OUT ? i : what->dims - 1 - i,
                                .real_in = what->kind == VG_FFT_REAL_IN && i == 0,
                                .real_out = real_out};
        struct vg_fft_axis *axis = &job->axes[job->axis_count++];
        axis->scale = i + 1 == what->dims ? what->scale : 1;
        if (!make_axis(axis, &sketch, i == 0))
            return false;
    }
    return true;
}

/* ---- Phases ---- */

size_t vg_fft_blocks(const struct vg_fft_axis *axis, const struct vg_fft_step *step)
{
    size_t lanes = axis->line->leaf->lanes;
    if (!step->pass)
        return vg_divide_up(step->count, VG_FFT_STRETCH);
    if (axis->across)
        return step->pass->stride * step->pass->rest;
    if (step->pass->stride == 1)
        return vg_divide_up(step->pass->rest, lanes);
    return vg_divide_up(step->pass->stride, lanes) * step->pass->rest;
}

static void add_phase(struct vg_fft_job *job, struct vg_fft_phase phase)
{
    size_t units = job->axes[phase.axis].units;
    uint64_t before = job->phase_count ? job->ends[job->phase_count - 1] : 0;
    job->phases[job->phase_count] = phase;
    job->ends[job->phase_count++] =
        before + units * phase.parts / phase.together + (phase.parts == 1 && units % phase.together != 0);
}

/* Whether several groups work on one unit. */
static bool is_shared(const struct vg_fft_axis *axis, unsigned threads)
{
    return axis->units < threads && axis->step_count > 1;
}

/* Whole units, as many as make a group, or parts of units: a phase for each step. */
static void divide_axis(struct vg_fft_job *job, unsigned number, unsigned threads)
{
    struct vg_fft_axis *axis = &job->axes[number];
    size_t wanted = (size_t)GROUPS_PER_THREAD * threads;
    if (!is_shared(axis, threads)) {
        size_t reals = 2 * axis->line->key.n * (axis->across ? job->leaf->lanes : 1);
        size_t together = vg_least(GROUP_REALS / reals, axis->units / wanted);
        add_phase(job, (struct vg_fft_phase){.axis = number,
                                             .step_count = axis->step_count,
                                             .parts = 1,
                                             .together = vg_most(together, 1)});
        return;
    }
    for (unsigned i = 0; i < axis->step_count; i++) {
        size_t parts = vg_least(vg_divide_up(wanted, axis->units), vg_fft_blocks(axis, &axis->steps[i]));
        add_phase(job, (struct vg_fft_phase){
                           .axis = number, .first_step = i, .step_count = 1, .parts = parts, .together = 1});
    }
}

static size_t room_of(const struct vg_fft_line *line)
{
    size_t most = 0;
    for (unsigned i = 0; i < line->pass_count; i++)
        most = vg_most(most, line->passes[i].column.room);
    return most;
}

/* In scratch: two arrays of a column, then work of a unit; in memory of the launch: what is between axes,
 * then work of all units. */
static bool lay_out_memory(struct vg_fft_job *job, const struct vg_fft *what, unsigned threads)
{
    size_t size = job->leaf->size, room = 0, own = 0, elements = what->batch;
    for (unsigned i = 0; i < job->axis_count; i++) {
        const struct vg_fft_axis *axis = &job->axes[i];
        size_t bytes, all;
        room = vg_most(room, room_of(axis->line->convolution ? axis->line->convolution : axis->line));
        if (!vg_mul(axis->work, axis->work_arrays * size, &bytes) || !vg_mul(bytes, axis->units, &all))
            return false;
        if (is_shared(axis, threads))
            job->shared = vg_most(job->shared, all);
        else
            own = vg_most(own, bytes);
    }
    job->work_at = 4 * room * job->leaf->lanes * size;
    if (what->kind == VG_FFT_REAL_OUT && what->dims > 1) {
        for (unsigned i = 0; i < what->dims; i++) {
            if (!vg_mul(elements, extent_of(what, i), &elements))
                return false;
        }
        if (!vg_mul(elements, 2 * size, &job->between))
            return false;
    }
    return vg_add(job->work_at, own, &job->scratch_bytes);
}

static void job_finish(struct vg_fft_job *job)
{
    for (unsigned i = 0; i < job->axis_count; i++)
        vg_fft_line_put(job->axes[i].line);
}

static bool job_init(struct vg_fft_job *job, const struct vg_fft *what, unsigned threads)
{
    *job = (struct vg_fft_job){.type = what->type, .leaf = vg_fft_leaf(what->type)};
    if (!make_axes(job, what) || !lay_out_memory(job, what, threads)) {
        job_finish(job);
        return false;
    }
    for (unsigned i = 0; i < job->axis_count; i++)
        divide_axis(job, i, threads);
    return true;
}

/* ---- Plans ---- */

/* A nanosecond for eight reals and axis. */
static uint64_t guess_ns(const struct vg_fft *what, uint64_t groups)
{
    double reals = 2 * (double)what->batch;
    for (unsigned i = 0; i < what->dims; i++)
        reals *= (double)what->n[i];
    return (uint64_t)(reals * what->dims / 8 / (double)groups) + 50;
}

bool vg_fft_make(const struct vg_fft *what, unsigned threads, struct vg_fft_plan *plan,
                 struct vg_fft_extent *extent)
{
    struct vg_fft_job job;
    *plan = (struct vg_fft_plan){.what = *what, .threads = threads};
    *extent = (struct vg_fft_extent){0};
    if (what->batch == 0)
        return true;
    if (!job_init(&job, what, threads))
        return false;
    extent->groups = job.ends[job.phase_count - 1];
    extent->scratch_bytes = job.scratch_bytes;
    extent->group_ns = guess_ns(what, extent->groups);
    job_finish(&job);
    return true;
}

/* The memory of the last launch that needed some. */
static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_TABLES);
static struct vg_scratch spare;

static bool take_memory(struct vg_fft_job *job)
{
    size_t bytes;
    if (!vg_add(job->between, job->shared, &bytes))
        return false;
    if (bytes == 0)
        return true;
    vg_mutex_lock(&lock);
    if (spare.size >= bytes) {
        job->memory = spare;
        spare = (struct vg_scratch){0};
    }
    vg_mutex_unlock(&lock);
    return vg_scratch_reserve(&job->memory, bytes);
}

static void give_memory(struct vg_fft_job *job)
{
    struct vg_scratch old = job->memory;
    vg_mutex_lock(&lock);
    if (old.size <= SPARE_BYTES && old.size > spare.size) {
        old = spare;
        spare = job->memory;
    }
    vg_mutex_unlock(&lock);
    vg_scratch_finish(&old);
}

bool vg_fft_acquire(struct vg_fft_plan *plan, const void *in, void *out)
{
    struct vg_fft_job *job = vg_zalloc(sizeof(*job));
    if (!job || !job_init(job, &plan->what, plan->threads)) {
        vg_free(job);
        return false;
    }
    if (!take_memory(job)) {
        job_finish(job);
        vg_free(job);
        return false;
    }
    job->in = in;
    job->out = out;
    plan->job = job;
    return true;
}

void vg_fft_release(struct vg_fft_plan *plan)
{
    if (!plan->job)
        return;
    give_memory(plan->job);
    job_finish(plan->job);
    vg_free(plan->job);
    plan->job = NULL;
}

const uint64_t *vg_fft_phase_ends(const struct vg_fft_plan *plan)
{
    return plan->job->ends;
}

__attribute__((destructor)) static void unload(void)
{
    vg_scratch_finish(&spare);
}
