/* SPDX-License-Identifier: MIT */
/* Short names over LLVM's C API: see ir.h. */
#include "compiler/cc/ir.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void vg_values_add(struct vg_values *values, LLVMValueRef value)
{
    if (values->count == values->capacity) {
        values->capacity = values->capacity ? values->capacity * 2 : 16;
        values->list = vg_realloc(values->list, values->capacity * sizeof *values->list);
        if (!values->list)
            abort();
    }
    values->list[values->count++] = value;
}

bool vg_values_have(const struct vg_values *values, LLVMValueRef value)
{
    for (size_t i = 0; i < values->count; i++)
        if (values->list[i] == value)
            return true;
    return false;
}

void vg_values_finish(struct vg_values *values)
{
    vg_free(values->list);
    *values = (struct vg_values){0};
}

const char *vg_name(LLVMValueRef value)
{
    size_t length;
    return LLVMGetValueName2(value, &length);
}

LLVMValueRef vg_callee(LLVMValueRef inst)
{
    return LLVMIsACallInst(inst) ? LLVMIsAFunction(LLVMGetCalledValue(inst)) : NULL;
}

void vg_calls_of(LLVMValueRef function, struct vg_values *calls)
{
    calls->count = 0;
    for (LLVMUseRef use = LLVMGetFirstUse(function); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (vg_callee(user) == function)
            vg_values_add(calls, user);
    }
}

void vg_insts_of(LLVMValueRef function, LLVMOpcode opcode, struct vg_values *insts)
{
    insts->count = 0;
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            if (LLVMGetInstructionOpcode(inst) == opcode)
                vg_values_add(insts, inst);
}

unsigned vg_operand_count(LLVMValueRef inst)
{
    return LLVMIsACallInst(inst) ? LLVMGetNumArgOperands(inst) : (unsigned)LLVMGetNumOperands(inst);
}

bool vg_is_division(LLVMOpcode opcode)
{
    return opcode == LLVMSDiv || opcode == LLVMUDiv || opcode == LLVMSRem || opcode == LLVMURem;
}

bool vg_is_slow(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return LLVMGetInstructionOpcode(inst) == LLVMFDiv ||
           (callee && strncmp(vg_name(callee), "llvm.sqrt.", 10) == 0);
}

void vg_add_callers(LLVMValueRef function, struct vg_values *functions)
{
    for (LLVMUseRef use = LLVMGetFirstUse(function); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        LLVMValueRef caller =
            LLVMIsACallInst(user) ? LLVMGetBasicBlockParent(LLVMGetInstructionParent(user)) : NULL;
        if (caller && !vg_values_have(functions, caller))
            vg_values_add(functions, caller);
    }
}

static unsigned attribute_kind(const char *name)
{
    return LLVMGetEnumAttributeKindForName(name, strlen(name));
}

static void add_attribute_at(LLVMValueRef function, LLVMAttributeIndex index, const char *name)
{
    LLVMContextRef context = LLVMGetModuleContext(LLVMGetGlobalParent(function));
    LLVMAddAttributeAtIndex(function, index, LLVMCreateEnumAttribute(context, attribute_kind(name), 0));
}

void vg_add_attribute(LLVMValueRef function, const char *name)
{
    add_attribute_at(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, name);
}

void vg_remove_attribute(LLVMValueRef function, const char *name)
{
    LLVMRemoveEnumAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                                   attribute_kind(name));
}

bool vg_has_attribute(LLVMValueRef function, const char *name)
{
    return LLVMGetEnumAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                                       attribute_kind(name)) != NULL;
}

void vg_add_param_attribute(LLVMValueRef function, unsigned index, const char *name)
{
    add_attribute_at(function, index + 1, name);
}

LLVMTypeRef vg_int_type(LLVMContextRef context, unsigned bits)
{
    return LLVMIntTypeInContext(context, bits);
}

LLVMValueRef vg_int(LLVMContextRef context, unsigned bits, uint64_t value)
{
    return LLVMConstInt(vg_int_type(context, bits), value, false);
}

LLVMTypeRef vg_ptr_type(LLVMContextRef context, unsigned space)
{
    return LLVMPointerTypeInContext(context, space);
}

LLVMValueRef vg_base_pointer(LLVMValueRef pointer)
{
    while (LLVMIsAGetElementPtrInst(pointer))
        pointer = LLVMGetOperand(pointer, 0);
    return pointer;
}

LLVMValueRef vg_byte_offset(LLVMBuilderRef builder, LLVMValueRef ptr, LLVMValueRef bytes, const char *name)
{
    LLVMTypeRef byte = vg_int_type(LLVMGetTypeContext(LLVMTypeOf(bytes)), 8);
    return LLVMBuildInBoundsGEP2(builder, byte, ptr, &bytes, 1, name);
}

static void redirect(LLVMBasicBlockRef from, LLVMBasicBlockRef to)
{
    for (LLVMUseRef use; (use = LLVMGetFirstUse(LLVMBasicBlockAsValue(from)));) {
        LLVMValueRef branch = LLVMGetUser(use);
        for (unsigned i = 0; i < LLVMGetNumSuccessors(branch); i++)
            if (LLVMGetSuccessor(branch, i) == from)
                LLVMSetSuccessor(branch, i, to);
    }
}

LLVMBasicBlockRef vg_cut_before(LLVMBuilderRef builder, LLVMValueRef inst)
{
    LLVMBasicBlockRef behind = LLVMGetInstructionParent(inst);
    LLVMContextRef context = LLVMGetTypeContext(LLVMTypeOf(inst));
    LLVMBasicBlockRef before = LLVMInsertBasicBlockInContext(context, behind, "before");
    redirect(behind, before);
    LLVMPositionBuilderAtEnd(builder, before);
    for (LLVMValueRef first; (first = LLVMGetFirstInstruction(behind)) != inst;) {
        LLVMInstructionRemoveFromParent(first);
        LLVMInsertIntoBuilder(builder, first);
    }
    return before;
}

LLVMValueRef vg_incoming(LLVMValueRef phi, LLVMBasicBlockRef block)
{
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++)
        if (LLVMGetIncomingBlock(phi, i) == block)
            return LLVMGetIncomingValue(phi, i);
    return NULL;
}

static unsigned mark_number(LLVMValueRef inst, const char *name)
{
    return LLVMGetMDKindIDInContext(LLVMGetTypeContext(LLVMTypeOf(inst)), name, (unsigned)strlen(name));
}

void vg_mark(LLVMValueRef inst, const char *name)
{
    LLVMContextRef context = LLVMGetTypeContext(LLVMTypeOf(inst));
    LLVMSetMetadata(inst, mark_number(inst, name),
                    LLVMMetadataAsValue(context, LLVMMDNodeInContext2(context, NULL, 0)));
}

bool vg_is_marked(LLVMValueRef inst, const char *name)
{
    return LLVMGetMetadata(inst, mark_number(inst, name)) != NULL;
}

LLVMValueRef vg_mark_invariant(LLVMValueRef load)
{
    vg_mark(load, "invariant.load");
    return load;
}

void vg_replace(LLVMValueRef inst, LLVMValueRef value)
{
    LLVMReplaceAllUsesWith(inst, value);
    LLVMInstructionEraseFromParent(inst);
}
