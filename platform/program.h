/* SPDX-License-Identifier: MIT */
/* Program objects: source or binaries, and for each device what was last built from them.
 *
 * The lock guards the builds; it is never held while the compiler works. A build under way is a status that
 * keeps other builds out. Any thread. */
#ifndef VG_PLATFORM_PROGRAM_H
#define VG_PLATFORM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "compiler/compiler.h"
#include "platform/object.h"

struct vg_built_in;
struct vg_context;
struct vg_device;

typedef void(CL_CALLBACK *vg_program_notify)(cl_program program, void *user);

enum vg_program_origin { VG_FROM_SOURCE, VG_FROM_BINARY, VG_FROM_LINK, VG_FROM_BUILT_INS };

struct vg_build {             /* of one device */
    struct vg_device *device; /* retained */
    cl_build_status status;
    struct vg_unit *loaded; /* from clCreateProgramWithBinary */
    struct vg_unit *unit;   /* of the last successful build, compile or link */
    char *options, *log;    /* of the last build; NULL = "" */
    bool non_uniform;       /* unit allows smaller work-groups at the edges */
    void *binary;           /* of unit or loaded, made when first asked for */
    size_t binary_size;
};

struct vg_program {
    struct vg_object object;
    struct vg_context *context; /* retained */
    enum vg_program_origin origin;
    char *source; /* of VG_FROM_SOURCE */
    size_t source_size;
    const struct vg_built_in **built_ins; /* of VG_FROM_BUILT_INS */
    size_t built_in_count;
    struct vg_mutex lock;
    unsigned kernels; /* kernel objects of this program; guarded by lock */
    size_t build_count;
    struct vg_build builds[]; /* the rest guarded by lock, but for device */
};

/* Devices as clBuildProgram and its relatives take them: empty = all. */
struct vg_device_list {
    cl_uint count;
    const cl_device_id *devices;
};

struct vg_build_call { /* clBuildProgram, clCompileProgram */
    enum vg_option_stage stage;
    struct vg_device_list devices;
    const char *options;
    cl_uint header_count;
    const cl_program *headers;
    const char **header_names;
    vg_program_notify notify;
    void *user;
};

struct vg_link_call {
    struct vg_device_list devices;
    const char *options;
    cl_uint input_count;
    const cl_program *inputs;
    vg_program_notify notify;
    void *user;
};

struct vg_binary_list {
    struct vg_device_list devices;
    const size_t *sizes;
    const unsigned char **bytes;
    cl_int *status; /* may be NULL */
};

/* Each gives a program in the application's reference. */
cl_int vg_program_from_source(struct vg_context *context, cl_uint count, const char **strings,
                              const size_t *lengths, struct vg_program **out);
cl_int vg_program_from_binaries(struct vg_context *context, const struct vg_binary_list *list,
                                struct vg_program **out);
/* A failure of the link itself gives CL_LINK_PROGRAM_FAILURE and a program with the log. */
cl_int vg_program_link(struct vg_context *context, const struct vg_link_call *call, struct vg_program **out);
cl_int vg_program_from_built_ins(struct vg_context *context, struct vg_device_list devices, const char *names,
                                 struct vg_program **out);

cl_int vg_program_build(struct vg_program *program, const struct vg_build_call *call);

cl_int vg_program_info(struct vg_program *program, cl_program_info name, size_t capacity, void *value,
                       size_t *size_ret);
cl_int vg_program_build_info(struct vg_program *program, cl_device_id device, cl_program_build_info name,
                             size_t capacity, void *value, size_t *size_ret);

/* For the files of programs and kernels. */

/* What a program's kernels are called, in order. get fails when no device has an executable. */
struct vg_kernel_names {
    struct vg_unit *unit; /* retained; NULL for built-in kernels */
    const struct vg_program *program;
    size_t count;
};
cl_int vg_kernel_names_get(struct vg_program *program, struct vg_kernel_names *names);
const char *vg_kernel_names_at(const struct vg_kernel_names *names, size_t index);
void vg_kernel_names_finish(struct vg_kernel_names *names);

/* A program without anything loaded for the devices of the list, or of the context when it is empty. */
cl_int vg_program_create(struct vg_context *context, enum vg_program_origin origin,
                         struct vg_device_list list, struct vg_program **out);
struct vg_build *vg_program_find(struct vg_program *program, cl_device_id device); /* NULL when it has none */
/* What was built for the device, or as long as that is nothing, for the device that it is a part of. */
const struct vg_build *vg_program_built_locked(struct vg_program *program, const struct vg_build *build);
/* The unit when it is an executable that kernels can come from. */
bool vg_build_is_executable(const struct vg_build *build);
/* The list is in order and names devices of the program only. */
cl_int vg_program_check_devices(struct vg_program *program, struct vg_device_list list);
bool vg_device_list_has(struct vg_device_list list, const struct vg_build *build);
cl_int vg_check_notify(vg_program_notify notify, const void *user);

/* What a build made for one or more devices. */
struct vg_build_result {
    cl_int code;
    struct vg_unit *unit; /* NULL on failure */
    const char *options;  /* borrowed */
    char *log;
    bool non_uniform;
};
/* Stores the result; takes copies and references of its own. */
void vg_build_finish(struct vg_program *program, struct vg_build *build,
                     const struct vg_build_result *result);
void vg_build_result_finish(struct vg_build_result *result);
/* Whether a program built with these options may have smaller work-groups at the edges. */
bool vg_options_non_uniform(const char *options);

#endif
