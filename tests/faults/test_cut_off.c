/* SPDX-License-Identifier: MIT */
/* Memory that is a mapped file which somebody makes shorter: transfers, fills, built-in kernels and initial
 * contents fail and say why, and when the file has its length again they work. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "include/CL/cl_ext_vgpu.h"
#include "tests/faults/scene.h"

enum { BYTES = SCENE_INTS * sizeof(cl_int), LEFT = 4096, FAR = 1 << 20 };

struct cut {
    struct scene scene;
    int fd;
    char *mapped; /* the application's view of the file */
    cl_mem file;
    char *host; /* BYTES of ordinary memory */
};

static cl_mem import(const struct cut *cut)
{
    const cl_mem_properties properties[] = {CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR,
                                            (cl_mem_properties)cut->fd, 0};
    cl_int code;
    cl_mem mem = clCreateBufferWithProperties(cut->scene.api.context, properties, 0, BYTES, NULL, &code);
    assert_success(code);
    return mem;
}

static cl_mem wrap(const struct cut *cut)
{
    cl_int code;
    cl_mem mem = clCreateBuffer(cut->scene.api.context, CL_MEM_USE_HOST_PTR, BYTES, cut->mapped, &code);
    assert_success(code);
    return mem;
}

static void set_length(const struct cut *cut, size_t bytes)
{
    assert_int_equal(ftruncate(cut->fd, (off_t)bytes), 0);
}

static void cut_open(struct cut *cut, cl_mem (*make)(const struct cut *))
{
    scene_open(&cut->scene);
    cut->fd = memfd_create("cut", MFD_CLOEXEC);
    set_length(cut, BYTES);
    cut->mapped = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, cut->fd, 0);
    assert_ptr_not_equal(cut->mapped, MAP_FAILED);
    cut->host = calloc(1, BYTES);
    assert_non_null(cut->host);
    cut->file = make(cut);
}

static void cut_close(struct cut *cut)
{
    assert_success(clReleaseMemObject(cut->file));
    free(cut->host);
    munmap(cut->mapped, BYTES);
    close(cut->fd);
    scene_close(&cut->scene);
}

/* ---- Commands: each reaches behind what is left of the file ---- */

typedef cl_int command(const struct cut *cut, cl_bool block, cl_event *event);

static cl_int read_file(const struct cut *cut, cl_bool block, cl_event *event)
{
    return clEnqueueReadBuffer(cut->scene.api.queue, cut->file, block, 0, BYTES, cut->host, 0, NULL, event);
}

static cl_int write_file(const struct cut *cut, cl_bool block, cl_event *event)
{
    return clEnqueueWriteBuffer(cut->scene.api.queue, cut->file, block, FAR, 64, cut->host, 0, NULL, event);
}

static cl_int read_to_mapping(const struct cut *cut, cl_bool block, cl_event *event)
{
    return clEnqueueReadBuffer(cut->scene.api.queue, cut->scene.a, block, 0, BYTES, cut->mapped, 0, NULL,
                               event);
}

static cl_int write_from_mapping(const struct cut *cut, cl_bool block, cl_event *event)
{
    return clEnqueueWriteBuffer(cut->scene.api.queue, cut->scene.a, block, 0, BYTES, cut->mapped, 0, NULL,
                                event);
}

static cl_int read_rows(const struct cut *cut, cl_bool block, cl_event *event)
{
    const size_t origin[3] = {0}, region[3] = {100, 1000, 3};
    return clEnqueueReadBufferRect(cut->scene.api.queue, cut->file, block, origin, origin, region, 1024,
                                   1024000, 100, 100000, cut->host, 0, NULL, event);
}

static cl_int copy_from_file(const struct cut *cut, cl_bool block, cl_event *event)
{
    (void)block;
    return clEnqueueCopyBuffer(cut->scene.api.queue, cut->file, cut->scene.a, 0, 0, BYTES, 0, NULL, event);
}

static cl_int copy_to_file(const struct cut *cut, cl_bool block, cl_event *event)
{
    (void)block;
    return clEnqueueCopyBuffer(cut->scene.api.queue, cut->scene.a, cut->file, 0, 0, BYTES, 0, NULL, event);
}

static cl_int fill_file(const struct cut *cut, cl_bool block, cl_event *event)
{
    (void)block;
    return clEnqueueFillBuffer(cut->scene.api.queue, cut->file, "ab", 2, 0, BYTES, 0, NULL, event);
}

static const struct {
    command *run;
    bool blocks;
    const char *says;
} commands[] = {
    {read_file, true, "transfer: a read from address 0x"},
    {write_file, true, "transfer: a write to address 0x"},
    {read_to_mapping, true, "transfer: a write to address 0x"},
    {write_from_mapping, true, "transfer: a read from address 0x"},
    {read_rows, true, "transfer: a read from address 0x"},
    {copy_from_file, false, "transfer: a read from address 0x"},
    {copy_to_file, false, "transfer: a write to address 0x"},
    {fill_file, false, "fill: a write to address 0x"},
};

static cl_int status_of(const struct cut *cut, command *run)
{
    cl_event event;
    cl_int status = 1;
    assert_success(run(cut, CL_FALSE, &event));
    assert_success(clFinish(cut->scene.api.queue));
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof status, &status, NULL));
    assert_success(clReleaseEvent(event));
    return status;
}

static void expect_cut_off(struct cut *cut, command *run, const char *says)
{
    scene_forget(&cut->scene);
    assert_int_equal(status_of(cut, run), CL_OUT_OF_RESOURCES);
    assert_true(scene_heard(&cut->scene, says));
    assert_true(scene_heard(&cut->scene, "in a file that has become shorter"));
}

static void run_all(cl_mem (*make)(const struct cut *))
{
    struct cut cut;
    cut_open(&cut, make);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        assert_int_equal(status_of(&cut, commands[i].run), CL_COMPLETE);
        set_length(&cut, LEFT);
        expect_cut_off(&cut, commands[i].run, commands[i].says);
        if (commands[i].blocks)
            assert_cl(CL_OUT_OF_RESOURCES, commands[i].run(&cut, CL_TRUE, NULL));
        set_length(&cut, BYTES);
        assert_int_equal(status_of(&cut, commands[i].run), CL_COMPLETE);
    }
    scene_expect_good(&cut.scene, 2);
    cut_close(&cut);
}

static void transfers_of_an_imported_file(void **state)
{
    run_all(import);
}

static void transfers_of_a_mapped_file(void **state)
{
    run_all(wrap);
}

/* Where memory may be in a file of our own, transfers go piece by piece. */
static void transfers_of_more_than_ram(void **state)
{
    struct cut cut;
    setenv("VGPU_MEM_RAM", "128M", 1);
    setenv("VGPU_MEM_SSD", "1G", 1);
    cut_open(&cut, import);
    cl_mem large = api_buffer(&cut.scene.api, (size_t)400 << 20, NULL);
    const size_t count = (size_t)400 << 20;
    assert_success(clEnqueueFillBuffer(cut.scene.api.queue, large, "abcd", 4, 0, count, 0, NULL, NULL));
    cl_mem small = cut.scene.a;
    cut.scene.a = large;
    static command *const pieces[] = {copy_from_file, copy_to_file, write_from_mapping, read_to_mapping};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        set_length(&cut, LEFT);
        expect_cut_off(&cut, pieces[i], "transfer: a ");
        set_length(&cut, BYTES);
        assert_int_equal(status_of(&cut, pieces[i]), CL_COMPLETE);
    }
    char *last = cut.host;
    assert_success(
        clEnqueueReadBuffer(cut.scene.api.queue, large, CL_TRUE, count - 4, 4, last, 0, NULL, NULL));
    assert_memory_equal(last, "abcd", 4);
    cut.scene.a = small;
    assert_success(clReleaseMemObject(large));
    cut_close(&cut);
}

static void initial_contents(void **state)
{
    struct cut cut;
    cl_int code;
    cut_open(&cut, import);
    set_length(&cut, LEFT);
    const cl_mem_flags flags = CL_MEM_COPY_HOST_PTR;
    assert_null(clCreateBuffer(cut.scene.api.context, flags, BYTES, cut.mapped, &code));
    assert_int_equal(code, CL_OUT_OF_RESOURCES);
    assert_true(scene_heard(&cut.scene, "in a file that has become shorter"));
    set_length(&cut, BYTES);
    cl_mem good = clCreateBuffer(cut.scene.api.context, flags, BYTES, cut.mapped, &code);
    assert_success(code);
    assert_success(clReleaseMemObject(good));
    cut_close(&cut);
}

static void set_product(cl_kernel kernel, cl_mem a, cl_mem b, cl_mem c, cl_ulong side)
{
    const cl_uint order = CL_GEMM_ROW_MAJOR_VGPU, plain = CL_GEMM_NO_TRANSPOSE_VGPU;
    const cl_float one = 1, zero = 0;
    const cl_ulong none = 0;
    const struct {
        size_t size;
        const void *value;
    } values[] = {{4, &order}, {4, &plain}, {4, &plain}, {8, &side}, {8, &side}, {8, &side},
                  {4, &one},   {8, &a},     {8, &none},  {8, &side}, {8, &b},    {8, &none},
                  {8, &side},  {4, &zero},  {8, &c},     {8, &none}, {8, &side}};
    for (cl_uint i = 0; i < sizeof values / sizeof *values; i++)
        assert_success(clSetKernelArg(kernel, i, values[i].size, values[i].value));
}

static cl_int multiply(const struct cut *cut, cl_kernel kernel)
{
    const size_t one = 1;
    cl_event event;
    cl_int status;
    assert_success(
        clEnqueueNDRangeKernel(cut->scene.api.queue, kernel, 1, NULL, &one, NULL, 0, NULL, &event));
    assert_success(clFinish(cut->scene.api.queue));
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof status, &status, NULL));
    assert_success(clReleaseEvent(event));
    return status;
}

static void built_in_kernels(void **state)
{
    struct cut cut;
    cl_int code;
    cut_open(&cut, import);
    const struct api *api = &cut.scene.api;
    cl_program program =
        clCreateProgramWithBuiltInKernels(api->context, 1, &api->device, "vgpu_sgemm", &code);
    assert_success(code);
    cl_kernel kernel = clCreateKernel(program, "vgpu_sgemm", &code);
    assert_success(code);
    static const cl_ulong sides[] = {64, 1000}; /* in one piece, and packed */
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        set_product(kernel, cut.file, cut.scene.b, cut.scene.a, sides[i]);
        assert_int_equal(multiply(&cut, kernel), CL_COMPLETE);
        set_length(&cut, LEFT);
        scene_forget(&cut.scene);
        assert_int_equal(multiply(&cut, kernel), CL_OUT_OF_RESOURCES);
        assert_true(scene_heard(&cut.scene, "vgpu_sgemm: a read from address 0x"));
        assert_true(scene_heard(&cut.scene, "in a file that has become shorter"));
        set_length(&cut, BYTES);
        assert_int_equal(multiply(&cut, kernel), CL_COMPLETE);
    }
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseProgram(program));
    cut_close(&cut);
}

VG_TESTS(test_cut_off, cmocka_unit_test(transfers_of_an_imported_file),
         cmocka_unit_test(transfers_of_a_mapped_file), cmocka_unit_test(transfers_of_more_than_ram),
         cmocka_unit_test(initial_contents), cmocka_unit_test(built_in_kernels));
