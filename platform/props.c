/* SPDX-License-Identifier: MIT */
/* Reads and keeps property lists. */
#include "platform/props.h"

#include "base/alloc.h"
#include "base/error.h"

static const struct vg_props_row *find_row(const struct vg_props_table *table, cl_properties name)
{
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].name == name)
            return &table->rows[i];
    }
    return NULL;
}

static bool is_repeated(const cl_properties *list, const cl_properties *at)
{
    for (; list != at; list += 2) {
        if (*list == *at)
            return true;
    }
    return false;
}

cl_int vg_props_read(const struct vg_props_table *table, const void *list, void *target)
{
    const cl_properties *first = list;
    if (!first)
        return CL_SUCCESS;
    for (const cl_properties *at = first; *at != 0; at += 2) {
        const struct vg_props_row *row = find_row(table, *at);
        if (!row)
            return vg_fail(table->error, "%s: property 0x%llx is not known", table->what,
                           (unsigned long long)*at);
        if (is_repeated(first, at))
            return vg_fail(table->error, "%s: property 0x%llx is given twice", table->what,
                           (unsigned long long)*at);
        VG_TRY(row->set(target, at[1]));
    }
    return CL_SUCCESS;
}

cl_int vg_props_copy(struct vg_props *props, const void *list)
{
    const cl_properties *from = list;
    *props = (struct vg_props){NULL, 0};
    if (!from)
        return CL_SUCCESS;
    size_t count = 0;
    while (from[count] != 0)
        count += 2;
    size_t bytes = (count + 1) * sizeof(*from);
    props->list = vg_memdup(from, bytes);
    if (!props->list)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for %zu bytes of properties", bytes);
    props->bytes = bytes;
    return CL_SUCCESS;
}

void vg_props_finish(struct vg_props *props)
{
    vg_free(props->list);
    *props = (struct vg_props){NULL, 0};
}
