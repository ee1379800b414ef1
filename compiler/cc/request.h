/* SPDX-License-Identifier: MIT */
/* One request of compiler/wire.h, from its sections to the sections of its reply. */
#ifndef VG_COMPILER_CC_REQUEST_H
#define VG_COMPILER_CC_REQUEST_H

#include <llvm-c/Types.h>

#include "compiler/cc/text.h"
#include "compiler/wire.h"

/* Exit status of a process in which LLVM gave up; the reply then holds the reason. */
#define VG_EXIT_REJECTED 78

/* What a request gives besides its log. */
struct vg_answer {
    LLVMMemoryBufferRef bitcode, object;
    void *program; /* vg_program_info_encode; vg_free */
    size_t program_size;
    char *dependencies; /* as in struct vg_front_output; free */
};

/* Once per process, before anything else here. */
void vg_request_prepare(void);
/* Does once what every request would have to do again, so that forked children find it done: clang and LLVM
 * have set up their tables. In steps of some milliseconds, from 0; false after the last. */
bool vg_request_warm(unsigned step);
LLVMContextRef vg_request_context(void);

/* The answer to a request; the log is filled in any case. */
enum vg_wire_status vg_request_answer(uint32_t op, const struct vg_wire_view *request, struct vg_text *log,
                                      struct vg_answer *answer);
void vg_answer_finish(struct vg_answer *answer);

/* Answers into the descriptor reply. */
enum vg_wire_status vg_request_run(uint32_t op, int request, int reply);

#endif
