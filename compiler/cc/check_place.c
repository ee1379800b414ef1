/* SPDX-License-Identifier: MIT */
/* Where pointers point: each is followed to the objects that it may come from, and the distance from the
 * start is computed beside it with the arithmetic of its getelementptr instructions. So no address becomes a
 * number, which would hide from the optimiser what private arrays are used for. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/check.h"
#include "compiler/cc/globals.h"

/* A pointer of which nothing is known, where it meets others: in the middle of an endless object. */
#define ENDLESS (UINT64_C(1) << 62)

/* ---- The table ---- */

static struct vg_place keep(struct vg_places *places, LLVMValueRef pointer, struct vg_place place)
{
    size_t number = vg_value_map_add(&places->known, pointer);
    if (number >= places->capacity) {
        places->capacity = places->capacity ? 2 * places->capacity : 256;
        places->list = vg_realloc(places->list, places->capacity * sizeof *places->list);
        if (!places->list)
            abort();
    }
    places->list[number] = place;
    return place;
}

/* ---- Objects ---- */

static LLVMValueRef number(struct vg_places *places, uint64_t value)
{
    return LLVMConstInt(places->i64, value, false);
}

LLVMValueRef vg_place_text(struct vg_gen *gen, const char *bytes, size_t size)
{
    LLVMValueRef text = LLVMConstStringInContext2(gen->context, bytes, size, false);
    LLVMValueRef global = LLVMAddGlobal(gen->module, LLVMTypeOf(text), "check");
    LLVMSetInitializer(global, text);
    LLVMSetGlobalConstant(global, true);
    LLVMSetLinkage(global, LLVMPrivateLinkage);
    LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr);
    LLVMSetAlignment(global, 1);
    return global;
}

static struct vg_place object(struct vg_places *places, LLVMValueRef extent, const char *kind,
                              const char *name)
{
    struct vg_text text = {0};
    vg_text_add(&text, *name ? "%s %s" : "%s", kind, name);
    struct vg_place place = {.offset = number(places, 0),
                             .extent = extent,
                             .object = vg_place_text(places->gen, vg_text_get(&text), text.size)};
    vg_text_finish(&text);
    return place;
}

LLVMValueRef vg_check_known(struct vg_gen *gen, const char *name, LLVMTypeRef result, LLVMValueRef of)
{
    static const char *const pure[] = {"nounwind", "willreturn", "nosync", "nofree", "speculatable"};
    LLVMTypeRef param = LLVMTypeOf(of), type = LLVMFunctionType(result, &param, 1, false);
    LLVMValueRef function = LLVMGetNamedFunction(gen->module, name);
    if (!function) {
        function = LLVMAddFunction(gen->module, name, type);
        for (size_t i = 0; i < sizeof pure / sizeof *pure; i++)
            vg_add_attribute(function, pure[i]);
        vg_add_attribute(function, "memory"); /* none */
    }
    LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(gen->kernel);
    LLVMPositionBuilderBefore(gen->builder, LLVMGetFirstInstruction(entry));
    LLVMSetCurrentDebugLocation2(gen->builder, NULL);
    return LLVMBuildCall2(gen->builder, type, function, &of, 1, "");
}

static LLVMValueRef extent_call(struct vg_places *places, unsigned index)
{
    return vg_check_known(places->gen, "__vg_check_extent", places->i64,
                          vg_int(places->gen->context, 32, index));
}

unsigned vg_place_argument(const struct vg_gen *gen, LLVMValueRef param)
{
    unsigned index = 0;
    while (index < gen->info->arg_count && LLVMGetParam(gen->kernel, index) != param)
        index++;
    return index;
}

static struct vg_place argument(struct vg_places *places, LLVMValueRef param)
{
    static const char *const kinds[] = {[VG_ARG_GLOBAL] = "in global memory",
                                        [VG_ARG_CONSTANT] = "in constant memory",
                                        [VG_ARG_LOCAL] = "in local memory"};
    const struct vg_kernel_info *info = places->gen->info;
    unsigned index = vg_place_argument(places->gen, param);
    if (index == info->arg_count || info->args[index].kind > VG_ARG_LOCAL)
        return (struct vg_place){0};
    const struct vg_arg_info *arg = &info->args[index];
    bool value = arg->kind == VG_ARG_VALUE;
    LLVMValueRef extent = value ? number(places, arg->size) : extent_call(places, index);
    struct vg_text text = {0};
    vg_text_add(&text, *vg_name(param) ? "%u (%s)" : "%u", index, vg_name(param));
    if (!value)
        vg_text_add(&text, " %s", kinds[arg->kind]);
    struct vg_place place = object(places, extent, "argument", vg_text_get(&text));
    vg_text_finish(&text);
    return place;
}

/* clang calls a variable of a function FUNCTION.VARIABLE; the data object's variables have a prefix. */
static struct vg_place variable(struct vg_places *places, LLVMValueRef global)
{
    const char *name = vg_name(global), *dot = strchr(name, '.');
    const char *kind = "the program's variable";
    LLVMTypeRef type = LLVMGlobalGetValueType(global);
    if (strncmp(name, VG_DATA_PREFIX, strlen(VG_DATA_PREFIX)) == 0)
        dot = strchr(name + strlen(VG_DATA_PREFIX), '.');
    if (LLVMGetTypeKind(type) == LLVMFunctionTypeKind || !LLVMTypeIsSized(type))
        return (struct vg_place){0};
    if (LLVMGetPointerAddressSpace(LLVMTypeOf(global)) == VG_SPACE_LOCAL)
        kind = "the local variable";
    else if (LLVMIsGlobalConstant(global))
        kind = "the constant";
    name = dot && dot[1] ? dot + 1 : name;
    if (strncmp(name, VG_DATA_PREFIX, strlen(VG_DATA_PREFIX)) == 0)
        name += strlen(VG_DATA_PREFIX);
    return object(places, number(places, LLVMABISizeOfType(places->gen->layout, type)), kind, name);
}

static struct vg_place private_variable(struct vg_places *places, LLVMValueRef alloca)
{
    LLVMValueRef count = LLVMGetOperand(alloca, 0);
    if (!LLVMIsAConstantInt(count))
        return (struct vg_place){0};
    uint64_t bytes = LLVMABISizeOfType(places->gen->layout, LLVMGetAllocatedType(alloca));
    return object(places, number(places, bytes * LLVMConstIntGetZExtValue(count)), "the private variable",
                  vg_name(alloca));
}

/* ---- Pointers ---- */

static LLVMValueRef scaled(struct vg_places *places, LLVMValueRef index, uint64_t bytes)
{
    LLVMBuilderRef b = places->gen->builder;
    unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(index));
    LLVMValueRef wide = bits < 64 ? LLVMBuildSExt(b, index, places->i64, "") : index;
    return bits < 64 ? LLVMBuildNSWMul(b, wide, number(places, bytes), "")
                     : LLVMBuildMul(b, wide, number(places, bytes), "");
}

/* The distance that a getelementptr adds; where it ends in an array of a structure, that array's bytes and
 * the distance from its start. */
struct step {
    LLVMValueRef sum, in_part; /* in_part: NULL when there is no such array */
    uint64_t part_bytes;
};

/* An array of one may be the begin of more. */
static bool is_part(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMArrayTypeKind && LLVMGetArrayLength2(type) > 1;
}

/* At the builder's position. */
static struct step step_of(struct vg_places *places, LLVMValueRef gep)
{
    LLVMTargetDataRef layout = places->gen->layout;
    LLVMTypeRef type = LLVMGetGEPSourceElementType(gep);
    LLVMBuilderRef b = places->gen->builder;
    struct step step = {.sum = number(places, 0)};
    for (unsigned i = 1; i < (unsigned)LLVMGetNumOperands(gep); i++) {
        LLVMValueRef index = LLVMGetOperand(gep, i), add;
        if (i > 1 && LLVMGetTypeKind(type) == LLVMStructTypeKind) {
            unsigned field = (unsigned)LLVMConstIntGetZExtValue(index);
            add = number(places, LLVMOffsetOfElement(layout, type, field));
            type = LLVMStructGetTypeAtIndex(type, field);
            step.in_part = is_part(type) ? number(places, 0) : NULL;
            step.part_bytes = LLVMABISizeOfType(layout, type);
        } else {
            type = i > 1 ? LLVMGetElementType(type) : type;
            add = scaled(places, index, LLVMABISizeOfType(layout, type));
            step.in_part = step.in_part ? LLVMBuildAdd(b, step.in_part, add, "") : NULL;
        }
        step.sum = LLVMBuildAdd(b, step.sum, add, "");
    }
    return step;
}

/* The array of a structure that the pointer enters, when what it lies in has one name. */
static void enter_part(struct vg_places *places, const struct step *step, struct vg_place *place)
{
    size_t length;
    if (!LLVMIsAGlobalVariable(place->object))
        return;
    const char *name = LLVMGetAsString(LLVMGetInitializer(place->object), &length);
    struct vg_text text = {0};
    vg_text_add(&text, "an array in %.*s", (int)length, name);
    place->part = vg_place_text(places->gen, vg_text_get(&text), text.size);
    place->part_offset = step->in_part;
    place->part_extent = number(places, step->part_bytes);
    vg_text_finish(&text);
}

static struct vg_place behind(struct vg_places *places, LLVMValueRef gep)
{
    struct vg_place place = vg_place_of(places, LLVMGetOperand(gep, 0));
    if (!place.extent)
        return place;
    if (LLVMIsAInstruction(gep))
        LLVMPositionBuilderBefore(places->gen->builder, gep);
    LLVMSetCurrentDebugLocation2(places->gen->builder, NULL);
    struct step step = step_of(places, gep);
    place.offset = LLVMBuildAdd(places->gen->builder, place.offset, step.sum, "");
    if (step.in_part)
        enter_part(places, &step, &place);
    else if (place.part_extent)
        place.part_offset = LLVMBuildAdd(places->gen->builder, place.part_offset, step.sum, "");
    return place;
}

static struct vg_place or_endless(struct vg_places *places, struct vg_place place)
{
    if (place.extent)
        return place;
    return (struct vg_place){.offset = number(places, ENDLESS),
                             .extent = number(places, 2 * ENDLESS),
                             .object = LLVMConstNull(places->ptr)};
}

bool vg_place_passes_on(LLVMValueRef pointer)
{
    return LLVMIsAAddrSpaceCastInst(pointer) || LLVMIsABitCastInst(pointer) || LLVMIsAFreezeInst(pointer);
}

/* All pointers that a pointer comes from through choices and additions. */
static void find_roots(LLVMValueRef pointer, struct vg_values *seen, struct vg_values *roots)
{
    if (vg_values_have(seen, pointer))
        return;
    vg_values_add(seen, pointer);
    if (LLVMIsAGetElementPtrInst(pointer) || vg_place_passes_on(pointer)) {
        find_roots(LLVMGetOperand(pointer, 0), seen, roots);
    } else if (LLVMIsASelectInst(pointer)) {
        find_roots(LLVMGetOperand(pointer, 1), seen, roots);
        find_roots(LLVMGetOperand(pointer, 2), seen, roots);
    } else if (LLVMIsAPHINode(pointer)) {
        for (unsigned i = 0; i < LLVMCountIncoming(pointer); i++)
            find_roots(LLVMGetIncomingValue(pointer, i), seen, roots);
    } else if (!vg_values_have(roots, pointer)) {
        vg_values_add(roots, pointer);
    }
}

void vg_place_roots(LLVMValueRef pointer, struct vg_values *roots)
{
    struct vg_values seen = {0};
    find_roots(pointer, &seen, roots);
    vg_values_finish(&seen);
}

LLVMValueRef vg_place_root(LLVMValueRef pointer)
{
    struct vg_values roots = {0};
    vg_place_roots(pointer, &roots);
    LLVMValueRef root = roots.count == 1 ? roots.list[0] : NULL;
    vg_values_finish(&roots);
    return root;
}

static struct vg_place chosen(struct vg_places *places, LLVMValueRef select)
{
    struct vg_place a = vg_place_of(places, LLVMGetOperand(select, 1));
    struct vg_place b = vg_place_of(places, LLVMGetOperand(select, 2));
    LLVMBuilderRef builder = places->gen->builder;
    LLVMValueRef condition = LLVMGetCondition(select);
    if (!a.extent && !b.extent)
        return a;
    a = or_endless(places, a);
    b = or_endless(places, b);
    LLVMPositionBuilderBefore(builder, select);
    LLVMSetCurrentDebugLocation2(builder, NULL);
    return (struct vg_place){.offset = LLVMBuildSelect(builder, condition, a.offset, b.offset, ""),
                             .extent = LLVMBuildSelect(builder, condition, a.extent, b.extent, ""),
                             .object = LLVMBuildSelect(builder, condition, a.object, b.object, "")};
}

static void add_incoming(LLVMValueRef phi, LLVMValueRef value, LLVMBasicBlockRef block)
{
    if (LLVMIsAPHINode(phi))
        LLVMAddIncoming(phi, &value, &block, 1);
}

/* The phis are known before their operands are looked at, which may depend on them. When all operands come
 * from one object, only the offset changes. */
static struct vg_place merged(struct vg_places *places, LLVMValueRef phi)
{
    LLVMBuilderRef b = places->gen->builder;
    LLVMValueRef root = vg_place_root(phi);
    struct vg_place of_root = root ? vg_place_of(places, root) : (struct vg_place){0};
    if (root && !of_root.extent)
        return of_root;
    LLVMPositionBuilderBefore(b, phi);
    LLVMSetCurrentDebugLocation2(b, NULL);
    struct vg_place place = {
        .offset = LLVMBuildPhi(b, places->i64, ""), .extent = of_root.extent, .object = of_root.object};
    if (!root) {
        place.extent = LLVMBuildPhi(b, places->i64, "");
        place.object = LLVMBuildPhi(b, places->ptr, "");
    }
    keep(places, phi, place);
    for (unsigned i = 0; i < LLVMCountIncoming(phi); i++) {
        struct vg_place from = or_endless(places, vg_place_of(places, LLVMGetIncomingValue(phi, i)));
        LLVMBasicBlockRef block = LLVMGetIncomingBlock(phi, i);
        add_incoming(place.offset, from.offset, block);
        if (!root) {
            add_incoming(place.extent, from.extent, block);
            add_incoming(place.object, from.object, block);
        }
    }
    return place;
}

static struct vg_place look(struct vg_places *places, LLVMValueRef pointer)
{
    if (LLVMIsAArgument(pointer))
        return argument(places, pointer);
    if (LLVMIsAGlobalVariable(pointer))
        return variable(places, pointer);
    if (LLVMIsAAllocaInst(pointer))
        return private_variable(places, pointer);
    if (LLVMIsAGetElementPtrInst(pointer))
        return behind(places, pointer);
    if (vg_place_passes_on(pointer))
        return vg_place_of(places, LLVMGetOperand(pointer, 0));
    if (LLVMIsASelectInst(pointer))
        return chosen(places, pointer);
    if (LLVMIsAPHINode(pointer))
        return merged(places, pointer);
    if (LLVMIsAConstantPointerNull(pointer))
        return object(places, number(places, 0), "a null pointer", "");
    return (struct vg_place){0};
}

struct vg_place vg_place_of(struct vg_places *places, LLVMValueRef pointer)
{
    size_t number = vg_value_map_find(&places->known, pointer);
    return number != VG_NO_NUMBER ? places->list[number] : keep(places, pointer, look(places, pointer));
}

void vg_places_start(struct vg_places *places, struct vg_gen *gen)
{
    *places = (struct vg_places){
        .gen = gen, .i64 = vg_int_type(gen->context, 64), .ptr = vg_ptr_type(gen->context, 0)};
    struct vg_values allocas = {0};
    vg_insts_of(gen->kernel, LLVMAlloca, &allocas);
    for (size_t i = 0; i < allocas.count; i++)
        vg_place_of(places, allocas.list[i]);
    vg_values_finish(&allocas);
}

void vg_places_finish(struct vg_places *places)
{
    vg_value_map_finish(&places->known);
    vg_free(places->list);
}
