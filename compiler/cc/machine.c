/* SPDX-License-Identifier: MIT */
/* LLVM's x86 target machine for each instruction-set level: see machine.h. */
#include "compiler/cc/machine.h"

#include <stdlib.h>

#define TRIPLE "x86_64-unknown-linux-gnu"
#define SSE42 "+sse4.2,+popcnt,+cx16,+sahf"
#define AVX2 SSE42 ",+avx2,+fma,+f16c,+bmi,+bmi2,+lzcnt,+movbe"
#define AVX512 AVX2 ",+avx512f,+avx512bw,+avx512dq,+avx512vl,+avx512cd"

static const struct {
    const char *features[2], *vector_bits; /* features without and with VNNI */
} levels[] = {
    [VG_ISA_SSE42] = {{SSE42, SSE42}, "128"},
    [VG_ISA_AVX2] = {{AVX2, AVX2 ",+avxvnni"}, "256"},
    [VG_ISA_AVX512] = {{AVX512, AVX512 ",+avx512vnni"}, "512"},
};

void vg_machine_init(void)
{
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();
}

LLVMTargetMachineRef vg_machine_create(struct vg_target target, bool optimise)
{
    LLVMTargetRef x86;
    char *error;
    if (LLVMGetTargetFromTriple(TRIPLE, &x86, &error))
        abort();
    /* At None LLVM's instruction selection goes into deep recursion where a load has several users of one
     * element. */
    LLVMCodeGenOptLevel level = optimise ? LLVMCodeGenLevelDefault : LLVMCodeGenLevelLess;
    return LLVMCreateTargetMachine(x86, TRIPLE, "x86-64", levels[target.isa].features[target.vnni], level,
                                   LLVMRelocPIC, LLVMCodeModelSmall);
}

const char *vg_machine_triple(void)
{
    return TRIPLE;
}

const char *vg_machine_vector_bits(enum vg_isa isa)
{
    return levels[isa].vector_bits;
}
