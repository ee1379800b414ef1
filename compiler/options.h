/* SPDX-License-Identifier: MIT */
/* The options of clBuildProgram, clCompileProgram and clLinkProgram, parsed once, by a table of rows; shared
 * by the client (which must refuse bad options before anything runs) and by the compiler program (which acts
 * on them). */
#ifndef VG_COMPILER_OPTIONS_H
#define VG_COMPILER_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

enum vg_option_stage { VG_STAGE_BUILD, VG_STAGE_COMPILE, VG_STAGE_LINK };

enum vg_math_flags {
    VG_MATH_SINGLE_CONSTANT = 1, /* -cl-single-precision-constant */
    VG_MATH_DENORMS_ZERO = 2,    /* -cl-denorms-are-zero */
    VG_MATH_CORRECT_DIVIDE = 4,  /* -cl-fp32-correctly-rounded-divide-sqrt */
    VG_MATH_MAD = 8,             /* -cl-mad-enable */
    VG_MATH_NO_SIGNED_ZEROS = 16,
    VG_MATH_UNSAFE = 32,        /* -cl-unsafe-math-optimizations; implies MAD and NO_SIGNED_ZEROS */
    VG_MATH_FINITE = 64,        /* -cl-finite-math-only */
    VG_MATH_FAST_RELAXED = 128, /* -cl-fast-relaxed-math; implies UNSAFE and FINITE */
};

/* What checked code looks for; -cl-vgpu-check= and VGPU_CHECK. */
enum vg_check_flags {
    VG_CHECK_BOUNDS = 1,     /* accesses outside of the object that a pointer comes from */
    VG_CHECK_DIVERGENCE = 2, /* barriers that not all work-items of a group reach */
    VG_CHECK_UNINIT = 4,     /* uses of memory to which nothing was written */
    VG_CHECK_RACE = 8,       /* work-items that access the same memory in no order */
    /* Kinds of findings besides, those without a note of BOUNDS. */
    VG_CHECK_READ_ONLY = 16,  /* a write to a buffer with that flag */
    VG_CHECK_WRITE_ONLY = 32, /* a read of one with that flag */
    VG_CHECK_ALIGNED = 64, /* an address that is no multiple of what the type demands, which is the extent */
    VG_CHECK_COPY = 128,   /* of DIVERGENCE: what an asynchronous copy or a wait for one was given */
};

struct vg_options {
    unsigned std; /* 100, 110, 120, 200, 300; 120 when not given */
    bool std_given;
    unsigned math;       /* enum vg_math_flags with implications applied */
    bool opt_disable;    /* -cl-opt-disable, -O0 */
    bool uniform_groups; /* -cl-uniform-work-group-size */
    bool arg_info;       /* -cl-kernel-arg-info */
    bool no_warnings;    /* -w */
    bool werror;
    bool debug;          /* -g */
    bool create_library; /* -create-library (link) */
    bool enable_link_options;
    unsigned width;      /* -cl-vgpu-width=N; 0 = the cost model's choice */
    bool report;         /* -cl-vgpu-report */
    unsigned checks;     /* enum vg_check_flags */
    size_t define_count; /* -D NAME[=VALUE] and -U NAME, in order: each "DNAME=VALUE" or "UNAME" */
    char **defines;
    size_t include_count; /* -I DIR, in order */
    char **includes;
};

/* Splits text as a shell would (quotes, backslashes) and reads it. On an unknown or malformed option returns
 * false and gives *error a sentence that names it (heap, vg_free; NULL: out of memory). text may be NULL. */
bool vg_options_parse(const char *text, enum vg_option_stage stage, struct vg_options *options, char **error);
/* Reads a list of checks, "all" or names with commas between. On a name that is none returns false, and *bad
 * is where it begins. */
bool vg_checks_parse(const char *text, unsigned *checks, const char **bad);
void vg_options_finish(struct vg_options *options);

#endif
