/* SPDX-License-Identifier: MIT */
/* Typed access to the environment variables of config.def, the only getenv of the tree. Values are read at
 * each call (they are used at start-up, not on hot paths); a malformed value is logged once and its default
 * used. */
#ifndef VG_BASE_CONFIG_H
#define VG_BASE_CONFIG_H

#include <stddef.h>
#include <stdint.h>

enum vg_config_id {
#define VG_CONFIG(name, type, def, doc) VG_ID_##name,
#include "base/config.def"
#undef VG_CONFIG
    VG_ID_END
};

/* The value of a STRING variable; never NULL; valid until the environment changes. */
const char *vg_config_string(enum vg_config_id id);
/* The value of a COUNT, SIZE (bytes), MS or SECONDS (both in milliseconds) variable. */
uint64_t vg_config_number(enum vg_config_id id);

/* For tools: name, one-sentence doc and default as text of a variable. */
const char *vg_config_name(enum vg_config_id id);
const char *vg_config_doc(enum vg_config_id id);
const char *vg_config_default(enum vg_config_id id);

/* An ordinary variable of the environment that is not ours (HOME, XDG_CACHE_HOME); NULL when unset. */
const char *vg_env(const char *name);

#endif
