/* SPDX-License-Identifier: MIT */
/* Checked kernels, as vectors, as scalar code, with debug information and without optimisation: each wrong
 * one ends in an error event with a sentence that says what and where, and has changed nothing that it may
 * not; each right one completes without a word. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/api/api.h"

enum { ITEMS = 1024, GROUP = 64, INTS = 1000, CONSTANTS = 16 };

struct wrong {
    const char *name, *functions;
    unsigned line;
    const char *what;
    unsigned first, last;
    const char *body;
};

static const struct wrong wrong[] = {
#define WRONG(name, functions, line, what, first, last, body)                                                \
    {#name, functions, line, what, first, last, body},
#include "tests/checked/wrong.def"
#undef WRONG
};

static const struct {
    const char *name, *functions, *body;
} right[] = {
#define RIGHT(name, functions, body) {#name, functions, body},
#include "tests/checked/right.def"
#undef RIGHT
};

/* Both buffers are parts of one, so that what is around them can be looked at. */
struct scene {
    struct api api;
    char sentences[8192];
    cl_mem whole, a, b, c, ro, wo;
};

static void CL_CALLBACK listen(const char *message, const void *info, size_t size, void *user)
{
    struct scene *scene = user;
    size_t used = strlen(scene->sentences);
    snprintf(scene->sentences + used, sizeof scene->sentences - used, "%s\n", message);
    (void)info, (void)size;
}

static cl_mem part(const struct scene *scene, size_t at, cl_mem_flags flags)
{
    cl_int code;
    cl_buffer_region region = {at * sizeof(cl_int), INTS * sizeof(cl_int)};
    cl_mem made = clCreateSubBuffer(scene->whole, flags, CL_BUFFER_CREATE_TYPE_REGION, &region, &code);
    assert_success(code);
    return made;
}

enum { A_AT = 1024, READ_ONLY_AT = 2 * 1024, B_AT = 3 * 1024, WRITE_ONLY_AT = 4 * 1024, WHOLE = 5 * 1024 };

static void scene_open(struct scene *scene)
{
    *scene = (struct scene){.api = api_open_with(listen, scene)};
    scene->whole = api_buffer(&scene->api, WHOLE * sizeof(cl_int), NULL);
    scene->a = part(scene, A_AT, 0);
    scene->b = part(scene, B_AT, 0);
    scene->ro = part(scene, READ_ONLY_AT, CL_MEM_READ_ONLY);
    scene->wo = part(scene, WRITE_ONLY_AT, CL_MEM_WRITE_ONLY);
    scene->c = api_buffer(&scene->api, CONSTANTS * sizeof(cl_int), NULL);
}

static void scene_close(struct scene *scene)
{
    assert_success(clReleaseMemObject(scene->a));
    assert_success(clReleaseMemObject(scene->b));
    assert_success(clReleaseMemObject(scene->c));
    assert_success(clReleaseMemObject(scene->ro));
    assert_success(clReleaseMemObject(scene->wo));
    assert_success(clReleaseMemObject(scene->whole));
    api_close(&scene->api);
}

static void fill(const struct scene *scene, cl_mem mem, size_t ints)
{
    cl_int zero = 0;
    assert_success(clEnqueueFillBuffer(scene->api.queue, mem, &zero, sizeof zero, 0, ints * sizeof(cl_int), 0,
                                       NULL, NULL));
}

static cl_kernel build(const struct scene *scene, const char *functions, const char *body,
                       const char *options)
{
    char source[2048], all[256];
    snprintf(source, sizeof source,
             "%s\nkernel void k(global int *a, global int *b, global int *none, local int *l, constant int "
             "*c, global int *fresh, int zero, global int *ro, global int *wo) { int i = "
             "get_global_id(0);\n%s\n}\n",
             functions, body);
    snprintf(all, sizeof all, "-cl-std=CL3.0 -w %s", options);
    return api_kernel(&scene->api, source, all, "k");
}

static cl_int run(struct scene *scene, cl_kernel kernel)
{
    size_t items = ITEMS, local = GROUP;
    cl_int zero = 0, status = 1;
    cl_event event;
    cl_mem fresh = api_buffer(&scene->api, INTS * sizeof(cl_int), NULL);
    fill(scene, scene->whole, WHOLE);
    fill(scene, scene->c, CONSTANTS);
    assert_success(clSetKernelArg(kernel, 0, sizeof(cl_mem), &scene->a));
    assert_success(clSetKernelArg(kernel, 1, sizeof(cl_mem), &scene->b));
    assert_success(clSetKernelArg(kernel, 2, sizeof(cl_mem), NULL));
    assert_success(clSetKernelArg(kernel, 3, GROUP * sizeof(cl_int), NULL));
    assert_success(clSetKernelArg(kernel, 4, sizeof(cl_mem), &scene->c));
    assert_success(clSetKernelArg(kernel, 5, sizeof(cl_mem), &fresh));
    assert_success(clSetKernelArg(kernel, 6, sizeof zero, &zero));
    assert_success(clSetKernelArg(kernel, 7, sizeof(cl_mem), &scene->ro));
    assert_success(clSetKernelArg(kernel, 8, sizeof(cl_mem), &scene->wo));
    assert_success(
        clEnqueueNDRangeKernel(scene->api.queue, kernel, 1, NULL, &items, &local, 0, NULL, &event));
    cl_int waited = clWaitForEvents(1, &event);
    assert_success(clFinish(scene->api.queue));
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof status, &status, NULL));
    assert_cl(status < 0 ? CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST : CL_SUCCESS, waited);
    assert_success(clReleaseEvent(event));
    assert_success(clReleaseMemObject(fresh));
    return status;
}

/* Nothing was written between the two buffers, nor before and behind them. */
static bool is_untouched(const struct scene *scene)
{
    static cl_int seen[WHOLE];
    assert_success(
        clEnqueueReadBuffer(scene->api.queue, scene->whole, CL_TRUE, 0, sizeof seen, seen, 0, NULL, NULL));
    for (size_t i = 0; i < WHOLE; i++)
        if (seen[i] && i - A_AT >= INTS && i - B_AT >= INTS)
            return false;
    return true;
}

static bool names_item(const struct scene *scene, const struct wrong *row)
{
    char place[96];
    for (unsigned i = row->first; i <= row->last; i++) {
        snprintf(place, sizeof place, " work-item (%u), local (%u), in work-group (%u)", i, i % GROUP,
                 i / GROUP);
        if (strstr(scene->sentences, place))
            return true;
    }
    return false;
}

static bool is_explained(const struct scene *scene, const struct wrong *row)
{
    char place[64];
    snprintf(place, sizeof place, "kernel k, program.cl:%u: ", row->line);
    return strstr(scene->sentences, row->what) && names_item(scene, row) &&
           strstr(scene->sentences, row->line ? place : "kernel k, program.cl:");
}

/* Builds a row's kernel and runs it; the scene then holds what was said. */
static cl_int run_row(struct scene *scene, const char *functions, const char *body, const char *options)
{
    cl_kernel kernel = build(scene, functions, body, options);
    scene->sentences[0] = 0;
    cl_int status = run(scene, kernel);
    assert_success(clReleaseKernel(kernel));
    return status;
}

static void find_all(const char *options)
{
    struct scene scene;
    unsigned missed = 0;
    scene_open(&scene);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cl_int status = run_row(&scene, wrong[i].functions, wrong[i].body, options);
        bool untouched = is_untouched(&scene);
        if (status != CL_OUT_OF_RESOURCES || !is_explained(&scene, &wrong[i]) || !untouched) {
            print_error("%s: status %d, %s, %s\n", wrong[i].name, status,
                        untouched ? "untouched" : "written outside", scene.sentences);
            missed++;
        }
    }
    scene_close(&scene);
    assert_int_equal(missed, 0);
}

static void accept_all(const char *options)
{
    struct scene scene;
    unsigned accused = 0;
    scene_open(&scene);
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        cl_int status = run_row(&scene, right[i].functions, right[i].body, options);
        if (status != CL_COMPLETE || *scene.sentences) {
            print_error("%s: status %d, %s\n", right[i].name, status, scene.sentences);
            accused++;
        }
    }
    scene_close(&scene);
    assert_int_equal(accused, 0);
}

static const char *const forms[] = {
    "-cl-vgpu-check=bounds,divergence,uninit,race", "-cl-vgpu-check=all -cl-vgpu-width=1",
    "-cl-vgpu-check=all -cl-vgpu-width=4", "-cl-vgpu-check=all -g", "-cl-vgpu-check=all -g -cl-opt-disable"};

static void what_is_wrong_is_found(void **state)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        print_message("%s\n", forms[i]);
        find_all(forms[i]);
    }
}

static void what_is_right_is_not_accused(void **state)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        print_message("%s\n", forms[i]);
        accept_all(forms[i]);
    }
}

/* One sentence a line, up to eight, and how many there were besides. */
static void each_line_has_its_sentence(void **state)
{
    struct scene scene;
    scene_open(&scene);
    cl_kernel kernel = build(&scene, "",
                             "if (i < 2) { a[1000 + zero] = 1;\na[1001 + zero] = 1;\na[1002 + zero] = 1;\n"
                             "a[1003 + zero] = 1;\na[1004 + zero] = 1;\na[1005 + zero] = 1;\n"
                             "a[1006 + zero] = 1;\na[1007 + zero] = 1;\na[1008 + zero] = 1;\n"
                             "a[1009 + zero] = 1; }",
                             "-cl-vgpu-check=bounds");
    assert_int_equal(run(&scene, kernel), CL_OUT_OF_RESOURCES);
    for (unsigned line = 3; line < 11; line++) {
        char part_of[64];
        snprintf(part_of, sizeof part_of, "program.cl:%u: a write of 4 bytes, %u bytes past", line,
                 (line - 3) * 4);
        assert_non_null(strstr(scene.sentences, part_of));
    }
    assert_non_null(strstr(scene.sentences, "kernel k: 4 more at other lines"));
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

static cl_int status_of(struct scene *scene, const char *options)
{
    cl_kernel kernel = build(scene, "", "if (i == 0) a[1000 + zero] = i;", options);
    cl_int status = run(scene, kernel);
    assert_success(clReleaseKernel(kernel));
    return status;
}

/* An application that knows nothing of checks is run with them; a malformed value changes nothing. */
static void a_variable_checks_all_programs(void **state)
{
    struct scene scene;
    scene_open(&scene);
    assert_int_equal(status_of(&scene, ""), CL_COMPLETE);
    setenv("VGPU_CHECK", "bounds", 1);
    assert_int_equal(status_of(&scene, ""), CL_OUT_OF_RESOURCES);
    assert_int_equal(status_of(&scene, "-cl-vgpu-check=all"), CL_OUT_OF_RESOURCES);
    setenv("VGPU_CHECK", "bounds,nonsense", 1);
    assert_int_equal(status_of(&scene, ""), CL_COMPLETE);
    unsetenv("VGPU_CHECK");
    assert_int_equal(status_of(&scene, ""), CL_COMPLETE);
    scene_close(&scene);
}

static void linked_programs_are_checked(void **state)
{
    static const char *const sources[] = {
        "void set(global int *p, int at) { p[at] = 1; }",
        "void set(global int *p, int at); kernel void k(global int *a) { set(a, get_global_id(0)); }"};
    struct scene scene;
    cl_int code;
    cl_program parts[2], linked;
    scene_open(&scene);
    for (int i = 0; i < 2; i++) {
        parts[i] = clCreateProgramWithSource(scene.api.context, 1, (const char **)&sources[i], NULL, &code);
        assert_success(code);
        assert_success(clCompileProgram(parts[i], 0, NULL, "", 0, NULL, NULL, NULL, NULL));
    }
    linked = clLinkProgram(scene.api.context, 0, NULL, "-cl-vgpu-check=bounds", 2, parts, NULL, NULL, &code);
    assert_success(code);
    cl_kernel kernel = clCreateKernel(linked, "k", &code);
    assert_success(code);
    size_t items = INTS + 1;
    cl_event event;
    assert_success(clSetKernelArg(kernel, 0, sizeof(cl_mem), &scene.a));
    assert_success(clEnqueueNDRangeKernel(scene.api.queue, kernel, 1, NULL, &items, NULL, 0, NULL, &event));
    assert_cl(CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST, clWaitForEvents(1, &event));
    assert_non_null(strstr(scene.sentences, "by work-item (1000)"));
    assert_success(clReleaseEvent(event));
    assert_success(clReleaseKernel(kernel));
    assert_success(clReleaseProgram(linked));
    for (int i = 0; i < 2; i++)
        assert_success(clReleaseProgram(parts[i]));
    scene_close(&scene);
}

/* ---- What initialises a buffer ---- */

static cl_int copy_first(struct scene *scene, cl_kernel kernel, cl_mem from, size_t items)
{
    cl_int status;
    cl_event event;
    assert_success(clSetKernelArg(kernel, 0, sizeof(cl_mem), &scene->a));
    assert_success(clSetKernelArg(kernel, 1, sizeof(cl_mem), &from));
    assert_success(clEnqueueNDRangeKernel(scene->api.queue, kernel, 1, NULL, &items, NULL, 0, NULL, &event));
    assert_success(clFinish(scene->api.queue));
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_EXECUTION_STATUS, sizeof status, &status, NULL));
    assert_success(clReleaseEvent(event));
    return status;
}

static const cl_int ints[INTS];
enum { PART = 100, PART_BYTES = PART * sizeof(cl_int) };

static void by_write(struct scene *scene, cl_mem mem)
{
    assert_success(clEnqueueWriteBuffer(scene->api.queue, mem, CL_FALSE, 0, PART_BYTES, ints, 0, NULL, NULL));
}

static void by_rectangle(struct scene *scene, cl_mem mem)
{
    const size_t origin[3] = {0}, region[3] = {PART_BYTES / 4, 4, 1};
    assert_success(clEnqueueWriteBufferRect(scene->api.queue, mem, CL_FALSE, origin, origin, region, 0, 0, 0,
                                            0, ints, 0, NULL, NULL));
}

static void by_fill(struct scene *scene, cl_mem mem)
{
    fill(scene, mem, PART);
}

static void by_copy(struct scene *scene, cl_mem mem)
{
    assert_success(clEnqueueCopyBuffer(scene->api.queue, scene->whole, mem, 0, 0, PART_BYTES, 0, NULL, NULL));
}

static void by_map(struct scene *scene, cl_mem mem)
{
    cl_int code;
    void *at = clEnqueueMapBuffer(scene->api.queue, mem, CL_TRUE, CL_MAP_WRITE_INVALIDATE_REGION, 0,
                                  PART_BYTES, 0, NULL, NULL, &code);
    assert_success(code);
    memset(at, 0, PART_BYTES);
    assert_success(clEnqueueUnmapMemObject(scene->api.queue, mem, at, 0, NULL, NULL));
}

static void by_sub_buffer(struct scene *scene, cl_mem mem)
{
    cl_int code;
    cl_buffer_region region = {0, PART_BYTES};
    cl_mem sub = clCreateSubBuffer(mem, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &code);
    assert_success(code);
    fill(scene, sub, PART);
    assert_success(clReleaseMemObject(sub));
}

static void by_kernel(struct scene *scene, cl_mem mem, const char *options)
{
    size_t items = PART;
    cl_kernel kernel =
        api_kernel(&scene->api, "kernel void k(global int *a) { a[get_global_id(0)] = 1; }", options, "k");
    assert_success(clSetKernelArg(kernel, 0, sizeof(cl_mem), &mem));
    assert_success(clEnqueueNDRangeKernel(scene->api.queue, kernel, 1, NULL, &items, NULL, 0, NULL, NULL));
    assert_success(clReleaseKernel(kernel));
}

static void by_checked_kernel(struct scene *scene, cl_mem mem)
{
    by_kernel(scene, mem, "-cl-vgpu-check=uninit");
}

static void CL_CALLBACK write_part(void *args)
{
    memset(*(void **)args, 0, PART_BYTES);
}

static void by_native_kernel(struct scene *scene, cl_mem mem)
{
    cl_mem args = mem;
    const void *place = &args;
    assert_success(clEnqueueNativeKernel(scene->api.queue, write_part, &args, sizeof args, 1, &mem, &place, 0,
                                         NULL, NULL));
}

static void what_is_written_counts(void **state)
{
    static void (*const ways[])(struct scene *scene, cl_mem mem) = {
        by_write, by_rectangle, by_fill, by_copy, by_map, by_sub_buffer, by_checked_kernel,
    };
    static const char source[] = "kernel void k(global int *to, global int *from) { to[get_global_id(0)] = "
                                 "from[get_global_id(0)]; }";
    struct scene scene;
    scene_open(&scene);
    cl_kernel kernel = api_kernel(&scene.api, source, "-cl-vgpu-check=uninit", "k");
    fill(&scene, scene.whole, WHOLE);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        cl_mem mem = api_buffer(&scene.api, sizeof ints, NULL);
        print_message("way %zu\n", i);
        if (i & 1) /* the shadow is there before, or comes with the write */
            assert_int_equal(copy_first(&scene, kernel, mem, 1), CL_OUT_OF_RESOURCES);
        ways[i](&scene, mem);
        assert_int_equal(copy_first(&scene, kernel, mem, PART), CL_COMPLETE);
        scene.sentences[0] = 0;
        assert_int_equal(copy_first(&scene, kernel, mem, PART + 1), CL_OUT_OF_RESOURCES);
        assert_non_null(strstr(scene.sentences, "depends on byte 400 of argument 1 (from)"));
        assert_success(clReleaseMemObject(mem));
    }
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

/* A kernel that is not checked, and the application itself, may have written all that they were given. */
static void what_nobody_saw_counts_as_written(void **state)
{
    static const char source[] = "kernel void k(global int *to, global int *from) { to[get_global_id(0)] = "
                                 "from[get_global_id(0)]; }";
    static cl_int used[INTS];
    struct scene scene;
    cl_int code;
    scene_open(&scene);
    cl_kernel kernel = api_kernel(&scene.api, source, "-cl-vgpu-check=uninit", "k");
    cl_mem mems[] = {api_buffer(&scene.api, sizeof ints, NULL), api_buffer(&scene.api, sizeof ints, NULL),
                     api_buffer(&scene.api, sizeof ints, ints),
                     clCreateBuffer(scene.api.context, CL_MEM_USE_HOST_PTR, sizeof used, used, &code)};
    assert_success(code);
    by_kernel(&scene, mems[0], "");
    by_native_kernel(&scene, mems[1]);
    for (size_t i = 0; i < sizeof mems / sizeof *mems; i++) {
        assert_int_equal(copy_first(&scene, kernel, mems[i], INTS), CL_COMPLETE);
        assert_success(clReleaseMemObject(mems[i]));
    }
    assert_success(clReleaseKernel(kernel));
    scene_close(&scene);
}

VG_TESTS(test_checked, cmocka_unit_test(what_is_wrong_is_found),
         cmocka_unit_test(what_is_right_is_not_accused), cmocka_unit_test(each_line_has_its_sentence),
         cmocka_unit_test(a_variable_checks_all_programs), cmocka_unit_test(linked_programs_are_checked),
         cmocka_unit_test(what_is_written_counts), cmocka_unit_test(what_nobody_saw_counts_as_written));
