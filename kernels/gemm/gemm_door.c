/* SPDX-License-Identifier: MIT */
/* From the arguments of the built-in kernels to a product.
 *
 * The three forms of GEMM take the first 17, 21 or 24 of one list of arguments, each in a slot of eight
 * bytes. */
#include "kernels/gemm/gemm_door.h"

#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "kernels/gemm/gemm.h"

enum arg {
    ORDER,
    TRANS_A,
    TRANS_B,
    M,
    N,
    K,
    ALPHA,
    A,
    A_OFFSET,
    LDA,
    B,
    B_OFFSET,
    LDB,
    BETA,
    C,
    C_OFFSET,
    LDC,
    PLAIN_ARGS,
    A_STRIDE = PLAIN_ARGS,
    B_STRIDE,
    C_STRIDE,
    BATCH,
    BATCHED_ARGS,
    BIAS = BATCHED_ARGS,
    BIAS_OFFSET,
    ACTIVATION,
    EPILOGUE_ARGS,
};

#define SLOT 8

#define UINT(index, text)                                                                                    \
    [index] = {.name = (text),                                                                               \
               .type_name = "uint",                                                                          \
               .kind = VG_ARG_VALUE,                                                                         \
               .size = 4,                                                                                    \
               .align = 4,                                                                                   \
               .offset = (index) * SLOT}
#define ULONG(index, text)                                                                                   \
    [index] = {.name = (text),                                                                               \
               .type_name = "ulong",                                                                         \
               .kind = VG_ARG_VALUE,                                                                         \
               .size = 8,                                                                                    \
               .align = 8,                                                                                   \
               .offset = (index) * SLOT}
#define SCALAR(index, text, type)                                                                            \
    [index] = {.name = (text),                                                                               \
               .type_name = #type,                                                                           \
               .kind = VG_ARG_VALUE,                                                                         \
               .size = sizeof(type),                                                                         \
               .align = sizeof(type),                                                                        \
               .offset = (index) * SLOT}
#define BUFFER(index, text, type, bits)                                                                      \
    [index] = {.name = (text),                                                                               \
               .type_name = #type "*",                                                                       \
               .kind = VG_ARG_GLOBAL,                                                                        \
               .qualifiers = (bits),                                                                         \
               .size = sizeof(cl_mem),                                                                       \
               .align = sizeof(type),                                                                        \
               .offset = (index) * SLOT}

#define ARGS(type)                                                                                           \
    {                                                                                                        \
        UINT(ORDER, "order"),                                                                                \
        UINT(TRANS_A, "trans_a"),                                                                            \
        UINT(TRANS_B, "trans_b"),                                                                            \
        ULONG(M, "m"),                                                                                       \
        ULONG(N, "n"),                                                                                       \
        ULONG(K, "k"),                                                                                       \
        SCALAR(ALPHA, "alpha", type),                                                                        \
        BUFFER(A, "a", type, VG_QUAL_CONST),                                                                 \
        ULONG(A_OFFSET, "a_offset"),                                                                         \
        ULONG(LDA, "lda"),                                                                                   \
        BUFFER(B, "b", type, VG_QUAL_CONST),                                                                 \
        ULONG(B_OFFSET, "b_offset"),                                                                         \
        ULONG(LDB, "ldb"),                                                                                   \
        SCALAR(BETA, "beta", type),                                                                          \
        BUFFER(C, "c", type, 0),                                                                             \
        ULONG(C_OFFSET, "c_offset"),                                                                         \
        ULONG(LDC, "ldc"),                                                                                   \
        ULONG(A_STRIDE, "a_stride"),                                                                         \
        ULONG(B_STRIDE, "b_stride"),                                                                         \
        ULONG(C_STRIDE, "c_stride"),                                                                         \
        ULONG(BATCH, "batch"),                                                                               \
        BUFFER(BIAS, "bias", type, VG_QUAL_CONST),                                                           \
        ULONG(BIAS_OFFSET, "bias_offset"),                                                                   \
        UINT(ACTIVATION, "activation"),                                                                      \
    }

static struct vg_arg_info float_args[EPILOGUE_ARGS] = ARGS(float);
static struct vg_arg_info double_args[EPILOGUE_ARGS] = ARGS(double);

_Static_assert(EPILOGUE_ARGS <= VG_BUILT_IN_ARGS_MOST, "every argument has a row");
_Static_assert(sizeof(struct vg_gemm_plan) <= VG_BUILT_IN_PLAN_MOST, "a plan has room");

/* A launch's arguments while they are checked. */
struct call {
    const struct vg_built_in *self;
    const unsigned char *block;
    const struct vg_built_in_buffer *buffers;
    size_t size; /* of an element */
};

static const char *name_of(const struct call *call, enum arg arg)
{
    return call->self->info.args[arg].name;
}

static cl_uint get_uint(const struct call *call, enum arg arg)
{
    cl_uint value;
    memcpy(&value, call->block + arg * SLOT, sizeof(value));
    return value;
}

static cl_ulong get_ulong(const struct call *call, enum arg arg)
{
    cl_ulong value;
    memcpy(&value, call->block + arg * SLOT, sizeof(value));
    return value;
}

static double get_scalar(const struct call *call, enum arg arg)
{
    float narrow;
    double wide;
    memcpy(&narrow, call->block + arg * SLOT, sizeof(narrow));
    memcpy(&wide, call->block + arg * SLOT, sizeof(wide));
    return call->size == sizeof(float) ? (double)narrow : wide;
}

static bool has(const struct call *call, enum arg arg)
{
    return (uint32_t)arg < call->self->info.arg_count;
}

/* An argument that is one of count successive numbers from first on. */
static cl_int check_choice(const struct call *call, enum arg arg, cl_uint first, cl_uint count)
{
    cl_uint value = get_uint(call, arg);
    if (value < first || value - first >= count)
        return vg_fail(CL_INVALID_VALUE, "argument %d (%s) of kernel %s is %u; %u to %u are known", (int)arg,
                       name_of(call, arg), call->self->info.name, value, first, first + count - 1);
    return CL_SUCCESS;
}

static cl_int check_choices(const struct call *call)
{
    VG_TRY(check_choice(call, ORDER, CL_GEMM_ROW_MAJOR_VGPU, 2));
    VG_TRY(check_choice(call, TRANS_A, CL_GEMM_NO_TRANSPOSE_VGPU, 3));
    VG_TRY(check_choice(call, TRANS_B, CL_GEMM_NO_TRANSPOSE_VGPU, 3));
    return has(call, ACTIVATION) ? check_choice(call, ACTIVATION, CL_GEMM_NO_ACTIVATION_VGPU, 3) : CL_SUCCESS;
}

/* A matrix as the arguments describe it. */
struct matrix {
    enum arg buffer, offset, ld, stride;
    const char *ld_least; /* which dimension the leading one must not be less than */
    size_t rows, columns; /* as used in the product */
    bool by_rows;         /* elements of a row are neighbours */
    bool accessed, written;
};

static size_t length_of(const struct matrix *x)
{
    return x->by_rows ? x->columns : x->rows;
}

static size_t lines_of(const struct matrix *x)
{
    return x->by_rows ? x->rows : x->columns;
}

static size_t batch_of(const struct call *call)
{
    return has(call, BATCH) ? get_ulong(call, BATCH) : 1;
}

static size_t stride_of(const struct call *call, const struct matrix *x)
{
    return has(call, x->stride) ? get_ulong(call, x->stride) : 0;
}

/* Elements from the first to the last of all matrices of the batch; false when that is no size. */
static bool span_of(const struct call *call, const struct matrix *x, size_t *elements)
{
    size_t span;
    return vg_add_mul(length_of(x), lines_of(x) - 1, get_ulong(call, x->ld), &span) &&
           vg_add_mul(span, batch_of(call) - 1, stride_of(call, x), elements);
}

static cl_int check_buffer(const struct call *call, enum arg arg, enum arg offset, size_t elements,
                           struct vg_built_in_reach *reach)
{
    const struct vg_built_in_buffer *buffer = &call->buffers[arg];
    size_t end, bytes, at = get_ulong(call, offset);
    if (!buffer->at)
        return vg_fail(CL_INVALID_VALUE,
                       "argument %d (%s) of kernel %s is NULL, but %zu elements are accessed", (int)arg,
                       name_of(call, arg), call->self->info.name, elements);
    if (!vg_add(at, elements, &end) || !vg_mul(end, call->size, &bytes) || bytes > buffer->size)
        return vg_fail(CL_INVALID_BUFFER_SIZE,
                       "argument %d (%s) of kernel %s has %zu bytes; from %s %zu on %zu elements of %zu "
                       "bytes are accessed",
                       (int)arg, name_of(call, arg), call->self->info.name, buffer->size,
                       name_of(call, offset), at, elements, call->size);
    *reach = (struct vg_built_in_reach){.arg = arg, .offset = at * call->size, .size = elements * call->size};
    return CL_SUCCESS;
}

/* "Leading dimensions are at least as large as a line is long", as BLAS has it; then what is accessed is
 * there. */
static cl_int check_matrix(const struct call *call, const struct matrix *x, struct vg_built_in_reach *reach)
{
    size_t ld = get_ulong(call, x->ld), elements;
    *reach = (struct vg_built_in_reach){.arg = x->buffer};
    if (ld < vg_most(length_of(x), 1))
        return vg_fail(CL_INVALID_VALUE, "argument %d (%s) of kernel %s is %zu; it is at least %zu here",
                       (int)x->ld, name_of(call, x->ld), call->self->info.name, ld, vg_most(length_of(x), 1));
    if (!x->accessed)
        return CL_SUCCESS;
    if (!span_of(call, x, &elements))
        return vg_fail(CL_INVALID_BUFFER_SIZE, "matrix %s of kernel %s has more elements than a size_t holds",
                       name_of(call, x->buffer), call->self->info.name);
    VG_TRY(check_buffer(call, x->buffer, x->offset, elements, reach));
    reach->write = x->written;
    return CL_SUCCESS;
}

/* Products of a batch are computed at once, so that each has a C of its own: one behind the other, or
 * side by side within lines. */
static cl_int check_batch(const struct call *call, const struct matrix *c)
{
    size_t batch = batch_of(call), stride = stride_of(call, c), one, all;
    if (!c->accessed || batch < 2)
        return CL_SUCCESS;
    bool apart = vg_add_mul(length_of(c), lines_of(c) - 1, get_ulong(call, c->ld), &one) && stride >= one;
    bool beside = stride >= length_of(c) && vg_add_mul(length_of(c), batch - 1, stride, &all) &&
                  all <= get_ulong(call, c->ld);
    if (!apart && !beside)
        return vg_fail(CL_INVALID_VALUE,
                       "argument %d (%s) of kernel %s is %zu; the %zu matrices of the batch would overlap",
                       (int)C_STRIDE, name_of(call, C_STRIDE), call->self->info.name, stride, batch);
    return CL_SUCCESS;
}

static uintptr_t begin_of(const struct call *call, const struct vg_built_in_reach *reach)
{
    return (uintptr_t)call->buffers[reach->arg].at + reach->offset;
}

/* Whether two matrices with the same leading dimension are in different parts of its lines. */
static bool in_other_columns(const struct call *call, const struct matrix *x, const struct matrix *y,
                             uintptr_t x_at, uintptr_t y_at)
{
    size_t ld = get_ulong(call, x->ld);
    uintptr_t first = x_at < y_at ? x_at : y_at, apart = (x_at < y_at ? y_at : x_at) - first;
    size_t low = x_at < y_at ? length_of(x) : length_of(y), high = x_at < y_at ? length_of(y) : length_of(x);
    if (ld != get_ulong(call, y->ld) || apart % call->size || batch_of(call) > 1)
        return false;
    size_t column = apart / call->size % ld;
    return column >= low && column + high <= ld;
}

static cl_int check_apart(const struct call *call, const struct matrix *c,
                          const struct vg_built_in_reach *c_reach, const struct matrix *x,
                          const struct vg_built_in_reach *reach)
{
    uintptr_t c_at = begin_of(call, c_reach), at = begin_of(call, reach);
    if (c_reach->size == 0 || reach->size == 0 || c_at + c_reach->size <= at || at + reach->size <= c_at)
        return CL_SUCCESS;
    if (x && in_other_columns(call, c, x, c_at, at))
        return CL_SUCCESS;
    return vg_fail(CL_MEM_COPY_OVERLAP, "argument %d (%s) of kernel %s overlaps argument %u (%s)", (int)C,
                   name_of(call, C), call->self->info.name, reach->arg, name_of(call, (enum arg)reach->arg));
}

static struct vg_gemm_view view_of(const struct call *call, const struct matrix *x)
{
    size_t ld = get_ulong(call, x->ld);
    return (struct vg_gemm_view){
        .row = x->by_rows ? ld : 1, .column = x->by_rows ? 1 : ld, .batch = stride_of(call, x)};
}

struct matrices {
    struct matrix a, b, c;
};

static struct matrices matrices_of(const struct call *call)
{
    size_t m = get_ulong(call, M), n = get_ulong(call, N), k = get_ulong(call, K);
    bool by_rows = get_uint(call, ORDER) == CL_GEMM_ROW_MAJOR_VGPU, any = m && n && batch_of(call);
    bool multiplies = any && k && get_scalar(call, ALPHA) != 0;
    bool turn_a = get_uint(call, TRANS_A) != CL_GEMM_NO_TRANSPOSE_VGPU,
         turn_b = get_uint(call, TRANS_B) != CL_GEMM_NO_TRANSPOSE_VGPU;
    return (struct matrices){
        .a = {.buffer = A,
              .offset = A_OFFSET,
              .ld = LDA,
              .stride = A_STRIDE,
              .rows = m,
              .columns = k,
              .by_rows = by_rows != turn_a,
              .accessed = multiplies},
        .b = {.buffer = B,
              .offset = B_OFFSET,
              .ld = LDB,
              .stride = B_STRIDE,
              .rows = k,
              .columns = n,
              .by_rows = by_rows != turn_b,
              .accessed = multiplies},
        .c = {.buffer = C,
              .offset = C_OFFSET,
              .ld = LDC,
              .stride = C_STRIDE,
              .rows = m,
              .columns = n,
              .by_rows = by_rows,
              .accessed = any,
              .written = true},
    };
}

static bool has_bias(const struct call *call)
{
    return has(call, BIAS) && call->buffers[BIAS].at;
}

static cl_int check_all(const struct call *call, const struct matrices *x, struct vg_built_in_work *work)
{
    struct vg_built_in_reach *reach = work->reach;
    VG_TRY(check_matrix(call, &x->a, &reach[0]));
    VG_TRY(check_matrix(call, &x->b, &reach[1]));
    VG_TRY(check_matrix(call, &x->c, &reach[2]));
    VG_TRY(check_batch(call, &x->c));
    VG_TRY(check_apart(call, &x->c, &reach[2], &x->a, &reach[0]));
    VG_TRY(check_apart(call, &x->c, &reach[2], &x->b, &reach[1]));
    work->reach_count = 3;
    if (has_bias(call) && x->c.accessed) {
        VG_TRY(check_buffer(call, BIAS, BIAS_OFFSET, x->c.columns, &reach[3]));
        VG_TRY(check_apart(call, &x->c, &reach[2], NULL, &reach[3]));
        work->reach_count = 4;
    }
    if (x->c.accessed && call->buffers[C].read_only)
        return vg_fail(CL_INVALID_VALUE, "argument %d (%s) of kernel %s was created with CL_MEM_READ_ONLY",
                       (int)C, name_of(call, C), call->self->info.name);
    return CL_SUCCESS;
}

static enum vg_gemm_activation activation_of(const struct call *call)
{
    static const enum vg_gemm_activation known[] = {VG_GEMM_NO_ACTIVATION, VG_GEMM_RELU, VG_GEMM_GELU};
    return has(call, ACTIVATION) ? known[get_uint(call, ACTIVATION) - CL_GEMM_NO_ACTIVATION_VGPU]
                                 : VG_GEMM_NO_ACTIVATION;
}

static cl_int make(const struct vg_built_in *self, const unsigned char *block,
                   const struct vg_built_in_buffer *buffers, unsigned threads, void *plan,
                   struct vg_built_in_work *work)
{
    const struct call call = {self, block, buffers, self->info.args[ALPHA].size};
    VG_TRY(check_choices(&call));
    const struct matrices x = matrices_of(&call);
    VG_TRY(check_all(&call, &x, work));
    const struct vg_gemm what = {
        .type = call.size == sizeof(float) ? VG_GEMM_FLOAT : VG_GEMM_DOUBLE,
        .m = x.c.rows,
        .n = x.c.columns,
        .k = x.a.columns,
        .batch = batch_of(&call),
        .alpha = get_scalar(&call, ALPHA),
        .beta = get_scalar(&call, BETA),
        .a = view_of(&call, &x.a),
        .b = view_of(&call, &x.b),
        .c = view_of(&call, &x.c),
        .bias = {.column = has_bias(&call)},
        .activation = activation_of(&call),
    };
    struct vg_gemm_plan *gemm = plan;
    vg_gemm_make(&what, threads, gemm);
    /* What vg_gemm_place needs of the offsets. */
    gemm->a_at = get_ulong(&call, A_OFFSET) * call.size;
    gemm->b_at = get_ulong(&call, B_OFFSET) * call.size;
    gemm->c_at = get_ulong(&call, C_OFFSET) * call.size;
    gemm->bias_at = has_bias(&call) ? get_ulong(&call, BIAS_OFFSET) * call.size : 0;
    work->groups = gemm->groups;
    work->group_ns = gemm->group_ns;
    work->scratch_bytes = gemm->scratch_bytes;
    return CL_SUCCESS;
}

static void *address(const struct vg_built_in_buffer *buffer, size_t offset)
{
    return buffer->at ? (char *)(uintptr_t)buffer->at + offset : NULL;
}

static void place(void *plan, const struct vg_built_in_buffer *buffers)
{
    struct vg_gemm_plan *gemm = plan;
    bool bias = gemm->what.bias.row || gemm->what.bias.column;
    vg_gemm_place(gemm, address(&buffers[A], gemm->a_at), address(&buffers[B], gemm->b_at),
                  address(&buffers[C], gemm->c_at), bias ? address(&buffers[BIAS], gemm->bias_at) : NULL);
}

#define BUILT_IN(text, list, count)                                                                          \
    {                                                                                                        \
        .info = {.name = (text),                                                                             \
                 .attributes = "",                                                                           \
                 .arg_count = (count),                                                                       \
                 .args = (list),                                                                             \
                 .args_bytes = (count) * SLOT,                                                               \
                 .reqd_size = {1, 1, 1}},                                                                    \
        .plan_bytes = sizeof(struct vg_gemm_plan),                                                           \
        .make = make,                                                                                        \
        .place = place,                                                                                      \
        .entry = vg_gemm_run,                                                                                \
    }

const struct vg_built_in vg_gemm_built_ins[VG_GEMM_BUILT_INS] = {
    BUILT_IN("vgpu_sgemm", float_args, PLAIN_ARGS),
    BUILT_IN("vgpu_sgemm_strided_batched", float_args, BATCHED_ARGS),
    BUILT_IN("vgpu_sgemm_epilogue", float_args, EPILOGUE_ARGS),
    BUILT_IN("vgpu_dgemm", double_args, PLAIN_ARGS),
    BUILT_IN("vgpu_dgemm_strided_batched", double_args, BATCHED_ARGS),
    BUILT_IN("vgpu_dgemm_epilogue", double_args, EPILOGUE_ARGS),
};
