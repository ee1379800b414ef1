/* SPDX-License-Identifier: MIT */
/* What kernels print. A sink collects the output of one launch; each call's text goes in whole. The platform
 * makes one for a launch of a kernel with VG_CODE_PRINTF, hands it over as vg_launch.printf_sink, and flushes
 * it before the command's event completes. */
#ifndef VG_COMPILER_PRINTF_H
#define VG_COMPILER_PRINTF_H

#include <stddef.h>

struct vg_printf_sink;

/* NULL when out of memory. */
struct vg_printf_sink *vg_printf_sink_create(void);
/* Writes what was printed so far to the C library's stdout. While kernels run, a sink that has grown large is
 * flushed on its own. */
void vg_printf_sink_flush(struct vg_printf_sink *sink);
/* Does not flush; NULL is a no-op. */
void vg_printf_sink_destroy(struct vg_printf_sink *sink);

/* The text that is waiting, for tests and tools; valid until the next call. */
const char *vg_printf_sink_text(struct vg_printf_sink *sink, size_t *size);

#endif
