/* SPDX-License-Identifier: MIT */
/* Reads clang's kernel_arg_* and attribute metadata, and lays out the argument block: each slot at its
 * natural alignment, in order. ABI: kernel */
#include "compiler/cc/metadata.h"

#include <llvm-c/Target.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/cc/globals.h"

#define MAX_SLOT_ALIGN 128
#define UNKNOWN_POINTEE_ALIGN 128 /* of the largest vector, long16 */

/* The node of a kind that hangs on a function; NULL when there is none. */
static LLVMValueRef node_of(LLVMValueRef function, const char *kind)
{
    LLVMContextRef context = LLVMGetModuleContext(LLVMGetGlobalParent(function));
    unsigned id = LLVMGetMDKindIDInContext(context, kind, (unsigned)strlen(kind));
    size_t count;
    LLVMValueMetadataEntry *entries = LLVMGlobalCopyAllMetadata(function, &count);
    LLVMValueRef node = NULL;
    for (unsigned i = 0; i < count; i++)
        if (LLVMValueMetadataEntriesGetKind(entries, i) == id)
            node = LLVMMetadataAsValue(context, LLVMValueMetadataEntriesGetMetadata(entries, i));
    LLVMDisposeValueMetadataEntries(entries);
    return node;
}

static LLVMValueRef operand(LLVMValueRef node, unsigned index)
{
    if (!node || index >= LLVMGetMDNodeNumOperands(node))
        return NULL;
    unsigned count = LLVMGetMDNodeNumOperands(node);
    LLVMValueRef *operands = vg_zalloc_array(count, sizeof *operands);
    if (!operands)
        return NULL;
    LLVMGetMDNodeOperands(node, operands);
    LLVMValueRef value = operands[index];
    vg_free(operands);
    return value;
}

/* Heap; "" when absent. */
static char *text_operand(LLVMValueRef node, unsigned index)
{
    LLVMValueRef value = operand(node, index);
    unsigned length = 0;
    const char *text = value ? LLVMGetMDString(value, &length) : NULL;
    return text ? vg_strndup(text, length) : vg_strdup("");
}

static uint32_t int_operand(LLVMValueRef node, unsigned index)
{
    LLVMValueRef value = operand(node, index);
    return value && LLVMIsAConstantInt(value) ? (uint32_t)LLVMConstIntGetZExtValue(value) : 0;
}

static void three_operands(LLVMValueRef node, uint32_t out[3])
{
    for (unsigned i = 0; i < 3; i++)
        out[i] = int_operand(node, i);
}

bool vg_is_kernel(LLVMValueRef function)
{
    return !LLVMIsDeclaration(function) && node_of(function, "kernel_arg_addr_space");
}

static uint32_t qualifiers_of(const char *text)
{
    static const struct {
        const char *word;
        uint32_t bit;
    } words[] = {{"const", VG_QUAL_CONST},
                 {"restrict", VG_QUAL_RESTRICT},
                 {"volatile", VG_QUAL_VOLATILE},
                 {"pipe", VG_QUAL_PIPE}};
    uint32_t bits = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strstr(text, words[i].word))
            bits |= words[i].bit;
    return bits;
}

/* Size of a built-in scalar or vector type by its OpenCL name, 0 for other types. */
static uint32_t size_by_name(const char *name)
{
    static const struct {
        const char *name;
        uint32_t size;
    } scalars[] = {{"char", 1},   {"uchar", 1}, {"short", 2}, {"ushort", 2}, {"half", 2},
                   {"int", 4},    {"uint", 4},  {"float", 4}, {"long", 8},   {"ulong", 8},
                   {"double", 8}, {"bool", 1},  {"size_t", 8}};
    size_t letters = strcspn(name, " 0123456789*");
    for (size_t i = 0; i < sizeof scalars / sizeof *scalars; i++) {
        if (strlen(scalars[i].name) != letters || memcmp(scalars[i].name, name, letters) != 0)
            continue;
        unsigned lanes = 1; /* "float4*" or "float __attribute__((ext_vector_type(4)))*" */
        const char *number = strpbrk(name, "0123456789");
        if (number)
            sscanf(number, "%u", &lanes);
        return scalars[i].size * (lanes == 3 ? 4 : lanes);
    }
    return 0;
}

/* base_name is the pointer's type name with typedefs resolved, "float4*". */
static uint32_t pointee_align(const char *base_name)
{
    size_t length = strlen(base_name);
    if (length >= 2 && base_name[length - 2] == '*')
        return 8;
    uint32_t size = size_by_name(base_name);
    return size ? size : UNKNOWN_POINTEE_ALIGN;
}

/* The type of a struct argument passed in memory, NULL for others. */
static LLVMTypeRef byval_type(LLVMValueRef function, unsigned index)
{
    unsigned kind = LLVMGetEnumAttributeKindForName("byval", 5);
    LLVMAttributeRef attribute = LLVMGetEnumAttributeAtIndex(function, index + 1, kind);
    return attribute ? LLVMGetTypeAttributeValue(attribute) : NULL;
}

static uint32_t max_u32(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static void measure_value(LLVMValueRef function, unsigned index, struct vg_arg_info *arg)
{
    LLVMTargetDataRef layout = LLVMGetModuleDataLayout(LLVMGetGlobalParent(function));
    LLVMTypeRef in_memory = byval_type(function, index);
    LLVMTypeRef type = in_memory ? in_memory : LLVMTypeOf(LLVMGetParam(function, index));
    arg->size = (uint32_t)LLVMABISizeOfType(layout, type);
    arg->align = LLVMABIAlignmentOfType(layout, type);
    unsigned kind = LLVMGetEnumAttributeKindForName("align", 5);
    LLVMAttributeRef align = LLVMGetEnumAttributeAtIndex(function, index + 1, kind);
    if (in_memory && align)
        arg->align = max_u32(arg->align, (uint32_t)LLVMGetEnumAttributeValue(align));
    if (arg->align > MAX_SLOT_ALIGN)
        arg->align = MAX_SLOT_ALIGN;
}

static bool is_image_name(const char *name)
{
    size_t length = strlen(name);
    return strncmp(name, "image", 5) == 0 && length > 2 && strcmp(name + length - 2, "_t") == 0;
}

static uint32_t access_of(const char *text)
{
    static const char *const words[] = {"none", "read_only", "write_only", "read_write"};
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i]) == 0)
            return i; /* enum vg_arg_access */
    return VG_ACCESS_NONE;
}

/* Images, samplers and other types without a layout. */
static bool read_opaque(LLVMValueRef function, unsigned index, const char *base, struct vg_arg_info *arg,
                        struct vg_text *log)
{
    if (strcmp(base, "sampler_t") == 0) {
        arg->kind = VG_ARG_SAMPLER;
        return true;
    }
    if (is_image_name(base)) {
        char *access = text_operand(node_of(function, "kernel_arg_access_qual"), index);
        arg->kind = VG_ARG_IMAGE;
        arg->access = access ? access_of(access) : VG_ACCESS_NONE;
        vg_free(access);
        return true;
    }
    vg_text_add(log, "error: argument %u of kernel %s has type %s, which this device does not support\n",
                index, vg_name(function), arg->type_name);
    return false;
}

static void read_plain(LLVMValueRef function, unsigned index, const char *base, struct vg_arg_info *arg)
{
    switch (int_operand(node_of(function, "kernel_arg_addr_space"), index)) {
    case VG_SPACE_GLOBAL:
        arg->kind = VG_ARG_GLOBAL;
        break;
    case VG_SPACE_CONSTANT:
        arg->kind = VG_ARG_CONSTANT;
        break;
    case VG_SPACE_LOCAL:
        arg->kind = VG_ARG_LOCAL;
        arg->size = 0;
        arg->align = pointee_align(base);
        break;
    default:
        arg->kind = VG_ARG_VALUE;
        measure_value(function, index, arg);
    }
}

static bool read_arg(LLVMValueRef function, unsigned index, struct vg_arg_info *arg, struct vg_text *log)
{
    char *base = text_operand(node_of(function, "kernel_arg_base_type"), index);
    char *qualifiers = text_operand(node_of(function, "kernel_arg_type_qual"), index);
    arg->name = text_operand(node_of(function, "kernel_arg_name"), index);
    arg->type_name = text_operand(node_of(function, "kernel_arg_type"), index);
    bool ok = base && qualifiers && arg->name && arg->type_name;
    if (!ok) {
        vg_text_add(log, "error: out of memory\n");
    } else {
        arg->qualifiers = qualifiers_of(qualifiers);
        arg->size = arg->align = 8;
        if (LLVMGetTypeKind(LLVMTypeOf(LLVMGetParam(function, index))) == LLVMTargetExtTypeKind)
            ok = read_opaque(function, index, base, arg, log);
        else
            read_plain(function, index, base, arg);
    }
    vg_free(base);
    vg_free(qualifiers);
    return ok;
}

static void place_arg(struct vg_kernel_info *kernel, struct vg_arg_info *arg)
{
    uint32_t align = arg->kind == VG_ARG_VALUE ? arg->align : 8;
    uint32_t size = arg->kind == VG_ARG_VALUE ? arg->size : 8;
    arg->offset = (kernel->args_bytes + align - 1) & ~(align - 1);
    kernel->args_bytes = arg->offset + size;
}

static void add_sizes(struct vg_text *text, const char *name, const uint32_t sizes[3])
{
    if (sizes[0])
        vg_text_add(text, "%s%s(%u,%u,%u)", text->size ? " " : "", name, sizes[0], sizes[1], sizes[2]);
}

static void add_type_name(struct vg_text *text, LLVMTypeRef type, bool is_signed)
{
    unsigned lanes = 1;
    if (LLVMGetTypeKind(type) == LLVMVectorTypeKind) {
        lanes = LLVMGetVectorSize(type);
        type = LLVMGetElementType(type);
    }
    switch (LLVMGetTypeKind(type)) {
    case LLVMHalfTypeKind:
        vg_text_add(text, "half");
        break;
    case LLVMFloatTypeKind:
        vg_text_add(text, "float");
        break;
    case LLVMDoubleTypeKind:
        vg_text_add(text, "double");
        break;
    default: {
        unsigned bits = LLVMGetIntTypeWidth(type);
        const char *name = bits == 8 ? "char" : bits == 16 ? "short" : bits == 32 ? "int" : "long";
        vg_text_add(text, "%s%s", is_signed ? "" : "u", name);
    }
    }
    if (lanes > 1)
        vg_text_add(text, "%u", lanes);
}

static char *attributes_of(LLVMValueRef function, const struct vg_kernel_info *kernel)
{
    struct vg_text text = {0};
    LLVMValueRef hint = node_of(function, "vec_type_hint");
    if (hint) {
        vg_text_add(&text, "vec_type_hint(");
        add_type_name(&text, LLVMTypeOf(operand(hint, 0)), int_operand(hint, 1) != 0);
        vg_text_add(&text, ")");
    }
    add_sizes(&text, "work_group_size_hint", kernel->hint_size);
    add_sizes(&text, "reqd_work_group_size", kernel->reqd_size);
    if (kernel->reqd_sub_group)
        vg_text_add(&text, "%sintel_reqd_sub_group_size(%u)", text.size ? " " : "", kernel->reqd_sub_group);
    char *result = vg_strdup(vg_text_get(&text));
    vg_text_finish(&text);
    return result;
}

/* 0: not required. */
static bool is_sub_group_size(uint32_t size)
{
    static const uint32_t sizes[] = {0, VG_SUB_GROUP_SIZES};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (sizes[i] == size)
            return true;
    return false;
}

bool vg_metadata_read_kernel(LLVMValueRef function, struct vg_kernel_info *kernel, struct vg_text *log)
{
    kernel->name = vg_strdup(vg_name(function));
    kernel->args = vg_zalloc_array(LLVMCountParams(function) + 1, sizeof *kernel->args);
    three_operands(node_of(function, "reqd_work_group_size"), kernel->reqd_size);
    three_operands(node_of(function, "work_group_size_hint"), kernel->hint_size);
    kernel->reqd_sub_group = int_operand(node_of(function, "intel_reqd_sub_group_size"), 0);
    kernel->attributes = attributes_of(function, kernel);
    if (!kernel->name || !kernel->args || !kernel->attributes)
        return false;
    if (!is_sub_group_size(kernel->reqd_sub_group)) {
        vg_text_add(log,
                    "error: kernel %s asks for sub-groups of %u work-items; they can have 4, 8, 16 or 32\n",
                    kernel->name, kernel->reqd_sub_group);
        return false;
    }
    kernel->arg_count = LLVMCountParams(function);
    for (unsigned i = 0; i < kernel->arg_count; i++) {
        if (!read_arg(function, i, &kernel->args[i], log))
            return false;
        place_arg(kernel, &kernel->args[i]);
    }
    return true;
}

bool vg_metadata_read(LLVMModuleRef module, struct vg_program_info *info, struct vg_text *log)
{
    *info = (struct vg_program_info){0};
    uint32_t count = 0;
    VG_EACH_FUNCTION (function, module)
        count += vg_is_kernel(function);
    info->kernels = vg_zalloc_array(count + 1, sizeof *info->kernels);
    if (!info->kernels)
        return false;
    VG_EACH_FUNCTION (function, module) {
        if (!vg_is_kernel(function))
            continue;
        info->has_arg_info |= node_of(function, "kernel_arg_name") != NULL;
        if (!vg_metadata_read_kernel(function, &info->kernels[info->kernel_count++], log))
            return false;
    }
    struct vg_globals globals = vg_globals_measure(module);
    info->global_bytes = globals.bytes;
    info->has_globals = globals.count != 0;
    return true;
}
