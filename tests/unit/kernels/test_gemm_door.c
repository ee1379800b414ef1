/* SPDX-License-Identifier: MIT */
/* From arguments to products: what each kernel's arguments are, the rules of buffers, batches, overlap and
 * biases, and a product of each type with every argument in its place. */
#include <string.h>

#include "base/alloc.h"
#include "kernels/kernels.h"
#include "tests/unit/unit.h"

enum { ORDER, TRANS_A, TRANS_B, M, N, K, ALPHA, A, A_OFFSET, LDA, B, B_OFFSET, LDB, BETA, C, C_OFFSET, LDC };
enum { A_STRIDE = 17, B_STRIDE, C_STRIDE, BATCH, BIAS, BIAS_OFFSET, ACTIVATION };
enum { SIDE = 4, ROOM = 256 };

struct call {
    const struct vg_built_in *self;
    unsigned char block[VG_BUILT_IN_ARGS_MOST * 16];
    struct vg_built_in_buffer buffers[VG_BUILT_IN_ARGS_MOST];
    _Alignas(16) unsigned char plan[VG_BUILT_IN_PLAN_MOST];
    struct vg_built_in_work work;
};

/* Room for A, B, C and a bias side by side. */
static _Alignas(64) unsigned char memory[4][ROOM];

static void set(struct call *call, unsigned arg, const void *value)
{
    const struct vg_arg_info *info = &call->self->info.args[arg];
    memcpy(call->block + info->offset, value, info->size);
}

static void set_uint(struct call *call, unsigned arg, cl_uint value)
{
    set(call, arg, &value);
}

static void set_ulong(struct call *call, unsigned arg, cl_ulong value)
{
    set(call, arg, &value);
}

static void set_buffer(struct call *call, unsigned arg, const void *at, size_t size)
{
    call->buffers[arg] = (struct vg_built_in_buffer){.at = at, .size = size};
}

/* C = A * B of 4 x 4 matrices in row-major order. */
static struct call make_call(const char *name)
{
    struct call call = {.self = vg_built_in_find(name, strlen(name))};
    assert_non_null(call.self);
    const cl_float one = 1;
    set_uint(&call, ORDER, CL_GEMM_ROW_MAJOR_VGPU);
    set_uint(&call, TRANS_A, CL_GEMM_NO_TRANSPOSE_VGPU);
    set_uint(&call, TRANS_B, CL_GEMM_NO_TRANSPOSE_VGPU);
    for (unsigned i = M; i <= K; i++)
        set_ulong(&call, i, SIDE);
    memcpy(call.block + call.self->info.args[ALPHA].offset, &one, sizeof(one));
    for (unsigned i = LDA; i <= LDC; i++) {
        if (i == LDA || i == LDB || i == LDC)
            set_ulong(&call, i, SIDE);
    }
    set_buffer(&call, A, memory[0], ROOM);
    set_buffer(&call, B, memory[1], ROOM);
    set_buffer(&call, C, memory[2], ROOM);
    if (call.self->info.arg_count > BATCH)
        set_ulong(&call, BATCH, 1);
    return call;
}

static cl_int try(struct call *call)
{
    call->work = (struct vg_built_in_work){0};
    return call->self->make(call->self, call->block, call->buffers, 1, call->plan, &call->work);
}

static void run(struct call *call)
{
    assert_int_equal(try(call), CL_SUCCESS);
    call->self->place(call->plan, call->buffers);
    void *scratch = vg_zalloc_aligned(call->work.scratch_bytes + VG_SCRATCH_ALIGN, VG_SCRATCH_ALIGN);
    assert_non_null(scratch);
    assert_int_equal(call->self->entry(NULL, call->plan, 0, call->work.groups, scratch), 0);
    vg_free(scratch);
}

static void arguments_have_slots_of_their_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < vg_built_in_count(); i++) {
        const struct vg_kernel_info *info = &vg_built_in_at(i)->info;
        uint32_t end = 0;
        assert_true(info->arg_count <= VG_BUILT_IN_ARGS_MOST);
        assert_true(vg_built_in_at(i)->plan_bytes <= VG_BUILT_IN_PLAN_MOST);
        assert_ptr_equal(vg_built_in_find(info->name, strlen(info->name)), vg_built_in_at(i));
        for (uint32_t arg = 0; arg < info->arg_count; arg++) {
            assert_true(info->args[arg].offset >= end);
            assert_int_equal(info->args[arg].offset % info->args[arg].align, 0);
            assert_true(info->args[arg].size > 0 && *info->args[arg].name && *info->args[arg].type_name);
            end = info->args[arg].offset + info->args[arg].size;
        }
        assert_true(end <= info->args_bytes);
    }
}

static void reaches_are_what_is_accessed(void **state)
{
    struct call call = make_call("vgpu_hgemm");
    (void)state;
    set_ulong(&call, A_OFFSET, 2);
    set_ulong(&call, LDC, 6);
    assert_int_equal(try(&call), CL_SUCCESS);
    assert_int_equal(call.work.reach_count, 3);
    const struct vg_built_in_reach *reach = call.work.reach;
    assert_true(reach[0].arg == A && reach[0].offset == 4 && reach[0].size == 32 && !reach[0].write);
    assert_true(reach[1].arg == B && reach[1].offset == 0 && reach[1].size == 32 && !reach[1].write);
    assert_true(reach[2].arg == C && reach[2].offset == 0 && reach[2].size == 2 * (3 * 6 + 4) &&
                reach[2].write);
    set_ulong(&call, K, 0);
    assert_int_equal(try(&call), CL_SUCCESS);
    assert_true(call.work.reach[0].size == 0 && call.work.reach[1].size == 0 && call.work.reach[2].size > 0);
}

static void biases(void **state)
{
    struct call call = make_call("vgpu_sgemm_epilogue");
    (void)state;
    assert_int_equal(try(&call), CL_SUCCESS); /* none */
    assert_int_equal(call.work.reach_count, 3);
    set_buffer(&call, BIAS, memory[3], SIDE * sizeof(float));
    assert_int_equal(try(&call), CL_SUCCESS);
    assert_int_equal(call.work.reach_count, 4);
    assert_true(call.work.reach[3].arg == BIAS && call.work.reach[3].size == SIDE * sizeof(float));
    set_ulong(&call, BIAS_OFFSET, 1);
    assert_int_equal(try(&call), CL_INVALID_BUFFER_SIZE);
    set_ulong(&call, M, 0); /* nothing is accessed */
    assert_int_equal(try(&call), CL_SUCCESS);
    assert_int_equal(call.work.reach_count, 3);
    set_ulong(&call, M, SIDE);
    set_buffer(&call, BIAS, memory[2], ROOM);
    assert_int_equal(try(&call), CL_MEM_COPY_OVERLAP);
    set_ulong(&call, BIAS_OFFSET, SIDE * SIDE); /* behind C */
    assert_int_equal(try(&call), CL_SUCCESS);
    set_ulong(&call, BIAS_OFFSET, SIDE * SIDE - 1);
    assert_int_equal(try(&call), CL_MEM_COPY_OVERLAP);
    set_buffer(&call, BIAS, memory[0], ROOM); /* A's */
    assert_int_equal(try(&call), CL_SUCCESS);
    set_uint(&call, ACTIVATION, 3);
    assert_int_equal(try(&call), CL_INVALID_VALUE);
}

/* Three products of 4 x 4, or of 1 x 4. */
static void batches(void **state)
{
    static const struct {
        cl_ulong m, ldc, stride, batch;
        cl_int expected;
    } rows[] = {
        {SIDE, SIDE, SIDE * SIDE, 3, CL_SUCCESS},
        {SIDE, SIDE, SIDE * SIDE - 1, 3, CL_INVALID_VALUE},
        {SIDE, SIDE, 0, 3, CL_INVALID_VALUE},
        {SIDE, SIDE, 0, 1, CL_SUCCESS},
        {SIDE, SIDE, 0, 0, CL_SUCCESS},
        {SIDE, SIDE, SIDE * SIDE + 8, 3, CL_SUCCESS},
        {SIDE, SIDE, SIDE * SIDE + 9, 3, CL_INVALID_BUFFER_SIZE},
        {SIDE, 3 * SIDE, SIDE, 3, CL_SUCCESS}, /* side by side */
        {SIDE, 3 * SIDE - 1, SIDE, 3, CL_INVALID_VALUE},
        {SIDE, 3 * SIDE + 1, SIDE, 3, CL_SUCCESS},
        {SIDE, 3 * SIDE, SIDE - 1, 3, CL_INVALID_VALUE},
        {SIDE, 2 * SIDE, 3 * SIDE, 3, CL_INVALID_VALUE}, /* between the lines, but not all */
        {1, SIDE, SIDE, 3, CL_SUCCESS},
        {SIDE, SIDE, ~0ull, 3, CL_INVALID_BUFFER_SIZE},
        {SIDE, SIDE, SIDE * SIDE, ~0ull, CL_INVALID_BUFFER_SIZE},
    };
    (void)state;
    for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct call call = make_call("vgpu_sgemm_strided_batched");
        set_ulong(&call, M, rows[i].m);
        set_ulong(&call, LDC, rows[i].ldc);
        set_ulong(&call, C_STRIDE, rows[i].stride);
        set_ulong(&call, BATCH, rows[i].batch);
        cl_int code = try(&call);
        if (code != rows[i].expected)
            fail_msg("row %u: %d is not %d", i, code, rows[i].expected);
    }
}

/* A and C are parts of one matrix of 4 x 8 elements. */
static void overlaps(void **state)
{
    static const struct {
        const char *name;
        cl_ulong a_at, c_at, lda, ldc, batch;
        cl_int expected;
    } rows[] = {
        {"vgpu_sgemm", 0, 4, 8, 8, 1, CL_SUCCESS},
        {"vgpu_sgemm", 4, 0, 8, 8, 1, CL_SUCCESS},
        {"vgpu_sgemm", 0, 0, 8, 8, 1, CL_MEM_COPY_OVERLAP},
        {"vgpu_sgemm", 0, 3, 8, 8, 1, CL_MEM_COPY_OVERLAP},
        {"vgpu_sgemm", 3, 0, 8, 8, 1, CL_MEM_COPY_OVERLAP},
        {"vgpu_sgemm", 0, 5, 8, 8, 1, CL_MEM_COPY_OVERLAP}, /* into the next line's */
        {"vgpu_sgemm", 0, 12, 8, 8, 1, CL_SUCCESS},         /* a line further */
        {"vgpu_sgemm", 0, 16, 4, 8, 1, CL_SUCCESS},         /* behind it */
        {"vgpu_sgemm", 0, 15, 4, 8, 1, CL_MEM_COPY_OVERLAP},
        {"vgpu_sgemm", 0, 4, 7, 8, 1, CL_MEM_COPY_OVERLAP},
        {"vgpu_sgemm_strided_batched", 0, 4, 8, 8, 1, CL_SUCCESS},
        {"vgpu_sgemm_strided_batched", 0, 4, 8, 8, 2, CL_MEM_COPY_OVERLAP},
        {"vgpu_shgemm", 0, 8, 8, 8, 1, CL_MEM_COPY_OVERLAP}, /* elements of two sizes */
    };
    static _Alignas(64) unsigned char both[1024];
    (void)state;
    for (unsigned i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct call call = make_call(rows[i].name);
        set_buffer(&call, A, both, sizeof(both));
        set_buffer(&call, C, both, sizeof(both));
        set_ulong(&call, A_OFFSET, rows[i].a_at * (strstr(rows[i].name, "sh") ? 2 : 1));
        set_ulong(&call, C_OFFSET, rows[i].c_at);
        set_ulong(&call, LDA, rows[i].lda);
        set_ulong(&call, LDC, rows[i].ldc);
        if (rows[i].batch > 1 || strstr(rows[i].name, "batched")) {
            set_ulong(&call, BATCH, rows[i].batch);
            set_ulong(&call, C_STRIDE, 64);
        }
        cl_int code = try(&call);
        if (code != rows[i].expected)
            fail_msg("row %u: %d is not %d", i, code, rows[i].expected);
    }
}

static void read_only_is_not_written(void **state)
{
    struct call call = make_call("vgpu_dgemm");
    (void)state;
    call.buffers[A].read_only = true;
    assert_int_equal(try(&call), CL_SUCCESS);
    call.buffers[C].read_only = true;
    assert_int_equal(try(&call), CL_INVALID_VALUE);
    set_ulong(&call, N, 0);
    assert_int_equal(try(&call), CL_SUCCESS);
}

/* op(A) * op(B) of 1 x 2 times 2 x 1. */
static struct call make_tiny(const char *name, const void *a, const void *b, const void *c, const void *alpha,
                             const void *beta)
{
    struct call call = make_call(name);
    set_ulong(&call, M, 1);
    set_ulong(&call, N, 1);
    set_ulong(&call, K, 2);
    set(&call, ALPHA, alpha);
    set(&call, BETA, beta);
    set_buffer(&call, A, a, 64);
    set_buffer(&call, B, b, 64);
    set_buffer(&call, C, c, 64);
    return call;
}

static void real_types(void **state)
{
    static float a[16] = {3, 4}, b[16] = {5, 0, 0, 0, 7}, c[16] = {100};
    static double wide_a[8] = {3, 4}, wide_b[8] = {5, 0, 0, 0, 7}, wide_c[8] = {100};
    static cl_half half_a[32] = {0x4200, 0x4400}, half_b[32] = {0x4500, 0, 0, 0, 0x4700},
                   half_c[32] = {0x5640};
    static cl_ushort short_a[32] = {0x4040, 0x4080}, short_b[32] = {0x40a0, 0, 0, 0, 0x40e0},
                     short_c[32] = {0x42c8};
    const float two = 2, half = 0.5f;
    const double wide_two = 2, wide_half = 0.5;
    struct call call = make_tiny("vgpu_sgemm", a, b, c, &two, &half);
    (void)state;
    run(&call); /* 2 * (15 + 28) + 50 */
    assert_true(c[0] == 136);
    call = make_tiny("vgpu_dgemm", wide_a, wide_b, wide_c, &wide_two, &wide_half);
    run(&call);
    assert_true(wide_c[0] == 136);
    call = make_tiny("vgpu_hgemm", half_a, half_b, half_c, &two, &half);
    run(&call);
    assert_int_equal(half_c[0], 0x5840);
    c[0] = 100;
    call = make_tiny("vgpu_shgemm", half_a, half_b, c, &two, &half);
    run(&call);
    assert_true(c[0] == 136);
    call = make_tiny("vgpu_bgemm", short_a, short_b, short_c, &two, &half);
    run(&call);
    assert_int_equal(short_c[0], 0x4308);
    c[0] = 100;
    call = make_tiny("vgpu_sbgemm", short_a, short_b, c, &two, &half);
    run(&call);
    assert_true(c[0] == 136);
}

/* (1 + 2i)(5 + i) + (3 - i)(2i) = 3 + 11i + 2 + 6i, and with A's conjugates (1 - 2i)(5 + i) + (3 + i)(2i) =
 * 7 - 9i - 2 + 6i. */
static void complex_types(void **state)
{
    static float a[16] = {1, 2, 3, -1}, b[16] = {5, 1, 0, 0, 0, 0, 0, 0, 0, 2}, c[16] = {10, 20};
    static double wide_a[8] = {1, 2, 3, -1}, wide_b[10] = {5, 1, 0, 0, 0, 0, 0, 0, 0, 2}, wide_c[8] = {0};
    const float one[] = {1, 0}, turn[] = {0, 1};
    const double wide_one[] = {1, 0}, none[] = {0, 0};
    struct call call = make_tiny("vgpu_cgemm", a, b, c, turn, one);
    (void)state;
    run(&call); /* i (5 + 17i) + 10 + 20i */
    assert_true(c[0] == -7 && c[1] == 25);
    call = make_tiny("vgpu_zgemm", wide_a, wide_b, wide_c, wide_one, none);
    call.buffers[B].size = sizeof(wide_b);
    run(&call);
    assert_true(wide_c[0] == 5 && wide_c[1] == 17);
    set_uint(&call, TRANS_A, CL_GEMM_CONJUGATE_TRANSPOSE_VGPU);
    set_ulong(&call, LDA, 1);
    run(&call);
    assert_true(wide_c[0] == 5 && wide_c[1] == -3);
}

static void integer_types(void **state)
{
    static cl_uchar a[64] = {253, 4}, b[64] = {5, 0, 0, 0, 249};
    static cl_int c[16] = {100};
    const cl_int minus = -2, three = 3;
    struct call call = make_tiny("vgpu_igemm", a, b, c, &minus, &three);
    (void)state;
    run(&call); /* -2 (-3 * 5 + 4 * -7) + 300 */
    assert_int_equal(c[0], 386);
    c[0] = 100;
    call = make_tiny("vgpu_uigemm", a, b, c, &minus, &three);
    run(&call); /* -2 (253 * 5 + 4 * -7) + 300 */
    assert_int_equal(c[0], -2174);
    set_uint(&call, ORDER, CL_GEMM_COLUMN_MAJOR_VGPU);
    set_uint(&call, TRANS_A, CL_GEMM_TRANSPOSE_VGPU);
    set_uint(&call, TRANS_B, CL_GEMM_TRANSPOSE_VGPU);
    c[0] = 100;
    run(&call);
    assert_int_equal(c[0], -2174);
}

VG_TESTS(test_gemm_door, cmocka_unit_test(arguments_have_slots_of_their_own),
         cmocka_unit_test(reaches_are_what_is_accessed), cmocka_unit_test(biases), cmocka_unit_test(batches),
         cmocka_unit_test(overlaps), cmocka_unit_test(read_only_is_not_written), cmocka_unit_test(real_types),
         cmocka_unit_test(complex_types), cmocka_unit_test(integer_types));
