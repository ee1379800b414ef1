/* SPDX-License-Identifier: MIT */
/* Functions that become instructions last: see late.h. Optimisation would take those apart, or does not know
 * them. */
#include "compiler/cc/late.h"

#include <string.h>

#include "compiler/cc/special.h"

enum { ELEMENTS_MOST = 4096, PARAMS_MOST = 4 };

/* ---- Forms ---- */

static bool is_vector(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind;
}

static LLVMTypeRef with_lanes(LLVMTypeRef type, unsigned lanes)
{
    if (LLVMGetTypeKind(type) == LLVMPointerTypeKind)
        return type;
    return LLVMVectorType(is_vector(type) ? LLVMGetElementType(type) : type, lanes);
}

/* A table may be read where that is called, not elsewhere. */
static void promise(struct vg_gen *gen, LLVMValueRef function)
{
    static const char *const pure[] = {"nounwind", "willreturn", "nosync", "nofree"};
    for (size_t i = 0; i < sizeof pure / sizeof *pure; i++)
        vg_add_attribute(function, pure[i]);
    if (vg_special_of(vg_name(function)) != VG_LOOKUP)
        vg_add_attribute(function, "speculatable");
    LLVMAttributeRef none =
        LLVMCreateEnumAttribute(gen->context, LLVMGetEnumAttributeKindForName("memory", 6), 0);
    LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, none);
}

LLVMValueRef vg_late_declare(struct vg_gen *gen, const char *name, LLVMTypeRef type, unsigned lanes)
{
    struct vg_text form = {0};
    vg_text_add(&form, "%.*s.%u", (int)strcspn(name, "."), name, lanes);
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, vg_text_get(&form));
    if (!function) {
        LLVMTypeRef params[PARAMS_MOST], result = with_lanes(LLVMGetReturnType(type), lanes);
        unsigned count = LLVMCountParamTypes(type);
        LLVMGetParamTypes(type, params);
        for (unsigned i = 0; i < count; i++)
            params[i] = with_lanes(params[i], lanes);
        type = LLVMFunctionType(result, params, count, false);
        function = LLVMAddFunction(gen->module, vg_text_get(&form), type);
        promise(gen, function);
    }
    vg_text_finish(&form);
    return function;
}

/* ---- Vectors as registers ---- */

unsigned vg_late_lanes(LLVMValueRef value)
{
    return is_vector(LLVMTypeOf(value)) ? LLVMGetVectorSize(LLVMTypeOf(value)) : 1;
}

unsigned vg_late_register(const struct vg_gen *gen, unsigned lanes, unsigned bits)
{
    static const unsigned registers[] = {[VG_ISA_SSE42] = 128, [VG_ISA_AVX2] = 256, [VG_ISA_AVX512] = 512};
    unsigned size = registers[gen->target.isa] / bits;
    while (size > registers[VG_ISA_SSE42] / bits && size / 2 >= lanes)
        size /= 2;
    return size;
}

LLVMValueRef vg_late_part(struct vg_gen *gen, LLVMValueRef vector, unsigned from, unsigned count)
{
    LLVMValueRef places[ELEMENTS_MOST], first = vg_int(gen->context, 32, 0);
    unsigned lanes = vg_late_lanes(vector);
    if (!is_vector(LLVMTypeOf(vector)))
        vector = LLVMBuildInsertElement(gen->builder, LLVMGetPoison(LLVMVectorType(LLVMTypeOf(vector), 1)),
                                        vector, first, "");
    for (unsigned i = 0; i < count; i++)
        places[i] = from + i < lanes ? vg_int(gen->context, 32, from + i) : first;
    return LLVMBuildShuffleVector(gen->builder, vector, LLVMGetPoison(LLVMTypeOf(vector)),
                                  LLVMConstVector(places, count), "");
}

static LLVMValueRef concat(struct vg_gen *gen, LLVMValueRef low, LLVMValueRef high)
{
    LLVMValueRef places[ELEMENTS_MOST];
    unsigned count = 2 * LLVMGetVectorSize(LLVMTypeOf(low));
    for (unsigned i = 0; i < count; i++)
        places[i] = vg_int(gen->context, 32, i);
    return LLVMBuildShuffleVector(gen->builder, low, high, LLVMConstVector(places, count), "");
}

LLVMValueRef vg_late_join(struct vg_gen *gen, LLVMValueRef *parts, LLVMTypeRef type)
{
    unsigned lanes = is_vector(type) ? LLVMGetVectorSize(type) : 1, size = vg_late_lanes(parts[0]);
    for (; size < lanes; size *= 2) {
        unsigned count = (lanes + size - 1) / size;
        LLVMValueRef nothing = LLVMGetPoison(LLVMTypeOf(parts[0]));
        for (unsigned i = 0; i < count; i += 2)
            parts[i / 2] = concat(gen, parts[i], i + 1 < count ? parts[i + 1] : nothing);
    }
    if (!is_vector(type))
        return LLVMBuildExtractElement(gen->builder, parts[0], vg_int(gen->context, 32, 0), "");
    return lanes < size ? vg_late_part(gen, parts[0], 0, lanes) : parts[0];
}

/* ---- Calls ---- */

/* In the order in which they run within their blocks. */
static void collect(LLVMModuleRef module, enum vg_special special, struct vg_values *calls)
{
    VG_EACH_FUNCTION (function, module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block)
                if (LLVMIsACallInst(inst) && vg_special_call(inst) == special)
                    vg_values_add(calls, inst);
}

static LLVMValueRef lowered(struct vg_gen *gen, LLVMValueRef call)
{
    const char *name = vg_name(vg_callee(call)), *kind = strrchr(name, '_') + 1;
    LLVMValueRef first = LLVMGetOperand(call, 0);
    LLVMPositionBuilderBefore(gen->builder, call);
    if (vg_special_call(call) == VG_DOT)
        return vg_dot(gen, kind, first, LLVMGetOperand(call, 1));
    return vg_estimate(gen, kind, first);
}

void vg_lower_late(struct vg_gen *gen)
{
    struct vg_values calls = {0}, lookups = {0};
    collect(gen->module, VG_DOT, &calls);
    collect(gen->module, VG_ESTIMATE, &calls);
    collect(gen->module, VG_LOOKUP, &lookups);
    for (size_t i = 0; i < calls.count; i++)
        vg_replace(calls.list[i], lowered(gen, calls.list[i]));
    vg_lower_lookups(gen, &lookups);
    vg_values_finish(&calls);
    vg_values_finish(&lookups);
}
