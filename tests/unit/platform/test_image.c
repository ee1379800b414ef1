/* SPDX-License-Identifier: MIT */
/* Images of every kind: their rules and queries, and their commands against loops over single pixels. */
#include "platform/image.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/kernel_info.h"
#include "platform/check_image.h"
#include "tests/unit/platform/fixture.h"

#define HOST_BYTES 65536
#define PIXEL 4 /* bytes */

struct bench {
    struct vg_context *context;
    struct vg_queue *queue;
    unsigned char host[HOST_BYTES], other[HOST_BYTES];
};

static const cl_image_format rgba8 = {CL_RGBA, CL_UNORM_INT8};

static void number(unsigned char *bytes, size_t count, unsigned seed)
{
    srand(seed);
    for (size_t i = 0; i < count; i++)
        bytes[i] = (unsigned char)rand();
}

static struct bench *bench_open(void)
{
    static struct bench bench;
    bench.context = fixture_context();
    bench.queue = fixture_queue(bench.context, 0);
    number(bench.host, HOST_BYTES, 1);
    number(bench.other, HOST_BYTES, 2);
    return &bench;
}

static void bench_close(struct bench *bench)
{
    fixture_drop_queue(bench->queue);
    fixture_drop_context(bench->context);
}

static cl_int run(struct bench *bench, const struct vg_command *command)
{
    return vg_enqueue(vg_queue_handle(bench->queue), command, vg_wait_list(0, NULL), CL_TRUE, NULL);
}

/* ---- Kinds ---- */

static const struct kind {
    cl_image_desc desc;
    size_t extent[3];           /* as commands count */
    size_t height, depth, size; /* as queries answer */
} kinds[] = {
    {{.image_type = CL_MEM_OBJECT_IMAGE1D, .image_width = 19}, {19, 1, 1}, 0, 0, 0},
    {{.image_type = CL_MEM_OBJECT_IMAGE1D_ARRAY, .image_width = 19, .image_array_size = 5},
     {19, 5, 1},
     0,
     0,
     5},
    {{.image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = 19, .image_height = 7}, {19, 7, 1}, 7, 0, 0},
    {{.image_type = CL_MEM_OBJECT_IMAGE2D_ARRAY, .image_width = 19, .image_height = 7, .image_array_size = 5},
     {19, 7, 5},
     7,
     0,
     5},
    {{.image_type = CL_MEM_OBJECT_IMAGE3D, .image_width = 19, .image_height = 7, .image_depth = 6},
     {19, 7, 6},
     7,
     6,
     0},
};

static struct vg_mem *image(struct bench *bench, const cl_image_desc *desc, cl_mem_flags flags, void *host)
{
    struct vg_mem *mem = NULL;
    succeeds(vg_image_create(bench->context, NULL, flags, &rgba8, desc, host, &mem));
    return mem;
}

/* The pixel as a kernel finds it. */
static unsigned char *pixel_of(const struct vg_mem *mem, size_t x, size_t y, size_t z)
{
    const struct vg_image *i = &mem->image;
    unsigned char *data = i->data;
    if (mem->type == CL_MEM_OBJECT_IMAGE1D_ARRAY)
        return data + y * i->slice_pitch + x * PIXEL;
    return data + z * i->slice_pitch + y * i->row_pitch + x * PIXEL;
}

static size_t image_size_info(const struct vg_mem *mem, cl_image_info name)
{
    size_t value = 99;
    succeeds(vg_image_info(mem, name, sizeof(value), &value, NULL));
    return value;
}

static void queries_answer_what_was_asked_for(void **state)
{
    struct bench *bench = bench_open();
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct vg_mem *mem = image(bench, &kinds[k].desc, 0, NULL);
        cl_mem_object_type type;
        cl_image_format format;
        bool sliced = kinds[k].depth || kinds[k].size;
        succeeds(vg_mem_info(mem, CL_MEM_TYPE, sizeof(type), &type, NULL));
        assert_int_equal(type, kinds[k].desc.image_type);
        succeeds(vg_image_info(mem, CL_IMAGE_FORMAT, sizeof(format), &format, NULL));
        assert_memory_equal(&format, &rgba8, sizeof(format));
        assert_int_equal(image_size_info(mem, CL_IMAGE_ELEMENT_SIZE), PIXEL);
        assert_int_equal(image_size_info(mem, CL_IMAGE_WIDTH), 19);
        assert_int_equal(image_size_info(mem, CL_IMAGE_HEIGHT), kinds[k].height);
        assert_int_equal(image_size_info(mem, CL_IMAGE_DEPTH), kinds[k].depth);
        assert_int_equal(image_size_info(mem, CL_IMAGE_ARRAY_SIZE), kinds[k].size);
        assert_int_equal(image_size_info(mem, CL_IMAGE_ROW_PITCH), 19 * PIXEL);
        size_t slice = 19 * PIXEL * (kinds[k].height ? kinds[k].height : 1);
        assert_int_equal(image_size_info(mem, CL_IMAGE_SLICE_PITCH), sliced ? slice : 0);
        assert_int_equal(mem->size, 19 * PIXEL * kinds[k].extent[1] * kinds[k].extent[2]);
        assert_int_equal(vg_image_info(mem, 1, 0, NULL, NULL), CL_INVALID_VALUE);
        fixture_drop_mem(mem);
    }
    struct vg_mem *buffer = fixture_buffer(bench->context, 64);
    assert_int_equal(vg_image_info(buffer, CL_IMAGE_WIDTH, 0, NULL, NULL), CL_INVALID_MEM_OBJECT);
    fixture_drop_mem(buffer);
    bench_close(bench);
}

/* ---- Transfers ---- */

static void some_region(const size_t extent[3], size_t origin[3], size_t region[3])
{
    for (int i = 0; i < 3; i++) {
        origin[i] = (size_t)rand() % extent[i];
        region[i] = 1 + (size_t)rand() % (extent[i] - origin[i]);
    }
}

/* Where a pixel of the region lies in host memory with these pitches; in a 1D array y is the layer. */
static size_t host_at(const struct vg_mem *mem, size_t row, size_t slice, size_t x, size_t y, size_t z)
{
    if (mem->type == CL_MEM_OBJECT_IMAGE1D_ARRAY)
        return y * slice + x * PIXEL;
    return z * slice + y * row + x * PIXEL;
}

static void pick_pitches(const struct vg_mem *mem, const size_t region[3], size_t *row, size_t *slice,
                         struct vg_end *end, void *host)
{
    bool wide = rand() % 2, layers = mem->type == CL_MEM_OBJECT_IMAGE1D_ARRAY;
    bool sliced = layers || mem->type == CL_MEM_OBJECT_IMAGE2D_ARRAY || mem->type == CL_MEM_OBJECT_IMAGE3D;
    *row = region[0] * PIXEL + (wide ? 12 : 0);
    *slice = *row * (layers ? 1 : region[1]) + (wide && sliced ? 20 : 0);
    *end = vg_end_host_pixels(host, wide ? *row : 0, wide && sliced ? *slice : 0);
}

static void reads_and_writes_move_the_pixels(void **state)
{
    struct bench *bench = bench_open();
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct vg_mem *mem = image(bench, &kinds[k].desc, CL_MEM_COPY_HOST_PTR, bench->other);
        for (int i = 0; i < 20; i++) {
            size_t origin[3], region[3], row, slice;
            struct vg_end host, at;
            some_region(kinds[k].extent, origin, region);
            pick_pitches(mem, region, &row, &slice, &host, bench->host);
            at = vg_end_image(vg_mem_handle(mem), origin);
            bool writes = i % 2;
            number(bench->host, HOST_BYTES, (unsigned)i);
            const struct vg_transfer transfer =
                writes ? vg_transfer_rect(CL_COMMAND_WRITE_IMAGE, host, at, region)
                       : vg_transfer_rect(CL_COMMAND_READ_IMAGE, at, host, region);
            succeeds(run(bench, &transfer.base));
            for (size_t z = 0; z < region[2]; z++)
                for (size_t y = 0; y < region[1]; y++)
                    for (size_t x = 0; x < region[0]; x++)
                        assert_memory_equal(pixel_of(mem, origin[0] + x, origin[1] + y, origin[2] + z),
                                            bench->host + host_at(mem, row, slice, x, y, z), PIXEL);
        }
        fixture_drop_mem(mem);
    }
    bench_close(bench);
}

static void a_read_leaves_the_padding_alone(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *mem = image(bench, &kinds[2].desc, CL_MEM_COPY_HOST_PTR, bench->other);
    const size_t origin[3] = {1, 1, 0}, region[3] = {3, 2, 1};
    const struct vg_transfer read =
        vg_transfer_rect(CL_COMMAND_READ_IMAGE, vg_end_image(vg_mem_handle(mem), origin),
                         vg_end_host_pixels(bench->host, 16, 0), region);
    memset(bench->host, 0x5a, 64);
    succeeds(run(bench, &read.base));
    assert_memory_equal(bench->host, pixel_of(mem, 1, 1, 0), 12);
    assert_memory_equal(bench->host + 12, "ZZZZ", 4);
    assert_memory_equal(bench->host + 16, pixel_of(mem, 1, 2, 0), 12);
    assert_memory_equal(bench->host + 28, "ZZZZ", 4);
    fixture_drop_mem(mem);
    bench_close(bench);
}

static void copies_go_between_kinds(void **state)
{
    struct bench *bench = bench_open();
    for (size_t a = 0; a < VG_COUNT(kinds); a++) {
        for (size_t b = 0; b < VG_COUNT(kinds); b++) {
            struct vg_mem *from = image(bench, &kinds[a].desc, CL_MEM_COPY_HOST_PTR, bench->host);
            struct vg_mem *to = image(bench, &kinds[b].desc, CL_MEM_COPY_HOST_PTR, bench->other);
            size_t both[3], origin[3], region[3];
            for (int i = 0; i < 3; i++)
                both[i] = kinds[a].extent[i] < kinds[b].extent[i] ? kinds[a].extent[i] : kinds[b].extent[i];
            some_region(both, origin, region);
            const struct vg_transfer copy =
                vg_transfer_rect(CL_COMMAND_COPY_IMAGE, vg_end_image(vg_mem_handle(from), origin),
                                 vg_end_image(vg_mem_handle(to), origin), region);
            succeeds(run(bench, &copy.base));
            for (size_t z = 0; z < region[2]; z++)
                for (size_t y = 0; y < region[1]; y++)
                    assert_memory_equal(pixel_of(to, origin[0], origin[1] + y, origin[2] + z),
                                        pixel_of(from, origin[0], origin[1] + y, origin[2] + z),
                                        region[0] * PIXEL);
            fixture_drop_mem(from);
            fixture_drop_mem(to);
        }
    }
    bench_close(bench);
}

static void buffers_hold_packed_pixels(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *buffer = fixture_buffer(bench->context, HOST_BYTES);
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct vg_mem *mem = image(bench, &kinds[k].desc, CL_MEM_COPY_HOST_PTR, bench->other);
        size_t origin[3], region[3], at = 101;
        some_region(kinds[k].extent, origin, region);
        const struct vg_end image_end = vg_end_image(vg_mem_handle(mem), origin);
        const struct vg_end buffer_end = vg_end_buffer(vg_mem_handle(buffer), at);
        for (int back = 0; back < 2; back++) {
            const struct vg_transfer transfer =
                back ? vg_transfer_rect(CL_COMMAND_COPY_BUFFER_TO_IMAGE, buffer_end, image_end, region)
                     : vg_transfer_rect(CL_COMMAND_COPY_IMAGE_TO_BUFFER, image_end, buffer_end, region);
            number(vg_mem_address(buffer), HOST_BYTES, (unsigned)k + 7);
            succeeds(run(bench, &transfer.base));
            const unsigned char *bytes = (unsigned char *)vg_mem_address(buffer) + at;
            for (size_t z = 0; z < region[2]; z++)
                for (size_t y = 0; y < region[1]; y++, bytes += region[0] * PIXEL)
                    assert_memory_equal(bytes, pixel_of(mem, origin[0], origin[1] + y, origin[2] + z),
                                        region[0] * PIXEL);
        }
        fixture_drop_mem(mem);
    }
    fixture_drop_mem(buffer);
    bench_close(bench);
}

static void fills_touch_their_region_alone(void **state)
{
    const float colour[4] = {1, 0.5f, 0, 1};
    const unsigned char pixel[PIXEL] = {255, 128, 0, 255};
    struct bench *bench = bench_open();
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct vg_mem *mem = image(bench, &kinds[k].desc, CL_MEM_COPY_HOST_PTR, bench->host);
        const size_t *extent = kinds[k].extent;
        size_t origin[3], region[3];
        some_region(extent, origin, region);
        const struct vg_fill_command fill = vg_fill_image(vg_mem_handle(mem), colour, origin, region);
        succeeds(run(bench, &fill.base));
        for (size_t z = 0; z < extent[2]; z++)
            for (size_t y = 0; y < extent[1]; y++)
                for (size_t x = 0; x < extent[0]; x++) {
                    bool inside =
                        x - origin[0] < region[0] && y - origin[1] < region[1] && z - origin[2] < region[2];
                    const unsigned char *was = bench->host + ((z * extent[1] + y) * extent[0] + x) * PIXEL;
                    assert_memory_equal(pixel_of(mem, x, y, z), inside ? pixel : was, PIXEL);
                }
        fixture_drop_mem(mem);
    }
    bench_close(bench);
}

/* ---- Storage ---- */

static void host_memory_is_used_in_place_with_its_pitches(void **state)
{
    struct bench *bench = bench_open();
    const cl_image_desc desc = {.image_type = CL_MEM_OBJECT_IMAGE3D,
                                .image_width = 5,
                                .image_height = 4,
                                .image_depth = 3,
                                .image_row_pitch = 32,
                                .image_slice_pitch = 160};
    struct vg_mem *used = image(bench, &desc, CL_MEM_USE_HOST_PTR, bench->host);
    struct vg_mem *copied = image(bench, &desc, CL_MEM_COPY_HOST_PTR, bench->host);
    void *host_ptr;
    succeeds(vg_mem_info(used, CL_MEM_HOST_PTR, sizeof(host_ptr), &host_ptr, NULL));
    assert_ptr_equal(host_ptr, bench->host);
    assert_ptr_equal(pixel_of(used, 1, 2, 2), bench->host + 2 * 160 + 2 * 32 + PIXEL);
    for (size_t z = 0; z < 3; z++)
        for (size_t y = 0; y < 4; y++)
            assert_memory_equal(pixel_of(copied, 0, y, z), pixel_of(used, 0, y, z), 5 * PIXEL);
    assert_int_equal(image_size_info(copied, CL_IMAGE_ROW_PITCH), 32);
    assert_int_equal(image_size_info(used, CL_IMAGE_SLICE_PITCH), 160);
    fixture_drop_mem(used);
    fixture_drop_mem(copied);
    bench_close(bench);
}

static void an_image_may_be_a_buffer(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *buffer = fixture_buffer(bench->context, 4096), *part, *line, *plane;
    const cl_buffer_region region = {1024, 1024};
    succeeds(vg_sub_buffer_create(buffer, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &part));
    const cl_image_desc row = {
        .image_type = CL_MEM_OBJECT_IMAGE1D_BUFFER, .image_width = 256, .mem_object = vg_mem_handle(part)};
    const cl_image_desc rows = {.image_type = CL_MEM_OBJECT_IMAGE2D,
                                .image_width = 10,
                                .image_height = 4,
                                .image_row_pitch = 240,
                                .mem_object = vg_mem_handle(part)};
    line = image(bench, &row, 0, NULL);
    plane = image(bench, &rows, CL_MEM_READ_ONLY, NULL);
    assert_ptr_equal(line->image.data, (char *)vg_mem_address(buffer) + 1024);
    assert_ptr_equal(pixel_of(plane, 2, 3, 0), (char *)vg_mem_address(buffer) + 1024 + 728);
    cl_mem of;
    succeeds(vg_image_info(plane, CL_IMAGE_BUFFER, sizeof(of), &of, NULL));
    assert_ptr_equal(of, vg_mem_handle(part));
    succeeds(vg_mem_info(line, CL_MEM_ASSOCIATED_MEMOBJECT, sizeof(of), &of, NULL));
    assert_ptr_equal(of, vg_mem_handle(part));
    size_t offset;
    succeeds(vg_mem_info(line, CL_MEM_OFFSET, sizeof(offset), &offset, NULL));
    assert_int_equal(offset, 0);
    fixture_drop_mem(part); /* The images keep it. */
    fixture_drop_mem(buffer);
    memset(line->image.data, 1, 1024);
    fixture_drop_mem(line);
    fixture_drop_mem(plane);
    bench_close(bench);
}

static void an_image_may_be_seen_in_another_order(void **state)
{
    struct bench *bench = bench_open();
    const cl_image_format srgb = {CL_sRGBA, CL_UNORM_INT8}, bgra = {CL_BGRA, CL_UNORM_INT8};
    struct vg_mem *base = image(bench, &kinds[2].desc, CL_MEM_COPY_HOST_PTR, bench->host), *view = NULL;
    cl_image_desc desc = kinds[2].desc;
    desc.mem_object = vg_mem_handle(base);
    succeeds(vg_image_create(bench->context, NULL, CL_MEM_READ_ONLY, &srgb, &desc, NULL, &view));
    assert_ptr_equal(view->image.data, base->image.data);
    assert_int_equal(view->image.row_pitch, base->image.row_pitch);
    struct vg_mem *none = NULL;
    assert_int_equal(vg_image_create(bench->context, NULL, CL_MEM_READ_ONLY, &bgra, &desc, NULL, &none),
                     CL_INVALID_IMAGE_FORMAT_DESCRIPTOR);
    desc.image_width--;
    assert_int_equal(vg_image_create(bench->context, NULL, CL_MEM_READ_ONLY, &srgb, &desc, NULL, &none),
                     CL_INVALID_IMAGE_FORMAT_DESCRIPTOR);
    assert_null(none);
    fixture_drop_mem(base);
    fixture_drop_mem(view);
    bench_close(bench);
}

/* ---- Maps ---- */

static void *map(struct bench *bench, struct vg_mem *mem, cl_map_flags flags, const size_t origin[3],
                 const size_t region[3], size_t *row, size_t *slice, cl_int *err)
{
    const struct vg_map command = vg_map_image(vg_mem_handle(mem), flags, origin, region, row, slice);
    return vg_enqueue_map(vg_queue_handle(bench->queue), &command, CL_TRUE, vg_wait_list(0, NULL), NULL, err);
}

static void maps_give_the_pixels_and_their_pitches(void **state)
{
    struct bench *bench = bench_open();
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct vg_mem *mem = image(bench, &kinds[k].desc, CL_MEM_COPY_HOST_PTR, bench->host);
        size_t origin[3], region[3], row = 0, slice = 99;
        cl_int err;
        some_region(kinds[k].extent, origin, region);
        void *pointer = map(bench, mem, CL_MAP_WRITE, origin, region, &row, &slice, &err);
        succeeds(err);
        assert_ptr_equal(pointer, pixel_of(mem, origin[0], origin[1], origin[2]));
        assert_int_equal(row, mem->image.row_pitch);
        assert_int_equal(slice, image_size_info(mem, CL_IMAGE_SLICE_PITCH));
        const struct vg_unmap unmap = vg_unmap(vg_mem_handle(mem), pointer);
        succeeds(run(bench, &unmap.base));
        assert_int_equal(run(bench, &unmap.base), CL_INVALID_VALUE);
        fixture_drop_mem(mem);
    }
    bench_close(bench);
}

static void mappings_clash_where_they_share_pixels(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *mem = image(bench, &kinds[2].desc, 0, NULL);
    const size_t left[3] = {0, 0, 0}, right[3] = {4, 0, 0}, shared[3] = {3, 2, 0}, region[3] = {4, 3, 1};
    size_t row, slice;
    cl_int err;
    assert_non_null(map(bench, mem, CL_MAP_WRITE, left, region, &row, &slice, &err));
    assert_non_null(map(bench, mem, CL_MAP_WRITE, right, region, &row, NULL, &err));
    assert_null(map(bench, mem, CL_MAP_WRITE, shared, region, &row, &slice, &err));
    assert_int_equal(err, CL_INVALID_OPERATION);
    assert_non_null(map(bench, mem, CL_MAP_READ, shared, region, &row, &slice, &err));
    assert_null(map(bench, mem, CL_MAP_READ, left, region, NULL, &slice, &err));
    assert_int_equal(err, CL_INVALID_VALUE);
    fixture_drop_mem(mem);
    bench_close(bench);
}

/* ---- Rules ---- */

static const struct {
    const char *what;
    cl_image_desc desc;
    cl_int error;
} bad_descs[] = {
    {"no type", {.image_width = 4}, CL_INVALID_IMAGE_DESCRIPTOR},
    {"a buffer's type", {.image_type = CL_MEM_OBJECT_BUFFER, .image_width = 4}, CL_INVALID_IMAGE_DESCRIPTOR},
    {"width 0", {.image_type = CL_MEM_OBJECT_IMAGE1D}, CL_INVALID_IMAGE_SIZE},
    {"height 0", {.image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = 4}, CL_INVALID_IMAGE_SIZE},
    {"depth 0",
     {.image_type = CL_MEM_OBJECT_IMAGE3D, .image_width = 4, .image_height = 4},
     CL_INVALID_IMAGE_SIZE},
    {"no layers", {.image_type = CL_MEM_OBJECT_IMAGE1D_ARRAY, .image_width = 4}, CL_INVALID_IMAGE_SIZE},
    {"too wide",
     {.image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = VG_IMAGE_MAX_WIDTH + 1, .image_height = 1},
     CL_INVALID_IMAGE_SIZE},
    {"too deep",
     {.image_type = CL_MEM_OBJECT_IMAGE3D,
      .image_width = 1,
      .image_height = 1,
      .image_depth = VG_IMAGE_MAX_3D + 1},
     CL_INVALID_IMAGE_SIZE},
    {"too many layers",
     {.image_type = CL_MEM_OBJECT_IMAGE1D_ARRAY, .image_width = 1, .image_array_size = SIZE_MAX},
     CL_INVALID_IMAGE_SIZE},
    {"a pitch without host memory",
     {.image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = 4, .image_height = 4, .image_row_pitch = 16},
     CL_INVALID_IMAGE_DESCRIPTOR},
    {"mip levels",
     {.image_type = CL_MEM_OBJECT_IMAGE1D, .image_width = 4, .num_mip_levels = 1},
     CL_INVALID_IMAGE_DESCRIPTOR},
    {"samples",
     {.image_type = CL_MEM_OBJECT_IMAGE1D, .image_width = 4, .num_samples = 1},
     CL_INVALID_IMAGE_DESCRIPTOR},
    {"no buffer",
     {.image_type = CL_MEM_OBJECT_IMAGE1D_BUFFER, .image_width = 4},
     CL_INVALID_IMAGE_DESCRIPTOR},
};

static void bad_descriptors_are_refused(void **state)
{
    struct bench *bench = bench_open();
    for (size_t i = 0; i < VG_COUNT(bad_descs); i++) {
        struct vg_mem *mem = NULL;
        cl_int err = vg_image_create(bench->context, NULL, 0, &rgba8, &bad_descs[i].desc, NULL, &mem);
        if (err != bad_descs[i].error)
            fail_msg("%s: %d", bad_descs[i].what, err);
        assert_null(mem);
    }
    bench_close(bench);
}

static void bad_host_pitches_are_refused(void **state)
{
    static const struct {
        size_t row, slice;
        cl_int error;
    } rows[] = {
        {15, 0, CL_INVALID_IMAGE_DESCRIPTOR},
        {18, 0, CL_INVALID_IMAGE_DESCRIPTOR},
        {16, 48, CL_INVALID_IMAGE_DESCRIPTOR},
        {16, 72, CL_INVALID_IMAGE_DESCRIPTOR},
        {SIZE_MAX - 3, 0, CL_INVALID_IMAGE_DESCRIPTOR},
        {16, SIZE_MAX - 15, CL_INVALID_IMAGE_DESCRIPTOR},
        {16, 64, CL_SUCCESS},
        {20, 0, CL_SUCCESS},
    };
    struct bench *bench = bench_open();
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        const cl_image_desc desc = {.image_type = CL_MEM_OBJECT_IMAGE3D,
                                    .image_width = 4,
                                    .image_height = 4,
                                    .image_depth = 4,
                                    .image_row_pitch = rows[i].row,
                                    .image_slice_pitch = rows[i].slice};
        struct vg_mem *mem = NULL;
        assert_int_equal(
            vg_image_create(bench->context, NULL, CL_MEM_USE_HOST_PTR, &rgba8, &desc, bench->host, &mem),
            rows[i].error);
        if (mem)
            fixture_drop_mem(mem);
    }
    bench_close(bench);
}

static void regions_must_lie_in_the_image(void **state)
{
    struct bench *bench = bench_open();
    for (size_t k = 0; k < VG_COUNT(kinds); k++) {
        struct vg_mem *mem = image(bench, &kinds[k].desc, 0, NULL);
        for (int i = 0; i < 9; i++) {
            size_t origin[3] = {0, 0, 0}, region[3] = {1, 1, 1}, axis = (size_t)i % 3;
            if (i < 3)
                region[axis] = kinds[k].extent[axis] + 1;
            else if (i < 6)
                origin[axis] = kinds[k].extent[axis];
            else
                region[axis] = i == 6 ? SIZE_MAX : 0;
            const struct vg_transfer read =
                vg_transfer_rect(CL_COMMAND_READ_IMAGE, vg_end_image(vg_mem_handle(mem), origin),
                                 vg_end_host_pixels(bench->host, 0, 0), region);
            const struct vg_fill_command fill =
                vg_fill_image(vg_mem_handle(mem), bench->host, origin, region);
            assert_int_equal(run(bench, &read.base), CL_INVALID_VALUE);
            assert_int_equal(run(bench, &fill.base), CL_INVALID_VALUE);
        }
        fixture_drop_mem(mem);
    }
    bench_close(bench);
}

static cl_int copy_within(struct bench *bench, struct vg_mem *mem, size_t from_x, size_t to_x, size_t to_y)
{
    const size_t from[3] = {from_x, 0, 0}, to[3] = {to_x, to_y, 0}, region[3] = {4, 3, 1};
    const struct vg_transfer copy =
        vg_transfer_rect(CL_COMMAND_COPY_IMAGE, vg_end_image(vg_mem_handle(mem), from),
                         vg_end_image(vg_mem_handle(mem), to), region);
    return run(bench, &copy.base);
}

static void copies_within_an_image_must_not_overlap(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *mem = image(bench, &kinds[2].desc, 0, NULL);
    assert_int_equal(copy_within(bench, mem, 0, 3, 2), CL_MEM_COPY_OVERLAP);
    assert_int_equal(copy_within(bench, mem, 3, 0, 2), CL_MEM_COPY_OVERLAP);
    assert_int_equal(copy_within(bench, mem, 0, 4, 2), CL_SUCCESS);
    assert_int_equal(copy_within(bench, mem, 0, 0, 3), CL_SUCCESS);
    fixture_drop_mem(mem);
    bench_close(bench);
}

/* A 1D image and the buffer that it is are no two memories. */
static void an_image_is_not_copied_into_its_own_buffer(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *buffer = fixture_buffer(bench->context, 4096);
    const cl_image_desc desc = {
        .image_type = CL_MEM_OBJECT_IMAGE1D_BUFFER, .image_width = 64, .mem_object = vg_mem_handle(buffer)};
    struct vg_mem *mem = image(bench, &desc, 0, NULL);
    const size_t origin[3] = {0, 0, 0}, region[3] = {4, 1, 1};
    const struct vg_transfer copy =
        vg_transfer_rect(CL_COMMAND_COPY_IMAGE_TO_BUFFER, vg_end_image(vg_mem_handle(mem), origin),
                         vg_end_buffer(vg_mem_handle(buffer), 2048), region);
    assert_int_equal(run(bench, &copy.base), CL_INVALID_MEM_OBJECT);
    fixture_drop_mem(mem);
    fixture_drop_mem(buffer);
    bench_close(bench);
}

static void buffers_and_images_are_not_confused(void **state)
{
    struct bench *bench = bench_open();
    struct vg_mem *mem = image(bench, &kinds[2].desc, 0, NULL), *part = NULL;
    const cl_buffer_region region = {0, 16};
    const struct vg_transfer read = vg_transfer(CL_COMMAND_READ_BUFFER, vg_end_buffer(vg_mem_handle(mem), 0),
                                                vg_end_host(bench->host), 16);
    const struct vg_fill_command fill = vg_fill_buffer(vg_mem_handle(mem), "x", 1, 0, 16);
    assert_int_equal(run(bench, &read.base), CL_INVALID_MEM_OBJECT);
    assert_int_equal(run(bench, &fill.base), CL_INVALID_MEM_OBJECT);
    assert_int_equal(vg_sub_buffer_create(mem, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &part),
                     CL_INVALID_MEM_OBJECT);
    fixture_drop_mem(mem);
    bench_close(bench);
}

/* A kernel with so many arguments of one kind. */
static cl_int count_args(uint32_t kind, uint32_t access, uint32_t count)
{
    static struct vg_arg_info args[VG_MAX_READ_IMAGE_ARGS + 1];
    struct vg_kernel_info kernel = {.name = "greedy", .arg_count = count, .args = args};
    for (uint32_t i = 0; i < count; i++)
        args[i] = (struct vg_arg_info){.kind = kind, .access = access};
    return vg_check_image_arg_counts(&kernel);
}

static void kernels_have_no_more_images_than_the_device(void **state)
{
    static const struct {
        uint32_t kind, access, limit;
    } rows[] = {
        {VG_ARG_IMAGE, VG_ACCESS_READ_ONLY, VG_MAX_READ_IMAGE_ARGS},
        {VG_ARG_IMAGE, VG_ACCESS_NONE, VG_MAX_READ_IMAGE_ARGS}, /* read_only is the default */
        {VG_ARG_IMAGE, VG_ACCESS_WRITE_ONLY, VG_MAX_READ_WRITE_IMAGE_ARGS},
        {VG_ARG_IMAGE, VG_ACCESS_READ_WRITE, VG_MAX_READ_WRITE_IMAGE_ARGS},
        {VG_ARG_SAMPLER, VG_ACCESS_NONE, VG_MAX_SAMPLERS},
    };
    for (size_t i = 0; i < VG_COUNT(rows); i++) {
        assert_int_equal(count_args(rows[i].kind, rows[i].access, rows[i].limit), CL_SUCCESS);
        assert_int_equal(count_args(rows[i].kind, rows[i].access, rows[i].limit + 1), CL_OUT_OF_RESOURCES);
    }
    assert_int_equal(count_args(VG_ARG_GLOBAL, VG_ACCESS_NONE, VG_MAX_READ_IMAGE_ARGS + 1), CL_SUCCESS);
}

VG_TESTS(test_image, cmocka_unit_test(queries_answer_what_was_asked_for),
         cmocka_unit_test(reads_and_writes_move_the_pixels),
         cmocka_unit_test(a_read_leaves_the_padding_alone), cmocka_unit_test(copies_go_between_kinds),
         cmocka_unit_test(buffers_hold_packed_pixels), cmocka_unit_test(fills_touch_their_region_alone),
         cmocka_unit_test(host_memory_is_used_in_place_with_its_pitches),
         cmocka_unit_test(an_image_may_be_a_buffer), cmocka_unit_test(an_image_may_be_seen_in_another_order),
         cmocka_unit_test(maps_give_the_pixels_and_their_pitches),
         cmocka_unit_test(mappings_clash_where_they_share_pixels),
         cmocka_unit_test(bad_descriptors_are_refused), cmocka_unit_test(bad_host_pitches_are_refused),
         cmocka_unit_test(regions_must_lie_in_the_image),
         cmocka_unit_test(copies_within_an_image_must_not_overlap),
         cmocka_unit_test(an_image_is_not_copied_into_its_own_buffer),
         cmocka_unit_test(buffers_and_images_are_not_confused),
         cmocka_unit_test(kernels_have_no_more_images_than_the_device));
