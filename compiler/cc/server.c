/* SPDX-License-Identifier: MIT */
/* A process that keeps LLVM and the built-in library ready and forks a child for each request. The child
 * inherits all that for free, works under limits, and can crash or be killed without harm to any other
 * request. One thread: it polls the socket, a descriptor for ended children and the requests that wait. WIRE:
 * compiler */
#include "compiler/cc/server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/clock.h"
#include "compiler/cc/clang_front.h"
#include "compiler/cc/request.h"

#define IDLE_MS 60000
#define WARM_AFTER_MS 50                  /* a program that is being built asks again sooner than that */
#define STACK_BYTES (UINT64_C(256) << 20) /* clang and LLVM recurse over the program's nesting */
#define EXIT_MEMORY 77                    /* of a child that ran into its limit */
#define NS_PER_MS UINT64_C(1000000)

enum { REQUEST, REPLY, DONE, DESCRIPTORS };

struct job {
    struct job *next;
    struct vg_wire_call call;
    int fds[DESCRIPTORS]; /* -1 once closed */
    pid_t child;          /* 0 while waiting */
    uint64_t deadline;    /* in vg_now_ns(); 0 = none */
    bool timed_out;
};

struct server {
    int socket, signals;
    unsigned max_running, running;
    struct job *jobs; /* oldest first, but before them those that somebody waits for */
    bool closed;
};

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void destroy_job(struct job *job)
{
    for (unsigned i = 0; i < DESCRIPTORS; i++)
        close_fd(&job->fds[i]);
    vg_free(job);
}

static void report(int fd, enum vg_wire_status status)
{
    struct vg_wire_done done = {.magic = VG_WIRE_MAGIC, .status = status};
    ssize_t written = write(fd, &done, sizeof done);
    (void)written; /* nobody is left to tell when the client is gone */
}

/* ---- The child ---- */

static void out_of_memory(void)
{
    _exit(EXIT_MEMORY);
}

static void limit(int resource, uint64_t bytes)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return;
    if (now.rlim_max == RLIM_INFINITY || bytes < now.rlim_max)
        now.rlim_cur = bytes;
    else
        now.rlim_cur = now.rlim_max;
    setrlimit(resource, &now);
}

static void serve_job(struct server *server, struct job *job)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (struct job *other = server->jobs; other; other = other->next)
        for (unsigned i = 0; other != job && i < DESCRIPTORS; i++)
            close_fd(&other->fds[i]);
    close(server->socket);
    close(server->signals);
    if (job->call.memory_bytes)
        limit(RLIMIT_DATA, job->call.memory_bytes);
    vg_front_on_memory_exhausted(out_of_memory);
    report(job->fds[DONE], vg_request_run(job->call.op, job->fds[REQUEST], job->fds[REPLY]));
    _exit(0); /* nothing to tidy: the process ends */
}

static void start_job(struct server *server, struct job *job)
{
    if (job->call.timeout_ms)
        job->deadline = vg_now_ns() + job->call.timeout_ms * NS_PER_MS;
    job->child = fork();
    if (job->child == 0)
        serve_job(server, job);
    close_fd(&job->fds[REQUEST]);
    close_fd(&job->fds[REPLY]);
    server->running++;
}

/* ---- The server ---- */

static bool is_given_up(const struct job *job)
{
    struct pollfd pipe = {.fd = job->fds[DONE]};
    return poll(&pipe, 1, 0) == 1 && (pipe.revents & POLLERR);
}

static void unlink_job(struct server *server, struct job *job)
{
    struct job **link = &server->jobs;
    while (*link != job)
        link = &(*link)->next;
    *link = job->next;
}

static void remove_job(struct server *server, struct job *job)
{
    unlink_job(server, job);
    destroy_job(job);
}

static void start_waiting(struct server *server)
{
    for (struct job *job = server->jobs, *next; job && server->running < server->max_running; job = next) {
        next = job->next;
        if (job->child != 0)
            continue;
        if (is_given_up(job))
            remove_job(server, job);
        else
            start_job(server, job);
    }
    for (struct job *job = server->jobs, *next; job; job = next) {
        next = job->next;
        if (job->child < 0) { /* fork failed: the client learns it from the closed pipe */
            server->running--;
            remove_job(server, job);
        }
    }
}

static void end_job(struct server *server, struct job *job, int status)
{
    if (job->timed_out)
        report(job->fds[DONE], VG_WIRE_TIMEOUT);
    else if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_MEMORY)
        report(job->fds[DONE], VG_WIRE_MEMORY);
    else if (WIFEXITED(status) && WEXITSTATUS(status) == VG_EXIT_REJECTED)
        report(job->fds[DONE], VG_WIRE_REJECTED);
    server->running--;
    remove_job(server, job);
}

static void reap_children(struct server *server)
{
    struct signalfd_siginfo info;
    while (read(server->signals, &info, sizeof info) == sizeof info)
        continue;
    int status;
    for (pid_t child; (child = waitpid(-1, &status, WNOHANG)) > 0;) {
        struct job *job = server->jobs;
        while (job && job->child != child)
            job = job->next;
        if (job)
            end_job(server, job, status);
    }
}

/* Takes the descriptors of a message; true when there are as many as a request has. */
static bool take_descriptors(struct msghdr *message, int fds[DESCRIPTORS])
{
    unsigned count = 0;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        size_t given = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < given; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(part) + i * sizeof fd, sizeof fd);
            if (count < DESCRIPTORS)
                fds[count++] = fd;
            else
                close(fd);
        }
    }
    return count == DESCRIPTORS;
}

static void append_job(struct server *server, struct job *job)
{
    struct job **link = &server->jobs;
    while (*link)
        link = &(*link)->next;
    *link = job;
}

static bool is_same_pipe(int a, int b)
{
    struct stat first, second;
    return fstat(a, &first) == 0 && fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

/* The waiting request with that pipe becomes the next. */
static void hurry(struct server *server, int pipe)
{
    struct job *job = server->jobs;
    while (job && !is_same_pipe(job->fds[DONE], pipe))
        job = job->next;
    if (!job || job->child != 0)
        return;
    unlink_job(server, job);
    job->next = server->jobs;
    server->jobs = job;
}

static bool is_sound(const struct vg_wire_call *call, ssize_t size)
{
    return size == sizeof *call && call->magic == VG_WIRE_MAGIC && call->version == VG_WIRE_VERSION;
}

static void receive_job(struct server *server)
{
    struct vg_wire_call call;
    int fds[DESCRIPTORS] = {-1, -1, -1};
    union {
        char bytes[CMSG_SPACE(sizeof(int) * 8)];
        struct cmsghdr align;
    } control;
    struct iovec data = {&call, sizeof call};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t size = recvmsg(server->socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0) {
        server->closed = true;
        return;
    }
    bool complete = take_descriptors(&message, fds);
    bool hurries = complete && is_sound(&call, size) && call.op == VG_WIRE_HURRY;
    struct job *job = hurries ? NULL : vg_zalloc(sizeof *job);
    if (job)
        *job = (struct job){.call = call, .fds = {fds[0], fds[1], fds[2]}};
    if (job && complete && is_sound(&call, size)) {
        append_job(server, job);
        return;
    }
    if (hurries)
        hurry(server, fds[DONE]);
    else if (complete)
        report(fds[DONE], VG_WIRE_BROKEN);
    for (unsigned i = 0; i < DESCRIPTORS; i++)
        close_fd(&fds[i]);
    vg_free(job);
}

/* Ends the children whose time is over, or whose client has gone away; gives the ms until the next one's is.
 */
static int enforce_deadlines(struct server *server)
{
    enum { LOOK_MS = 250 }; /* how often to look for clients that gave up */
    uint64_t now = vg_now_ns(), wait_ms = server->jobs ? LOOK_MS : IDLE_MS;
    for (struct job *job = server->jobs; job; job = job->next) {
        if (job->child <= 0)
            continue;
        if (job->deadline && now >= job->deadline && !job->timed_out) {
            job->timed_out = true;
            kill(job->child, SIGKILL);
        } else if (job->deadline > now && (job->deadline - now) / NS_PER_MS + 1 < wait_ms) {
            wait_ms = (job->deadline - now) / NS_PER_MS + 1;
        }
        if (is_given_up(job))
            kill(job->child, SIGKILL);
    }
    return (int)wait_ms;
}

static void end_children(struct server *server)
{
    for (struct job *job = server->jobs; job; job = job->next)
        if (job->child > 0)
            kill(job->child, SIGKILL);
    while (server->jobs)
        remove_job(server, server->jobs);
}

/* How long to wait for something to happen. A server that has been idle for a moment warms up; not sooner,
 * because the request that comes next would wait for that, or share its CPU with it. */
static int waiting_time(struct server *server, bool cold)
{
    int wait_ms = enforce_deadlines(server);
    return cold && !server->jobs ? WARM_AFTER_MS : wait_ms;
}

/* Requests go first; when there are none, the next step is taken that makes later ones cheaper. */
static int serve(struct server *server)
{
    bool cold = true;
    for (unsigned step = 0;;) {
        struct pollfd fds[] = {{.fd = server->socket, .events = POLLIN},
                               {.fd = server->signals, .events = POLLIN}};
        bool idle = !server->jobs;
        int ready = poll(fds, VG_COUNT(fds), waiting_time(server, cold));
        if (ready == 0 && idle && !cold)
            return 0;
        if (ready == 0 && idle)
            cold = vg_request_warm(step++);
        if (ready < 0 && errno != EINTR)
            return 1;
        if (ready > 0 && fds[0].revents)
            receive_job(server);
        reap_children(server);
        if (server->closed) {
            end_children(server);
            return 0;
        }
        start_waiting(server);
    }
}

/* ---- Start ---- */

/* The application's handlers, masks and open files are none of ours. Its terminal's ^C is meant for it alone.
 */
static void leave_application_behind(int socket)
{
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    if (socket > 3)
        close_range(3, (unsigned)socket - 1, 0);
    close_range((unsigned)(socket < 3 ? 3 : socket + 1), ~0u, 0);
    prctl(PR_SET_NAME, "vgpu-cc");
    int entered = chdir("/");
    (void)entered; /* no system is without it */
}

static int watch_children(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigprocmask(SIG_SETMASK, &set, NULL);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static unsigned usable_cpus(void)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int count = CPU_COUNT(&set);
    return count > 0 ? (unsigned)count : 1;
}

int vg_server_run(int socket)
{
    leave_application_behind(socket);
    struct server server = {.socket = socket, .signals = watch_children(), .max_running = usable_cpus()};
    if (server.signals < 0)
        return 1;
    limit(RLIMIT_STACK, STACK_BYTES);
    vg_request_prepare();
    int status = serve(&server);
    end_children(&server);
    return status;
}
