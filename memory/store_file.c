/* SPDX-License-Identifier: MIT */
/* The file store: one unlinked file per process. Its blocks are direct to the disk where the file system can,
 * since what was put away for lack of RAM must not fill the page cache. Where it cannot, each write is
 * flushed before it counts, because the cache would report a failure too late, and writers take turns,
 * because it reports each failure once only, to whoever flushes next. */
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/config.h"
#include "base/log.h"
#include "base/sync.h"
#include "memory/area.h"
#include "memory/ring.h"
#include "memory/store.h"
#include "memory/tier.h"

#define SLOT_STRIDE ((off_t)2 * (off_t)VG_EXTENT_BYTES) /* of the file's offsets; holes take no room */

/* Whose turn it is where writes are flushed. */
static struct vg_mutex turn = VG_MUTEX_INIT(VG_RANK_FILE);

static const char *spill_dir(void)
{
    const char *set = vg_config_string(VG_ID_VGPU_SPILL_DIR);
    if (*set)
        return set;
    const char *temporary = vg_env("TMPDIR");
    return temporary && *temporary ? temporary : "/var/tmp";
}

uint64_t vg_store_file_room(void)
{
    struct statvfs fs;
    if (statvfs(spill_dir(), &fs))
        return 0;
    return (uint64_t)fs.f_bavail * fs.f_frsize / 4 * 3;
}

/* For file systems without O_TMPFILE: the name lives for the time between two calls. */
static int open_and_unlink(const char *dir)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/vgpu-spill-XXXXXX", dir) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

/* Whether the file system can. An open with the flag would leave a file behind where it cannot. */
static bool make_direct(int fd)
{
    int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && fcntl(fd, F_SETFL, flags | O_DIRECT) == 0;
}

/* A write past RLIMIT_FSIZE would raise a signal. */
static void limit_slots(struct vg_store *store)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur / (rlim_t)SLOT_STRIDE < store->slots)
        store->slots = (uint32_t)(limit.rlim_cur / (rlim_t)SLOT_STRIDE);
}

static int file_open(struct vg_store *store)
{
    const char *dir = spill_dir();
    int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR))
        fd = open_and_unlink(dir);
    if (fd < 0)
        return errno;
    limit_slots(store);
    store->fd = fd;
    store->direct = make_direct(fd);
    vg_log(VG_LOG_INFO, "device memory spills to an unlinked file in %s, %s", dir,
           !store->direct    ? "through the page cache"
           : vg_ring_start() ? "direct, by io_uring"
                             : "direct");
    return 0;
}

/* How far a transfer has come: if it is direct, what is left must begin where a block does. */
static size_t reached(const struct vg_store *store, size_t done)
{
    return !store->direct ? done : done / vg_page_bytes() * vg_page_bytes();
}

/* Moves what is left of a transfer, the whole of it mostly, and finds out what is wrong with it. */
static int move_rest(const struct vg_store *store, bool write, const struct vg_transfer *transfer,
                     size_t done)
{
    char *memory = transfer->memory;
    off_t at = transfer->slot * SLOT_STRIDE;
    while (done < transfer->bytes) {
        size_t left = transfer->bytes - done;
        ssize_t n = write ? pwrite(store->fd, memory + done, left, at + (off_t)done)
                          : pread(store->fd, memory + done, left, at + (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        if (n == 0)
            return write ? ENOSPC : EIO; /* the file has become shorter than we made it */
        size_t before = done;
        done = reached(store, done + (size_t)n);
        if (done == before)
            return EIO; /* less than a block at once: it would never end */
    }
    return 0;
}

/* One alone gains nothing by a ring, and what goes through the page cache does not wait. */
static void move_by_ring(int fd, bool write, const struct vg_transfer *transfers, size_t *done,
                         unsigned count)
{
    struct vg_ring_job jobs[VG_STORE_BATCH];
    _Static_assert(VG_STORE_BATCH <= VG_RING_ENTRIES, "a batch fits into a ring");
    for (unsigned i = 0; i < count; i++)
        jobs[i] = (struct vg_ring_job){.memory = transfers[i].memory,
                                       .bytes = transfers[i].bytes,
                                       .at = (uint64_t)(transfers[i].slot * SLOT_STRIDE)};
    vg_ring_move(fd, write, jobs, count);
    for (unsigned i = 0; i < count; i++)
        done[i] = jobs[i].moved;
}

static void move(const struct vg_store *store, bool write, struct vg_transfer *transfers, unsigned count)
{
    size_t done[VG_STORE_BATCH] = {0};
    if (store->direct && count > 1)
        move_by_ring(store->fd, write, transfers, done, count);
    for (unsigned i = 0; i < count; i++)
        transfers[i].error = move_rest(store, write, &transfers[i], reached(store, done[i]));
}

static void fail_all(struct vg_transfer *transfers, unsigned count, int error)
{
    for (unsigned i = 0; i < count; i++)
        transfers[i].error = error;
}

static void write_cached(const struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    vg_mutex_lock(&turn);
    move(store, true, transfers, count);
    if (fdatasync(store->fd))
        fail_all(transfers, count, errno);
    vg_mutex_unlock(&turn);
}

static void file_write(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    if (store->direct)
        move(store, true, transfers, count);
    else
        write_cached(store, transfers, count);
}

static void file_read(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    move(store, false, transfers, count);
}

static void file_drop(struct vg_store *store, uint32_t slot, size_t bytes)
{
    if (store->is_open)
        (void)fallocate(store->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, slot * SLOT_STRIDE,
                        (off_t)bytes); /* at worst the room is used again by a later slot */
}

static void file_abandon(struct vg_store *store)
{
    vg_ring_abandon();
    vg_mutex_init(&turn, VG_RANK_FILE); /* the parent may be in the middle of a write */
    close(store->fd);
    store->fd = -1;
}

const struct vg_store_ops vg_store_file_ops = {
    .name = "ssd",
    .open = file_open,
    .write = file_write,
    .read = file_read,
    .abandon = file_abandon,
    .drop = file_drop,
};
