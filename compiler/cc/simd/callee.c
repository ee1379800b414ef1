/* SPDX-License-Identifier: MIT */
/* Calls of functions that stay functions (outline.c). The callee becomes one for all lanes, one for each
 * combination of shapes that arguments have: uniform and strided ones are passed as lane 0's value, others
 * as a vector for each component, and so comes the result. Such functions are safe for whatever lanes that
 * take no part hold, so there is no mask. simd.c builds them when the kernel is done. */
#include "compiler/cc/simd/wide.h"

#include <string.h>

#include "base/alloc.h"

enum { WIDE_PARAMS_MOST = 64 };

/* Of a parameter, from that of the argument: only what calls with the same meaning share. */
static struct vg_shape param_shape(struct vg_shape shape)
{
    bool lanes = shape.kind == VG_SHAPE_VARYING || shape.guarded;
    struct vg_shape result = {.kind = lanes ? VG_SHAPE_VARYING : shape.kind, .align = 1};
    result.stride = result.kind == VG_SHAPE_STRIDED ? shape.stride : 0;
    result.no_sign_wrap = !lanes && shape.no_sign_wrap;
    result.no_unsign_wrap = result.kind == VG_SHAPE_UNIFORM;
    return result;
}

static bool is_same(struct vg_shape a, struct vg_shape b)
{
    return a.kind == b.kind && a.stride == b.stride && a.no_sign_wrap == b.no_sign_wrap;
}

static unsigned add_lane_types(struct vg_wide *wide, LLVMTypeRef type, LLVMTypeRef *out)
{
    unsigned count = vg_components(type, out);
    for (unsigned c = 0; c < count; c++)
        out[c] = vg_wide_type(wide, out[c]);
    return count;
}

static LLVMTypeRef wide_type_of(struct vg_wide *wide, const struct vg_callee *callee)
{
    LLVMTypeRef params[WIDE_PARAMS_MOST + VG_COMPONENTS_MOST], results[VG_COMPONENTS_MOST];
    unsigned count = 0;
    for (unsigned i = 0; i < callee->param_count; i++) {
        LLVMTypeRef type = LLVMTypeOf(LLVMGetParam(callee->from, i));
        if (callee->params[i].kind == VG_SHAPE_VARYING)
            count += add_lane_types(wide, type, params + count);
        else
            params[count++] = type;
    }
    LLVMTypeRef result = LLVMGetReturnType(LLVMGlobalGetValueType(callee->from));
    unsigned parts = add_lane_types(wide, result, results);
    LLVMTypeRef all =
        parts == 1 ? results[0] : LLVMStructTypeInContext(wide->gen->context, results, parts, false);
    return LLVMFunctionType(all, params, count, false);
}

static struct vg_callee *find(struct vg_gen *gen, const struct vg_callee *wanted)
{
    for (size_t i = 0; i < gen->callee_count; i++) {
        struct vg_callee *known = &gen->callees[i];
        bool same = known->from == wanted->from;
        for (unsigned p = 0; same && p < wanted->param_count; p++)
            same = is_same(known->params[p], wanted->params[p]);
        if (same)
            return known;
    }
    return NULL;
}

static LLVMValueRef wide_callee(struct vg_wide *wide, struct vg_callee *wanted)
{
    struct vg_gen *gen = wide->gen;
    struct vg_callee *known = find(gen, wanted);
    if (known)
        return known->to;
    wanted->to = LLVMAddFunction(gen->module, "wide_callee", wide_type_of(wide, wanted));
    LLVMSetLinkage(wanted->to, LLVMInternalLinkage);
    vg_add_attribute(wanted->to, "noinline");
    vg_add_attribute(wanted->to, "nounwind");
    vg_add_attribute(wanted->to, "willreturn");
    struct vg_callee *list = vg_need(gen->callee_count + 1, sizeof *list);
    if (gen->callee_count)
        memcpy(list, gen->callees, gen->callee_count * sizeof *list);
    list[gen->callee_count++] = *wanted;
    vg_free(gen->callees);
    gen->callees = list;
    return wanted->to;
}

static bool describe(struct vg_wide *wide, LLVMValueRef call, struct vg_callee *callee)
{
    *callee = (struct vg_callee){.from = vg_callee(call), .param_count = LLVMGetNumArgOperands(call)};
    if (callee->param_count > VG_CALLEE_PARAMS_MOST)
        return false;
    for (unsigned i = 0; i < callee->param_count; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        callee->params[i] = param_shape(vg_shape_of(wide->shapes, operand));
        bool pointer = LLVMGetTypeKind(LLVMTypeOf(operand)) == LLVMPointerTypeKind;
        if (pointer && callee->params[i].kind != VG_SHAPE_UNIFORM)
            return false; /* lanes that read from several images do so one after the other */
    }
    return true;
}

bool vg_widen_outlined(struct vg_wide *wide, LLVMValueRef call)
{
    struct vg_callee callee;
    LLVMValueRef args[WIDE_PARAMS_MOST + VG_COMPONENTS_MOST];
    if (!vg_callee(call) || !vg_is_outlined(vg_callee(call)) || !describe(wide, call, &callee))
        return false;
    unsigned count = 0;
    for (unsigned i = 0; i < callee.param_count; i++) {
        LLVMValueRef operand = LLVMGetOperand(call, i);
        LLVMTypeRef types[VG_COMPONENTS_MOST];
        unsigned components = vg_components(LLVMTypeOf(operand), types);
        if (callee.params[i].kind != VG_SHAPE_VARYING)
            args[count++] = vg_scalar(wide, operand);
        for (unsigned c = 0; callee.params[i].kind == VG_SHAPE_VARYING && c < components; c++)
            args[count++] = LLVMBuildFreeze(wide->b, vg_lanes(wide, operand, c), "");
    }
    LLVMValueRef to = wide_callee(wide, &callee);
    LLVMValueRef result = LLVMBuildCall2(wide->b, LLVMGlobalGetValueType(to), to, args, count, "");
    unsigned parts = vg_wide_value(wide, call)->components;
    for (unsigned c = 0; c < parts; c++)
        vg_set_lanes(wide, call, c, parts == 1 ? result : LLVMBuildExtractValue(wide->b, result, c, ""));
    return true;
}

void vg_map_callee_params(struct vg_wide *wide, const struct vg_callee *callee)
{
    unsigned at = 0;
    for (unsigned i = 0; i < callee->param_count; i++) {
        struct vg_wide_value *known = vg_wide_value(wide, LLVMGetParam(callee->from, i));
        if (callee->params[i].kind != VG_SHAPE_VARYING)
            known->scalar = LLVMGetParam(callee->to, at++);
        for (unsigned c = 0; callee->params[i].kind == VG_SHAPE_VARYING && c < known->components; c++)
            known->lanes[c] = LLVMGetParam(callee->to, at++);
    }
}

void vg_return_lanes(struct vg_wide *wide, LLVMValueRef value)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    unsigned count = vg_components(LLVMTypeOf(value), types);
    LLVMValueRef result = vg_lanes(wide, value, 0);
    if (count > 1) {
        LLVMValueRef first = result;
        result = LLVMGetPoison(LLVMGetReturnType(LLVMGlobalGetValueType(wide->to)));
        for (unsigned c = 0; c < count; c++) {
            LLVMValueRef lanes = c ? vg_lanes(wide, value, c) : first;
            result = LLVMBuildInsertValue(wide->b, result, lanes, c, "");
        }
    }
    LLVMBuildRet(wide->b, result);
}
