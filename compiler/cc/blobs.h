/* SPDX-License-Identifier: MIT */
/* Files embedded in the program at build time; each is followed by a NUL that is not part of it. */
#ifndef VG_COMPILER_CC_BLOBS_H
#define VG_COMPILER_CC_BLOBS_H

#ifdef __cplusplus
extern "C" {
#endif

extern const char vg_blob_builtins[], vg_blob_builtins_end[];       /* bitcode of the OpenCL C library */
extern const char vg_blob_base_header[], vg_blob_base_header_end[]; /* clang's opencl-c-base.h */

#ifdef __cplusplus
}
#endif

#endif
