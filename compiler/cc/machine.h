/* SPDX-License-Identifier: MIT */
/* The host as LLVM's target: features by instruction-set level, never by CPU name. */
#ifndef VG_COMPILER_CC_MACHINE_H
#define VG_COMPILER_CC_MACHINE_H

#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <stdbool.h>

#include "base/cpu.h"

/* Once per process, before anything else of LLVM. */
void vg_machine_init(void);
/* NULL never: the target is linked in. optimise false: fast code generation for debugging. */
LLVMTargetMachineRef vg_machine_create(struct vg_target target, bool optimise);
const char *vg_machine_triple(void);
/* Width of the vectors that generated code should prefer, as text for "prefer-vector-width". */
const char *vg_machine_vector_bits(enum vg_isa isa);

#endif
