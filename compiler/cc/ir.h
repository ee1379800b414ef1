/* SPDX-License-Identifier: MIT */
/* Short names for what every pass over LLVM's C API needs. Lists are plain growing arrays. */
#ifndef VG_COMPILER_CC_IR_H
#define VG_COMPILER_CC_IR_H

#include <llvm-c/Core.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Address spaces of the spir64 target, kept through all passes: to x86 they are all the same. */
enum vg_space { VG_SPACE_PRIVATE, VG_SPACE_GLOBAL, VG_SPACE_CONSTANT, VG_SPACE_LOCAL, VG_SPACE_GENERIC };

#define VG_EACH_FUNCTION(f, module)                                                                          \
    for (LLVMValueRef f = LLVMGetFirstFunction(module); f; f = LLVMGetNextFunction(f))
#define VG_EACH_GLOBAL(g, module)                                                                            \
    for (LLVMValueRef g = LLVMGetFirstGlobal(module); g; g = LLVMGetNextGlobal(g))
#define VG_EACH_BLOCK(b, function)                                                                           \
    for (LLVMBasicBlockRef b = LLVMGetFirstBasicBlock(function); b; b = LLVMGetNextBasicBlock(b))
#define VG_EACH_INST(i, block)                                                                               \
    for (LLVMValueRef i = LLVMGetFirstInstruction(block); i; i = LLVMGetNextInstruction(i))

struct vg_values {
    LLVMValueRef *list;
    size_t count, capacity;
};
/* Aborts when out of memory: the process is a child that only its own request depends on. */
void vg_values_add(struct vg_values *values, LLVMValueRef value);
bool vg_values_have(const struct vg_values *values, LLVMValueRef value);
void vg_values_finish(struct vg_values *values);

const char *vg_name(LLVMValueRef value);
/* The function that a call calls by name, NULL for other values and for calls through a pointer. */
LLVMValueRef vg_callee(LLVMValueRef inst);
/* All calls of a function. Clears the list first. */
void vg_calls_of(LLVMValueRef function, struct vg_values *calls);
/* All instructions of a function with an opcode. Clears the list first. */
void vg_insts_of(LLVMValueRef function, LLVMOpcode opcode, struct vg_values *insts);
/* Of instructions; a call's arguments alone. */
unsigned vg_operand_count(LLVMValueRef inst);
/* Division of integers, which traps where the divisor is 0. */
bool vg_is_division(LLVMOpcode opcode);
/* Division or root of floating-point numbers, which takes as long as a dozen other instructions. */
bool vg_is_slow(LLVMValueRef inst);
/* Adds the functions that call a function to the list, unless they are in it. */
void vg_add_callers(LLVMValueRef function, struct vg_values *functions);

void vg_add_attribute(LLVMValueRef function, const char *name);
void vg_remove_attribute(LLVMValueRef function, const char *name);
bool vg_has_attribute(LLVMValueRef function, const char *name);
void vg_add_param_attribute(LLVMValueRef function, unsigned index, const char *name);

LLVMTypeRef vg_int_type(LLVMContextRef context, unsigned bits);
LLVMValueRef vg_int(LLVMContextRef context, unsigned bits, uint64_t value);
LLVMTypeRef vg_ptr_type(LLVMContextRef context, unsigned space);
/* The pointer that a chain of getelementptr instructions starts from. */
LLVMValueRef vg_base_pointer(LLVMValueRef pointer);
/* ptr + bytes, in ptr's address space. */
LLVMValueRef vg_byte_offset(LLVMBuilderRef builder, LLVMValueRef ptr, LLVMValueRef bytes, const char *name);
/* Everything before the instruction moves to a new block, which it gives, so that the block itself, which
 * later blocks' phis name, keeps its end. The new block has no terminator; the builder is at its end. The
 * builder's source line, if it has one, becomes that of what moves. */
LLVMBasicBlockRef vg_cut_before(LLVMBuilderRef builder, LLVMValueRef inst);
/* What a phi gets from a block, NULL when it is not one of those before it. */
LLVMValueRef vg_incoming(LLVMValueRef phi, LLVMBasicBlockRef block);
/* Marks: metadata of an instruction without operands. */
void vg_mark(LLVMValueRef inst, const char *name);
bool vg_is_marked(LLVMValueRef inst, const char *name);
/* A load of what does not change while the kernel runs: it may move anywhere. Returns it. */
LLVMValueRef vg_mark_invariant(LLVMValueRef load);
/* Replaces all uses and erases. */
void vg_replace(LLVMValueRef inst, LLVMValueRef value);

#endif
