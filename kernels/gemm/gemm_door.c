/* SPDX-License-Identifier: MIT */
/* From the arguments of the built-in kernels to a product.
 *
 * The three forms of GEMM take the first 17, 21 or 24 of one list of arguments, whose types are the family's.
 */
#include "kernels/gemm/gemm_door.h"

#include <complex.h>
#include <string.h>

#include "base/checked.h"
#include "base/error.h"
#include "kernels/door.h"
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

/* Products of one type: how its arguments are read. */
struct family {
    enum vg_gemm_type type;
    enum { FLOAT, DOUBLE, COMPLEX_FLOAT, COMPLEX_DOUBLE, INT } scale; /* alpha and beta */
    struct vg_arg_info args[EPILOGUE_ARGS];
};

#define FAMILY(name, kind, scale_kind, scale_type, a_type, b_type, c_type)                                   \
    static struct family name = {                                                                            \
        kind,                                                                                                \
        scale_kind,                                                                                          \
        {                                                                                                    \
            VG_DOOR_UINT(ORDER, "order"),                                                                    \
            VG_DOOR_UINT(TRANS_A, "trans_a"),                                                                \
            VG_DOOR_UINT(TRANS_B, "trans_b"),                                                                \
            VG_DOOR_ULONG(M, "m"),                                                                           \
            VG_DOOR_ULONG(N, "n"),                                                                           \
            VG_DOOR_ULONG(K, "k"),                                                                           \
            VG_DOOR_SCALAR(ALPHA, "alpha", scale_type),                                                      \
            VG_DOOR_BUFFER(A, "a", a_type, VG_QUAL_CONST),                                                   \
            VG_DOOR_ULONG(A_OFFSET, "a_offset"),                                                             \
            VG_DOOR_ULONG(LDA, "lda"),                                                                       \
            VG_DOOR_BUFFER(B, "b", b_type, VG_QUAL_CONST),                                                   \
            VG_DOOR_ULONG(B_OFFSET, "b_offset"),                                                             \
            VG_DOOR_ULONG(LDB, "ldb"),                                                                       \
            VG_DOOR_SCALAR(BETA, "beta", scale_type),                                                        \
            VG_DOOR_BUFFER(C, "c", c_type, 0),                                                               \
            VG_DOOR_ULONG(C_OFFSET, "c_offset"),                                                             \
            VG_DOOR_ULONG(LDC, "ldc"),                                                                       \
            VG_DOOR_ULONG(A_STRIDE, "a_stride"),                                                             \
            VG_DOOR_ULONG(B_STRIDE, "b_stride"),                                                             \
            VG_DOOR_ULONG(C_STRIDE, "c_stride"),                                                             \
            VG_DOOR_ULONG(BATCH, "batch"),                                                                   \
            VG_DOOR_BUFFER(BIAS, "bias", c_type, VG_QUAL_CONST),                                             \
            VG_DOOR_ULONG(BIAS_OFFSET, "bias_offset"),                                                       \
            VG_DOOR_UINT(ACTIVATION, "activation"),                                                          \
        },                                                                                                   \
    }

FAMILY(of_float, VG_GEMM_FLOAT, FLOAT, float, float, float, float);
FAMILY(of_double, VG_GEMM_DOUBLE, DOUBLE, double, double, double, double);
FAMILY(of_complex_float, VG_GEMM_COMPLEX_FLOAT, COMPLEX_FLOAT, float2, float2, float2, float2);
FAMILY(of_complex_double, VG_GEMM_COMPLEX_DOUBLE, COMPLEX_DOUBLE, double2, double2, double2, double2);
FAMILY(of_half, VG_GEMM_HALF, FLOAT, float, half, half, half);
FAMILY(of_half_float, VG_GEMM_HALF_FLOAT, FLOAT, float, half, half, float);
FAMILY(of_bfloat, VG_GEMM_BFLOAT, FLOAT, float, ushort, ushort, ushort);
FAMILY(of_bfloat_float, VG_GEMM_BFLOAT_FLOAT, FLOAT, float, ushort, ushort, float);
FAMILY(of_int8, VG_GEMM_INT8, INT, int, char, char, int);
FAMILY(of_uint8, VG_GEMM_UINT8_INT8, INT, int, uchar, char, int);

_Static_assert(EPILOGUE_ARGS <= VG_BUILT_IN_ARGS_MOST, "every argument has a row");
_Static_assert(sizeof(struct vg_gemm_plan) <= VG_BUILT_IN_PLAN_MOST, "a plan has room");

static const struct family *family_of(const struct vg_door_call *call)
{
    return call->self->family;
}

static double _Complex get_scale(const struct vg_door_call *call, enum arg arg)
{
    const unsigned char *at = call->block + arg * VG_DOOR_SLOT;
    cl_float narrow[2];
    cl_double wide[2];
    cl_int integer;
    memcpy(narrow, at, sizeof(narrow));
    memcpy(wide, at, sizeof(wide));
    memcpy(&integer, at, sizeof(integer));
    switch (family_of(call)->scale) {
    case FLOAT:
        return narrow[0];
    case DOUBLE:
        return wide[0];
    case COMPLEX_FLOAT:
        return CMPLX(narrow[0], narrow[1]);
    case COMPLEX_DOUBLE:
        return CMPLX(wide[0], wide[1]);
    default:
        return integer;
    }
}

/* Bytes of an element of a buffer. */
static size_t element_of(const struct vg_door_call *call, enum arg arg)
{
    return family_of(call)->args[arg].align;
}

static cl_int check_choices(const struct vg_door_call *call)
{
    VG_TRY(vg_door_check_choice(call, ORDER, CL_GEMM_ROW_MAJOR_VGPU, 2));
    VG_TRY(vg_door_check_choice(call, TRANS_A, CL_GEMM_NO_TRANSPOSE_VGPU, 3));
    VG_TRY(vg_door_check_choice(call, TRANS_B, CL_GEMM_NO_TRANSPOSE_VGPU, 3));
    return vg_door_has(call, ACTIVATION)
               ? vg_door_check_choice(call, ACTIVATION, CL_GEMM_NO_ACTIVATION_VGPU, 3)
               : CL_SUCCESS;
}

/* A matrix as the arguments describe it. */
struct matrix {
    enum arg buffer, offset, ld, stride;
    size_t rows, columns; /* as used in the product */
    bool by_rows;         /* elements of a row are neighbours */
    bool conjugate, accessed, written;
};

static size_t length_of(const struct matrix *x)
{
    return x->by_rows ? x->columns : x->rows;
}

static size_t lines_of(const struct matrix *x)
{
    return x->by_rows ? x->rows : x->columns;
}

static size_t batch_of(const struct vg_door_call *call)
{
    return vg_door_has(call, BATCH) ? vg_door_ulong(call, BATCH) : 1;
}

static size_t stride_of(const struct vg_door_call *call, const struct matrix *x)
{
    return vg_door_has(call, x->stride) ? vg_door_ulong(call, x->stride) : 0;
}

/* Elements from the first to the last of all matrices of the batch; false when that is no size. */
static bool span_of(const struct vg_door_call *call, const struct matrix *x, size_t *elements)
{
    size_t span;
    return vg_add_mul(length_of(x), lines_of(x) - 1, vg_door_ulong(call, x->ld), &span) &&
           vg_add_mul(span, batch_of(call) - 1, stride_of(call, x), elements);
}

/* "Leading dimensions are at least as large as a line is long", as BLAS has it; then what is accessed is
 * there. */
static cl_int check_matrix(const struct vg_door_call *call, const struct matrix *x,
                           struct vg_built_in_reach *reach)
{
    size_t ld = vg_door_ulong(call, x->ld), elements;
    *reach = (struct vg_built_in_reach){.arg = x->buffer};
    if (ld < vg_most(length_of(x), 1))
        return vg_fail(CL_INVALID_VALUE, "argument %d (%s) of kernel %s is %zu; it is at least %zu here",
                       (int)x->ld, vg_door_name(call, x->ld), call->self->info.name, ld,
                       vg_most(length_of(x), 1));
    if (!x->accessed)
        return CL_SUCCESS;
    if (!span_of(call, x, &elements))
        return vg_fail(CL_INVALID_BUFFER_SIZE, "matrix %s of kernel %s has more elements than a size_t holds",
                       vg_door_name(call, x->buffer), call->self->info.name);
    VG_TRY(vg_door_check_buffer(call, x->buffer, x->offset, elements, element_of(call, x->buffer), reach));
    reach->write = x->written;
    return CL_SUCCESS;
}

/* Products of a batch are computed at once, so that each has a C of its own: one behind the other, or
 * side by side within lines. */
static cl_int check_batch(const struct vg_door_call *call, const struct matrix *c)
{
    size_t batch = batch_of(call), stride = stride_of(call, c), one, all;
    if (!c->accessed || batch < 2)
        return CL_SUCCESS;
    bool apart = vg_add_mul(length_of(c), lines_of(c) - 1, vg_door_ulong(call, c->ld), &one) && stride >= one;
    bool beside = stride >= length_of(c) && vg_add_mul(length_of(c), batch - 1, stride, &all) &&
                  all <= vg_door_ulong(call, c->ld);
    if (!apart && !beside)
        return vg_fail(CL_INVALID_VALUE,
                       "argument %d (%s) of kernel %s is %zu; the %zu matrices of the batch would overlap",
                       (int)C_STRIDE, vg_door_name(call, C_STRIDE), call->self->info.name, stride, batch);
    return CL_SUCCESS;
}

/* Whether two matrices with the same leading dimension and elements of the same size are in different parts
 * of its lines. */
static bool in_other_columns(const struct vg_door_call *call, const struct matrix *x, const struct matrix *y,
                             uintptr_t x_at, uintptr_t y_at)
{
    size_t ld = vg_door_ulong(call, x->ld), size = element_of(call, x->buffer);
    uintptr_t first = x_at < y_at ? x_at : y_at, apart = (x_at < y_at ? y_at : x_at) - first;
    size_t low = x_at < y_at ? length_of(x) : length_of(y), high = x_at < y_at ? length_of(y) : length_of(x);
    if (ld != vg_door_ulong(call, y->ld) || size != element_of(call, y->buffer) || apart % size ||
        batch_of(call) > 1)
        return false;
    size_t column = apart / size % ld;
    return column >= low && column + high <= ld;
}

static cl_int check_apart(const struct vg_door_call *call, const struct matrix *c,
                          const struct vg_built_in_reach *c_reach, const struct matrix *x,
                          const struct vg_built_in_reach *reach)
{
    if (!vg_door_overlap(call, c_reach, reach))
        return CL_SUCCESS;
    if (x && in_other_columns(call, c, x, vg_door_begin(call, c_reach), vg_door_begin(call, reach)))
        return CL_SUCCESS;
    return vg_door_fail_overlap(call, C, reach->arg);
}

static struct vg_gemm_view view_of(const struct vg_door_call *call, const struct matrix *x)
{
    size_t ld = vg_door_ulong(call, x->ld);
    return (struct vg_gemm_view){
        .row = x->by_rows ? ld : 1,
        .column = x->by_rows ? 1 : ld,
        .batch = stride_of(call, x),
        .conjugate = x->conjugate,
    };
}

/* What a launch accesses. */
struct matrices {
    struct matrix a, b, c;
    bool bias;
};

static struct matrices matrices_of(const struct vg_door_call *call)
{
    size_t m = vg_door_ulong(call, M), n = vg_door_ulong(call, N), k = vg_door_ulong(call, K);
    bool by_rows = vg_door_uint(call, ORDER) == CL_GEMM_ROW_MAJOR_VGPU, any = m && n && batch_of(call);
    bool multiplies = any && k && get_scale(call, ALPHA) != 0;
    cl_uint trans_a = vg_door_uint(call, TRANS_A), trans_b = vg_door_uint(call, TRANS_B);
    return (struct matrices){
        .a = {.buffer = A,
              .offset = A_OFFSET,
              .ld = LDA,
              .stride = A_STRIDE,
              .rows = m,
              .columns = k,
              .by_rows = by_rows == (trans_a == CL_GEMM_NO_TRANSPOSE_VGPU),
              .conjugate = trans_a == CL_GEMM_CONJUGATE_TRANSPOSE_VGPU,
              .accessed = multiplies},
        .b = {.buffer = B,
              .offset = B_OFFSET,
              .ld = LDB,
              .stride = B_STRIDE,
              .rows = k,
              .columns = n,
              .by_rows = by_rows == (trans_b == CL_GEMM_NO_TRANSPOSE_VGPU),
              .conjugate = trans_b == CL_GEMM_CONJUGATE_TRANSPOSE_VGPU,
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
        .bias = any && vg_door_has(call, BIAS) && call->buffers[BIAS].at,
    };
}

static cl_int check_all(const struct vg_door_call *call, const struct matrices *x,
                        struct vg_built_in_work *work)
{
    struct vg_built_in_reach *reach = work->reach;
    VG_TRY(check_matrix(call, &x->a, &reach[0]));
    VG_TRY(check_matrix(call, &x->b, &reach[1]));
    VG_TRY(check_matrix(call, &x->c, &reach[2]));
    VG_TRY(check_batch(call, &x->c));
    VG_TRY(check_apart(call, &x->c, &reach[2], &x->a, &reach[0]));
    VG_TRY(check_apart(call, &x->c, &reach[2], &x->b, &reach[1]));
    work->reach_count = 3;
    if (x->bias) {
        VG_TRY(
            vg_door_check_buffer(call, BIAS, BIAS_OFFSET, x->c.columns, element_of(call, BIAS), &reach[3]));
        VG_TRY(check_apart(call, &x->c, &reach[2], NULL, &reach[3]));
        work->reach_count = 4;
    }
    return x->c.accessed ? vg_door_check_written(call, C) : CL_SUCCESS;
}

static enum vg_gemm_activation activation_of(const struct vg_door_call *call)
{
    static const enum vg_gemm_activation known[] = {VG_GEMM_NO_ACTIVATION, VG_GEMM_RELU, VG_GEMM_GELU};
    return vg_door_has(call, ACTIVATION) ? known[vg_door_uint(call, ACTIVATION) - CL_GEMM_NO_ACTIVATION_VGPU]
                                         : VG_GEMM_NO_ACTIVATION;
}

/* What place needs of the offsets. */
static void note_offsets(const struct vg_door_call *call, bool bias, struct vg_gemm_plan *plan)
{
    plan->a_at = vg_door_ulong(call, A_OFFSET) * element_of(call, A);
    plan->b_at = vg_door_ulong(call, B_OFFSET) * element_of(call, B);
    plan->c_at = vg_door_ulong(call, C_OFFSET) * element_of(call, C);
    plan->biased = bias;
    if (bias)
        plan->bias_at = vg_door_ulong(call, BIAS_OFFSET) * element_of(call, BIAS);
}

static cl_int make(const struct vg_built_in *self, const unsigned char *block,
                   const struct vg_built_in_buffer *buffers, unsigned threads, void *plan,
                   struct vg_built_in_work *work)
{
    const struct vg_door_call call = {self, block, buffers};
    VG_TRY(check_choices(&call));
    const struct matrices x = matrices_of(&call);
    VG_TRY(check_all(&call, &x, work));
    const struct vg_gemm what = {
        .type = family_of(&call)->type,
        .m = x.c.rows,
        .n = x.c.columns,
        .k = x.a.columns,
        .batch = batch_of(&call),
        .alpha = get_scale(&call, ALPHA),
        .beta = get_scale(&call, BETA),
        .a = view_of(&call, &x.a),
        .b = view_of(&call, &x.b),
        .c = view_of(&call, &x.c),
        .bias = {.column = x.bias},
        .activation = activation_of(&call),
    };
    struct vg_gemm_plan *gemm = plan;
    vg_gemm_make(&what, threads, gemm);
    note_offsets(&call, x.bias, gemm);
    work->groups = gemm->groups;
    work->group_ns = gemm->group_ns;
    work->scratch_bytes = gemm->scratch_bytes;
    return CL_SUCCESS;
}

static cl_int place(void *plan, const struct vg_built_in_buffer *buffers)
{
    struct vg_gemm_plan *gemm = plan;
    vg_gemm_place(gemm, vg_door_address(&buffers[A], gemm->a_at), vg_door_address(&buffers[B], gemm->b_at),
                  vg_door_address(&buffers[C], gemm->c_at),
                  gemm->biased ? vg_door_address(&buffers[BIAS], gemm->bias_at) : NULL);
    return CL_SUCCESS;
}

#define BUILT_IN(text, of, count)                                                                            \
    {                                                                                                        \
        .info = VG_DOOR_INFO(text, (of).args, count),                                                        \
        .plan_bytes = sizeof(struct vg_gemm_plan),                                                           \
        .family = &(of),                                                                                     \
        .make = make,                                                                                        \
        .place = place,                                                                                      \
        .entry = vg_gemm_run,                                                                                \
    }
#define TWO_FORMS(text, of)                                                                                  \
    BUILT_IN(text, of, PLAIN_ARGS), BUILT_IN(text "_strided_batched", of, BATCHED_ARGS)
#define THREE_FORMS(text, of) TWO_FORMS(text, of), BUILT_IN(text "_epilogue", of, EPILOGUE_ARGS)

/* Letters as BLAS libraries have them: of A and B, behind that of C where it is another one. */
const struct vg_built_in vg_gemm_built_ins[VG_GEMM_BUILT_INS] = {
    THREE_FORMS("vgpu_sgemm", of_float),       THREE_FORMS("vgpu_dgemm", of_double),
    THREE_FORMS("vgpu_hgemm", of_half),        THREE_FORMS("vgpu_shgemm", of_half_float),
    THREE_FORMS("vgpu_bgemm", of_bfloat),      THREE_FORMS("vgpu_sbgemm", of_bfloat_float),
    TWO_FORMS("vgpu_cgemm", of_complex_float), TWO_FORMS("vgpu_zgemm", of_complex_double),
    TWO_FORMS("vgpu_igemm", of_int8),          TWO_FORMS("vgpu_uigemm", of_uint8),
};
