/* SPDX-License-Identifier: MIT */
/* The container: what is written is read back, and no damage is believed. */
#include "compiler/wire.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/unit/unit.h"

static const struct vg_wire_part sample[] = {
    {VG_SECTION_SOURCE, "kernel void k() {}", 18},
    {VG_SECTION_OPTIONS, "", 0},
    {VG_SECTION_HEADER_NAME, "a.h", 3},
    {VG_SECTION_HEADER_TEXT, "one", 3},
    {VG_SECTION_HEADER_NAME, "b.h", 3},
    {VG_SECTION_HEADER_TEXT, NULL, 0},
};

static void check_sample(const struct vg_wire_view *view)
{
    struct vg_wire_part part;
    for (size_t i = 0; i < 6; i++) {
        assert_true(vg_wire_part_at(view, i, &part));
        assert_int_equal(part.kind, sample[i].kind);
        assert_int_equal(part.size, sample[i].size);
        if (part.size)
            assert_memory_equal(part.data, sample[i].data, part.size);
        assert_int_equal(((const char *)part.data)[part.size], 0);
        assert_int_equal((uintptr_t)part.data % 16, (uintptr_t)view->base % 16);
    }
    assert_false(vg_wire_part_at(view, 6, &part));
    assert_true(vg_wire_find(view, VG_SECTION_HEADER_NAME, 1, &part));
    assert_string_equal(part.data, "b.h");
    assert_false(vg_wire_find(view, VG_SECTION_HEADER_NAME, 2, &part));
    assert_false(vg_wire_find(view, VG_SECTION_OBJECT, 0, &part));
}

static void a_packed_container_is_read_back(void **state)
{
    struct vg_wire_view view;
    size_t size;
    void *bytes = vg_wire_pack(sample, 6, &size);
    assert_non_null(bytes);
    assert_true(vg_wire_borrow(bytes, size, &view));
    check_sample(&view);
    vg_wire_unmap(&view);
    vg_free(bytes);
}

static void a_written_container_is_mapped(void **state)
{
    struct vg_wire_view view;
    int fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(vg_wire_write(fd, sample, 6));
    assert_true(vg_wire_map(fd, &view));
    check_sample(&view);
    vg_wire_unmap(&view);
    assert_int_equal(ftruncate(fd, 0), 0);
    assert_false(vg_wire_map(fd, &view));
    close(fd);
    assert_false(vg_wire_map(fd, &view));
    assert_false(vg_wire_write(fd, sample, 6));
}

static void a_container_may_be_empty(void **state)
{
    struct vg_wire_view view;
    struct vg_wire_part part;
    size_t size;
    void *bytes = vg_wire_pack(NULL, 0, &size);
    assert_true(vg_wire_borrow(bytes, size, &view));
    assert_false(vg_wire_part_at(&view, 0, &part));
    vg_free(bytes);
}

/* A copy whose end is the end of the block, so that a sanitizer sees every read past it. */
static bool borrow_copy(const void *bytes, size_t size, struct vg_wire_view *view)
{
    char *copy = malloc(size ? size : 1);
    if (size)
        memcpy(copy, bytes, size);
    bool ok = vg_wire_borrow(copy, size, view);
    if (ok) {
        struct vg_wire_part part;
        volatile char sum = 0;
        for (size_t i = 0; vg_wire_part_at(view, i, &part); i++)
            for (size_t k = 0; k <= part.size; k++)
                sum = (char)(sum + ((const char *)part.data)[k]);
    }
    free(copy);
    return ok;
}

static void every_truncation_is_refused(void **state)
{
    struct vg_wire_view view;
    size_t size;
    char *bytes = vg_wire_pack(sample, 6, &size);
    for (size_t cut = 0; cut < size; cut++)
        assert_false(borrow_copy(bytes, cut, &view));
    assert_true(borrow_copy(bytes, size, &view));
    vg_free(bytes);
}

static void flipped_bits_never_lead_outside(void **state)
{
    struct vg_wire_view view;
    size_t size, refused = 0;
    char *bytes = vg_wire_pack(sample, 6, &size);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        refused += !borrow_copy(bytes, size, &view);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
    }
    /* Magic, version, and the high bits of each offset and size at least. */
    assert_true(refused > 64 + 6 * 2 * 48);
    vg_free(bytes);
}

VG_TESTS(test_wire, cmocka_unit_test(a_packed_container_is_read_back),
         cmocka_unit_test(a_written_container_is_mapped), cmocka_unit_test(a_container_may_be_empty),
         cmocka_unit_test(every_truncation_is_refused), cmocka_unit_test(flipped_bits_never_lead_outside));
