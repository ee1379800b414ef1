/* SPDX-License-Identifier: MIT */
/* The built-in library. It lies in parts, each a module; the index says which part defines a function. A part
 * is opened when a function of it is called, and only the functions that are called are read. */
#include "compiler/cc/builtins.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/blobs.h"
#include "compiler/cc/clang_front.h"
#include "compiler/cc/globals.h"
#include "compiler/cc/retarget.h"
#include "compiler/cc/special.h"
#include "compiler/cc/vector_calls.h"

#define MAX_ROUNDS 8 /* library functions that call others of other parts, or by vector */

static size_t part_count(void)
{
    return (size_t)(vg_blob_library_end - vg_blob_library);
}

/* The part of the library that defines a function; -1 when none does. */
static int part_of(const char *name)
{
    const char *low = vg_blob_library_index, *high = vg_blob_library_index_end;
    size_t length = strlen(name);
    while (low < high) {
        const char *line = low + (high - low) / 2;
        while (line > low && line[-1] != '\n')
            line--;
        size_t size = strcspn(line, " ");
        int order = memcmp(line, name, size < length ? size : length);
        if (order == 0 && size == length)
            return (int)strtol(line + size, NULL, 10);
        if (order < 0 || (order == 0 && size < length))
            low = line + strcspn(line, "\n") + 1;
        else
            high = line;
    }
    return -1;
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
           part_of(vg_text_get(name)) >= 0;
}

bool vg_builtins_have(LLVMValueRef declaration)
{
    const char *name = vg_name(declaration);
    if (LLVMGetIntrinsicID(declaration) != 0 || vg_special_of(name) != VG_SPECIAL_NONE)
        return true;
    struct vg_text scalar = {0};
    bool have = part_of(name) >= 0 || find_scalar(declaration, &scalar);
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

/* Turns calls into ones that the library defines, and marks the parts that do; false when none is needed. */
static bool prepare_calls(LLVMModuleRef module, bool *needed)
{
    bool any = false;
    struct vg_values declared = {0};
    VG_EACH_FUNCTION (function, module)
        if (LLVMIsDeclaration(function) && LLVMGetFirstUse(function) && LLVMGetIntrinsicID(function) == 0 &&
            vg_special_of(vg_name(function)) == VG_SPECIAL_NONE)
            vg_values_add(&declared, function);
    for (size_t i = 0; i < declared.count; i++) {
        struct vg_text scalar = {0};
        /* The source function of a declaration does not do for a body. */
        LLVMGlobalClearMetadata(declared.list[i]);
        int part = part_of(vg_name(declared.list[i]));
        if (part < 0 && find_scalar(declared.list[i], &scalar)) {
            part = part_of(vg_text_get(&scalar));
            vg_scalarise_calls(declared.list[i], vg_text_get(&scalar));
        }
        vg_text_finish(&scalar);
        if (part >= 0)
            any = needed[part] = true;
    }
    vg_values_finish(&declared);
    return any;
}

static bool link_part(LLVMModuleRef module, const struct vg_blob *part)
{
    LLVMModuleRef source =
        vg_front_open_library(LLVMGetModuleContext(module), part->start, (size_t)(part->end - part->start));
    if (!source)
        return false;
    vg_retarget_layout(source); /* what the functions are linked into has it */
    return vg_front_link_needed(module, source);
}

static bool link_parts(LLVMModuleRef module, const bool *needed)
{
    for (size_t i = 0; i < part_count(); i++)
        if (needed[i] && !link_part(module, &vg_blob_library[i]))
            return false;
    return true;
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
        bool *needed = vg_zalloc_array(part_count(), sizeof *needed);
        bool any = needed && prepare_calls(module, needed);
        ok = needed && (!any || link_parts(module, needed));
        vg_free(needed);
        if (!any)
            break;
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
