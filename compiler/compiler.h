/* SPDX-License-Identifier: MIT */
/* The compiler as the platform sees it: source or binary -> unit -> callable kernels. No LLVM in this
 * process.
 *
 * A unit is an immutable, reference-counted result of compiling or linking: a compiled object, a library or
 * an executable. All functions may be called from any thread; those that wait for the compiler program are
 * marked. */
#ifndef VG_COMPILER_COMPILER_H
#define VG_COMPILER_COMPILER_H

#include "base/cl.h"
#include "compiler/abi.h"
#include "compiler/kernel_info.h"
#include "compiler/options.h"

struct vg_unit;

enum vg_unit_kind { VG_UNIT_OBJECT, VG_UNIT_LIBRARY, VG_UNIT_EXECUTABLE };

struct vg_header {
    const char *name; /* as #include spells it */
    const char *text;
    size_t size;
};

/* Checks option text without running anything: CL_SUCCESS, or the code for this stage
 * (CL_INVALID_BUILD_OPTIONS, CL_INVALID_COMPILER_OPTIONS, CL_INVALID_LINKER_OPTIONS) through vg_fail. */
cl_int vg_compiler_check_options(const char *options, enum vg_option_stage stage);

/* Source to an executable (stage BUILD) or object (stage COMPILE). Waits. *log is always given (heap,
 * vg_free; may be NULL when empty). Errors: CL_BUILD_PROGRAM_FAILURE / CL_COMPILE_PROGRAM_FAILURE with the
 * reason in the log, also when the compiler crashed or hit a limit; CL_INVALID_*_OPTIONS;
 * CL_COMPILER_NOT_AVAILABLE when vgpu-cc is missing; CL_OUT_OF_HOST_MEMORY. For an executable the code of all
 * kernels is started in the background. */
cl_int vg_compile(const char *source, size_t size, const char *options, enum vg_option_stage stage,
                  const struct vg_header *headers, size_t header_count, struct vg_unit **out, char **log);

/* Objects and libraries to an executable, or to a library with -create-library. Waits. As above with
 * CL_LINK_PROGRAM_FAILURE. */
cl_int vg_link(struct vg_unit *const *units, size_t count, const char *options, struct vg_unit **out,
               char **log);

void vg_unit_retain(struct vg_unit *unit);
void vg_unit_release(struct vg_unit **unit);

enum vg_unit_kind vg_unit_kind(const struct vg_unit *unit);
const struct vg_program_info *vg_unit_info(const struct vg_unit *unit);
const char *vg_unit_options(const struct vg_unit *unit);

/* A kernel's loaded code. */
struct vg_code {
    vg_kernel_entry *entry;
    const void *text; /* all of its instructions */
    size_t text_bytes;
    struct vg_code_info info;
};

/* Where the variables of an executable lie, of which a kernel is loaded: 0 bytes when it has none. */
size_t vg_unit_variables(const struct vg_unit *unit, uintptr_t *start);

/* The source line that an instruction was made for. */
struct vg_line {
    const char *file; /* lives as long as the unit */
    uint64_t number;  /* from 1 */
};
/* False when the code has no table of lines, or it does not tell. */
bool vg_code_line(const struct vg_code *code, uintptr_t pc, struct vg_line *line);

/* Code of the index-th kernel of an executable; waits for its generation when it is not finished. The result
 * lives as long as the unit. Errors: CL_BUILD_PROGRAM_FAILURE (with vg_fail), CL_OUT_OF_HOST_MEMORY. */
cl_int vg_unit_code(struct vg_unit *unit, size_t index, const struct vg_code **out);

/* Our program binary: gives a heap block (vg_free). Waits for code so that a reload compiles nothing. */
cl_int vg_unit_save(struct vg_unit *unit, void **bytes, size_t *size);
/* Reads one; every field is checked. CL_INVALID_BINARY when it is not ours, of another version or damaged.
 * Code for another ISA level is made anew from the intermediate form that the binary also holds. */
cl_int vg_unit_load(const void *bytes, size_t size, struct vg_unit **out);

/* clUnloadPlatformCompiler: lets the idle compiler process go. */
void vg_compiler_unload(void);

#endif
