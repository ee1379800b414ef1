/* SPDX-License-Identifier: MIT */
/* See handing.h. */
#include "tests/api/handing.h"

#include <string.h>
#include <sys/socket.h>

union control {
    char bytes[CMSG_SPACE(sizeof(int))];
    struct cmsghdr aligned;
};

static struct msghdr message(struct iovec *data, union control *control)
{
    return (struct msghdr){.msg_iov = data,
                           .msg_iovlen = 1,
                           .msg_control = control->bytes,
                           .msg_controllen = sizeof(control->bytes)};
}

bool handing_send(int channel, int fd)
{
    char byte = 0;
    struct iovec data = {&byte, 1};
    union control control = {0};
    struct msghdr out = message(&data, &control);
    struct cmsghdr *header = CMSG_FIRSTHDR(&out);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(fd));
    memcpy(CMSG_DATA(header), &fd, sizeof(fd));
    return sendmsg(channel, &out, 0) == 1;
}

int handing_receive(int channel)
{
    char byte;
    struct iovec data = {&byte, 1};
    union control control = {0};
    struct msghdr in = message(&data, &control);
    int fd = -1;
    if (recvmsg(channel, &in, MSG_CMSG_CLOEXEC) != 1)
        return -1;
    const struct cmsghdr *header = CMSG_FIRSTHDR(&in);
    if (header && header->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(header), sizeof(fd));
    return fd;
}

cl_mem handing_import(const struct api *api, int fd, size_t size)
{
    const cl_mem_properties properties[] = {CL_EXTERNAL_MEMORY_HANDLE_OPAQUE_FD_KHR, (cl_mem_properties)fd,
                                            0};
    cl_int code;
    cl_mem mem = clCreateBufferWithProperties(api->context, properties, CL_MEM_READ_WRITE, size, NULL, &code);
    assert_success(code);
    return mem;
}

void handing_acquire(const struct api *api, cl_mem mem)
{
    clEnqueueAcquireExternalMemObjectsKHR_fn acquire =
        (clEnqueueAcquireExternalMemObjectsKHR_fn)api_extension(api, "clEnqueueAcquireExternalMemObjectsKHR");
    assert_success(acquire(api->queue, 1, &mem, 0, NULL, NULL));
}

void handing_release(const struct api *api, cl_mem mem)
{
    clEnqueueReleaseExternalMemObjectsKHR_fn release =
        (clEnqueueReleaseExternalMemObjectsKHR_fn)api_extension(api, "clEnqueueReleaseExternalMemObjectsKHR");
    assert_success(release(api->queue, 1, &mem, 0, NULL, NULL));
    assert_success(clFinish(api->queue));
}
