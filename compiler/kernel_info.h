/* SPDX-License-Identifier: MIT */
/* What the front end tells about a program: its kernels, their arguments and attributes, and its global
 * variables. Shared by the compiler program, which fills it from the module's metadata, and by the client. */
#ifndef VG_COMPILER_KERNEL_INFO_H
#define VG_COMPILER_KERNEL_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum vg_arg_kind {
    VG_ARG_VALUE,    /* scalar, vector or struct by value */
    VG_ARG_GLOBAL,   /* pointer into global memory */
    VG_ARG_CONSTANT, /* pointer into constant memory */
    VG_ARG_LOCAL,    /* pointer into local memory; set by size */
    VG_ARG_IMAGE,
    VG_ARG_SAMPLER,
    VG_ARG_PIPE,
    VG_ARG_QUEUE,
};

/* What intel_reqd_sub_group_size may ask for. */
#define VG_SUB_GROUP_SIZES 4, 8, 16, 32

enum vg_arg_access { VG_ACCESS_NONE, VG_ACCESS_READ_ONLY, VG_ACCESS_WRITE_ONLY, VG_ACCESS_READ_WRITE };
enum vg_arg_qualifier { VG_QUAL_CONST = 1, VG_QUAL_RESTRICT = 2, VG_QUAL_VOLATILE = 4, VG_QUAL_PIPE = 8 };

struct vg_arg_info {
    char *name;          /* "" when the program was built without -cl-kernel-arg-info */
    char *type_name;     /* "float4*" */
    uint32_t kind;       /* enum vg_arg_kind */
    uint32_t access;     /* enum vg_arg_access, of images and pipes */
    uint32_t qualifiers; /* enum vg_arg_qualifier bits */
    uint32_t size;   /* that clSetKernelArg takes: of the value, sizeof(cl_mem) for objects, 0 for local */
    uint32_t align;  /* of the value, or of the pointee for local pointers (a power of two) */
    uint32_t offset; /* of the slot in the argument block */
};

struct vg_kernel_info {
    char *name;
    char *attributes; /* as CL_KERNEL_ATTRIBUTES: "reqd_work_group_size(8,8,1) ..." or "" */
    uint32_t arg_count;
    struct vg_arg_info *args;
    uint32_t args_bytes;   /* of the argument block */
    uint32_t reqd_size[3]; /* zeros when not required */
    uint32_t hint_size[3];
    uint32_t reqd_sub_group;
};

struct vg_program_info {
    uint32_t kernel_count;
    struct vg_kernel_info *kernels; /* in source order */
    uint64_t global_bytes;          /* total size of program-scope variables in the global address space */
    bool has_globals; /* a data object is needed: program-scope variables or constants with addresses */
    bool has_arg_info;
};

/* Flat encoding for the wire, the cache and binaries. encode gives a heap block (vg_free), NULL when out of
 * memory; decode checks every length and index; when it fails *info is empty. */
enum vg_decoded { VG_DECODED, VG_DECODE_DAMAGED, VG_DECODE_NO_MEMORY };
void *vg_program_info_encode(const struct vg_program_info *info, size_t *size);
enum vg_decoded vg_program_info_decode(const void *bytes, size_t size, struct vg_program_info *info);
void vg_program_info_finish(struct vg_program_info *info);

#endif
