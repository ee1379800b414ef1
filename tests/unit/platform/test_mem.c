/* SPDX-License-Identifier: MIT */
/* Buffers, sub-buffers, mappings and destructor callbacks. */
#include "tests/unit/platform/fixture.h"

#include <string.h>

#define WRITES (CL_MAP_WRITE | CL_MAP_READ)

static void host_memory_is_used_in_place(void **state)
{
    struct vg_context *context = fixture_context();
    char host[100];
    struct vg_mem *mem;
    void *answer = NULL;
    succeeds(vg_buffer_create(context, NULL, CL_MEM_USE_HOST_PTR, 64, host + 3, &mem));
    assert_ptr_equal(vg_mem_address(mem), host + 3);
    succeeds(vg_mem_info(mem, CL_MEM_HOST_PTR, sizeof(answer), &answer, NULL));
    assert_ptr_equal(answer, host + 3);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void copied_memory_is_the_buffers_own(void **state)
{
    struct vg_context *context = fixture_context();
    char host[] = "twelve bytes";
    struct vg_mem *mem;
    void *answer = host;
    succeeds(vg_buffer_create(context, NULL, CL_MEM_COPY_HOST_PTR | CL_MEM_ALLOC_HOST_PTR, sizeof(host), host,
                              &mem));
    assert_ptr_not_equal(vg_mem_address(mem), host);
    assert_string_equal(vg_mem_address(mem), "twelve bytes");
    assert_int_equal((uintptr_t)vg_mem_address(mem) % VG_MEM_ALIGN_BYTES, 0);
    succeeds(vg_mem_info(mem, CL_MEM_HOST_PTR, sizeof(answer), &answer, NULL));
    assert_null(answer);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void bad_buffers_are_refused(void **state)
{
    struct vg_context *context = fixture_context();
    const cl_mem_properties unknown[] = {1, 2, 0};
    struct vg_mem *mem;
    char host[4];
    assert_int_equal(vg_buffer_create(context, NULL, 0, 0, NULL, &mem), CL_INVALID_BUFFER_SIZE);
    assert_int_equal(vg_buffer_create(context, NULL, 0, SIZE_MAX, NULL, &mem), CL_INVALID_BUFFER_SIZE);
    assert_int_equal(vg_buffer_create(context, NULL, CL_MEM_USE_HOST_PTR, 4, NULL, &mem),
                     CL_INVALID_HOST_PTR);
    assert_int_equal(vg_buffer_create(context, NULL, 0, 4, host, &mem), CL_INVALID_HOST_PTR);
    assert_int_equal(vg_buffer_create(context, NULL, CL_MEM_READ_ONLY | CL_MEM_WRITE_ONLY, 4, NULL, &mem),
                     CL_INVALID_VALUE);
    assert_int_equal(vg_buffer_create(context, unknown, 0, 4, NULL, &mem), CL_INVALID_PROPERTY);
    fixture_drop_context(context);
}

static void the_budget_is_a_limit(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *all, *more;
    succeeds(vg_buffer_create(context, NULL, 0, vg_device_max_alloc(), NULL, &all));
    assert_int_equal(vg_buffer_create(context, NULL, 0, vg_device_max_alloc(), NULL, &more),
                     CL_MEM_OBJECT_ALLOCATION_FAILURE);
    fixture_drop_mem(all);
    fixture_drop_context(context);
}

/* ---- Sub-buffers ---- */

static cl_int sub_buffer(struct vg_mem *parent, cl_mem_flags flags, size_t origin, size_t size,
                         struct vg_mem **out)
{
    const cl_buffer_region region = {origin, size};
    return vg_sub_buffer_create(parent, flags, CL_BUFFER_CREATE_TYPE_REGION, &region, out);
}

static void a_sub_buffer_inherits(void **state)
{
    struct vg_context *context = fixture_context();
    char host[512];
    struct vg_mem *parent, *sub;
    cl_mem_flags flags = 0;
    cl_mem associated = NULL;
    void *pointer = NULL;
    size_t origin = 0;
    const cl_mem_flags given = CL_MEM_READ_ONLY | CL_MEM_USE_HOST_PTR | CL_MEM_HOST_READ_ONLY;
    succeeds(vg_buffer_create(context, NULL, given, sizeof(host), host, &parent));
    succeeds(sub_buffer(parent, 0, 256, 100, &sub));
    assert_ptr_equal(vg_mem_address(sub), host + 256);
    succeeds(vg_mem_info(sub, CL_MEM_FLAGS, sizeof(flags), &flags, NULL));
    assert_int_equal(flags, given);
    succeeds(vg_mem_info(sub, CL_MEM_HOST_PTR, sizeof(pointer), &pointer, NULL));
    assert_ptr_equal(pointer, host + 256);
    succeeds(vg_mem_info(sub, CL_MEM_OFFSET, sizeof(origin), &origin, NULL));
    assert_int_equal(origin, 256);
    succeeds(vg_mem_info(sub, CL_MEM_ASSOCIATED_MEMOBJECT, sizeof(associated), &associated, NULL));
    assert_ptr_equal(associated, vg_mem_handle(parent));
    fixture_drop_mem(parent); /* the sub-buffer keeps it */
    fixture_drop_mem(sub);
    fixture_drop_context(context);
}

static void bad_sub_buffers_are_refused(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *parent = fixture_buffer(context, 512), *sub, *nested;
    const cl_buffer_region region = {0, 16};
    assert_int_equal(sub_buffer(parent, 0, 0, 0, &sub), CL_INVALID_BUFFER_SIZE);
    assert_int_equal(sub_buffer(parent, 0, 256, 257, &sub), CL_INVALID_VALUE);
    assert_int_equal(sub_buffer(parent, 0, 128, SIZE_MAX - 100, &sub), CL_INVALID_VALUE);
    assert_int_equal(sub_buffer(parent, 0, 64, 16, &sub), CL_MISALIGNED_SUB_BUFFER_OFFSET);
    assert_int_equal(sub_buffer(parent, CL_MEM_USE_HOST_PTR, 0, 16, &sub), CL_INVALID_VALUE);
    assert_int_equal(vg_sub_buffer_create(parent, 0, CL_BUFFER_CREATE_TYPE_REGION, NULL, &sub),
                     CL_INVALID_VALUE);
    assert_int_equal(vg_sub_buffer_create(parent, 0, 0, &region, &sub), CL_INVALID_VALUE);
    succeeds(sub_buffer(parent, 0, 0, 16, &sub));
    assert_int_equal(sub_buffer(sub, 0, 0, 16, &nested), CL_INVALID_MEM_OBJECT);
    fixture_drop_mem(sub);
    fixture_drop_mem(parent);
    fixture_drop_context(context);
}

static void sub_buffers_may_not_widen_access(void **state)
{
    static const struct {
        cl_mem_flags parent, sub;
        cl_int expected;
    } rows[] = {
        {CL_MEM_WRITE_ONLY, CL_MEM_READ_WRITE, CL_INVALID_VALUE},
        {CL_MEM_WRITE_ONLY, CL_MEM_READ_ONLY, CL_INVALID_VALUE},
        {CL_MEM_READ_ONLY, CL_MEM_WRITE_ONLY, CL_INVALID_VALUE},
        {CL_MEM_HOST_WRITE_ONLY, CL_MEM_HOST_READ_ONLY, CL_INVALID_VALUE},
        {CL_MEM_HOST_READ_ONLY, CL_MEM_HOST_WRITE_ONLY, CL_INVALID_VALUE},
        {CL_MEM_HOST_NO_ACCESS, CL_MEM_HOST_READ_ONLY, CL_INVALID_VALUE},
        {CL_MEM_READ_WRITE, CL_MEM_READ_ONLY | CL_MEM_HOST_NO_ACCESS, CL_SUCCESS},
        {CL_MEM_HOST_READ_ONLY, CL_MEM_HOST_NO_ACCESS, CL_SUCCESS},
    };
    struct vg_context *context = fixture_context();
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        struct vg_mem *parent, *sub = NULL;
        succeeds(vg_buffer_create(context, NULL, rows[i].parent, 512, NULL, &parent));
        assert_int_equal(sub_buffer(parent, rows[i].sub, 0, 16, &sub), rows[i].expected);
        if (sub)
            fixture_drop_mem(sub);
        fixture_drop_mem(parent);
    }
    fixture_drop_context(context);
}

/* ---- Host access ---- */

static cl_int read_16(struct vg_queue *queue, struct vg_mem *mem)
{
    char host[16] = {0};
    const struct vg_transfer read = vg_transfer(CL_COMMAND_READ_BUFFER, vg_end_buffer(vg_mem_handle(mem), 0),
                                                vg_end_host(host), sizeof(host));
    return vg_enqueue(vg_queue_handle(queue), &read.base, vg_wait_list(0, NULL), CL_TRUE, NULL);
}

static cl_int write_16(struct vg_queue *queue, struct vg_mem *mem)
{
    const char host[16] = {0};
    const struct vg_transfer write = vg_transfer(CL_COMMAND_WRITE_BUFFER, vg_end_host(host),
                                                 vg_end_buffer(vg_mem_handle(mem), 0), sizeof(host));
    return vg_enqueue(vg_queue_handle(queue), &write.base, vg_wait_list(0, NULL), CL_TRUE, NULL);
}

static cl_int map_16(struct vg_queue *queue, struct vg_mem *mem, cl_map_flags flags)
{
    cl_int err;
    const struct vg_map map = vg_map_buffer(vg_mem_handle(mem), flags, 0, 16);
    void *pointer = vg_enqueue_map(vg_queue_handle(queue), &map, CL_TRUE, vg_wait_list(0, NULL), NULL, &err);
    assert_int_equal(pointer != NULL, err == CL_SUCCESS);
    if (pointer) {
        const struct vg_unmap unmap = vg_unmap(vg_mem_handle(mem), pointer);
        succeeds(fixture_enqueue(queue, &unmap.base, NULL));
    }
    return err;
}

static void host_flags_are_enforced_also_on_sub_buffers(void **state)
{
    static const struct {
        cl_mem_flags flags;
        cl_int reads, writes;
    } rows[] = {
        {0, CL_SUCCESS, CL_SUCCESS},
        {CL_MEM_HOST_READ_ONLY, CL_SUCCESS, CL_INVALID_OPERATION},
        {CL_MEM_HOST_WRITE_ONLY, CL_INVALID_OPERATION, CL_SUCCESS},
        {CL_MEM_HOST_NO_ACCESS, CL_INVALID_OPERATION, CL_INVALID_OPERATION},
    };
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        struct vg_mem *mems[2];
        succeeds(vg_buffer_create(context, NULL, rows[i].flags, 64, NULL, &mems[0]));
        succeeds(sub_buffer(mems[0], 0, 0, 64, &mems[1]));
        for (int m = 0; m < 2; m++) {
            assert_int_equal(read_16(queue, mems[m]), rows[i].reads);
            assert_int_equal(write_16(queue, mems[m]), rows[i].writes);
            assert_int_equal(map_16(queue, mems[m], CL_MAP_READ), rows[i].reads);
            assert_int_equal(map_16(queue, mems[m], CL_MAP_WRITE), rows[i].writes);
            assert_int_equal(map_16(queue, mems[m], CL_MAP_WRITE_INVALIDATE_REGION), rows[i].writes);
        }
        succeeds(vg_queue_finish(queue));
        fixture_drop_mem(mems[1]);
        fixture_drop_mem(mems[0]);
    }
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

/* ---- Mappings ---- */

static void *map(struct vg_queue *queue, struct vg_mem *mem, cl_map_flags flags, size_t offset, size_t size,
                 cl_int *err)
{
    const struct vg_map command = vg_map_buffer(vg_mem_handle(mem), flags, offset, size);
    return vg_enqueue_map(vg_queue_handle(queue), &command, CL_TRUE, vg_wait_list(0, NULL), NULL, err);
}

static cl_uint map_count(struct vg_mem *mem)
{
    cl_uint count = 99;
    succeeds(vg_mem_info(mem, CL_MEM_MAP_COUNT, sizeof(count), &count, NULL));
    return count;
}

static void mappings_are_counted_and_given_back(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64);
    cl_int err;
    void *first = map(queue, mem, CL_MAP_READ, 0, 64, &err), *second = map(queue, mem, WRITES, 16, 16, &err);
    assert_ptr_equal(first, vg_mem_address(mem));
    assert_ptr_equal(second, (char *)first + 16);
    assert_int_equal(map_count(mem), 2);
    const struct vg_unmap unmaps[] = {vg_unmap(vg_mem_handle(mem), second),
                                      vg_unmap(vg_mem_handle(mem), first)};
    succeeds(fixture_enqueue(queue, &unmaps[0].base, NULL));
    assert_int_equal(fixture_enqueue(queue, &unmaps[0].base, NULL), CL_INVALID_VALUE);
    succeeds(fixture_enqueue(queue, &unmaps[1].base, NULL));
    assert_int_equal(map_count(mem), 0);
    succeeds(vg_queue_finish(queue));
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void bad_maps_are_refused(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64);
    static const struct {
        cl_map_flags flags;
        size_t offset, size;
        cl_int error;
    } rows[] = {
        {CL_MAP_READ, 0, 0, CL_INVALID_VALUE},
        {CL_MAP_READ, 32, 33, CL_INVALID_VALUE},
        {CL_MAP_READ, SIZE_MAX - 7, 16, CL_INVALID_VALUE},
        {1 << 10, 0, 16, CL_INVALID_VALUE},
        {CL_MAP_WRITE_INVALIDATE_REGION | CL_MAP_READ, 0, 16, CL_INVALID_VALUE},
        {CL_MAP_WRITE, 20, 8, CL_INVALID_OPERATION}, /* 16..31 are mapped for writing already */
    };
    cl_int err;
    assert_non_null(map(queue, mem, WRITES, 16, 16, &err));
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        assert_null(map(queue, mem, rows[i].flags, rows[i].offset, rows[i].size, &err));
        assert_int_equal(err, rows[i].error);
    }
    assert_int_equal(map_count(mem), 1);
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void a_failed_map_leaves_no_mapping(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64);
    struct vg_event *failed = fixture_user_event(context);
    const cl_event list[] = {vg_event_handle(failed)};
    cl_int err;
    succeeds(vg_user_event_set(failed, -9));
    const struct vg_map map = vg_map_buffer(vg_mem_handle(mem), CL_MAP_READ, 0, 64);
    assert_null(vg_enqueue_map(vg_queue_handle(queue), &map, CL_TRUE, vg_wait_list(1, list), NULL, &err));
    assert_int_equal(err, CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST);
    assert_int_equal(map_count(mem), 0);
    fixture_drop_event(list[0]);
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

/* ---- Life ---- */

static char order[8];

static void CL_CALLBACK note_destroyed(cl_mem mem, void *user)
{
    assert_non_null(mem);
    strncat(order, user, 1);
}

static void destructors_run_backwards_after_the_last_command(void **state)
{
    static char names[] = "abc";
    struct vg_context *context = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64);
    struct vg_event *gate = fixture_user_event(context);
    const cl_mem handle = vg_mem_handle(mem);
    const struct vg_migrate migrate = vg_migrate(1, &handle, 0);
    for (int i = 0; i < 3; i++)
        succeeds(vg_mem_on_destroy(mem, note_destroyed, &names[i]));
    succeeds(fixture_enqueue_after(queue, &migrate.base, vg_event_handle(gate), NULL));
    fixture_drop_mem(mem);
    assert_string_equal(order, "");
    succeeds(vg_user_event_set(gate, CL_COMPLETE));
    succeeds(vg_queue_finish(queue));
    assert_string_equal(order, "cba");
    fixture_drop_event(vg_event_handle(gate));
    fixture_drop_queue(queue);
    fixture_drop_context(context);
}

static void migration_is_checked(void **state)
{
    struct vg_context *context = fixture_context(), *other = fixture_context();
    struct vg_queue *queue = fixture_queue(context, 0);
    struct vg_mem *mem = fixture_buffer(context, 64), *foreign = fixture_buffer(other, 64);
    const cl_mem good[] = {vg_mem_handle(mem)}, bad[] = {NULL}, strange[] = {vg_mem_handle(foreign)};
    const struct {
        struct vg_migrate command;
        cl_int expected;
    } rows[] = {
        {vg_migrate(1, good, CL_MIGRATE_MEM_OBJECT_HOST | CL_MIGRATE_MEM_OBJECT_CONTENT_UNDEFINED),
         CL_SUCCESS},
        {vg_migrate(0, good, 0), CL_INVALID_VALUE},
        {vg_migrate(1, NULL, 0), CL_INVALID_VALUE},
        {vg_migrate(1, good, 4), CL_INVALID_VALUE},
        {vg_migrate(1, bad, 0), CL_INVALID_MEM_OBJECT},
        {vg_migrate(1, strange, 0), CL_INVALID_CONTEXT},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++)
        assert_int_equal(fixture_enqueue(queue, &rows[i].command.base, NULL), rows[i].expected);
    succeeds(vg_queue_finish(queue));
    fixture_drop_mem(mem);
    fixture_drop_mem(foreign);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
    fixture_drop_context(other);
}

VG_TESTS(test_mem, cmocka_unit_test(host_memory_is_used_in_place),
         cmocka_unit_test(copied_memory_is_the_buffers_own), cmocka_unit_test(bad_buffers_are_refused),
         cmocka_unit_test(the_budget_is_a_limit), cmocka_unit_test(a_sub_buffer_inherits),
         cmocka_unit_test(bad_sub_buffers_are_refused), cmocka_unit_test(sub_buffers_may_not_widen_access),
         cmocka_unit_test(host_flags_are_enforced_also_on_sub_buffers),
         cmocka_unit_test(mappings_are_counted_and_given_back), cmocka_unit_test(bad_maps_are_refused),
         cmocka_unit_test(a_failed_map_leaves_no_mapping),
         cmocka_unit_test(destructors_run_backwards_after_the_last_command),
         cmocka_unit_test(migration_is_checked));
