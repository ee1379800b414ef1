/* SPDX-License-Identifier: MIT */
/* Races: each access to local or global memory is told to vg_rt_check_access, which keeps who accessed it
 * last. With it goes how many barriers the work-item has passed, counted for each kind of memory that they
 * order. */
#include <string.h>

#include "compiler/cc/check.h"
#include "compiler/cc/special.h"

enum {
    VALUE_BYTES = 8, /* of a value that go with a call: a write of more bytes is one of nobody knows what */
    MOST_VALUES = 16
};

struct racing {
    struct vg_gen *gen;
    LLVMBuilderRef b;
    LLVMTypeRef i64, ptr;
    struct vg_places places;
    LLVMValueRef
        epoch; /* barriers passed: of local memory in the low half, of global memory in the high one */
};

/* ---- Barriers ---- */

static void start_epoch(struct racing *r)
{
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(r->gen->kernel);
    vg_check_place_before(r->gen, LLVMGetFirstInstruction(entry));
    r->epoch = LLVMBuildAlloca(r->b, r->i64, "epoch");
    LLVMBuildStore(r->b, vg_int(r->gen->context, 64, 0), r->epoch);
}

static void count_barrier(struct racing *r, LLVMValueRef call)
{
    LLVMContextRef c = r->gen->context;
    enum { LOCAL_FENCE = 1, GLOBAL_FENCE = 2 };
    vg_check_place_behind(r->gen, call);
    LLVMValueRef flags = LLVMBuildZExt(r->b, LLVMGetOperand(call, 0), r->i64, "");
    LLVMValueRef local = LLVMBuildAnd(r->b, flags, vg_int(c, 64, LOCAL_FENCE), "");
    LLVMValueRef global = LLVMBuildAnd(r->b, flags, vg_int(c, 64, GLOBAL_FENCE), "");
    global = LLVMBuildShl(r->b, global, vg_int(c, 64, 31), "");
    LLVMValueRef sum = LLVMBuildAdd(r->b, LLVMBuildLoad2(r->b, r->i64, r->epoch, ""),
                                    LLVMBuildOr(r->b, local, global, ""), "");
    LLVMBuildStore(r->b, sum, r->epoch);
}

static const char meeting[] = "__vg_check_meeting";

static bool is_meeting(LLVMValueRef inst)
{
    LLVMValueRef callee = vg_callee(inst);
    return callee && strcmp(vg_name(callee), meeting) == 0;
}

bool vg_orders_items(LLVMValueRef inst)
{
    return vg_special_call(inst) == VG_BARRIER || is_meeting(inst);
}

/* Its work-items are at the same place already; what it orders is told of by a call. */
void vg_check_mark_meetings(struct vg_gen *gen)
{
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(gen->context), NULL, 0, false);
    VG_EACH_FUNCTION (function, gen->module) {
        if (LLVMIsDeclaration(function) || strncmp(vg_name(function), "_Z17sub_group_barrierj", 22) != 0)
            continue;
        vg_check_place_before(gen, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function)));
        LLVMBuildCall2(gen->builder, type, vg_check_declare(gen, meeting, type), NULL, 0, "");
    }
}

static void count_meeting(struct racing *r, LLVMValueRef call)
{
    vg_check_place_before(r->gen, call);
    LLVMValueRef one = vg_int(r->gen->context, 64, (UINT64_C(1) << 32) + 1);
    LLVMValueRef sum = LLVMBuildAdd(r->b, LLVMBuildLoad2(r->b, r->i64, r->epoch, ""), one, "");
    LLVMBuildStore(r->b, sum, r->epoch);
    LLVMInstructionEraseFromParent(call);
}

/* ---- Accesses ---- */

/* An access, or a part of one. */
struct part {
    LLVMValueRef inst, pointer, site, bytes, value; /* value: i64; NULL: not known */
    uint64_t at, kind;
};

static void tell(struct racing *r, const struct part *part)
{
    LLVMTypeRef i64 = r->i64, ptr = r->ptr;
    LLVMTypeRef params[] = {ptr, ptr, i64, ptr, i64, i64, i64, i64, i64, i64, i64};
    LLVMTypeRef type = LLVMFunctionType(LLVMVoidTypeInContext(r->gen->context), params, 11, false);
    LLVMValueRef function = vg_check_declare(r->gen, "__vg_check_access", type);
    LLVMContextRef c = r->gen->context;
    struct vg_place place = vg_place_of(&r->places, part->pointer);
    vg_check_place_before(r->gen, part->inst);
    LLVMValueRef at = vg_int(c, 64, part->at), zero = vg_int(c, 64, 0);
    LLVMValueRef address = LLVMBuildAddrSpaceCast(r->b, part->pointer, ptr, "");
    LLVMValueRef args[] = {part->site,
                           place.extent ? place.object : LLVMConstNull(ptr),
                           place.extent ? LLVMBuildAdd(r->b, place.offset, at, "") : zero,
                           vg_byte_offset(r->b, address, at, ""),
                           part->bytes,
                           vg_int(c, 64, part->kind),
                           part->value ? part->value : zero,
                           LLVMBuildLoad2(r->b, i64, r->epoch, ""),
                           vg_check_local_id(r->gen, 0),
                           vg_check_local_id(r->gen, 1),
                           vg_check_local_id(r->gen, 2)};
    vg_check_set_attributes(function);
    LLVMValueRef call = LLVMBuildCall2(r->b, type, function, args, 11, "");
    LLVMInstructionSetDebugLoc(call, LLVMInstructionGetDebugLoc(part->inst));
}

/* What is stored as integers of up to 64 bits; how many, 0 when it cannot be taken apart. */
static unsigned split_value(struct racing *r, LLVMValueRef store, LLVMValueRef values[MOST_VALUES],
                            unsigned *bytes)
{
    LLVMValueRef value = LLVMGetOperand(store, 0);
    LLVMTypeRef type = LLVMTypeOf(value), element = type;
    bool is_vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    unsigned count = is_vector ? LLVMGetVectorSize(type) : 1;
    if (is_vector)
        element = LLVMGetElementType(type);
    LLVMTypeKind kind = LLVMGetTypeKind(element);
    *bytes = (unsigned)LLVMStoreSizeOfType(r->gen->layout, element);
    if (count > MOST_VALUES || *bytes > VALUE_BYTES || kind == LLVMStructTypeKind ||
        kind == LLVMArrayTypeKind || LLVMSizeOfTypeInBits(r->gen->layout, element) != 8 * *bytes)
        return 0;
    LLVMTypeRef number = vg_int_type(r->gen->context, 8 * *bytes);
    vg_check_place_before(r->gen, store);
    for (unsigned i = 0; i < count; i++) {
        LLVMValueRef index = vg_int(r->gen->context, 32, i);
        LLVMValueRef part = is_vector ? LLVMBuildExtractElement(r->b, value, index, "") : value;
        part = kind == LLVMPointerTypeKind ? LLVMBuildPtrToInt(r->b, part, number, "")
                                           : LLVMBuildBitCast(r->b, part, number, "");
        values[i] = LLVMBuildZExt(r->b, part, r->i64, "");
    }
    return count;
}

static void tell_store(struct racing *r, struct part *part)
{
    LLVMValueRef values[MOST_VALUES];
    unsigned bytes, count = split_value(r, part->inst, values, &bytes);
    for (unsigned i = 0; i < count; i++) {
        part->at = (uint64_t)i * bytes;
        part->bytes = vg_int(r->gen->context, 64, bytes);
        part->value = values[i];
        tell(r, part);
    }
    if (count == 0)
        tell(r, part);
}

/* Nobody else sees private memory, and nobody writes constants. */
static bool is_shared(const struct racing *r, LLVMValueRef pointer)
{
    LLVMValueRef root = vg_place_root(pointer);
    const struct vg_kernel_info *info = r->gen->info;
    if (!root)
        return true;
    unsigned index = LLVMIsAArgument(root) ? vg_place_argument(r->gen, root) : info->arg_count;
    if (index < info->arg_count)
        return info->args[index].kind == VG_ARG_GLOBAL || info->args[index].kind == VG_ARG_LOCAL;
    return !LLVMIsAAllocaInst(root) && !(LLVMIsAGlobalVariable(root) && LLVMIsGlobalConstant(root)) &&
           !(LLVMIsACallInst(root) && vg_special_call(root) == VG_GROUP_SLOTS);
}

static void look_at(struct racing *r, LLVMValueRef inst)
{
    LLVMValueRef pointers[2];
    unsigned count = vg_access_pointers(inst, pointers);
    for (unsigned i = 0; i < count; i++) {
        if (!is_shared(r, pointers[i]))
            continue;
        bool atomic = LLVMIsAAtomicRMWInst(inst) || LLVMIsAAtomicCmpXchgInst(inst) ||
                      (!LLVMIsACallInst(inst) && LLVMGetOrdering(inst) != LLVMAtomicOrderingNotAtomic);
        bool reads = LLVMIsALoadInst(inst) || i == 1;
        LLVMValueRef bytes = vg_access_bytes(r->gen, inst);
        struct part part = {.inst = inst,
                            .pointer = pointers[i],
                            .site = vg_access_site(r->gen, inst, VG_CHECK_RACE, i, bytes),
                            .bytes = bytes,
                            .kind = atomic  ? VG_ACCESS_ATOMIC
                                    : reads ? VG_ACCESS_READ
                                            : VG_ACCESS_WRITE};
        if (LLVMIsAStoreInst(inst) && !atomic)
            tell_store(r, &part);
        else
            tell(r, &part);
    }
}

void vg_check_races(struct vg_gen *gen)
{
    struct racing r = {.gen = gen,
                       .b = gen->builder,
                       .i64 = vg_int_type(gen->context, 64),
                       .ptr = vg_ptr_type(gen->context, 0)};
    struct vg_values accesses = {0}, barriers = {0};
    gen->code.flags |= VG_CODE_RACE;
    VG_EACH_BLOCK (block, gen->kernel)
        VG_EACH_INST (inst, block) {
            if (vg_accesses_memory(inst))
                vg_values_add(&accesses, inst);
            else if (vg_orders_items(inst))
                vg_values_add(&barriers, inst);
        }
    vg_places_start(&r.places, gen);
    start_epoch(&r);
    for (size_t i = 0; i < accesses.count; i++)
        look_at(&r, accesses.list[i]);
    for (size_t i = 0; i < barriers.count; i++)
        if (is_meeting(barriers.list[i]))
            count_meeting(&r, barriers.list[i]);
        else
            count_barrier(&r, barriers.list[i]);
    vg_places_finish(&r.places);
    vg_values_finish(&accesses);
    vg_values_finish(&barriers);
}
