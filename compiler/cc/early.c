/* SPDX-License-Identifier: MIT */
/* Special calls that are lowered before optimisation, since they need no context: what the instruction set
 * offers and the build options allow, and printf, whose arguments are packed into private memory. ABI: kernel
 */
#include <string.h>

#include "compiler/cc/gen.h"
#include "compiler/cc/special.h"

#define HEAD_BYTES 8 /* sizeof(struct vg_printf_arg) */

/* How one argument of printf is passed. */
struct packed {
    LLVMValueRef value;
    unsigned size, count;
    bool is_float;
};

static LLVMTypeRef element_of(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
}

static LLVMTypeRef with_element(LLVMTypeRef type, LLVMTypeRef element)
{
    bool vector = LLVMGetTypeKind(type) == LLVMVectorTypeKind;
    return vector ? LLVMVectorType(element, LLVMGetVectorSize(type)) : element;
}

static struct packed pack(struct vg_gen *gen, LLVMValueRef value)
{
    LLVMTypeRef type = LLVMTypeOf(value);
    LLVMTypeKind kind = LLVMGetTypeKind(element_of(type));
    if (kind == LLVMHalfTypeKind) {
        LLVMTypeRef wide = with_element(type, LLVMFloatTypeInContext(gen->context));
        value = LLVMBuildFPExt(gen->builder, value, wide, "");
    } else if (kind == LLVMPointerTypeKind) {
        value = LLVMBuildPtrToInt(gen->builder, value, vg_int_type(gen->context, 64), "");
    } else if (kind == LLVMIntegerTypeKind && LLVMGetIntTypeWidth(element_of(type)) == 1) {
        value = LLVMBuildZExt(gen->builder, value, with_element(type, vg_int_type(gen->context, 8)), "");
    }
    type = LLVMTypeOf(value);
    LLVMTypeRef element = element_of(type);
    kind = LLVMGetTypeKind(element);
    return (struct packed){
        .value = value,
        .size = (unsigned)LLVMABISizeOfType(gen->layout, element),
        .count = LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetVectorSize(type) : 1,
        .is_float = kind == LLVMFloatTypeKind || kind == LLVMDoubleTypeKind,
    };
}

static unsigned padded(const struct packed *arg)
{
    return HEAD_BYTES + ((arg->size * arg->count + 7) & ~7u);
}

static LLVMValueRef at_offset(struct vg_gen *gen, LLVMValueRef base, uint64_t offset)
{
    return vg_byte_offset(gen->builder, base, vg_int(gen->context, 64, offset), "");
}

/* The head is one 64-bit store: size, count and is_float are its first three bytes. */
static void store_arg(struct vg_gen *gen, LLVMValueRef buffer, uint64_t offset, const struct packed *arg)
{
    uint64_t head = arg->size | (uint64_t)arg->count << 8 | (uint64_t)arg->is_float << 16;
    LLVMBuildStore(gen->builder, vg_int(gen->context, 64, head), at_offset(gen, buffer, offset));
    for (unsigned i = 0; i < arg->count; i++) {
        bool vector = LLVMGetTypeKind(LLVMTypeOf(arg->value)) == LLVMVectorTypeKind;
        LLVMValueRef index = vg_int(gen->context, 32, i);
        LLVMValueRef element =
            vector ? LLVMBuildExtractElement(gen->builder, arg->value, index, "") : arg->value;
        LLVMBuildStore(gen->builder, element, at_offset(gen, buffer, offset + HEAD_BYTES + i * arg->size));
    }
}

static LLVMValueRef packed_printf(struct vg_gen *gen)
{
    static const char name[] = "__vg_packed_printf";
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, name);
    if (function)
        return function;
    LLVMTypeRef ptr = vg_ptr_type(gen->context, 0);
    LLVMTypeRef params[] = {ptr, ptr, vg_int_type(gen->context, 64)};
    return LLVMAddFunction(gen->module, name,
                           LLVMFunctionType(vg_int_type(gen->context, 32), params, 3, false));
}

/* In the entry block, so that a loop does not take new memory in each turn. */
static LLVMValueRef buffer_for(struct vg_gen *gen, LLVMValueRef call, uint64_t bytes)
{
    LLVMValueRef function = LLVMGetBasicBlockParent(LLVMGetInstructionParent(call));
    LLVMPositionBuilderBefore(gen->builder, LLVMGetFirstInstruction(LLVMGetEntryBasicBlock(function)));
    LLVMTypeRef word = vg_int_type(gen->context, 64);
    LLVMValueRef buffer = LLVMBuildAlloca(gen->builder, LLVMArrayType2(word, bytes / 8 + 1), "printf");
    LLVMPositionBuilderBefore(gen->builder, call);
    return buffer;
}

static bool lower_printf(struct vg_gen *gen, LLVMValueRef call)
{
    enum { MAX_ARGS = 64 };
    struct packed args[MAX_ARGS];
    unsigned count = LLVMGetNumArgOperands(call) - 1;
    if (count > MAX_ARGS) {
        vg_text_add(gen->log, "error: printf has %u arguments; this device takes %d\n", count, MAX_ARGS);
        return false;
    }
    uint64_t bytes = 0;
    LLVMPositionBuilderBefore(gen->builder, call);
    for (unsigned i = 0; i < count; i++) {
        args[i] = pack(gen, LLVMGetOperand(call, i + 1));
        bytes += padded(&args[i]);
    }
    LLVMValueRef buffer = buffer_for(gen, call, bytes);
    uint64_t offset = 0;
    for (unsigned i = 0; i < count; offset += padded(&args[i++]))
        store_arg(gen, buffer, offset, &args[i]);
    LLVMValueRef format =
        LLVMBuildAddrSpaceCast(gen->builder, LLVMGetOperand(call, 0), vg_ptr_type(gen->context, 0), "");
    LLVMValueRef function = packed_printf(gen),
                 operands[] = {format, buffer, vg_int(gen->context, 64, bytes)};
    vg_replace(call,
               LLVMBuildCall2(gen->builder, LLVMGlobalGetValueType(function), function, operands, 3, ""));
    return true;
}

/* Images and samplers have become pointers (retarget.c): of a sampler the pointer's low bits count. */
static void lower_image_call(struct vg_gen *gen, LLVMValueRef call, enum vg_special special)
{
    LLVMValueRef operand = LLVMGetOperand(call, 0);
    LLVMTypeRef i64 = vg_int_type(gen->context, 64);
    LLVMPositionBuilderBefore(gen->builder, call);
    if (special == VG_IMAGE_OF) {
        operand = LLVMBuildAddrSpaceCast(gen->builder, operand, LLVMTypeOf(call), "");
    } else if (special == VG_SAMPLER_OF) {
        LLVMValueRef word = LLVMBuildPtrToInt(gen->builder, operand, i64, "");
        operand = LLVMBuildTrunc(gen->builder, word, LLVMTypeOf(call), "");
    } else {
        LLVMValueRef word = LLVMBuildZExt(gen->builder, operand, i64, "");
        operand = LLVMBuildIntToPtr(gen->builder, word, LLVMTypeOf(call), "");
    }
    vg_replace(call, operand);
}

static bool has_string_attribute(LLVMValueRef function, const char *name, const char *start)
{
    LLVMAttributeRef attribute = LLVMGetStringAttributeAtIndex(
        function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, name, (unsigned)strlen(name));
    unsigned length = 0;
    const char *value = attribute ? LLVMGetStringAttributeValue(attribute, &length) : NULL;
    return value && length >= strlen(start) && memcmp(value, start, strlen(start)) == 0;
}

/* What the options that the kernel was compiled with allow: VG_MATH_ in builtins/base.h. They are read from
 * the kernel, since a program may be linked from parts with different ones. */
static uint64_t math_of(LLVMValueRef kernel)
{
    enum { RELAXED = 1, FINITE = 2, FLUSH = 4 };
    bool finite = has_string_attribute(kernel, "no-nans-fp-math", "true") &&
                  has_string_attribute(kernel, "no-infs-fp-math", "true");
    return (has_string_attribute(kernel, "unsafe-fp-math", "true") ? RELAXED : 0) | (finite ? FINITE : 0) |
           (has_string_attribute(kernel, "denormal-fp-math-f32", "preserve-sign") ? FLUSH : 0);
}

/* LLVM takes the approximation of a reciprocal only where the quotient is said to be finite. */
static void lower_quick_divide(struct vg_gen *gen, LLVMValueRef call)
{
    LLVMPositionBuilderBefore(gen->builder, call);
    LLVMValueRef quotient = LLVMBuildFDiv(gen->builder, LLVMGetOperand(call, 0), LLVMGetOperand(call, 1), "");
    if (LLVMIsAInstruction(quotient))
        LLVMSetFastMathFlags(quotient, LLVMFastMathAllowReciprocal | LLVMFastMathNoInfs);
    vg_replace(call, quotient);
}

static bool lower_call(struct vg_gen *gen, LLVMValueRef call)
{
    enum vg_special special = vg_special_call(call);
    switch (special) {
    case VG_PRINTF_CALL:
        gen->code.flags |= VG_CODE_PRINTF;
        return lower_printf(gen, call);
    case VG_HAS_FMA:
        vg_replace(call, vg_int(gen->context, 32, gen->target.isa >= VG_ISA_AVX2));
        return true;
    case VG_IMAGE_OF:
    case VG_SAMPLER_OF:
    case VG_SAMPLER_LITERAL:
        lower_image_call(gen, call, special);
        return true;
    case VG_MATH:
        vg_replace(call, vg_int(gen->context, 32, math_of(gen->kernel)));
        return true;
    case VG_QUICK_DIVIDE:
        lower_quick_divide(gen, call);
        return true;
    case VG_TO_PRIVATE:
    case VG_TO_GLOBAL:
    case VG_TO_LOCAL:
    case VG_GET_FENCE:
        gen->wants_frames = true;
        return true;
    default:
        return true;
    }
}

static bool must_stay(LLVMValueRef function)
{
    enum vg_special special = vg_special_of(vg_name(function));
    return LLVMIsDeclaration(function) && (special == VG_BARRIER || vg_is_lanes_together(special));
}

/* Functions whose calls must stay where control flow put them, because the lanes that meet there count.
 * Barriers must stay as well, but all work-items come to a function that holds one. */
static void find_staying(struct vg_gen *gen, struct vg_values *staying)
{
    VG_EACH_FUNCTION (function, gen->module)
        if (must_stay(function))
            vg_values_add(staying, function);
    for (size_t i = 0; i < staying->count; i++)
        if (vg_special_of(vg_name(staying->list[i])) != VG_BARRIER)
            vg_add_callers(staying->list[i], staying);
}

/* Everything else may move; ids freely. */
static void relax(LLVMValueRef function, const struct vg_values *staying)
{
    if (!vg_values_have(staying, function))
        vg_remove_attribute(function, "convergent");
    if (LLVMIsDeclaration(function) && vg_is_id(vg_special_of(vg_name(function)))) {
        static const char *const pure[] = {"nounwind", "willreturn", "nosync", "nofree", "speculatable"};
        for (size_t i = 0; i < sizeof pure / sizeof *pure; i++)
            vg_add_attribute(function, pure[i]);
        LLVMAttributeRef none = LLVMCreateEnumAttribute(LLVMGetTypeContext(LLVMTypeOf(function)),
                                                        LLVMGetEnumAttributeKindForName("memory", 6), 0);
        LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, none);
    }
}

/* What an id or a size can be: the optimiser then knows that narrowing and widening it loses nothing. */
static void add_range(struct vg_gen *gen, LLVMValueRef call, uint64_t from, uint64_t end)
{
    LLVMMetadataRef bounds[] = {LLVMValueAsMetadata(LLVMConstInt(LLVMTypeOf(call), from, false)),
                                LLVMValueAsMetadata(LLVMConstInt(LLVMTypeOf(call), end, false))};
    LLVMMetadataRef range = LLVMMDNodeInContext2(gen->context, bounds, 2);
    LLVMSetMetadata(call, LLVMGetMDKindIDInContext(gen->context, "range", 5),
                    LLVMMetadataAsValue(gen->context, range));
}

static void bound_call(struct vg_gen *gen, LLVMValueRef call)
{
    enum { MOST = 4096 }; /* work-items of a group: the device's limit */
    enum vg_special special = vg_special_call(call);
    if (special != VG_GET_LOCAL_ID && special != VG_GET_LOCAL_SIZE && special != VG_GET_ENQUEUED_LOCAL_SIZE)
        return;
    LLVMValueRef dimension = LLVMGetOperand(call, 0);
    uint64_t most = MOST;
    if (gen->info->reqd_size[0] && LLVMIsAConstantInt(dimension) && LLVMConstIntGetZExtValue(dimension) < 3)
        most = gen->info->reqd_size[LLVMConstIntGetZExtValue(dimension)];
    bool id = special == VG_GET_LOCAL_ID;
    add_range(gen, call, id ? 0 : 1, id ? most : most + 1);
}

static void relax_call(LLVMValueRef call, const struct vg_values *staying)
{
    LLVMValueRef callee = vg_callee(call);
    if (callee && vg_values_have(staying, callee))
        return;
    unsigned kind = LLVMGetEnumAttributeKindForName("convergent", 10);
    LLVMRemoveCallSiteEnumAttribute(call, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, kind);
}

/* Nobody writes to constant memory while a kernel runs: loads of it may move across stores. */
static void mark_invariant(LLVMValueRef function)
{
    struct vg_values loads = {0};
    vg_insts_of(function, LLVMLoad, &loads);
    for (size_t i = 0; i < loads.count; i++) {
        LLVMTypeRef pointer = LLVMTypeOf(LLVMGetOperand(loads.list[i], 0));
        if (LLVMGetPointerAddressSpace(pointer) == VG_SPACE_CONSTANT && !LLVMGetVolatile(loads.list[i]))
            vg_mark_invariant(loads.list[i]);
    }
    vg_values_finish(&loads);
}

bool vg_lower_early(struct vg_gen *gen)
{
    struct vg_values calls = {0}, staying = {0};
    bool ok = true;
    find_staying(gen, &staying);
    VG_EACH_FUNCTION (function, gen->module) {
        relax(function, &staying);
        mark_invariant(function);
        vg_insts_of(function, LLVMCall, &calls);
        for (size_t i = 0; ok && i < calls.count; i++) {
            relax_call(calls.list[i], &staying);
            bound_call(gen, calls.list[i]);
            ok = lower_call(gen, calls.list[i]);
        }
    }
    vg_values_finish(&calls);
    vg_values_finish(&staying);
    return ok;
}
