/* SPDX-License-Identifier: MIT */
/* Uses of memory to which nothing was written. Each byte has a shadow byte whose bits are 1 where nothing was
 * written, each value that may come from such memory a shadow of its own type, computed beside it bit for bit
 * as far as operations keep bits apart. Loading, moving and computing is no fault; what is told of is a
 * branch, an address, a store to global memory or an atomic operation that depends on such a bit. Beside the
 * shadow goes where it came from. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/check.h"
#include "compiler/cc/check_shadow.h"
#include "compiler/cc/simd/graph.h"
#include "compiler/cc/special.h"

/* What is known of a value. */
struct shadow {
    LLVMValueRef mask;           /* NULL: all of it was written */
    LLVMValueRef offset, object; /* a byte that it came from, as in struct vg_place */
};

/* An instruction that matters, and what it depends on. */
struct use {
    LLVMValueRef inst;
    const char *what;
    struct shadow shadow;
};

struct shading {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    LLVMTypeRef i64, ptr;
    struct vg_places places;
    struct vg_values dirty; /* what may come from memory that was not written, in the order of discovery */
    struct vg_value_map numbers;
    struct shadow *shadows; /* of the dirty values, by their numbers, once they are computed */
    bool *known;
    struct vg_values phis; /* whose operands are still to be looked at */
    struct vg_mirrors mirrors;
    struct vg_values exchanges; /* functions that give what other work-items have */
    struct use *uses;
    size_t use_count, use_capacity;
};

/* ---- Types ---- */

/* Of a value's shadow; NULL: such values are taken to be written. */
static LLVMTypeRef mask_type(const struct shading *s, LLVMTypeRef type)
{
    LLVMTypeRef element;
    switch (LLVMGetTypeKind(type)) {
    case LLVMIntegerTypeKind:
        return type;
    case LLVMHalfTypeKind:
    case LLVMFloatTypeKind:
    case LLVMDoubleTypeKind:
        return vg_int_type(s->gen->context, (unsigned)LLVMSizeOfTypeInBits(s->gen->layout, type));
    case LLVMPointerTypeKind:
        return s->i64;
    case LLVMVectorTypeKind:
        element = mask_type(s, LLVMGetElementType(type));
        return element ? LLVMVectorType(element, LLVMGetVectorSize(type)) : NULL;
    default:
        return NULL;
    }
}

static unsigned elements(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetVectorSize(type) : 0;
}

/* ---- Which values may be such ---- */

static void find_exchanges(struct shading *s)
{
    VG_EACH_FUNCTION (function, s->gen->module)
        if (LLVMIsDeclaration(function) && vg_is_lanes_together(vg_special_of(vg_name(function))))
            vg_add_callers(function, &s->exchanges);
    for (size_t i = 0; i < s->exchanges.count; i++)
        vg_add_callers(s->exchanges.list[i], &s->exchanges);
}

static bool keeps_bits(const struct shading *s, LLVMValueRef call)
{
    LLVMValueRef callee = vg_callee(call);
    return callee && vg_special_call(call) == VG_SPECIAL_NONE && !vg_is_unwritten(call) &&
           !vg_values_have(&s->exchanges, callee);
}

/* Whether an instruction's value depends on its operands' bits. */
static bool depends(const struct shading *s, LLVMValueRef inst)
{
    if (!LLVMIsAInstruction(inst) || !mask_type(s, LLVMTypeOf(inst)))
        return false;
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMLoad:
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
    case LLVMExtractValue:
    case LLVMAlloca:
        return false;
    case LLVMCall:
        return keeps_bits(s, inst);
    default:
        return true;
    }
}

static void add_dirty(struct shading *s, LLVMValueRef value)
{
    if (vg_value_map_add(&s->numbers, value) == s->dirty.count)
        vg_values_add(&s->dirty, value);
}

static bool is_source(struct shading *s, LLVMValueRef inst)
{
    if (vg_is_unwritten(inst))
        return mask_type(s, LLVMTypeOf(inst)) != NULL;
    return LLVMIsALoadInst(inst) && mask_type(s, LLVMTypeOf(inst)) &&
           LLVMSizeOfTypeInBits(s->gen->layout, LLVMTypeOf(inst)) ==
               8 * LLVMStoreSizeOfType(s->gen->layout, LLVMTypeOf(inst)) &&
           vg_mirror_of(&s->mirrors, LLVMGetOperand(inst, 0)) != NULL;
}

static void find_dirty(struct shading *s)
{
    struct vg_values sources = {0};
    VG_EACH_BLOCK (block, s->gen->kernel)
        VG_EACH_INST (inst, block)
            if (LLVMIsALoadInst(inst) || vg_is_unwritten(inst))
                vg_values_add(&sources, inst);
    for (size_t i = 0; i < sources.count; i++)
        if (is_source(s, sources.list[i]))
            add_dirty(s, sources.list[i]);
    for (size_t i = 0; i < s->dirty.count; i++)
        for (LLVMUseRef use = LLVMGetFirstUse(s->dirty.list[i]); use; use = LLVMGetNextUse(use))
            if (depends(s, LLVMGetUser(use)))
                add_dirty(s, LLVMGetUser(use));
    vg_values_finish(&sources);
    s->shadows = vg_need(s->dirty.count + 1, sizeof *s->shadows);
    s->known = vg_need(s->dirty.count + 1, sizeof *s->known);
}

/* ---- Shadows of values ---- */

static LLVMValueRef any_bit(struct shading *s, LLVMValueRef mask)
{
    LLVMTypeRef type = LLVMTypeOf(mask);
    if (elements(type)) {
        unsigned id = LLVMLookupIntrinsicID("llvm.vector.reduce.or", 21);
        LLVMValueRef function = LLVMGetIntrinsicDeclaration(s->gen->module, id, &type, 1);
        LLVMTypeRef call = LLVMIntrinsicGetType(s->gen->context, id, &type, 1);
        mask = LLVMBuildCall2(s->b, call, function, &mask, 1, "");
    }
    return LLVMBuildICmp(s->b, LLVMIntNE, mask, LLVMConstNull(LLVMTypeOf(mask)), "");
}

static struct shadow shadow_of(struct shading *s, LLVMValueRef value);

static LLVMValueRef mask_or_none(struct shading *s, LLVMValueRef value)
{
    struct shadow shadow = shadow_of(s, value);
    return shadow.mask ? shadow.mask : LLVMConstNull(mask_type(s, LLVMTypeOf(value)));
}

/* All bits where one is set, for each element if there are as many, else for the whole value. */
static LLVMValueRef spread(struct shading *s, LLVMValueRef mask, LLVMTypeRef to)
{
    if (elements(LLVMTypeOf(mask)) == elements(to)) {
        LLVMValueRef some = LLVMBuildICmp(s->b, LLVMIntNE, mask, LLVMConstNull(LLVMTypeOf(mask)), "");
        return LLVMBuildSExt(s->b, some, to, "");
    }
    return LLVMBuildSelect(s->b, any_bit(s, mask), LLVMConstAllOnes(to), LLVMConstNull(to), "");
}

static LLVMValueRef join(struct shading *s, LLVMValueRef a, LLVMValueRef b)
{
    return a ? LLVMBuildOr(s->b, a, b, "") : b;
}

static LLVMValueRef choose(struct shading *s, LLVMValueRef condition, LLVMValueRef yes, LLVMValueRef no)
{
    return yes == no ? yes : LLVMBuildSelect(s->b, condition, yes, no, "");
}

/* Where the shadow of a result comes from: the first operand with one. */
static void add_origin(struct shading *s, LLVMValueRef inst, struct shadow *result)
{
    LLVMValueRef mask = NULL;
    for (unsigned i = 0; i < vg_operand_count(inst); i++) {
        struct shadow operand = shadow_of(s, LLVMGetOperand(inst, i));
        if (!operand.mask)
            continue;
        if (!mask) {
            result->offset = operand.offset;
            result->object = operand.object;
        } else if (result->offset != operand.offset || result->object != operand.object) {
            LLVMValueRef first = any_bit(s, mask);
            result->offset = choose(s, first, result->offset, operand.offset);
            result->object = choose(s, first, result->object, operand.object);
        }
        mask = operand.mask;
    }
}

/* Every bit depends on every bit of the operands. */
static LLVMValueRef mask_of_all(struct shading *s, LLVMValueRef inst)
{
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(inst));
    LLVMValueRef mask = NULL;
    for (unsigned i = 0; i < vg_operand_count(inst); i++) {
        LLVMValueRef operand = shadow_of(s, LLVMGetOperand(inst, i)).mask;
        if (operand)
            mask = join(s, mask, spread(s, operand, type));
    }
    return mask;
}

/* A bit that is known decides: 0 in a conjunction, 1 in a disjunction. */
static LLVMValueRef mask_of_logic(struct shading *s, LLVMValueRef inst, bool is_and)
{
    LLVMValueRef a = LLVMGetOperand(inst, 0), b = LLVMGetOperand(inst, 1);
    LLVMValueRef of_a = mask_or_none(s, a), of_b = mask_or_none(s, b);
    if (!is_and) {
        a = LLVMBuildNot(s->b, a, "");
        b = LLVMBuildNot(s->b, b, "");
    }
    LLVMValueRef both = LLVMBuildAnd(s->b, of_a, of_b, "");
    LLVMValueRef one = LLVMBuildAnd(s->b, of_a, b, ""), other = LLVMBuildAnd(s->b, a, of_b, "");
    return LLVMBuildOr(s->b, both, LLVMBuildOr(s->b, one, other, ""), "");
}

/* A carry reaches the bits above. */
static LLVMValueRef mask_of_sum(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef mask = LLVMBuildOr(s->b, mask_or_none(s, LLVMGetOperand(inst, 0)),
                                    mask_or_none(s, LLVMGetOperand(inst, 1)), "");
    return LLVMBuildOr(s->b, mask, LLVMBuildNeg(s->b, mask, ""), "");
}

static LLVMValueRef mask_of_shift(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef by = LLVMGetOperand(inst, 1), mask = mask_or_none(s, LLVMGetOperand(inst, 0));
    if (shadow_of(s, by).mask)
        return mask_of_all(s, inst);
    return LLVMBuildBinOp(s->b, LLVMGetInstructionOpcode(inst), mask, by, "");
}

static LLVMValueRef mask_of_cast(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef mask = mask_or_none(s, LLVMGetOperand(inst, 0));
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(inst));
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMTrunc:
        return LLVMBuildTrunc(s->b, mask, type, "");
    case LLVMZExt:
        return LLVMBuildZExt(s->b, mask, type, "");
    case LLVMSExt:
        return LLVMBuildSExt(s->b, mask, type, "");
    case LLVMBitCast:
        return LLVMBuildBitCast(s->b, mask, type, "");
    default: /* pointers and their numbers; freeze */
        return LLVMBuildIntCast2(s->b, mask, type, false, "");
    }
}

static LLVMValueRef mask_of_shuffle(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef a = mask_or_none(s, LLVMGetOperand(inst, 0)), b = mask_or_none(s, LLVMGetOperand(inst, 1));
    unsigned count = LLVMGetNumMaskElements(inst), first = elements(LLVMTypeOf(a));
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(inst));
    LLVMValueRef mask = LLVMConstNull(type);
    for (unsigned i = 0; i < count; i++) {
        int from = LLVMGetMaskValue(inst, i);
        if (from == LLVMGetUndefMaskElem())
            continue; /* nobody looks at it */
        bool is_first = (unsigned)from < first;
        LLVMValueRef at = vg_int(s->gen->context, 32, is_first ? (unsigned)from : (unsigned)from - first);
        LLVMValueRef element = LLVMBuildExtractElement(s->b, is_first ? a : b, at, "");
        mask = LLVMBuildInsertElement(s->b, mask, element, vg_int(s->gen->context, 32, i), "");
    }
    return mask;
}

static LLVMValueRef mask_of_select(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef condition = LLVMGetOperand(inst, 0), decides = shadow_of(s, condition).mask;
    LLVMValueRef mask = choose(s, condition, mask_or_none(s, LLVMGetOperand(inst, 1)),
                               mask_or_none(s, LLVMGetOperand(inst, 2)));
    return decides ? LLVMBuildOr(s->b, mask, spread(s, decides, LLVMTypeOf(mask)), "") : mask;
}

static LLVMValueRef mask_of(struct shading *s, LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMAnd:
    case LLVMOr:
        return mask_of_logic(s, inst, LLVMGetInstructionOpcode(inst) == LLVMAnd);
    case LLVMXor:
        return LLVMBuildOr(s->b, mask_or_none(s, LLVMGetOperand(inst, 0)),
                           mask_or_none(s, LLVMGetOperand(inst, 1)), "");
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
        return mask_of_sum(s, inst);
    case LLVMShl:
    case LLVMLShr:
    case LLVMAShr:
        return mask_of_shift(s, inst);
    case LLVMTrunc:
    case LLVMZExt:
    case LLVMSExt:
    case LLVMBitCast:
    case LLVMPtrToInt:
    case LLVMIntToPtr:
    case LLVMAddrSpaceCast:
    case LLVMFreeze:
        return mask_of_cast(s, inst);
    case LLVMInsertElement:
        return LLVMBuildInsertElement(s->b, mask_or_none(s, LLVMGetOperand(inst, 0)),
                                      mask_or_none(s, LLVMGetOperand(inst, 1)), LLVMGetOperand(inst, 2), "");
    case LLVMExtractElement:
        return LLVMBuildExtractElement(s->b, mask_or_none(s, LLVMGetOperand(inst, 0)),
                                       LLVMGetOperand(inst, 1), "");
    case LLVMShuffleVector:
        return mask_of_shuffle(s, inst);
    case LLVMSelect:
        return mask_of_select(s, inst);
    default:
        return mask_of_all(s, inst);
    }
}

static struct shadow shadow_of_source(struct shading *s, LLVMValueRef inst)
{
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(inst));
    if (vg_is_unwritten(inst))
        return (struct shadow){LLVMConstAllOnes(type), LLVMGetOperand(inst, 1), LLVMGetOperand(inst, 0)};
    LLVMValueRef pointer = LLVMGetOperand(inst, 0), mirror = vg_mirror_of(&s->mirrors, pointer);
    struct vg_place place = vg_place_of(&s->places, pointer);
    vg_check_place_behind(s->gen, inst);
    LLVMValueRef mask = LLVMBuildLoad2(s->b, type, mirror, "unwritten");
    LLVMSetAlignment(mask, LLVMGetAlignment(inst));
    return (struct shadow){mask, place.offset, place.object};
}

static struct shadow shadow_of_phi(struct shading *s, LLVMValueRef phi)
{
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(phi));
    vg_check_place_before(s->gen, phi);
    vg_values_add(&s->phis, phi);
    return (struct shadow){LLVMBuildPhi(s->b, type, "unwritten"), LLVMBuildPhi(s->b, s->i64, ""),
                           LLVMBuildPhi(s->b, s->ptr, "")};
}

static struct shadow compute(struct shading *s, LLVMValueRef value)
{
    if (LLVMIsALoadInst(value) || vg_is_unwritten(value))
        return shadow_of_source(s, value);
    if (LLVMIsAPHINode(value))
        return shadow_of_phi(s, value);
    struct shadow shadow = {0};
    for (unsigned i = 0; i < vg_operand_count(value); i++)
        (void)shadow_of(s, LLVMGetOperand(value, i)); /* moves the builder */
    vg_check_place_behind(s->gen, value);
    shadow.mask = mask_of(s, value);
    add_origin(s, value, &shadow);
    return shadow;
}

static struct shadow shadow_of(struct shading *s, LLVMValueRef value)
{
    size_t number = vg_value_map_find(&s->numbers, value);
    if (number == VG_NO_NUMBER)
        return (struct shadow){0};
    if (!s->known[number]) {
        struct shadow shadow = compute(s, value);
        s->shadows[number] = shadow;
        s->known[number] = true;
    }
    return s->shadows[number];
}

static void add_incoming(LLVMValueRef phi, LLVMValueRef value, LLVMBasicBlockRef block)
{
    LLVMAddIncoming(phi, &value, &block, 1);
}

static void finish_phis(struct shading *s)
{
    for (size_t i = 0; i < s->phis.count; i++) {
        LLVMValueRef phi = s->phis.list[i];
        struct shadow to = shadow_of(s, phi);
        for (unsigned k = 0; k < LLVMCountIncoming(phi); k++) {
            struct shadow from = shadow_of(s, LLVMGetIncomingValue(phi, k));
            LLVMBasicBlockRef block = LLVMGetIncomingBlock(phi, k);
            add_incoming(to.mask, from.mask ? from.mask : LLVMConstNull(LLVMTypeOf(to.mask)), block);
            add_incoming(to.offset, from.mask ? from.offset : LLVMGetPoison(s->i64), block);
            add_incoming(to.object, from.mask ? from.object : LLVMGetPoison(s->ptr), block);
        }
    }
}

/* ---- What changes the shadow ---- */

static bool is_other_memory(struct vg_mirrors *mirrors, LLVMValueRef root)
{
    enum vg_special special = LLVMIsACallInst(root) ? vg_special_call(root) : VG_SPECIAL_NONE;
    return LLVMIsAAllocaInst(root) || LLVMIsAGlobalVariable(root) || LLVMIsAConstantPointerNull(root) ||
           special == VG_GROUP_SLOTS ||
           (LLVMIsAArgument(root) && vg_mirror_argument_kind(mirrors, root) == VG_ARG_LOCAL);
}

/* Through a pointer that cannot be followed a buffer may be written. */
static void tell_stored(struct shading *s, LLVMValueRef inst, LLVMValueRef pointer)
{
    if (vg_mirror_all_roots(&s->mirrors, pointer, is_other_memory))
        return;
    LLVMTypeRef params[] = {s->ptr, s->i64};
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(s->gen->context), params, 2, false);
    LLVMValueRef function = vg_check_declare(s->gen, "__vg_check_stored", type);
    LLVMValueRef bytes = vg_access_bytes(s->gen, inst);
    vg_check_place_before(s->gen, inst);
    LLVMValueRef args[] = {LLVMBuildAddrSpaceCast(s->b, pointer, s->ptr, ""), bytes};
    LLVMBuildCall2(s->b, type, function, args, 2, "");
}

static bool is_global(struct shading *s, LLVMValueRef pointer)
{
    LLVMValueRef root = vg_place_root(pointer);
    return root && vg_mirror_is_buffer(&s->mirrors, root);
}

static void shade_bytes(struct shading *s, LLVMValueRef inst, LLVMValueRef mirror, uint8_t value)
{
    LLVMValueRef bytes = vg_access_bytes(s->gen, inst);
    vg_check_place_before(s->gen, inst);
    LLVMBuildMemSet(s->b, mirror, vg_int(s->gen->context, 8, value), bytes, 1);
}

/* What a store to global memory depends on is told of, and counts as written then. */
static void shade_store(struct shading *s, LLVMValueRef store)
{
    LLVMValueRef value = LLVMGetOperand(store, 0), pointer = LLVMGetOperand(store, 1);
    LLVMValueRef mirror = vg_mirror_of(&s->mirrors, pointer);
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(value));
    if (!mirror) {
        tell_stored(s, store, pointer);
        return;
    }
    if (!type) {
        shade_bytes(s, store, mirror, 0);
        return;
    }
    LLVMValueRef mask = is_global(s, pointer) ? LLVMConstNull(type) : mask_or_none(s, value);
    vg_check_place_before(s->gen, store);
    LLVMSetAlignment(LLVMBuildStore(s->b, mask, mirror), LLVMGetAlignment(store));
}

static void shade_copy(struct shading *s, LLVMValueRef call)
{
    LLVMValueRef pointers[2];
    unsigned count = vg_access_pointers(call, pointers);
    LLVMValueRef to = vg_mirror_of(&s->mirrors, pointers[0]),
                 from = count > 1 ? vg_mirror_of(&s->mirrors, pointers[1]) : NULL;
    if (!to) {
        tell_stored(s, call, pointers[0]);
    } else if (!from) {
        shade_bytes(s, call, to, 0);
    } else {
        LLVMValueRef bytes = vg_access_bytes(s->gen, call);
        vg_check_place_before(s->gen, call);
        LLVMBuildMemMove(s->b, to, 1, from, 1, bytes);
    }
}

static void shade_atomic(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef pointer = LLVMGetOperand(inst, 0), mirror = vg_mirror_of(&s->mirrors, pointer);
    if (!mirror) {
        tell_stored(s, inst, pointer);
        return;
    }
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(LLVMGetOperand(inst, 1)));
    vg_check_place_before(s->gen, inst);
    LLVMBuildStore(s->b, LLVMConstNull(type), mirror);
}

/* ---- What matters ---- */

static void add_use(struct shading *s, LLVMValueRef inst, const char *what, struct shadow shadow)
{
    if (!shadow.mask)
        return;
    if (s->use_count == s->use_capacity) {
        s->use_capacity = s->use_capacity ? 2 * s->use_capacity : 64;
        s->uses = vg_realloc(s->uses, s->use_capacity * sizeof *s->uses);
        if (!s->uses)
            abort();
    }
    s->uses[s->use_count++] = (struct use){inst, what, shadow};
}

/* The branch on the bounds depends on the address. */
static bool is_behind_bounds(LLVMValueRef inst)
{
    LLVMUseRef use = LLVMGetFirstUse(LLVMBasicBlockAsValue(LLVMGetInstructionParent(inst)));
    return use && vg_check_is_bounds_branch(LLVMGetUser(use));
}

static void look_at_addresses(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef pointers[2];
    unsigned count = vg_access_pointers(inst, pointers);
    for (unsigned i = 0; i < count && !is_behind_bounds(inst); i++)
        add_use(s, inst, "an address", shadow_of(s, pointers[i]));
}

/* What an atomic operation finds in memory. */
static struct shadow shadow_in_memory(struct shading *s, LLVMValueRef inst)
{
    LLVMValueRef pointer = LLVMGetOperand(inst, 0), mirror = vg_mirror_of(&s->mirrors, pointer);
    LLVMTypeRef type = mask_type(s, LLVMTypeOf(LLVMGetOperand(inst, 1)));
    if (!mirror || !type)
        return (struct shadow){0};
    struct vg_place place = vg_place_of(&s->places, pointer);
    vg_check_place_before(s->gen, inst);
    return (struct shadow){LLVMBuildLoad2(s->b, type, mirror, "unwritten"), place.offset, place.object};
}

static void look_at(struct shading *s, LLVMValueRef inst)
{
    if (vg_accesses_memory(inst))
        look_at_addresses(s, inst);
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMBr:
        if (LLVMIsConditional(inst))
            add_use(s, inst, vg_check_is_bounds_branch(inst) ? "an address" : "a branch",
                    shadow_of(s, LLVMGetCondition(inst)));
        break;
    case LLVMSwitch:
        add_use(s, inst, "a branch", shadow_of(s, LLVMGetOperand(inst, 0)));
        break;
    case LLVMStore:
        if (is_global(s, LLVMGetOperand(inst, 1)))
            add_use(s, inst, "what is written to global memory", shadow_of(s, LLVMGetOperand(inst, 0)));
        break;
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        for (unsigned i = 1; i < (LLVMIsAAtomicCmpXchgInst(inst) ? 3 : 2); i++)
            add_use(s, inst, "an atomic operation", shadow_of(s, LLVMGetOperand(inst, i)));
        if (!LLVMIsAAtomicRMWInst(inst) || LLVMGetAtomicRMWBinOp(inst) != LLVMAtomicRMWBinOpXchg)
            add_use(s, inst, "an atomic operation", shadow_in_memory(s, inst));
        break;
    default:
        break;
    }
}

/* if (a bit is set) tell; and then the instruction. */
static void guard(struct shading *s, const struct use *use)
{
    LLVMContextRef context = s->gen->context;
    vg_check_place_before(s->gen, use->inst);
    LLVMValueRef bad = any_bit(s, use->shadow.mask);
    if (LLVMIsAConstantInt(bad) && LLVMConstIntGetZExtValue(bad) == 0)
        return;
    LLVMBasicBlockRef behind = LLVMGetInstructionParent(use->inst);
    vg_cut_before(s->b, use->inst);
    LLVMBasicBlockRef tell = LLVMInsertBasicBlockInContext(context, behind, "unwritten");
    LLVMBuildCondBr(s->b, bad, tell, behind);
    LLVMPositionBuilderAtEnd(s->b, tell);
    struct vg_place place = {
        .offset = use->shadow.offset, .extent = vg_int(context, 64, 0), .object = use->shadow.object};
    vg_check_report(s->gen, use->inst, vg_int(context, 64, VG_CHECK_UNINIT),
                    vg_check_site(s->gen, use->inst, VG_CHECK_UNINIT, use->what), place);
    LLVMSetCurrentDebugLocation2(s->b, NULL);
    LLVMBuildBr(s->b, behind);
}

/* ---- Everything ---- */

static void shade(struct shading *s, LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMStore:
        shade_store(s, inst);
        return;
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        shade_atomic(s, inst);
        return;
    case LLVMCall:
        if (vg_accesses_memory(inst))
            shade_copy(s, inst);
        else if (vg_is_unwritten_whole(inst)) {
            LLVMValueRef mirror = vg_mirror_of(&s->mirrors, LLVMGetOperand(inst, 0));
            vg_check_place_before(s->gen, inst);
            if (mirror)
                LLVMBuildMemSet(s->b, mirror, vg_int(s->gen->context, 8, UINT8_MAX), LLVMGetOperand(inst, 1),
                                1);
        }
        return;
    default:
        return;
    }
}

static void remove_marks(struct vg_gen *gen)
{
    struct vg_values marks = {0}, values = {0};
    VG_EACH_FUNCTION (function, gen->module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block) {
                bool stores = LLVMIsAStoreInst(inst) && vg_is_unwritten(LLVMGetOperand(inst, 0));
                if (stores || vg_is_unwritten_whole(inst))
                    vg_values_add(&marks, inst);
                else if (vg_is_unwritten(inst))
                    vg_values_add(&values, inst);
            }
    for (size_t i = 0; i < marks.count; i++)
        LLVMInstructionEraseFromParent(marks.list[i]);
    for (size_t i = 0; i < values.count; i++)
        vg_replace(values.list[i], LLVMConstNull(LLVMTypeOf(values.list[i])));
    vg_values_finish(&marks);
    vg_values_finish(&values);
}

static void finish(struct shading *s)
{
    vg_places_finish(&s->places);
    vg_values_finish(&s->dirty);
    vg_value_map_finish(&s->numbers);
    vg_free(s->shadows);
    vg_free(s->known);
    vg_values_finish(&s->phis);
    vg_mirrors_finish(&s->mirrors);
    vg_values_finish(&s->exchanges);
    vg_free(s->uses);
}

void vg_check_unwritten(struct vg_gen *gen)
{
    struct shading s = {.gen = gen,
                        .b = gen->builder,
                        .i64 = vg_int_type(gen->context, 64),
                        .ptr = vg_ptr_type(gen->context, 0)};
    struct vg_values all = {0};
    gen->code.flags |= VG_CODE_UNINIT;
    VG_EACH_BLOCK (block, gen->kernel)
        VG_EACH_INST (inst, block)
            vg_values_add(&all, inst);
    vg_mirrors_start(&s.mirrors, gen);
    vg_places_start(&s.places, gen);
    find_exchanges(&s);
    find_dirty(&s);
    for (size_t i = 0; i < all.count; i++)
        look_at(&s, all.list[i]);
    for (size_t i = 0; i < all.count; i++)
        shade(&s, all.list[i]);
    finish_phis(&s);
    vg_mirror_settle(&s.mirrors);
    for (size_t i = 0; i < s.use_count; i++)
        guard(&s, &s.uses[i]);
    vg_values_finish(&all);
    finish(&s);
    remove_marks(gen);
}
