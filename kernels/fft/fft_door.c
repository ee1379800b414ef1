/* SPDX-License-Identifier: MIT */
/* From the arguments of the built-in kernels to a transform.
 *
 * Transforms of complex numbers take all arguments of one list, those of real ones all but the direction. */
#include "kernels/fft/fft_door.h"

#include "base/checked.h"
#include "base/error.h"
#include "kernels/door.h"
#include "kernels/fft/fft.h"

enum arg {
    DIMS,
    N,
    BATCH = N + VG_FFT_DIMS_MOST,
    SCALE,
    IN,
    IN_OFFSET,
    IN_STRIDE,
    IN_DISTANCE = IN_STRIDE + VG_FFT_DIMS_MOST,
    OUT,
    OUT_OFFSET,
    OUT_STRIDE,
    OUT_DISTANCE = OUT_STRIDE + VG_FFT_DIMS_MOST,
    REAL_ARGS,
    DIRECTION = REAL_ARGS,
    COMPLEX_ARGS,
};

#define LENGTH_MOST (UINT64_C(1) << 31)

#define ARGS(in_type, out_type, real_type)                                                                   \
    {                                                                                                        \
        VG_DOOR_UINT(DIMS, "dims"),                                                                          \
        VG_DOOR_ULONG(N, "n0"),                                                                              \
        VG_DOOR_ULONG(N + 1, "n1"),                                                                          \
        VG_DOOR_ULONG(N + 2, "n2"),                                                                          \
        VG_DOOR_ULONG(BATCH, "batch"),                                                                       \
        VG_DOOR_SCALAR(SCALE, "scale", real_type),                                                           \
        VG_DOOR_BUFFER(IN, "in", in_type, VG_QUAL_CONST),                                                    \
        VG_DOOR_ULONG(IN_OFFSET, "in_offset"),                                                               \
        VG_DOOR_ULONG(IN_STRIDE, "in_stride0"),                                                              \
        VG_DOOR_ULONG(IN_STRIDE + 1, "in_stride1"),                                                          \
        VG_DOOR_ULONG(IN_STRIDE + 2, "in_stride2"),                                                          \
        VG_DOOR_ULONG(IN_DISTANCE, "in_distance"),                                                           \
        VG_DOOR_BUFFER(OUT, "out", out_type, 0),                                                             \
        VG_DOOR_ULONG(OUT_OFFSET, "out_offset"),                                                             \
        VG_DOOR_ULONG(OUT_STRIDE, "out_stride0"),                                                            \
        VG_DOOR_ULONG(OUT_STRIDE + 1, "out_stride1"),                                                        \
        VG_DOOR_ULONG(OUT_STRIDE + 2, "out_stride2"),                                                        \
        VG_DOOR_ULONG(OUT_DISTANCE, "out_distance"),                                                         \
        VG_DOOR_UINT(DIRECTION, "direction"),                                                                \
    }

typedef cl_float2 float2;
typedef cl_double2 double2;

static struct vg_arg_info cfft_args[] = ARGS(float2, float2, float);
static struct vg_arg_info zfft_args[] = ARGS(double2, double2, double);
static struct vg_arg_info srfft_args[] = ARGS(float, float2, float);
static struct vg_arg_info drfft_args[] = ARGS(double, double2, double);
static struct vg_arg_info sirfft_args[] = ARGS(float2, float, float);
static struct vg_arg_info dirfft_args[] = ARGS(double2, double, double);

_Static_assert(COMPLEX_ARGS <= VG_BUILT_IN_ARGS_MOST, "every argument has a row");
_Static_assert(sizeof(struct vg_fft_plan) <= VG_BUILT_IN_PLAN_MOST, "a plan has room");

/* ---- Sides ---- */

/* The input or the output as the arguments describe it: what is packed has its strides filled in. */
struct side {
    enum arg buffer;
    bool real;
    size_t size; /* of an element */
    unsigned dims;
    size_t n[VG_FFT_DIMS_MOST], stride[VG_FFT_DIMS_MOST];
    size_t batch, distance;
};

static enum arg offset_of(const struct side *side)
{
    return side->buffer + 1;
}

static enum arg stride_arg(const struct side *side, unsigned dim)
{
    return side->buffer + 2 + dim;
}

static enum vg_fft_kind kind_of(const struct vg_door_call *call)
{
    const struct vg_arg_info *args = call->self->info.args;
    if (vg_door_has(call, DIRECTION))
        return VG_FFT_COMPLEX;
    return args[IN].align < args[OUT].align ? VG_FFT_REAL_IN : VG_FFT_REAL_OUT;
}

/* 0 stands for `packed`: what the dimensions inside take. */
static bool take_stride(const struct vg_door_call *call, enum arg arg, size_t packed, size_t count,
                        size_t *stride, size_t *next)
{
    size_t given = vg_door_ulong(call, arg);
    *stride = given ? given : packed;
    return vg_mul(*stride, count, next);
}

static cl_int take_side(const struct vg_door_call *call, enum arg buffer, struct side *side)
{
    const enum vg_fft_kind kind = kind_of(call);
    size_t packed = 1;
    *side = (struct side){.buffer = buffer,
                          .real = kind == (buffer == IN ? VG_FFT_REAL_IN : VG_FFT_REAL_OUT),
                          .size = call->self->info.args[buffer].align,
                          .dims = vg_door_uint(call, DIMS),
                          .batch = vg_door_ulong(call, BATCH)};
    bool fits = true;
    for (unsigned i = side->dims; i-- > 0 && fits;) {
        side->n[i] = vg_door_ulong(call, N + i);
        if (kind != VG_FFT_COMPLEX && !side->real && i + 1 == side->dims)
            side->n[i] = side->n[i] / 2 + 1;
        fits = take_stride(call, stride_arg(side, i), packed, side->n[i], &side->stride[i], &packed);
    }
    fits = fits && take_stride(call, stride_arg(side, VG_FFT_DIMS_MOST), packed, side->batch, &side->distance,
                               &packed);
    if (!fits)
        return vg_fail(CL_INVALID_BUFFER_SIZE,
                       "argument %d (%s) of kernel %s has more elements than a size_t holds", (int)buffer,
                       vg_door_name(call, buffer), call->self->info.name);
    return CL_SUCCESS;
}

/* Elements from the first to the last; false when that is no size. */
static bool span_of(const struct side *side, size_t *elements)
{
    bool fits = vg_add_mul(1, side->batch - 1, side->distance, elements);
    for (unsigned i = 0; i < side->dims && fits; i++)
        fits = vg_add_mul(*elements, side->n[i] - 1, side->stride[i], elements);
    return fits;
}

static cl_int check_reach(const struct vg_door_call *call, const struct side *side,
                          struct vg_built_in_reach *reach)
{
    size_t elements;
    if (!span_of(side, &elements))
        return vg_fail(CL_INVALID_BUFFER_SIZE,
                       "argument %d (%s) of kernel %s has more elements than a size_t holds",
                       (int)side->buffer, vg_door_name(call, side->buffer), call->self->info.name);
    return vg_door_check_buffer(call, side->buffer, offset_of(side), elements, side->size, reach);
}

/* A dimension or the batch, and the argument that says how far apart its elements are. */
struct loop {
    enum arg arg;
    size_t count, stride;
};

static unsigned sorted_loops(const struct side *side, struct loop loops[VG_FFT_DIMS_MOST + 1])
{
    unsigned count = 0;
    for (unsigned i = 0; i <= side->dims; i++) {
        struct loop loop = {stride_arg(side, VG_FFT_DIMS_MOST), side->batch, side->distance};
        if (i < side->dims)
            loop = (struct loop){stride_arg(side, i), side->n[i], side->stride[i]};
        if (loop.count == 1)
            continue;
        unsigned at = count++;
        for (; at > 0 && loops[at - 1].stride > loop.stride; at--)
            loops[at] = loops[at - 1];
        loops[at] = loop;
    }
    return count;
}

/* Results are written at once, so that each has a place of its own: every stride goes beyond all that those
 * below it reach. */
static cl_int check_distinct(const struct vg_door_call *call, const struct side *side)
{
    struct loop loops[VG_FFT_DIMS_MOST + 1];
    size_t least = 1;
    unsigned count = sorted_loops(side, loops);
    for (unsigned i = 0; i < count; i++) {
        if (loops[i].stride < least)
            return vg_fail(
                CL_INVALID_VALUE,
                "argument %d (%s) of kernel %s is %zu; results would overlap, it is at least %zu here",
                (int)loops[i].arg, vg_door_name(call, loops[i].arg), call->self->info.name, loops[i].stride,
                least);
        least += (loops[i].count - 1) * loops[i].stride; /* fits: the buffer has as many */
    }
    return CL_SUCCESS;
}

static bool is_same(const struct side *a, const struct side *b)
{
    bool same = a->size == b->size && (a->batch == 1 || a->distance == b->distance);
    for (unsigned i = 0; i < a->dims; i++)
        same = same && (a->n[i] == 1 || a->stride[i] == b->stride[i]);
    return same;
}

/* Elements of one side are those of the other, or none of them. */
static cl_int check_overlap(const struct vg_door_call *call, const struct side *in, const struct side *out,
                            const struct vg_built_in_reach *reach, bool *in_place)
{
    *in_place = false;
    if (!vg_door_overlap(call, &reach[0], &reach[1]))
        return CL_SUCCESS;
    *in_place = is_same(in, out) && vg_door_begin(call, &reach[0]) == vg_door_begin(call, &reach[1]);
    return *in_place ? CL_SUCCESS : vg_door_fail_overlap(call, OUT, IN);
}

/* ---- Launches ---- */

static cl_int check_lengths(const struct vg_door_call *call)
{
    VG_TRY(vg_door_check_choice(call, DIMS, 1, VG_FFT_DIMS_MOST));
    if (vg_door_has(call, DIRECTION))
        VG_TRY(vg_door_check_choice(call, DIRECTION, CL_FFT_FORWARD_VGPU, 2));
    for (unsigned i = 0; i < vg_door_uint(call, DIMS); i++) {
        cl_ulong n = vg_door_ulong(call, N + i);
        if (n == 0 || n > LENGTH_MOST)
            return vg_fail(CL_INVALID_VALUE, "argument %u (%s) of kernel %s is %llu; lengths are 1 to %llu",
                           N + i, vg_door_name(call, N + i), call->self->info.name, (unsigned long long)n,
                           (unsigned long long)LENGTH_MOST);
    }
    return CL_SUCCESS;
}

static struct vg_fft transform_of(const struct vg_door_call *call, const struct side *in,
                                  const struct side *out, bool in_place)
{
    const enum vg_fft_kind kind = kind_of(call);
    struct vg_fft what = {
        .type = call->self->info.args[SCALE].size == sizeof(float) ? VG_FFT_FLOAT : VG_FFT_DOUBLE,
        .kind = kind,
        .inverse = kind == VG_FFT_COMPLEX ? vg_door_uint(call, DIRECTION) == CL_FFT_INVERSE_VGPU
                                          : kind == VG_FFT_REAL_OUT,
        .in_place = in_place,
        .scale = vg_door_scalar(call, SCALE),
        .dims = in->dims,
        .batch = in->batch,
        .in_batch = in->distance,
        .out_batch = out->distance,
    };
    for (unsigned i = 0; i < in->dims; i++) {
        what.n[i] = vg_door_ulong(call, N + i);
        what.in[i] = in->stride[i];
        what.out[i] = out->stride[i];
    }
    return what;
}

static cl_int make(const struct vg_built_in *self, const unsigned char *block,
                   const struct vg_built_in_buffer *buffers, unsigned threads, void *plan,
                   struct vg_built_in_work *work)
{
    const struct vg_door_call call = {self, block, buffers};
    struct vg_fft_plan *fft = plan;
    struct vg_fft_extent extent;
    struct side in, out;
    bool in_place;
    VG_TRY(check_lengths(&call));
    if (vg_door_ulong(&call, BATCH) == 0)
        return CL_SUCCESS;
    VG_TRY(take_side(&call, IN, &in));
    VG_TRY(take_side(&call, OUT, &out));
    VG_TRY(check_reach(&call, &in, &work->reach[0]));
    VG_TRY(check_reach(&call, &out, &work->reach[1]));
    VG_TRY(check_distinct(&call, &out));
    VG_TRY(check_overlap(&call, &in, &out, work->reach, &in_place));
    VG_TRY(vg_door_check_written(&call, OUT));
    work->reach[1].write = true;
    work->reach_count = 2;
    const struct vg_fft what = transform_of(&call, &in, &out, in_place);
    if (!vg_fft_make(&what, threads, fft, &extent))
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the tables of kernel %s", self->info.name);
    fft->in_at = work->reach[0].offset;
    fft->out_at = work->reach[1].offset;
    work->groups = extent.groups;
    work->group_ns = extent.group_ns;
    work->scratch_bytes = extent.scratch_bytes;
    return CL_SUCCESS;
}

static cl_int place(void *plan, const struct vg_built_in_buffer *buffers)
{
    struct vg_fft_plan *fft = plan;
    if (!vg_fft_acquire(fft, vg_door_address(&buffers[IN], fft->in_at),
                        vg_door_address(&buffers[OUT], fft->out_at)))
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for what a transform keeps while it runs");
    return CL_SUCCESS;
}

static void done(void *plan)
{
    vg_fft_release(plan);
}

static const uint64_t *phase_ends(const void *plan)
{
    return vg_fft_phase_ends(plan);
}

#define BUILT_IN(text, list, count)                                                                          \
    {                                                                                                        \
        .info = VG_DOOR_INFO(text, list, count),                                                             \
        .plan_bytes = sizeof(struct vg_fft_plan),                                                            \
        .make = make,                                                                                        \
        .place = place,                                                                                      \
        .done = done,                                                                                        \
        .phase_ends = phase_ends,                                                                            \
        .entry = vg_fft_run,                                                                                 \
    }

const struct vg_built_in vg_fft_built_ins[VG_FFT_BUILT_INS] = {
    BUILT_IN("vgpu_cfft", cfft_args, COMPLEX_ARGS),  BUILT_IN("vgpu_zfft", zfft_args, COMPLEX_ARGS),
    BUILT_IN("vgpu_srfft", srfft_args, REAL_ARGS),   BUILT_IN("vgpu_drfft", drfft_args, REAL_ARGS),
    BUILT_IN("vgpu_sirfft", sirfft_args, REAL_ARGS), BUILT_IN("vgpu_dirfft", dirfft_args, REAL_ARGS),
};
