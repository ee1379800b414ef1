/* SPDX-License-Identifier: MIT */
/* What imports and exports do to descriptors and memory. */
#include "tests/unit/platform/fixture.h"

#include <dirent.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "platform/external.h"

static cl_int import(struct vg_context *context, int fd, size_t size, struct vg_mem **out)
{
    const cl_mem_properties list[] = {CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR, (cl_mem_properties)fd, 0};
    return vg_buffer_create(context, list, 0, size, NULL, out);
}

static cl_int export(struct vg_context *context, cl_mem_flags flags, size_t size, void *host,
                     struct vg_mem **out)
{
    const cl_mem_properties list[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    return vg_buffer_create(context, list, flags, size, host, out);
}

static size_t open_files(void)
{
    size_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    assert_non_null(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

static void descriptors_are_given_back(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem, *again, *refused;
    size_t before = open_files(), offset;
    int fd = -1;
    succeeds(export(context, 0, 5000, NULL, &mem));
    assert_int_equal(open_files(), before + 1);
    succeeds(vg_external_get_fd(mem, &fd, &offset));
    succeeds(import(context, fd, 5000, &again));
    assert_int_equal(import(context, fd, 5001, &refused), CL_INVALID_BUFFER_SIZE);
    assert_int_equal(open_files(), before + 2);
    fixture_drop_mem(mem);
    fixture_drop_mem(again);
    assert_int_equal(open_files(), before + 1);
    close(fd);
    fixture_drop_context(context);
}

/* The least that is given out is still the caller's when nothing more can be had. */
static void out_of_descriptors(void **state)
{
    const struct rlimit limit = {64, 64};
    struct vg_context *context = fixture_context();
    struct vg_mem *mem, *refused;
    int held[64], fd = -2;
    size_t count = 0, offset = 77;
    succeeds(export(context, 0, 64, NULL, &mem));
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    while (count < 64 && (held[count] = dup(0)) >= 0)
        count++;
    assert_int_equal(vg_external_get_fd(mem, &fd, &offset), CL_OUT_OF_HOST_MEMORY);
    assert_int_equal(fd, -2);
    assert_int_equal(offset, 77);
    assert_int_equal(export(context, 0, 64, NULL, &refused), CL_OUT_OF_HOST_MEMORY);
    while (count > 0)
        close(held[--count]);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

static void contents_are_copied_into_the_file(void **state)
{
    struct vg_context *context = fixture_context();
    struct vg_mem *mem;
    char host[] = "fourteen bytes", seen[sizeof(host)];
    size_t offset;
    int fd;
    succeeds(export(context, CL_MEM_COPY_HOST_PTR, sizeof(host), host, &mem));
    succeeds(vg_external_get_fd(mem, &fd, &offset));
    assert_int_equal(pread(fd, seen, sizeof(seen), 0), sizeof(seen));
    assert_string_equal(seen, host);
    close(fd);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

/* A property that asks for nothing changes nothing. */
static void false_exports_nothing(void **state)
{
    const cl_mem_properties list[] = {CL_MEM_EXPORT_VGPU, CL_FALSE, 0};
    struct vg_context *context = fixture_context();
    struct vg_mem *mem;
    size_t offset;
    int fd;
    succeeds(vg_buffer_create(context, list, 0, 64, NULL, &mem));
    assert_int_equal(vg_external_get_fd(mem, &fd, &offset), CL_INVALID_OPERATION);
    fixture_drop_mem(mem);
    fixture_drop_context(context);
}

VG_TESTS(test_external, cmocka_unit_test(descriptors_are_given_back), cmocka_unit_test(out_of_descriptors),
         cmocka_unit_test(contents_are_copied_into_the_file), cmocka_unit_test(false_exports_nothing));
