/* SPDX-License-Identifier: MIT */
/* A request owns two descriptors while it is under way: the pipe on which the compiler reports the end, and
 * the memfd that it filled by then. The reply is copied out of the memfd before anything looks at it, so that
 * no process can change it, or cut it short, under our eyes. */
#include "compiler/client/request.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/log.h"
#include "compiler/client/process.h"

#define MAX_REPLY_BYTES ((off_t)1 << 30)
#define GRACE_MS 500
#define MAX_TIMEOUT_MS (UINT64_C(1) << 32) /* more is as good as no limit */
#define NS_PER_MS UINT64_C(1000000)

void vg_reply_finish(struct vg_reply *reply)
{
    vg_free(reply->bytes);
    *reply = (struct vg_reply){0};
}

/* Requests under way in this process: their number below, the process above, since the child of a fork has
 * none. */
static atomic_uint_least64_t under_way;

static int count_requests(int change)
{
    uint64_t self = (uint64_t)getpid() << 32, now = atomic_load(&under_way), count;
    do
        count = (now >> 32 == self >> 32 ? (uint32_t)now : 0) + (uint64_t)(int64_t)change;
    while (!atomic_compare_exchange_weak(&under_way, &now, self | (uint32_t)count));
    return (int)count;
}

int vg_requests_under_way(void)
{
    return count_requests(0);
}

/* When we give up on a compiler that does not keep its own time limit; UINT64_MAX without a limit. In the
 * worst case it works on our other requests first, one after another. */
static uint64_t give_up_time(void)
{
    uint64_t limit = vg_config_number(VG_ID_VGPU_CC_TIMEOUT);
    if (limit == 0 || limit >= MAX_TIMEOUT_MS)
        return UINT64_MAX;
    uint64_t patience = limit * (1 + (uint64_t)vg_requests_under_way()) + limit / 4 + GRACE_MS;
    return vg_now_ns() + patience * NS_PER_MS;
}

static struct vg_wire_call make_call(enum vg_wire_op op)
{
    uint64_t timeout = vg_config_number(VG_ID_VGPU_CC_TIMEOUT);
    return (struct vg_wire_call){
        .magic = VG_WIRE_MAGIC,
        .version = VG_WIRE_VERSION,
        .op = op,
        .timeout_ms = timeout >= MAX_TIMEOUT_MS ? 0 : (uint32_t)timeout,
        .memory_bytes = vg_config_number(VG_ID_VGPU_CC_MEMORY),
    };
}

static enum vg_outcome outcome_of_send(enum vg_send sent)
{
    static const enum vg_outcome outcomes[] = {
        [VG_SEND_OK] = VG_OUTCOME_OK,
        [VG_SEND_FULL] = VG_OUTCOME_BUSY,
        [VG_SEND_LOST] = VG_OUTCOME_LOST,
        [VG_SEND_NO_COMPILER] = VG_OUTCOME_NO_COMPILER,
        [VG_SEND_NO_RESOURCE] = VG_OUTCOME_NO_RESOURCE,
    };
    return outcomes[sent];
}

static void close_open(int fd)
{
    if (fd >= 0)
        close(fd);
}

enum vg_outcome vg_request_start(struct vg_request *request, enum vg_wire_op op,
                                 const struct vg_wire_part *parts, size_t count, bool wait)
{
    int pipe_ends[2] = {-1, -1};
    int sent = memfd_create("vgpu-request", MFD_CLOEXEC);
    int reply = memfd_create("vgpu-reply", MFD_CLOEXEC);
    enum vg_outcome outcome = VG_OUTCOME_NO_RESOURCE;
    uint64_t connection = 0;
    if (sent >= 0 && reply >= 0 && pipe2(pipe_ends, O_CLOEXEC) == 0 && vg_wire_write(sent, parts, count)) {
        struct vg_wire_call call = make_call(op);
        const int descriptors[3] = {sent, reply, pipe_ends[1]};
        outcome =
            outcome_of_send(vg_process_send(&call, descriptors, wait ? give_up_time() : 0, &connection));
    }
    close_open(sent);
    close_open(pipe_ends[1]);
    if (outcome != VG_OUTCOME_OK) {
        close_open(reply);
        close_open(pipe_ends[0]);
        return outcome;
    }
    count_requests(1);
    *request = (struct vg_request){
        .pipe = pipe_ends[0], .reply = reply, .connection = connection, .owner = getpid()};
    return VG_OUTCOME_OK;
}

bool vg_request_is_done(const struct vg_request *request)
{
    struct pollfd end = {.fd = request->pipe, .events = POLLIN};
    return request->owner != getpid() || poll(&end, 1, 0) > 0;
}

/* Waits until the pipe has something to read or has ended; false when the time is over. */
static bool wait_for_end(int pipe)
{
    uint64_t deadline = give_up_time();
    for (;;) {
        uint64_t now = vg_now_ns();
        if (now >= deadline)
            return false;
        uint64_t left = (deadline - now) / NS_PER_MS + 1;
        struct pollfd end = {.fd = pipe, .events = POLLIN};
        int ready = poll(&end, 1, left > INT_MAX ? INT_MAX : (int)left);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return true;
    }
}

/* Reads the record of the end; false when the pipe ended without one. */
static bool read_done(int pipe, struct vg_wire_done *done)
{
    ssize_t n;
    do
        n = read(pipe, done, sizeof *done);
    while (n < 0 && errno == EINTR);
    return n == (ssize_t)sizeof *done && done->magic == VG_WIRE_MAGIC;
}

static bool read_file(int fd, char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = pread(fd, bytes + done, size - done, (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

static enum vg_outcome read_reply(int fd, struct vg_reply *reply)
{
    struct stat status;
    if (fstat(fd, &status) != 0 || status.st_size <= 0 || status.st_size > MAX_REPLY_BYTES)
        return VG_OUTCOME_BROKEN;
    size_t size = (size_t)status.st_size;
    reply->bytes = vg_zalloc(size);
    if (!reply->bytes)
        return VG_OUTCOME_NO_RESOURCE;
    if (read_file(fd, reply->bytes, size) && vg_wire_borrow(reply->bytes, size, &reply->view))
        return VG_OUTCOME_OK;
    vg_reply_finish(reply);
    return VG_OUTCOME_BROKEN;
}

static enum vg_outcome collect(const struct vg_request *request, struct vg_reply *reply)
{
    struct vg_wire_done done;
    if (request->owner != getpid())
        return VG_OUTCOME_LOST;
    if (!wait_for_end(request->pipe)) {
        vg_process_close();
        return VG_OUTCOME_TIMEOUT;
    }
    if (!read_done(request->pipe, &done))
        return vg_process_is_gone(request->connection) ? VG_OUTCOME_LOST : VG_OUTCOME_CRASHED;
    switch (done.status) {
    case VG_WIRE_TIMEOUT:
        return VG_OUTCOME_TIMEOUT;
    case VG_WIRE_MEMORY:
        return VG_OUTCOME_MEMORY;
    case VG_WIRE_OK:
        return read_reply(request->reply, reply);
    case VG_WIRE_REJECTED: {
        enum vg_outcome outcome = read_reply(request->reply, reply);
        return outcome == VG_OUTCOME_OK ? VG_OUTCOME_REJECTED : outcome;
    }
    default:
        return VG_OUTCOME_BROKEN;
    }
}

/* Others that were sent ahead need not come first. */
static void hurry(const struct vg_request *request)
{
    struct vg_wire_call call = make_call(VG_WIRE_HURRY);
    if (vg_requests_under_way() > 1 && !vg_request_is_done(request))
        vg_process_hurry(request->connection, &call, request->pipe);
}

enum vg_outcome vg_request_finish(struct vg_request *request, struct vg_reply *reply)
{
    *reply = (struct vg_reply){0};
    hurry(request);
    enum vg_outcome outcome = collect(request, reply);
    vg_request_drop(request);
    return outcome;
}

void vg_request_drop(struct vg_request *request)
{
    /* A forked child may have closed all descriptors and opened its own under these numbers. */
    if (request->owner == getpid()) {
        count_requests(-1);
        close(request->pipe);
        close(request->reply);
    }
    *request = (struct vg_request){.pipe = -1, .reply = -1};
}

enum vg_outcome vg_request_run(enum vg_wire_op op, const struct vg_wire_part *parts, size_t count,
                               struct vg_reply *reply)
{
    enum vg_outcome outcome = VG_OUTCOME_LOST;
    *reply = (struct vg_reply){0};
    for (int attempt = 0; attempt < 2 && outcome == VG_OUTCOME_LOST; attempt++) {
        struct vg_request request;
        outcome = vg_request_start(&request, op, parts, count, true);
        if (outcome == VG_OUTCOME_OK)
            outcome = vg_request_finish(&request, reply);
    }
    return outcome;
}

void vg_outcome_text(enum vg_outcome outcome, char *text, size_t size)
{
    static const char *const sentences[] = {
        [VG_OUTCOME_CRASHED] = "the compiler crashed on this program",
        [VG_OUTCOME_LOST] = "the compiler ended without an answer, twice",
        [VG_OUTCOME_BROKEN] = "the compiler gave an answer that cannot be read",
        [VG_OUTCOME_BUSY] = "the compiler takes no more requests",
        [VG_OUTCOME_NO_COMPILER] = "the compiler program vgpu-cc is missing or does not start (see VGPU_CC)",
        [VG_OUTCOME_NO_RESOURCE] = "memory or descriptors ran out on the way to the compiler",
    };
    if (outcome == VG_OUTCOME_TIMEOUT)
        snprintf(text, size, "the compiler took longer than %" PRIu64 " ms (VGPU_CC_TIMEOUT) and was ended",
                 vg_config_number(VG_ID_VGPU_CC_TIMEOUT));
    else if (outcome == VG_OUTCOME_MEMORY)
        snprintf(text, size, "the compiler needed more than %" PRIu64 " bytes of memory (VGPU_CC_MEMORY)",
                 vg_config_number(VG_ID_VGPU_CC_MEMORY));
    else
        snprintf(text, size, "%s", sentences[outcome]);
}
