/* SPDX-License-Identifier: MIT */
/* What only LLVM's C++ interfaces offer, behind C functions: clang's front end in memory, and linking only
 * what is needed from a bitcode library that stays unread otherwise. Everything else uses the LLVM-C API. */
#ifndef VG_COMPILER_CC_CLANG_FRONT_H
#define VG_COMPILER_CC_CLANG_FRONT_H

#include <llvm-c/Types.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct vg_front_file {
    const char *name; /* as #include spells it */
    const char *text; /* followed by a NUL */
    size_t size;
};

struct vg_front_input {
    const char *const *args; /* of clang -cc1, without the input file */
    size_t arg_count;
    struct vg_front_file source;
    const struct vg_front_file *headers;
    size_t header_count;
};

struct vg_front_output {
    LLVMModuleRef module; /* NULL when the program is wrong */
    char *log;            /* malloc; NULL when clang said nothing */
    char *dependencies;   /* malloc; absolute paths of the files read from disk, each with its NUL, then an
                             empty one */
};

/* Compiles OpenCL C in the current directory. False when clang crashed or does not understand args. */
bool vg_front_run(LLVMContextRef context, const struct vg_front_input *input, struct vg_front_output *output);

/* A bitcode library, its function bodies unread, in the module's context. NULL when damaged. */
LLVMModuleRef vg_front_open_library(LLVMContextRef context, const char *bitcode, size_t size);
/* Takes library, and links those of its functions that module needs. */
bool vg_front_link_needed(LLVMModuleRef module, LLVMModuleRef library);
/* Turns constant expressions over a global into instructions where they are used. */
void vg_front_expand_constants(LLVMValueRef global);
/* Promises that the turns of a loop, which `branch` closes and whose work `call` does, do not depend on each
 * other. */
void vg_front_mark_parallel(LLVMValueRef branch, LLVMValueRef call);
/* A mangled name as people write it, malloc; NULL when it is not a mangled name. */
char *vg_front_demangle(const char *name);

/* Calls handler, which must not return, when memory is out. */
void vg_front_on_memory_exhausted(void (*handler)(void));

#ifdef __cplusplus
}
#endif

#endif
