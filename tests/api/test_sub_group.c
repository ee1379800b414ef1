/* SPDX-License-Identifier: MIT */
/* Sub-groups: what the queries of a kernel say is what its work-items see. */
#include "tests/api/api.h"

#include <stdbool.h>
#include <string.h>

static const char source[] =
    "kernel void seen(global uint *out) {\n"
    "    if (get_global_id(0) + get_global_id(1) + get_global_id(2) != 0) return;\n"
    "    out[0] = get_max_sub_group_size(); out[1] = get_num_sub_groups();\n"
    "}\n"
    "__attribute__((intel_reqd_sub_group_size(8))) kernel void of_8(global uint *out) {\n"
    "    out[0] = get_max_sub_group_size(); out[1] = get_num_sub_groups();\n"
    "}\n"
    "__attribute__((reqd_work_group_size(5, 2, 1))) kernel void tile(global uint *out) {\n"
    "    out[0] = get_max_sub_group_size(); out[1] = get_num_sub_groups();\n"
    "}\n";

struct fixture {
    struct api api;
    cl_kernel kernel;
};

static struct fixture open_fixture(const char *name)
{
    struct fixture f = {.api = api_open()};
    f.kernel = api_kernel(&f.api, source, "-cl-std=CL3.0", name);
    return f;
}

static void close_fixture(struct fixture *f)
{
    assert_success(clReleaseKernel(f->kernel));
    api_close(&f->api);
}

static size_t ask(const struct fixture *f, cl_kernel_sub_group_info name, size_t input_size,
                  const void *input)
{
    size_t answer = 0, size = 0;
    assert_success(clGetKernelSubGroupInfo(f->kernel, f->api.device, name, input_size, input, sizeof(answer),
                                           &answer, &size));
    assert_int_equal(size, sizeof(answer));
    return answer;
}

static size_t count_of(const struct fixture *f, const size_t local[3])
{
    return ask(f, CL_KERNEL_SUB_GROUP_COUNT_FOR_NDRANGE, 3 * sizeof(size_t), local);
}

static void work_items_see_what_the_queries_say(void **state)
{
    static const size_t sizes[][3] = {{64, 1, 1}, {1, 1, 1}, {5, 3, 2}, {33, 4, 1}, {1, 7, 9}};
    struct fixture f = open_fixture("seen");
    cl_uint seen[2] = {0};
    cl_mem buffer = api_buffer(&f.api, sizeof(seen), seen);
    assert_success(clSetKernelArg(f.kernel, 0, sizeof(buffer), &buffer));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_success(
            clEnqueueNDRangeKernel(f.api.queue, f.kernel, 3, NULL, sizes[i], sizes[i], 0, NULL, NULL));
        assert_success(
            clEnqueueReadBuffer(f.api.queue, buffer, CL_TRUE, 0, sizeof(seen), seen, 0, NULL, NULL));
        assert_int_equal(seen[0], ask(&f, CL_KERNEL_MAX_SUB_GROUP_SIZE_FOR_NDRANGE, 24, sizes[i]));
        assert_int_equal(seen[1], count_of(&f, sizes[i]));
    }
    assert_success(clReleaseMemObject(buffer));
    close_fixture(&f);
}

static void a_local_size_gives_the_number_asked_for(void **state)
{
    struct fixture f = open_fixture("of_8");
    size_t most = ask(&f, CL_KERNEL_MAX_NUM_SUB_GROUPS, 0, NULL), size;
    cl_uint device_most;
    assert_success(
        clGetDeviceInfo(f.api.device, CL_DEVICE_MAX_NUM_SUB_GROUPS, sizeof(device_most), &device_most, NULL));
    assert_true(most >= 512 && most <= device_most);
    const size_t counts[] = {1, 3, 512, most};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        size_t local[3] = {0};
        assert_success(clGetKernelSubGroupInfo(f.kernel, f.api.device,
                                               CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT, sizeof(size_t),
                                               &counts[i], sizeof(local), local, &size));
        assert_int_equal(size, sizeof(local));
        assert_int_equal(count_of(&f, local), counts[i]);
    }
    /* In one dimension a sub-group takes eight work-items; none has more than fit. */
    size_t local = 1, many = most + 1;
    assert_success(clGetKernelSubGroupInfo(f.kernel, NULL, CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT,
                                           sizeof(size_t), &most, sizeof(local), &local, NULL));
    assert_int_equal(local, 0);
    local = 1;
    assert_success(clGetKernelSubGroupInfo(f.kernel, NULL, CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT,
                                           sizeof(size_t), &many, sizeof(local), &local, NULL));
    assert_int_equal(local, 0);
    close_fixture(&f);
}

static void a_required_group_has_one_number(void **state)
{
    struct fixture f = open_fixture("tile");
    const size_t required[3] = {5, 2, 1};
    size_t count = count_of(&f, required), other = count + 1, local[3] = {9, 9, 9};
    assert_int_equal(ask(&f, CL_KERNEL_MAX_NUM_SUB_GROUPS, 0, NULL), count);
    assert_success(clGetKernelSubGroupInfo(f.kernel, f.api.device, CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT,
                                           sizeof(size_t), &count, sizeof(local), local, NULL));
    assert_memory_equal(local, required, sizeof(local));
    assert_success(clGetKernelSubGroupInfo(f.kernel, f.api.device, CL_KERNEL_LOCAL_SIZE_FOR_SUB_GROUP_COUNT,
                                           sizeof(size_t), &other, sizeof(local), local, NULL));
    assert_true(local[0] == 0 && local[1] == 0 && local[2] == 0);
    assert_int_equal(ask(&f, CL_KERNEL_COMPILE_NUM_SUB_GROUPS, 0, NULL), 0);
    close_fixture(&f);
}

static void a_required_size_is_one_of_the_device(void **state)
{
    struct fixture f = open_fixture("of_8");
    const size_t local[3] = {20, 1, 1};
    size_t sizes[8], bytes;
    char attributes[64];
    cl_ulong spill = 1;
    assert_success(
        clGetDeviceInfo(f.api.device, CL_DEVICE_SUB_GROUP_SIZES_INTEL, sizeof(sizes), sizes, &bytes));
    bool found = false;
    for (size_t i = 0; i < bytes / sizeof(*sizes); i++)
        found |= sizes[i] == 8;
    assert_true(found);
    assert_int_equal(ask(&f, CL_KERNEL_COMPILE_SUB_GROUP_SIZE_INTEL, 0, NULL), 8);
    assert_int_equal(ask(&f, CL_KERNEL_MAX_SUB_GROUP_SIZE_FOR_NDRANGE, sizeof(local), local), 8);
    assert_int_equal(count_of(&f, local), 3);
    assert_success(clGetKernelInfo(f.kernel, CL_KERNEL_ATTRIBUTES, sizeof(attributes), attributes, NULL));
    assert_string_equal(attributes, "intel_reqd_sub_group_size(8)");
    assert_success(clGetKernelWorkGroupInfo(f.kernel, f.api.device, CL_KERNEL_SPILL_MEM_SIZE_INTEL,
                                            sizeof(spill), &spill, NULL));
    assert_int_equal(spill, 0);
    close_fixture(&f);
}

static void other_sizes_do_not_build(void **state)
{
    static const char wrong[] =
        "__attribute__((intel_reqd_sub_group_size(6))) kernel void k(global int *a) { a[0] = 1; }";
    struct api api = api_open();
    const char *text = wrong;
    char log[512] = "";
    cl_program program = clCreateProgramWithSource(api.context, 1, &text, NULL, NULL);
    assert_cl(CL_BUILD_PROGRAM_FAILURE, clBuildProgram(program, 1, &api.device, "", NULL, NULL));
    assert_success(clGetProgramBuildInfo(program, api.device, CL_PROGRAM_BUILD_LOG, sizeof(log), log, NULL));
    assert_non_null(strstr(log, "sub-groups of 6 work-items"));
    assert_success(clReleaseProgram(program));
    api_close(&api);
}

VG_TESTS(test_sub_group, cmocka_unit_test(work_items_see_what_the_queries_say),
         cmocka_unit_test(a_local_size_gives_the_number_asked_for),
         cmocka_unit_test(a_required_group_has_one_number),
         cmocka_unit_test(a_required_size_is_one_of_the_device), cmocka_unit_test(other_sizes_do_not_build));
