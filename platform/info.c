/* SPDX-License-Identifier: MIT */
/* Answers queries from tables of rows. */
#include "platform/info.h"

#include <string.h>

#include "base/error.h"
#include "platform/object.h"

cl_int vg_info_put(const struct vg_info_out *out, const void *bytes, size_t size)
{
    if (out->value) {
        if (out->capacity < size)
            return vg_fail(CL_INVALID_VALUE, "param_value_size is %zu, the answer has %zu bytes",
                           out->capacity, size);
        if (size > 0)
            memcpy(out->value, bytes, size);
    }
    if (out->size_ret)
        *out->size_ret = size;
    return CL_SUCCESS;
}

cl_int vg_info_put_uint(const struct vg_info_out *out, cl_uint value)
{
    return vg_info_put(out, &value, sizeof(value));
}

cl_int vg_info_put_ulong(const struct vg_info_out *out, cl_ulong value)
{
    return vg_info_put(out, &value, sizeof(value));
}

cl_int vg_info_put_size(const struct vg_info_out *out, size_t value)
{
    return vg_info_put(out, &value, sizeof(value));
}

cl_int vg_info_put_pointer(const struct vg_info_out *out, const void *value)
{
    return vg_info_put(out, &value, sizeof(value));
}

cl_int vg_info_put_string(const struct vg_info_out *out, const char *text)
{
    return vg_info_put(out, text ? text : "", text ? strlen(text) + 1 : 1);
}

static cl_int put_row(const struct vg_info_row *row, const void *object, const struct vg_info_out *out)
{
    const char *member = (const char *)object + row->offset;
    switch (row->source) {
    case VG_INFO_FIELD:
        return vg_info_put(out, member, row->size);
    case VG_INFO_STRING:
        return vg_info_put_string(out, *(char *const *)(const void *)member);
    case VG_INFO_CONST:
        return vg_info_put(out, row->constant, row->size);
    case VG_INFO_CALL:
        break;
    }
    return row->call(object, out);
}

cl_int vg_info_get(const struct vg_info_table *table, const void *object, cl_uint name, size_t capacity,
                   void *value, size_t *size_ret)
{
    const struct vg_info_out out = {capacity, value, size_ret};
    for (size_t i = 0; i < table->count; i++) {
        if (table->rows[i].name == name)
            return put_row(&table->rows[i], object, &out);
    }
    return vg_fail(CL_INVALID_VALUE, "%s: param_name 0x%x is not known", table->what, name);
}

cl_int vg_info_api_refs(const void *object, const struct vg_info_out *out)
{
    return vg_info_put_uint(out, vg_object_api_refs(object));
}
