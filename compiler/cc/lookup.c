/* SPDX-License-Identifier: MIT */
/* Tables of pairs of doubles, read by every element of a vector: "__vg_lookup_first" and "__vg_lookup_second"
 * give the one and the other number of the pairs at the given places. Where both are wanted each pair is read
 * once. */
#include <string.h>

#include "compiler/cc/late.h"

enum { REGISTERS_MOST = 1024, PAIRS_MOST = 8, PAIR_BYTES = 16 };

static LLVMValueRef load_pair(struct vg_gen *gen, LLVMValueRef table, LLVMValueRef places, unsigned i)
{
    LLVMTypeRef pair = LLVMVectorType(LLVMDoubleTypeInContext(gen->context), 2);
    LLVMValueRef place = LLVMBuildExtractElement(gen->builder, places, vg_int(gen->context, 32, i), "");
    LLVMValueRef address = LLVMBuildInBoundsGEP2(gen->builder, pair, table, &place, 1, "");
    LLVMValueRef load = LLVMBuildLoad2(gen->builder, pair, address, "");
    LLVMSetAlignment(load, PAIR_BYTES);
    return vg_mark_invariant(load);
}

/* The pairs at even places side by side, and those at odd ones, so that one instruction sorts each of the two
 * results. */
static void of_register(struct vg_gen *gen, LLVMValueRef table, LLVMValueRef places, LLVMValueRef results[2])
{
    LLVMValueRef even[PAIRS_MOST], odd[PAIRS_MOST];
    LLVMTypeRef type = LLVMVectorType(LLVMDoubleTypeInContext(gen->context), vg_late_lanes(places));
    unsigned size = vg_late_lanes(places);
    for (unsigned i = 0; i < size; i++)
        (i & 1 ? odd : even)[i / 2] = load_pair(gen, table, places, i);
    LLVMValueRef a = vg_late_join(gen, even, type), b = vg_late_join(gen, odd, type);
    for (unsigned which = 0; which < 2; which++) {
        LLVMValueRef from[PAIRS_MOST];
        for (unsigned i = 0; i < size; i++)
            from[i] = vg_int(gen->context, 32, (i & 1 ? size : 0) + (i & ~1u) + which);
        results[which] = LLVMBuildShuffleVector(gen->builder, a, b, LLVMConstVector(from, size), "");
    }
}

static void look_up(struct vg_gen *gen, LLVMValueRef table, LLVMValueRef places, LLVMTypeRef type,
                    LLVMValueRef results[2])
{
    LLVMValueRef parts[2][REGISTERS_MOST];
    unsigned lanes = vg_late_lanes(places), size = vg_late_register(gen, lanes, 64);
    for (unsigned from = 0; from < lanes; from += size) {
        LLVMValueRef both[2];
        of_register(gen, table, vg_late_part(gen, places, from, size), both);
        for (unsigned which = 0; which < 2; which++)
            parts[which][from / size] = both[which];
    }
    for (unsigned which = 0; which < 2; which++)
        results[which] = vg_late_join(gen, parts[which], type);
}

static bool reads_same(LLVMValueRef a, LLVMValueRef b)
{
    return LLVMGetInstructionParent(a) == LLVMGetInstructionParent(b) &&
           LLVMGetOperand(a, 0) == LLVMGetOperand(b, 0) && LLVMGetOperand(a, 1) == LLVMGetOperand(b, 1);
}

static bool wants_second(LLVMValueRef call)
{
    return strncmp(strrchr(vg_name(vg_callee(call)), '_'), "_second", 7) == 0;
}

void vg_lower_lookups(struct vg_gen *gen, const struct vg_values *calls)
{
    for (size_t i = 0; i < calls->count; i++) {
        LLVMValueRef call = calls->list[i], results[2];
        if (!call)
            continue;
        LLVMPositionBuilderBefore(gen->builder, call);
        look_up(gen, LLVMGetOperand(call, 0), LLVMGetOperand(call, 1), LLVMTypeOf(call), results);
        for (size_t k = calls->count; k-- > i;) {
            LLVMValueRef other = calls->list[k];
            if (!other || !reads_same(call, other))
                continue;
            calls->list[k] = NULL;
            vg_replace(other, results[wants_second(other)]);
        }
    }
}
