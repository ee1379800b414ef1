/* SPDX-License-Identifier: MIT */
/* Diagnostics for people, to standard error or the file that VGPU_LOG names. Silent by default. Any thread.
 */
#ifndef VG_BASE_LOG_H
#define VG_BASE_LOG_H

#include <stdbool.h>

#include "base/attributes.h"

enum vg_log_level { VG_LOG_ERROR = 1, VG_LOG_WARN, VG_LOG_INFO, VG_LOG_DEBUG };

bool vg_log_wants(enum vg_log_level level);
VG_PRINTF(2, 3) void vg_log(enum vg_log_level level, const char *format, ...);

#endif
