/* SPDX-License-Identifier: MIT */
/* Dot products of four bytes. The bytes at even and those at odd places become words of 16 bits, which the
 * machine multiplies and adds by twos (pmaddwd); with VNNI one instruction does it all. */
#include <string.h>

#include "compiler/cc/late.h"

enum { LANES_MOST = 16, REGISTERS_MOST = 256 };

static LLVMValueRef splat(LLVMTypeRef type, uint64_t value)
{
    LLVMValueRef lanes[LANES_MOST];
    for (unsigned i = 0; i < LLVMGetVectorSize(type); i++)
        lanes[i] = LLVMConstInt(LLVMGetElementType(type), value, false);
    return LLVMConstVector(lanes, LLVMGetVectorSize(type));
}

static LLVMValueRef call(struct vg_gen *gen, const char *name, LLVMValueRef *args, unsigned count)
{
    unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
    LLVMValueRef function = LLVMGetIntrinsicDeclaration(gen->module, id, NULL, 0);
    return LLVMBuildCall2(gen->builder, LLVMGlobalGetValueType(function), function, args, count, "");
}

/* Every second byte of a vector of words of 16 bits, as such words. */
static LLVMValueRef bytes_at(struct vg_gen *gen, LLVMValueRef words, bool odd, bool is_signed)
{
    LLVMBuilderRef b = gen->builder;
    LLVMValueRef eight = splat(LLVMTypeOf(words), 8);
    if (!odd && !is_signed)
        return LLVMBuildAnd(b, words, splat(LLVMTypeOf(words), 0xff), "");
    LLVMValueRef upper = odd ? words : LLVMBuildShl(b, words, eight, "");
    return is_signed ? LLVMBuildAShr(b, upper, eight, "") : LLVMBuildLShr(b, upper, eight, "");
}

/* VNNI's instruction, which multiplies unsigned with signed bytes. Others get there by a byte's top bit:
 * reversed, it takes 128 from an unsigned byte that is read as signed and adds 128 to a signed one that is
 * read as unsigned, so that 128 times the sum of the other operand's bytes is too little or too much. */
static LLVMValueRef dot_by_vnni(struct vg_gen *gen, const char *kind, LLVMValueRef a, LLVMValueRef b)
{
    LLVMTypeRef type = LLVMTypeOf(a);
    unsigned lanes = LLVMGetVectorSize(type);
    const char *name = lanes == 16  ? "llvm.x86.avx512.vpdpbusd.512"
                       : lanes == 8 ? "llvm.x86.avx512.vpdpbusd.256"
                                    : "llvm.x86.avx512.vpdpbusd.128";
    LLVMValueRef zero = LLVMConstNull(type), tops = splat(type, 0x80808080);
    if (strncmp(kind, "us", 2) == 0)
        return call(gen, name, (LLVMValueRef[]){zero, a, b}, 3);
    if (kind[0] == 's') {
        a = LLVMBuildXor(gen->builder, a, tops, "");
        LLVMValueRef sum = call(gen, name, (LLVMValueRef[]){zero, a, b}, 3);
        return LLVMBuildSub(gen->builder, sum, call(gen, name, (LLVMValueRef[]){zero, tops, b}, 3), "");
    }
    b = LLVMBuildXor(gen->builder, b, tops, "");
    LLVMValueRef sum = call(gen, name, (LLVMValueRef[]){zero, a, b}, 3);
    LLVMValueRef half = call(gen, name, (LLVMValueRef[]){zero, a, splat(type, 0x40404040)}, 3);
    return LLVMBuildAdd(gen->builder, sum, LLVMBuildShl(gen->builder, half, splat(type, 1), ""), "");
}

/* Of as many lanes as one instruction takes. */
static LLVMValueRef dot_of_register(struct vg_gen *gen, const char *kind, LLVMValueRef a, LLVMValueRef b)
{
    if (gen->target.vnni)
        return dot_by_vnni(gen, kind, a, b);
    unsigned lanes = LLVMGetVectorSize(LLVMTypeOf(a));
    const char *multiply = lanes == 16  ? "llvm.x86.avx512.pmaddw.d.512"
                           : lanes == 8 ? "llvm.x86.avx2.pmadd.wd"
                                        : "llvm.x86.sse2.pmadd.wd";
    LLVMTypeRef words = LLVMVectorType(vg_int_type(gen->context, 16), 2 * lanes);
    a = LLVMBuildBitCast(gen->builder, a, words, "");
    b = LLVMBuildBitCast(gen->builder, b, words, "");
    LLVMValueRef sums[2];
    for (int odd = 0; odd < 2; odd++) {
        LLVMValueRef args[] = {bytes_at(gen, a, odd, kind[0] == 's'), bytes_at(gen, b, odd, kind[1] == 's')};
        sums[odd] = call(gen, multiply, args, 2);
    }
    return LLVMBuildAdd(gen->builder, sums[0], sums[1], "");
}

LLVMValueRef vg_dot(struct vg_gen *gen, const char *kind, LLVMValueRef a, LLVMValueRef b)
{
    LLVMValueRef parts[REGISTERS_MOST];
    unsigned lanes = vg_late_lanes(a), size = vg_late_register(gen, lanes, 32);
    for (unsigned from = 0; from < lanes; from += size)
        parts[from / size] =
            dot_of_register(gen, kind, vg_late_part(gen, a, from, size), vg_late_part(gen, b, from, size));
    return vg_late_join(gen, parts, LLVMTypeOf(a));
}
