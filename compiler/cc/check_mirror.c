/* SPDX-License-Identifier: MIT */
/* Pointers into the shadow: beside each pointer that comes from memory with a shadow alone, the same steps
 * from the shadow's begin. */
#include "base/alloc.h"
#include "compiler/cc/check.h"
#include "compiler/cc/check_shadow.h"
#include "compiler/cc/simd/graph.h"
#include "compiler/cc/special.h"

#include <string.h>

static bool is_local(LLVMValueRef root)
{
    return LLVMGetTypeKind(LLVMTypeOf(root)) == LLVMPointerTypeKind &&
           LLVMGetPointerAddressSpace(LLVMTypeOf(root)) == VG_SPACE_LOCAL;
}

enum vg_arg_kind vg_mirror_argument_kind(struct vg_mirrors *m, LLVMValueRef root)
{
    const struct vg_kernel_info *info = m->gen->info;
    unsigned index = LLVMIsAArgument(root) ? vg_place_argument(m->gen, root) : info->arg_count;
    return index < info->arg_count ? info->args[index].kind : VG_ARG_VALUE;
}

bool vg_mirror_is_buffer(struct vg_mirrors *m, LLVMValueRef root)
{
    enum vg_arg_kind kind = vg_mirror_argument_kind(m, root);
    return kind == VG_ARG_GLOBAL || kind == VG_ARG_CONSTANT;
}

/* Has a shadow as far as its kind goes. */
static bool is_shadowed_kind(struct vg_mirrors *m, LLVMValueRef root)
{
    return LLVMIsAAllocaInst(root) || LLVMIsAConstantPointerNull(root) || vg_mirror_is_buffer(m, root) ||
           vg_mirror_argument_kind(m, root) == VG_ARG_LOCAL ||
           (LLVMIsAGlobalVariable(root) && is_local(root));
}

bool vg_mirror_all_roots(struct vg_mirrors *m, LLVMValueRef pointer,
                         bool (*is_such)(struct vg_mirrors *m, LLVMValueRef root))
{
    struct vg_values roots = {0};
    bool all = true;
    vg_place_roots(pointer, &roots);
    for (size_t i = 0; i < roots.count; i++)
        all = all && is_such(m, roots.list[i]);
    vg_values_finish(&roots);
    return all;
}

/* Whether the program keeps an address where it can no longer be followed. */
static bool escapes(struct vg_mirrors *m, LLVMValueRef pointer, struct vg_values *seen)
{
    if (vg_values_have(seen, pointer))
        return false;
    vg_values_add(seen, pointer);
    for (LLVMUseRef use = LLVMGetFirstUse(pointer); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        bool follows = LLVMIsAGetElementPtrInst(user) || vg_place_passes_on(user);
        if (LLVMIsASelectInst(user) || LLVMIsAPHINode(user))
            follows = vg_mirror_all_roots(m, user, is_shadowed_kind);
        bool stays = LLVMIsALoadInst(user) || LLVMIsAICmpInst(user) || vg_is_unwritten_whole(user) ||
                     vg_special_call(user) == VG_CHECKED_ADDRESS ||
                     (LLVMIsAStoreInst(user) && LLVMGetOperand(user, 0) != pointer) ||
                     LLVMIsAAtomicRMWInst(user) || LLVMIsAAtomicCmpXchgInst(user) ||
                     (LLVMIsACallInst(user) && strncmp(vg_name(vg_callee(user)), "llvm.", 5) == 0);
        if (follows ? escapes(m, user, seen) : !stays)
            return true;
    }
    return false;
}

static bool is_kept(struct vg_mirrors *m, LLVMValueRef root)
{
    struct vg_values seen = {0};
    bool kept = escapes(m, root, &seen);
    vg_values_finish(&seen);
    return kept;
}

/* Whether a mark says of a part of the variable that nothing was written yet. */
static bool is_marked(LLVMValueRef pointer, struct vg_values *seen)
{
    if (vg_values_have(seen, pointer))
        return false;
    vg_values_add(seen, pointer);
    for (LLVMUseRef use = LLVMGetFirstUse(pointer); use; use = LLVMGetNextUse(use)) {
        LLVMValueRef user = LLVMGetUser(use);
        if (vg_is_unwritten_whole(user) ||
            (LLVMIsAStoreInst(user) && vg_is_unwritten(LLVMGetOperand(user, 0))))
            return true;
        if ((LLVMIsAGetElementPtrInst(user) || vg_place_passes_on(user)) && is_marked(user, seen))
            return true;
    }
    return false;
}

static bool has_padding(LLVMTypeRef type)
{
    while (LLVMGetTypeKind(type) == LLVMArrayTypeKind)
        type = LLVMGetElementType(type);
    return LLVMGetTypeKind(type) == LLVMStructTypeKind;
}

/* A variable like the private one; the marks fill it, but for what lies between the fields of structures. */
static LLVMValueRef mirror_variable(struct vg_mirrors *m, LLVMValueRef alloca)
{
    struct vg_values seen = {0};
    LLVMTypeRef type = LLVMGetAllocatedType(alloca);
    bool marked = is_marked(alloca, &seen);
    vg_values_finish(&seen);
    if (!marked || is_kept(m, alloca))
        return NULL;
    vg_check_place_behind(m->gen, alloca);
    LLVMValueRef mirror = LLVMBuildAlloca(m->b, type, "shadow");
    unsigned align = LLVMGetAlignment(alloca);
    LLVMSetAlignment(mirror, align);
    LLVMValueRef bytes = vg_int(m->gen->context, 64, LLVMABISizeOfType(m->gen->layout, type));
    if (has_padding(type))
        LLVMBuildMemSet(m->b, mirror, vg_int(m->gen->context, 8, 0), bytes, align);
    return mirror;
}

static LLVMValueRef mirror_step(struct vg_mirrors *m, LLVMValueRef gep)
{
    LLVMValueRef base = vg_mirror_of(m, LLVMGetOperand(gep, 0));
    unsigned count = (unsigned)LLVMGetNumOperands(gep) - 1;
    if (!base)
        return NULL;
    LLVMValueRef *indices = vg_need(count, sizeof *indices);
    for (unsigned i = 0; i < count; i++)
        indices[i] = LLVMGetOperand(gep, i + 1);
    vg_check_place_behind(m->gen, gep);
    LLVMValueRef mirror =
        LLVMBuildGEP2(m->b, LLVMGetGEPSourceElementType(gep), base, indices, count, "shadow");
    vg_free(indices);
    return mirror;
}

static LLVMValueRef mirror_root(struct vg_mirrors *m, LLVMValueRef root)
{
    if (LLVMIsAAllocaInst(root))
        return mirror_variable(m, root);
    if (LLVMIsAConstantPointerNull(root))
        return LLVMConstNull(m->ptr);
    if (vg_mirror_is_buffer(m, root))
        return vg_check_known(m->gen, "__vg_check_shadow", m->ptr,
                              vg_int(m->gen->context, 32, vg_place_argument(m->gen, root)));
    return m->locals ? vg_check_known(m->gen, "__vg_check_local", m->ptr, root) : NULL;
}

static bool has_mirror(struct vg_mirrors *m, LLVMValueRef root)
{
    if (!is_shadowed_kind(m, root))
        return false;
    return vg_mirror_of(m, root) != NULL;
}

static LLVMValueRef mirror_phi(struct vg_mirrors *m, LLVMValueRef phi)
{
    vg_check_place_before(m->gen, phi);
    vg_values_add(&m->phis, phi);
    return LLVMBuildPhi(m->b, m->ptr, "shadow");
}

static LLVMValueRef mirror_select(struct vg_mirrors *m, LLVMValueRef select)
{
    LLVMValueRef yes = vg_mirror_of(m, LLVMGetOperand(select, 1)),
                 no = vg_mirror_of(m, LLVMGetOperand(select, 2));
    vg_check_place_behind(m->gen, select);
    return LLVMBuildSelect(m->b, LLVMGetCondition(select), yes, no, "shadow");
}

/* Beside a pointer the one into the shadow; NULL where there is none. */
LLVMValueRef vg_mirror_of(struct vg_mirrors *m, LLVMValueRef pointer)
{
    size_t number = vg_value_map_find(&m->numbers, pointer);
    if (number != VG_NO_NUMBER)
        return m->list.list[number];
    LLVMValueRef mirror = NULL;
    bool chooses = LLVMIsASelectInst(pointer) || LLVMIsAPHINode(pointer);
    if (LLVMIsAGetElementPtrInst(pointer))
        mirror = mirror_step(m, pointer);
    else if (vg_place_passes_on(pointer))
        mirror = vg_mirror_of(m, LLVMGetOperand(pointer, 0));
    else if (!chooses)
        mirror = is_shadowed_kind(m, pointer) ? mirror_root(m, pointer) : NULL;
    else if (vg_mirror_all_roots(m, pointer, has_mirror))
        mirror = LLVMIsAPHINode(pointer) ? mirror_phi(m, pointer) : mirror_select(m, pointer);
    vg_value_map_add(&m->numbers, pointer);
    vg_values_add(&m->list, mirror);
    return mirror;
}

void vg_mirror_settle(struct vg_mirrors *m)
{
    for (size_t i = 0; i < m->phis.count; i++) {
        LLVMValueRef phi = m->phis.list[i], mirror = vg_mirror_of(m, phi);
        for (unsigned k = 0; k < LLVMCountIncoming(phi); k++) {
            LLVMValueRef from = vg_mirror_of(m, LLVMGetIncomingValue(phi, k));
            LLVMBasicBlockRef block = LLVMGetIncomingBlock(phi, k);
            LLVMAddIncoming(mirror, &from, &block, 1);
        }
    }
}

/* Local memory is one for all of its variables: one address that cannot be followed leaves all of it open. */
static bool follows_locals(struct vg_mirrors *m)
{
    bool all = true;
    VG_EACH_GLOBAL (global, m->gen->module)
        if (is_local(global) && is_kept(m, global))
            all = false;
    for (unsigned i = 0; i < m->gen->info->arg_count; i++)
        if (m->gen->info->args[i].kind == VG_ARG_LOCAL && is_kept(m, LLVMGetParam(m->gen->kernel, i)))
            all = false;
    return all;
}

void vg_mirrors_start(struct vg_mirrors *m, struct vg_gen *gen)
{
    *m = (struct vg_mirrors){.gen = gen, .b = gen->builder, .ptr = vg_ptr_type(gen->context, 0)};
    m->locals = gen->shadows_local = follows_locals(m);
}

void vg_mirrors_finish(struct vg_mirrors *m)
{
    vg_value_map_finish(&m->numbers);
    vg_values_finish(&m->list);
    vg_values_finish(&m->phis);
}
