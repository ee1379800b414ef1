/* SPDX-License-Identifier: MIT */
/* A compiler process of the test's own: see server.h. */
#include "tests/unit/cc/server.h"

#include "base/alloc.h"
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_MS 60000

void server_start(struct server *server)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    server->process = fork();
    assert_true(server->process >= 0);
    if (server->process == 0) {
        dup2(ends[1], 0);
        execl(VGPU_CC_PATH, "vgpu-cc", "--serve", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    server->socket = ends[0];
}

int server_stop(struct server *server)
{
    int status = 0;
    close(server->socket);
    assert_int_equal(waitpid(server->process, &status, 0), server->process);
    return status;
}

struct vg_wire_call call_of(enum vg_wire_op op)
{
    return (struct vg_wire_call){.magic = VG_WIRE_MAGIC, .version = VG_WIRE_VERSION, .op = op};
}

static void send_descriptors(int socket, const void *call, size_t call_size, const int fds[3])
{
    union {
        char bytes[CMSG_SPACE(3 * sizeof(int))];
        struct cmsghdr align;
    } control = {0};
    struct iovec data = {(void *)(uintptr_t)call, call_size};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    struct cmsghdr *part = CMSG_FIRSTHDR(&message);
    part->cmsg_level = SOL_SOCKET;
    part->cmsg_type = SCM_RIGHTS;
    part->cmsg_len = CMSG_LEN(3 * sizeof(int));
    memcpy(CMSG_DATA(part), fds, 3 * sizeof(int));
    assert_int_equal(sendmsg(socket, &message, MSG_NOSIGNAL), call_size);
}

void send_bytes(struct server *server, const void *call, size_t call_size, const void *request, size_t size,
                struct answer *answer)
{
    int pipe_ends[2];
    *answer = (struct answer){.status = -1};
    int memory = memfd_create("request", MFD_CLOEXEC);
    answer->reply = memfd_create("reply", MFD_CLOEXEC);
    assert_int_equal(write(memory, request, size), size);
    assert_int_equal(pipe(pipe_ends), 0);
    answer->pipe = pipe_ends[0];
    send_descriptors(server->socket, call, call_size, (int[]){memory, answer->reply, pipe_ends[1]});
    close(memory);
    close(pipe_ends[1]);
}

void send_parts(struct server *server, struct vg_wire_call call, const struct vg_wire_part *parts,
                size_t count, struct answer *answer)
{
    size_t size;
    void *bytes = vg_wire_pack(parts, count, &size);
    assert_non_null(bytes);
    send_bytes(server, &call, sizeof call, bytes, size, answer);
    vg_free(bytes);
}

void hurry_answer(struct server *server, const struct answer *answer)
{
    struct vg_wire_call call = call_of(VG_WIRE_HURRY);
    send_descriptors(server->socket, &call, sizeof call, (int[]){answer->pipe, answer->pipe, answer->pipe});
}

void wait_answer(struct answer *answer)
{
    struct vg_wire_done done;
    struct pollfd pipe = {.fd = answer->pipe, .events = POLLIN};
    assert_int_equal(poll(&pipe, 1, ANSWER_MS), 1);
    ssize_t size = read(answer->pipe, &done, sizeof done);
    if (size == (ssize_t)sizeof done) {
        assert_int_equal(done.magic, VG_WIRE_MAGIC);
        answer->status = (int)done.status;
        vg_wire_map(answer->reply, &answer->view);
    } else {
        assert_int_equal(size, 0);
    }
}

void answer_finish(struct answer *answer)
{
    vg_wire_unmap(&answer->view);
    close(answer->reply);
    close(answer->pipe);
}

const char *log_of(const struct answer *answer)
{
    struct vg_wire_part part;
    return vg_wire_find(&answer->view, VG_SECTION_LOG, 0, &part) ? part.data : "";
}

struct vg_wire_part part_of(const struct answer *answer, enum vg_wire_section kind)
{
    struct vg_wire_part part = {0};
    assert_true(vg_wire_find(&answer->view, kind, 0, &part));
    return part;
}

struct vg_wire_part text_part(enum vg_wire_section kind, const char *text)
{
    return (struct vg_wire_part){kind, text, strlen(text)};
}

void compile_source(struct server *server, const char *source, const char *options,
                    enum vg_option_stage stage, struct answer *answer)
{
    uint32_t number = stage;
    struct vg_wire_part parts[] = {text_part(VG_SECTION_SOURCE, source),
                                   text_part(VG_SECTION_OPTIONS, options),
                                   {VG_SECTION_STAGE, &number, sizeof number}};
    send_parts(server, call_of(VG_WIRE_COMPILE), parts, 3, answer);
    wait_answer(answer);
}
