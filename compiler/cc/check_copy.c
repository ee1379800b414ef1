/* SPDX-License-Identifier: MIT */
/* Asynchronous copies and their events: all work-items of a group have to come to a copy, and to a wait, with
 * the same arguments, and wait once for each event before they end. The library compares and counts
 * (builtins/memory/checked_copy.cl); calls of its functions are put before those of the program while the
 * library can still be linked, and what they find is told of once they are inlined. */
#include <string.h>

#include "compiler/cc/check.h"
#include "compiler/cc/special.h"

/* ---- Before the library is linked ---- */

static const char copy_mark[] = "vg.copy";

const char *vg_check_barrier_name(LLVMValueRef barrier)
{
    return vg_is_marked(barrier, copy_mark) ? "an asynchronous copy" : "a barrier";
}

static bool is_copy(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && strstr(vg_name(callee), "async_work_group_");
}

static bool is_wait(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && strncmp(vg_name(callee), "_Z17wait_group_events", 21) == 0;
}

/* Calls a function of the library at the builder's position, with the source line of an instruction. */
static LLVMValueRef call_before(struct vg_gen *gen, LLVMValueRef inst, const char *name, LLVMTypeRef type,
                                LLVMValueRef *args)
{
    LLVMValueRef function = vg_check_declare(gen, name, type);
    vg_add_attribute(function, "convergent");
    LLVMValueRef call = LLVMBuildCall2(gen->builder, type, function, args, LLVMCountParamTypes(type), "");
    LLVMSetInstructionCallConv(call, LLVMGetFunctionCallConv(function));
    LLVMInstructionSetDebugLoc(call, LLVMInstructionGetDebugLoc(inst));
    return call;
}

/* One that orders nothing. */
static LLVMValueRef meet_before(struct vg_gen *gen, LLVMValueRef inst)
{
    LLVMTypeRef i32 = vg_int_type(gen->context, 32),
                type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), &i32, 1, false);
    LLVMValueRef nothing = vg_int(gen->context, 32, 0);
    return call_before(gen, inst, "_Z7barrierj", type, &nothing);
}

/* A number that keeps no variable from being followed, as a conversion would. */
static LLVMValueRef address_of(struct vg_gen *gen, LLVMValueRef copy, LLVMValueRef pointer)
{
    LLVMTypeRef param = LLVMTypeOf(pointer);
    bool local = LLVMGetPointerAddressSpace(param) == VG_SPACE_LOCAL;
    LLVMTypeRef type = LLVMFunctionType(vg_int_type(gen->context, 64), &param, 1, false);
    return call_before(gen, copy, local ? "__vg_checked_address_local" : "__vg_checked_address_global", type,
                       &pointer);
}

/* (to, from, count, [stride,] event): the event that the copy is given, and gives back, becomes a number. */
static void watch_copy(struct vg_gen *gen, LLVMValueRef copy)
{
    LLVMTypeRef i64 = vg_int_type(gen->context, 64);
    unsigned last = vg_operand_count(copy) - 1;
    vg_check_place_before(gen, copy);
    LLVMValueRef event = LLVMGetOperand(copy, last);
    LLVMValueRef args[] = {address_of(gen, copy, LLVMGetOperand(copy, 0)),
                           address_of(gen, copy, LLVMGetOperand(copy, 1)), LLVMGetOperand(copy, 2),
                           last > 3 ? LLVMGetOperand(copy, 3) : vg_int(gen->context, 64, 1), event};
    LLVMTypeRef params[] = {i64, i64, i64, i64, LLVMTypeOf(event)};
    LLVMTypeRef first = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, 4, false);
    LLVMTypeRef type = LLVMFunctionType(LLVMTypeOf(event), params, 5, false);
    vg_mark(meet_before(gen, copy), copy_mark);
    call_before(gen, copy, "__vg_checked_copy_first", first, args);
    vg_mark(meet_before(gen, copy), copy_mark);
    LLVMSetOperand(copy, last, call_before(gen, copy, "__vg_checked_copy", type, args));
    vg_mark(meet_before(gen, copy), copy_mark);
}

/* The wait itself is the last barrier. */
static void watch_wait(struct vg_gen *gen, LLVMValueRef wait)
{
    LLVMValueRef args[] = {LLVMGetOperand(wait, 0), LLVMGetOperand(wait, 1)};
    LLVMTypeRef params[] = {LLVMTypeOf(args[0]), LLVMTypeOf(args[1])};
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), params, 2, false);
    bool generic = LLVMGetPointerAddressSpace(params[1]) == VG_SPACE_GENERIC;
    vg_check_place_before(gen, wait);
    meet_before(gen, wait);
    call_before(gen, wait, generic ? "__vg_checked_wait_first_generic" : "__vg_checked_wait_first_private",
                type, args);
    meet_before(gen, wait);
    call_before(gen, wait, generic ? "__vg_checked_wait_generic" : "__vg_checked_wait_private", type, args);
}

static void find_all(struct vg_gen *gen, bool (*is_such)(LLVMValueRef inst), struct vg_values *found)
{
    VG_EACH_FUNCTION (function, gen->module)
        VG_EACH_BLOCK (block, function)
            VG_EACH_INST (inst, block)
                if (is_such(inst))
                    vg_values_add(found, inst);
}

void vg_check_watch_copies(struct vg_gen *gen)
{
    struct vg_values copies = {0}, waits = {0};
    find_all(gen, is_copy, &copies);
    find_all(gen, is_wait, &waits);
    for (size_t i = 0; i < copies.count; i++)
        watch_copy(gen, copies.list[i]);
    for (size_t i = 0; i < waits.count; i++)
        watch_wait(gen, waits.list[i]);
    vg_values_finish(&copies);
    vg_values_finish(&waits);
}

/* ---- In the kernel ---- */

/* The words of a work-item and what is told; the library has the same lists. */
enum { PENDING, MADE, LOST, LAST_SITE, WORDS };
enum { DIFFERENT_COPY, DIFFERENT_WAIT, NO_EVENT, COPIED };

static const char *const findings[] = {
    [DIFFERENT_COPY] = "an asynchronous copy with other arguments than the first work-item's",
    [DIFFERENT_WAIT] = "a wait for other events than the first work-item's",
    [NO_EVENT] = "a wait for what is no event of an asynchronous copy, or was waited for before",
    [COPIED] = "an asynchronous copy that is not waited for",
};

/* What was found is the instruction's, or what site says. */
static void tell(struct vg_gen *gen, LLVMValueRef inst, LLVMValueRef site)
{
    LLVMValueRef zero = vg_int(gen->context, 64, 0);
    struct vg_place nowhere = {
        .offset = zero, .extent = zero, .object = LLVMConstNull(vg_ptr_type(gen->context, 0))};
    vg_check_report(gen, inst, vg_int(gen->context, 64, VG_CHECK_COPY), site, nowhere);
}

static LLVMValueRef word_of(struct vg_gen *gen, LLVMValueRef words, unsigned index)
{
    return vg_byte_offset(gen->builder, words, vg_int(gen->context, 64, index * sizeof(uint64_t)), "");
}

static LLVMValueRef load_word(struct vg_gen *gen, LLVMValueRef words, unsigned index, LLVMTypeRef type)
{
    return LLVMBuildLoad2(gen->builder, type, word_of(gen, words, index), "");
}

/* Inside of the function that found it, or behind a copy, whose site is kept for the end. */
static void lower_tell(struct vg_gen *gen, LLVMValueRef call, LLVMValueRef words)
{
    unsigned what = (unsigned)LLVMConstIntGetZExtValue(LLVMGetOperand(call, 0));
    LLVMValueRef site = vg_check_site(gen, call, VG_CHECK_COPY, findings[what]);
    vg_check_place_before(gen, call);
    if (what == COPIED)
        LLVMBuildStore(gen->builder, site, word_of(gen, words, LAST_SITE));
    else
        tell(gen, call, site);
    LLVMInstructionEraseFromParent(call);
}

static LLVMValueRef make_words(struct vg_gen *gen)
{
    LLVMTypeRef type = LLVMArrayType2(vg_int_type(gen->context, 64), WORDS);
    vg_check_place_before(gen, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(gen->kernel)));
    LLVMValueRef words = LLVMBuildAlloca(gen->builder, type, "events");
    LLVMBuildStore(gen->builder, LLVMConstNull(type), words);
    return words;
}

/* A work-item ends. */
static void check_end(struct vg_gen *gen, LLVMValueRef end, LLVMValueRef words)
{
    LLVMTypeRef i64 = vg_int_type(gen->context, 64), ptr = vg_ptr_type(gen->context, 0);
    LLVMBuilderRef b = gen->builder;
    LLVMBasicBlockRef behind = LLVMGetInstructionParent(end);
    vg_check_place_before(gen, end);
    vg_cut_before(b, end);
    LLVMValueRef pending = load_word(gen, words, PENDING, i64), lost = load_word(gen, words, LOST, i64);
    LLVMValueRef bad = LLVMBuildAnd(b, LLVMBuildIsNotNull(b, pending, ""), LLVMBuildIsNull(b, lost, ""), "");
    LLVMBasicBlockRef unwaited = LLVMInsertBasicBlockInContext(gen->context, behind, "unwaited");
    LLVMBuildCondBr(b, bad, unwaited, behind);
    LLVMPositionBuilderAtEnd(b, unwaited);
    tell(gen, end, load_word(gen, words, LAST_SITE, ptr));
    LLVMBuildBr(b, behind);
}

void vg_check_lower_addresses(struct vg_gen *gen)
{
    struct vg_values found = {0};
    VG_EACH_BLOCK (block, gen->kernel)
        VG_EACH_INST (inst, block)
            if (vg_special_call(inst) == VG_CHECKED_ADDRESS)
                vg_values_add(&found, inst);
    for (size_t i = 0; i < found.count; i++) {
        LLVMValueRef call = found.list[i];
        vg_check_place_before(gen, call);
        vg_replace(call, LLVMBuildPtrToInt(gen->builder, LLVMGetOperand(call, 0), LLVMTypeOf(call), ""));
    }
    vg_values_finish(&found);
}

void vg_check_copies(struct vg_gen *gen)
{
    struct vg_values states = {0}, tells = {0}, ends = {0};
    VG_EACH_BLOCK (block, gen->kernel)
        VG_EACH_INST (inst, block)
            if (vg_special_call(inst) == VG_CHECKED_EVENTS)
                vg_values_add(&states, inst);
            else if (vg_special_call(inst) == VG_CHECKED_TELL)
                vg_values_add(&tells, inst);
    vg_insts_of(gen->kernel, LLVMRet, &ends);
    LLVMValueRef words = states.count ? make_words(gen) : NULL;
    for (size_t i = 0; i < states.count; i++)
        vg_replace(states.list[i], words);
    for (size_t i = 0; i < tells.count; i++)
        lower_tell(gen, tells.list[i], words);
    for (size_t i = 0; words && i < ends.count; i++)
        check_end(gen, ends.list[i], words);
    vg_values_finish(&states);
    vg_values_finish(&tells);
    vg_values_finish(&ends);
}
