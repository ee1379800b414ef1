/* SPDX-License-Identifier: MIT */
/* What LLVM may do with a loop that is called parallel. It then looks for no dependences at all, not even
 * those within one turn, and moves accesses to fields of one structure together: loads up to the first of
 * them, stores down to the last. So the name is for bodies in which that is harmless: nothing is read after
 * something was written, and what is written are different bytes of one structure. */
#include "base/alloc.h"
#include "compiler/cc/flow.h"
#include "compiler/cc/gen.h"
#include "compiler/cc/simd/shape.h"

enum { STORES_MOST = 64 };

/* Bytes from a base that all stores must share. */
struct range {
    int64_t from, to;
};

/* Constants and the context, which nobody writes, do not count. */
static bool reads(const struct vg_gen *gen, LLVMValueRef inst)
{
    if (!LLVMIsALoadInst(inst))
        return false;
    LLVMValueRef pointer = vg_base_pointer(LLVMGetOperand(inst, 0));
    return pointer != LLVMGetLastParam(gen->kernel) &&
           LLVMGetPointerAddressSpace(LLVMTypeOf(pointer)) != VG_SPACE_CONSTANT;
}

/* Anything else that touches memory. */
static bool is_opaque(LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
    case LLVMFence:
        return true;
    case LLVMLoad:
    case LLVMStore:
        return LLVMGetVolatile(inst) || LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic;
    case LLVMCall:
        return !vg_is_pure_call(inst) && !vg_is_remark(inst);
    default:
        return false;
    }
}

/* The pointer that constant offsets were added to. */
static LLVMValueRef base_of(const struct vg_gen *gen, LLVMValueRef pointer, int64_t *offset)
{
    *offset = 0;
    while (LLVMIsAGetElementPtrInst(pointer)) {
        LLVMValueRef index = LLVMGetOperand(pointer, 1);
        if (LLVMGetNumOperands(pointer) != 2 || !LLVMIsAConstantInt(index))
            break;
        uint64_t size = LLVMABISizeOfType(gen->layout, LLVMGetGEPSourceElementType(pointer));
        *offset += LLVMConstIntGetSExtValue(index) * (int64_t)size;
        pointer = LLVMGetOperand(pointer, 0);
    }
    return pointer;
}

static bool are_apart(const struct vg_gen *gen, const struct vg_values *stores)
{
    struct range ranges[STORES_MOST];
    LLVMValueRef base = NULL;
    if (stores->count > STORES_MOST)
        return false;
    for (size_t i = 0; i < stores->count; i++) {
        LLVMValueRef own = base_of(gen, LLVMGetOperand(stores->list[i], 1), &ranges[i].from);
        uint64_t size = LLVMABISizeOfType(gen->layout, LLVMTypeOf(LLVMGetOperand(stores->list[i], 0)));
        ranges[i].to = ranges[i].from + (int64_t)size;
        if (base && own != base)
            return false;
        base = own;
        for (size_t j = 0; j < i; j++)
            if (ranges[i].from < ranges[j].to && ranges[j].from < ranges[i].to)
                return false;
    }
    return true;
}

/* Whether control can come from a store to a load. Marks what follows stores until nothing changes. */
static bool reads_after_writing(const struct vg_gen *gen, const struct vg_flow *flow)
{
    bool *written = vg_zalloc_array(flow->count, sizeof *written), found = !written, changed = !found;
    while (changed && !found) {
        changed = false;
        for (size_t b = 0; b < flow->count && !found; b++) {
            bool now = written[b];
            VG_EACH_INST (inst, flow->blocks[b]) {
                now |= LLVMIsAStoreInst(inst) != NULL;
                found |= now && reads(gen, inst);
            }
            LLVMValueRef last = LLVMGetBasicBlockTerminator(flow->blocks[b]);
            for (unsigned s = 0; now && s < LLVMGetNumSuccessors(last); s++) {
                bool *next = &written[vg_flow_number(flow, LLVMGetSuccessor(last, s))];
                changed |= !*next;
                *next = true;
            }
        }
    }
    vg_free(written);
    return found;
}

bool vg_may_be_parallel(const struct vg_gen *gen)
{
    struct vg_values stores = {0};
    bool opaque = false;
    VG_EACH_BLOCK (block, gen->kernel)
        VG_EACH_INST (inst, block)
            opaque |= is_opaque(inst);
    vg_insts_of(gen->kernel, LLVMStore, &stores);
    bool ok = !opaque && are_apart(gen, &stores);
    vg_values_finish(&stores);
    if (!ok)
        return false;
    struct vg_flow flow;
    vg_flow_init(&flow, gen->kernel);
    ok = !reads_after_writing(gen, &flow);
    vg_flow_finish(&flow);
    return ok;
}
