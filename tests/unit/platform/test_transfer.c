/* SPDX-License-Identifier: MIT */
/* Reads, writes, copies and fills, linear and rectangular, against plain loops. */
#include "tests/unit/platform/fixture.h"

#include <stdlib.h>
#include <string.h>

#define BYTES 4096

struct bench {
    struct vg_context *context;
    struct vg_queue *queue;
    struct vg_mem *a, *b;
    unsigned char host[BYTES], expected[BYTES];
};

static void number(unsigned char *bytes, unsigned seed)
{
    srand(seed);
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (unsigned char)rand();
}

static void bench_init(struct bench *bench)
{
    bench->context = fixture_context();
    bench->queue = fixture_queue(bench->context, 0);
    bench->a = fixture_buffer(bench->context, BYTES);
    bench->b = fixture_buffer(bench->context, BYTES);
    number(vg_mem_address(bench->a), 1);
    number(vg_mem_address(bench->b), 2);
    number(bench->host, 3);
}

static void bench_finish(struct bench *bench)
{
    fixture_drop_mem(bench->a);
    fixture_drop_mem(bench->b);
    fixture_drop_queue(bench->queue);
    fixture_drop_context(bench->context);
}

static cl_int run(struct bench *bench, const struct vg_command *command)
{
    return vg_enqueue(vg_queue_handle(bench->queue), command, vg_wait_list(0, NULL), CL_TRUE, NULL);
}

static struct vg_end buffer(struct vg_mem *mem, size_t offset)
{
    return vg_end_buffer(vg_mem_handle(mem), offset);
}

static void linear_transfers_move_the_bytes(void **state)
{
    struct bench bench;
    bench_init(&bench);
    const struct vg_transfer write =
        vg_transfer(CL_COMMAND_WRITE_BUFFER, vg_end_host(bench.host + 5), buffer(bench.a, 100), 1000);
    memcpy(bench.expected, vg_mem_address(bench.a), BYTES);
    memcpy(bench.expected + 100, bench.host + 5, 1000);
    succeeds(run(&bench, &write.base));
    assert_memory_equal(vg_mem_address(bench.a), bench.expected, BYTES);

    const struct vg_transfer copy =
        vg_transfer(CL_COMMAND_COPY_BUFFER, buffer(bench.a, 0), buffer(bench.b, 1), BYTES - 1);
    succeeds(run(&bench, &copy.base));
    assert_memory_equal((char *)vg_mem_address(bench.b) + 1, bench.expected, BYTES - 1);

    const struct vg_transfer read =
        vg_transfer(CL_COMMAND_READ_BUFFER, buffer(bench.b, 1), vg_end_host(bench.host), 4095);
    succeeds(run(&bench, &read.base));
    assert_memory_equal(bench.host, bench.expected, 4095);
    bench_finish(&bench);
}

static void nothing_to_move_is_a_success(void **state)
{
    struct bench bench;
    bench_init(&bench);
    const struct vg_transfer read =
        vg_transfer(CL_COMMAND_READ_BUFFER, buffer(bench.a, BYTES), vg_end_host(bench.host), 0);
    const struct vg_transfer copy =
        vg_transfer(CL_COMMAND_COPY_BUFFER, buffer(bench.a, 0), buffer(bench.a, 0), 0);
    const struct vg_fill_command fill = vg_fill_buffer(vg_mem_handle(bench.a), "x", 1, 0, 0);
    succeeds(run(&bench, &read.base));
    succeeds(run(&bench, &copy.base));
    succeeds(run(&bench, &fill.base));
    bench_finish(&bench);
}

static void linear_transfers_stay_inside(void **state)
{
    struct bench bench;
    bench_init(&bench);
    cl_mem none = NULL;
    const struct {
        struct vg_transfer transfer;
        cl_int expected;
    } rows[] = {
        {vg_transfer(CL_COMMAND_READ_BUFFER, buffer(bench.a, 4000), vg_end_host(bench.host), 97),
         CL_INVALID_VALUE},
        {vg_transfer(CL_COMMAND_READ_BUFFER, buffer(bench.a, SIZE_MAX - 7), vg_end_host(bench.host), 16),
         CL_INVALID_VALUE},
        {vg_transfer(CL_COMMAND_READ_BUFFER, buffer(bench.a, 0), vg_end_host(NULL), 16), CL_INVALID_VALUE},
        {vg_transfer(CL_COMMAND_WRITE_BUFFER, vg_end_host(bench.host), buffer(bench.a, 1), BYTES),
         CL_INVALID_VALUE},
        {vg_transfer(CL_COMMAND_READ_BUFFER, vg_end_buffer(none, 0), vg_end_host(bench.host), 1),
         CL_INVALID_MEM_OBJECT},
        {vg_transfer(CL_COMMAND_COPY_BUFFER, buffer(bench.a, 0), buffer(bench.b, 1), BYTES),
         CL_INVALID_VALUE},
        {vg_transfer(CL_COMMAND_COPY_BUFFER, buffer(bench.a, 0), buffer(bench.a, 99), 100),
         CL_MEM_COPY_OVERLAP},
        {vg_transfer(CL_COMMAND_COPY_BUFFER, buffer(bench.a, 0), buffer(bench.a, 100), 100), CL_SUCCESS},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        assert_int_equal(run(&bench, &rows[i].transfer.base), rows[i].expected);
    bench_finish(&bench);
}

/* ---- Rectangles ---- */

static void copy_box(unsigned char *to, const struct vg_box *to_box, const unsigned char *from,
                     const struct vg_box *from_box, const size_t region[3])
{
    for (size_t z = 0; z < region[2]; z++)
        for (size_t y = 0; y < region[1]; y++)
            for (size_t x = 0; x < region[0]; x++)
                to[(to_box->at[2] + z) * to_box->slice + (to_box->at[1] + y) * to_box->row + to_box->at[0] +
                   x] = from[(from_box->at[2] + z) * from_box->slice + (from_box->at[1] + y) * from_box->row +
                             from_box->at[0] + x];
}

static const size_t region[3] = {7, 5, 3};
static const struct vg_box wide = {{3, 2, 1}, 20, 160}, dense = {{1, 0, 2}, 9, 54};

static struct vg_end rect(struct vg_mem *mem, const struct vg_box *box)
{
    return vg_end_buffer_rect(vg_mem_handle(mem), box->at, box->row, box->slice);
}

static void rectangles_move_the_bytes(void **state)
{
    struct bench bench;
    bench_init(&bench);
    const struct vg_transfer copy =
        vg_transfer_rect(CL_COMMAND_COPY_BUFFER_RECT, rect(bench.a, &wide), rect(bench.b, &dense), region);
    memcpy(bench.expected, vg_mem_address(bench.b), BYTES);
    copy_box(bench.expected, &dense, vg_mem_address(bench.a), &wide, region);
    succeeds(run(&bench, &copy.base));
    assert_memory_equal(vg_mem_address(bench.b), bench.expected, BYTES);

    const struct vg_transfer read =
        vg_transfer_rect(CL_COMMAND_READ_BUFFER_RECT, rect(bench.b, &dense),
                         vg_end_host_rect(bench.host, wide.at, wide.row, wide.slice), region);
    memcpy(bench.expected, bench.host, BYTES);
    copy_box(bench.expected, &wide, vg_mem_address(bench.b), &dense, region);
    succeeds(run(&bench, &read.base));
    assert_memory_equal(bench.host, bench.expected, BYTES);
    bench_finish(&bench);
}

static void pitch_zero_means_packed(void **state)
{
    struct bench bench;
    bench_init(&bench);
    const size_t origin[3] = {0, 1, 1};
    const struct vg_box packed = {{0, 1, 1}, 7, 35};
    const struct vg_transfer write =
        vg_transfer_rect(CL_COMMAND_WRITE_BUFFER_RECT, vg_end_host_rect(bench.host, origin, 0, 0),
                         rect(bench.a, &dense), region);
    memcpy(bench.expected, vg_mem_address(bench.a), BYTES);
    copy_box(bench.expected, &dense, bench.host, &packed, region);
    succeeds(run(&bench, &write.base));
    assert_memory_equal(vg_mem_address(bench.a), bench.expected, BYTES);
    bench_finish(&bench);
}

static void bad_rectangles_are_refused(void **state)
{
    struct bench bench;
    bench_init(&bench);
    const size_t flat[3] = {7, 0, 3}, far[3] = {0, 0, SIZE_MAX / 160 + 1};
    const struct vg_end host = vg_end_host_rect(bench.host, wide.at, 0, 0);
    const struct {
        struct vg_end buffer;
        const size_t *region;
        cl_int expected;
    } rows[] = {
        {rect(bench.a, &wide), NULL, CL_INVALID_VALUE},
        {rect(bench.a, &wide), flat, CL_INVALID_VALUE},
        {vg_end_buffer_rect(vg_mem_handle(bench.a), NULL, 20, 160), region, CL_INVALID_VALUE},
        {vg_end_buffer_rect(vg_mem_handle(bench.a), far, 20, 160), region, CL_INVALID_VALUE},
        {vg_end_buffer_rect(vg_mem_handle(bench.a), wide.at, 6, 0), region, CL_INVALID_VALUE},
        {vg_end_buffer_rect(vg_mem_handle(bench.a), wide.at, 20, 90), region, CL_INVALID_VALUE},
        {vg_end_buffer_rect(vg_mem_handle(bench.a), wide.at, 20, 2000), region, CL_INVALID_VALUE},
        {rect(bench.a, &wide), region, CL_SUCCESS},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        const struct vg_transfer read =
            vg_transfer_rect(CL_COMMAND_READ_BUFFER_RECT, rows[i].buffer, host, rows[i].region);
        assert_int_equal(run(&bench, &read.base), rows[i].expected);
    }
    bench_finish(&bench);
}

static void rectangles_within_one_buffer(void **state)
{
    struct bench bench;
    bench_init(&bench);
    const size_t left[3] = {0, 0, 0}, right[3] = {7, 0, 0}, close[3] = {6, 0, 0};
    const struct vg_box from = {{0, 0, 0}, 20, 160};
    cl_mem a = vg_mem_handle(bench.a);
    const struct vg_transfer apart = vg_transfer_rect(CL_COMMAND_COPY_BUFFER_RECT, rect(bench.a, &from),
                                                      vg_end_buffer_rect(a, right, 20, 160), region);
    const struct vg_transfer overlap = vg_transfer_rect(CL_COMMAND_COPY_BUFFER_RECT, rect(bench.a, &from),
                                                        vg_end_buffer_rect(a, close, 20, 160), region);
    const struct vg_transfer pitches = vg_transfer_rect(CL_COMMAND_COPY_BUFFER_RECT, rect(bench.a, &from),
                                                        vg_end_buffer_rect(a, left, 40, 320), region);
    succeeds(run(&bench, &apart.base));
    assert_int_equal(run(&bench, &overlap.base), CL_MEM_COPY_OVERLAP);
    assert_int_equal(run(&bench, &pitches.base), CL_INVALID_VALUE);
    bench_finish(&bench);
}

/* ---- Fill ---- */

static void fills_repeat_the_pattern(void **state)
{
    struct bench bench;
    bench_init(&bench);
    for (size_t size = 1; size <= 128; size *= 2) {
        const struct vg_fill_command fill =
            vg_fill_buffer(vg_mem_handle(bench.a), bench.host, size, 2 * size, 5 * size);
        memcpy(bench.expected, vg_mem_address(bench.a), BYTES);
        for (size_t i = 0; i < 5 * size; i++)
            bench.expected[2 * size + i] = bench.host[i % size];
        succeeds(run(&bench, &fill.base));
        assert_memory_equal(vg_mem_address(bench.a), bench.expected, BYTES);
    }
    bench_finish(&bench);
}

static void the_pattern_is_copied_at_enqueue(void **state)
{
    struct bench bench;
    bench_init(&bench);
    struct vg_event *gate = fixture_user_event(bench.context);
    char pattern[4] = "ABCD";
    const struct vg_fill_command fill = vg_fill_buffer(vg_mem_handle(bench.a), pattern, 4, 0, 8);
    succeeds(fixture_enqueue_after(bench.queue, &fill.base, vg_event_handle(gate), NULL));
    memset(pattern, 0, sizeof(pattern));
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(bench.queue));
    assert_memory_equal(vg_mem_address(bench.a), "ABCDABCD", 8);
    fixture_drop_event(vg_event_handle(gate));
    bench_finish(&bench);
}

static void bad_fills_are_refused(void **state)
{
    struct bench bench;
    bench_init(&bench);
    cl_mem a = vg_mem_handle(bench.a);
    const struct {
        struct vg_fill_command fill;
        cl_int expected;
    } rows[] = {
        {vg_fill_buffer(NULL, "x", 1, 0, 1), CL_INVALID_MEM_OBJECT},
        {vg_fill_buffer(a, NULL, 1, 0, 1), CL_INVALID_VALUE},
        {vg_fill_buffer(a, "x", 0, 0, 1), CL_INVALID_VALUE},
        {vg_fill_buffer(a, "xyz", 3, 0, 3), CL_INVALID_VALUE},
        {vg_fill_buffer(a, bench.host, 256, 0, 256), CL_INVALID_VALUE},
        {vg_fill_buffer(a, "abcd", 4, 2, 4), CL_INVALID_VALUE},
        {vg_fill_buffer(a, "abcd", 4, 0, 6), CL_INVALID_VALUE},
        {vg_fill_buffer(a, "abcd", 4, BYTES, 4), CL_INVALID_VALUE},
        {vg_fill_buffer(a, "abcd", 4, SIZE_MAX - 3, 8), CL_INVALID_VALUE},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        assert_int_equal(run(&bench, &rows[i].fill.base), rows[i].expected);
    bench_finish(&bench);
}

static void a_failed_wait_list_fails_a_blocking_transfer(void **state)
{
    struct bench bench;
    bench_init(&bench);
    struct vg_event *failed = fixture_user_event(bench.context);
    const cl_event list[] = {vg_event_handle(failed)};
    cl_event event = NULL;
    const struct vg_transfer read =
        vg_transfer(CL_COMMAND_READ_BUFFER, buffer(bench.a, 0), vg_end_host(bench.host), 16);
    memcpy(bench.expected, bench.host, BYTES);
    succeeds(vg_user_event_set(failed, -3));
    assert_int_equal(
        vg_enqueue(vg_queue_handle(bench.queue), &read.base, vg_wait_list(1, list), CL_TRUE, &event),
        CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    assert_null(event);
    assert_memory_equal(bench.host, bench.expected, BYTES);
    fixture_drop_event(list[0]);
    bench_finish(&bench);
}

VG_TESTS(test_transfer, cmocka_unit_test(linear_transfers_move_the_bytes),
         cmocka_unit_test(nothing_to_move_is_a_success), cmocka_unit_test(linear_transfers_stay_inside),
         cmocka_unit_test(rectangles_move_the_bytes), cmocka_unit_test(pitch_zero_means_packed),
         cmocka_unit_test(bad_rectangles_are_refused), cmocka_unit_test(rectangles_within_one_buffer),
         cmocka_unit_test(fills_repeat_the_pattern), cmocka_unit_test(the_pattern_is_copied_at_enqueue),
         cmocka_unit_test(bad_fills_are_refused),
         cmocka_unit_test(a_failed_wait_list_fails_a_blocking_transfer));
