/* SPDX-License-Identifier: MIT */
/* What private variables hold before anything is stored: each piece of a variable gets, where its life
 * begins, the result of a call that says its name. So what optimisation turns into registers stays known. */
#include <string.h>

#include "compiler/cc/check.h"

enum { MOST_PIECES = 64 }; /* larger variables stay in memory in any case */

static const char marker[] = "__vg_unwritten.";
static const char whole_marker[] = "__vg_unwritten";

bool vg_is_unwritten(LLVMValueRef value)
{
    LLVMValueRef callee = vg_callee(value);
    return callee && strncmp(vg_name(callee), marker, strlen(marker)) == 0;
}

bool vg_is_unwritten_whole(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && strcmp(vg_name(callee), whole_marker) == 0;
}

struct marking {
    struct vg_gen *gen;
    LLVMValueRef variable, name;
};

static LLVMValueRef declare_marker(struct vg_gen *gen, LLVMTypeRef type)
{
    struct vg_text name = {0};
    char *printed = LLVMPrintTypeToString(type);
    LLVMTypeRef params[] = {vg_ptr_type(gen->context, 0), vg_int_type(gen->context, 64)};
    vg_text_add(&name, "%s%s", marker, printed);
    LLVMDisposeMessage(printed);
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, vg_text_get(&name));
    if (!function) {
        function = LLVMAddFunction(gen->module, vg_text_get(&name), LLVMFunctionType(type, params, 2, false));
        vg_add_attribute(function, "nounwind");
        vg_add_attribute(function, "willreturn");
        vg_add_attribute(function, "memory"); /* none */
    }
    vg_text_finish(&name);
    return function;
}

/* Arrays and structures are taken apart; false for types without a fixed layout. */
static bool count_pieces(LLVMTypeRef type, uint64_t *count)
{
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    if (!LLVMTypeIsSized(type) || kind == LLVMTargetExtTypeKind)
        return false;
    if (kind == LLVMArrayTypeKind) {
        uint64_t inner = 0;
        if (!count_pieces(LLVMGetElementType(type), &inner))
            return false;
        *count += inner * LLVMGetArrayLength2(type);
        return true;
    }
    if (kind != LLVMStructTypeKind) {
        ++*count;
        return true;
    }
    for (unsigned i = 0; i < LLVMCountStructElementTypes(type); i++)
        if (!count_pieces(LLVMStructGetTypeAtIndex(type, i), count))
            return false;
    return true;
}

static void mark_pieces(struct marking *marking, LLVMTypeRef type, uint64_t at)
{
    struct vg_gen *gen = marking->gen;
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    if (kind == LLVMArrayTypeKind) {
        LLVMTypeRef element = LLVMGetElementType(type);
        uint64_t bytes = LLVMABISizeOfType(gen->layout, element);
        for (uint64_t i = 0; i < LLVMGetArrayLength2(type); i++)
            mark_pieces(marking, element, at + i * bytes);
    } else if (kind == LLVMStructTypeKind) {
        for (unsigned i = 0; i < LLVMCountStructElementTypes(type); i++)
            mark_pieces(marking, LLVMStructGetTypeAtIndex(type, i),
                        at + LLVMOffsetOfElement(gen->layout, type, i));
    } else {
        LLVMValueRef function = declare_marker(gen, type);
        LLVMValueRef args[] = {marking->name, vg_int(gen->context, 64, at)};
        LLVMTypeRef call_type = LLVMGlobalGetValueType(function);
        LLVMValueRef value = LLVMBuildCall2(gen->builder, call_type, function, args, 2, "");
        LLVMValueRef place =
            at ? vg_byte_offset(gen->builder, marking->variable, vg_int(gen->context, 64, at), "")
               : marking->variable;
        LLVMSetAlignment(LLVMBuildStore(gen->builder, value, place), 1);
    }
}

/* What is too large to be taken apart. */
static void mark_whole(struct marking *marking, LLVMTypeRef allocated)
{
    struct vg_gen *gen = marking->gen;
    LLVMTypeRef params[] = {vg_ptr_type(gen->context, 0), vg_int_type(gen->context, 64)};
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, 2, false);
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, whole_marker);
    if (!function)
        function = LLVMAddFunction(gen->module, whole_marker, type);
    LLVMValueRef args[] = {marking->variable,
                           vg_int(gen->context, 64, LLVMABISizeOfType(gen->layout, allocated))};
    LLVMBuildCall2(gen->builder, type, function, args, 2, "");
}

static LLVMValueRef find_start(LLVMValueRef alloca)
{
    for (LLVMUseRef use = LLVMGetFirstUse(alloca); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use), callee = vg_callee(user);
        if (callee && strncmp(vg_name(callee), "llvm.lifetime.start", 19) == 0)
            return user;
    }
    return NULL;
}

/* Behind the start of the variable's life; of one whose life is that of its function, behind all variables.
 */
static LLVMValueRef place_of_mark(LLVMValueRef alloca)
{
    LLVMValueRef start = find_start(alloca);
    if (start)
        return LLVMGetNextInstruction(start);
    LLVMValueRef inst = alloca;
    while (LLVMIsAAllocaInst(inst))
        inst = LLVMGetNextInstruction(inst);
    return inst;
}

static void mark(struct vg_gen *gen, LLVMValueRef alloca)
{
    LLVMTypeRef type = LLVMGetAllocatedType(alloca);
    LLVMValueRef count = LLVMGetOperand(alloca, 0);
    uint64_t pieces = 0;
    if (!LLVMIsAConstantInt(count) || LLVMConstIntGetZExtValue(count) != 1 || !count_pieces(type, &pieces))
        return;
    struct vg_text name = {0};
    vg_text_add(&name, "the private variable %s", vg_name(alloca));
    struct marking marking = {gen, alloca, vg_place_text(gen, vg_text_get(&name), name.size)};
    vg_text_finish(&name);
    LLVMPositionBuilderBefore(gen->builder, place_of_mark(alloca));
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
    if (pieces <= MOST_PIECES)
        mark_pieces(&marking, type, 0);
    else
        mark_whole(&marking, type);
}

void vg_check_mark_unwritten(struct vg_gen *gen)
{
    struct vg_values allocas = {0};
    VG_EACH_FUNCTION (function, gen->module) {
        vg_insts_of(function, LLVMAlloca, &allocas);
        for (size_t i = 0; i < allocas.count; i++)
            mark(gen, allocas.list[i]);
    }
    vg_values_finish(&allocas);
}
