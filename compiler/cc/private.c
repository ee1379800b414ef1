/* SPDX-License-Identifier: MIT */
/* Private memory. What is left of a program's private arrays after optimisation goes to the work-item's frame
 * in the worker's scratch; only a few small ones may stay on the C stack, and none in kernels with barriers,
 * where they must outlive the region. */
#include "base/alloc.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/simd/simd.h"

#define STACK_BYTES 256  /* of private memory that a function may keep on the C stack */
#define STACK_TOTAL 4096 /* of all functions of a kernel together */

static LLVMTypeRef byval_type(LLVMValueRef function, unsigned index, unsigned kind)
{
    LLVMAttributeRef attribute = LLVMGetEnumAttributeAtIndex(function, index + 1, kind);
    return attribute ? LLVMGetTypeAttributeValue(attribute) : NULL;
}

static unsigned param_align(LLVMValueRef function, unsigned index, unsigned least)
{
    unsigned kind = LLVMGetEnumAttributeKindForName("align", 5);
    LLVMAttributeRef attribute = LLVMGetEnumAttributeAtIndex(function, index + 1, kind);
    unsigned align = attribute ? (unsigned)LLVMGetEnumAttributeValue(attribute) : 1;
    return align > least ? align : least;
}

static void copy_param(struct vg_gen *gen, LLVMValueRef function, unsigned index, LLVMTypeRef type)
{
    LLVMValueRef param = LLVMGetParam(function, index);
    unsigned align = param_align(function, index, LLVMABIAlignmentOfType(gen->layout, type));
    LLVMValueRef first = LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function));
    LLVMPositionBuilderBefore(gen->builder, first);
    LLVMValueRef copy = LLVMBuildAlloca(gen->builder, type, "");
    LLVMSetAlignment(copy, align);
    LLVMReplaceAllUsesWith(param, copy);
    LLVMValueRef size = vg_int(gen->context, 64, LLVMABISizeOfType(gen->layout, type));
    LLVMBuildMemCpy(gen->builder, copy, align, param, align, size);
}

static void drop_at_calls(LLVMValueRef function, unsigned index, unsigned kind)
{
    struct vg_values calls = {0};
    vg_calls_of(function, &calls);
    for (size_t i = 0; i < calls.count; i++)
        LLVMRemoveCallSiteEnumAttribute(calls.list[i], index + 1, kind);
    vg_values_finish(&calls);
}

void vg_private_copy_byval(struct vg_gen *gen)
{
    unsigned kind = LLVMGetEnumAttributeKindForName("byval", 5);
    VG_EACH_FUNCTION (function, gen->module) {
        for (unsigned i = 0; i < LLVMCountParams(function); i++) {
            LLVMTypeRef type = byval_type(function, i, kind);
            if (!type || LLVMIsDeclaration(function))
                continue;
            copy_param(gen, function, i, type);
            LLVMRemoveEnumAttributeAtIndex(function, i + 1, kind);
            drop_at_calls(function, i, kind);
        }
    }
}

uint64_t vg_frame_reserve(struct vg_gen *gen, uint64_t size, uint64_t align)
{
    uint64_t at = (gen->frame_bytes + align - 1) & ~(align - 1);
    gen->frame_bytes = at + size;
    if (align > gen->frame_align)
        gen->frame_align = align;
    return at;
}

/* Size of an alloca, 0 when it is not known. */
static uint64_t alloca_size(struct vg_gen *gen, LLVMValueRef alloca)
{
    LLVMValueRef count = LLVMGetOperand(alloca, 0);
    if (!LLVMIsAConstantInt(count))
        return 0;
    return LLVMABISizeOfType(gen->layout, LLVMGetAllocatedType(alloca)) * LLVMConstIntGetZExtValue(count);
}

/* Markers of the lifetime of stack slots make no sense for frames. */
static void drop_lifetimes(LLVMValueRef alloca)
{
    for (LLVMUseRef use = LLVMGetFirstUse(alloca), next; use; use = next) {
        next = LLVMGetNextUse(use);
        LLVMValueRef user = LLVMGetUser(use), callee = vg_callee(user);
        const char *prefix = "llvm.lifetime.";
        if (!callee || LLVMGetIntrinsicID(callee) == 0)
            continue;
        const char *name = vg_name(callee);
        size_t i = 0;
        while (prefix[i] && name[i] == prefix[i])
            i++;
        if (!prefix[i])
            LLVMInstructionEraseFromParent(user);
    }
}

/* A function without effects, declared on first use. */
static LLVMValueRef place_function(struct vg_gen *gen, const char *name, unsigned params)
{
    static const char *const pure[] = {"nounwind", "willreturn", "nosync", "nofree", "speculatable"};
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, name);
    if (function)
        return function;
    LLVMTypeRef i64 = vg_int_type(gen->context, 64), types[] = {i64, i64};
    LLVMTypeRef type = LLVMFunctionType(vg_ptr_type(gen->context, 0), types, params, false);
    function = LLVMAddFunction(gen->module, name, type);
    for (size_t i = 0; i < sizeof pure / sizeof *pure; i++)
        vg_add_attribute(function, pure[i]);
    unsigned memory = LLVMGetEnumAttributeKindForName("memory", 6);
    LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
                            LLVMCreateEnumAttribute(gen->context, memory, 0));
    return function;
}

LLVMValueRef vg_frame_place(struct vg_gen *gen, uint64_t offset, uint64_t stride)
{
    LLVMValueRef function =
        stride ? place_function(gen, "__vg_lane_place", 2) : place_function(gen, "__vg_group_place", 1);
    LLVMValueRef args[] = {vg_int(gen->context, 64, offset), vg_int(gen->context, 64, stride)};
    return LLVMBuildCall2(gen->builder, LLVMGlobalGetValueType(function), function, args, stride ? 2 : 1, "");
}

static void place(struct vg_gen *gen, LLVMValueRef function, LLVMValueRef alloca)
{
    uint64_t offset = vg_frame_reserve(gen, alloca_size(gen, alloca), LLVMGetAlignment(alloca));
    drop_lifetimes(alloca);
    LLVMPositionBuilderBefore(gen->builder, LLVMGetBasicBlockTerminator(LLVMGetEntryBasicBlock(function)));
    vg_replace(alloca, vg_frame_place(gen, offset, vg_simd_array_stride(gen, alloca)));
}

static bool place_all(struct vg_gen *gen, LLVMValueRef function, const struct vg_values *allocas)
{
    for (size_t i = 0; i < allocas->count; i++) {
        if (!LLVMIsAConstantInt(LLVMGetOperand(allocas->list[i], 0))) {
            vg_text_add(gen->log, "error: function %s has an array whose size is not constant\n",
                        vg_name(function));
            return false;
        }
        place(gen, function, allocas->list[i]);
    }
    return true;
}

bool vg_private_place(struct vg_gen *gen)
{
    struct vg_values allocas = {0};
    uint64_t on_stack = 0;
    bool ok = true;
    gen->frame_align = 16;
    gen->is_parallel = true;
    VG_EACH_FUNCTION (function, gen->module) {
        vg_insts_of(function, LLVMAlloca, &allocas);
        uint64_t bytes = 0;
        for (size_t i = 0; i < allocas.count; i++)
            bytes += alloca_size(gen, allocas.list[i]);
        gen->code.private_bytes += bytes;
        bool must = gen->wants_frames || (function == gen->kernel && gen->has_barrier);
        /* Private memory is the same for one work-item after the other, as is the context of a real call. */
        gen->is_parallel &= allocas.count == 0 && (function == gen->kernel || LLVMIsDeclaration(function));
        if (allocas.count == 0 || (!must && bytes <= STACK_BYTES && on_stack + bytes <= STACK_TOTAL))
            on_stack += bytes;
        else
            ok = ok && place_all(gen, function, &allocas);
    }
    vg_values_finish(&allocas);
    return ok;
}
