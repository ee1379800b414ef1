/* SPDX-License-Identifier: MIT */
/* The engine of every clGet*Info: a table with one row per query, and vg_info_get which looks the row up.
 *
 * A row is a field of the object, a constant, a text or a function that puts the value. The size rules of the
 * API (value NULL, buffer too small, size_ret) are applied in one place, vg_info_put. */
#ifndef VG_PLATFORM_INFO_H
#define VG_PLATFORM_INFO_H

#include <stddef.h>

#include "base/attributes.h"
#include "base/cl.h"

/* Where the answer goes: the last three arguments of every clGet*Info. */
struct vg_info_out {
    size_t capacity;
    void *value;      /* NULL: only the size is asked for */
    size_t *size_ret; /* may be NULL */
};

/* Answers with size bytes; CL_INVALID_VALUE when they do not fit. */
cl_int vg_info_put(const struct vg_info_out *out, const void *bytes, size_t size);
cl_int vg_info_put_uint(const struct vg_info_out *out, cl_uint value);
cl_int vg_info_put_ulong(const struct vg_info_out *out, cl_ulong value);
cl_int vg_info_put_size(const struct vg_info_out *out, size_t value);
cl_int vg_info_put_pointer(const struct vg_info_out *out, const void *value); /* handles too */
cl_int vg_info_put_string(const struct vg_info_out *out, const char *text);   /* NULL = "" */

enum vg_info_source { VG_INFO_FIELD, VG_INFO_CONST, VG_INFO_STRING, VG_INFO_CALL };

struct vg_info_row {
    cl_uint name;
    enum vg_info_source source;
    size_t offset, size;  /* FIELD, STRING: of the member in the object; CONST: size of the value */
    const void *constant; /* CONST; the size counts a text's NUL */
    cl_int (*call)(const void *object, const struct vg_info_out *out);
};

/* Fails to compile when the member is not of exactly the size of the type that the API promises. */
#define VG_INFO_SIZE_CHECK(type_size, member_size) (0 * sizeof(char[(type_size) == (member_size) ? 1 : -1]))

/* A member that holds the answer, of the API's type. */
#define VG_FIELD(name_, struct_, member, type)                                                               \
    {.name = (name_),                                                                                        \
     .source = VG_INFO_FIELD,                                                                                \
     .offset = offsetof(struct struct_, member),                                                             \
     .size = sizeof(type) + VG_INFO_SIZE_CHECK(sizeof(type), sizeof(((struct struct_ *)0)->member))}
/* A member of type char * (NULL = ""). */
#define VG_TEXT(name_, struct_, member)                                                                      \
    {.name = (name_), .source = VG_INFO_STRING, .offset = offsetof(struct struct_, member)}
/* The same answer for every object. */
#define VG_CONST(name_, type, ...)                                                                           \
    {                                                                                                        \
        .name = (name_), .source = VG_INFO_CONST, .size = sizeof(type), .constant = &(const type)            \
        {                                                                                                    \
            __VA_ARGS__                                                                                      \
        }                                                                                                    \
    }
#define VG_CONST_TEXT(name_, text)                                                                           \
    {.name = (name_), .source = VG_INFO_CONST, .size = sizeof(text), .constant = (text)}
/* A constant array by its name. */
#define VG_CONST_ARRAY(name_, array)                                                                         \
    {.name = (name_), .source = VG_INFO_CONST, .size = sizeof(array), .constant = (array)}
/* An empty answer: size 0. */
#define VG_EMPTY(name_) {.name = (name_), .source = VG_INFO_CONST, .size = 0}
/* Anything else. */
#define VG_CALL(name_, function) {.name = (name_), .source = VG_INFO_CALL, .call = (function)}

struct vg_info_table {
    const char *what; /* "clGetMemObjectInfo", for the message about an unknown name */
    const struct vg_info_row *rows;
    size_t count;
};
#define VG_INFO_TABLE(what_, rows_) {(what_), (rows_), VG_COUNT(rows_)}

/* Answers name from the table; CL_INVALID_VALUE when it has no such row. */
cl_int vg_info_get(const struct vg_info_table *table, const void *object, cl_uint name, size_t capacity,
                   void *value, size_t *size_ret);

/* A row function for CL_*_REFERENCE_COUNT of any object. */
cl_int vg_info_api_refs(const void *object, const struct vg_info_out *out);

#endif
