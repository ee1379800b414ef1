/* SPDX-License-Identifier: MIT */
/* Makes clang's spir64 module one for the host. spir64 is what gives vectors by value, address spaces and the
 * mangling that the built-in library has; none of its conventions may reach the x86 code generator. */
#include "compiler/cc/retarget.h"

#include <llvm-c/IRReader.h>
#include <string.h>

#include "compiler/cc/machine.h"
#include "compiler/cc/text.h"

static void use_c_convention(LLVMValueRef function)
{
    LLVMSetFunctionCallConv(function, LLVMCCallConv);
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            if (LLVMIsACallInst(inst))
                LLVMSetInstructionCallConv(inst, LLVMCCallConv);
}

static void clean_attributes(LLVMValueRef function)
{
    static const char *const unwanted[] = {"optnone", "noinline"};
    for (size_t i = 0; i < sizeof unwanted / sizeof *unwanted; i++)
        vg_remove_attribute(function, unwanted[i]);
}

/* The same for every instruction set. Making a machine takes a while, so it is asked once. */
static const char *layout_text(void)
{
    static char *text;
    if (text)
        return text;
    LLVMTargetMachineRef machine = vg_machine_create((struct vg_target){.isa = VG_ISA_SSE42}, true);
    LLVMTargetDataRef layout = LLVMCreateTargetDataLayout(machine);
    text = LLVMCopyStringRepOfTargetData(layout);
    LLVMDisposeTargetData(layout);
    LLVMDisposeTargetMachine(machine);
    return text;
}

void vg_retarget_layout(LLVMModuleRef module)
{
    LLVMSetTarget(module, vg_machine_triple());
    LLVMSetDataLayout(module, layout_text());
}

void vg_retarget(LLVMModuleRef module)
{
    vg_retarget_layout(module);
    VG_EACH_FUNCTION (function, module) {
        use_c_convention(function);
        if (LLVMIsDeclaration(function))
            continue;
        clean_attributes(function);
        /* A plain C99 inline function has no definition elsewhere; programs expect that it works. */
        if (LLVMGetLinkage(function) == LLVMAvailableExternallyLinkage)
            LLVMSetLinkage(function, LLVMInternalLinkage);
    }
}

static bool is_opaque(LLVMTypeRef type)
{
    while (LLVMGetTypeKind(type) == LLVMArrayTypeKind)
        type = LLVMGetElementType(type);
    return LLVMGetTypeKind(type) == LLVMTargetExtTypeKind;
}

static bool uses_opaque_types(LLVMValueRef function)
{
    if (is_opaque(LLVMGetReturnType(LLVMGlobalGetValueType(function))))
        return true;
    for (LLVMValueRef param = LLVMGetFirstParam(function); param; param = LLVMGetNextParam(param))
        if (is_opaque(LLVMTypeOf(param)))
            return true;
    VG_EACH_BLOCK (block, function)
        VG_EACH_INST (inst, block)
            if (is_opaque(LLVMTypeOf(inst)) ||
                (LLVMIsAAllocaInst(inst) && is_opaque(LLVMGetAllocatedType(inst))))
                return true;
    return false;
}

/* Copies text with each target("...") replaced by ptr. */
static void replace_types(const char *text, struct vg_text *out)
{
    static const char start[] = "target(\"spirv.";
    for (const char *at; (at = strstr(text, start)); text = strchr(at, ')') + 1) {
        vg_text_append(out, text, (size_t)(at - text));
        vg_text_append(out, "ptr", 3);
    }
    vg_text_append(out, text, strlen(text));
}

/* LLVM cannot change the type of a value in place; going through the text form is what its own interfaces
 * leave, and few programs have such types. */
static LLVMModuleRef reread(LLVMModuleRef module)
{
    LLVMContextRef context = LLVMGetModuleContext(module);
    char *text = LLVMPrintModuleToString(module);
    struct vg_text changed = {0};
    replace_types(text, &changed);
    LLVMDisposeMessage(text);
    LLVMDisposeModule(module);
    LLVMMemoryBufferRef buffer =
        LLVMCreateMemoryBufferWithMemoryRangeCopy(vg_text_get(&changed), changed.size, "program");
    vg_text_finish(&changed);
    LLVMModuleRef result = NULL;
    char *error = NULL;
    if (LLVMParseIRInContext(context, buffer, &result, &error)) {
        LLVMDisposeMessage(error);
        return NULL;
    }
    return result;
}

LLVMModuleRef vg_retarget_opaque_types(LLVMModuleRef module)
{
    VG_EACH_FUNCTION (function, module)
        if (uses_opaque_types(function))
            return reread(module);
    return module;
}
