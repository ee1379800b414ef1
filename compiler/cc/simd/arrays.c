/* SPDX-License-Identifier: MIT */
/* Private arrays of a vector of work-items. Where every access is to elements of one size at known offsets,
 * the offsets are multiplied by the width, so that element i of lane l lies at (i * width + l): neighbouring
 * lanes are neighbours in memory. Other arrays stay in one piece for each lane. */
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/simd/simd.h"
#include "compiler/cc/simd/wide.h"

/* One array under examination. */
struct array {
    struct vg_gen *gen;
    LLVMValueRef alloca;
    uint64_t element_bytes;    /* 0: not known yet */
    struct vg_values accesses; /* loads and stores */
    struct vg_values steps;    /* address computations */
};

static uint64_t size_of(struct vg_gen *gen, LLVMTypeRef type)
{
    return LLVMABISizeOfType(gen->layout, type);
}

static bool is_call_to(LLVMValueRef inst, const char *prefix)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && strncmp(vg_name(callee), prefix, strlen(prefix)) == 0;
}

static bool agree(struct array *array, uint64_t bytes)
{
    if (array->element_bytes == 0)
        array->element_bytes = bytes;
    return array->element_bytes == bytes;
}

static bool takes_access(struct array *array, LLVMValueRef inst, LLVMTypeRef type)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    unsigned count = vg_components(type, types);
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    if (count == 0 || kind == LLVMStructTypeKind || kind == LLVMArrayTypeKind || LLVMGetVolatile(inst) ||
        LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic)
        return false;
    uint64_t bytes = size_of(array->gen, types[0]);
    vg_values_add(&array->accesses, inst);
    return LLVMSizeOfTypeInBits(array->gen->layout, types[0]) == bytes * 8 && agree(array, bytes);
}

static bool follow(struct array *array, LLVMValueRef pointer)
{
    for (LLVMUseRef use = LLVMGetFirstUse(pointer); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        switch (LLVMGetInstructionOpcode(user)) {
        case LLVMLoad:
            if (!takes_access(array, user, LLVMTypeOf(user)))
                return false;
            break;
        case LLVMStore:
            if (LLVMGetOperand(user, 0) == pointer ||
                !takes_access(array, user, LLVMTypeOf(LLVMGetOperand(user, 0))))
                return false;
            break;
        case LLVMGetElementPtr:
            if (LLVMGetOperand(user, 0) != pointer || LLVMGetTypeKind(LLVMTypeOf(user)) == LLVMVectorTypeKind)
                return false;
            vg_values_add(&array->steps, user);
            if (!follow(array, user))
                return false;
            break;
        case LLVMCall:
            if (!is_call_to(user, "llvm.lifetime."))
                return false;
            break;
        default:
            return false;
        }
    }
    return true;
}

/* All offsets are multiples of the element's size. */
static bool is_even(struct array *array, LLVMValueRef step)
{
    LLVMTypeRef type = LLVMGetGEPSourceElementType(step);
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(step); i++) {
        LLVMValueRef index = LLVMGetOperand(step, i);
        uint64_t bytes;
        if (i > 1 && LLVMGetTypeKind(type) == LLVMStructTypeKind) {
            unsigned field = (unsigned)LLVMConstIntGetZExtValue(index);
            bytes = LLVMOffsetOfElement(array->gen->layout, type, field);
            type = LLVMStructGetTypeAtIndex(type, field);
        } else {
            type = i > 1 ? LLVMGetElementType(type) : type;
            bytes = size_of(array->gen, type);
            if (LLVMIsAConstantInt(index))
                bytes *= LLVMConstIntGetZExtValue(index);
        }
        if (bytes % array->element_bytes != 0)
            return false;
    }
    return true;
}

static LLVMValueRef as_i64(struct vg_gen *gen, LLVMValueRef index)
{
    return LLVMBuildSExtOrBitCast(gen->builder, index, vg_int_type(gen->context, 64), "");
}

static LLVMValueRef step_bytes(struct vg_gen *gen, LLVMValueRef step)
{
    LLVMTypeRef type = LLVMGetGEPSourceElementType(step);
    LLVMValueRef total = vg_int(gen->context, 64, 0);
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(step); i++) {
        LLVMValueRef index = LLVMGetOperand(step, i), bytes;
        if (i > 1 && LLVMGetTypeKind(type) == LLVMStructTypeKind) {
            unsigned field = (unsigned)LLVMConstIntGetZExtValue(index);
            bytes = vg_int(gen->context, 64, LLVMOffsetOfElement(gen->layout, type, field));
            type = LLVMStructGetTypeAtIndex(type, field);
        } else {
            type = i > 1 ? LLVMGetElementType(type) : type;
            bytes = LLVMBuildMul(gen->builder, as_i64(gen, index),
                                 vg_int(gen->context, 64, size_of(gen, type)), "");
        }
        total = LLVMBuildAdd(gen->builder, total, bytes, "");
    }
    return total;
}

static void scale_step(struct vg_gen *gen, LLVMValueRef step)
{
    LLVMPositionBuilderBefore(gen->builder, step);
    LLVMValueRef width = vg_int(gen->context, 64, gen->code.width);
    LLVMValueRef bytes = LLVMBuildMul(gen->builder, step_bytes(gen, step), width, "");
    vg_replace(step, vg_byte_offset(gen->builder, LLVMGetOperand(step, 0), bytes, ""));
}

/* Component c of a vector in the array, once its elements lie a width apart. */
static LLVMValueRef component_at(struct array *array, LLVMValueRef pointer, unsigned c)
{
    struct vg_gen *gen = array->gen;
    return vg_byte_offset(gen->builder, pointer,
                          vg_int(gen->context, 64, c * array->element_bytes * gen->code.width), "");
}

static void split_access(struct array *array, LLVMValueRef inst)
{
    struct vg_gen *gen = array->gen;
    bool loads = LLVMGetInstructionOpcode(inst) == LLVMLoad;
    LLVMValueRef value = loads ? inst : LLVMGetOperand(inst, 0),
                 pointer = LLVMGetOperand(inst, loads ? 0 : 1);
    LLVMTypeRef type = LLVMTypeOf(value);
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return;
    LLVMPositionBuilderBefore(gen->builder, inst);
    LLVMValueRef whole = LLVMGetPoison(type);
    for (unsigned c = 0; c < LLVMGetVectorSize(type); c++) {
        LLVMValueRef at = component_at(array, pointer, c), index = vg_int(gen->context, 32, c);
        if (loads) {
            LLVMValueRef element = LLVMBuildLoad2(gen->builder, LLVMGetElementType(type), at, "");
            whole = LLVMBuildInsertElement(gen->builder, whole, element, index, "");
        } else {
            LLVMBuildStore(gen->builder, LLVMBuildExtractElement(gen->builder, value, index, ""), at);
        }
    }
    if (loads)
        vg_replace(inst, whole);
    else
        LLVMInstructionEraseFromParent(inst);
}

static void note(struct vg_gen *gen, const struct array *array)
{
    uint64_t *bytes = vg_need(gen->arrays.count + 1, sizeof *bytes);
    for (size_t i = 0; i < gen->arrays.count; i++)
        bytes[i] = gen->element_bytes[i];
    bytes[gen->arrays.count] = array->element_bytes;
    vg_free(gen->element_bytes);
    gen->element_bytes = bytes;
    vg_values_add(&gen->arrays, array->alloca);
}

static void place_array(struct vg_gen *gen, LLVMValueRef alloca)
{
    struct array array = {.gen = gen, .alloca = alloca};
    bool fits = follow(&array, alloca) && array.element_bytes != 0;
    for (size_t i = 0; fits && i < array.steps.count; i++)
        fits = is_even(&array, array.steps.list[i]);
    if (fits) {
        for (size_t i = 0; i < array.accesses.count; i++)
            split_access(&array, array.accesses.list[i]);
        for (size_t i = 0; i < array.steps.count; i++)
            scale_step(gen, array.steps.list[i]);
        note(gen, &array);
    }
    vg_values_finish(&array.accesses);
    vg_values_finish(&array.steps);
}

void vg_simd_place_arrays(struct vg_gen *gen)
{
    struct vg_values allocas = {0};
    if (gen->code.width == 1)
        return;
    vg_insts_of(gen->kernel, LLVMAlloca, &allocas);
    for (size_t i = 0; i < allocas.count; i++)
        if (LLVMIsAConstantInt(LLVMGetOperand(allocas.list[i], 0)))
            place_array(gen, allocas.list[i]);
    vg_values_finish(&allocas);
}

uint64_t vg_simd_array_stride(const struct vg_gen *gen, LLVMValueRef alloca)
{
    for (size_t i = 0; i < gen->arrays.count; i++)
        if (gen->arrays.list[i] == alloca)
            return gen->element_bytes[i];
    uint64_t bytes = LLVMABISizeOfType(gen->layout, LLVMGetAllocatedType(alloca));
    uint64_t align = LLVMGetAlignment(alloca), count = LLVMConstIntGetZExtValue(LLVMGetOperand(alloca, 0));
    return (bytes * count + align - 1) & ~(align - 1);
}
