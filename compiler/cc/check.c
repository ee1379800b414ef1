/* SPDX-License-Identifier: MIT */
/* Checks of bounds. Each access becomes
 *
 *     if (offset < extent + 1 - size) access; else { tell; the value read is 0 }
 *
 * where offset and extent are what check_place.c knows of the pointer, and further conditions where they are
 * in question: an array in a structure, the buffer's flags, the alignment of the type. Functions of images
 * are trusted: their coordinates are kept in bounds, or undefined by the program's own choice of a sampler.
 */
#include "compiler/cc/check.h"

#include <stddef.h>
#include <string.h>

#include "compiler/cc/clang_front.h"
#include "compiler/cc/special.h"

struct access {
    LLVMValueRef inst, pointer, bytes; /* bytes: i64 */
    LLVMValueRef site;                 /* what reports call it */
    bool reads;                        /* and does not write */
};

struct checker {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    struct vg_places places;
    struct vg_values accesses;
    LLVMTypeRef i64;
};

/* ---- Which functions become part of the kernel ---- */

static bool is_memory_intrinsic(LLVMValueRef call)
{
    LLVMValueRef callee = vg_callee(call);
    return callee && strncmp(vg_name(callee), "llvm.mem", 8) == 0;
}

bool vg_accesses_memory(LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMLoad:
    case LLVMStore:
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        return true;
    case LLVMCall:
        return is_memory_intrinsic(inst);
    default:
        return false;
    }
}

static bool any_inst(LLVMValueRef function, bool (*is_such)(LLVMValueRef inst))
{
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            if (is_such(inst))
                return true;
    return false;
}

static bool asks_for_image(LLVMValueRef inst)
{
    return LLVMIsACallInst(inst) && vg_special_call(inst) == VG_IMAGE_OF;
}

/* Adds the functions that those in the list call. */
static void add_callees(struct vg_values *functions)
{
    for (size_t i = 0; i < functions->count; i++)
        VG_EACH_BLOCK (block, functions->list[i])
            VG_EACH_INST (inst, block) {
                LLVMValueRef callee = vg_callee(inst);
                if (callee && !LLVMIsDeclaration(callee) && !vg_values_have(functions, callee))
                    vg_values_add(functions, callee);
            }
}

/* Only functions that access no memory and order no work-items, and those of images, stay. The policy for the
 * rest comes later. */
static void mark_inlined(struct vg_gen *gen)
{
    struct vg_values images = {0}, inlined = {0};
    VG_EACH_FUNCTION (function, gen->module)
        if (!LLVMIsDeclaration(function) && any_inst(function, asks_for_image))
            vg_values_add(&images, function);
    add_callees(&images);
    VG_EACH_FUNCTION (function, gen->module)
        if (!LLVMIsDeclaration(function) && !vg_values_have(&images, function) &&
            (any_inst(function, vg_accesses_memory) || any_inst(function, vg_orders_items)))
            vg_values_add(&inlined, function);
    for (size_t i = 0; i < inlined.count; i++)
        vg_add_callers(inlined.list[i], &inlined);
    VG_EACH_FUNCTION (function, gen->module) {
        if (LLVMIsDeclaration(function) || function == gen->kernel)
            continue;
        bool whole = vg_values_have(&inlined, function) && !vg_values_have(&images, function);
        vg_remove_attribute(function, whole ? "noinline" : "alwaysinline");
        vg_remove_attribute(function, "optnone");
        if (whole)
            vg_add_attribute(function, "alwaysinline");
    }
    vg_values_finish(&images);
    vg_values_finish(&inlined);
}

/* ---- One check ---- */

static const char bounds_mark[] = "vg.bounds";

/* Its condition is the access's address, and so is its source line. */
static void mark_branch(LLVMValueRef branch, LLVMValueRef access)
{
    vg_mark(branch, bounds_mark);
    LLVMInstructionSetDebugLoc(branch, LLVMInstructionGetDebugLoc(access));
}

bool vg_check_is_bounds_branch(LLVMValueRef branch)
{
    return vg_is_marked(branch, bounds_mark);
}

void vg_check_set_attributes(LLVMValueRef function)
{
    enum { WRITES_ELSEWHERE = 2 << 2 }; /* LLVM's memory attribute: memory that no code of ours sees */
    static const char *const names[] = {"nounwind", "willreturn", "nofree"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        vg_add_attribute(function, names[i]);
    unsigned memory = LLVMGetEnumAttributeKindForName("memory", 6);
    LLVMAddAttributeAtIndex(
        function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
        LLVMCreateEnumAttribute(LLVMGetTypeContext(LLVMTypeOf(function)), memory, WRITES_ELSEWHERE));
}

void vg_check_place_behind(struct vg_gen *gen, LLVMValueRef inst)
{
    LLVMValueRef next = LLVMGetNextInstruction(inst);
    while (LLVMIsAPHINode(inst) && LLVMIsAPHINode(next))
        next = LLVMGetNextInstruction(next);
    vg_check_place_before(gen, next);
}

void vg_check_place_before(struct vg_gen *gen, LLVMValueRef inst)
{
    LLVMPositionBuilderBefore(gen->builder, inst);
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
}

LLVMValueRef vg_check_declare(struct vg_gen *gen, const char *name, LLVMTypeRef type)
{
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, name);
    return function ? function : LLVMAddFunction(gen->module, name, type);
}

LLVMValueRef vg_check_local_id(struct vg_gen *gen, unsigned dimension)
{
    LLVMTypeRef i32 = vg_int_type(gen->context, 32);
    LLVMTypeRef type = LLVMFunctionType(vg_int_type(gen->context, 64), &i32, 1, false);
    LLVMValueRef function = vg_check_declare(gen, "_Z12get_local_idj", type);
    LLVMValueRef at = vg_int(gen->context, 32, dimension);
    return LLVMBuildCall2(gen->builder, type, function, &at, 1, "");
}

LLVMValueRef vg_check_site(struct vg_gen *gen, LLVMValueRef inst, enum vg_check_flags kind, const char *what)
{
    struct vg_text text = {0};
    unsigned length = 0, line = LLVMGetDebugLocLine(inst);
    const char *file = line ? LLVMGetDebugLocFilename(inst, &length) : NULL;
    if (file)
        vg_text_add(&text, "%.*s:%u", (int)length, file, line);
    vg_text_append(&text, "", 1);
    vg_text_add(&text, "%s", what);
    vg_text_append(&text, "", 1);
    vg_text_add(&text, "%u", (unsigned)kind); /* equal texts are one */
    LLVMValueRef result = vg_place_text(gen, vg_text_get(&text), text.size);
    vg_text_finish(&text);
    return result;
}

void vg_check_report(struct vg_gen *gen, LLVMValueRef inst, LLVMValueRef kind, LLVMValueRef site,
                     struct vg_place place)
{
    LLVMTypeRef i64 = vg_int_type(gen->context, 64), ptr = vg_ptr_type(gen->context, 0);
    LLVMTypeRef params[] = {i64, ptr, ptr, i64, i64, i64, i64, i64, i64};
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, 9, false);
    LLVMValueRef function = vg_check_declare(gen, "__vg_check_report", type);
    vg_check_set_attributes(function);
    vg_add_attribute(function, "cold");
    LLVMValueRef args[] = {kind,
                           site,
                           place.object,
                           place.offset,
                           place.extent,
                           vg_check_local_id(gen, 0),
                           vg_check_local_id(gen, 1),
                           vg_check_local_id(gen, 2),
                           vg_int(gen->context, 64, 1)};
    LLVMValueRef call = LLVMBuildCall2(gen->builder, type, function, args, 9, "");
    LLVMInstructionSetDebugLoc(call, LLVMInstructionGetDebugLoc(inst));
}

/* One past the last offset at which the access fits; 0 when there is none. */
static LLVMValueRef end_of(struct checker *checker, LLVMValueRef extent, LLVMValueRef bytes)
{
    LLVMContextRef c = checker->gen->context;
    unsigned id = LLVMLookupIntrinsicID("llvm.usub.sat", 13);
    LLVMValueRef args[] = {LLVMBuildAdd(checker->b, extent, vg_int(c, 64, 1), ""), bytes};
    if (LLVMIsAConstantInt(args[0]) && LLVMIsAConstantInt(bytes)) {
        uint64_t all = LLVMConstIntGetZExtValue(args[0]), size = LLVMConstIntGetZExtValue(bytes);
        return vg_int(c, 64, all > size ? all - size : 0);
    }
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(checker->gen->module, id, &checker->i64, 1);
    LLVMTypeRef type = LLVMIntrinsicGetType(c, id, &checker->i64, 1);
    return LLVMBuildCall2(checker->b, type, function, args, 2, "");
}

/* What has to hold for an access, and what is told where it does not. holds: NULL for bounds that another
 * condition implies; what failed is then found out only in order to tell it. */
struct condition {
    LLVMValueRef holds, kind, offset, extent, object;
};

enum { MOST_CONDITIONS = 4 };

struct conditions {
    struct condition list[MOST_CONDITIONS];
    unsigned count;
};

static void demand(struct conditions *all, struct condition condition)
{
    if (!condition.holds || !LLVMIsAConstantInt(condition.holds) ||
        !LLVMConstIntGetZExtValue(condition.holds))
        all->list[all->count++] = condition;
}

static LLVMValueRef fits(struct checker *checker, LLVMValueRef offset, LLVMValueRef extent,
                         const struct access *access)
{
    return LLVMBuildICmp(checker->b, LLVMIntULT, offset, end_of(checker, extent, access->bytes), "fits");
}

static LLVMValueRef number(const struct checker *checker, uint64_t value)
{
    return vg_int(checker->gen->context, 64, value);
}

/* The extent of what the access may read or write: the buffer's, or 0 when it was created for the other only.
 * NULL: no such buffer. */
static LLVMValueRef rightful_extent(struct checker *checker, const struct access *access)
{
    struct vg_gen *gen = checker->gen;
    LLVMValueRef root = vg_place_root(access->pointer);
    unsigned index = root && LLVMIsAArgument(root) ? vg_place_argument(gen, root) : gen->info->arg_count;
    if (index == gen->info->arg_count || gen->info->args[index].kind != VG_ARG_GLOBAL)
        return NULL;
    LLVMValueRef extent = vg_check_known(gen, access->reads ? "__vg_check_readable" : "__vg_check_writable",
                                         checker->i64, vg_int(gen->context, 32, index));
    vg_check_place_before(gen, access->inst);
    return extent;
}

/* Storing to a component of a vector is a load and a store of all of it to the front end, but not to the
 * program. */
static bool serves_store(LLVMValueRef load)
{
    LLVMUseRef use = LLVMGetFirstUse(load);
    LLVMValueRef insert = use && !LLVMGetNextUse(use) ? LLVMGetUser(use) : NULL;
    if (!LLVMIsALoadInst(load) || !insert || !LLVMIsAInsertElementInst(insert))
        return false;
    use = LLVMGetFirstUse(insert);
    LLVMValueRef store = use && !LLVMGetNextUse(use) ? LLVMGetUser(use) : NULL;
    return store && LLVMIsAStoreInst(store) && LLVMGetOperand(store, 1) == LLVMGetOperand(load, 0);
}

static void demand_bounds(struct checker *checker, struct conditions *all, const struct access *access,
                          const struct vg_place *place)
{
    LLVMValueRef rightful = serves_store(access->inst) ? NULL : rightful_extent(checker, access),
                 bounds = number(checker, VG_CHECK_BOUNDS);
    LLVMValueRef holds = rightful ? NULL : fits(checker, place->offset, place->extent, access);
    demand(all, (struct condition){holds, bounds, place->offset, place->extent, place->object});
    if (place->part_extent)
        demand(all, (struct condition){fits(checker, place->part_offset, place->part_extent, access), bounds,
                                       place->part_offset, place->part_extent, place->part});
    if (rightful)
        demand(all,
               (struct condition){fits(checker, place->offset, rightful, access),
                                  number(checker, access->reads ? VG_CHECK_WRITE_ONLY : VG_CHECK_READ_ONLY),
                                  place->offset, place->extent, place->object});
}

/* Whether low bits that are 0 in the operands from first to last are 0 in the result too. */
static bool has_bits_of_operands(LLVMValueRef inst, unsigned *first, unsigned *last)
{
    *first = 0;
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMAdd:
    case LLVMSub:
    case LLVMMul:
        *last = 1;
        return true;
    case LLVMShl: /* by an amount that is not known */
    case LLVMSExt:
    case LLVMZExt:
        *last = 0;
        return true;
    case LLVMSelect:
        *first = 1;
        *last = 2;
        return true;
    case LLVMPHI:
        *last = LLVMCountIncoming(inst) - 1;
        return true;
    default:
        return false;
    }
}

/* Low bits that are 0 in every value that the instruction gives, looked for no deeper than that; around: a
 * loop's value that is being looked at. */
static unsigned zero_bits(LLVMValueRef value, LLVMValueRef around, unsigned depth)
{
    enum { ALL = 64 };
    if (LLVMIsAConstantInt(value)) {
        uint64_t bits = LLVMConstIntGetZExtValue(value);
        return bits ? (unsigned)__builtin_ctzll(bits) : ALL;
    }
    if (value == around)
        return ALL;
    if (depth == 0 || !LLVMIsAInstruction(value))
        return 0;
    LLVMOpcode opcode = LLVMGetInstructionOpcode(value);
    bool merges = opcode == LLVMPHI;
    unsigned least = ALL, sum = 0, first, last;
    if (!has_bits_of_operands(value, &first, &last))
        return 0;
    for (unsigned i = first; i <= last; i++) {
        unsigned bits = zero_bits(LLVMGetOperand(value, i), merges ? value : around, depth - 1);
        least = bits < least ? bits : least;
        sum += bits;
    }
    return opcode == LLVMMul && sum < ALL ? sum : opcode == LLVMMul ? ALL : least;
}

/* All objects begin at multiples of what any type demands. */
static void demand_alignment(struct checker *checker, struct conditions *all, const struct access *access,
                             const struct vg_place *place)
{
    enum { DEPTH = 8 };
    unsigned align = LLVMIsACallInst(access->inst) ? 1 : LLVMGetAlignment(access->inst);
    if (align <= 1 || zero_bits(place->offset, NULL, DEPTH) >= (unsigned)__builtin_ctz(align))
        return;
    LLVMValueRef rest = LLVMBuildAnd(checker->b, place->offset, number(checker, align - 1), "");
    LLVMValueRef holds = LLVMBuildICmp(checker->b, LLVMIntEQ, rest, number(checker, 0), "");
    demand(all, (struct condition){holds, number(checker, VG_CHECK_ALIGNED), place->offset,
                                   number(checker, align), place->object});
}

static struct conditions conditions_of(struct checker *checker, const struct access *access)
{
    struct conditions all = {.count = 0};
    struct vg_place place = vg_place_of(&checker->places, access->pointer);
    if (!place.extent)
        return all;
    vg_check_place_before(checker->gen, access->inst);
    demand_bounds(checker, &all, access, &place);
    demand_alignment(checker, &all, access, &place);
    return all;
}

/* Tells of the first condition that does not hold, where one does not. */
static void report(struct checker *checker, const struct conditions *all, const struct access *access)
{
    LLVMBuilderRef b = checker->b;
    struct condition first = all->list[all->count - 1];
    for (unsigned i = all->count - 1; i-- > 0;) {
        const struct condition *c = &all->list[i];
        LLVMValueRef holds = c->holds ? c->holds : fits(checker, c->offset, c->extent, access);
        first.kind = LLVMBuildSelect(b, holds, first.kind, c->kind, "");
        first.offset = LLVMBuildSelect(b, holds, first.offset, c->offset, "");
        first.extent = LLVMBuildSelect(b, holds, first.extent, c->extent, "");
        first.object = LLVMBuildSelect(b, holds, first.object, c->object, "");
    }
    vg_check_report(
        checker->gen, access->inst, first.kind, access->site,
        (struct vg_place){.offset = first.offset, .extent = first.extent, .object = first.object});
}

/* before: test; bad: report; good: the access; behind: what follows, with what was read. */
static void guard(struct checker *checker, const struct access *access)
{
    LLVMValueRef inst = access->inst;
    struct conditions all = conditions_of(checker, access);
    if (all.count == 0)
        return;
    LLVMValueRef holds = NULL;
    for (unsigned i = 0; i < all.count; i++) {
        LLVMValueRef next = all.list[i].holds;
        holds = holds && next ? LLVMBuildAnd(checker->b, holds, next, "") : next ? next : holds;
    }
    LLVMContextRef context = checker->gen->context;
    LLVMBasicBlockRef behind = LLVMGetInstructionParent(inst);
    LLVMSetCurrentDebugLocation2(checker->b, NULL);
    vg_cut_before(checker->b, inst);
    LLVMBasicBlockRef good = LLVMInsertBasicBlockInContext(context, behind, "good");
    LLVMBasicBlockRef bad = LLVMInsertBasicBlockInContext(context, behind, "bad");
    mark_branch(LLVMBuildCondBr(checker->b, holds, good, bad), inst);
    LLVMPositionBuilderAtEnd(checker->b, bad);
    report(checker, &all, access);
    LLVMBuildBr(checker->b, behind);
    LLVMInstructionRemoveFromParent(inst);
    LLVMPositionBuilderAtEnd(checker->b, good);
    LLVMSetCurrentDebugLocation2(checker->b, NULL);
    LLVMInsertIntoBuilder(checker->b, inst);
    LLVMBuildBr(checker->b, behind);
    if (!LLVMGetFirstUse(inst))
        return;
    LLVMPositionBuilderBeforeInstrAndDbgRecords(checker->b, LLVMGetFirstInstruction(behind));
    LLVMSetCurrentDebugLocation2(checker->b, NULL);
    LLVMValueRef phi = LLVMBuildPhi(checker->b, LLVMTypeOf(inst), "");
    LLVMReplaceAllUsesWith(inst, phi);
    LLVMValueRef values[] = {inst, LLVMConstNull(LLVMTypeOf(inst))};
    LLVMBasicBlockRef blocks[] = {good, bad};
    LLVMAddIncoming(phi, values, blocks, 2);
}

/* ---- All accesses ---- */

/* The pointers of an access: two of a copy, else one. */
unsigned vg_access_pointers(LLVMValueRef inst, LLVMValueRef pointers[2])
{
    bool copies = LLVMIsACallInst(inst) && strncmp(vg_name(vg_callee(inst)), "llvm.memset", 11) != 0;
    pointers[0] = LLVMGetOperand(inst, LLVMIsAStoreInst(inst) ? 1 : 0);
    pointers[1] = copies ? LLVMGetOperand(inst, 1) : NULL;
    return copies ? 2 : 1;
}

LLVMValueRef vg_access_bytes(struct vg_gen *gen, LLVMValueRef inst)
{
    LLVMTypeRef type = LLVMTypeOf(inst);
    if (LLVMIsACallInst(inst)) {
        LLVMPositionBuilderBefore(gen->builder, inst);
        LLVMSetCurrentDebugLocation2(gen->builder, NULL);
        return LLVMBuildZExt(gen->builder, LLVMGetOperand(inst, 2), vg_int_type(gen->context, 64), "");
    }
    if (!LLVMIsALoadInst(inst))
        type = LLVMTypeOf(LLVMGetOperand(inst, LLVMIsAStoreInst(inst) ? 0 : 1));
    return vg_int(gen->context, 64, LLVMStoreSizeOfType(gen->layout, type));
}

static const char *name_of_access(LLVMValueRef inst, unsigned pointer)
{
    if (LLVMIsALoadInst(inst) || pointer == 1)
        return "a read";
    return LLVMIsAStoreInst(inst) || LLVMIsACallInst(inst) ? "a write" : "an atomic operation";
}

LLVMValueRef vg_access_site(struct vg_gen *gen, LLVMValueRef inst, enum vg_check_flags kind, unsigned pointer,
                            LLVMValueRef bytes)
{
    struct vg_text what = {0};
    vg_text_add(&what, "%s", name_of_access(inst, pointer));
    if (LLVMIsAConstantInt(bytes))
        vg_text_add(&what, " of %llu bytes", LLVMConstIntGetZExtValue(bytes));
    LLVMValueRef site = vg_check_site(gen, inst, kind, vg_text_get(&what));
    vg_text_finish(&what);
    return site;
}

static bool is_private(LLVMValueRef pointer)
{
    LLVMValueRef root = vg_place_root(pointer);
    return root && LLVMIsAAllocaInst(root);
}

static void find_accesses(struct checker *checker)
{
    VG_EACH_BLOCK (block, checker->gen->kernel)
        VG_EACH_INST (inst, block)
            if (vg_accesses_memory(inst))
                vg_values_add(&checker->accesses, inst);
}

/* Of private variables, or of everything else. */
static void check_bounds(struct vg_gen *gen, bool private)
{
    struct checker checker = {.gen = gen, .b = gen->builder, .i64 = vg_int_type(gen->context, 64)};
    vg_places_start(&checker.places, gen);
    find_accesses(&checker);
    for (size_t i = 0; i < checker.accesses.count; i++) {
        LLVMValueRef inst = checker.accesses.list[i], pointers[2];
        unsigned count = vg_access_pointers(inst, pointers);
        for (unsigned p = 0; p < count; p++)
            if (is_private(pointers[p]) == private) {
                LLVMValueRef bytes = vg_access_bytes(gen, inst),
                             site = vg_access_site(gen, inst, VG_CHECK_BOUNDS, p, bytes);
                guard(&checker,
                      &(struct access){inst, pointers[p], bytes, site, LLVMIsALoadInst(inst) || p == 1});
            }
    }
    vg_places_finish(&checker.places);
    vg_values_finish(&checker.accesses);
}

/* Private variables first: once their accesses are checked they may be taken apart, so that pointers which
 * the program keeps in structures can be followed as well. */
static bool check_all_bounds(struct vg_gen *gen)
{
    VG_EACH_GLOBAL (global, gen->module)
        vg_front_expand_constants(global);
    check_bounds(gen, true);
    if (!vg_run_passes(gen, "function(sroa<modify-cfg>)"))
        return false;
    check_bounds(gen, false);
    return true;
}

/* ---- The whole ---- */

bool vg_check_instrument(struct vg_gen *gen)
{
    static const char one_function[] = "function(mem2reg),always-inline,function(mem2reg),globaldce";
    unsigned checks = gen->options->checks;
    gen->code.flags |= VG_CODE_CHECKED;
    if (!vg_inline_policy(gen)) /* no recursion */
        return false;
    if (checks & VG_CHECK_UNINIT)
        vg_check_mark_unwritten(gen);
    if (checks & VG_CHECK_RACE)
        vg_check_mark_meetings(gen);
    mark_inlined(gen);
    if (!vg_run_passes(gen, one_function))
        return false;
    if (checks & VG_CHECK_DIVERGENCE)
        vg_check_copies(gen);
    if (checks & VG_CHECK_BOUNDS && !check_all_bounds(gen))
        return false;
    if (checks & VG_CHECK_UNINIT)
        vg_check_unwritten(gen);
    if (checks & VG_CHECK_RACE)
        vg_check_races(gen);
    vg_check_lower_addresses(gen);
    return !(checks & VG_CHECK_RACE) || vg_run_passes(gen, "function(mem2reg)");
}

/* ---- What checked code knows of the launch ---- */

static LLVMTypeRef found_type(struct vg_gen *gen)
{
    LLVMTypeRef ptr = vg_ptr_type(gen->context, 0), i64 = vg_int_type(gen->context, 64);
    LLVMTypeRef params[VG_CHECK_PARAMS] = {ptr, i64, ptr, ptr, i64, i64, i64, i64, i64, i64, i64};
    return LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, VG_CHECK_PARAMS, false);
}

void vg_check_tell(struct vg_gen *gen, LLVMValueRef *args)
{
    LLVMTypeRef type = found_type(gen);
    LLVMValueRef function = vg_check_declare(gen, "vg_rt_check_found", type);
    vg_check_set_attributes(function);
    vg_add_attribute(function, "cold");
    LLVMBuildCall2(gen->builder, type, function, args, VG_CHECK_PARAMS, "");
}

/* 16 bits for each dimension. */
LLVMValueRef vg_check_pack(struct vg_gen *gen, const LLVMValueRef ids[3])
{
    LLVMValueRef packed = ids[0];
    for (unsigned i = 1; i < 3; i++) {
        LLVMValueRef id = LLVMBuildShl(gen->builder, ids[i], vg_int(gen->context, 64, 16 * i), "");
        packed = LLVMBuildOr(gen->builder, packed, id, "");
    }
    return packed;
}

LLVMValueRef vg_check_load(struct vg_gen *gen, LLVMValueRef launch)
{
    LLVMValueRef offset = vg_int(gen->context, 64, offsetof(struct vg_launch, check));
    LLVMValueRef at = vg_byte_offset(gen->builder, launch, offset, "");
    LLVMTypeRef ptr = vg_ptr_type(gen->context, 0);
    return vg_mark_invariant(LLVMBuildLoad2(gen->builder, ptr, at, "check"));
}

/* Volatile, since nothing in this module writes it. */
LLVMValueRef vg_check_status(struct vg_gen *gen, LLVMValueRef launch)
{
    LLVMTypeRef i32 = vg_int_type(gen->context, 32);
    LLVMValueRef status = LLVMBuildLoad2(gen->builder, i32, vg_check_load(gen, launch), "status");
    LLVMSetVolatile(status, true);
    return status;
}
