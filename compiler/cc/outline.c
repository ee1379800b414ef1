/* SPDX-License-Identifier: MIT */
/* Functions that stay functions, which the vectoriser makes functions of vectors (simd/callee.c). Such are
 * reads of images that a kernel calls many times, since each is a good deal of code: one for each kind of
 * read and sampler of the source, so that within it the sampler is still a constant. */
#include <string.h>

#include "compiler/cc/gen.h"

#define MARK "vg-outlined"

/* Calls of a kernel that are inlined; those that may filter are so much larger. */
enum { PRICE_MOST = 16, PRICE_OF_FILTER = 3, CALLS_MOST = 4096, PARAMS_MOST = 8 };

bool vg_is_outlined(LLVMValueRef function)
{
    return LLVMGetStringAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, MARK,
                                         sizeof MARK - 1) != NULL;
}

static bool is_read(LLVMValueRef function)
{
    static const char *const names[] = {"_Z11read_imagef", "_Z11read_imageh", "_Z11read_imagei",
                                        "_Z12read_imageui"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(vg_name(function), names[i], strlen(names[i])) == 0)
            return !LLVMIsDeclaration(function) && LLVMCountParams(function) <= PARAMS_MOST;
    return false;
}

static LLVMValueRef constant_sampler(LLVMValueRef call)
{
    LLVMValueRef second = LLVMGetNumArgOperands(call) > 2 ? LLVMGetOperand(call, 1) : NULL;
    return second && LLVMIsAConstant(second) ? second : NULL;
}

static unsigned price_of(LLVMValueRef call)
{
    enum { LINEAR = VG_SAMPLER_LINEAR };
    LLVMValueRef sampler = constant_sampler(call);
    if (LLVMGetNumArgOperands(call) < 3)
        return 1;
    if (!sampler || LLVMGetNumOperands(sampler) == 0)
        return PRICE_OF_FILTER;
    LLVMValueRef bits = LLVMGetOperand(sampler, 0);
    bool filters = !LLVMIsAConstantInt(bits) || (LLVMConstIntGetZExtValue(bits) & LINEAR);
    return filters ? PRICE_OF_FILTER : 1;
}

static void find_reads(struct vg_gen *gen, struct vg_values *reads)
{
    struct vg_values calls = {0};
    VG_EACH_FUNCTION (function, gen->module) {
        if (is_read(function))
            continue;
        vg_insts_of(function, LLVMCall, &calls);
        for (size_t i = 0; i < calls.count; i++)
            if (vg_callee(calls.list[i]) && is_read(vg_callee(calls.list[i])))
                vg_values_add(reads, calls.list[i]);
    }
    vg_values_finish(&calls);
}

static bool is_same(LLVMValueRef a, LLVMValueRef b)
{
    return vg_callee(a) == vg_callee(b) && constant_sampler(a) == constant_sampler(b);
}

LLVMValueRef vg_outline_call(struct vg_gen *gen, LLVMValueRef callee, LLVMValueRef second)
{
    LLVMTypeRef type = LLVMGlobalGetValueType(callee);
    LLVMValueRef function = LLVMAddFunction(gen->module, "outlined", type), args[PARAMS_MOST];
    LLVMSetLinkage(function, LLVMInternalLinkage);
    LLVMAttributeIndex whole = (LLVMAttributeIndex)LLVMAttributeFunctionIndex;
    LLVMAddAttributeAtIndex(function, whole,
                            LLVMCreateStringAttribute(gen->context, MARK, sizeof MARK - 1, "", 0));
    vg_add_attribute(function, "nounwind");
    vg_add_attribute(function, "willreturn");
    LLVMGetParams(function, args);
    if (second)
        args[1] = second;
    LLVMPositionBuilderAtEnd(gen->builder, LLVMAppendBasicBlockInContext(gen->context, function, ""));
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
    LLVMBuildRet(gen->builder, LLVMBuildCall2(gen->builder, type, callee, args, LLVMCountParams(callee), ""));
    return function;
}

static void redirect(LLVMValueRef call, LLVMValueRef function)
{
    LLVMSetOperand(call, (unsigned)LLVMGetNumOperands(call) - 1, function);
}

void vg_outline_reads(struct vg_gen *gen)
{
    struct vg_values reads = {0};
    unsigned price = 0;
    find_reads(gen, &reads);
    for (size_t i = 0; i < reads.count; i++)
        price += price_of(reads.list[i]);
    for (size_t i = 0; price > PRICE_MOST && i < reads.count; i++) {
        if (vg_is_outlined(vg_callee(reads.list[i])))
            continue;
        LLVMValueRef function =
            vg_outline_call(gen, vg_callee(reads.list[i]), constant_sampler(reads.list[i]));
        for (size_t j = i + 1; j < reads.count; j++)
            if (is_same(reads.list[i], reads.list[j]))
                redirect(reads.list[j], function);
        redirect(reads.list[i], function);
    }
    vg_values_finish(&reads);
}
