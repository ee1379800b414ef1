/* SPDX-License-Identifier: MIT */
/* The machine's approximations of 1 / x ("recip") and 1 / sqrt(x) ("rsqrt"). Scalars take those of vectors,
 * so that they give the same bits. */
#include <stdio.h>
#include <string.h>

#include "compiler/cc/late.h"

enum { REGISTERS_MOST = 256 };

static LLVMValueRef of_register(struct vg_gen *gen, const char *kind, LLVMValueRef x)
{
    char name[64];
    bool newest = gen->target.isa == VG_ISA_AVX512;
    unsigned lanes = vg_late_lanes(x), base = strncmp(kind, "recip", 5) == 0;
    const char *what = base ? "rcp" : "rsqrt";
    if (newest)
        snprintf(name, sizeof name, "llvm.x86.avx512.%s14.ps.%u", what, lanes * 32);
    else
        snprintf(name, sizeof name, lanes == 8 ? "llvm.x86.avx.%s.ps.256" : "llvm.x86.sse.%s.ps", what);
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(gen->module, id, NULL, 0);
    LLVMValueRef mask = LLVMConstAllOnes(vg_int_type(gen->context, lanes > 8 ? lanes : 8));
    LLVMValueRef args[] = {x, LLVMGetPoison(LLVMTypeOf(x)), mask};
    return LLVMBuildCall2(gen->builder, LLVMGlobalGetValueType(function), function, args, newest ? 3 : 1, "");
}

LLVMValueRef vg_estimate(struct vg_gen *gen, const char *kind, LLVMValueRef x)
{
    LLVMValueRef parts[REGISTERS_MOST];
    unsigned lanes = vg_late_lanes(x), size = vg_late_register(gen, lanes, 32);
    for (unsigned from = 0; from < lanes; from += size)
        parts[from / size] = of_register(gen, kind, vg_late_part(gen, x, from, size));
    return vg_late_join(gen, parts, LLVMTypeOf(x));
}
