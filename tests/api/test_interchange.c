/* SPDX-License-Identifier: MIT */
/* Memory that is shared with others without a copy: descriptors of files, in both directions and between two
 * processes, and tensors of DLPack. */
#include "tests/api/api.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/api/handing.h"

#define BYTES ((size_t)100000) /* no multiple of a page */

/* ---- Short forms ---- */

static int file_of(size_t bytes)
{
    int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)bytes), 0);
    return fd;
}

static unsigned char *mapped(int fd, size_t bytes)
{
    void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    assert_ptr_not_equal(at, MAP_FAILED);
    return at;
}

static void fill(const struct api *api, cl_mem mem, cl_uchar value, size_t at, size_t bytes)
{
    assert_success(clEnqueueFillBuffer(api->queue, mem, &value, 1, at, bytes, 0, NULL, NULL));
    assert_success(clFinish(api->queue));
}

static cl_uchar byte_at(const struct api *api, cl_mem mem, size_t at)
{
    cl_uchar value;
    assert_success(clEnqueueReadBuffer(api->queue, mem, CL_TRUE, at, 1, &value, 0, NULL, NULL));
    return value;
}

static cl_mem exported(const struct api *api, cl_mem_flags flags, size_t size, void *host)
{
    const cl_mem_properties properties[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    cl_int code;
    cl_mem mem = clCreateBufferWithProperties(api->context, properties, flags, size, host, &code);
    assert_success(code);
    return mem;
}

static int descriptor_of(const struct api *api, cl_mem mem, size_t *offset)
{
    int fd = -1;
    clGetMemObjectFdVGPU_fn get = (clGetMemObjectFdVGPU_fn)api_extension(api, "clGetMemObjectFdVGPU");
    assert_success(get(mem, &fd, offset));
    assert_true(fd >= 0);
    return fd;
}

/* ---- Import ---- */

static void an_imported_file_is_the_buffer(void **state)
{
    struct api api = api_open();
    int fd = file_of(BYTES);
    unsigned char *outside = mapped(fd, BYTES);
    memset(outside, 7, BYTES);
    cl_mem mem = handing_import(&api, fd, BYTES);
    assert_int_equal(close(fd), 0); /* the descriptor stayed ours, and the buffer does not need it */
    handing_acquire(&api, mem);
    assert_int_equal(byte_at(&api, mem, BYTES - 1), 7);
    fill(&api, mem, 9, 50000, BYTES - 50000);
    handing_release(&api, mem);
    assert_int_equal(outside[49999], 7);
    assert_int_equal(outside[BYTES - 1], 9);
    outside[0] = 11;
    assert_int_equal(byte_at(&api, mem, 0), 11);
    assert_success(clReleaseMemObject(mem));
    assert_int_equal(outside[BYTES - 1], 9);
    api_close(&api);
}

static void a_file_may_be_imported_again(void **state)
{
    struct api api = api_open();
    int fd = file_of(BYTES);
    cl_mem first = handing_import(&api, fd, BYTES), second = handing_import(&api, fd, 4096);
    assert_ptr_not_equal(first, second);
    fill(&api, first, 3, 0, BYTES);
    assert_int_equal(byte_at(&api, second, 4095), 3);
    assert_success(clReleaseMemObject(first));
    assert_int_equal(byte_at(&api, second, 0), 3);
    assert_success(clReleaseMemObject(second));
    close(fd);
    api_close(&api);
}

static void a_file_on_disk_can_be_imported(void **state)
{
    struct api api = api_open();
    char path[] = "/tmp/vgpu-import-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, 4096), 0);
    cl_mem mem = handing_import(&api, fd, 4096);
    fill(&api, mem, 5, 4000, 96);
    unsigned char byte = 0;
    assert_int_equal(pread(fd, &byte, 1, 4095), 1);
    assert_int_equal(byte, 5);
    assert_success(clReleaseMemObject(mem));
    close(fd);
    unlink(path);
    api_close(&api);
}

static void images_are_linear_with_the_pitch_given(void **state)
{
    struct api api = api_open();
    int fd = file_of(4096);
    unsigned char *outside = mapped(fd, 4096);
    const cl_mem_properties properties[] = {CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR, (cl_mem_properties)fd,
                                            0};
    const cl_image_format format = {CL_R, CL_UNSIGNED_INT8};
    const cl_image_desc desc = {
        .image_type = CL_MEM_OBJECT_IMAGE2D, .image_width = 30, .image_height = 4, .image_row_pitch = 100};
    const size_t origin[] = {0, 0, 0}, region[] = {30, 4, 1};
    unsigned char pixels[30 * 4];
    cl_int code;
    for (size_t i = 0; i < 4096; i++)
        outside[i] = (unsigned char)(i % 100 + i / 100);
    cl_mem image =
        clCreateImageWithProperties(api.context, properties, CL_MEM_READ_WRITE, &format, &desc, NULL, &code);
    assert_success(code);
    handing_acquire(&api, image);
    assert_success(
        clEnqueueReadImage(api.queue, image, CL_TRUE, origin, region, 0, 0, pixels, 0, NULL, NULL));
    for (size_t i = 0; i < sizeof(pixels); i++)
        assert_int_equal(pixels[i], i % 30 + i / 30);
    assert_success(clReleaseMemObject(image));
    close(fd);
    api_close(&api);
}

static void handle_types_are_told(void **state)
{
    struct api api = api_open();
    const cl_device_info names[] = {CL_DEVICE_EXTERNAL_MEMORY_IMPORT_HANDLE_TYPES_KHR,
                                    CL_DEVICE_EXTERNAL_MEMORY_IMPORT_ASSUME_LINEAR_IMAGES_HANDLE_TYPES_KHR};
    cl_external_memory_handle_type_khr types[2];
    size_t size = 0;
    for (size_t i = 0; i < 2; i++) {
        assert_success(clGetDeviceInfo(api.device, names[i], sizeof(types), types, &size));
        assert_int_equal(size, sizeof(*types));
        assert_int_equal(types[0], CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR);
    }
    assert_success(clGetPlatformInfo(api.platform, CL_PLATFORM_EXTERNAL_MEMORY_IMPORT_HANDLE_TYPES_KHR,
                                     sizeof(types), types, &size));
    assert_int_equal(size, sizeof(*types));
    assert_int_equal(types[0], CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR);
    api_close(&api);
}

/* ---- Acquire and release ---- */

static cl_command_type type_of(cl_event event)
{
    cl_command_type type = 0;
    assert_success(clGetEventInfo(event, CL_EVENT_COMMAND_TYPE, sizeof(type), &type, NULL));
    assert_success(clReleaseEvent(event));
    return type;
}

static void handing_over_is_a_command(void **state)
{
    struct api api = api_open();
    int fd = file_of(4096);
    cl_mem mem = handing_import(&api, fd, 4096);
    clEnqueueAcquireExternalMemObjectsKHR_fn acquire =
        (clEnqueueAcquireExternalMemObjectsKHR_fn)api_extension(&api,
                                                                "clEnqueueAcquireExternalMemObjectsKHR");
    clEnqueueReleaseExternalMemObjectsKHR_fn release =
        (clEnqueueReleaseExternalMemObjectsKHR_fn)api_extension(&api,
                                                                "clEnqueueReleaseExternalMemObjectsKHR");
    cl_event first, second, empty;
    assert_success(acquire(api.queue, 1, &mem, 0, NULL, &first));
    assert_success(release(api.queue, 1, &mem, 1, &first, &second));
    assert_success(acquire(api.queue, 0, NULL, 1, &second, &empty));
    assert_success(clWaitForEvents(1, &empty));
    assert_int_equal(type_of(first), CL_COMMAND_ACQUIRE_EXTERNAL_MEM_OBJECTS_KHR);
    assert_int_equal(type_of(second), CL_COMMAND_RELEASE_EXTERNAL_MEM_OBJECTS_KHR);
    assert_int_equal(type_of(empty), CL_COMMAND_ACQUIRE_EXTERNAL_MEM_OBJECTS_KHR);
    assert_success(clReleaseMemObject(mem));
    close(fd);
    api_close(&api);
}

static void only_listed_devices_acquire(void **state)
{
    const cl_device_partition_property equally[] = {CL_DEVICE_PARTITION_EQUALLY, 1, 0};
    struct api api = api_open();
    cl_device_id parts[64];
    cl_uint count = 0;
    if (clCreateSubDevices(api.device, equally, 64, parts, &count) != CL_SUCCESS || count < 2)
        skip(); /* on one CPU */
    cl_int code;
    int fd = file_of(4096);
    cl_context context = clCreateContext(NULL, 2, parts, NULL, NULL, &code);
    assert_success(code);
    cl_command_queue queues[2];
    for (size_t i = 0; i < 2; i++) {
        queues[i] = clCreateCommandQueueWithProperties(context, parts[i], NULL, &code);
        assert_success(code);
    }
    const cl_mem_properties properties[] = {CL_MEM_DEVICE_HANDLE_LIST_KHR,
                                            (cl_mem_properties)(uintptr_t)parts[1],
                                            CL_MEM_DEVICE_HANDLE_LIST_END_KHR,
                                            CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR,
                                            (cl_mem_properties)fd,
                                            0};
    cl_mem mem = clCreateBufferWithProperties(context, properties, 0, 4096, NULL, &code);
    assert_success(code);
    cl_mem_properties told[8];
    size_t size = 0;
    assert_success(clGetMemObjectInfo(mem, CL_MEM_PROPERTIES, sizeof(told), told, &size));
    assert_int_equal(size, sizeof(properties));
    assert_memory_equal(told, properties, size);
    clEnqueueAcquireExternalMemObjectsKHR_fn acquire =
        (clEnqueueAcquireExternalMemObjectsKHR_fn)api_extension(&api,
                                                                "clEnqueueAcquireExternalMemObjectsKHR");
    assert_cl(CL_INVALID_COMMAND_QUEUE, acquire(queues[0], 1, &mem, 0, NULL, NULL));
    assert_cl(CL_INVALID_COMMAND_QUEUE, acquire(api.queue, 1, &mem, 0, NULL, NULL));
    assert_success(acquire(queues[1], 1, &mem, 0, NULL, NULL));
    for (size_t i = 0; i < 2; i++)
        assert_success(clReleaseCommandQueue(queues[i]));
    assert_success(clReleaseMemObject(mem));
    assert_success(clReleaseContext(context));
    for (cl_uint i = 0; i < count; i++)
        assert_success(clReleaseDevice(parts[i]));
    close(fd);
    api_close(&api);
}

/* ---- Export ---- */

static void an_exported_buffer_is_a_file(void **state)
{
    struct api api = api_open();
    static char text[BYTES] = "what the buffer starts with";
    cl_mem mem = exported(&api, CL_MEM_COPY_HOST_PTR, BYTES, text);
    size_t offset = 1;
    int fd = descriptor_of(&api, mem, &offset);
    assert_int_equal(offset, 0);
    assert_int_equal(lseek(fd, 0, SEEK_END), BYTES);
    unsigned char *outside = mapped(fd, BYTES);
    assert_memory_equal(outside, text, BYTES);
    fill(&api, mem, 3, BYTES - 1, 1);
    assert_int_equal(outside[BYTES - 1], 3);
    outside[5] = 77;
    assert_int_equal(byte_at(&api, mem, 5), 77);
    assert_success(clReleaseMemObject(mem));
    outside[6] = 78; /* the file outlives the buffer */
    close(fd);
    munmap(outside, BYTES);
    api_close(&api);
}

static void an_exported_file_keeps_its_size(void **state)
{
    struct api api = api_open();
    cl_mem mem = exported(&api, 0, BYTES, NULL);
    size_t offset;
    int fd = descriptor_of(&api, mem, &offset), flags = fcntl(fd, F_GETFD);
    assert_true(flags & FD_CLOEXEC);
    assert_int_equal(ftruncate(fd, 10), -1);
    assert_int_equal(errno, EPERM);
    assert_int_equal(ftruncate(fd, (off_t)BYTES * 2), -1);
    assert_int_equal(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE), -1);
    assert_success(clReleaseMemObject(mem));
    close(fd);
    api_close(&api);
}

static void a_sub_buffer_tells_its_offset(void **state)
{
    struct api api = api_open();
    const cl_buffer_region region = {4096 + 128, 256};
    cl_mem mem = exported(&api, 0, BYTES, NULL);
    cl_int code;
    size_t offset = 0;
    cl_mem sub = clCreateSubBuffer(mem, 0, CL_BUFFER_CREATE_TYPE_REGION, &region, &code);
    assert_success(code);
    assert_success(clReleaseMemObject(mem));
    int fd = descriptor_of(&api, sub, &offset);
    assert_int_equal(offset, region.origin);
    unsigned char *outside = mapped(fd, BYTES);
    fill(&api, sub, 9, 0, region.size);
    assert_int_equal(outside[region.origin - 1], 0);
    assert_int_equal(outside[region.origin], 9);
    assert_int_equal(outside[region.origin + region.size], 0);
    assert_success(clReleaseMemObject(sub));
    close(fd);
    api_close(&api);
}

static cl_ulong used(const struct api *api)
{
    cl_ulong bytes = 0;
    assert_success(clGetDeviceInfo(api->device, CL_DEVICE_MEMORY_USED_VGPU, sizeof(bytes), &bytes, NULL));
    return bytes;
}

static void shared_memory_is_the_applications(void **state)
{
    struct api api = api_open();
    cl_ulong before = used(&api);
    int fd = file_of(BYTES);
    cl_mem mems[] = {exported(&api, 0, BYTES, NULL), handing_import(&api, fd, BYTES)};
    assert_int_equal(used(&api), before);
    for (size_t i = 0; i < 2; i++) {
        size_t resident = 0, stored = 1;
        assert_success(
            clGetMemObjectInfo(mems[i], CL_MEM_RESIDENT_SIZE_VGPU, sizeof(size_t), &resident, NULL));
        assert_success(clGetMemObjectInfo(mems[i], CL_MEM_STORED_SIZE_VGPU, sizeof(size_t), &stored, NULL));
        assert_int_equal(resident, BYTES);
        assert_int_equal(stored, 0);
        assert_success(clReleaseMemObject(mems[i]));
    }
    close(fd);
    api_close(&api);
}

/* ---- Two processes ---- */

static pid_t start_peer(int channel)
{
    char number[16];
    snprintf(number, sizeof(number), "%d", channel);
    const char *program = getenv("TEST_PEER");
    assert_non_null(program);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        execl(program, program, number, (char *)NULL);
        _exit(127);
    }
    return child;
}

/* The peer adds 1 to each byte of what it is sent, by its own vGPU. */
static void another_process_works_in_the_same_memory(void **state)
{
    int channel[2], status = 0;
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, channel), 0);
    pid_t child = start_peer(channel[1]);
    close(channel[1]);
    struct api api = api_open();
    cl_mem mem = exported(&api, 0, HANDING_BYTES, NULL);
    size_t offset;
    int fd = descriptor_of(&api, mem, &offset);
    fill(&api, mem, HANDING_ASKED, 0, HANDING_BYTES);
    assert_true(handing_send(channel[0], fd));
    close(fd);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    for (size_t i = 0; i < HANDING_BYTES; i += 997)
        assert_int_equal(byte_at(&api, mem, i), HANDING_ANSWER);
    assert_int_equal(byte_at(&api, mem, HANDING_BYTES - 1), HANDING_ANSWER);
    /* And what the peer exported itself, which it does not live to keep. */
    int theirs = handing_receive(channel[0]);
    assert_true(theirs >= 0);
    cl_mem imported = handing_import(&api, theirs, HANDING_BYTES);
    handing_acquire(&api, imported);
    assert_int_equal(byte_at(&api, imported, HANDING_BYTES - 1), HANDING_OWN);
    assert_success(clReleaseMemObject(imported));
    close(theirs);
    close(channel[0]);
    assert_success(clReleaseMemObject(mem));
    api_close(&api);
}

/* ---- DLPack ---- */

static struct DLManagedTensorVersioned *lent(const struct api *api, cl_mem mem, const cl_long *shape)
{
    clCreateDLPackTensorVGPU_fn lend =
        (clCreateDLPackTensorVGPU_fn)api_extension(api, "clCreateDLPackTensorVGPU");
    const cl_tensor_layout_vgpu floats = {2, 32, 1, 2, shape, NULL};
    struct DLManagedTensorVersioned *tensor = NULL;
    assert_success(lend(mem, &floats, &tensor));
    assert_non_null(tensor);
    return tensor;
}

static void CL_CALLBACK count_destruction(cl_mem mem, void *user)
{
    (void)mem;
    ++*(int *)user;
}

static void a_lent_tensor_comes_back_as_a_buffer(void **state)
{
    struct api api = api_open();
    const cl_long shape[] = {25, 40};
    clCreateBufferFromDLPackTensorVGPU_fn take =
        (clCreateBufferFromDLPackTensorVGPU_fn)api_extension(&api, "clCreateBufferFromDLPackTensorVGPU");
    int destroyed = 0;
    cl_int code;
    size_t size = 0;
    cl_mem first = exported(&api, 0, 4000, NULL);
    assert_success(clSetMemObjectDestructorCallback(first, count_destruction, &destroyed));
    cl_mem second = take(api.context, CL_MEM_READ_WRITE, lent(&api, first, shape), &code);
    assert_success(code);
    assert_success(clGetMemObjectInfo(second, CL_MEM_SIZE, sizeof(size), &size, NULL));
    assert_int_equal(size, 4000);
    fill(&api, first, 42, 0, 4000);
    assert_int_equal(byte_at(&api, second, 3999), 42);
    assert_success(clReleaseMemObject(first));
    fill(&api, second, 43, 0, 4000);
    assert_int_equal(byte_at(&api, second, 3999), 43);
    assert_int_equal(destroyed, 0); /* the tensor keeps it, which the second buffer has */
    assert_success(clReleaseMemObject(second));
    assert_int_equal(destroyed, 1);
    api_close(&api);
}

VG_TESTS(test_interchange, cmocka_unit_test(an_imported_file_is_the_buffer),
         cmocka_unit_test(a_file_may_be_imported_again), cmocka_unit_test(a_file_on_disk_can_be_imported),
         cmocka_unit_test(images_are_linear_with_the_pitch_given), cmocka_unit_test(handle_types_are_told),
         cmocka_unit_test(handing_over_is_a_command), cmocka_unit_test(only_listed_devices_acquire),
         cmocka_unit_test(an_exported_buffer_is_a_file), cmocka_unit_test(an_exported_file_keeps_its_size),
         cmocka_unit_test(a_sub_buffer_tells_its_offset), cmocka_unit_test(shared_memory_is_the_applications),
         cmocka_unit_test(another_process_works_in_the_same_memory),
         cmocka_unit_test(a_lent_tensor_comes_back_as_a_buffer));
