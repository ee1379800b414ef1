/* SPDX-License-Identifier: MIT */
/* The one way in which an API error is made.
 *
 * A function whose failure can reach the application returns cl_int. The place that finds the failure calls
 * vg_fail() with the code and a sentence that names the argument, the limit and the value; everybody above
 * forwards the code with VG_TRY. The sentence goes to VGPU_LOG and to the sink of the calling thread, which
 * platform/ points at the context's pfn_notify. */
#ifndef VG_BASE_ERROR_H
#define VG_BASE_ERROR_H

#include "base/attributes.h"
#include "base/cl.h"

/* Returns from the caller when expr is an error. The only macro in the tree that hides control flow. */
#define VG_TRY(expr)                                                                                         \
    do {                                                                                                     \
        cl_int err_ = (expr);                                                                                \
        if (err_ != CL_SUCCESS)                                                                              \
            return err_;                                                                                     \
    } while (0)

/* Reports an error and returns code, so that `return vg_fail(CL_INVALID_VALUE, "...")` reads as one step. */
VG_PRINTF(2, 3) cl_int vg_fail(cl_int code, const char *format, ...);

/* Receives the sentence of each vg_fail() on this thread; NULL removes it. */
typedef void vg_error_sink(void *data, cl_int code, const char *message);
void vg_error_set_sink(vg_error_sink *sink, void *data);

/* The name of an OpenCL error code, "CL_INVALID_VALUE", or "unknown error". Never NULL. */
const char *vg_error_name(cl_int code);

#endif
