/* SPDX-License-Identifier: MIT */
/* What the platform and the device tell, and sub-devices. */
#include "platform/partition.h"
#include "tests/unit/platform/fixture.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/topology.h"
#include "executor/executor.h"
#include "platform/platform.h"

static cl_uint get_uint(cl_device_info name)
{
    cl_uint value = 0;
    succeeds(vg_device_info(vg_device_root(), name, sizeof(value), &value, NULL));
    return value;
}

static cl_ulong get_ulong(cl_device_info name)
{
    cl_ulong value = 0;
    succeeds(vg_device_info(vg_device_root(), name, sizeof(value), &value, NULL));
    return value;
}

static const char *get_text(cl_device_info name)
{
    static char text[4096];
    succeeds(vg_device_info(vg_device_root(), name, sizeof(text), text, NULL));
    return text;
}

static void every_core_query_answers(void **state)
{
    unsigned answered = 0;
    for (cl_device_info name = CL_DEVICE_TYPE; name <= CL_DEVICE_LATEST_CONFORMANCE_VERSION_PASSED; name++) {
        size_t size = 0;
        answered += vg_device_info(vg_device_root(), name, 0, NULL, &size) == CL_SUCCESS;
    }
    assert_in_range(answered, 105, 200);
    assert_int_equal(vg_device_info(vg_device_root(), 0x10FF, 0, NULL, NULL), CL_INVALID_VALUE);
}

static void the_numbers_hold_the_minimums(void **state)
{
    cl_ulong global = get_ulong(CL_DEVICE_GLOBAL_MEM_SIZE), alloc = get_ulong(CL_DEVICE_MAX_MEM_ALLOC_SIZE);
    assert_true(alloc <= global && alloc >= global / 4);
    assert_true(get_ulong(CL_DEVICE_LOCAL_MEM_SIZE) >= 32 * 1024);
    assert_true(get_ulong(CL_DEVICE_MAX_CONSTANT_BUFFER_SIZE) >= 64 * 1024);
    assert_true(get_uint(CL_DEVICE_MAX_CONSTANT_ARGS) >= 8);
    assert_true(get_uint(CL_DEVICE_MEM_BASE_ADDR_ALIGN) >= 1024);
    assert_int_equal(get_uint(CL_DEVICE_MAX_COMPUTE_UNITS), vg_cpu_count());
}

static void images_hold_the_minimums(void **state)
{
    assert_true(get_uint(CL_DEVICE_MAX_READ_IMAGE_ARGS) >= 128);
    assert_true(get_uint(CL_DEVICE_MAX_WRITE_IMAGE_ARGS) >= 64);
    assert_true(get_uint(CL_DEVICE_MAX_READ_WRITE_IMAGE_ARGS) >= 64);
    assert_true(get_ulong(CL_DEVICE_IMAGE2D_MAX_WIDTH) >= 16384);
    assert_true(get_ulong(CL_DEVICE_IMAGE2D_MAX_HEIGHT) >= 16384);
    assert_true(get_ulong(CL_DEVICE_IMAGE3D_MAX_DEPTH) >= 2048);
    assert_true(get_ulong(CL_DEVICE_IMAGE_MAX_BUFFER_SIZE) >= 65536);
    assert_true(get_ulong(CL_DEVICE_IMAGE_MAX_ARRAY_SIZE) >= 2048);
    assert_true(get_uint(CL_DEVICE_MAX_SAMPLERS) >= 16);
}

static void the_c_version_and_its_list_agree(void **state)
{
    cl_name_version versions[8];
    size_t size = 0;
    succeeds(
        vg_device_info(vg_device_root(), CL_DEVICE_OPENCL_C_ALL_VERSIONS, sizeof(versions), versions, &size));
    static const cl_version expected[] = {CL_MAKE_VERSION(1, 0, 0), CL_MAKE_VERSION(1, 1, 0),
                                          CL_MAKE_VERSION(1, 2, 0), CL_MAKE_VERSION(3, 0, 0)};
    assert_int_equal(size, VG_COUNT(expected) * sizeof(*versions));
    for (size_t i = 0; i < VG_COUNT(expected); i++) {
        assert_int_equal(versions[i].version, expected[i]);
        assert_string_equal(versions[i].name, "OpenCL C");
    }
    assert_memory_equal(get_text(CL_DEVICE_OPENCL_C_VERSION), "OpenCL C 1.2 ", 13);
    assert_memory_equal(get_text(CL_DEVICE_VERSION), "OpenCL 3.0 ", 11);
}

static bool has_feature(const char *name)
{
    cl_name_version features[64];
    size_t size = 0;
    succeeds(
        vg_device_info(vg_device_root(), CL_DEVICE_OPENCL_C_FEATURES, sizeof(features), features, &size));
    for (size_t i = 0; i < size / sizeof(*features); i++) {
        if (strcmp(features[i].name, name) == 0)
            return true;
    }
    return false;
}

static void queries_agree_with_the_feature_list(void **state)
{
    cl_ulong atomics = get_ulong(CL_DEVICE_ATOMIC_MEMORY_CAPABILITIES);
    assert_int_equal(has_feature("__opencl_c_generic_address_space"),
                     get_uint(CL_DEVICE_GENERIC_ADDRESS_SPACE_SUPPORT));
    assert_int_equal(has_feature("__opencl_c_work_group_collective_functions"),
                     get_uint(CL_DEVICE_WORK_GROUP_COLLECTIVE_FUNCTIONS_SUPPORT));
    assert_int_equal(has_feature("__opencl_c_images"), get_uint(CL_DEVICE_IMAGE_SUPPORT));
    assert_int_equal(has_feature("__opencl_c_pipes"), get_uint(CL_DEVICE_PIPE_SUPPORT));
    assert_int_equal(has_feature("__opencl_c_subgroups"), get_uint(CL_DEVICE_MAX_NUM_SUB_GROUPS) != 0);
    assert_int_equal(has_feature("__opencl_c_fp64"), get_ulong(CL_DEVICE_DOUBLE_FP_CONFIG) != 0);
    assert_int_equal(has_feature("__opencl_c_atomic_order_seq_cst"),
                     (atomics & CL_DEVICE_ATOMIC_ORDER_SEQ_CST) != 0);
    assert_int_equal(has_feature("__opencl_c_atomic_scope_all_devices"),
                     (atomics & CL_DEVICE_ATOMIC_SCOPE_ALL_DEVICES) != 0);
}

static void extension_texts_match_their_versions(void **state)
{
    cl_name_version list[64];
    size_t size = 0, length = 0;
    succeeds(vg_device_info(vg_device_root(), CL_DEVICE_EXTENSIONS_WITH_VERSION, sizeof(list), list, &size));
    const char *text = get_text(CL_DEVICE_EXTENSIONS);
    assert_true(size > 0);
    for (size_t i = 0; i < size / sizeof(*list); i++) {
        assert_memory_equal(text + length, list[i].name, strlen(list[i].name));
        length += strlen(list[i].name) + 1;
    }
    assert_int_equal(length, strlen(text) + 1);
    char platform_text[1024];
    succeeds(vg_platform_info(NULL, CL_PLATFORM_EXTENSIONS, sizeof(platform_text), platform_text, NULL));
    assert_non_null(strstr(platform_text, "cl_khr_icd"));
    assert_null(strstr(platform_text, "cl_khr_fp64"));
}

/* CPU time: the machine may have other things to do meanwhile. */
static uint64_t spent_ns(void)
{
    struct timespec spent;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return (uint64_t)spent.tv_sec * 1000000000u + (uint64_t)spent.tv_nsec;
}

static void listing_is_quick_and_starts_nothing(void **state)
{
    uint64_t begin = spent_ns();
    cl_uint count = 0;
    cl_device_id device;
    succeeds(vg_platform_devices(NULL, CL_DEVICE_TYPE_ALL, 1, &device, &count));
    for (cl_device_info name = CL_DEVICE_TYPE; name <= CL_DEVICE_LATEST_CONFORMANCE_VERSION_PASSED; name++) {
        char answer[8192];
        (void)vg_device_info(vg_device_from(device), name, sizeof(answer), answer, NULL);
    }
    assert_int_equal(count, 1);
    assert_true(spent_ns() - begin < 50 * 1000000ull); /* generous: sanitizers slow it down */
    assert_int_equal(vg_executor_threads(), 0);
}

static void environment_changes_type_and_name(void **state)
{
    setenv("VGPU_DEVICE_TYPE", "gpu", 1);
    setenv("VGPU_DEVICE_NAME", "Imaginary", 1);
    cl_uint count = 0;
    succeeds(vg_platform_devices(NULL, CL_DEVICE_TYPE_GPU, 0, NULL, &count));
    assert_int_equal(count, 1);
    assert_int_equal(vg_platform_devices(NULL, CL_DEVICE_TYPE_CPU, 0, NULL, &count), CL_DEVICE_NOT_FOUND);
    assert_string_equal(get_text(CL_DEVICE_NAME), "Imaginary");
}

static void bad_device_types_are_refused(void **state)
{
    cl_uint count;
    cl_device_id device;
    assert_int_equal(vg_platform_devices(NULL, 0, 0, NULL, &count), CL_INVALID_DEVICE_TYPE);
    assert_int_equal(vg_platform_devices(NULL, 1 << 20, 0, NULL, &count), CL_INVALID_DEVICE_TYPE);
    assert_int_equal(vg_platform_devices(NULL, CL_DEVICE_TYPE_CUSTOM, 0, NULL, &count), CL_DEVICE_NOT_FOUND);
    assert_int_equal(vg_platform_devices(NULL, CL_DEVICE_TYPE_ALL, 0, &device, NULL), CL_INVALID_VALUE);
    assert_int_equal(vg_platform_devices(NULL, CL_DEVICE_TYPE_ALL, 0, NULL, NULL), CL_INVALID_VALUE);
}

/* ---- Sub-devices; the cases run where there are at least two CPUs ---- */

static void need_two_cpus(void)
{
    if (vg_cpu_count() < 2)
        skip();
}

static void equal_parts_use_what_fits(void **state)
{
    need_two_cpus();
    const cl_device_partition_property list[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    cl_uint units = vg_cpu_count(), count = 0;
    cl_device_id *devices = calloc(units, sizeof(*devices));
    succeeds(vg_device_partition(vg_device_root(), list, units, devices, &count));
    assert_int_equal(count, units);
    for (cl_uint i = 0; i < count; i++) {
        cl_device_partition_property back[4];
        cl_device_id parent = NULL;
        size_t size = 0;
        struct vg_device *device = vg_device_from(devices[i]);
        assert_int_equal(vg_device_compute_units(device), 1);
        assert_int_equal(device->first, i);
        succeeds(vg_device_info(device, CL_DEVICE_PARTITION_TYPE, sizeof(back), back, &size));
        assert_int_equal(size, sizeof(list));
        assert_memory_equal(back, list, sizeof(list));
        succeeds(vg_device_info(device, CL_DEVICE_PARENT_DEVICE, sizeof(parent), &parent, NULL));
        assert_ptr_equal(parent, vg_device_handle(vg_device_root()));
        succeeds(vg_device_api_release(devices[i]));
    }
    free(devices);
}

static void counts_are_given_one_by_one(void **state)
{
    need_two_cpus();
    const cl_device_partition_property list[] = {CL_DEVICE_PARTITION_BY_COUNTS, 1, 1,
                                                 CL_DEVICE_PARTITION_BY_COUNTS_LIST_END, 0};
    cl_device_id devices[2];
    cl_uint count = 0;
    succeeds(vg_device_partition(vg_device_root(), list, 0, NULL, &count));
    assert_int_equal(count, 2);
    assert_int_equal(vg_device_partition(vg_device_root(), list, 1, devices, NULL), CL_INVALID_VALUE);
    succeeds(vg_device_partition(vg_device_root(), list, 2, devices, NULL));
    succeeds(vg_device_api_retain(devices[0]));
    succeeds(vg_device_api_release(devices[0]));
    succeeds(vg_device_api_release(devices[0]));
    succeeds(vg_device_api_release(devices[1]));
}

static void impossible_partitions_are_refused(void **state)
{
    const cl_device_partition_property zero[] = {CL_DEVICE_PARTITION_EQUALLY, 0, 0};
    const cl_device_partition_property huge[] = {CL_DEVICE_PARTITION_EQUALLY, 1 << 30, 0};
    const cl_device_partition_property many[] = {CL_DEVICE_PARTITION_BY_COUNTS, 1 << 30, 0, 0};
    const cl_device_partition_property negative[] = {CL_DEVICE_PARTITION_BY_COUNTS, -1, 0, 0};
    const cl_device_partition_property none[] = {CL_DEVICE_PARTITION_BY_COUNTS, 0, 0};
    const cl_device_partition_property unknown[] = {0x1234, 1, 0};
    struct vg_device *root = vg_device_root();
    cl_uint count;
    assert_int_equal(vg_device_partition(root, zero, 0, NULL, &count), CL_INVALID_VALUE);
    assert_int_equal(vg_device_partition(root, huge, 0, NULL, &count), CL_INVALID_DEVICE_PARTITION_COUNT);
    assert_int_equal(vg_device_partition(root, many, 0, NULL, &count), CL_INVALID_DEVICE_PARTITION_COUNT);
    assert_int_equal(vg_device_partition(root, negative, 0, NULL, &count), CL_INVALID_DEVICE_PARTITION_COUNT);
    assert_int_equal(vg_device_partition(root, none, 0, NULL, &count), CL_INVALID_DEVICE_PARTITION_COUNT);
    assert_int_equal(vg_device_partition(root, unknown, 0, NULL, &count), CL_INVALID_VALUE);
    assert_int_equal(vg_device_partition(root, NULL, 0, NULL, &count), CL_INVALID_VALUE);
}

static void one_cpu_is_not_divided(void **state)
{
    setenv("VGPU_THREADS", "1", 1);
    const cl_device_partition_property list[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    cl_device_partition_property schemes[4] = {1};
    size_t size = 0;
    cl_uint count;
    assert_int_equal(vg_device_partition(vg_device_root(), list, 0, NULL, &count),
                     CL_DEVICE_PARTITION_FAILED);
    succeeds(
        vg_device_info(vg_device_root(), CL_DEVICE_PARTITION_PROPERTIES, sizeof(schemes), schemes, &size));
    assert_int_equal(size, sizeof(*schemes));
    assert_int_equal(schemes[0], 0);
}

VG_TESTS(test_device, cmocka_unit_test(every_core_query_answers),
         cmocka_unit_test(the_numbers_hold_the_minimums), cmocka_unit_test(images_hold_the_minimums),
         cmocka_unit_test(the_c_version_and_its_list_agree),
         cmocka_unit_test(queries_agree_with_the_feature_list),
         cmocka_unit_test(extension_texts_match_their_versions),
         cmocka_unit_test(listing_is_quick_and_starts_nothing),
         cmocka_unit_test(environment_changes_type_and_name), cmocka_unit_test(bad_device_types_are_refused),
         cmocka_unit_test(equal_parts_use_what_fits), cmocka_unit_test(counts_are_given_one_by_one),
         cmocka_unit_test(impossible_partitions_are_refused), cmocka_unit_test(one_cpu_is_not_divided));
