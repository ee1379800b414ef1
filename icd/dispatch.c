/* SPDX-License-Identifier: MIT */
/* The dispatch table and the look-up by name, both expanded from entry.def.
 *
 * The table is written as an array of slots rather than as the struct of cl_icd.h, since the header may be
 * older than the loader, which reads as many slots as it knows. The assertions below hold the slots to the
 * header as far as that goes. */
#include "icd/dispatch.h"

#include <stddef.h>
#include <string.h>

#include "base/attributes.h"
#include "icd/entry.h"

typedef void slot_function(void);

enum slot {
#define VG_ENTRY(name, version) SLOT_##name,
#define VG_TAGGED(name, version) SLOT_##name,
#define VG_SHARING(name) SLOT_##name,
#define VG_ALIAS_SLOT(name, core) SLOT_##name,
#define VG_EMPTY(name) SLOT_##name,
#define VG_LATER(name, version) SLOT_##name,
#include "icd/entry.def"
    SLOT_COUNT
};

#define AT_ITS_PLACE(name)                                                                                   \
    _Static_assert(offsetof(cl_icd_dispatch, name) == SLOT_##name * sizeof(slot_function *), #name);
#define VG_ENTRY(name, version) AT_ITS_PLACE(name)
#define VG_TAGGED(name, version) AT_ITS_PLACE(name)
#define VG_SHARING(name) AT_ITS_PLACE(name)
#define VG_ALIAS_SLOT(name, core) AT_ITS_PLACE(name)
#define VG_EMPTY(name) AT_ITS_PLACE(name)
#include "icd/entry.def"

static slot_function *const table[SLOT_COUNT] = {
#define VG_ENTRY(name, version) [SLOT_##name] = (slot_function *)name,
#define VG_TAGGED(name, version) [SLOT_##name] = (slot_function *)CL_ICD2_TAG_KHR,
#define VG_SHARING(name) [SLOT_##name] = (slot_function *)name,
#define VG_ALIAS_SLOT(name, core) [SLOT_##name] = (slot_function *)core,
#define VG_LATER(name, version) [SLOT_##name] = (slot_function *)name,
#include "icd/entry.def"
};

static const struct named {
    const char *name;
    slot_function *function;
} names[] = {
#define VG_ENTRY(name, version) {#name, (slot_function *)name},
#define VG_TAGGED(name, version) {#name, (slot_function *)name},
#define VG_ALIAS_SLOT(name, core) {#name, (slot_function *)core},
#define VG_ALIAS(name, core) {#name, (slot_function *)core},
#define VG_EXTENSION_ENTRY(name) {#name, (slot_function *)name},
#define VG_LOADER(name) {#name, (slot_function *)name},
#define VG_LATER(name, version) {#name, (slot_function *)name},
#include "icd/entry.def"
};

union address { /* ISO C has no conversion between the two; POSIX says that they are the same */
    slot_function *function;
    void *pointer;
};

const struct _cl_icd_dispatch *vg_dispatch_table(void)
{
    return (const struct _cl_icd_dispatch *)(const void *)table;
}

void *vg_dispatch_find(const char *name)
{
    for (size_t i = 0; name && i < VG_COUNT(names); i++) {
        if (strcmp(names[i].name, name) == 0)
            return (union address){.function = names[i].function}.pointer;
    }
    return NULL;
}
