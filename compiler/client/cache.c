/* SPDX-License-Identifier: MIT */
/* Puts the layers together, and keeps entries true to the files that their sources include: each DEPENDENCY
 * section that the compiler reports is stored together with a digest of the file, and checked again before an
 * entry is used. */
#include "compiler/client/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/config.h"
#include "base/log.h"
#include "compiler/client/disk.h"
#include "compiler/client/recent.h"

#define SECTION_DIGEST VG_SECTION_CLIENT /* of the DEPENDENCY with the same index */

#define CLOCK_TICK_NS INT64_C(10000000)
#define NS_PER_SECOND INT64_C(1000000000)

#ifndef VG_SYSTEM_CACHE_DIR
#define VG_SYSTEM_CACHE_DIR ""
#endif

static struct {
    pthread_once_t once;
    struct vg_disk user, system;
} layers = {.once = PTHREAD_ONCE_INIT};

/* The configured folder; "" turns the layer off. */
static void choose_folder(char folder[PATH_MAX])
{
    const char *given = vg_config_string(VG_ID_VGPU_CACHE_DIR);
    const char *xdg = vg_env("XDG_CACHE_HOME"), *home = vg_env("HOME");
    char current[PATH_MAX];
    int length = 0;
    folder[0] = 0;
    if (strcmp(given, "-") == 0)
        return;
    if (given[0] == '/')
        length = snprintf(folder, PATH_MAX, "%s", given);
    else if (given[0] && getcwd(current, sizeof current))
        length = snprintf(folder, PATH_MAX, "%s/%s", current, given);
    else if (xdg && xdg[0] == '/')
        length = snprintf(folder, PATH_MAX, "%s/vgpu", xdg);
    else if (home && home[0] == '/')
        length = snprintf(folder, PATH_MAX, "%s/.cache/vgpu", home);
    if (length >= PATH_MAX)
        folder[0] = 0;
}

static void open_layers(void)
{
    char folder[PATH_MAX];
    choose_folder(folder);
    vg_disk_init(&layers.user, folder, true, vg_config_number(VG_ID_VGPU_CACHE_SIZE));
    vg_disk_init(&layers.system, VG_SYSTEM_CACHE_DIR, false, 0);
    vg_log(VG_LOG_INFO, "cache: %s", folder[0] ? folder : "in memory only");
}

const char *vg_cache_folder(void)
{
    pthread_once(&layers.once, open_layers);
    return layers.user.folder;
}

static bool digest_of_file(const char *path, struct vg_digest *digest, struct timespec *changed)
{
    struct stat status;
    char block[16384];
    struct vg_hash hash;
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    vg_hash_init(&hash);
    while (ok && ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)))
        if (n > 0)
            vg_hash_field(&hash, block, (size_t)n);
    close(fd);
    *digest = vg_hash_finish(&hash);
    *changed = status.st_mtim;
    return ok && n == 0;
}

static bool files_are_unchanged(const struct vg_wire_view *entry)
{
    struct vg_wire_part path, stored;
    for (size_t i = 0; vg_wire_find(entry, VG_SECTION_DEPENDENCY, i, &path); i++) {
        struct vg_digest digest;
        struct timespec changed;
        if (!vg_wire_find(entry, SECTION_DIGEST, i, &stored) || stored.size != sizeof digest ||
            !digest_of_file(path.data, &digest, &changed) || memcmp(&digest, stored.data, sizeof digest) != 0)
            return false;
    }
    return true;
}

bool vg_cache_get(const struct vg_digest *key, struct vg_reply *entry)
{
    pthread_once(&layers.once, open_layers);
    if (!vg_disk_get(&layers.user, key, entry) && !vg_disk_get(&layers.system, key, entry) &&
        !vg_recent_get(key, entry))
        return false;
    if (files_are_unchanged(&entry->view))
        return true;
    vg_reply_finish(entry);
    return false;
}

bool vg_cache_has(const struct vg_digest *key)
{
    pthread_once(&layers.once, open_layers);
    return vg_disk_has(&layers.user, key) || vg_disk_has(&layers.system, key) || vg_recent_has(key);
}

/* File times come from a clock that only ticks every few milliseconds. */
static bool is_later(struct timespec changed, struct timespec since)
{
    int64_t seconds = changed.tv_sec - since.tv_sec;
    int64_t ns = changed.tv_nsec - since.tv_nsec;
    return seconds > 1 || (seconds >= -1 && seconds * NS_PER_SECOND + ns > -CLOCK_TICK_NS);
}

/* The sections of the reply, then the digests of its dependencies. False when one cannot be vouched for. */
static bool add_digests(const struct vg_wire_view *reply, struct timespec since, struct vg_wire_part *parts,
                        struct vg_digest *digests, size_t *count)
{
    struct vg_wire_part path;
    size_t n = 0;
    while (vg_wire_part_at(reply, n, &parts[n]))
        n++;
    for (size_t i = 0; vg_wire_find(reply, VG_SECTION_DEPENDENCY, i, &path); i++) {
        struct timespec changed;
        if (!digest_of_file(path.data, &digests[i], &changed) || is_later(changed, since))
            return false;
        parts[n++] = (struct vg_wire_part){SECTION_DIGEST, &digests[i], sizeof digests[i]};
    }
    *count = n;
    return true;
}

void vg_cache_put(const struct vg_digest *key, const struct vg_reply *reply, struct timespec since)
{
    size_t count = 0, size = 0;
    void *bytes = NULL;
    struct vg_wire_part *parts = vg_zalloc_array(reply->view.count, 2 * sizeof *parts);
    struct vg_digest *digests = vg_zalloc_array(reply->view.count, sizeof *digests);
    pthread_once(&layers.once, open_layers);
    if (parts && digests && add_digests(&reply->view, since, parts, digests, &count))
        bytes = vg_wire_pack(parts, count, &size);
    if (bytes && !vg_disk_put(&layers.user, key, bytes, size))
        vg_recent_put(key, bytes, size);
    vg_free(bytes);
    vg_free(digests);
    vg_free(parts);
}
