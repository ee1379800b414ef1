/* SPDX-License-Identifier: MIT */
/* The container of requests and replies: a head, a table of sections, their bytes. Each section starts at a
 * multiple of 16 (what bitcode and ELF readers ask for) and ends with a NUL outside its size, so that texts
 * can be used as C strings. A reader trusts nothing: the table is checked in whole before a view is given
 * out, so that the functions which hand out parts need no checks of their own. */
#include "compiler/wire.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/checked.h"

#define SECTION_ALIGN 16

struct head {
    uint32_t magic, version;
    uint64_t count;
};

struct entry {
    uint32_t kind, reserved;
    uint64_t offset, size;
};

/* Lays the sections out; entries may be NULL when only the total size is wanted. */
static bool lay_out(const struct vg_wire_part *parts, size_t count, struct entry *entries, size_t *total)
{
    size_t at;
    if (!vg_add_mul(sizeof(struct head), count, sizeof(struct entry), &at))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!vg_align_up(at, SECTION_ALIGN, &at))
            return false;
        if (entries)
            entries[i] = (struct entry){.kind = parts[i].kind, .offset = at, .size = parts[i].size};
        if (!vg_add(at, parts[i].size, &at) || !vg_add(at, 1, &at))
            return false;
    }
    *total = at;
    return true;
}

void *vg_wire_pack(const struct vg_wire_part *parts, size_t count, size_t *size)
{
    size_t total;
    if (!lay_out(parts, count, NULL, &total))
        return NULL;
    char *bytes = vg_zalloc(total);
    if (!bytes)
        return NULL;
    struct entry *entries = (struct entry *)(void *)(bytes + sizeof(struct head));
    *(struct head *)(void *)bytes =
        (struct head){.magic = VG_WIRE_MAGIC, .version = VG_WIRE_VERSION, .count = count};
    lay_out(parts, count, entries, &total);
    for (size_t i = 0; i < count; i++)
        if (parts[i].size)
            memcpy(bytes + entries[i].offset, parts[i].data, parts[i].size);
    *size = total;
    return bytes;
}

static bool write_all(int fd, const char *bytes, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t n = pwrite(fd, bytes + done, size - done, (off_t)done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

bool vg_wire_write(int fd, const struct vg_wire_part *parts, size_t count)
{
    size_t size;
    void *bytes = vg_wire_pack(parts, count, &size);
    if (!bytes)
        return false;
    bool ok = write_all(fd, bytes, size);
    vg_free(bytes);
    return ok;
}

static const struct entry *entry_at(const struct vg_wire_view *view, size_t index)
{
    return (const struct entry *)(const void *)((const char *)view->base + sizeof(struct head)) + index;
}

static bool table_is_sound(const struct vg_wire_view *view)
{
    const char *bytes = view->base;
    size_t table_end;
    if (!vg_add_mul(sizeof(struct head), view->count, sizeof(struct entry), &table_end) ||
        table_end > view->size)
        return false;
    for (size_t i = 0; i < view->count; i++) {
        const struct entry *entry = entry_at(view, i);
        if (entry->offset < table_end || entry->offset % SECTION_ALIGN != 0)
            return false;
        if (!vg_in_range(entry->offset, entry->size, view->size) || entry->offset + entry->size == view->size)
            return false;
        if (bytes[entry->offset + entry->size] != 0)
            return false;
    }
    return true;
}

bool vg_wire_borrow(const void *bytes, size_t size, struct vg_wire_view *view)
{
    *view = (struct vg_wire_view){0};
    const struct head *head = bytes;
    if (!bytes || (uintptr_t)bytes % _Alignof(struct head) != 0 || size < sizeof *head)
        return false;
    if (head->magic != VG_WIRE_MAGIC || head->version != VG_WIRE_VERSION)
        return false;
    struct vg_wire_view candidate = {.base = bytes, .size = size, .count = head->count};
    if (!table_is_sound(&candidate))
        return false;
    *view = candidate;
    return true;
}

bool vg_wire_map(int fd, struct vg_wire_view *view)
{
    *view = (struct vg_wire_view){0};
    struct stat status;
    if (fstat(fd, &status) != 0 || status.st_size <= 0)
        return false;
    size_t size = (size_t)status.st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (bytes == MAP_FAILED)
        return false;
    if (!vg_wire_borrow(bytes, size, view)) {
        munmap(bytes, size);
        return false;
    }
    view->mapped = true;
    return true;
}

void vg_wire_unmap(struct vg_wire_view *view)
{
    if (view->mapped)
        munmap((void *)(uintptr_t)view->base, view->size);
    *view = (struct vg_wire_view){0};
}

bool vg_wire_part_at(const struct vg_wire_view *view, size_t index, struct vg_wire_part *part)
{
    if (index >= view->count)
        return false;
    const struct entry *entry = entry_at(view, index);
    *part = (struct vg_wire_part){
        .kind = entry->kind, .data = (const char *)view->base + entry->offset, .size = entry->size};
    return true;
}

bool vg_wire_find(const struct vg_wire_view *view, uint32_t kind, size_t n, struct vg_wire_part *part)
{
    for (size_t i = 0; vg_wire_part_at(view, i, part); i++)
        if (part->kind == kind && n-- == 0)
            return true;
    return false;
}
