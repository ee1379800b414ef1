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

/* Where the next name is. */
static const cl_properties *after(const struct vg_props_row *row, const cl_properties *at)
{
    at++;
    while (row && row->set_list && *at != 0)
        at++;
    return at + 1;
}

static bool is_repeated(const struct vg_props_table *table, const cl_properties *list,
                        const cl_properties *at)
{
    for (; list != at; list = after(find_row(table, *list), list)) {
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
    const struct vg_props_row *row;
    for (const cl_properties *at = first; *at != 0; at = after(row, at)) {
        row = find_row(table, *at);
        if (!row)
            return vg_fail(table->error, "%s: property 0x%llx is not known", table->what,
                           (unsigned long long)*at);
        if (is_repeated(table, first, at))
            return vg_fail(table->error, "%s: property 0x%llx is given twice", table->what,
                           (unsigned long long)*at);
        VG_TRY(row->set_list ? row->set_list(target, at + 1) : row->set(target, at[1]));
    }
    return CL_SUCCESS;
}

cl_int vg_props_copy(const struct vg_props_table *table, struct vg_props *props, const void *list)
{
    const cl_properties *from = list;
    *props = (struct vg_props){NULL, 0};
    if (!from)
        return CL_SUCCESS;
    const cl_properties *end = from;
    while (*end != 0)
        end = after(find_row(table, *end), end);
    size_t bytes = (size_t)(end + 1 - from) * sizeof(*from);
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
