/* SPDX-License-Identifier: MIT */
/* The engine of every property list: pairs of name and value, ended by 0. A table of rows says which names
 * there are and what to do with a value; unknown and repeated names are errors. The value of some names is a
 * list of its own, which ends with 0 as well. */
#ifndef VG_PLATFORM_PROPS_H
#define VG_PLATFORM_PROPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attributes.h"
#include "base/cl.h"

/* All property types of the API are 64 bits wide on the machines that we run on. */
_Static_assert(sizeof(cl_properties) == sizeof(cl_context_properties), "property lists share one engine");

struct vg_props_row {
    cl_properties name;
    cl_int (*set)(void *target, cl_properties value);              /* checks the value and stores it */
    cl_int (*set_list)(void *target, const cl_properties *values); /* instead of set: the value is a list */
};

struct vg_props_table {
    const char *what; /* "clCreateContext" */
    const struct vg_props_row *rows;
    size_t count;
    cl_int error; /* for an unknown or repeated name: CL_INVALID_PROPERTY, CL_INVALID_VALUE */
};
#define VG_PROPS_TABLE(what_, rows_, error_) {(what_), (rows_), VG_COUNT(rows_), (error_)}

/* Walks the list (NULL = empty) and calls the row of each name with target. */
cl_int vg_props_read(const struct vg_props_table *table, const void *list, void *target);

/* The application's list as it was given, for the *_PROPERTIES queries: ending 0 included; empty when it was
 * NULL. Its names are those of the table. */
struct vg_props {
    cl_properties *list;
    size_t bytes;
};
cl_int vg_props_copy(const struct vg_props_table *table, struct vg_props *props, const void *list);
void vg_props_finish(struct vg_props *props);

#endif
