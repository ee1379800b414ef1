/* SPDX-License-Identifier: MIT */
/* The other process of the interchange test: peer CHANNEL. It receives a descriptor, looks at what the buffer
 * holds, writes an answer into it, and sends the descriptor of a buffer of its own. */
#include "tests/api/handing.h"

#include <stdlib.h>

static void write_bytes(const struct api *api, cl_mem mem, cl_uchar value)
{
    assert_success(clEnqueueFillBuffer(api->queue, mem, &value, 1, 0, HANDING_BYTES, 0, NULL, NULL));
}

static void answer(const struct api *api, int channel)
{
    int fd = handing_receive(channel);
    assert_true(fd >= 0);
    cl_mem mem = handing_import(api, fd, HANDING_BYTES);
    handing_acquire(api, mem);
    cl_uchar last = 0;
    assert_success(clEnqueueReadBuffer(api->queue, mem, CL_TRUE, HANDING_BYTES - 1, 1, &last, 0, NULL, NULL));
    assert_int_equal(last, HANDING_ASKED);
    write_bytes(api, mem, HANDING_ANSWER);
    handing_release(api, mem);
    assert_success(clReleaseMemObject(mem));
}

static void send_own(const struct api *api, int channel)
{
    const cl_mem_properties properties[] = {CL_MEM_EXPORT_VGPU, CL_TRUE, 0};
    clGetMemObjectFdVGPU_fn get = (clGetMemObjectFdVGPU_fn)api_extension(api, "clGetMemObjectFdVGPU");
    cl_int code;
    int fd;
    size_t offset;
    cl_mem mem = clCreateBufferWithProperties(api->context, properties, 0, HANDING_BYTES, NULL, &code);
    assert_success(code);
    write_bytes(api, mem, HANDING_OWN);
    assert_success(clFinish(api->queue));
    assert_success(get(mem, &fd, &offset));
    assert_true(handing_send(channel, fd));
    assert_success(clReleaseMemObject(mem));
}

static int channel;

static void serve(void **state)
{
    (void)state;
    struct api api = api_open();
    answer(&api, channel);
    send_own(&api, channel);
    api_close(&api);
}

int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    channel = atoi(arguments[1]);
    const struct CMUnitTest cases[] = {cmocka_unit_test(serve)};
    return cmocka_run_group_tests(cases, NULL, NULL);
}
