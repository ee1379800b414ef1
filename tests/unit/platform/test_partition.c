/* SPDX-License-Identifier: MIT */
/* Partition by affinity domain on machines that hwloc makes up: what the queries say, what the call does, and
 * who runs the kernels. */
#include "platform/partition.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "executor/executor.h"
#include "executor/fleet.h"
#include "executor/local.h"
#include "executor/place.h"
#include "tests/unit/platform/fixture.h"

#define NUMA CL_DEVICE_AFFINITY_DOMAIN_NUMA
#define L4 CL_DEVICE_AFFINITY_DOMAIN_L4_CACHE
#define L3 CL_DEVICE_AFFINITY_DOMAIN_L3_CACHE
#define L2 CL_DEVICE_AFFINITY_DOMAIN_L2_CACHE
#define L1 CL_DEVICE_AFFINITY_DOMAIN_L1_CACHE
#define NEXT CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE

static const char server[] = "package:2 numa:1 l3:2 l2:2 l1d:1 core:1 pu:2";

static void pretend(const char *machine, unsigned width)
{
    vg_place_synthetic = machine;
    vg_fleet.wanted = width;
    vg_place_forget();
}

static cl_ulong ulong_of(const struct vg_device *device, cl_device_info name)
{
    cl_ulong value = 0;
    succeeds(vg_device_info(device, name, sizeof(value), &value, NULL));
    return value;
}

static cl_uint uint_of(const struct vg_device *device, cl_device_info name)
{
    cl_uint value = 0;
    succeeds(vg_device_info(device, name, sizeof(value), &value, NULL));
    return value;
}

static cl_int by_domain(struct vg_device *device, cl_device_affinity_domain domain, cl_uint room,
                        cl_device_id *devices, cl_uint *count)
{
    const cl_device_partition_property list[] = {CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN,
                                                 (cl_device_partition_property)domain, 0};
    return vg_device_partition(device, list, room, devices, count);
}

static void drop(cl_device_id *devices, cl_uint count)
{
    for (cl_uint i = 0; i < count; i++)
        succeeds(vg_device_api_release(devices[i]));
}

/* ---- What is said and what is done agree ---- */

struct machine {
    const char *synthetic;
    unsigned width;
    cl_device_affinity_domain domains; /* without NEXT */
};

static const struct machine machines[] = {
    {server, 16, NUMA | L3 | L2 | L1},
    {server, 4, NUMA | L3 | L2 | L1},
    {server, 2, NUMA | L3 | L2 | L1},
    {server, 1, 0},
    {"numa:4 core:2 pu:1", 8, NUMA},
    {"l4:2 l3:2 core:1 pu:1", 4, L4 | L3},
    {"numa:1 l3:1 l2:4 core:1 pu:1", 4, L2},
    {"numa:1 l3:1 core:4 pu:1", 4, 0},
    {"pu:4", 4, 0},
};

static void check_schemes(const struct vg_device *root, const struct machine *machine)
{
    cl_device_partition_property schemes[4] = {0};
    size_t size = 0;
    succeeds(vg_device_info(root, CL_DEVICE_PARTITION_PROPERTIES, sizeof(schemes), schemes, &size));
    if (machine->width < 2) {
        assert_int_equal(size, sizeof(*schemes));
        assert_int_equal(schemes[0], 0);
        return;
    }
    assert_int_equal(size, (machine->domains ? 3 : 2) * sizeof(*schemes));
    assert_int_equal(schemes[2], machine->domains ? CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN : 0);
}

static void queries_and_calls_agree(void **state)
{
    static const cl_device_affinity_domain all[] = {NUMA, L4, L3, L2, L1};
    struct vg_device *root = vg_device_root();
    for (size_t i = 0; i < VG_COUNT(machines); i++) {
        const struct machine *machine = &machines[i];
        pretend(machine->synthetic, machine->width);
        check_schemes(root, machine);
        assert_int_equal(ulong_of(root, CL_DEVICE_PARTITION_AFFINITY_DOMAIN),
                         machine->domains | (machine->domains ? NEXT : 0));
        cl_int refusal = machine->domains ? CL_INVALID_VALUE : CL_DEVICE_PARTITION_FAILED;
        cl_uint count;
        for (size_t j = 0; j < VG_COUNT(all); j++) {
            cl_int expected = machine->domains & all[j] ? CL_SUCCESS : refusal;
            assert_int_equal(by_domain(root, all[j], 0, NULL, &count), expected);
        }
        assert_int_equal(by_domain(root, NEXT, 0, NULL, &count), machine->domains ? CL_SUCCESS : refusal);
    }
}

/* ---- The parts ---- */

struct parts {
    const char *synthetic;
    unsigned width;
    cl_device_affinity_domain wanted, used;
    cl_uint count, units[8];
};

static const struct parts divisions[] = {
    {server, 16, NUMA, NUMA, 2, {8, 8}},
    {server, 16, L3, L3, 4, {4, 4, 4, 4}},
    {server, 16, L2, L2, 8, {2, 2, 2, 2, 2, 2, 2, 2}},
    {server, 16, NEXT, NUMA, 2, {8, 8}},
    {server, 6, L3, L3, 4, {2, 1, 2, 1}},
    {"l4:2 l3:2 core:1 pu:1", 4, NEXT, L4, 2, {2, 2}},
    {"numa:1 l3:1 l2:4 core:1 pu:1", 4, NEXT, L2, 4, {1, 1, 1, 1}},
};

static void check_part(cl_device_id handle, const struct parts *parts, cl_uint index, unsigned first)
{
    const struct vg_device *device = vg_device_from(handle);
    const cl_device_partition_property expected[] = {CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN,
                                                     (cl_device_partition_property)parts->used, 0};
    cl_device_partition_property list[4];
    cl_device_id parent;
    size_t size;
    assert_int_equal(uint_of(device, CL_DEVICE_MAX_COMPUTE_UNITS), parts->units[index]);
    assert_int_equal(uint_of(device, CL_DEVICE_PARTITION_MAX_SUB_DEVICES), parts->units[index]);
    assert_int_equal(uint_of(device, CL_DEVICE_REFERENCE_COUNT), 1);
    assert_int_equal(ulong_of(device, CL_DEVICE_PARTITION_AFFINITY_DOMAIN) & parts->used, 0);
    succeeds(vg_device_info(device, CL_DEVICE_PARTITION_TYPE, sizeof(list), list, &size));
    assert_int_equal(size, sizeof(expected));
    assert_memory_equal(list, expected, sizeof(expected));
    succeeds(vg_device_info(device, CL_DEVICE_PARENT_DEVICE, sizeof(parent), &parent, NULL));
    assert_ptr_equal(parent, vg_device_handle(vg_device_root()));
    assert_int_equal(device->first, first);
    assert_ptr_equal(device->team, vg_team_get(first, parts->units[index]));
}

static void parts_are_what_is_shared(void **state)
{
    for (size_t i = 0; i < VG_COUNT(divisions); i++) {
        const struct parts *parts = &divisions[i];
        cl_device_id devices[8];
        cl_uint count = 0;
        unsigned first = 0;
        pretend(parts->synthetic, parts->width);
        struct vg_device *root = vg_device_root();
        assert_int_equal(by_domain(root, parts->wanted, parts->count - 1, devices, &count), CL_INVALID_VALUE);
        succeeds(by_domain(root, parts->wanted, 8, devices, &count));
        assert_int_equal(count, parts->count);
        for (cl_uint j = 0; j < count; j++) {
            check_part(devices[j], parts, j, first);
            first += parts->units[j];
        }
        assert_int_equal(first, parts->width);
        drop(devices, count);
    }
}

/* From the machine down to a single compute unit. */
static void parts_have_parts(void **state)
{
    static const cl_device_affinity_domain levels[] = {NUMA, L3, L2};
    cl_device_id devices[3][8];
    cl_uint counts[3];
    pretend(server, 16);
    struct vg_device *device = vg_device_root();
    for (int i = 0; i < 3; i++) {
        cl_device_partition_property list[3];
        succeeds(by_domain(device, NEXT, 8, devices[i], &counts[i]));
        assert_int_equal(counts[i], 2);
        device = vg_device_from(devices[i][1]);
        succeeds(vg_device_info(device, CL_DEVICE_PARTITION_TYPE, sizeof(list), list, NULL));
        assert_int_equal(list[1], levels[i]);
    }
    assert_int_equal(device->first, 14);
    assert_int_equal(uint_of(device, CL_DEVICE_MAX_COMPUTE_UNITS), 2);
    assert_int_equal(ulong_of(device, CL_DEVICE_PARTITION_AFFINITY_DOMAIN), 0);
    cl_uint count;
    assert_int_equal(by_domain(device, NEXT, 0, NULL, &count), CL_DEVICE_PARTITION_FAILED);
    assert_int_equal(by_domain(device, L1, 0, NULL, &count), CL_DEVICE_PARTITION_FAILED);
    const cl_device_partition_property one[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    cl_device_id halves[2];
    succeeds(vg_device_partition(device, one, 2, halves, NULL));
    assert_int_equal(vg_device_from(halves[1])->first, 15);
    assert_int_equal(vg_device_partition(vg_device_from(halves[1]), one, 0, NULL, &count),
                     CL_DEVICE_PARTITION_FAILED);
    /* The parents live for as long as their parts. */
    for (int i = 0; i < 3; i++)
        drop(devices[i], counts[i]);
    assert_int_equal(uint_of(vg_device_from(halves[0]), CL_DEVICE_MAX_COMPUTE_UNITS), 1);
    drop(halves, 2);
}

/* ---- Commands ---- */

static atomic_uint_least64_t runners;

static void CL_CALLBACK note_runner(void *args)
{
    const struct vg_worker *self = vg_local()->self;
    assert_true(self && !self->helper);
    atomic_fetch_or(&runners, UINT64_C(1) << self->index);
    (void)args;
}

static void commands_run_on_the_part(void **state)
{
    cl_device_id devices[2];
    pretend("numa:2 core:2 pu:1", 4);
    succeeds(by_domain(vg_device_root(), NUMA, 2, devices, NULL));
    struct vg_context *context;
    succeeds(vg_context_create(NULL, 2, devices, NULL, NULL, &context));
    for (cl_uint i = 0; i < 2; i++) {
        struct vg_queue *queue;
        succeeds(vg_queue_create(context, devices[i], NULL, &queue));
        atomic_store(&runners, 0);
        const struct vg_native native = vg_native(note_runner, NULL, 0, 0, NULL, NULL);
        for (int j = 0; j < 40; j++)
            succeeds(fixture_enqueue(queue, &native.base, NULL));
        succeeds(vg_queue_finish(queue));
        assert_int_not_equal(atomic_load(&runners), 0);
        assert_int_equal(atomic_load(&runners) & ~(UINT64_C(3) << 2 * i), 0);
        fixture_drop_queue(queue);
    }
    fixture_drop_context(context);
    drop(devices, 2);
}

static void initial_contents_come_by_workers(void **state)
{
    enum { BYTES = 5000003 };
    pretend("numa:2 core:2 pu:1", 4);
    unsigned char *from = malloc(BYTES);
    assert_non_null(from);
    for (size_t i = 0; i < BYTES; i++)
        from[i] = (unsigned char)(i * 7 >> 3);
    cl_device_id devices[2];
    succeeds(by_domain(vg_device_root(), NUMA, 2, devices, NULL));
    for (cl_uint i = 0; i < 3; i++) {
        cl_device_id whole = vg_device_handle(vg_device_root());
        struct vg_context *context;
        struct vg_mem *mem;
        succeeds(vg_context_create(NULL, 1, i < 2 ? &devices[i] : &whole, NULL, NULL, &context));
        succeeds(vg_buffer_create(context, NULL, CL_MEM_COPY_HOST_PTR, BYTES, from, &mem));
        assert_memory_equal(vg_mem_address(mem), from, BYTES);
        assert_int_equal(vg_executor_threads(), 4);
        fixture_drop_mem(mem);
        fixture_drop_context(context);
    }
    drop(devices, 2);
    free(from);
}

/* Keeps its worker until it is let go. */
static atomic_uint kept;
static atomic_bool let_go;

static void CL_CALLBACK keep_worker(void *args)
{
    atomic_fetch_add(&kept, 1);
    while (!atomic_load(&let_go))
        usleep(100);
    (void)args;
}

static void initial_contents_do_not_wait_for_kernels(void **state)
{
    enum { BYTES = 3 << 20 };
    pretend("numa:2 core:1 pu:1", 2);
    unsigned char *from = malloc(BYTES);
    assert_non_null(from);
    memset(from, 77, BYTES);
    cl_device_id devices[2];
    succeeds(by_domain(vg_device_root(), NUMA, 2, devices, NULL));
    struct vg_context *context;
    struct vg_queue *queue;
    struct vg_mem *mem;
    succeeds(vg_context_create(NULL, 1, devices, NULL, NULL, &context));
    succeeds(vg_queue_create(context, devices[0], NULL, &queue));
    const struct vg_native native = vg_native(keep_worker, NULL, 0, 0, NULL, NULL);
    succeeds(fixture_enqueue(queue, &native.base, NULL));
    while (!atomic_load(&kept))
        usleep(100);
    alarm(20);
    succeeds(vg_buffer_create(context, NULL, CL_MEM_COPY_HOST_PTR, BYTES, from, &mem));
    alarm(0);
    unsigned char *contents = vg_mem_address(mem);
    assert_memory_equal(contents, from, BYTES);
    /* Nor does anything come from where they were once the worker is free. */
    memset(from, 1, BYTES);
    memset(contents, 2, BYTES);
    atomic_store(&let_go, true);
    succeeds(vg_queue_finish(queue));
    vg_executor_stop();
    for (size_t i = 0; i < BYTES; i++)
        assert_int_equal(contents[i], 2);
    fixture_drop_mem(mem);
    fixture_drop_queue(queue);
    fixture_drop_context(context);
    drop(devices, 2);
    free(from);
}

/* With ever more memory: neither the workers nor the copy among them are needed for the contents. */
static void initial_contents_come_without_memory_for_workers(void **state)
{
    enum { BYTES = 2 << 20 };
    pretend("numa:2 core:1 pu:1", 2);
    unsigned char *from = malloc(BYTES);
    assert_non_null(from);
    memset(from, 55, BYTES);
    struct vg_context *context = fixture_context();
    unsigned refused = 0, made = 0;
    for (int64_t n = 0; n < 30; n++) {
        struct vg_mem *mem = NULL;
        vg_alloc_fail_after(n);
        cl_int err = vg_buffer_create(context, NULL, CL_MEM_COPY_HOST_PTR, BYTES, from, &mem);
        vg_alloc_fail_after(-1);
        if (err == CL_SUCCESS) {
            assert_memory_equal(vg_mem_address(mem), from, BYTES);
            fixture_drop_mem(mem);
            made++;
        } else {
            assert_true(err == CL_OUT_OF_HOST_MEMORY || err == CL_MEM_OBJECT_ALLOCATION_FAILURE);
            refused++;
        }
    }
    assert_true(refused > 0 && refused < 5 && made > 20);
    fixture_drop_context(context);
    free(from);
}

VG_TESTS(test_partition, cmocka_unit_test(queries_and_calls_agree),
         cmocka_unit_test(parts_are_what_is_shared), cmocka_unit_test(parts_have_parts),
         cmocka_unit_test(commands_run_on_the_part), cmocka_unit_test(initial_contents_come_by_workers),
         cmocka_unit_test(initial_contents_do_not_wait_for_kernels),
         cmocka_unit_test(initial_contents_come_without_memory_for_workers));
