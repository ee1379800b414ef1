/* SPDX-License-Identifier: MIT */
/* The inside of a unit, for the files that make one: build.c from source, binary.c from a program binary,
 * unit.c its life, piece.c its machine code. */
#ifndef VG_COMPILER_CLIENT_UNIT_H
#define VG_COMPILER_CLIENT_UNIT_H

#include <sys/types.h>
#include <time.h>

#include "base/sync.h"
#include "compiler/client/debug.h"
#include "compiler/client/hash.h"
#include "compiler/client/loader.h"
#include "compiler/client/request.h"
#include "compiler/compiler.h"

enum vg_piece_state {
    VG_PIECE_IDLE,   /* nothing is known but the name */
    VG_PIECE_SENT,   /* requested; the pipe tells when it is there */
    VG_PIECE_BUSY,   /* a thread works on it */
    VG_PIECE_HELD,   /* the object is in memory */
    VG_PIECE_LOADED, /* and can be called */
    VG_PIECE_FAILED,
};

/* One object file of an executable: a kernel's code, or the data object with the program's variables. */
struct vg_piece {
    const char *kernel; /* borrowed from the info; "" for the data object */
    atomic_int state;   /* enum vg_piece_state; changes under the unit's lock */
    pid_t worker;       /* the process whose thread is BUSY with it */
    struct vg_request request;
    struct timespec sent_at;
    struct vg_reply reply; /* what the object is borrowed from, unless that is the unit's own block */
    const void *object;
    size_t object_size;
    struct vg_elf image;
    struct vg_announced announced;
    struct vg_code code;
    cl_int error; /* of FAILED, with the sentence */
    char *message;
};

struct vg_unit {
    struct vg_refcount refs;
    enum vg_unit_kind kind;
    enum vg_option_stage stage; /* which entry the options were given to */
    char *options;
    struct vg_program_info info;
    struct vg_reply source; /* holds the bitcode */
    const void *bitcode;    /* borrowed */
    size_t bitcode_size;
    struct vg_digest digest;   /* of the bitcode */
    struct vg_digest compiler; /* identity of the one that its code comes from */
    bool has_compiler;         /* false when none was there: no code can be made */

    struct vg_mutex lock; /* guards the pieces' states and next_start */
    struct vg_cond changed;
    struct vg_piece
        *pieces; /* of an executable: the kernels in their order, then the data object if there is one */
    size_t piece_count;
    size_t next_start; /* pieces before it were started, or need not be */
};

/* Makes a unit of a container with BITCODE and PROGRAM sections, which it takes (also on failure). Errors:
 * CL_INVALID_BINARY without vg_fail when a section is missing or damaged, CL_OUT_OF_HOST_MEMORY. */
cl_int vg_unit_create(enum vg_unit_kind kind, enum vg_option_stage stage, const char *options,
                      struct vg_reply *source, struct vg_unit **out);

/* Requests code that is neither in the cache nor in memory, as much as may be under way at once. No wait. */
void vg_unit_start(struct vg_unit *unit);

/* Waits until the object of a piece is in memory. */
cl_int vg_piece_hold(struct vg_unit *unit, size_t index);
/* Waits until it can be called. */
cl_int vg_piece_load(struct vg_unit *unit, size_t index);
void vg_piece_finish(struct vg_unit *unit, struct vg_piece *piece);

#endif
