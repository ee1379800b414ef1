/* SPDX-License-Identifier: MIT */
/* See index.h. */
#include "compiler/cc/simd/index.h"

static bool is_used_once(LLVMValueRef value)
{
    LLVMUseRef use = LLVMGetFirstUse(value);
    return use && !LLVMGetNextUse(use);
}

/* The value, when it is of that kind, of the block and used once. */
static LLVMValueRef link_of(LLVMValueRef value, LLVMBasicBlockRef block,
                            LLVMValueRef (*is_such)(LLVMValueRef))
{
    bool fits = is_such(value) && LLVMGetInstructionParent(value) == block && is_used_once(value);
    return fits ? value : NULL;
}

static LLVMValueRef is_widening(LLVMValueRef value)
{
    return LLVMIsAZExtInst(value) ? value : LLVMIsASExtInst(value);
}

static bool may_write(LLVMValueRef inst)
{
    switch (LLVMGetInstructionOpcode(inst)) {
    case LLVMStore:
    case LLVMFence:
    case LLVMAtomicRMW:
    case LLVMAtomicCmpXchg:
        return true;
    case LLVMCall:
        return !vg_is_pure_call(inst);
    default:
        return false;
    }
}

/* The load may be put off until the access: memory stays what it was. */
static bool can_wait(LLVMValueRef load, LLVMValueRef access)
{
    for (LLVMValueRef inst = load; inst && inst != access; inst = LLVMGetNextInstruction(inst))
        if (may_write(inst))
            return false;
    return true;
}

/* Lanes' integers side by side, as is known when the code is made. */
static bool is_row(const struct vg_shapes *shapes, LLVMValueRef load)
{
    struct vg_shape shape = vg_shape_of(shapes, LLVMGetOperand(load, 0));
    LLVMTypeRef type = LLVMTypeOf(load);
    return LLVMGetTypeKind(type) == LLVMIntegerTypeKind && !LLVMGetVolatile(load) &&
           LLVMGetOrdering(load) == LLVMAtomicOrderingNotAtomic && shape.kind == VG_SHAPE_STRIDED &&
           !shape.guarded && shape.stride == (int64_t)LLVMABISizeOfType(shapes->gen->layout, type) &&
           LLVMGetIntTypeWidth(type) == 8 * shape.stride;
}

bool vg_index_find(const struct vg_shapes *shapes, LLVMValueRef access, struct vg_index *index)
{
    LLVMBasicBlockRef block = LLVMGetInstructionParent(access);
    LLVMValueRef address = link_of(LLVMGetOperand(access, 0), block, LLVMIsAGetElementPtrInst);
    if (!address || LLVMGetNumOperands(address) != 2 || !vg_is_uniform(shapes, LLVMGetOperand(address, 0)))
        return false;
    LLVMValueRef wider = link_of(LLVMGetOperand(address, 1), block, is_widening);
    LLVMValueRef load = wider ? link_of(LLVMGetOperand(wider, 0), block, LLVMIsALoadInst) : NULL;
    if (!load || !is_row(shapes, load) || !can_wait(load, access))
        return false;
    *index = (struct vg_index){address, wider, load};
    return true;
}

LLVMValueRef vg_index_address(struct vg_wide *wide, const struct vg_index *index, unsigned lane)
{
    LLVMTypeRef type = LLVMTypeOf(index->load);
    LLVMValueRef first = vg_scalar(wide, LLVMGetOperand(index->load, 0));
    LLVMValueRef at = LLVMConstInt(wide->i64, lane, false);
    LLVMValueRef own = LLVMBuildLoad2(wide->b, type, LLVMBuildGEP2(wide->b, type, first, &at, 1, ""), "");
    LLVMSetAlignment(own, LLVMABIAlignmentOfType(wide->gen->layout, type));
    LLVMValueRef wider =
        LLVMBuildCast(wide->b, LLVMGetInstructionOpcode(index->wider), own, LLVMTypeOf(index->wider), "");
    LLVMValueRef base = vg_scalar(wide, LLVMGetOperand(index->address, 0));
    return LLVMBuildGEP2(wide->b, LLVMGetGEPSourceElementType(index->address), base, &wider, 1, "");
}
