/* SPDX-License-Identifier: MIT */
/* Linking of program modules: see link.h. */
#include "compiler/cc/link.h"

#include <llvm-c/BitReader.h>
#include <llvm-c/Linker.h>

static bool reported; /* an error since vg_link_report_to */

static void report(LLVMDiagnosticInfoRef info, void *data)
{
    if (LLVMGetDiagInfoSeverity(info) != LLVMDSError)
        return;
    char *text = LLVMGetDiagInfoDescription(info);
    reported = true;
    vg_text_add(data, "error: %s\n", text);
    LLVMDisposeMessage(text);
}

void vg_link_report_to(LLVMContextRef context, struct vg_text *log)
{
    reported = false;
    LLVMContextSetDiagnosticHandler(context, report, log);
}

bool vg_link_reported(void)
{
    return reported;
}

LLVMModuleRef vg_link_read(LLVMContextRef context, const void *bytes, size_t size, struct vg_text *log)
{
    LLVMMemoryBufferRef buffer = LLVMCreateMemoryBufferWithMemoryRange(bytes, size, "program", true);
    LLVMModuleRef module = NULL;
    bool failed = LLVMParseBitcodeInContext2(context, buffer, &module);
    LLVMDisposeMemoryBuffer(buffer);
    if (failed) {
        vg_text_add(log, "error: the program's intermediate form is damaged\n");
        return NULL;
    }
    return module;
}

bool vg_link_add(LLVMModuleRef into, LLVMModuleRef from)
{
    return !LLVMLinkModules2(into, from);
}
