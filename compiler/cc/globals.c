/* SPDX-License-Identifier: MIT */
/* Which program-scope variables are shared, and their export and import: see globals.h. Both sides start from
 * the same module, so that the names they give agree. */
#include "compiler/cc/globals.h"

#include <llvm-c/Target.h>
#include <stdio.h>

#include "compiler/cc/text.h"

#define LARGE_CONSTANT 4096 /* bytes from which a constant is shared rather than copied to each kernel */

static unsigned space_of(LLVMValueRef global)
{
    return LLVMGetPointerAddressSpace(LLVMTypeOf(global));
}

static uint64_t size_of(LLVMValueRef global)
{
    LLVMTargetDataRef layout = LLVMGetModuleDataLayout(LLVMGetGlobalParent(global));
    return LLVMABISizeOfType(layout, LLVMGlobalGetValueType(global));
}

/* Adds the variables that an initializer points to. */
static void add_referenced(LLVMValueRef constant, struct vg_values *shared)
{
    int count = LLVMGetNumOperands(constant);
    for (int i = 0; i < count; i++) {
        LLVMValueRef value = LLVMGetOperand(constant, (unsigned)i);
        if (LLVMIsAGlobalVariable(value)) {
            if (!vg_values_have(shared, value))
                vg_values_add(shared, value);
        } else if (LLVMIsAConstant(value)) {
            add_referenced(value, shared);
        }
    }
}

static void find_shared(LLVMModuleRef module, struct vg_values *shared)
{
    VG_EACH_GLOBAL (global, module) {
        unsigned space = space_of(global);
        bool large = space == VG_SPACE_CONSTANT && size_of(global) > LARGE_CONSTANT;
        if (!LLVMIsDeclaration(global) && (space == VG_SPACE_GLOBAL || large))
            vg_values_add(shared, global);
    }
    for (size_t i = 0; i < shared->count; i++) {
        LLVMValueRef initial = LLVMGetInitializer(shared->list[i]);
        if (initial && LLVMIsAGlobalVariable(initial)) {
            if (!vg_values_have(shared, initial))
                vg_values_add(shared, initial);
        } else if (initial) {
            add_referenced(initial, shared);
        }
    }
}

/* The exported names have a prefix, so that no program can define a symbol of the run-time library. */
static void rename_shared(const struct vg_values *shared)
{
    for (size_t i = 0; i < shared->count; i++) {
        struct vg_text name = {0};
        vg_text_add(&name, VG_DATA_PREFIX "%s", vg_name(shared->list[i]));
        if (*vg_name(shared->list[i]) == 0)
            vg_text_add(&name, "%zu", i);
        LLVMSetValueName2(shared->list[i], vg_text_get(&name), name.size);
        vg_text_finish(&name);
    }
}

struct vg_globals vg_globals_measure(LLVMModuleRef module)
{
    struct vg_values shared = {0};
    struct vg_globals globals = {0};
    find_shared(module, &shared);
    globals.count = shared.count;
    for (size_t i = 0; i < shared.count; i++)
        if (space_of(shared.list[i]) == VG_SPACE_GLOBAL)
            globals.bytes += size_of(shared.list[i]);
    vg_values_finish(&shared);
    return globals;
}

void vg_globals_export(LLVMModuleRef module)
{
    struct vg_values shared = {0};
    find_shared(module, &shared);
    rename_shared(&shared);
    VG_EACH_GLOBAL (global, module) {
        bool keep = vg_values_have(&shared, global);
        LLVMSetLinkage(global, keep ? LLVMExternalLinkage : LLVMInternalLinkage);
        LLVMSetVisibility(global, LLVMDefaultVisibility);
    }
    VG_EACH_FUNCTION (function, module)
        if (!LLVMIsDeclaration(function))
            LLVMSetLinkage(function, LLVMInternalLinkage);
    vg_values_finish(&shared);
}

/* A new variable rather than a changed one, because only so it is not taken to be in the same mapping. */
static void import_one(LLVMModuleRef module, LLVMValueRef global)
{
    LLVMValueRef import =
        LLVMAddGlobalInAddressSpace(module, LLVMGlobalGetValueType(global), "", space_of(global));
    LLVMSetAlignment(import, LLVMGetAlignment(global));
    if (LLVMIsGlobalConstant(global)) {
        LLVMSetGlobalConstant(import, true);
        LLVMSetInitializer(import, LLVMGetInitializer(global)); /* the optimiser may look at it */
        LLVMSetLinkage(import, LLVMAvailableExternallyLinkage);
    }
    size_t length;
    const char *name = LLVMGetValueName2(global, &length);
    struct vg_text kept = {0};
    vg_text_append(&kept, name, length);
    LLVMReplaceAllUsesWith(global, import);
    LLVMDeleteGlobal(global);
    LLVMSetValueName2(import, vg_text_get(&kept), kept.size);
    vg_text_finish(&kept);
}

void vg_globals_import(LLVMModuleRef module)
{
    struct vg_values shared = {0};
    find_shared(module, &shared);
    rename_shared(&shared);
    for (size_t i = 0; i < shared.count; i++)
        import_one(module, shared.list[i]);
    vg_values_finish(&shared);
}
