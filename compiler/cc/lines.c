/* SPDX-License-Identifier: MIT */
/* Source lines of functions that are made beside the kernel. A source function describes one function of
 * machine code only, so another one that its statements end up in says that they were inlined there. */
#include "compiler/cc/lines.h"

#include <string.h>

static LLVMMetadataRef location(LLVMContextRef context, LLVMMetadataRef of, LLVMMetadataRef inlined_at)
{
    return LLVMDIBuilderCreateDebugLocation(context, LLVMDILocationGetLine(of), LLVMDILocationGetColumn(of),
                                            LLVMDILocationGetScope(of), inlined_at);
}

/* The location, with all that it is inlined in, inlined in `at`. */
static LLVMMetadataRef inlined(LLVMContextRef context, LLVMMetadataRef of, LLVMMetadataRef at)
{
    LLVMMetadataRef outer = LLVMDILocationGetInlinedAt(of);
    return location(context, of, outer ? inlined(context, outer, at) : at);
}

/* A source function for code that has none. */
static LLVMMetadataRef make_subprogram(struct vg_gen *gen, const char *name, LLVMMetadataRef like)
{
    LLVMMetadataRef file = LLVMDIScopeGetFile(like);
    LLVMDIBuilderRef builder = LLVMCreateDIBuilder(gen->module);
    LLVMDIBuilderCreateCompileUnit(builder, LLVMDWARFSourceLanguageC99, file, "vgpu-cc", 7, true, "", 0, 0,
                                   "", 0, LLVMDWARFEmissionLineTablesOnly, 0, false, false, "", 0, "", 0);
    LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(builder, file, NULL, 0, LLVMDIFlagZero);
    unsigned line = LLVMDISubprogramGetLine(like);
    LLVMMetadataRef made = LLVMDIBuilderCreateFunction(builder, file, name, strlen(name), "", 0, file, line,
                                                       type, true, true, line, LLVMDIFlagArtificial, true);
    LLVMDIBuilderFinalize(builder);
    LLVMDisposeDIBuilder(builder);
    return made;
}

/* The first line of a source function, for code that comes from none of its statements. */
static LLVMMetadataRef start_of(LLVMContextRef context, LLVMMetadataRef subprogram)
{
    return LLVMDIBuilderCreateDebugLocation(context, LLVMDISubprogramGetLine(subprogram), 0, subprogram,
                                            NULL);
}

void vg_lines_mark_call(LLVMContextRef context, LLVMValueRef call, LLVMMetadataRef subprogram)
{
    if (subprogram)
        LLVMInstructionSetDebugLoc(call, start_of(context, subprogram));
}

void vg_lines_share(struct vg_gen *gen, LLVMMetadataRef subprogram, LLVMValueRef function)
{
    LLVMMetadataRef own = make_subprogram(gen, LLVMGetValueName(function), subprogram);
    LLVMMetadataRef at = start_of(gen->context, own);
    LLVMSetSubprogram(function, own);
    VG_EACH_BLOCK (block, function) {
        VG_EACH_INST (inst, block) {
            LLVMMetadataRef old = LLVMInstructionGetDebugLoc(inst);
            if (old)
                LLVMInstructionSetDebugLoc(inst, inlined(gen->context, old, at));
            else if (LLVMIsACallInst(inst))
                LLVMInstructionSetDebugLoc(inst, at); /* demanded of calls to functions that have lines too */
        }
    }
}
