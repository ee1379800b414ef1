/* SPDX-License-Identifier: MIT */
/* The negative table of shared memory: one loop over negative_interchange.def, and the objects that only its
 * rows use. */
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/api/handing.h"
#include "tests/api/negative.h"

/* As DLPack has it, up to what stays the same in all versions. */
struct DLManagedTensorVersioned {
    uint32_t major, minor;
    void *manager_ctx;
    void (*deleter)(struct DLManagedTensorVersioned *self);
};

static struct sharing {
    int file, pipe, folder, read_only, write_only, sealed; /* file has BUFFER_SIZE bytes */
    int fd;                                                /* nobody's */
    cl_mem imported, exported;
    /* The caller's as long as no buffer takes them. */
    struct DLManagedTensorVersioned *lent, *lent_read_only, *empty, *gaps, *tensor;
    clEnqueueAcquireExternalMemObjectsKHR_fn acquire;
    clEnqueueReleaseExternalMemObjectsKHR_fn release;
    clGetMemObjectFdVGPU_fn get_fd;
    clCreateDLPackTensorVGPU_fn lend;
    clCreateBufferFromDLPackTensorVGPU_fn take;
} sharing, *const s = &sharing;

#define NEGATIVE_TABLE "tests/api/negative_interchange.def"
#include "tests/api/negative_table.h"

static int reopened(int fd, int mode)
{
    char path[64];
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    int other = open(path, mode | O_CLOEXEC);
    assert_true(other >= 0);
    return other;
}

static int file_of(size_t bytes)
{
    int fd = memfd_create("negative", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)bytes), 0);
    return fd;
}

static void open_files(void)
{
    int ends[2];
    s->file = file_of(BUFFER_SIZE);
    s->read_only = reopened(s->file, O_RDONLY);
    s->write_only = reopened(s->file, O_WRONLY);
    s->sealed = file_of(BUFFER_SIZE);
    assert_int_equal(fcntl(s->sealed, F_ADD_SEALS, F_SEAL_WRITE), 0);
    s->folder = open("/", O_RDONLY | O_CLOEXEC);
    assert_int_equal(pipe(ends), 0);
    s->pipe = ends[1];
    close(ends[0]);
}

static void open_functions(const struct api *api)
{
    s->acquire =
        (clEnqueueAcquireExternalMemObjectsKHR_fn)api_extension(api, "clEnqueueAcquireExternalMemObjectsKHR");
    s->release =
        (clEnqueueReleaseExternalMemObjectsKHR_fn)api_extension(api, "clEnqueueReleaseExternalMemObjectsKHR");
    s->get_fd = (clGetMemObjectFdVGPU_fn)api_extension(api, "clGetMemObjectFdVGPU");
    s->lend = (clCreateDLPackTensorVGPU_fn)api_extension(api, "clCreateDLPackTensorVGPU");
    s->take = (clCreateBufferFromDLPackTensorVGPU_fn)api_extension(api, "clCreateBufferFromDLPackTensorVGPU");
}

static void open_objects(struct fixture *f)
{
    const cl_mem_properties properties[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    const cl_long some[] = {4}, none[] = {4, 0}, gaps[] = {2};
    s->imported = handing_import(&f->api, s->file, BUFFER_SIZE);
    s->exported = clCreateBufferWithProperties(f->context, properties, 0, BUFFER_SIZE, NULL, &f->code);
    assert_success(f->code);
    assert_success(s->lend(f->buffer, &(cl_tensor_layout_vgpu){2, 32, 1, 1, some, NULL}, &s->lent));
    assert_success(
        s->lend(f->host_read_only, &(cl_tensor_layout_vgpu){2, 32, 1, 1, some, NULL}, &s->lent_read_only));
    assert_success(s->lend(f->buffer, &(cl_tensor_layout_vgpu){2, 32, 1, 2, none, NULL}, &s->empty));
    assert_success(s->lend(f->buffer, &(cl_tensor_layout_vgpu){2, 32, 1, 1, some, gaps}, &s->gaps));
}

/* What the rows were refused is good with the right arguments. */
static void accept(struct fixture *f, cl_mem_flags flags, struct DLManagedTensorVersioned *tensor)
{
    cl_mem mem = s->take(f->context, flags, tensor, &f->code);
    assert_success(f->code);
    assert_success(clReleaseMemObject(mem));
}

static void close_all(struct fixture *f)
{
    const int files[] = {s->file, s->pipe, s->folder, s->read_only, s->write_only, s->sealed};
    accept(f, 0, s->lent);
    accept(f, CL_MEM_READ_ONLY | CL_MEM_HOST_READ_ONLY, s->lent_read_only);
    s->empty->deleter(s->empty);
    s->gaps->deleter(s->gaps);
    assert_success(clReleaseMemObject(s->imported));
    assert_success(clReleaseMemObject(s->exported));
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        close(files[i]);
    fixture_close(f);
}

static void negative_interchange(void **state)
{
    static struct fixture f;
    fixture_open(&f);
    open_files();
    open_functions(&f.api);
    open_objects(&f);

    run_negatives(&f, rows, sizeof(rows) / sizeof(*rows), call);
    assert_null(s->tensor);
    close_all(&f);
}

VG_TESTS(test_negative_interchange, cmocka_unit_test(negative_interchange));
