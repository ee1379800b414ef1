/* SPDX-License-Identifier: MIT */
/* Files embedded in the program at build time; each is followed by a NUL that is not part of it. */
#ifndef VG_COMPILER_CC_BLOBS_H
#define VG_COMPILER_CC_BLOBS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Bitcode of the OpenCL C library, in parts, and the line "function part" for each function, sorted. */
struct vg_blob {
    const char *start, *end;
};
extern const struct vg_blob vg_blob_library[], vg_blob_library_end[];
extern const char vg_blob_library_index[], vg_blob_library_index_end[];
extern const char vg_blob_base_header[], vg_blob_base_header_end[]; /* clang's opencl-c-base.h */

#ifdef __cplusplus
}
#endif

#endif
