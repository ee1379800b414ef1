/* SPDX-License-Identifier: MIT */
/* A stand-in for vgpu-cc that speaks the wire protocol and misbehaves on demand. WIRE: compiler
 *
 * The "source" is a list of words: kernel:NAME declares a kernel, `globals` asks for a data object,
 * depends:PATH reports a dependency, log:WORD fills the build log, count:PATH appends a byte to a file for
 * each request, and compile:ACTION, link:ACTION and code:ACTION say what to do in these steps instead of
 * answering. The "bitcode" is the source again. once:PATH limits all actions to the first process that can
 * create the file. The objects are real: kernel.c, kernel_using_variables.c and variables.c of this folder.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "compiler/kernel_info.h"
#include "compiler/wire.h"

#define MAX_PARTS 16
#define MAX_KERNELS 600

struct call {
    struct vg_wire_call head;
    int request, reply, pipe;
};

struct words {
    char *text;
    char *at;
};

static char *next_word(struct words *words)
{
    return words->text ? strtok_r(words->at, " \n", &words->at) : NULL;
}

static struct words words_of(const char *text)
{
    char *copy = strdup(text);
    return (struct words){copy, copy};
}

/* What follows `prefix` in the first word that starts with it; NULL when there is none. Never freed. */
static const char *find(const char *text, const char *prefix)
{
    struct words words = words_of(text);
    for (char *word; (word = next_word(&words));)
        if (strncmp(word, prefix, strlen(prefix)) == 0)
            return word + strlen(prefix);
    return NULL;
}

static void report(int pipe, uint32_t status)
{
    struct vg_wire_done done = {.magic = VG_WIRE_MAGIC, .status = status};
    _exit(write(pipe, &done, sizeof done) == (ssize_t)sizeof done ? 0 : 1);
}

/* Takes memory until the limit of the call is reached, as a compiler that keeps its limit does. */
static void eat_memory(const struct call *call)
{
    const size_t step = 1 << 20;
    for (uint64_t total = 0; total < call->head.memory_bytes; total += step) {
        char *block = malloc(step);
        if (block)
            memset(block, 1, step);
    }
    report(call->pipe, VG_WIRE_MEMORY);
}

/* Until nobody is left who could wait for an answer, so that tests leave no process behind. */
static void hang(void)
{
    struct pollfd client = {.fd = STDIN_FILENO};
    poll(&client, 1, -1);
    exit(1);
}

static void misbehave(const struct call *call, const char *action)
{
    static const char garbage[] = "this is not a container at all, whatever its length may say about it";
    if (strcmp(action, "crash") == 0)
        abort();
    if (strcmp(action, "hang") == 0)
        hang();
    if (strcmp(action, "memory") == 0)
        eat_memory(call);
    if (strcmp(action, "garbage") == 0 &&
        pwrite(call->reply, garbage, sizeof garbage, 0) == (ssize_t)sizeof garbage)
        report(call->pipe, VG_WIRE_OK);
    if (strcmp(action, "empty") == 0)
        report(call->pipe, VG_WIRE_OK);
    if (strcmp(action, "no-parts") == 0 && vg_wire_write(call->reply, NULL, 0))
        report(call->pipe, VG_WIRE_OK);
    if (strcmp(action, "broken") == 0)
        report(call->pipe, VG_WIRE_BROKEN);
    if (strcmp(action, "timeout") == 0)
        report(call->pipe, VG_WIRE_TIMEOUT);
    if (strcmp(action, "odd-status") == 0)
        report(call->pipe, 77);
    if (strcmp(action, "half-record") == 0)
        _exit(write(call->pipe, "VGCW", 4) == 4 ? 0 : 1);
    if (strcmp(action, "kill-server") == 0) {
        kill(getppid(), SIGKILL);
        _exit(0);
    }
    if (strcmp(action, "reject") == 0) {
        struct vg_wire_part log = {VG_SECTION_LOG, "1:1: error: rejected", 20};
        vg_wire_write(call->reply, &log, 1);
        report(call->pipe, VG_WIRE_REJECTED);
    }
}

static void act(const struct call *call, const char *text, const char *step)
{
    const char *action = find(text, step), *once = find(text, "once:");
    if (!action)
        return;
    int fd = once ? open(once, O_CREAT | O_EXCL | O_WRONLY, 0600) : 0;
    if (fd >= 0)
        misbehave(call, action);
}

static void count(const char *text)
{
    const char *path = find(text, "count:");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (fd >= 0 && write(fd, ".", 1) == 1)
        close(fd);
}

static void *read_object(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    *size = file ? fread(bytes, 1, 1 << 20, file) : 0;
    return bytes;
}

/* The description of the program that the words declare, encoded. */
static void *describe(const char *text, size_t *size)
{
    static struct vg_arg_info arg = {
        .name = (char *)"out", .type_name = (char *)"int*", .kind = VG_ARG_GLOBAL, .size = 8, .align = 4};
    static struct vg_kernel_info kernels[MAX_KERNELS];
    struct vg_program_info info = {.kernels = kernels, .has_globals = find(text, "globals") != NULL};
    struct words words = words_of(text);
    for (char *word; (word = next_word(&words)) && info.kernel_count < MAX_KERNELS;)
        if (strncmp(word, "kernel:", 7) == 0)
            kernels[info.kernel_count++] = (struct vg_kernel_info){
                .name = word + 7, .attributes = (char *)"", .arg_count = 1, .args = &arg, .args_bytes = 8};
    return vg_program_info_encode(&info, size);
}

static void answer_program(const struct call *call, const char *text)
{
    struct vg_wire_part parts[MAX_PARTS];
    const char *log = find(text, "log:"), *depends = find(text, "depends:");
    size_t count = 0, size;
    void *program = describe(text, &size);
    parts[count++] = (struct vg_wire_part){VG_SECTION_BITCODE, text, strlen(text)};
    parts[count++] = (struct vg_wire_part){VG_SECTION_PROGRAM, program, size};
    if (log)
        parts[count++] = (struct vg_wire_part){VG_SECTION_LOG, log, strlen(log)};
    if (depends)
        parts[count++] = (struct vg_wire_part){VG_SECTION_DEPENDENCY, depends, strlen(depends)};
    vg_wire_write(call->reply, parts, count);
    report(call->pipe, VG_WIRE_OK);
}

static void answer_code(const struct call *call, const struct vg_wire_view *view, const char *text)
{
    struct vg_wire_part kernel, object = {.kind = VG_SECTION_OBJECT};
    if (!vg_wire_find(view, VG_SECTION_KERNEL, 0, &kernel))
        report(call->pipe, VG_WIRE_BROKEN);
    const char *path = FAKE_VARIABLES_OBJECT;
    if (kernel.size)
        path = find(text, "globals") ? FAKE_GLOBALS_KERNEL_OBJECT : FAKE_KERNEL_OBJECT;
    object.data = read_object(path, &object.size);
    struct vg_wire_part parts[] = {object, {VG_SECTION_LOG, "code ", 5}};
    vg_wire_write(call->reply, parts, 2);
    report(call->pipe, VG_WIRE_OK);
}

static void answer(const struct call *call)
{
    struct vg_wire_view view;
    struct vg_wire_part text;
    uint32_t kind = call->head.op == VG_WIRE_COMPILE ? VG_SECTION_SOURCE : VG_SECTION_BITCODE;
    if (!vg_wire_map(call->request, &view) || !vg_wire_find(&view, kind, 0, &text))
        report(call->pipe, VG_WIRE_BROKEN);
    count(text.data);
    if (call->head.op == VG_WIRE_CODE) {
        act(call, text.data, "code:");
        answer_code(call, &view, text.data);
    }
    act(call, text.data, call->head.op == VG_WIRE_COMPILE ? "compile:" : "link:");
    answer_program(call, text.data);
}

static int receive(struct call *call)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(3 * sizeof(int))];
    } control;
    struct iovec data = {&call->head, sizeof call->head};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    if (recvmsg(STDIN_FILENO, &message, 0) != (ssize_t)sizeof call->head)
        return 0;
    struct cmsghdr *attached = CMSG_FIRSTHDR(&message);
    if (!attached || attached->cmsg_len != CMSG_LEN(3 * sizeof(int)))
        return 0;
    memcpy(&call->request, CMSG_DATA(attached), 3 * sizeof(int));
    return call->head.magic == VG_WIRE_MAGIC;
}

int main(int argc, char **argv)
{
    struct call call;
    if (argc != 2 || strcmp(argv[1], "--serve") != 0)
        return 2;
    signal(SIGCHLD, SIG_IGN);
    while (receive(&call)) {
        if (fork() == 0)
            answer(&call);
        close(call.request);
        close(call.reply);
        close(call.pipe);
    }
    return 0;
}
