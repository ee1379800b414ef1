/* SPDX-License-Identifier: MIT */
/* Loads and stores.
 *
 * One address: one scalar access. Addresses at a small constant distance: wide accesses and shuffles. All
 * others: AVX-512's gathers and scatters where they are fast, or else one access per lane, where inactive
 * lanes access a place of no importance, which takes no branches. AVX2's gathers are no faster than that. */
#include "compiler/cc/simd/index.h"
#include "compiler/cc/special.h"

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
    int64_t stride;     /* bytes, of strided addresses */
    LLVMValueRef value; /* loads: the result, all lanes and components; stores: what is stored */
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

/* One load per window, and out of it the elements that are asked for. */
static LLVMValueRef load_window(struct vg_wide *wide, const struct access *access)
{
    unsigned window = window_of(wide, access), count = access->components, used = count * wide->width;
    int step = (int)step_of(access), from[VG_ELEMENTS_MOST];
    LLVMValueRef pointer = vg_scalar(wide, access->pointer);
    if (step < 0)
        pointer = at_bytes(wide, pointer, access->stride * (int64_t)(wide->width - 1));
    LLVMValueRef all = LLVMBuildLoad2(wide->b, LLVMVectorType(access->element, window), pointer, "");
    LLVMSetAlignment(all, least_align(access->align, access->element_bytes));
    if (step == (int)count)
        return all;
    for (unsigned i = 0; i < used; i++)
        from[i] = (step < 0 ? (int)window - 1 : 0) + (int)(i / count) * step + (int)(i % count);
    return vg_shuffle(wide, all, NULL, from, used);
}

/* The components of all lanes follow each other without a gap. */
static bool is_packed(const struct access *access)
{
    return access->stride == (int64_t)(access->components * access->element_bytes);
}

/* AVX2 masks elements of 32 and 64 bits only, and AVX-512 all. */
static bool has_masked_form(const struct vg_wide *wide, const struct access *access)
{
    if (wide->gen->target.isa == VG_ISA_AVX512)
        return is_packed(access);
    return access->components == 1 && access->element_bytes >= 4 && is_packed(access);
}

/* The mask of each component. */
static LLVMValueRef element_mask(struct vg_wide *wide, const struct access *access)
{
    int from[VG_ELEMENTS_MOST];
    unsigned count = access->components * wide->width;
    if (access->components == 1)
        return vg_mask(wide);
    for (unsigned i = 0; i < count; i++)
        from[i] = (int)(i / access->components);
    return vg_shuffle(wide, vg_mask(wide), NULL, from, count);
}

static LLVMValueRef masked_load(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = vg_scalar(wide, access->pointer);
    LLVMTypeRef type = LLVMVectorType(access->element, access->components * wide->width);
    LLVMTypeRef types[] = {type, LLVMTypeOf(pointer)};
    LLVMValueRef align = LLVMConstInt(wide->i32, least_align(access->align, access->element_bytes), false);
    LLVMValueRef args[] = {pointer, align, element_mask(wide, access), LLVMGetPoison(type)};
    return vg_call_intrinsic(wide, "llvm.masked.load", types, 2, args, 4);
}

static void masked_store(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = vg_scalar(wide, access->pointer);
    LLVMTypeRef types[] = {LLVMTypeOf(access->value), LLVMTypeOf(pointer)};
    LLVMValueRef align = LLVMConstInt(wide->i32, least_align(access->align, access->element_bytes), false);
    LLVMValueRef args[] = {access->value, pointer, align, element_mask(wide, access)};
    vg_call_intrinsic(wide, "llvm.masked.store", types, 2, args, 4);
}

/* The same element of each lane's own array, which may always be read, and written back as it was. */
static bool is_private(const struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = vg_base_pointer(access->pointer);
    if (!LLVMIsAAllocaInst(pointer) && vg_special_call(pointer) != VG_LANE_PLACE)
        return false;
    return vg_shape_of(wide->shapes, pointer).stride == access->stride;
}

/* What other lanes hold is stored again: unlike masked ones, such stores hand on to loads that follow. */
static void blended_store(struct vg_wide *wide, const struct access *access)
{
    LLVMTypeRef type = LLVMTypeOf(access->value);
    LLVMValueRef pointer = vg_scalar(wide, access->pointer);
    LLVMValueRef old = LLVMBuildLoad2(wide->b, type, pointer, "");
    LLVMValueRef mask = element_mask(wide, access);
    LLVMValueRef store =
        LLVMBuildStore(wide->b, LLVMBuildSelect(wide->b, mask, access->value, old, ""), pointer);
    LLVMSetAlignment(old, least_align(access->align, access->element_bytes));
    LLVMSetAlignment(store, least_align(access->align, access->element_bytes));
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

/* What an unsigned integer becomes when it is widened after it was narrowed. */
static bool is_narrowing(LLVMValueRef value)
{
    LLVMValueRef by = LLVMGetOperand(value, 1);
    return LLVMIsAConstantInt(by) && LLVMConstIntGetZExtValue(by) == UINT32_MAX;
}

/* Whether a value is more than a sum of multiples of ids and counters: it comes from memory, or bits of it
 * are picked. */
static bool is_scattered(LLVMValueRef value, unsigned depth)
{
    if (!LLVMIsAInstruction(value) || LLVMIsAPHINode(value) || depth == 0)
        return false;
    switch (LLVMGetInstructionOpcode(value)) {
    case LLVMAnd:
        if (is_narrowing(value))
            break;
        return true;
    case LLVMLoad:
    case LLVMOr:
    case LLVMXor:
    case LLVMLShr:
    case LLVMURem:
    case LLVMSRem:
    case LLVMUDiv:
    case LLVMSDiv:
        return true;
    default:
        break;
    }
    for (unsigned i = 0; i < (unsigned)LLVMGetNumOperands(value); i++)
        if (is_scattered(LLVMGetOperand(value, i), depth - 1))
            return true;
    return false;
}

static bool has_instruction(const struct vg_gen *gen, LLVMTypeRef type)
{
    LLVMTypeKind kind = LLVMGetTypeKind(type);
    bool single = kind == LLVMIntegerTypeKind || kind == LLVMPointerTypeKind || kind == LLVMFloatTypeKind ||
                  kind == LLVMDoubleTypeKind;
    unsigned long long bits = single ? LLVMSizeOfTypeInBits(gen->layout, type) : 0;
    return gen->target.isa == VG_ISA_AVX512 && (bits == 32 || bits == 64);
}

bool vg_has_fast_lanes(const struct vg_gen *gen, LLVMTypeRef type)
{
    return gen->target.gather && has_instruction(gen, type);
}

/* Where gathers are slow, they still win when indices follow no rule, as in tables. Others are better taken
 * apart then: the optimiser moves that out of loops. Vectors that are not full get them everywhere, as the
 * shortest code. */
static bool has_gather(const struct vg_wide *wide, const struct access *access)
{
    enum { DEPTH = 6 };
    return has_instruction(wide->gen, access->type) &&
           (wide->gen->target.gather || !wide->full || is_scattered(access->pointer, DEPTH));
}

/* The index of an element of local memory, of which there are fewer than 2^31, so that it may have a sign:
 * the instructions take 32 bits then, and twice as many lanes at once. NULL: none, or not at hand in the
 * block of the access. */
static LLVMValueRef short_index(const struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = access->pointer;
    LLVMBasicBlockRef block = LLVMGetInstructionParent(access->inst);
    bool local = LLVMGetPointerAddressSpace(LLVMTypeOf(pointer)) == VG_SPACE_LOCAL;
    if (!local || !LLVMIsAGetElementPtrInst(pointer) || LLVMGetNumOperands(pointer) != 2 ||
        LLVMGetInstructionParent(pointer) != block ||
        !vg_is_uniform(wide->shapes, LLVMGetOperand(pointer, 0)))
        return NULL;
    LLVMValueRef wider = LLVMGetOperand(pointer, 1);
    if (!LLVMIsAZExtInst(wider) || LLVMGetInstructionParent(wider) != block)
        return NULL;
    LLVMValueRef index = LLVMGetOperand(wider, 0);
    return LLVMTypeOf(index) == wide->i32 ? index : NULL;
}

/* One for each lane, as the instructions take them. */
static LLVMValueRef addresses_of(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef pointer = access->pointer, index = short_index(wide, access);
    if (!index)
        return vg_lanes(wide, pointer, 0);
    LLVMValueRef base = vg_scalar(wide, LLVMGetOperand(pointer, 0));
    LLVMValueRef wider = LLVMBuildSExt(wide->b, vg_lanes(wide, index, 0), vg_wide_type(wide, wide->i64), "");
    return LLVMBuildGEP2(wide->b, LLVMGetGEPSourceElementType(pointer), base, &wider, 1, "");
}

static LLVMValueRef gather(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef addresses = addresses_of(wide, access);
    LLVMTypeRef type = vg_wide_type(wide, access->element), types[] = {type, LLVMTypeOf(addresses)};
    LLVMValueRef align = LLVMConstInt(wide->i32, access->align, false);
    LLVMValueRef args[] = {addresses, align, vg_mask(wide), LLVMGetPoison(type)};
    return vg_call_intrinsic(wide, "llvm.masked.gather", types, 2, args, 4);
}

static LLVMValueRef load_each(struct vg_wide *wide, const struct access *access)
{
    if (has_gather(wide, access))
        return gather(wide, access);
    struct vg_index index;
    bool direct = !wide->mask && vg_index_find(wide->shapes, access->inst, &index);
    LLVMValueRef addresses = direct ? NULL : safe_addresses(wide, access), parts[VG_LANES_MOST];
    bool vector = LLVMGetTypeKind(access->type) == LLVMVectorTypeKind;
    LLVMValueRef lanes = LLVMGetPoison(vg_wide_type(wide, access->element));
    for (unsigned lane = 0; lane < wide->width; lane++) {
        LLVMValueRef at = LLVMConstInt(wide->i32, lane, false);
        LLVMValueRef address = direct ? vg_index_address(wide, &index, lane) : lane_of(wide, addresses, lane);
        parts[lane] = LLVMBuildLoad2(wide->b, access->type, address, "");
        LLVMSetAlignment(parts[lane], access->align);
        if (!vector)
            lanes = LLVMBuildInsertElement(wide->b, lanes, parts[lane], at, "");
    }
    return vector ? vg_concat(wide, parts, wide->width) : lanes;
}

/* The value of one lane, in the old function's type. */
static LLVMValueRef value_of_lane(struct vg_wide *wide, const struct access *access, unsigned lane)
{
    int from[VG_COMPONENTS_MOST];
    if (LLVMGetTypeKind(access->type) != LLVMVectorTypeKind)
        return lane_of(wide, access->value, lane);
    for (unsigned c = 0; c < access->components; c++)
        from[c] = (int)(lane * access->components + c);
    return vg_shuffle(wide, access->value, NULL, from, access->components);
}

/* Of lanes that store to one place the last one's value stays, as the instruction has it. */
static void scatter(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef addresses = addresses_of(wide, access);
    LLVMTypeRef types[] = {LLVMTypeOf(access->value), LLVMTypeOf(addresses)};
    LLVMValueRef align = LLVMConstInt(wide->i32, access->align, false);
    LLVMValueRef args[] = {access->value, addresses, align, vg_mask(wide)};
    vg_call_intrinsic(wide, "llvm.masked.scatter", types, 2, args, 4);
}

static void store_each(struct vg_wide *wide, const struct access *access)
{
    if (vg_has_fast_lanes(wide->gen, access->type)) {
        scatter(wide, access);
        return;
    }
    LLVMValueRef addresses = safe_addresses(wide, access);
    for (unsigned lane = 0; lane < wide->width; lane++) {
        LLVMValueRef value = value_of_lane(wide, access, lane);
        LLVMValueRef store = LLVMBuildStore(wide->b, value, lane_of(wide, addresses, lane));
        LLVMSetAlignment(store, access->align);
    }
}

/* ---- Choosing at run time ---- */

/* Two ways to access memory. */
struct fork {
    LLVMBasicBlockRef one, other, behind;
};

static void fork_open(struct vg_wide *wide, struct fork *fork, LLVMValueRef condition)
{
    fork->one = vg_new_block(wide, "fast");
    fork->other = vg_new_block(wide, "slow");
    fork->behind = vg_new_block(wide, "joined");
    LLVMBuildCondBr(wide->b, condition, fork->one, fork->other);
    LLVMPositionBuilderAtEnd(wide->b, fork->one);
}

/* What is computed on the other way is not at hand behind it. */
static void fork_other(struct vg_wide *wide, struct fork *fork)
{
    LLVMBuildBr(wide->b, fork->behind);
    LLVMPositionBuilderAtEnd(wide->b, fork->other);
    wide->transient = true;
}

static void fork_close(struct vg_wide *wide, struct fork *fork)
{
    LLVMBuildBr(wide->b, fork->behind);
    LLVMPositionBuilderAtEnd(wide->b, fork->behind);
    wide->transient = false;
}

static LLVMValueRef condition_of(struct vg_wide *wide, const struct access *access, bool masked_form)
{
    LLVMValueRef guard = vg_guard(wide, access->pointer);
    LLVMValueRef all = wide->mask && !masked_form ? vg_all(wide, wide->mask) : NULL;
    if (guard && all)
        return LLVMBuildAnd(wide->b, guard, all, "");
    return guard ? guard : all;
}

static LLVMValueRef load_strided(struct vg_wide *wide, const struct access *access)
{
    bool private = is_private(wide, access), masked_form = private || has_masked_form(wide, access);
    LLVMValueRef condition = condition_of(wide, access, masked_form), values[2];
    struct fork fork;
    if (condition) {
        vg_scalar(wide, access->pointer); /* at hand before the ways part */
        fork_open(wide, &fork, condition);
    }
    bool masked = wide->mask && masked_form && !private;
    values[0] = masked ? masked_load(wide, access) : load_window(wide, access);
    if (!condition)
        return values[0];
    fork_other(wide, &fork);
    values[1] = load_each(wide, access);
    fork_close(wide, &fork);
    LLVMValueRef phi = LLVMBuildPhi(wide->b, LLVMTypeOf(values[0]), "");
    LLVMAddIncoming(phi, values, (LLVMBasicBlockRef[]){fork.one, fork.other}, 2);
    return phi;
}

static void note_access(struct vg_wide *wide, LLVMValueRef inst, struct vg_shape shape, bool at_once)
{
    enum vg_note note = shape.guarded ? VG_NOTE_CHECKED : VG_NOTE_WHOLE;
    if (shape.kind == VG_SHAPE_UNIFORM)
        note = VG_NOTE_SHARED;
    vg_wide_note(wide, at_once ? note : VG_NOTE_BY_LANE, inst);
}

void vg_widen_load(struct vg_wide *wide, LLVMValueRef inst)
{
    struct access access = {.inst = inst, .pointer = LLVMGetOperand(inst, 0)};
    struct vg_shape shape = vg_shape_of(wide->shapes, access.pointer);
    if (shape.kind == VG_SHAPE_UNIFORM) {
        note_access(wide, inst, shape, true);
        vg_set_scalar(wide, inst, vg_clone_scalar(wide, inst));
        return;
    }
    bool plain = describe(wide, &access, LLVMTypeOf(inst));
    if (!plain || LLVMGetVolatile(inst) || LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic) {
        vg_widen_by_lane(wide, inst);
        return;
    }
    bool dense = shape.kind == VG_SHAPE_STRIDED && is_dense(wide, &access);
    note_access(wide, inst, shape, dense);
    vg_set_flat(wide, inst, dense ? load_strided(wide, &access) : load_each(wide, &access));
}

/* The last active lane. */
static LLVMValueRef last_lane(struct vg_wide *wide)
{
    if (!wide->mask)
        return LLVMConstInt(wide->i64, wide->width - 1, false);
    LLVMValueRef bits = vg_mask_bits(wide, wide->mask), args[] = {bits, LLVMConstNull(wide->i1)};
    LLVMTypeRef type = LLVMTypeOf(bits);
    LLVMValueRef above = vg_call_intrinsic(wide, "llvm.ctlz", &type, 1, args, 2);
    LLVMValueRef last = LLVMBuildSub(wide->b, LLVMConstInt(type, wide->width - 1, false), above, "");
    return LLVMBuildZExtOrBitCast(wide->b, last, wide->i64, "");
}

/* The place is the same for all lanes: the last active one's value stays. */
static void store_uniform(struct vg_wide *wide, struct access *access, LLVMValueRef value)
{
    if (vg_is_uniform(wide->shapes, value)) {
        vg_clone_scalar(wide, access->inst);
        return;
    }
    LLVMValueRef lane = last_lane(wide), chosen = NULL;
    if (LLVMGetTypeKind(access->type) != LLVMVectorTypeKind)
        chosen = LLVMBuildExtractElement(wide->b, vg_lanes(wide, value, 0), lane, "");
    else
        chosen = LLVMGetPoison(access->type);
    for (unsigned c = 0; LLVMGetTypeKind(access->type) == LLVMVectorTypeKind && c < access->components; c++) {
        LLVMValueRef element = LLVMBuildExtractElement(wide->b, vg_lanes(wide, value, c), lane, "");
        chosen = LLVMBuildInsertElement(wide->b, chosen, element, LLVMConstInt(wide->i32, c, false), "");
    }
    LLVMValueRef store = LLVMBuildStore(wide->b, chosen, vg_scalar(wide, access->pointer));
    LLVMSetAlignment(store, access->align);
}

static void store_packed(struct vg_wide *wide, const struct access *access)
{
    LLVMValueRef store = LLVMBuildStore(wide->b, access->value, vg_scalar(wide, access->pointer));
    LLVMSetAlignment(store, least_align(access->align, access->element_bytes));
}

/* Masked stores are slower than others, so that full masks are worth a branch. */
static void store_strided(struct vg_wide *wide, const struct access *access)
{
    if (wide->mask && is_private(wide, access) && !vg_shape_of(wide->shapes, access->pointer).guarded) {
        blended_store(wide, access);
        return;
    }
    LLVMValueRef condition = condition_of(wide, access, false);
    struct fork fork;
    if (condition) {
        vg_scalar(wide, access->pointer);
        fork_open(wide, &fork, condition);
    }
    store_packed(wide, access);
    if (!condition)
        return;
    fork_other(wide, &fork);
    if (has_masked_form(wide, access) && !vg_shape_of(wide->shapes, access->pointer).guarded)
        masked_store(wide, access);
    else
        store_each(wide, access);
    fork_close(wide, &fork);
}

void vg_widen_store(struct vg_wide *wide, LLVMValueRef inst)
{
    LLVMValueRef value = LLVMGetOperand(inst, 0);
    struct access access = {.inst = inst, .pointer = LLVMGetOperand(inst, 1)};
    struct vg_shape shape = vg_shape_of(wide->shapes, access.pointer);
    bool plain = describe(wide, &access, LLVMTypeOf(value));
    if (!plain || LLVMGetVolatile(inst) || LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic) {
        vg_widen_by_lane(wide, inst);
        return;
    }
    if (shape.kind == VG_SHAPE_UNIFORM) {
        note_access(wide, inst, shape, true);
        store_uniform(wide, &access, value);
        return;
    }
    bool packed = shape.kind == VG_SHAPE_STRIDED && is_packed(&access);
    note_access(wide, inst, shape, packed);
    access.value = vg_flat(wide, value);
    if (packed)
        store_strided(wide, &access);
    else
        store_each(wide, &access);
}
