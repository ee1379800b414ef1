/* SPDX-License-Identifier: MIT */
/* The built-in library, opened before requests come and linked lazily: only the functions that a kernel calls
 * are ever read. */
#include "compiler/cc/builtins.h"

#include <stdlib.h>
#include <string.h>

#include "compiler/cc/blobs.h"
#include "compiler/cc/clang_front.h"
#include "compiler/cc/globals.h"
#include "compiler/cc/retarget.h"
#include "compiler/cc/special.h"
#include "compiler/cc/vector_calls.h"

#define MAX_ROUNDS 8 /* library functions that call others by vector: the library's own depth is 2 */

static LLVMModuleRef library; /* NULL when not open or used up */

bool vg_builtins_open(LLVMContextRef context)
{
    if (!library) {
        size_t size = (size_t)(vg_blob_builtins_end - vg_blob_builtins);
        library = vg_front_open_library(context, vg_blob_builtins, size);
        if (library)
            vg_retarget_layout(library); /* what the functions are linked into has it */
    }
    return library != NULL;
}

static bool library_defines(const char *name)
{
    LLVMValueRef function = LLVMGetNamedFunction(library, name);
    return function && !LLVMIsDeclaration(function);
}

/* Whether a call of the function can be one call per component. */
static bool is_componentwise(LLVMValueRef function)
{
    LLVMTypeRef result = LLVMGetReturnType(LLVMGlobalGetValueType(function));
    LLVMTypeKind kind = LLVMGetTypeKind(result);
    return kind == LLVMVectorTypeKind || kind == LLVMVoidTypeKind;
}

/* The scalar function of the library behind a componentwise one; false when there is none. */
static bool find_scalar(LLVMValueRef function, struct vg_text *name)
{
    return is_componentwise(function) && vg_scalar_name(vg_name(function), name) &&
           library_defines(vg_text_get(name));
}

bool vg_builtins_have(LLVMValueRef declaration)
{
    const char *name = vg_name(declaration);
    if (LLVMGetIntrinsicID(declaration) != 0 || vg_special_of(name) != VG_SPECIAL_NONE)
        return true;
    if (!vg_builtins_open(LLVMGetModuleContext(LLVMGetGlobalParent(declaration))))
        return false;
    struct vg_text scalar = {0};
    bool have = library_defines(name) || find_scalar(declaration, &scalar);
    vg_text_finish(&scalar);
    return have;
}

static void report_undefined(LLVMValueRef value, const char *what, struct vg_text *log)
{
    char *readable = vg_front_demangle(vg_name(value));
    vg_text_add(log, "error: undefined %s %s\n", what, readable ? readable : vg_name(value));
    free(readable);
}

/* Variables of the data object are declared here on purpose. */
static bool is_undefined(LLVMValueRef global)
{
    return LLVMIsDeclaration(global) && LLVMGetFirstUse(global) &&
           strncmp(vg_name(global), VG_DATA_PREFIX, strlen(VG_DATA_PREFIX)) != 0;
}

bool vg_builtins_check(LLVMModuleRef module, struct vg_text *log)
{
    bool ok = true;
    VG_EACH_FUNCTION (function, module) {
        if (LLVMIsDeclaration(function) && LLVMGetFirstUse(function) && !vg_builtins_have(function)) {
            report_undefined(function, "function", log);
            ok = false;
        }
    }
    VG_EACH_GLOBAL (global, module) {
        if (is_undefined(global)) {
            report_undefined(global, "variable", log);
            ok = false;
        }
    }
    return ok;
}

/* Turns calls into ones that the library defines; says how many functions of it are now needed. */
static size_t prepare_calls(LLVMModuleRef module)
{
    size_t needed = 0;
    struct vg_values declared = {0};
    VG_EACH_FUNCTION (function, module)
        if (LLVMIsDeclaration(function) && LLVMGetFirstUse(function) && LLVMGetIntrinsicID(function) == 0 &&
            vg_special_of(vg_name(function)) == VG_SPECIAL_NONE)
            vg_values_add(&declared, function);
    bool open = declared.count == 0 || vg_builtins_open(LLVMGetModuleContext(module));
    for (size_t i = 0; open && i < declared.count; i++) {
        struct vg_text scalar = {0};
        if (library_defines(vg_name(declared.list[i]))) {
            needed++;
        } else if (find_scalar(declared.list[i], &scalar)) {
            vg_scalarise_calls(declared.list[i], vg_text_get(&scalar));
            needed++;
        }
        vg_text_finish(&scalar);
    }
    vg_values_finish(&declared);
    return needed;
}

/* What a program defines keeps its linkage until then: everything that came from the library becomes
 * internal. */
static void internalise_new(LLVMModuleRef module, const struct vg_values *old)
{
    VG_EACH_FUNCTION (function, module)
        if (!LLVMIsDeclaration(function) && !vg_values_have(old, function))
            LLVMSetLinkage(function, LLVMInternalLinkage);
}

bool vg_builtins_link(LLVMModuleRef module, struct vg_text *log)
{
    struct vg_values old = {0};
    VG_EACH_FUNCTION (function, module)
        if (!LLVMIsDeclaration(function))
            vg_values_add(&old, function);
    bool ok = true;
    for (unsigned round = 0; ok && round < MAX_ROUNDS; round++) {
        if (prepare_calls(module) == 0)
            break;
        LLVMModuleRef source = library;
        library = NULL;
        ok = vg_front_link_needed(module, source);
    }
    if (!ok) {
        vg_text_add(log, "error: the library of built-in functions cannot be read\n");
    } else {
        internalise_new(module, &old);
        vg_retarget(module);
        ok = vg_builtins_check(module, log);
    }
    vg_values_finish(&old);
    return ok;
}
