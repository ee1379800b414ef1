/* SPDX-License-Identifier: MIT */
/* One socket to a detached `vgpu-cc --serve`.
 *
 * The compiler must not show up in the application: no child that its wait() finds, no SIGCHLD, no descriptor
 * that its exec() inherits. A plain child cannot do that, so the compiler is a grandchild: an intermediate
 * process, made by clone() without an exit signal and sharing our memory, spawns it and ends; we wait for the
 * intermediate alone. The whole costs no copy of the page tables, however large the application is.
 *
 * After fork() both processes may use the socket, since each request carries its own way back. */
#include "compiler/client/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/fork.h"
#include "base/log.h"
#include "base/sync.h"
#include "compiler/client/locate.h"

#define SPAWN_STACK_BYTES (64 * 1024)
#define FULL_WAIT_MS 100
#define GONE_WAIT_MS 100

static struct {
    struct vg_mutex lock;
    int socket;      /* -1 = none */
    ino_t inode;     /* of the socket: an application may close descriptors that are not its own */
    uint64_t number; /* of the connection, from 1 */
} link_ = {.lock = VG_MUTEX_INIT(VG_RANK_COMPILER), .socket = -1};

struct launch {
    const char *path;
    int socket;
    int error; /* of posix_spawn */
};

static void prepare_fork(void)
{
    vg_mutex_lock(&link_.lock);
}

static void after_fork(void)
{
    vg_mutex_unlock(&link_.lock);
}

static void watch_forks(void)
{
    static struct vg_fork_watch watch = {
        .rank = VG_RANK_COMPILER, .before = prepare_fork, .in_parent = after_fork, .in_child = after_fork};
    if (!vg_fork_watch(&watch))
        vg_log(VG_LOG_WARN, "compiler: no memory to watch forks");
}

/* The compiler's standard input is the socket; nothing else of ours stays open in it, nor does it hold our
 * folder. Its messages are only of interest when we are debugged. */
static int spawn(const struct launch *launch)
{
    char *const arguments[] = {(char *)(uintptr_t)"vgpu-cc", (char *)(uintptr_t)"--serve", NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    pid_t pid;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawn_file_actions_init(&files);
    if (error)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (!error) {
        posix_spawn_file_actions_addchdir_np(&files, "/");
        posix_spawn_file_actions_adddup2(&files, launch->socket, STDIN_FILENO);
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        if (!vg_log_wants(VG_LOG_DEBUG))
            posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(&attributes,
                                 POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
        error = posix_spawn(&pid, launch->path, &files, &attributes, arguments, environ);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return error;
}

static int intermediate(void *data)
{
    struct launch *launch = data;
    launch->error = spawn(launch);
    _exit(0);
}

/* The C library's clone() under the name that ThreadSanitizer does not replace: its version takes every call
 * for a fork and, since our process shares the memory, would leave the application marked as a fork. */
int __clone(int (*function)(void *), void *stack, int flags, void *data, ...);

/* Runs intermediate() in a process of its own; 0 or an errno. */
static int spawn_detached(struct launch *launch)
{
    sigset_t all, former;
    char *stack =
        mmap(NULL, SPAWN_STACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        return errno;
    /* No handler of the application may run in the intermediate, which shares our memory. */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &former);
    int pid = __clone(intermediate, stack + SPAWN_STACK_BYTES, CLONE_VM | CLONE_VFORK, launch);
    int error = pid < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &former, NULL);
    while (pid > 0 && waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
        ;
    munmap(stack, SPAWN_STACK_BYTES);
    return error ? error : launch->error;
}

static bool is_resource_error(int error)
{
    return error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE;
}

static void close_locked(void)
{
    struct stat status;
    if (link_.socket >= 0 && fstat(link_.socket, &status) == 0 && status.st_ino == link_.inode)
        close(link_.socket);
    link_.socket = -1;
}

/* Whether the connection stands and is ours. */
static bool connected_locked(void)
{
    struct stat status;
    return link_.socket >= 0 && fstat(link_.socket, &status) == 0 && S_ISSOCK(status.st_mode) &&
           status.st_ino == link_.inode;
}

static enum vg_send start_locked(const char *located)
{
    int ends[2];
    char path[PATH_MAX]; /* absolute, since the compiler starts in another folder */
    struct stat status;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        vg_log(VG_LOG_ERROR, "compiler: no socket: %s", strerror(errno));
        return VG_SEND_NO_RESOURCE;
    }
    struct launch launch = {.path = path, .socket = ends[1]};
    int error = realpath(located, path) ? spawn_detached(&launch) : errno;
    close(ends[1]);
    if (error || fstat(ends[0], &status) != 0) {
        close(ends[0]);
        vg_log(VG_LOG_ERROR, "compiler: cannot start %s: %s", located, strerror(error));
        return is_resource_error(error) ? VG_SEND_NO_RESOURCE : VG_SEND_NO_COMPILER;
    }
    link_.socket = ends[0];
    link_.inode = status.st_ino;
    link_.number++;
    vg_log(VG_LOG_INFO, "compiler: started %s", path);
    return VG_SEND_OK;
}

static enum vg_send connect_locked(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (connected_locked())
        return VG_SEND_OK;
    pthread_once(&once, watch_forks);
    char *path = vg_locate_compiler();
    if (!path)
        return VG_SEND_NO_RESOURCE;
    enum vg_send result = start_locked(path);
    vg_free(path);
    return result;
}

/* One datagram, without waiting; 0 or an errno. */
static int transmit(int socket, const struct vg_wire_call *call, const int descriptors[3])
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(3 * sizeof(int))];
    } control = {0};
    struct iovec data = {.iov_base = (void *)(uintptr_t)call, .iov_len = sizeof *call};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control.bytes};
    struct cmsghdr *attached = CMSG_FIRSTHDR(&message);
    attached->cmsg_level = SOL_SOCKET;
    attached->cmsg_type = SCM_RIGHTS;
    attached->cmsg_len = CMSG_LEN(3 * sizeof(int));
    memcpy(CMSG_DATA(attached), descriptors, 3 * sizeof(int));
    while (sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        if (errno != EINTR)
            return errno;
    return 0;
}

/* Sends on the connection, made anew once when the compiler behind it has ended. */
static enum vg_send send_locked(const struct vg_wire_call *call, const int descriptors[3])
{
    for (int attempt = 0; attempt < 2; attempt++) {
        enum vg_send ready = connect_locked();
        if (ready != VG_SEND_OK)
            return ready;
        int error = transmit(link_.socket, call, descriptors);
        if (!error)
            return VG_SEND_OK;
        if (error == EAGAIN || error == ETOOMANYREFS)
            return VG_SEND_FULL;
        vg_log(VG_LOG_INFO, "compiler: connection lost: %s", strerror(error));
        close_locked();
    }
    return VG_SEND_LOST;
}

enum vg_send vg_process_send(const struct vg_wire_call *call, const int descriptors[3], uint64_t deadline,
                             uint64_t *connection)
{
    for (;;) {
        vg_mutex_lock(&link_.lock);
        enum vg_send result = send_locked(call, descriptors);
        struct pollfd writable = {.fd = link_.socket, .events = POLLOUT};
        *connection = link_.number;
        vg_mutex_unlock(&link_.lock);
        if (result != VG_SEND_FULL || vg_now_ns() >= deadline)
            return result;
        poll(&writable, 1, FULL_WAIT_MS);
    }
}

void vg_process_hurry(uint64_t connection, const struct vg_wire_call *call, int pipe)
{
    const int descriptors[3] = {pipe, pipe, pipe};
    vg_mutex_lock(&link_.lock);
    if (link_.number == connection && connected_locked())
        transmit(link_.socket, call, descriptors);
    vg_mutex_unlock(&link_.lock);
}

bool vg_process_is_gone(uint64_t connection)
{
    vg_mutex_lock(&link_.lock);
    bool current = link_.number == connection && connected_locked();
    struct pollfd end = {.fd = link_.socket, .events = POLLIN};
    vg_mutex_unlock(&link_.lock);
    if (!current)
        return true;
    return poll(&end, 1, GONE_WAIT_MS) > 0 && (end.revents & (POLLHUP | POLLERR | POLLNVAL));
}

void vg_process_close(void)
{
    vg_mutex_lock(&link_.lock);
    close_locked();
    vg_mutex_unlock(&link_.lock);
}
