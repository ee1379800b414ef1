/* SPDX-License-Identifier: MIT */
/* Images and samplers as kernel arguments: kernels see the pixels that the host put there, for each kind of
 * image and each way to get one, and wrong arguments are refused. */
#include "tests/api/api.h"

#include <string.h>

static const char source[] =
    "constant sampler_t nearest = CLK_NORMALIZED_COORDS_FALSE | CLK_ADDRESS_CLAMP | CLK_FILTER_NEAREST;\n"
    "kernel void read_2d(read_only image2d_t image, global uint4 *out) {\n"
    "    int2 at = (int2)(get_global_id(0), get_global_id(1));\n"
    "    out[at.y * get_global_size(0) + at.x] = read_imageui(image, nearest, at);\n"
    "}\n"
    "kernel void read_lines(read_only image1d_array_t image, global uint4 *out) {\n"
    "    int2 at = (int2)(get_global_id(0), get_global_id(1));\n"
    "    out[at.y * get_global_size(0) + at.x] = read_imageui(image, nearest, at);\n"
    "}\n"
    "kernel void read_1d(read_only image1d_t image, global uint4 *out) {\n"
    "    out[get_global_id(0)] = read_imageui(image, nearest, (int)get_global_id(0));\n"
    "}\n"
    "kernel void read_line(read_only image1d_buffer_t image, global uint4 *out) {\n"
    "    out[get_global_id(0)] = read_imageui(image, (int)get_global_id(0));\n"
    "}\n"
    "kernel void read_layers(read_only image2d_array_t image, global uint4 *out) {\n"
    "    int4 at = (int4)(get_global_id(0), get_global_id(1), get_global_id(2), 0);\n"
    "    out[(at.z * get_global_size(1) + at.y) * get_global_size(0) + at.x] =\n"
    "        read_imageui(image, nearest, at);\n"
    "}\n"
    "kernel void read_3d(read_only image3d_t image, global uint4 *out) {\n"
    "    int4 at = (int4)(get_global_id(0), get_global_id(1), get_global_id(2), 0);\n"
    "    out[(at.z * get_global_size(1) + at.y) * get_global_size(0) + at.x] =\n"
    "        read_imageui(image, nearest, at);\n"
    "}\n"
    "kernel void write_2d(write_only image2d_t image, uint4 colour) {\n"
    "    write_imageui(image, (int2)(get_global_id(0), get_global_id(1)), colour);\n"
    "}\n"
    "kernel void sample(read_only image2d_t image, sampler_t sampler, float2 at, global float4 *out) {\n"
    "    out[0] = read_imagef(image, sampler, at);\n"
    "}\n";

#define COUNT_KERNEL                                                                                         \
    "kernel void count(read_write image2d_t image) {\n"                                                      \
    "    int2 at = (int2)(get_global_id(0), get_global_id(1));\n"                                            \
    "    write_imageui(image, at, read_imageui(image, at) + 1);\n"                                           \
    "}\n"

enum { WIDTH = 9, HEIGHT = 4, DEPTH = 3, PIXELS = WIDTH * HEIGHT * DEPTH };

static const cl_image_format bytes4 = {CL_RGBA, CL_UNSIGNED_INT8}, colours = {CL_RGBA, CL_UNORM_INT8};
static const cl_image_desc plane = {
    .image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = WIDTH, .image_height = HEIGHT};

struct pictures {
    struct api api;
    cl_kernel kernel;
    cl_mem out;
    cl_uchar pixels[PIXELS * 4];
    cl_uint result[PIXELS * 4];
};

static struct pictures *open_pictures(const char *kernel)
{
    static struct pictures p;
    p.api = api_open();
    p.kernel = api_kernel(&p.api, source, NULL, kernel);
    p.out = api_buffer(&p.api, sizeof(p.result), p.result);
    for (int i = 0; i < PIXELS * 4; i++)
        p.pixels[i] = (cl_uchar)(i * 37 + 11);
    return &p;
}

static void close_pictures(struct pictures *p)
{
    assert_success(clReleaseKernel(p->kernel));
    assert_success(clReleaseMemObject(p->out));
    api_close(&p->api);
}

static cl_mem image(struct pictures *p, cl_mem_flags flags, const cl_image_format *format,
                    const cl_image_desc *desc, void *host)
{
    cl_int code;
    cl_mem mem = clCreateImage(p->api.context, flags, format, desc, host, &code);
    assert_success(code);
    return mem;
}

static void launch(struct pictures *p, cl_uint dim, size_t x, size_t y, size_t z)
{
    const size_t global[3] = {x, y, z};
    assert_success(clEnqueueNDRangeKernel(p->api.queue, p->kernel, dim, NULL, global, NULL, 0, NULL, NULL));
}

/* Runs a kernel that reads every pixel of the image, which it takes over, and compares. */
static void check_read(struct pictures *p, cl_mem mem, cl_uint dim, const size_t extent[3])
{
    size_t count = extent[0] * extent[1] * extent[2] * 4;
    assert_success(clSetKernelArg(p->kernel, 0, sizeof(mem), &mem));
    assert_success(clSetKernelArg(p->kernel, 1, sizeof(p->out), &p->out));
    launch(p, dim, extent[0], extent[1], extent[2]);
    assert_success(clReleaseMemObject(mem)); /* The launch keeps it. */
    assert_success(clEnqueueReadBuffer(p->api.queue, p->out, CL_TRUE, 0, count * sizeof(cl_uint), p->result,
                                       0, NULL, NULL));
    for (size_t i = 0; i < count; i++)
        assert_int_equal(p->result[i], p->pixels[i]);
}

static void kernels_read_every_kind(void **state)
{
    static const struct {
        const char *kernel;
        cl_image_desc desc;
        cl_uint dim;
        size_t extent[3];
    } rows[] = {
        {"read_1d", {.image_type = CL_MEM_OBJECT_IMAGE1D, .image_width = WIDTH}, 1, {WIDTH, 1, 1}},
        {"read_lines",
         {.image_type = CL_MEM_OBJECT_IMAGE1D_ARRAY, .image_width = WIDTH, .image_array_size = HEIGHT},
         2,
         {WIDTH, HEIGHT, 1}},
        {"read_2d",
         {.image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = WIDTH, .image_height = HEIGHT},
         2,
         {WIDTH, HEIGHT, 1}},
        {"read_layers",
         {.image_type = CL_MEM_OBJECT_IMAGE2D_ARRAY,
          .image_width = WIDTH,
          .image_height = HEIGHT,
          .image_array_size = DEPTH},
         3,
         {WIDTH, HEIGHT, DEPTH}},
        {"read_3d",
         {.image_type = CL_MEM_OBJECT_IMAGE3D,
          .image_width = WIDTH,
          .image_height = HEIGHT,
          .image_depth = DEPTH},
         3,
         {WIDTH, HEIGHT, DEPTH}},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct pictures *p = open_pictures(rows[i].kernel);
        check_read(p, image(p, CL_MEM_COPY_HOST_PTR, &bytes4, &rows[i].desc, p->pixels), rows[i].dim,
                   rows[i].extent);
        const size_t origin[3] = {0, 0, 0};
        cl_mem written = image(p, CL_MEM_READ_ONLY, &bytes4, &rows[i].desc, NULL);
        assert_success(clEnqueueWriteImage(p->api.queue, written, CL_FALSE, origin, rows[i].extent, 0, 0,
                                           p->pixels, 0, NULL, NULL));
        check_read(p, written, rows[i].dim, rows[i].extent);
        close_pictures(p);
    }
}

static void kernels_follow_the_pitches_of_host_memory(void **state)
{
    static cl_uchar host[HEIGHT][64];
    struct pictures *p = open_pictures("read_2d");
    cl_image_desc desc = plane;
    const size_t extent[3] = {WIDTH, HEIGHT, 1};
    desc.image_row_pitch = sizeof(host[0]);
    for (int y = 0; y < HEIGHT; y++)
        memcpy(host[y], p->pixels + y * WIDTH * 4, WIDTH * 4);
    check_read(p, image(p, CL_MEM_USE_HOST_PTR, &bytes4, &desc, host), 2, extent);
    close_pictures(p);
}

static void a_buffer_is_read_as_an_image(void **state)
{
    struct pictures *p = open_pictures("read_line");
    cl_mem buffer = api_buffer(&p->api, sizeof(p->pixels), p->pixels);
    const cl_image_desc line = {
        .image_type = CL_MEM_OBJECT_IMAGE1D_BUFFER, .image_width = PIXELS, .mem_object = buffer};
    const size_t all[3] = {PIXELS, 1, 1}, extent[3] = {WIDTH, HEIGHT, 1};
    check_read(p, image(p, 0, &bytes4, &line, NULL), 1, all);
    assert_success(clReleaseKernel(p->kernel));
    p->kernel = api_kernel(&p->api, source, NULL, "read_2d");
    cl_image_desc desc = plane;
    desc.mem_object = buffer;
    check_read(p, image(p, CL_MEM_READ_ONLY, &bytes4, &desc, NULL), 2, extent);
    assert_success(clReleaseMemObject(buffer));
    close_pictures(p);
}

static void what_a_kernel_writes_is_read_and_mapped(void **state)
{
    struct pictures *p = open_pictures("write_2d");
    const cl_uint colour[4] = {1, 2, 3, 300};
    const size_t origin[3] = {0, 0, 0}, extent[3] = {WIDTH, HEIGHT, 1};
    cl_mem mem = image(p, CL_MEM_WRITE_ONLY, &bytes4, &plane, NULL);
    cl_int code;
    size_t row;
    assert_success(clSetKernelArg(p->kernel, 0, sizeof(mem), &mem));
    assert_success(clSetKernelArg(p->kernel, 1, sizeof(colour), colour));
    launch(p, 2, WIDTH, HEIGHT, 1);
    assert_success(
        clEnqueueReadImage(p->api.queue, mem, CL_TRUE, origin, extent, 0, 0, p->pixels, 0, NULL, NULL));
    const cl_uchar *mapped = clEnqueueMapImage(p->api.queue, mem, CL_TRUE, CL_MAP_READ, origin, extent, &row,
                                               NULL, 0, NULL, NULL, &code);
    assert_success(code);
    for (size_t i = 0; i < WIDTH * HEIGHT; i++) {
        assert_memory_equal(p->pixels + i * 4, "\1\2\3\377", 4);
        assert_memory_equal(mapped + i / WIDTH * row + i % WIDTH * 4, "\1\2\3\377", 4);
    }
    assert_success(clEnqueueUnmapMemObject(p->api.queue, mem, (void *)(uintptr_t)mapped, 0, NULL, NULL));
    assert_success(clReleaseMemObject(mem));
    close_pictures(p);
}

static void a_kernel_reads_and_writes_one_image(void **state)
{
    struct pictures *p = open_pictures("read_2d");
    const size_t origin[3] = {0, 0, 0}, extent[3] = {WIDTH, HEIGHT, 1};
    cl_mem mem = image(p, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR, &bytes4, &plane, p->pixels);
    cl_uchar counted[WIDTH * HEIGHT * 4];
    assert_success(clReleaseKernel(p->kernel));
    p->kernel = api_kernel(&p->api, COUNT_KERNEL, "-cl-std=CL3.0", "count");
    assert_success(clSetKernelArg(p->kernel, 0, sizeof(mem), &mem));
    launch(p, 2, WIDTH, HEIGHT, 1);
    assert_success(
        clEnqueueReadImage(p->api.queue, mem, CL_TRUE, origin, extent, 0, 0, counted, 0, NULL, NULL));
    for (size_t i = 0; i < sizeof(counted); i++)
        assert_int_equal(counted[i], p->pixels[i] == 255 ? 255 : p->pixels[i] + 1);
    assert_success(clReleaseMemObject(mem));
    close_pictures(p);
}

static void a_filled_image_is_sampled(void **state)
{
    static const float halves[4] = {0, 0.25f, 0.5f, 1}, white[4] = {1, 1, 1, 1};
    struct pictures *p = open_pictures("sample");
    const size_t origin[3] = {0, 0, 0}, left[3] = {1, HEIGHT, 1}, right[3] = {1, 0, 0},
                 rest[3] = {WIDTH - 1, HEIGHT, 1};
    const cl_image_format floats = {CL_RGBA, CL_FLOAT};
    cl_mem mem = image(p, 0, &floats, &plane, NULL);
    cl_int code;
    cl_float result[4], at[2] = {1, 1};
    cl_sampler sampler =
        clCreateSampler(p->api.context, CL_FALSE, CL_ADDRESS_CLAMP_TO_EDGE, CL_FILTER_LINEAR, &code);
    assert_success(code);
    assert_success(clEnqueueFillImage(p->api.queue, mem, halves, origin, left, 0, NULL, NULL));
    assert_success(clEnqueueFillImage(p->api.queue, mem, white, right, rest, 0, NULL, NULL));
    assert_success(clSetKernelArg(p->kernel, 0, sizeof(mem), &mem));
    assert_success(clSetKernelArg(p->kernel, 1, sizeof(sampler), &sampler));
    assert_success(clSetKernelArg(p->kernel, 2, sizeof(at), at));
    assert_success(clSetKernelArg(p->kernel, 3, sizeof(p->out), &p->out));
    assert_success(clReleaseSampler(sampler)); /* The kernel has its bits. */
    launch(p, 1, 1, 1, 1);
    assert_success(
        clEnqueueReadBuffer(p->api.queue, p->out, CL_TRUE, 0, sizeof(result), result, 0, NULL, NULL));
    for (int i = 0; i < 4; i++) /* x = 1 is in the middle between the centres of columns 0 and 1 */
        assert_true(result[i] == (halves[i] + 1) / 2);
    assert_success(clReleaseMemObject(mem));
    close_pictures(p);
}

static void wrong_arguments_are_refused(void **state)
{
    struct pictures *p = open_pictures("sample");
    cl_kernel writer = api_kernel(&p->api, source, NULL, "write_2d");
    cl_kernel counter = api_kernel(&p->api, COUNT_KERNEL, "-cl-std=CL3.0", "count");
    cl_mem read_only = image(p, CL_MEM_READ_ONLY, &colours, &plane, NULL), none = NULL;
    cl_mem write_only = image(p, CL_MEM_WRITE_ONLY, &colours, &plane, NULL);
    cl_mem handle = (cl_mem)p->api.queue;
    cl_sampler sampler = NULL;
    assert_cl(CL_INVALID_MEM_OBJECT, clSetKernelArg(p->kernel, 0, sizeof(none), &none));
    assert_cl(CL_INVALID_MEM_OBJECT, clSetKernelArg(p->kernel, 0, sizeof(none), NULL));
    assert_cl(CL_INVALID_MEM_OBJECT, clSetKernelArg(p->kernel, 0, sizeof(handle), &handle));
    assert_cl(CL_INVALID_MEM_OBJECT, clSetKernelArg(p->kernel, 0, sizeof(p->out), &p->out));
    assert_cl(CL_INVALID_MEM_OBJECT, clSetKernelArg(p->kernel, 3, sizeof(read_only), &read_only));
    assert_cl(CL_INVALID_ARG_SIZE, clSetKernelArg(p->kernel, 0, 4, &read_only));
    assert_cl(CL_INVALID_ARG_VALUE, clSetKernelArg(p->kernel, 0, sizeof(write_only), &write_only));
    assert_cl(CL_INVALID_ARG_VALUE, clSetKernelArg(writer, 0, sizeof(read_only), &read_only));
    assert_cl(CL_INVALID_ARG_VALUE, clSetKernelArg(counter, 0, sizeof(read_only), &read_only));
    assert_cl(CL_INVALID_ARG_VALUE, clSetKernelArg(counter, 0, sizeof(write_only), &write_only));
    assert_cl(CL_INVALID_SAMPLER, clSetKernelArg(p->kernel, 1, sizeof(sampler), &sampler));
    assert_cl(CL_INVALID_SAMPLER, clSetKernelArg(p->kernel, 1, sizeof(sampler), NULL));
    assert_cl(CL_INVALID_SAMPLER, clSetKernelArg(p->kernel, 1, sizeof(handle), &handle));
    assert_cl(CL_INVALID_ARG_SIZE, clSetKernelArg(p->kernel, 1, 4, &sampler));
    assert_success(clReleaseMemObject(read_only));
    assert_success(clReleaseMemObject(write_only));
    assert_success(clReleaseKernel(writer));
    assert_success(clReleaseKernel(counter));
    close_pictures(p);
}

static void queries_tell_access_and_type(void **state)
{
    struct api api = api_open();
    static const struct {
        const char *name, *type;
        cl_kernel_arg_access_qualifier access;
    } rows[] = {{"read_2d", "image2d_t", CL_KERNEL_ARG_ACCESS_READ_ONLY},
                {"write_2d", "image2d_t", CL_KERNEL_ARG_ACCESS_WRITE_ONLY}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        cl_kernel kernel = api_kernel(&api, source, "-cl-kernel-arg-info", rows[i].name);
        cl_kernel_arg_access_qualifier access;
        cl_kernel_arg_address_qualifier space;
        char type[64];
        assert_success(
            clGetKernelArgInfo(kernel, 0, CL_KERNEL_ARG_ACCESS_QUALIFIER, sizeof(access), &access, NULL));
        assert_int_equal(access, rows[i].access);
        assert_success(
            clGetKernelArgInfo(kernel, 0, CL_KERNEL_ARG_ADDRESS_QUALIFIER, sizeof(space), &space, NULL));
        assert_int_equal(space, CL_KERNEL_ARG_ADDRESS_GLOBAL);
        assert_success(clGetKernelArgInfo(kernel, 0, CL_KERNEL_ARG_TYPE_NAME, sizeof(type), type, NULL));
        assert_string_equal(type, rows[i].type);
        assert_success(clReleaseKernel(kernel));
    }
    api_close(&api);
}

VG_TESTS(test_image, cmocka_unit_test(kernels_read_every_kind),
         cmocka_unit_test(kernels_follow_the_pitches_of_host_memory),
         cmocka_unit_test(a_buffer_is_read_as_an_image),
         cmocka_unit_test(what_a_kernel_writes_is_read_and_mapped),
         cmocka_unit_test(a_kernel_reads_and_writes_one_image), cmocka_unit_test(a_filled_image_is_sampled),
         cmocka_unit_test(wrong_arguments_are_refused), cmocka_unit_test(queries_tell_access_and_type));
