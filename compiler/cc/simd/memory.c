/* SPDX-License-Identifier: MIT */
/* Loads and stores.
 *
 * One address: one scalar access. Addresses at a small constant distance: wide accesses and shuffles. All
 * others: one access per lane, where inactive lanes access a place of no importance, which takes no branches;
 * AVX2's gather instructions are no faster. */
#include "compiler/cc/simd/wide.h"

enum {
    GAP_MOST = 8,        /* elements from lane to lane up to which a whole window is loaded */
    WINDOW_BYTES = 1024, /* of all lanes together */
    DUMMY_BYTES = 128,
};

/* One access of the old function. */
struct access {
    LLVMValueRef inst, pointer;
    LLVMTypeRef type, element;
    unsigned components, element_bytes, align;
    int64_t stride;      /* bytes, of strided addresses */
    LLVMValueRef *lanes; /* loads: the result, stores: the value */
};

/* False when the type has no components of one size that lie side by side in memory. */
static bool describe(struct vg_wide *wide, struct access *access, LLVMTypeRef type)
{
    LLVMTypeRef types[VG_COMPONENTS_MOST];
    access->type = type;
    access->components = vg_components(type, types);
    access->element = types[0];
    access->element_bytes = (unsigned)LLVMABISizeOfType(wide->gen->layout, types[0]);
    access->align = LLVMGetAlignment(access->inst);
    access->stride = vg_shape_of(wide->shapes, access->pointer).stride;
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    bool plain = kind != LLVMStructTypeKind && kind != LLVMArrayTypeKind;
    return plain && LLVMSizeOfTypeInBits(wide->gen->layout, types[0]) == access->element_bytes * 8ull;
}

static unsigned least_align(unsigned align, unsigned bytes)
{
    return align < bytes ? align : bytes;
}

/* ---- Shuffles ---- */

static LLVMValueRef shuffle(struct vg_wide *wide, LLVMValueRef a, LLVMValueRef b, const int *from,
                            unsigned count)
{
    LLVMValueRef mask[VG_LANES_MOST * 16];
    for (unsigned i = 0; i < count; i++)
        mask[i] = from[i] < 0 ? LLVMGetPoison(wide->i32) : LLVMConstInt(wide->i32, (unsigned)from[i], false);
    return LLVMBuildShuffleVector(wide->b, a, b, LLVMConstVector(mask, count), "");
}

/* Two vectors of the same size one after the other. */
static LLVMValueRef concat(struct vg_wide *wide, LLVMValueRef a, LLVMValueRef b)
{
    int from[VG_LANES_MOST * 16];
    unsigned count = LLVMGetVectorSize(LLVMTypeOf(a)) * 2;
    for (unsigned i = 0; i < count; i++)
        from[i] = (int)i;
    return shuffle(wide, a, b, from, count);
}

/* count vectors of the same size, count a power of two. */
static LLVMValueRef concat_all(struct vg_wide *wide, LLVMValueRef *parts, unsigned count)
{
    for (; count > 1; count /= 2)
        for (unsigned i = 0; i < count / 2; i++)
            parts[i] = concat(wide, parts[2 * i], parts[2 * i + 1]);
    return parts[0];
}

/* Elements first, first + step, ... of a vector, one per lane. */
static LLVMValueRef pick(struct vg_wide *wide, LLVMValueRef flat, unsigned first, int step)
{
    int from[VG_LANES_MOST];
    for (unsigned i = 0; i < wide->width; i++)
        from[i] = (int)first + step * (int)i;
    return shuffle(wide, flat, LLVMGetPoison(LLVMTypeOf(flat)), from, wide->width);
}

static unsigned next_power(unsigned count)
{
    unsigned power = 1;
    while (power < count)
        power *= 2;
    return power;
}

/* The components of all lanes as they lie in memory: lane 0's, then lane 1's... */
static LLVMValueRef interleave(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef parts[VG_COMPONENTS_MOST];
    unsigned count = access->components, padded = next_power(count);
    if (count == 1)
        return access->lanes[0];
    int from[VG_LANES_MOST * 16];
    for (unsigned c = 0; c < padded; c++)
        parts[c] = c < count ? access->lanes[c] : LLVMGetPoison(LLVMTypeOf(access->lanes[0]));
    LLVMValueRef flat = concat_all(wide, parts, padded);
    for (unsigned i = 0; i < count * wide->width; i++)
        from[i] = (int)(i % count * wide->width + i / count);
    return shuffle(wide, flat, LLVMGetPoison(LLVMTypeOf(flat)), from, count * wide->width);
}

/* ---- Wide accesses ---- */

static LLVMValueRef at_bytes(struct vg_wide *wide, LLVMValueRef pointer, int64_t bytes)
{
    LLVMValueRef by = LLVMConstInt(wide->i64, (uint64_t)bytes, true);
    return bytes ? LLVMBuildGEP2(wide->b, wide->i8, pointer, &by, 1, "") : pointer;
}

static int64_t step_of(const struct access *access)
{
    return access->stride / (int64_t)access->element_bytes;
}

/* Elements from the first to the last one that any lane touches. */
static unsigned window_of(struct vg_wide *wide, const struct access *access)
{
    int64_t step = step_of(access);
    return (unsigned)((step < 0 ? -step : step) * (wide->width - 1)) + access->components;
}

/* Lanes lie close enough to be loaded in one piece. Between the first and the last element lie no unmapped
 * pages, since each page in between holds an element of some lane. */
static bool is_dense(struct vg_wide *wide, const struct access *access)
{
    int64_t step = step_of(access);
    if (access->stride % (int64_t)access->element_bytes != 0 || step == 0 || step < -1 ||
        step > GAP_MOST + access->components)
        return false;
    if (step == -1 && access->components > 1)
        return false;
    return window_of(wide, access) * access->element_bytes <= WINDOW_BYTES &&
           window_of(wide, access) <= VG_LANES_MOST * 8;
}

/* One load per window, and each component's elements out of it. */
static void load_window(struct vg_wide *wide, const struct access *access)
{
    unsigned window = window_of(wide, access);
    int step = (int)step_of(access);
    LLVMValueRef from = vg_scalar(wide, access->pointer);
    if (step < 0)
        from = at_bytes(wide, from, access->stride * (int64_t)(wide->width - 1));
    LLVMTypeRef type = LLVMVectorType(access->element, window);
    LLVMValueRef flat = LLVMBuildLoad2(wide->b, type, from, "");
    LLVMSetAlignment(flat, least_align(access->align, access->element_bytes));
    for (unsigned c = 0; c < access->components; c++) {
        bool whole = step == 1 && access->components == 1;
        access->lanes[c] = whole ? flat : pick(wide, flat, step < 0 ? window - 1 : c, step);
    }
}

static bool has_masked_form(const struct access *access)
{
    return access->components == 1 && access->element_bytes >= 4 && access->stride == access->element_bytes;
}

static LLVMValueRef masked_load(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = vg_scalar(wide, access->pointer);
    LLVMTypeRef type = vg_wide_type(wide, access->element), types[] = {type, LLVMTypeOf(pointer)};
    LLVMValueRef align = LLVMConstInt(wide->i32, least_align(access->align, access->element_bytes), false);
    LLVMValueRef args[] = {pointer, align, vg_mask(wide), LLVMGetPoison(type)};
    return vg_call_intrinsic(wide, "llvm.masked.load", types, 2, args, 4);
}

static void masked_store(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = vg_scalar(wide, access->pointer);
    LLVMTypeRef types[] = {LLVMTypeOf(access->lanes[0]), LLVMTypeOf(pointer)};
    LLVMValueRef align = LLVMConstInt(wide->i32, least_align(access->align, access->element_bytes), false);
    LLVMValueRef args[] = {access->lanes[0], pointer, align, vg_mask(wide)};
    vg_call_intrinsic(wide, "llvm.masked.store", types, 2, args, 4);
}

/* ---- Lane by lane ---- */

static LLVMValueRef dummy_for(struct vg_wide *wide, LLVMTypeRef pointer)
{
    LLVMTypeRef type = LLVMArrayType2(wide->i64, DUMMY_BYTES / 8);
    LLVMValueRef place = vg_variable(wide, type, "dummy");
    LLVMSetAlignment(place, DUMMY_BYTES); /* as OpenCL C aligns its widest vectors */
    return LLVMGetPointerAddressSpace(pointer) ? LLVMBuildAddrSpaceCast(wide->entry, place, pointer, "")
                                               : place;
}

/* Each lane's address, or that of the dummy where the lane is not active. */
static LLVMValueRef safe_addresses(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef addresses = vg_lanes(wide, access->pointer, 0);
    if (!wide->mask)
        return addresses;
    LLVMValueRef dummy = dummy_for(wide, LLVMTypeOf(access->pointer));
    return LLVMBuildSelect(wide->b, wide->mask, addresses, vg_splat(wide, dummy), "");
}

static LLVMValueRef lane_of(struct vg_wide *wide, LLVMValueRef lanes, unsigned lane)
{
    return LLVMBuildExtractElement(wide->b, lanes, LLVMConstInt(wide->i32, lane, false), "");
}

static void load_each(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef addresses = safe_addresses(wide, access);
    LLVMTypeRef type = vg_wide_type(wide, access->element);
    for (unsigned c = 0; c < access->components; c++)
        access->lanes[c] = LLVMGetPoison(type);
    for (unsigned lane = 0; lane < wide->width; lane++) {
        LLVMValueRef at = LLVMConstInt(wide->i32, lane, false);
        LLVMValueRef value = LLVMBuildLoad2(wide->b, access->type, lane_of(wide, addresses, lane), "");
        LLVMSetAlignment(value, access->align);
        for (unsigned c = 0; c < access->components; c++) {
            LLVMValueRef element = vg_component_of(wide, value, c);
            access->lanes[c] = LLVMBuildInsertElement(wide->b, access->lanes[c], element, at, "");
        }
    }
}

/* The value of one lane, in the old function's type. */
static LLVMValueRef gather_value(struct vg_wide *wide, const struct access *access, LLVMValueRef lane)
{
    if (access->components == 1 && LLVMGetTypeKind(access->type) != LLVMVectorTypeKind)
        return LLVMBuildExtractElement(wide->b, access->lanes[0], lane, "");
    LLVMValueRef value = LLVMGetPoison(access->type);
    for (unsigned c = 0; c < access->components; c++) {
        LLVMValueRef element = LLVMBuildExtractElement(wide->b, access->lanes[c], lane, "");
        value = LLVMBuildInsertElement(wide->b, value, element, LLVMConstInt(wide->i32, c, false), "");
    }
    return value;
}

static void store_each(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef addresses = safe_addresses(wide, access);
    for (unsigned lane = 0; lane < wide->width; lane++) {
        LLVMValueRef value = gather_value(wide, access, LLVMConstInt(wide->i32, lane, false));
        LLVMValueRef store = LLVMBuildStore(wide->b, value, lane_of(wide, addresses, lane));
        LLVMSetAlignment(store, access->align);
    }
}

/* ---- Choosing at run time ---- */

/* Two ways to load, and phis that join them. */
struct fork {
    LLVMBasicBlockRef one, other, behind;
    LLVMValueRef first[VG_COMPONENTS_MOST];
};

static void fork_open(struct vg_wide *wide, struct fork *fork, LLVMValueRef condition)
{
    fork->one = vg_new_block(wide, "fast");
    fork->other = vg_new_block(wide, "slow");
    fork->behind = vg_new_block(wide, "joined");
    LLVMBuildCondBr(wide->b, condition, fork->one, fork->other);
    LLVMPositionBuilderAtEnd(wide->b, fork->one);
}

static void fork_other(struct vg_wide *wide, struct fork *fork, const struct access *access)
{
    for (unsigned c = 0; c < access->components; c++)
        fork->first[c] = access->lanes[c];
    fork->one = LLVMGetInsertBlock(wide->b);
    LLVMBuildBr(wide->b, fork->behind);
    LLVMPositionBuilderAtEnd(wide->b, fork->other);
}

static void fork_close(struct vg_wide *wide, struct fork *fork, const struct access *access, bool loads)
{
    fork->other = LLVMGetInsertBlock(wide->b);
    LLVMBuildBr(wide->b, fork->behind);
    LLVMPositionBuilderAtEnd(wide->b, fork->behind);
    for (unsigned c = 0; loads && c < access->components; c++) {
        LLVMValueRef phi = LLVMBuildPhi(wide->b, LLVMTypeOf(fork->first[c]), "");
        LLVMAddIncoming(phi, (LLVMValueRef[]){fork->first[c], access->lanes[c]},
                        (LLVMBasicBlockRef[]){fork->one, fork->other}, 2);
        access->lanes[c] = phi;
    }
}

static LLVMValueRef condition_of(struct vg_wide *wide, const struct access *access, bool masked_form)
{
    LLVMValueRef guard = vg_guard(wide, access->pointer);
    LLVMValueRef all = wide->mask && !masked_form ? vg_all(wide, wide->mask) : NULL;
    if (guard && all)
        return LLVMBuildAnd(wide->b, guard, all, "");
    return guard ? guard : all;
}

static void load_strided(struct vg_wide *wide, const struct access *access)
{
    bool masked_form = has_masked_form(access);
    LLVMValueRef condition = condition_of(wide, access, masked_form);
    struct fork fork;
    if (condition) {
        vg_scalar(wide, access->pointer); /* at hand before the ways part */
        fork_open(wide, &fork, condition);
    }
    if (wide->mask && masked_form)
        access->lanes[0] = masked_load(wide, access);
    else
        load_window(wide, access);
    if (!condition)
        return;
    fork_other(wide, &fork, access);
    wide->transient = true;
    load_each(wide, access);
    wide->transient = false;
    fork_close(wide, &fork, access, true);
}

void vg_widen_load(struct vg_wide *wide, LLVMValueRef inst)
{
    struct access access = {.inst = inst, .pointer = LLVMGetOperand(inst, 0)};
    struct vg_shape shape = vg_shape_of(wide->shapes, access.pointer);
    LLVMValueRef lanes[VG_COMPONENTS_MOST];
    access.lanes = lanes;
    if (shape.kind == VG_SHAPE_UNIFORM) {
        vg_set_scalar(wide, inst, vg_clone_scalar(wide, inst));
        return;
    }
    bool plain = describe(wide, &access, LLVMTypeOf(inst));
    if (!plain || LLVMGetVolatile(inst) || LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic) {
        vg_widen_by_lane(wide, inst);
        return;
    }
    if (shape.kind == VG_SHAPE_STRIDED && is_dense(wide, &access))
        load_strided(wide, &access);
    else
        load_each(wide, &access);
    for (unsigned c = 0; c < access.components; c++)
        vg_set_lanes(wide, inst, c, lanes[c]);
}

/* The place is the same for all lanes: the last active one's value stays. */
static void store_uniform(struct vg_wide *wide, struct access *access, LLVMValueRef value)
{
    LLVMValueRef store;
    if (vg_is_uniform(wide->shapes, value)) {
        vg_clone_scalar(wide, access->inst);
        return;
    }
    LLVMValueRef lane = LLVMConstInt(wide->i32, wide->width - 1, false);
    if (wide->mask) {
        LLVMValueRef bits = vg_mask_bits(wide, wide->mask), no = LLVMConstNull(wide->i1), args[] = {bits, no};
        LLVMTypeRef type = LLVMTypeOf(bits);
        LLVMValueRef above = vg_call_intrinsic(wide, "llvm.ctlz", &type, 1, args, 2);
        LLVMValueRef last = LLVMBuildSub(wide->b, LLVMConstInt(type, wide->width - 1, false), above, "");
        lane = LLVMBuildZExtOrBitCast(wide->b, last, type == wide->i32 ? wide->i32 : wide->i64, "");
    }
    store = LLVMBuildStore(wide->b, gather_value(wide, access, lane), vg_scalar(wide, access->pointer));
    LLVMSetAlignment(store, access->align);
}

/* Stores leave what lies between lanes alone, so the components must follow each other without a gap. */
static bool is_packed(const struct access *access)
{
    return access->stride == (int64_t)(access->components * access->element_bytes);
}

static void store_packed(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef store = LLVMBuildStore(wide->b, interleave(wide, access), vg_scalar(wide, access->pointer));
    LLVMSetAlignment(store, least_align(access->align, access->element_bytes));
}

static void store_strided(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef condition = condition_of(wide, access, false);
    struct fork fork;
    if (condition) {
        vg_scalar(wide, access->pointer);
        fork_open(wide, &fork, condition);
    }
    store_packed(wide, access);
    if (!condition)
        return;
    fork_other(wide, &fork, access);
    wide->transient = true;
    if (has_masked_form(access) && !vg_shape_of(wide->shapes, access->pointer).guarded)
        masked_store(wide, access);
    else
        store_each(wide, access);
    wide->transient = false;
    fork_close(wide, &fork, access, false);
}

void vg_widen_store(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef value = LLVMGetOperand(inst, 0), lanes[VG_COMPONENTS_MOST];
    struct access access = {.inst = inst, .pointer = LLVMGetOperand(inst, 1), .lanes = lanes};
    struct vg_shape shape = vg_shape_of(wide->shapes, access.pointer);
    bool plain = describe(wide, &access, LLVMTypeOf(value));
    if (!plain || LLVMGetVolatile(inst) || LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic) {
        vg_widen_by_lane(wide, inst);
        return;
    }
    bool uniform = shape.kind == VG_SHAPE_UNIFORM;
    for (unsigned c = 0; c < access.components && !(uniform && vg_is_uniform(wide->shapes, value)); c++)
        lanes[c] = vg_lanes(wide, value, c);
    if (uniform)
        store_uniform(wide, &access, value);
    else if (shape.kind == VG_SHAPE_STRIDED && is_packed(&access))
        store_strided(wide, &access);
    else
        store_each(wide, &access);
}
