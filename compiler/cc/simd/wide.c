/* SPDX-License-Identifier: MIT */
/* Values of the function under work: see wide.h. */
#include "compiler/cc/simd/wide.h"

#include <string.h>

#include "base/alloc.h"

/* ---- Types ---- */

static bool fits_a_vector(LLVMTypeRef type)
{
    switch (LLVMGetTypeKind(type)) {
    case LLVMHalfTypeKind:
    case LLVMFloatTypeKind:
    case LLVMDoubleTypeKind:
    case LLVMPointerTypeKind:
        return true;
    case LLVMIntegerTypeKind:
        return LLVMGetIntTypeWidth(type) <= 128;
    default:
        return false;
    }
}

static unsigned element_count(LLVMTypeRef type)
{
    switch (LLVMGetTypeKind(type)) {
    case LLVMVectorTypeKind:
        return LLVMGetVectorSize(type);
    case LLVMStructTypeKind:
        return LLVMCountStructElementTypes(type);
    case LLVMArrayTypeKind: {
        uint64_t count = LLVMGetArrayLength2(type);
        return count > VG_COMPONENTS_MOST ? VG_COMPONENTS_MOST + 1 : (unsigned)count;
    }
    default:
        return 0;
    }
}

static LLVMTypeRef element_type(LLVMTypeRef type, unsigned index)
{
    return LLVMGetTypeKind(type) == LLVMStructTypeKind ? LLVMStructGetTypeAtIndex(type, index)
                                                       : LLVMGetElementType(type);
}

static bool flatten(LLVMTypeRef type, LLVMTypeRef *types, unsigned *count)
{
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    if (kind != LLVMVectorTypeKind && kind != LLVMStructTypeKind && kind != LLVMArrayTypeKind) {
        if (!fits_a_vector(type) || *count == VG_COMPONENTS_MOST)
            return false;
        types[(*count)++] = type;
        return true;
    }
    for (unsigned i = 0; i < element_count(type); i++)
        if (!flatten(element_type(type, i), types, count))
            return false;
    return true;
}

unsigned vg_components(LLVMTypeRef type, LLVMTypeRef *types)
{
    unsigned count = 0;
    return flatten(type, types, &count) ? count : 0;
}

LLVMTypeRef vg_wide_type(const struct vg_wide *wide, LLVMTypeRef element)
{
    return LLVMVectorType(element, wide->width);
}

LLVMTypeRef vg_mask_type(const struct vg_wide *wide)
{
    return vg_wide_type(wide, wide->i1);
}

/* ---- Making values ---- */

LLVMValueRef vg_splat(struct vg_wide *wide, LLVMValueRef scalar)
{
    LLVMTypeRef type = vg_wide_type(wide, LLVMTypeOf(scalar));
    if (LLVMIsAConstantInt(scalar) || LLVMIsAConstantFP(scalar) || LLVMIsAConstantPointerNull(scalar)) {
        LLVMValueRef same[VG_LANES_MOST];
        for (unsigned i = 0; i < wide->width; i++)
            same[i] = scalar;
        return LLVMConstVector(same, wide->width);
    }
    if (LLVMIsPoison(scalar))
        return LLVMGetPoison(type);
    if (LLVMIsUndef(scalar))
        return LLVMGetUndef(type);
    LLVMValueRef zero = LLVMConstNull(wide->i32), nothing = LLVMGetPoison(type);
    LLVMValueRef first = LLVMBuildInsertElement(wide->b, nothing, scalar, zero, "");
    return LLVMBuildShuffleVector(wide->b, first, nothing, LLVMConstNull(vg_wide_type(wide, wide->i32)), "");
}

LLVMValueRef vg_ramp(struct vg_wide *wide, LLVMTypeRef type, int64_t step)
{
    LLVMValueRef steps[VG_LANES_MOST];
    for (unsigned i = 0; i < wide->width; i++)
        steps[i] = LLVMConstInt(type, (unsigned long long)((uint64_t)step * i), true);
    return LLVMConstVector(steps, wide->width);
}

LLVMValueRef vg_variable(struct vg_wide *wide, LLVMTypeRef type, const char *name)
{
    return LLVMBuildAlloca(wide->entry, type, name);
}

static LLVMValueRef find_component(struct vg_wide *wide, LLVMValueRef value, unsigned *index)
{
    LLVMTypeRef type = LLVMTypeOf(value);
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    if (kind != LLVMVectorTypeKind && kind != LLVMStructTypeKind && kind != LLVMArrayTypeKind)
        return (*index)-- == 0 ? value : NULL;
    for (unsigned i = 0; i < element_count(type); i++) {
        LLVMTypeRef types[VG_COMPONENTS_MOST];
        unsigned inside = vg_components(element_type(type, i), types);
        if (*index >= inside) {
            *index -= inside;
            continue;
        }
        LLVMValueRef element =
            kind == LLVMVectorTypeKind
                ? LLVMBuildExtractElement(wide->b, value, LLVMConstInt(wide->i32, i, false), "")
                : LLVMBuildExtractValue(wide->b, value, i, "");
        return find_component(wide, element, index);
    }
    return NULL;
}

LLVMValueRef vg_component_of(struct vg_wide *wide, LLVMValueRef value, unsigned component)
{
    return find_component(wide, value, &component);
}

/* ---- Values of the old function ---- */

struct vg_wide_value *vg_wide_value(struct vg_wide *wide, LLVMValueRef value)
{
    size_t number = vg_shapes_number(wide->shapes, value);
    return number == VG_NONE ? NULL : &wide->values[number];
}

/* Forgets what was at hand in another scope. */
static struct vg_wide_value *at_hand(struct vg_wide *wide, LLVMValueRef value)
{
    struct vg_wide_value *known = vg_wide_value(wide, value);
    if (!known || known->scope == wide->scope || known->scope == 0)
        return known;
    known->scope = wide->scope;
    known->scalar = known->guard = known->flat = NULL;
    memset(known->lanes, 0, known->components * sizeof *known->lanes);
    return known;
}

void vg_new_scope(struct vg_wide *wide)
{
    wide->scope++;
}

static LLVMValueRef read_slot(struct vg_wide *wide, LLVMValueRef slot)
{
    return LLVMBuildLoad2(wide->b, LLVMGetAllocatedType(slot), slot, "");
}

LLVMValueRef vg_scalar(struct vg_wide *wide, LLVMValueRef value)
{
    struct vg_wide_value *known = at_hand(wide, value);
    if (!known)
        return value;
    if (known->scalar)
        return known->scalar;
    LLVMValueRef scalar =
        known->scalar_slot ? read_slot(wide, known->scalar_slot) : LLVMGetPoison(LLVMTypeOf(value));
    if (!wide->transient)
        known->scalar = scalar;
    return scalar;
}

LLVMValueRef vg_guard(struct vg_wide *wide, LLVMValueRef value)
{
    struct vg_wide_value *known = at_hand(wide, value);
    if (!known || !vg_shape_of(wide->shapes, value).guarded)
        return NULL;
    if (known->guard)
        return known->guard;
    LLVMValueRef guard = known->guard_slot ? read_slot(wide, known->guard_slot) : LLVMConstNull(wide->i1);
    if (!wide->transient)
        known->guard = guard;
    return guard;
}

static LLVMValueRef spread(struct vg_wide *wide, LLVMValueRef value, unsigned component,
                           struct vg_shape shape)
{
    LLVMValueRef scalar = vg_scalar(wide, value);
    LLVMTypeRef type = LLVMTypeOf(scalar);
    if (shape.kind == VG_SHAPE_UNIFORM)
        return vg_splat(wide, vg_component_of(wide, scalar, component));
    if (LLVMGetTypeKind(type) == LLVMPointerTypeKind) {
        LLVMValueRef offsets = vg_ramp(wide, wide->i64, shape.stride);
        return LLVMBuildGEP2(wide->b, wide->i8, scalar, &offsets, 1, "");
    }
    return LLVMBuildAdd(wide->b, vg_splat(wide, scalar), vg_ramp(wide, type, shape.stride), "");
}

LLVMValueRef vg_shuffle(struct vg_wide *wide, LLVMValueRef a, LLVMValueRef b, const int *from, unsigned count)
{
    LLVMValueRef mask[VG_ELEMENTS_MOST];
    for (unsigned i = 0; i < count; i++)
        mask[i] = from[i] < 0 ? LLVMGetPoison(wide->i32) : LLVMConstInt(wide->i32, (unsigned)from[i], false);
    return LLVMBuildShuffleVector(wide->b, a, b ? b : LLVMGetPoison(LLVMTypeOf(a)),
                                  LLVMConstVector(mask, count), "");
}

LLVMValueRef vg_concat(struct vg_wide *wide, LLVMValueRef *parts, unsigned count)
{
    int from[VG_ELEMENTS_MOST];
    for (; count > 1; count /= 2) {
        unsigned size = LLVMGetVectorSize(LLVMTypeOf(parts[0])) * 2;
        for (unsigned i = 0; i < size; i++)
            from[i] = (int)i;
        for (unsigned i = 0; i < count / 2; i++)
            parts[i] = vg_shuffle(wide, parts[2 * i], parts[2 * i + 1], from, size);
    }
    return parts[0];
}

/* Elements first, first + step, ... of a vector, one per lane. */
static LLVMValueRef pick(struct vg_wide *wide, LLVMValueRef flat, unsigned first, unsigned step)
{
    int from[VG_LANES_MOST];
    for (unsigned i = 0; i < wide->width; i++)
        from[i] = (int)(first + step * i);
    return vg_shuffle(wide, flat, NULL, from, wide->width);
}

/* All components as they lie in memory; NULL when they do not. */
static LLVMValueRef known_flat(struct vg_wide *wide, struct vg_wide_value *known)
{
    if (known->flat || !known->flat_slot)
        return known->flat;
    LLVMValueRef flat = read_slot(wide, known->flat_slot);
    if (!wide->transient)
        known->flat = flat;
    return flat;
}

LLVMValueRef vg_lanes(struct vg_wide *wide, LLVMValueRef value, unsigned component)
{
    struct vg_wide_value *known = at_hand(wide, value);
    if (!known)
        return vg_splat(wide, vg_component_of(wide, value, component));
    if (known->lanes[component])
        return known->lanes[component];
    struct vg_shape shape = vg_shape_of(wide->shapes, value);
    LLVMValueRef lanes, flat = known_flat(wide, known);
    if (shape.kind == VG_SHAPE_UNIFORM || (shape.kind == VG_SHAPE_STRIDED && !shape.guarded))
        lanes = spread(wide, value, component, shape);
    else if (flat)
        lanes = pick(wide, flat, component, known->components);
    else if (shape.kind == VG_SHAPE_STRIDED)
        lanes = vg_widen_guarded(wide, value);
    else if (known->lane_slots && known->lane_slots[component])
        lanes = read_slot(wide, known->lane_slots[component]);
    else
        lanes = LLVMGetPoison(vg_wide_type(
            wide, LLVMTypeOf(vg_component_of(wide, LLVMGetPoison(LLVMTypeOf(value)), component))));
    if (known->scope != 0 && !wide->transient)
        known->lanes[component] = lanes;
    return lanes;
}

static void keep(struct vg_wide *wide, LLVMValueRef value, LLVMValueRef *slot, const char *name)
{
    if (!*slot)
        *slot = vg_variable(wide, LLVMTypeOf(value), name);
    LLVMBuildStore(wide->b, value, *slot);
}

void vg_set_scalar(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef scalar)
{
    struct vg_wide_value *known = at_hand(wide, inst);
    known->scalar = scalar;
    if (known->crosses)
        keep(wide, scalar, &known->scalar_slot, "scalar");
}

void vg_set_guard(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef guard)
{
    struct vg_wide_value *known = at_hand(wide, inst);
    known->guard = guard;
    if (known->crosses)
        keep(wide, guard, &known->guard_slot, "guard");
}

void vg_set_lanes(struct vg_wide *wide, LLVMValueRef inst, unsigned component, LLVMValueRef lanes)
{
    struct vg_wide_value *known = at_hand(wide, inst);
    known->lanes[component] = lanes;
    if (!known->crosses)
        return;
    if (!known->lane_slots)
        known->lane_slots = vg_need(known->components, sizeof *known->lane_slots);
    keep(wide, lanes, &known->lane_slots[component], "lanes");
}

void vg_set_flat(struct vg_wide *wide, LLVMValueRef inst, LLVMValueRef flat)
{
    struct vg_wide_value *known = at_hand(wide, inst);
    if (known->components == 1 && LLVMGetTypeKind(LLVMTypeOf(inst)) != LLVMVectorTypeKind) {
        vg_set_lanes(wide, inst, 0, flat);
        return;
    }
    known->flat = flat;
    if (known->stays)
        keep(wide, flat, &known->flat_slot, "flat");
    for (unsigned c = 0; known->crosses && !known->stays && c < known->components; c++)
        vg_set_lanes(wide, inst, c, pick(wide, flat, c, known->components));
}

bool vg_has_flat(struct vg_wide *wide, LLVMValueRef value)
{
    struct vg_wide_value *known = at_hand(wide, value);
    return !known || vg_is_uniform(wide->shapes, value) || known_flat(wide, known);
}

/* One lane's components, again for each lane. */
static LLVMValueRef repeat(struct vg_wide *wide, LLVMValueRef vector)
{
    int from[VG_ELEMENTS_MOST];
    unsigned count = LLVMGetVectorSize(LLVMTypeOf(vector));
    for (unsigned i = 0; i < count * wide->width; i++)
        from[i] = (int)(i % count);
    return vg_shuffle(wide, vector, NULL, from, count * wide->width);
}

static unsigned next_power(unsigned count)
{
    unsigned power = 1;
    while (power < count)
        power *= 2;
    return power;
}

static LLVMValueRef interleave(struct vg_wide *wide, LLVMValueRef value, unsigned count)
{
    LLVMValueRef parts[VG_COMPONENTS_MOST];
    int from[VG_ELEMENTS_MOST];
    unsigned padded = next_power(count);
    for (unsigned c = 0; c < padded; c++)
        parts[c] = c < count ? vg_lanes(wide, value, c) : LLVMGetPoison(LLVMTypeOf(parts[0]));
    LLVMValueRef all = vg_concat(wide, parts, padded);
    for (unsigned i = 0; i < count * wide->width; i++)
        from[i] = (int)(i % count * wide->width + i / count);
    return vg_shuffle(wide, all, NULL, from, count * wide->width);
}

LLVMValueRef vg_flat(struct vg_wide *wide, LLVMValueRef value)
{
    struct vg_wide_value *known = at_hand(wide, value);
    LLVMTypeRef type = LLVMTypeOf(value);
    if (LLVMGetTypeKind(type) != LLVMVectorTypeKind)
        return vg_lanes(wide, value, 0);
    LLVMValueRef flat = known ? known_flat(wide, known) : NULL;
    if (flat)
        return flat;
    if (!known || vg_is_uniform(wide->shapes, value))
        return repeat(wide, vg_scalar(wide, value));
    return interleave(wide, value, LLVMGetVectorSize(type));
}

void vg_wide_note(struct vg_wide *wide, enum vg_note note, LLVMValueRef inst)
{
    if (wide->full)
        vg_notes_add(&wide->gen->notes, note, inst);
}

LLVMBasicBlockRef vg_new_block(struct vg_wide *wide, const char *name)
{
    return LLVMAppendBasicBlockInContext(wide->gen->context, wide->to, name);
}

LLVMValueRef vg_call_intrinsic(struct vg_wide *wide, const char *name, LLVMTypeRef *types, size_t type_count,
                               LLVMValueRef *args, unsigned count)
{
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(wide->gen->module, id, types, type_count);
    LLVMTypeRef type = LLVMIntrinsicGetType(wide->gen->context, id, types, type_count);
    return LLVMBuildCall2(wide->b, type, function, args, count, "");
}

/* ---- Masks ---- */

LLVMValueRef vg_mask(struct vg_wide *wide)
{
    return wide->mask ? wide->mask : LLVMConstAllOnes(vg_mask_type(wide));
}

LLVMValueRef vg_mask_bits(struct vg_wide *wide, LLVMValueRef mask)
{
    return LLVMBuildBitCast(wide->b, mask, vg_int_type(wide->gen->context, wide->width), "");
}

LLVMValueRef vg_any(struct vg_wide *wide, LLVMValueRef mask)
{
    LLVMValueRef bits = vg_mask_bits(wide, mask);
    return LLVMBuildICmp(wide->b, LLVMIntNE, bits, LLVMConstNull(LLVMTypeOf(bits)), "any");
}

LLVMValueRef vg_all(struct vg_wide *wide, LLVMValueRef mask)
{
    LLVMValueRef bits = vg_mask_bits(wide, mask);
    return LLVMBuildICmp(wide->b, LLVMIntEQ, bits, LLVMConstAllOnes(LLVMTypeOf(bits)), "all");
}

LLVMValueRef vg_mask_and(struct vg_wide *wide, LLVMValueRef mask, LLVMValueRef condition)
{
    if (!condition)
        return mask;
    if (!LLVMIsConstant(condition))
        condition = LLVMBuildFreeze(wide->b, condition, "");
    return mask ? LLVMBuildAnd(wide->b, mask, condition, "mask") : condition;
}

void vg_lane_open(struct vg_wide *wide, struct vg_each_lane *each, unsigned lane)
{
    *each = (struct vg_each_lane){.lane = lane, .index = LLVMConstInt(wide->i32, lane, false)};
    if (!wide->mask)
        return;
    LLVMValueRef active = LLVMBuildExtractElement(wide->b, wide->mask, each->index, "");
    each->before = LLVMGetInsertBlock(wide->b);
    each->run = vg_new_block(wide, "lane");
    each->behind = vg_new_block(wide, "lane_done");
    LLVMBuildCondBr(wide->b, active, each->run, each->behind);
    LLVMPositionBuilderAtEnd(wide->b, each->run);
}

void vg_lane_close(struct vg_wide *wide, struct vg_each_lane *each)
{
    if (!each->before)
        return;
    each->run = LLVMGetInsertBlock(wide->b);
    LLVMBuildBr(wide->b, each->behind);
    LLVMPositionBuilderAtEnd(wide->b, each->behind);
}

LLVMValueRef vg_lane_result(struct vg_wide *wide, const struct vg_each_lane *each, LLVMValueRef result,
                            LLVMValueRef otherwise)
{
    if (!each->before)
        return result;
    LLVMValueRef phi = LLVMBuildPhi(wide->b, LLVMTypeOf(result), "");
    LLVMAddIncoming(phi, (LLVMValueRef[]){result, otherwise}, (LLVMBasicBlockRef[]){each->run, each->before},
                    2);
    return phi;
}
