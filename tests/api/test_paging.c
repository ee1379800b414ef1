/* SPDX-License-Identifier: MIT */
/* Buffers larger than RAM as an application sees them: nothing differs, but for what has to be in RAM at
 * once. */
#include "tests/api/api.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "include/CL/cl_ext_vgpu.h"

#define MIB ((size_t)1 << 20)
#define RAM_MIB 192 /* what two threads need at least */

static const char source[] =
    "kernel void start(global uint *a, uint f) { size_t i = get_global_id(0); a[i] = (uint)i * f; }\n"
    "kernel void add(global const uint *a, global const uint *b, global uint *c) {\n"
    "    size_t i = get_global_id(0); c[i] = a[i] + b[i]; }\n"
    "kernel void gather(global const uint *a, global uint *sums, uint count) {\n"
    "    uint at = (uint)get_global_id(0) * 2654435761u, sum = 0;\n"
    "    for (int i = 0; i < 8; i++) { at = at * 1664525u + 1013904223u; sum += a[at % count]; }\n"
    "    sums[get_global_id(0)] = sum; }\n";

static struct api open_paged(void)
{
    setenv("VGPU_THREADS", "2", 1);
    setenv("VGPU_MEM_RAM", "192M", 1);
    setenv("VGPU_MEM_SSD", "2G", 1);
    struct api api = api_open();
    cl_ulong bytes;
    assert_success(clGetDeviceInfo(api.device, CL_DEVICE_GLOBAL_MEM_SIZE, sizeof(bytes), &bytes, NULL));
    assert_int_equal(bytes, (2048 + RAM_MIB) * MIB);
    return api;
}

static void set_buffer(cl_kernel kernel, cl_uint index, cl_mem buffer)
{
    assert_success(clSetKernelArg(kernel, index, sizeof(buffer), &buffer));
}

static void launch(const struct api *api, cl_kernel kernel, size_t count)
{
    assert_success(clEnqueueNDRangeKernel(api->queue, kernel, 1, NULL, &count, NULL, 0, NULL, NULL));
}

static void set_start(const struct api *api, cl_mem buffer, cl_uint factor, size_t bytes)
{
    cl_kernel kernel = api_kernel(api, source, NULL, "start");
    set_buffer(kernel, 0, buffer);
    assert_success(clSetKernelArg(kernel, 1, sizeof(factor), &factor));
    launch(api, kernel, bytes / 4);
    assert_success(clFinish(api->queue));
    assert_success(clReleaseKernel(kernel));
}

static void expect_multiples(const struct api *api, cl_mem buffer, cl_uint factor, size_t bytes)
{
    enum { WORDS = 1 << 20 };
    static cl_uint part[WORDS];
    for (size_t at = 0; at < bytes / 4; at += WORDS) {
        size_t now = bytes / 4 - at < WORDS ? bytes / 4 - at : WORDS;
        assert_success(
            clEnqueueReadBuffer(api->queue, buffer, CL_TRUE, at * 4, now * 4, part, 0, NULL, NULL));
        for (size_t i = 0; i < now; i++)
            if (part[i] != (cl_uint)(at + i) * factor)
                fail_msg("word %zu is %u", at + i, part[i]);
    }
}

static void kernels_on_more_than_ram(void **state)
{
    struct api api = open_paged();
    const size_t bytes = 150 * MIB + 1234 * 4;
    cl_mem a = api_buffer(&api, bytes, NULL), b = api_buffer(&api, bytes, NULL),
           c = api_buffer(&api, bytes, NULL);
    set_start(&api, a, 3, bytes);
    set_start(&api, b, 5, bytes);
    cl_kernel add = api_kernel(&api, source, NULL, "add");
    set_buffer(add, 0, a);
    set_buffer(add, 1, b);
    set_buffer(add, 2, c);
    launch(&api, add, bytes / 4);
    expect_multiples(&api, c, 8, bytes);
    expect_multiples(&api, a, 3, bytes);
    assert_success(clReleaseKernel(add));
    assert_success(clReleaseMemObject(a));
    assert_success(clReleaseMemObject(b));
    assert_success(clReleaseMemObject(c));
    api_close(&api);
}

static cl_uint gathered(cl_uint item, cl_uint count)
{
    cl_uint at = item * 2654435761u, sum = 0;
    for (int i = 0; i < 8; i++) {
        at = at * 1664525u + 1013904223u;
        sum += at % count * 7;
    }
    return sum;
}

/* One access of a vector is in as many extents as it has lanes. */
static void gathers_from_more_than_ram(void **state)
{
    enum { ITEMS = 192 };
    static cl_uint sums[ITEMS];
    struct api api = open_paged();
    const cl_uint count = 80 << 20;
    cl_mem a = api_buffer(&api, (size_t)count * 4, NULL), to = api_buffer(&api, sizeof(sums), NULL);
    set_start(&api, a, 7, (size_t)count * 4);
    cl_kernel gather = api_kernel(&api, source, NULL, "gather");
    set_buffer(gather, 0, a);
    set_buffer(gather, 1, to);
    assert_success(clSetKernelArg(gather, 2, sizeof(count), &count));
    launch(&api, gather, ITEMS);
    assert_success(clEnqueueReadBuffer(api.queue, to, CL_TRUE, 0, sizeof(sums), sums, 0, NULL, NULL));
    for (cl_uint i = 0; i < ITEMS; i++)
        assert_int_equal(sums[i], gathered(i, count));
    assert_success(clReleaseKernel(gather));
    assert_success(clReleaseMemObject(a));
    assert_success(clReleaseMemObject(to));
    api_close(&api);
}

static void transfers_of_more_than_ram(void **state)
{
    struct api api = open_paged();
    const size_t bytes = 256 * MIB;
    cl_uint *host = malloc(bytes);
    assert_non_null(host);
    for (size_t i = 0; i < bytes / 4; i++)
        host[i] = (cl_uint)i * 11;
    cl_mem a = api_buffer(&api, bytes, host), b = api_buffer(&api, bytes, NULL);
    const cl_uint zero = 0;
    assert_success(clEnqueueFillBuffer(api.queue, b, &zero, 4, 0, bytes, 0, NULL, NULL));
    assert_success(clEnqueueCopyBuffer(api.queue, a, b, 0, 0, bytes, 0, NULL, NULL));
    expect_multiples(&api, b, 11, bytes);
    assert_success(clEnqueueFillBuffer(api.queue, a, &zero, 4, 0, bytes, 0, NULL, NULL));
    assert_success(clEnqueueWriteBuffer(api.queue, a, CL_TRUE, 4, bytes - 4, host + 1, 0, NULL, NULL));
    memset(host, 0xFF, bytes);
    assert_success(clEnqueueReadBuffer(api.queue, a, CL_TRUE, 0, bytes, host, 0, NULL, NULL));
    for (size_t i = 0; i < bytes / 4; i++)
        if (host[i] != (cl_uint)i * 11)
            fail_msg("word %zu is %u", i, host[i]);
    free(host);
    assert_success(clReleaseMemObject(a));
    assert_success(clReleaseMemObject(b));
    api_close(&api);
}

static void *map(const struct api *api, cl_mem buffer, size_t offset, size_t size, cl_int *err)
{
    return clEnqueueMapBuffer(api->queue, buffer, CL_TRUE, CL_MAP_READ | CL_MAP_WRITE, offset, size, 0, NULL,
                              NULL, err);
}

static void what_is_mapped_stays(void **state)
{
    struct api api = open_paged();
    const size_t bytes = 300 * MIB, at = 101 * MIB, size = 5 * MIB;
    cl_int err;
    cl_mem a = api_buffer(&api, bytes, NULL), b = api_buffer(&api, bytes, NULL);
    set_start(&api, a, 3, bytes);
    cl_uint *mapped = map(&api, a, at, size, &err);
    assert_success(err);
    set_start(&api, b, 5, bytes);
    int pipes[2]; /* the system reads what is mapped as well */
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(write(pipes[1], mapped, 4096), 4096);
    for (size_t i = 0; i < size / 4; i++) {
        assert_int_equal(mapped[i], (cl_uint)(at / 4 + i) * 3);
        mapped[i] = (cl_uint)(at / 4 + i) * 3;
    }
    assert_success(clEnqueueUnmapMemObject(api.queue, a, mapped, 0, NULL, NULL));
    assert_null(map(&api, a, 0, bytes, &err));
    assert_true(err < 0);
    expect_multiples(&api, a, 3, bytes);
    expect_multiples(&api, b, 5, bytes);
    assert_success(clReleaseMemObject(a));
    assert_success(clReleaseMemObject(b));
    api_close(&api);
}

/* The command fails, and what was written before is there. */
static void without_a_directory(void **state)
{
    setenv("VGPU_SPILL_DIR", "/no/such/directory", 1);
    struct api api = open_paged();
    cl_mem a = api_buffer(&api, 64 * MIB, NULL), b = api_buffer(&api, 400 * MIB, NULL);
    set_start(&api, a, 9, 64 * MIB);
    cl_kernel kernel = api_kernel(&api, source, NULL, "start");
    const cl_uint factor = 1;
    const size_t count = 100 * MIB;
    cl_event event;
    cl_int status;
    set_buffer(kernel, 0, b);
    assert_success(clSetKernelArg(kernel, 1, sizeof(factor), &factor));
    assert_success(clEnqueueNDRangeKernel(api.queue, kernel, 1, NULL, &count, NULL, 0, NULL, &event));
    (void)clFinish(api.queue);
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof(status), &status, NULL));
    assert_int_equal(status, CL_OUT_OF_RESOURCES);
    assert_success(clReleaseMemObject(b));
    expect_multiples(&api, a, 9, 64 * MIB);
    assert_success(clReleaseEvent(event));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(a));
    api_close(&api);
}

static size_t mem_bytes(cl_mem mem, cl_mem_info name)
{
    size_t bytes;
    assert_success(clGetMemObjectInfo(mem, name, sizeof(bytes), &bytes, NULL));
    return bytes;
}

static cl_ulong device_bytes(const struct api *api, cl_device_info name)
{
    cl_ulong bytes;
    assert_success(clGetDeviceInfo(api->device, name, sizeof(bytes), &bytes, NULL));
    return bytes;
}

static void tiers_are_told(void **state)
{
    struct api api = open_paged();
    cl_mem a = api_buffer(&api, 64 * MIB, NULL), b = api_buffer(&api, 180 * MIB, NULL);
    assert_int_equal(mem_bytes(a, CL_MEM_RESIDENT_SIZE_VGPU) + mem_bytes(a, CL_MEM_STORED_SIZE_VGPU), 0);
    set_start(&api, a, 3, 64 * MIB);
    assert_int_equal(mem_bytes(a, CL_MEM_RESIDENT_SIZE_VGPU), 64 * MIB);
    set_start(&api, b, 5, 180 * MIB);
    size_t resident = mem_bytes(a, CL_MEM_RESIDENT_SIZE_VGPU), stored = mem_bytes(a, CL_MEM_STORED_SIZE_VGPU);
    assert_true(resident < 64 * MIB && resident + stored >= 64 * MIB);

    cl_int err;
    size_t halves = 0;
    for (size_t h = 0; h < 2; h++) {
        cl_buffer_region region = {h * 32 * MIB, 32 * MIB};
        cl_mem half = clCreateSubBuffer(a, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &err);
        assert_success(err);
        halves += mem_bytes(half, CL_MEM_STORED_SIZE_VGPU);
        assert_success(clReleaseMemObject(half));
    }
    assert_int_equal(halves, stored);

    assert_int_equal(device_bytes(&api, CL_DEVICE_MEMORY_RAM_SIZE_VGPU), RAM_MIB * MIB);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_RESIDENT_VGPU) <= RAM_MIB * MIB);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_USED_VGPU) >= 244 * MIB);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_STORED_VGPU) >= stored);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_WRITTEN_VGPU) >= stored);
    assert_success(clReleaseMemObject(b));
    expect_multiples(&api, a, 3, 64 * MIB);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_READ_VGPU) >= 64 * MIB - resident);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_PEAK_VGPU) >= 244 * MIB);
    assert_success(clReleaseMemObject(a));
    api_close(&api);
}

static long peak_kib(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
    return usage.ru_maxrss;
}

/* A sparse file, larger than any buffer of the device's own memory, of which two pages are touched. */
static void a_mapped_file_is_used_in_place_whatever_its_size(void **state)
{
    struct api api = api_open();
    char path[] = "/tmp/vgpu-test-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0 && unlink(path) == 0);
    size_t bytes = (size_t)device_bytes(&api, CL_DEVICE_MAX_MEM_ALLOC_SIZE) + 4096;
    assert_int_equal(ftruncate(file, (off_t)bytes), 0);
    char *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    assert_true(mapped != MAP_FAILED);
    cl_int err;
    cl_mem buffer = clCreateBuffer(api.context, CL_MEM_USE_HOST_PTR, bytes, mapped, &err);
    assert_success(err);
    static const char ends[] =
        "kernel void ends(global uint *a, ulong last) { size_t i = get_global_id(0); a[i * last] = 7 + i; }";
    cl_kernel kernel = api_kernel(&api, ends, NULL, "ends");
    cl_ulong last = bytes / 4 - 1;
    set_buffer(kernel, 0, buffer);
    assert_success(clSetKernelArg(kernel, 1, sizeof(last), &last));
    long before = peak_kib();
    launch(&api, kernel, 2);
    assert_success(clFinish(api.queue));
    assert_true(peak_kib() - before < 64 << 10);
    cl_uint words[2] = {0};
    assert_int_equal(pread(file, &words[0], 4, 0), 4);
    assert_int_equal(pread(file, &words[1], 4, (off_t)(last * 4)), 4);
    assert_int_equal(words[0], 7);
    assert_int_equal(words[1], 8);
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseMemObject(buffer));
    munmap(mapped, bytes);
    close(file);
    api_close(&api);
}

static void the_only_tier_is_told_as_well(void **state)
{
    struct api api = api_open();
    cl_ulong before = device_bytes(&api, CL_DEVICE_MEMORY_USED_VGPU);
    cl_mem a = api_buffer(&api, 4 * MIB, NULL);
    assert_int_equal(mem_bytes(a, CL_MEM_RESIDENT_SIZE_VGPU), 4 * MIB);
    assert_int_equal(mem_bytes(a, CL_MEM_STORED_SIZE_VGPU), 0);
    assert_true(device_bytes(&api, CL_DEVICE_MEMORY_USED_VGPU) >= before + 4 * MIB);
    assert_int_equal(device_bytes(&api, CL_DEVICE_MEMORY_RESIDENT_VGPU),
                     device_bytes(&api, CL_DEVICE_MEMORY_USED_VGPU));
    assert_int_equal(device_bytes(&api, CL_DEVICE_MEMORY_RAM_SIZE_VGPU),
                     device_bytes(&api, CL_DEVICE_GLOBAL_MEM_SIZE));
    assert_int_equal(device_bytes(&api, CL_DEVICE_MEMORY_STORED_VGPU), 0);
    assert_success(clReleaseMemObject(a));
    api_close(&api);
}

/* Shared memory takes none of the RAM that buffers are paged in, and works beside them. */
static void shared_memory_is_not_paged(void **state)
{
    struct api api = open_paged();
    const size_t bytes = 16 * MIB;
    const cl_mem_properties properties[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    cl_int code;
    size_t stored = 1;
    cl_mem shared = clCreateBufferWithProperties(api.context, properties, 0, RAM_MIB * MIB, NULL, &code);
    assert_success(code);
    cl_mem paged = api_buffer(&api, bytes, NULL), sum = api_buffer(&api, bytes, NULL);
    set_start(&api, shared, 3, bytes);
    set_start(&api, paged, 5, bytes);
    cl_kernel add = api_kernel(&api, source, NULL, "add");
    set_buffer(add, 0, shared);
    set_buffer(add, 1, paged);
    set_buffer(add, 2, sum);
    launch(&api, add, bytes / 4);
    expect_multiples(&api, sum, 8, bytes);
    expect_multiples(&api, shared, 3, bytes);
    assert_success(clGetMemObjectInfo(shared, CL_MEM_STORED_SIZE_VGPU, sizeof(stored), &stored, NULL));
    assert_int_equal(stored, 0);
    assert_success(clReleaseKernel(add));
    assert_success(clReleaseMemObject(shared));
    assert_success(clReleaseMemObject(paged));
    assert_success(clReleaseMemObject(sum));
    api_close(&api);
}

VG_TESTS(test_paging, cmocka_unit_test(kernels_on_more_than_ram),
         cmocka_unit_test(gathers_from_more_than_ram), cmocka_unit_test(transfers_of_more_than_ram),
         cmocka_unit_test(what_is_mapped_stays), cmocka_unit_test(shared_memory_is_not_paged),
         cmocka_unit_test(without_a_directory), cmocka_unit_test(tiers_are_told),
         cmocka_unit_test(the_only_tier_is_told_as_well),
         cmocka_unit_test(a_mapped_file_is_used_in_place_whatever_its_size));
