/* SPDX-License-Identifier: MIT */
/* Finds vgpu-cc and reads its build id. The id is read once per file and kept with what stat() says of the
 * file, so that later questions cost one system call, yet a compiler that is replaced while we run is
 * noticed. */
#include "compiler/client/locate.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/checked.h"
#include "base/config.h"
#include "base/sync.h"
#include "compiler/binary.h"

#define MAX_NOTE_BYTES 4096

/* Relative to the folder of the library: installed side by side, in the prefix (also with a multi-arch
 * folder), and in the build tree. */
static const char *const places[] = {
    "vgpu-cc",
    "../bin/vgpu-cc",
    "../../bin/vgpu-cc",
    "../compiler/cc/vgpu-cc",
    "../../compiler/cc/vgpu-cc",
    "../../../compiler/cc/vgpu-cc",
};

static char own_folder[PATH_MAX]; /* "" when it is not known */

/* Where this code was loaded from; the program itself when it is linked in. */
static void find_own_folder(void)
{
    Dl_info info;
    bool found = dladdr(own_folder, &info) != 0 && info.dli_fname && strchr(info.dli_fname, '/') &&
                 realpath(info.dli_fname, own_folder);
    if (!found && !realpath("/proc/self/exe", own_folder))
        own_folder[0] = 0;
    else
        *strrchr(own_folder, '/') = 0;
}

char *vg_locate_compiler(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const char *given = vg_config_string(VG_ID_VGPU_CC);
    char path[PATH_MAX + 64];
    if (*given)
        return vg_strdup(given);
    pthread_once(&once, find_own_folder);
    for (size_t i = 0; i < VG_COUNT(places); i++) {
        snprintf(path, sizeof path, "%s/%s", own_folder, places[i]);
        if (access(path, X_OK) == 0)
            return vg_strdup(path);
    }
    snprintf(path, sizeof path, "%s/%s", own_folder, places[0]);
    return vg_strdup(path);
}

/* Adds the build id among the notes in [bytes, bytes + size) to the hash; false when there is none. */
static bool hash_build_id(struct vg_hash *hash, const char *bytes, size_t size)
{
    for (size_t at = 0; vg_in_range(at, sizeof(Elf64_Nhdr), size);) {
        Elf64_Nhdr note;
        memcpy(&note, bytes + at, sizeof note);
        size_t name = at + sizeof note, text, next;
        if (!vg_align_up(note.n_namesz, 4, &text) || !vg_add(name, text, &text) ||
            !vg_align_up(note.n_descsz, 4, &next) || !vg_add(text, next, &next) || next > size)
            return false;
        if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(bytes + name, "GNU", 4) == 0) {
            vg_hash_field(hash, bytes + text, note.n_descsz);
            return true;
        }
        at = next;
    }
    return false;
}

static bool read_exactly(int fd, void *data, size_t size, uint64_t at)
{
    return at <= INT64_MAX && pread(fd, data, size, (off_t)at) == (ssize_t)size;
}

static bool hash_notes(struct vg_hash *hash, int fd)
{
    Elf64_Ehdr head;
    if (!read_exactly(fd, &head, sizeof head, 0) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 ||
        head.e_ident[EI_CLASS] != ELFCLASS64 || head.e_phentsize != sizeof(Elf64_Phdr))
        return false;
    for (unsigned i = 0; i < head.e_phnum; i++) {
        Elf64_Phdr segment;
        char notes[MAX_NOTE_BYTES];
        if (!read_exactly(fd, &segment, sizeof segment, head.e_phoff + i * sizeof segment))
            return false;
        if (segment.p_type != PT_NOTE || segment.p_filesz > sizeof notes ||
            !read_exactly(fd, notes, segment.p_filesz, segment.p_offset))
            continue;
        if (hash_build_id(hash, notes, segment.p_filesz))
            return true;
    }
    return false;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool read_identity(const char *path, const struct stat *status, struct vg_digest *identity)
{
    struct vg_hash hash;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    vg_hash_init(&hash);
    if (!hash_notes(&hash, fd)) {
        vg_hash_number(&hash, (uint64_t)status->st_size);
        vg_hash_number(&hash, (uint64_t)status->st_mtim.tv_sec);
        vg_hash_number(&hash, (uint64_t)status->st_mtim.tv_nsec);
    }
    close(fd);
    *identity = vg_hash_finish(&hash);
    return true;
}

bool vg_compiler_identity_of(const char *path, struct vg_digest *identity)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && read_identity(path, &status, identity);
}

bool vg_compiler_identity(struct vg_digest *identity)
{
    static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_COMPILER);
    static struct stat known_file;
    static struct vg_digest known;
    struct stat status;
    char *path = vg_locate_compiler();
    bool found = path && stat(path, &status) == 0 && S_ISREG(status.st_mode);
    vg_mutex_lock(&lock);
    if (found && !same_file(&status, &known_file)) {
        found = read_identity(path, &status, &known);
        known_file = found ? status : (struct stat){0};
    }
    if (found)
        *identity = known;
    vg_mutex_unlock(&lock);
    vg_free(path);
    return found;
}
