/* SPDX-License-Identifier: MIT */
/* Sub-devices of this machine: how it can be divided, what the parts are, and that their commands run there.
 */
#include "tests/api/api.h"

#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

#define PARTS_MOST 1024
#define LIST(...) ((const cl_device_partition_property[]){__VA_ARGS__})

static const char number_source[] = "kernel void number(global uint *out) {\n"
                                    "    out[get_global_id(0)] = get_global_id(0) * 3;\n"
                                    "}\n";

static cl_device_id parts[PARTS_MOST];

static cl_uint uint_of(cl_device_id device, cl_device_info name)
{
    cl_uint value = 0;
    assert_success(clGetDeviceInfo(device, name, sizeof(value), &value, NULL));
    return value;
}

static cl_uint units_of(cl_device_id device)
{
    return uint_of(device, CL_DEVICE_MAX_COMPUTE_UNITS);
}

static cl_device_affinity_domain domains_of(cl_device_id device)
{
    cl_device_affinity_domain domains = 0;
    assert_success(
        clGetDeviceInfo(device, CL_DEVICE_PARTITION_AFFINITY_DOMAIN, sizeof(domains), &domains, NULL));
    return domains;
}

/* Divides the device; the parts have `units` together. */
static cl_uint divide(cl_device_id device, const cl_device_partition_property *list, cl_uint units)
{
    cl_uint count = 0, again = 0, total = 0;
    cl_device_id parent;
    assert_success(clCreateSubDevices(device, list, 0, NULL, &count));
    assert_in_range(count, 1, PARTS_MOST);
    assert_success(clCreateSubDevices(device, list, count, parts, &again));
    assert_int_equal(again, count);
    for (cl_uint i = 0; i < count; i++) {
        assert_int_equal(uint_of(parts[i], CL_DEVICE_REFERENCE_COUNT), 1);
        assert_success(clGetDeviceInfo(parts[i], CL_DEVICE_PARENT_DEVICE, sizeof(parent), &parent, NULL));
        assert_ptr_equal(parent, device);
        total += units_of(parts[i]);
    }
    assert_int_equal(total, units);
    return count;
}

static void release(cl_uint count)
{
    for (cl_uint i = 0; i < count; i++) {
        assert_success(clRetainDevice(parts[i]));
        assert_int_equal(uint_of(parts[i], CL_DEVICE_REFERENCE_COUNT), 2);
        assert_success(clReleaseDevice(parts[i]));
        assert_success(clReleaseDevice(parts[i]));
    }
}

static struct api open_part(cl_device_id part)
{
    cl_int err;
    struct api api = {.device = part};
    api.context = clCreateContext(NULL, 1, &part, NULL, NULL, &err);
    assert_success(err);
    api.queue = clCreateCommandQueueWithProperties(api.context, part, NULL, &err);
    assert_success(err);
    return api;
}

static void run_kernel(const struct api *api)
{
    enum { COUNT = 50000 };
    static cl_uint numbers[COUNT];
    const size_t global = COUNT;
    cl_mem out = api_buffer(api, sizeof(numbers), numbers);
    cl_kernel kernel = api_kernel(api, number_source, NULL, "number");
    assert_success(clSetKernelArg(kernel, 0, sizeof(out), &out));
    assert_success(clEnqueueNDRangeKernel(api->queue, kernel, 1, NULL, &global, NULL, 0, NULL, NULL));
    assert_success(clEnqueueReadBuffer(api->queue, out, CL_TRUE, 0, sizeof(numbers), numbers, 0, NULL, NULL));
    for (cl_uint i = 0; i < COUNT; i++)
        assert_int_equal(numbers[i], 3 * i);
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(out));
}

static void CL_CALLBACK note_cpus(void *args)
{
    cpu_set_t **cpus = args;
    sched_getaffinity(0, sizeof(**cpus), *cpus);
}

static cpu_set_t cpus_of(const struct api *api)
{
    cpu_set_t cpus, *to = &cpus;
    CPU_ZERO(&cpus);
    assert_success(
        clEnqueueNativeKernel(api->queue, note_cpus, &to, sizeof(to), 0, NULL, NULL, 0, NULL, NULL));
    assert_success(clFinish(api->queue));
    return cpus;
}

/* The context alone keeps the part, and the part its parents. */
static void use_and_release(cl_uint count, bool apart)
{
    cpu_set_t seen, both;
    CPU_ZERO(&seen);
    for (cl_uint i = 0; i < count; i++) {
        struct api api = open_part(parts[i]);
        assert_success(clReleaseDevice(parts[i]));
        if (i < 4)
            run_kernel(&api);
        cpu_set_t cpus = cpus_of(&api);
        CPU_AND(&both, &seen, &cpus);
        CPU_OR(&seen, &seen, &cpus);
        assert_int_not_equal(CPU_COUNT(&cpus), 0);
        if (apart)
            assert_int_equal(CPU_COUNT(&both), 0);
        assert_success(clReleaseCommandQueue(api.queue));
        assert_success(clReleaseContext(api.context));
    }
}

static void equally(void **state)
{
    struct api api = api_open();
    cl_uint units = units_of(api.device), count;
    if (units < 2) {
        assert_cl(CL_DEVICE_PARTITION_FAILED,
                  clCreateSubDevices(api.device, LIST(CL_DEVICE_PARTITION_EQUALLY, 1, 0), 0, NULL, &count));
        api_close(&api);
        return;
    }
    count = divide(api.device, LIST(CL_DEVICE_PARTITION_EQUALLY, 1, 0), units);
    assert_int_equal(count, units);
    release(count);
    count = divide(api.device, LIST(CL_DEVICE_PARTITION_EQUALLY, 1, 0), units);
    use_and_release(count, false);
    assert_cl(
        CL_INVALID_DEVICE_PARTITION_COUNT,
        clCreateSubDevices(api.device, LIST(CL_DEVICE_PARTITION_EQUALLY, units + 1, 0), 0, NULL, &count));
    api_close(&api);
}

static void by_counts(void **state)
{
    struct api api = api_open();
    cl_uint units = units_of(api.device), count;
    cl_device_partition_property *ones = calloc(units + 4, sizeof(*ones));
    assert_non_null(ones);
    ones[0] = CL_DEVICE_PARTITION_BY_COUNTS;
    for (cl_uint i = 1; i <= units + 1; i++)
        ones[i] = 1;
    assert_cl(CL_INVALID_DEVICE_PARTITION_COUNT, clCreateSubDevices(api.device, ones, 0, NULL, &count));
    const cl_device_partition_property *large = LIST(CL_DEVICE_PARTITION_BY_COUNTS, units + 1, 0, 0);
    assert_cl(CL_INVALID_DEVICE_PARTITION_COUNT, clCreateSubDevices(api.device, large, 0, NULL, &count));
    const cl_device_partition_property *two = LIST(CL_DEVICE_PARTITION_BY_COUNTS, 1, units - 1, 0, 0);
    if (units < 2) {
        assert_cl(CL_DEVICE_PARTITION_FAILED, clCreateSubDevices(api.device, two, 0, NULL, &count));
    } else {
        assert_int_equal(divide(api.device, two, units), 2);
        assert_int_equal(units_of(parts[1]), units - 1);
        cl_device_id second[1];
        assert_cl(CL_INVALID_VALUE, clCreateSubDevices(api.device, two, 1, second, NULL));
        use_and_release(2, false);
    }
    free(ones);
    api_close(&api);
}

/* What the device says that it can be divided by is what it can be divided by, and the parts run on CPUs of
 * their own. */
static void by_what_is_shared(void **state)
{
    static const cl_device_affinity_domain each[] = {
        CL_DEVICE_AFFINITY_DOMAIN_NUMA,     CL_DEVICE_AFFINITY_DOMAIN_L4_CACHE,
        CL_DEVICE_AFFINITY_DOMAIN_L3_CACHE, CL_DEVICE_AFFINITY_DOMAIN_L2_CACHE,
        CL_DEVICE_AFFINITY_DOMAIN_L1_CACHE, CL_DEVICE_AFFINITY_DOMAIN_NEXT_PARTITIONABLE};
    struct api api = api_open();
    cl_device_affinity_domain domains = domains_of(api.device);
    for (size_t i = 0; i < sizeof(each) / sizeof(*each); i++) {
        const cl_device_partition_property *list =
            LIST(CL_DEVICE_PARTITION_BY_AFFINITY_DOMAIN, (cl_device_partition_property)each[i], 0);
        cl_uint count;
        if (domains & each[i]) {
            count = divide(api.device, list, units_of(api.device));
            assert_true(count > 1);
            use_and_release(count, true);
        } else {
            assert_cl(domains ? CL_INVALID_VALUE : CL_DEVICE_PARTITION_FAILED,
                      clCreateSubDevices(api.device, list, 0, NULL, &count));
        }
    }
    api_close(&api);
}

/* A context of all parts: each does its share of a buffer. */
static void parts_share_a_buffer(void **state)
{
    enum { BYTES = 1 << 20 };
    struct api api = api_open();
    if (units_of(api.device) < 2) {
        api_close(&api);
        skip();
    }
    cl_uint count = divide(api.device, LIST(CL_DEVICE_PARTITION_EQUALLY, 1, 0), units_of(api.device));
    cl_int err;
    cl_context context = clCreateContext(NULL, count, parts, NULL, NULL, &err);
    assert_success(err);
    cl_mem buffer = clCreateBuffer(context, 0, (size_t)count * BYTES, NULL, &err);
    assert_success(err);
    unsigned char *result = malloc((size_t)count * BYTES);
    assert_non_null(result);
    for (cl_uint i = 0; i < count; i++) {
        cl_command_queue queue = clCreateCommandQueueWithProperties(context, parts[i], NULL, &err);
        assert_success(err);
        const unsigned char fill = (unsigned char)(i + 1);
        assert_success(clEnqueueFillBuffer(queue, buffer, &fill, 1, (size_t)i * BYTES, BYTES, 0, NULL, NULL));
        assert_success(clEnqueueReadBuffer(queue, buffer, CL_TRUE, (size_t)i * BYTES, BYTES,
                                           result + (size_t)i * BYTES, 0, NULL, NULL));
        assert_success(clReleaseCommandQueue(queue));
    }
    for (size_t i = 0; i < (size_t)count * BYTES; i++)
        assert_int_equal(result[i], (unsigned char)(i / BYTES + 1));
    free(result);
    assert_success(clReleaseMemObject(buffer));
    assert_success(clReleaseContext(context));
    release(count);
    api_close(&api);
}

VG_TESTS(test_partition, cmocka_unit_test(equally), cmocka_unit_test(by_counts),
         cmocka_unit_test(by_what_is_shared), cmocka_unit_test(parts_share_a_buffer));
