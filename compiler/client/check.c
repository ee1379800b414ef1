/* SPDX-License-Identifier: MIT */
/* Keeps what checked kernels find, on any number of threads. A finding belongs to whoever sets its site; the
 * rest of it is read when the launch is over. */
#include "compiler/check.h"

#include <stdbool.h>
#include <string.h>

#include "base/alloc.h"
#include "base/config.h"
#include "compiler/options.h"

static atomic_uint wanted_by_programs;

void vg_check_want(unsigned checks)
{
    atomic_fetch_or_explicit(&wanted_by_programs, checks, memory_order_relaxed);
}

bool vg_check_is_wanted(unsigned checks)
{
    unsigned wanted = 0;
    const char *all = vg_config_string(VG_ID_VGPU_CHECK), *bad;
    if (*all && !vg_checks_parse(all, &wanted, &bad))
        wanted = 0;
    return ((wanted | atomic_load_explicit(&wanted_by_programs, memory_order_relaxed)) & checks) != 0;
}

struct vg_check *vg_check_create(size_t arg_count)
{
    arg_count++;
    struct vg_check *check = vg_zalloc(sizeof *check + arg_count * sizeof *check->args);
    if (!check)
        return NULL;
    check->arg_count = (uint32_t)arg_count;
    check->found = vg_zalloc(sizeof *check->found);
    if (check->found)
        return check;
    vg_free(check);
    return NULL;
}

void *vg_check_cells_create(size_t bytes)
{
    return vg_zalloc_array(bytes / 4 + 1, VG_CHECK_CELL_WORDS * sizeof(uint64_t));
}

void vg_check_destroy(struct vg_check *check)
{
    if (!check)
        return;
    for (uint32_t i = 0; i < check->arg_count; i++)
        vg_free(check->args[i].owned_cells);
    vg_free(check->found);
    vg_free(check);
}

/* The finding for a site: a new one, which *is_new says, or one that has been told of before; NULL when there
 * are too many. */
static struct vg_check_finding *find(struct vg_check_found *found, const char *site, bool *is_new)
{
    for (size_t i = 0; i < VG_CHECK_FINDINGS; i++) {
        const char *none = NULL;
        *is_new = atomic_compare_exchange_strong(&found->findings[i].site, &none, site);
        if (*is_new || none == site)
            return &found->findings[i];
    }
    return NULL;
}

struct vg_check_finding *vg_check_note(struct vg_check *check, const char *site, uint64_t items)
{
    bool is_new;
    struct vg_check_finding *finding = find(check->found, site, &is_new);
    atomic_store_explicit(&check->status, VG_CHECK_FAILED, memory_order_relaxed);
    if (!finding) {
        atomic_fetch_add_explicit(&check->found->others, items, memory_order_relaxed);
        return NULL;
    }
    atomic_fetch_add_explicit(&finding->count, items, memory_order_relaxed);
    return is_new ? finding : NULL;
}

void vg_rt_check_found(struct vg_check *check, uint64_t kind, const char *site, const char *object,
                       uint64_t offset, uint64_t extent, uint64_t local_id, uint64_t group_x,
                       uint64_t group_y, uint64_t group_z, uint64_t items)
{
    enum { ID_BITS = 16, ID_MASK = (1 << ID_BITS) - 1 };
    struct vg_check_finding *finding = vg_check_note(check, site, items);
    if (!finding)
        return;
    finding->kind = kind;
    finding->object = object;
    finding->offset = offset;
    finding->extent = extent;
    for (unsigned i = 0; i < 3; i++)
        finding->local[i] = local_id >> i * ID_BITS & ID_MASK;
    finding->group[0] = group_x;
    finding->group[1] = group_y;
    finding->group[2] = group_z;
}

/* Work-items that race do this at the same time. */
static void mark_stored(unsigned char *shadow, uint64_t bytes)
{
    for (uint64_t i = 0; i < bytes; i++)
        atomic_store_explicit((atomic_uchar *)&shadow[i], 0, memory_order_relaxed);
}

void vg_rt_check_stored(struct vg_check *check, const void *address, uint64_t bytes)
{
    for (uint32_t i = 0; i < check->arg_count; i++) {
        const struct vg_check_arg *arg = &check->args[i];
        uint64_t offset = (uintptr_t)address - arg->start;
        if (arg->shadow && offset < arg->extent && bytes <= arg->extent - offset)
            mark_stored(arg->shadow + offset, bytes);
    }
}

size_t vg_check_count(const struct vg_check *check)
{
    size_t count = 0;
    while (count < VG_CHECK_FINDINGS && check->found->findings[count].site)
        count++;
    return count;
}

const struct vg_check_finding *vg_check_at(const struct vg_check *check, size_t index)
{
    return &check->found->findings[index];
}

const char *vg_check_line(const struct vg_check_finding *finding)
{
    return finding->site;
}

const char *vg_check_access(const struct vg_check_finding *finding)
{
    return finding->site + strlen(finding->site) + 1;
}
