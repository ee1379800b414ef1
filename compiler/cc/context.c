/* SPDX-License-Identifier: MIT */
/* The hidden context parameter: each function of the module is rebuilt with it, and each call passes it on.
 * LLVM cannot change a function's type in place, so its blocks move to a new function. */
#include <stddef.h>

#include "base/alloc.h"
#include "compiler/cc/gen.h"

void vg_gen_types(struct vg_gen *gen)
{
    LLVMTypeRef i32 = vg_int_type(gen->context, 32), i64 = vg_int_type(gen->context, 64);
    LLVMTypeRef ptr = vg_ptr_type(gen->context, 0), three = LLVMArrayType2(i64, 3);
    LLVMTypeRef fields[VG_ITEM_FIELDS];
    for (unsigned i = 0; i < VG_ITEM_FIELDS; i++)
        fields[i] = i < VG_ITEM_LOCAL_ID ? ptr : three;
    gen->item = LLVMStructTypeInContext(gen->context, fields, VG_ITEM_FIELDS, false);
    LLVMTypeRef launch[] = {three, three, three, three, i32, i32, i64, ptr}; /* ABI: kernel */
    gen->launch = LLVMStructTypeInContext(gen->context, launch, 8, false);
}

LLVMValueRef vg_context_of(LLVMValueRef function)
{
    return LLVMGetLastParam(function);
}

LLVMValueRef vg_item_address(struct vg_gen *gen, LLVMValueRef item, enum vg_item_field field,
                             unsigned dimension)
{
    LLVMValueRef path[] = {vg_int(gen->context, 32, 0), vg_int(gen->context, 32, field),
                           vg_int(gen->context, 32, dimension)};
    return LLVMBuildInBoundsGEP2(gen->builder, gen->item, item, path, field < VG_ITEM_LOCAL_ID ? 2 : 3, "");
}

LLVMValueRef vg_item_load(struct vg_gen *gen, LLVMValueRef item, enum vg_item_field field, unsigned dimension)
{
    LLVMTypeRef type =
        field < VG_ITEM_LOCAL_ID ? vg_ptr_type(gen->context, 0) : vg_int_type(gen->context, 64);
    return LLVMBuildLoad2(gen->builder, type, vg_item_address(gen, item, field, dimension), "");
}

static void copy_attributes(LLVMValueRef from, LLVMValueRef to, LLVMAttributeIndex index)
{
    unsigned count = LLVMGetAttributeCountAtIndex(from, index);
    LLVMAttributeRef *list = vg_zalloc_array(count + 1, sizeof *list);
    if (!list)
        return; /* attributes only help */
    LLVMGetAttributesAtIndex(from, index, list);
    for (unsigned i = 0; i < count; i++)
        LLVMAddAttributeAtIndex(to, index, list[i]);
    vg_free(list);
}

/* The body of a kernel with barriers also gets the point to resume at, and returns where it stopped. */
static LLVMTypeRef type_with_context(struct vg_gen *gen, LLVMValueRef function)
{
    bool resumes = function == gen->kernel && gen->has_barrier;
    unsigned count = LLVMCountParams(function);
    LLVMTypeRef old = LLVMGlobalGetValueType(function), result = LLVMGetReturnType(old);
    LLVMTypeRef i32 = vg_int_type(gen->context, 32),
                *params = vg_zalloc_array(count + 2, sizeof(LLVMTypeRef));
    LLVMGetParamTypes(old, params);
    if (resumes) {
        params[count++] = i32;
        result = i32;
    }
    params[count++] = vg_ptr_type(gen->context, 0);
    LLVMTypeRef type = LLVMFunctionType(result, params, count, false);
    vg_free(params);
    return type;
}

static void move_body(LLVMValueRef from, LLVMValueRef to)
{
    for (LLVMBasicBlockRef block; (block = LLVMGetFirstBasicBlock(from));) {
        LLVMRemoveBasicBlockFromParent(block);
        LLVMAppendExistingBasicBlock(to, block);
    }
    LLVMValueRef param = LLVMGetFirstParam(to);
    for (LLVMValueRef old = LLVMGetFirstParam(from); old; old = LLVMGetNextParam(old)) {
        LLVMReplaceAllUsesWith(old, param);
        param = LLVMGetNextParam(param);
    }
}

/* A block before the old entry, for values that dominate everything. */
static void add_entry(struct vg_gen *gen, LLVMValueRef function)
{
    LLVMBasicBlockRef old = LLVMGetEntryBasicBlock(function);
    LLVMBasicBlockRef entry = LLVMInsertBasicBlockInContext(gen->context, old, "context");
    LLVMPositionBuilderAtEnd(gen->builder, entry);
    LLVMBuildBr(gen->builder, old);
}

static LLVMValueRef with_context(struct vg_gen *gen, LLVMValueRef old)
{
    LLVMValueRef function = LLVMAddFunction(gen->module, "", type_with_context(gen, old));
    LLVMSetLinkage(function, LLVMInternalLinkage);
    copy_attributes(old, function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex);
    for (unsigned i = 0; i < LLVMCountParams(old); i++)
        copy_attributes(old, function, i + 1);
    vg_remove_attribute(function, "memory"); /* it now reads the context */
    LLVMMetadataRef debug = LLVMGetSubprogram(old);
    if (debug) {
        LLVMSetSubprogram(old, NULL);
        LLVMSetSubprogram(function, debug);
    }
    move_body(old, function);
    add_entry(gen, function);
    return function;
}

static void pass_context(struct vg_gen *gen, LLVMValueRef call, LLVMValueRef callee)
{
    unsigned count = LLVMGetNumArgOperands(call);
    LLVMValueRef caller = LLVMGetBasicBlockParent(LLVMGetInstructionParent(call));
    LLVMValueRef *args = vg_zalloc_array(count + 1, sizeof *args);
    for (unsigned i = 0; i < count; i++)
        args[i] = LLVMGetOperand(call, i);
    args[count] = vg_context_of(caller);
    LLVMPositionBuilderBefore(gen->builder, call);
    LLVMValueRef changed =
        LLVMBuildCall2(gen->builder, LLVMGlobalGetValueType(callee), callee, args, count + 1, "");
    vg_free(args);
    LLVMInstructionSetDebugLoc(changed, LLVMInstructionGetDebugLoc(call));
    vg_replace(call, changed);
}

/* All functions are rebuilt first and their calls second, since a call needs its own function's parameter. */
void vg_context_add(struct vg_gen *gen)
{
    struct vg_values old = {0}, new = {0}, calls = {0};
    VG_EACH_FUNCTION (function, gen->module)
        if (!LLVMIsDeclaration(function))
            vg_values_add(&old, function);
    for (size_t i = 0; i < old.count; i++)
        vg_values_add(&new, with_context(gen, old.list[i]));
    for (size_t i = 0; i < old.count; i++) {
        vg_calls_of(old.list[i], &calls);
        for (size_t c = 0; c < calls.count; c++)
            pass_context(gen, calls.list[c], new.list[i]);
        if (old.list[i] == gen->kernel)
            gen->kernel = new.list[i];
        size_t length;
        const char *name = LLVMGetValueName2(old.list[i], &length);
        struct vg_text kept = {0};
        vg_text_append(&kept, name, length);
        LLVMDeleteFunction(old.list[i]);
        LLVMSetValueName2(new.list[i], vg_text_get(&kept), kept.size);
        vg_text_finish(&kept);
    }
    vg_values_finish(&old);
    vg_values_finish(&new);
    vg_values_finish(&calls);
}
