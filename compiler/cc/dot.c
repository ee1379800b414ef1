/* SPDX-License-Identifier: MIT */
/* Dot products of four bytes. The bytes at even and those at odd places become words of 16 bits, which the
 * machine multiplies and adds by twos (pmaddwd); with VNNI one instruction does it all. It comes after all
 * optimisation, so that LLVM does not take the sums apart. */
#include <string.h>

#include "compiler/cc/gen.h"

#define PREFIX "__vg_dot_"

enum { LANES_MOST = 64, PIECES_MOST = LANES_MOST / 4 };

static unsigned lanes_of(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetVectorSize(type) : 1;
}

LLVMValueRef vg_dot_declare(struct vg_gen *gen, const char *name, LLVMTypeRef words)
{
    struct vg_text wide = {0};
    vg_text_add(&wide, "%s.%u", name, lanes_of(words));
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, vg_text_get(&wide));
    if (!function) {
        static const char *const pure[] = {"nounwind", "willreturn", "nosync", "nofree", "speculatable"};
        LLVMTypeRef params[] = {words, words};
        function =
            LLVMAddFunction(gen->module, vg_text_get(&wide), LLVMFunctionType(words, params, 2, false));
        for (size_t i = 0; i < sizeof pure / sizeof *pure; i++)
            vg_add_attribute(function, pure[i]);
        LLVMAttributeRef none =
            LLVMCreateEnumAttribute(gen->context, LLVMGetEnumAttributeKindForName("memory", 6), 0);
        LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, none);
    }
    vg_text_finish(&wide);
    return function;
}

/* Lanes from..from+count-1; poison where there are none. */
static LLVMValueRef part_of(struct vg_gen *gen, LLVMValueRef vector, unsigned from, unsigned count)
{
    LLVMValueRef places[LANES_MOST];
    for (unsigned i = 0; i < count; i++)
        places[i] = vg_int(gen->context, 32, from + i);
    return LLVMBuildShuffleVector(gen->builder, vector, LLVMGetPoison(LLVMTypeOf(vector)),
                                  LLVMConstVector(places, count), "");
}

static LLVMValueRef join(struct vg_gen *gen, LLVMValueRef low, LLVMValueRef high)
{
    LLVMValueRef places[LANES_MOST];
    unsigned count = 2 * LLVMGetVectorSize(LLVMTypeOf(low));
    for (unsigned i = 0; i < count; i++)
        places[i] = vg_int(gen->context, 32, i);
    return LLVMBuildShuffleVector(gen->builder, low, high, LLVMConstVector(places, count), "");
}

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

static LLVMValueRef dot_of_vector(struct vg_gen *gen, const char *kind, LLVMValueRef a, LLVMValueRef b)
{
    static const unsigned registers[] = {[VG_ISA_SSE42] = 4, [VG_ISA_AVX2] = 8, [VG_ISA_AVX512] = 16};
    unsigned lanes = LLVMGetVectorSize(LLVMTypeOf(a)), size = registers[gen->target.isa], count = 0;
    LLVMValueRef parts[PIECES_MOST];
    while (size > 4 && size / 2 >= lanes)
        size /= 2;
    for (unsigned from = 0; from < lanes; from += size)
        parts[count++] = dot_of_register(gen, kind, part_of(gen, a, from, size), part_of(gen, b, from, size));
    for (; count > 1; count /= 2)
        for (unsigned i = 0; i < count / 2; i++)
            parts[i] = join(gen, parts[2 * i], parts[2 * i + 1]);
    return lanes < size ? part_of(gen, parts[0], 0, lanes) : parts[0];
}

static LLVMValueRef as_vector(struct vg_gen *gen, LLVMValueRef word)
{
    LLVMTypeRef type = LLVMVectorType(LLVMTypeOf(word), 4);
    return LLVMBuildInsertElement(gen->builder, LLVMConstNull(type), word, vg_int(gen->context, 32, 0), "");
}

static LLVMValueRef dot(struct vg_gen *gen, const char *kind, LLVMValueRef a, LLVMValueRef b)
{
    if (lanes_of(LLVMTypeOf(a)) > 1)
        return dot_of_vector(gen, kind, a, b);
    LLVMValueRef vector = dot_of_vector(gen, kind, as_vector(gen, a), as_vector(gen, b));
    return LLVMBuildExtractElement(gen->builder, vector, vg_int(gen->context, 32, 0), "");
}

static void collect(LLVMValueRef function, struct vg_values *calls)
{
    for (LLVMUseRef use = LLVMGetFirstUse(function); use; use = LLVMGetNextUse(use))
        if (LLVMIsACallInst(LLVMGetUser(use)))
            vg_values_add(calls, LLVMGetUser(use));
}

void vg_lower_dot(struct vg_gen *gen)
{
    struct vg_values calls = {0};
    VG_EACH_FUNCTION (function, gen->module)
        if (strncmp(vg_name(function), PREFIX, sizeof PREFIX - 1) == 0)
            collect(function, &calls);
    for (size_t i = 0; i < calls.count; i++) {
        LLVMValueRef inst = calls.list[i];
        const char *kind = vg_name(vg_callee(inst)) + sizeof PREFIX - 1;
        LLVMPositionBuilderBefore(gen->builder, inst);
        vg_replace(inst, dot(gen, kind, LLVMGetOperand(inst, 0), LLVMGetOperand(inst, 1)));
    }
    vg_values_finish(&calls);
}
