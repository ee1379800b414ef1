/* SPDX-License-Identifier: MIT */
/* The shadow belongs to the object that owns the block. It is made by the first checked kernel that may look
 * at it, or when a part of an object is written of which nothing else was. */
#include "platform/shadow.h"

#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "compiler/check.h"
#include "compiler/options.h"
#include "platform/command.h"
#include "platform/mem.h"

static atomic_bool any; /* there is something to keep */

bool vg_shadows_are_wanted(void)
{
    bool wanted = vg_check_is_wanted(VG_CHECK_UNINIT);
    if (wanted)
        atomic_store_explicit(&any, true, memory_order_relaxed);
    return wanted;
}

/* Under the owner's lock. */
static bool make(struct vg_mem *owner)
{
    if (owner->shadow)
        return true;
    owner->shadow = vg_zalloc(owner->size);
    if (owner->shadow && owner->starts_unwritten)
        memset(owner->shadow, UINT8_MAX, owner->size);
    return owner->shadow != NULL;
}

cl_int vg_shadow_of(struct vg_mem *mem, unsigned char **shadow)
{
    struct vg_mem *owner = vg_mem_owner(mem);
    vg_mutex_lock(&owner->lock);
    bool made = make(owner);
    vg_mutex_unlock(&owner->lock);
    if (!made)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for what is known of a buffer of %zu bytes",
                       owner->size);
    *shadow = owner->shadow + mem->origin;
    return CL_SUCCESS;
}

/* Without memory for a shadow all counts as written. */
static void set_written(struct vg_mem *mem, size_t offset, size_t size)
{
    struct vg_mem *owner = vg_mem_owner(mem);
    vg_mutex_lock(&owner->lock);
    bool whole = size == owner->size;
    if (owner->starts_unwritten && !owner->shadow && (whole || !make(owner)))
        owner->starts_unwritten = false;
    if (owner->shadow)
        memset(owner->shadow + mem->origin + offset, 0, size);
    vg_mutex_unlock(&owner->lock);
}

void vg_shadow_written(const struct vg_use *uses, size_t count, bool by_checked_kernel)
{
    for (size_t i = 0; i < count && atomic_load_explicit(&any, memory_order_relaxed); i++) {
        if (!uses[i].write || uses[i].object->kind != VG_KIND_MEM)
            continue;
        struct vg_mem *mem = (struct vg_mem *)(void *)uses[i].object;
        if (by_checked_kernel && !mem->format)
            continue;
        if (uses[i].size)
            set_written(mem, uses[i].offset, uses[i].size);
        else /* the command says nothing of what it writes */
            set_written(mem, 0, mem->size);
    }
}
