/* SPDX-License-Identifier: MIT */
/* A file is a head (magic, key, size, checksum) and the container. Its name is the key in hexadecimal digits.
 * Reading an entry marks it as used by its time of change, but not more than once an hour, which is all that
 * the clean-up needs to find the least recently used. What the files hold is machine code that we will run: a
 * folder that others could write to is not used at all. */
#include "compiler/client/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"

#define FILE_MAGIC UINT64_C(0x3165686361436756) /* "VgCache1" */
#define NAME_DIGITS (2 * sizeof(struct vg_digest))
#define PATH_BYTES (PATH_MAX + NAME_DIGITS + 64)
#define MAX_FILE_BYTES ((off_t)1 << 30)
#define MARK_SECONDS 3600     /* an entry's time of use is this coarse */
#define LEFTOVER_SECONDS 3600 /* temporary files older than this have lost their writer */
#define CLEAN_SECONDS 600     /* clean-ups by short-lived processes are this far apart */
#define STAMP_NAME "cleaned"
#define TEMPORARY_PREFIX "tmp."

struct file_head {
    uint64_t magic;
    uint64_t size; /* of the container */
    struct vg_digest key;
    uint64_t checksum;
    uint64_t reserved;
};

void vg_disk_init(struct vg_disk *disk, const char *folder, bool writable, uint64_t capacity)
{
    *disk = (struct vg_disk){.writable = writable, .capacity = capacity};
    if (strlen(folder) < sizeof disk->folder)
        strcpy(disk->folder, folder);
}

static void entry_name(const struct vg_digest *key, char name[NAME_DIGITS + 1])
{
    for (size_t i = 0; i < sizeof key->bytes; i++)
        snprintf(name + 2 * i, 3, "%02x", key->bytes[i]);
}

static void entry_path(const struct vg_disk *disk, const struct vg_digest *key, char path[PATH_BYTES])
{
    char name[NAME_DIGITS + 1];
    entry_name(key, name);
    snprintf(path, PATH_BYTES, "%s/%s", disk->folder, name);
}

static bool folder_is_safe(struct vg_disk *disk)
{
    struct stat status;
    if (!disk->folder[0] || stat(disk->folder, &status) != 0 || !S_ISDIR(status.st_mode))
        return false;
    if ((status.st_uid == geteuid() || status.st_uid == 0) && (status.st_mode & (S_IWGRP | S_IWOTH)) == 0)
        return true;
    if (!atomic_exchange(&disk->warned, true))
        vg_log(VG_LOG_WARN, "cache: %s can be written to by others and is not used", disk->folder);
    return false;
}

static bool make_folders(const char *folder)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", folder);
    for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
        *at = 0;
        mkdir(path, 0700);
        *at = '/';
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool head_is_sound(const struct file_head *head, const struct vg_digest *key, const char *bytes,
                          size_t size)
{
    return head->magic == FILE_MAGIC && head->reserved == 0 && head->size == size &&
           memcmp(&head->key, key, sizeof *key) == 0 && head->checksum == vg_checksum(bytes, size);
}

/* Whole file into one heap block; the container follows the head. */
static bool read_entry(int fd, size_t total, const struct vg_digest *key, struct vg_reply *entry)
{
    char *bytes = vg_zalloc(total);
    size_t size = total - sizeof(struct file_head);
    if (!bytes)
        return false;
    *entry = (struct vg_reply){.bytes = bytes};
    char *container = bytes + sizeof(struct file_head);
    if (read(fd, bytes, total) == (ssize_t)total &&
        head_is_sound((struct file_head *)(void *)bytes, key, container, size) &&
        vg_wire_borrow(container, size, &entry->view))
        return true;
    vg_reply_finish(entry);
    return false;
}

static void mark_used(int fd, const struct stat *status)
{
    if (time(NULL) - status->st_mtim.tv_sec > MARK_SECONDS)
        futimens(fd, NULL); /* may fail on a read-only file system, where nothing is cleaned up either */
}

bool vg_disk_get(struct vg_disk *disk, const struct vg_digest *key, struct vg_reply *entry)
{
    char path[PATH_BYTES];
    struct stat status;
    *entry = (struct vg_reply){0};
    if (!folder_is_safe(disk))
        return false;
    entry_path(disk, key, path);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool ok = false;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
        bool plausible = status.st_size > (off_t)sizeof(struct file_head) && status.st_size <= MAX_FILE_BYTES;
        ok = plausible && read_entry(fd, (size_t)status.st_size, key, entry);
        if (ok && disk->writable)
            mark_used(fd, &status);
        if (!ok) {
            vg_log(VG_LOG_WARN, "cache: %s is damaged and is not used", path);
            vg_disk_remove(disk, key);
        }
    }
    close(fd);
    return ok;
}

bool vg_disk_has(struct vg_disk *disk, const struct vg_digest *key)
{
    char path[PATH_BYTES];
    if (!folder_is_safe(disk))
        return false;
    entry_path(disk, key, path);
    return access(path, R_OK) == 0;
}

void vg_disk_remove(struct vg_disk *disk, const struct vg_digest *key)
{
    char path[PATH_BYTES];
    if (!disk->writable || !disk->folder[0])
        return;
    entry_path(disk, key, path);
    unlink(path);
}

static bool write_file(const char *path, const struct file_head *head, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    bool ok = write(fd, head, sizeof *head) == (ssize_t)sizeof *head;
    for (size_t done = 0; ok && done < size;) {
        ssize_t n = write(fd, (const char *)bytes + done, size - done);
        if (n < 0 && errno == EINTR)
            continue;
        ok = n > 0;
        done += ok ? (size_t)n : 0;
    }
    return close(fd) == 0 && ok;
}

struct old_file {
    char name[NAME_DIGITS + 1];
    off_t size;
    struct timespec used;
};

static int by_use(const void *a, const void *b)
{
    const struct timespec *x = &((const struct old_file *)a)->used, *y = &((const struct old_file *)b)->used;
    if (x->tv_sec != y->tv_sec)
        return x->tv_sec < y->tv_sec ? -1 : 1;
    return (x->tv_nsec > y->tv_nsec) - (x->tv_nsec < y->tv_nsec);
}

struct listing {
    struct old_file *files;
    size_t count, capacity;
    uint64_t bytes;
};

static bool list_file(struct listing *list, const char *name, const struct stat *status)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 256;
        struct old_file *grown = vg_realloc(list->files, capacity * sizeof *grown);
        if (!grown)
            return false;
        list->files = grown;
        list->capacity = capacity;
    }
    struct old_file *file = &list->files[list->count++];
    memcpy(file->name, name, NAME_DIGITS + 1);
    file->size = status->st_size;
    file->used = status->st_mtim;
    list->bytes += (uint64_t)status->st_size;
    return true;
}

/* Lists the entries of the folder; temporary files that nobody writes any more go at once. */
static void list_folder(DIR *folder, struct listing *list)
{
    struct dirent *found;
    struct stat status;
    int fd = dirfd(folder);
    while ((found = readdir(folder))) {
        if (fstatat(fd, found->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(status.st_mode))
            continue;
        if (strncmp(found->d_name, TEMPORARY_PREFIX, strlen(TEMPORARY_PREFIX)) == 0) {
            if (time(NULL) - status.st_mtim.tv_sec > LEFTOVER_SECONDS)
                unlinkat(fd, found->d_name, 0);
        } else if (strlen(found->d_name) == NAME_DIGITS && !list_file(list, found->d_name, &status)) {
            return;
        }
    }
}

static void clean_up(struct vg_disk *disk)
{
    struct listing list = {0};
    DIR *folder = opendir(disk->folder);
    if (!folder)
        return;
    list_folder(folder, &list);
    if (list.bytes > disk->capacity) {
        uint64_t goal = disk->capacity - disk->capacity / 8;
        qsort(list.files, list.count, sizeof *list.files, by_use);
        for (size_t i = 0; i < list.count && list.bytes > goal; i++) {
            unlinkat(dirfd(folder), list.files[i].name, 0);
            list.bytes -= (uint64_t)list.files[i].size;
        }
    }
    closedir(folder);
    vg_free(list.files);
}

/* Whether the folder was cleaned up lately, by any process; if not, the caller is to do it. */
static bool cleaned_lately(const struct vg_disk *disk)
{
    char path[PATH_BYTES];
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", disk->folder, STAMP_NAME);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return true;
    bool lately = fstat(fd, &status) == 0 && time(NULL) - status.st_mtim.tv_sec < CLEAN_SECONDS;
    if (!lately)
        futimens(fd, NULL);
    close(fd);
    return lately;
}

static void clean_up_sometimes(struct vg_disk *disk, size_t written)
{
    if (disk->capacity == 0)
        return;
    uint64_t fresh = atomic_fetch_add(&disk->fresh, written) + written;
    if (fresh <= disk->capacity / 16 && cleaned_lately(disk))
        return;
    atomic_store(&disk->fresh, 0);
    clean_up(disk);
}

bool vg_disk_put(struct vg_disk *disk, const struct vg_digest *key, const void *bytes, size_t size)
{
    static atomic_uint serial;
    char path[PATH_BYTES], temporary[PATH_BYTES];
    struct timespec now;
    if (!disk->writable || !disk->folder[0] || !make_folders(disk->folder) || !folder_is_safe(disk))
        return false;
    struct file_head head = {
        .magic = FILE_MAGIC, .size = size, .key = *key, .checksum = vg_checksum(bytes, size)};
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(temporary, sizeof temporary, "%s/" TEMPORARY_PREFIX "%ld.%u.%ld", disk->folder, (long)getpid(),
             atomic_fetch_add(&serial, 1), now.tv_nsec);
    entry_path(disk, key, path);
    if (!write_file(temporary, &head, bytes, size) || rename(temporary, path) != 0) {
        unlink(temporary);
        return false;
    }
    clean_up_sometimes(disk, size);
    return true;
}
