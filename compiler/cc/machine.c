/* SPDX-License-Identifier: MIT */
/* LLVM's x86 target machine for each instruction-set level: see machine.h. */
#include "compiler/cc/machine.h"

#include <stdlib.h>

#define TRIPLE "x86_64-unknown-linux-gnu"
#define SSE42 "+sse4.2,+popcnt,+cx16,+sahf"
#define AVX2 SSE42 ",+avx2,+fma,+f16c,+bmi,+bmi2,+lzcnt,+movbe"
#define AVX512 AVX2 ",+avx512f,+avx512bw,+avx512dq,+avx512vl,+avx512cd"

static const struct {
    const char *features, *vector_bits;
} levels[] = {
    [VG_ISA_SSE42] = {SSE42, "128"},
    [VG_ISA_AVX2] = {AVX2, "256"},
    [VG_ISA_AVX512] = {AVX512, "512"},
};

void vg_machine_init(void)
{
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86Target();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86AsmPrinter();
    LLVMInitializeX86AsmParser();
}

LLVMTargetMachineRef vg_machine_create(enum vg_isa isa, bool optimise)
{
    LLVMTargetRef target;
    char *error;
    if (LLVMGetTargetFromTriple(TRIPLE, &target, &error))
        abort();
    LLVMCodeGenOptLevel level = optimise ? LLVMCodeGenLevelDefault : LLVMCodeGenLevelNone;
    return LLVMCreateTargetMachine(target, TRIPLE, "x86-64", levels[isa].features, level, LLVMRelocPIC,
                                   LLVMCodeModelSmall);
}

const char *vg_machine_triple(void)
{
    return TRIPLE;
}

const char *vg_machine_vector_bits(enum vg_isa isa)
{
    return levels[isa].vector_bits;
}
