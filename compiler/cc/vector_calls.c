/* SPDX-License-Identifier: MIT */
/* Vector calls of componentwise built-in functions: see vector_calls.h.
 *
 * The reader knows the part of the Itanium mangling that clang uses for built-in functions: letters for
 * scalars, DvN_T for vectors, P[qualifiers]T for pointers and S_, S0_, ... for types seen before. */
#include "compiler/cc/vector_calls.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The attribute of vector functions that names the scalar one. */
static const char scalar_mark[] = "vg-scalar";

#define MAX_TYPES 16       /* in a parameter list and among its substitutions */
#define COMPONENTS_MOST 16 /* of a vector */

enum mangled_kind { MANGLED_SCALAR, MANGLED_VECTOR, MANGLED_POINTER };

struct mangled {
    enum mangled_kind kind;
    char scalar[4];      /* the element's code, "f" or "Dh" */
    char qualifiers[24]; /* of the pointee: "U3AS1VK" */
};

struct reader {
    const char *at;
    struct mangled seen[MAX_TYPES];
    unsigned seen_count;
    bool failed;
};

static struct mangled remember(struct reader *in, struct mangled type)
{
    if (in->seen_count == MAX_TYPES)
        in->failed = true;
    else
        in->seen[in->seen_count++] = type;
    return type;
}

static struct mangled fail(struct reader *in)
{
    in->failed = true;
    return (struct mangled){0};
}

/* S_ is the first type seen, S0_ the second, S1_ the third. */
static struct mangled read_substitution(struct reader *in)
{
    unsigned index = 0;
    if (isdigit((unsigned char)*in->at))
        index = (unsigned)(*in->at++ - '0') + 1;
    if (*in->at++ != '_' || index >= in->seen_count)
        return fail(in);
    return in->seen[index];
}

static struct mangled read_scalar(struct reader *in)
{
    struct mangled type = {.kind = MANGLED_SCALAR};
    if (in->at[0] == 'D' && in->at[1] == 'h') {
        strcpy(type.scalar, "Dh");
        in->at += 2;
    } else if (*in->at && strchr("bcahstijlmfd", *in->at)) {
        type.scalar[0] = *in->at++;
    } else {
        return fail(in);
    }
    return type;
}

static struct mangled read_vector(struct reader *in)
{
    char *end;
    strtoul(in->at, &end, 10);
    if (*end != '_')
        return fail(in);
    in->at = end + 1;
    struct mangled type = read_scalar(in);
    type.kind = MANGLED_VECTOR;
    return remember(in, type);
}

static struct mangled read_type(struct reader *in);

/* Address space and cv-qualifiers; a qualified type counts as one more type seen. */
static struct mangled read_pointer(struct reader *in)
{
    const char *start = in->at;
    while (*in->at == 'U' || *in->at == 'V' || *in->at == 'K') {
        if (*in->at++ != 'U')
            continue;
        char *end;
        unsigned long length = strtoul(in->at, &end, 10);
        if (length == 0 || strnlen(end, length) < length)
            return fail(in);
        in->at = end + length;
    }
    size_t length = (size_t)(in->at - start);
    struct mangled type = read_type(in);
    if (type.kind == MANGLED_POINTER || length >= sizeof type.qualifiers)
        return fail(in);
    bool vector = type.kind == MANGLED_VECTOR;
    memcpy(type.qualifiers, start, length);
    if (length)
        remember(in, type);
    if (!vector)
        return fail(in); /* a componentwise function has no pointer to a scalar */
    type.kind = MANGLED_POINTER;
    return remember(in, type);
}

static struct mangled read_type(struct reader *in)
{
    if (in->at[0] == 'D' && in->at[1] == 'v') {
        in->at += 2;
        return read_vector(in);
    }
    if (*in->at == 'S') {
        in->at++;
        return read_substitution(in);
    }
    if (*in->at == 'P') {
        in->at++;
        return read_pointer(in);
    }
    return read_scalar(in);
}

/* convert_float4_rtz is convert_float_rtz for scalars; other names are the same for both. */
static void write_identifier(const char *name, size_t length, struct vg_text *out)
{
    static const char prefix[] = "convert_";
    size_t digits_at = length, digits_end = length;
    if (length > sizeof prefix - 1 && strncmp(name, prefix, sizeof prefix - 1) == 0) {
        digits_at = sizeof prefix - 1;
        while (digits_at < length && isalpha((unsigned char)name[digits_at]))
            digits_at++;
        digits_end = digits_at;
        while (digits_end < length && isdigit((unsigned char)name[digits_end]))
            digits_end++;
    }
    vg_text_add(out, "_Z%zu%.*s%.*s", length - (digits_end - digits_at), (int)digits_at, name,
                (int)(length - digits_end), name + digits_end);
}

bool vg_scalar_name(const char *name, struct vg_text *scalar)
{
    if (strncmp(name, "_Z", 2) != 0)
        return false;
    char *identifier;
    unsigned long length = strtoul(name + 2, &identifier, 10);
    if (length == 0 || strnlen(identifier, length) < length)
        return false;
    struct reader in = {.at = identifier + length};
    bool vectors = false;
    write_identifier(identifier, length, scalar);
    while (*in.at && !in.failed) {
        struct mangled type = read_type(&in);
        vectors |= type.kind != MANGLED_SCALAR;
        if (type.kind == MANGLED_POINTER)
            vg_text_add(scalar, "P%s", type.qualifiers);
        vg_text_add(scalar, "%s", type.scalar);
    }
    return vectors && !in.failed && !scalar->failed;
}

static LLVMTypeRef element_of(LLVMTypeRef type)
{
    return LLVMGetTypeKind(type) == LLVMVectorTypeKind ? LLVMGetElementType(type) : type;
}

static LLVMValueRef declare_scalar(LLVMValueRef function, const char *name)
{
    LLVMModuleRef module = LLVMGetGlobalParent(function);
    LLVMValueRef known = LLVMGetNamedFunction(module, name);
    if (known)
        return known;
    LLVMTypeRef params[MAX_TYPES];
    unsigned count = LLVMCountParams(function);
    for (unsigned i = 0; i < count; i++)
        params[i] = element_of(LLVMTypeOf(LLVMGetParam(function, i)));
    LLVMTypeRef result = element_of(LLVMGetReturnType(LLVMGlobalGetValueType(function)));
    return LLVMAddFunction(module, name, LLVMFunctionType(result, params, count, false));
}

/* The vector type that gives a function its number of components: of the result or, for void, of a parameter.
 */
static LLVMTypeRef vector_type_of(LLVMValueRef function)
{
    LLVMTypeRef type = LLVMGetReturnType(LLVMGlobalGetValueType(function));
    for (unsigned i = 0; LLVMGetTypeKind(type) != LLVMVectorTypeKind && i < LLVMCountParams(function); i++)
        type = LLVMTypeOf(LLVMGetParam(function, i));
    return type;
}

/* The lane-th component of an argument: of a vector, of the vector that a pointer points to, or the scalar
 * itself. */
static LLVMValueRef component(LLVMBuilderRef builder, LLVMValueRef value, unsigned lane, LLVMTypeRef pointee)
{
    LLVMTypeRef type = LLVMTypeOf(value);
    LLVMValueRef index = vg_int(LLVMGetTypeContext(type), 32, lane);
    if (LLVMGetTypeKind(type) == LLVMVectorTypeKind)
        return LLVMBuildExtractElement(builder, value, index, "");
    if (LLVMGetTypeKind(type) == LLVMPointerTypeKind)
        return LLVMBuildInBoundsGEP2(builder, pointee, value, &index, 1, "");
    return value;
}

/* The type of the elements behind pointer parameters, from the letter in the scalar name. */
static LLVMTypeRef pointee_type(LLVMContextRef context, const char *scalar)
{
    switch (scalar[strlen(scalar) - 1]) {
    case 'f':
        return LLVMFloatTypeInContext(context);
    case 'd':
        return LLVMDoubleTypeInContext(context);
    case 'l':
    case 'm':
        return LLVMInt64TypeInContext(context);
    case 'h': /* half, unless it stands alone */
    case 's':
    case 't':
        return LLVMInt16TypeInContext(context);
    default:
        return LLVMInt32TypeInContext(context);
    }
}

/* The body: a call for each component. All arguments are taken before the first call, so that vectors do not
 * live on through what the calls become. */
static void write_body(LLVMBuilderRef builder, LLVMValueRef function, LLVMValueRef callee)
{
    LLVMContextRef context = LLVMGetTypeContext(LLVMTypeOf(callee));
    LLVMTypeRef callee_type = LLVMGlobalGetValueType(callee),
                pointee = pointee_type(context, vg_name(callee));
    LLVMTypeRef result_type = LLVMGetReturnType(LLVMGlobalGetValueType(function));
    unsigned lanes = LLVMGetVectorSize(vector_type_of(function)), count = LLVMCountParams(function);
    bool is_void = LLVMGetTypeKind(result_type) == LLVMVoidTypeKind;
    LLVMValueRef result = is_void ? NULL : LLVMGetPoison(result_type);
    LLVMPositionBuilderAtEnd(builder, LLVMAppendBasicBlockInContext(context, function, ""));
    LLVMValueRef args[COMPONENTS_MOST][MAX_TYPES];
    for (unsigned lane = 0; lane < lanes; lane++)
        for (unsigned i = 0; i < count; i++)
            args[lane][i] = component(builder, LLVMGetParam(function, i), lane, pointee);
    for (unsigned lane = 0; lane < lanes; lane++) {
        LLVMValueRef value = LLVMBuildCall2(builder, callee_type, callee, args[lane], count, "");
        if (result)
            result = LLVMBuildInsertElement(builder, result, value, vg_int(context, 32, lane), "");
    }
    if (result)
        LLVMBuildRet(builder, result);
    else
        LLVMBuildRetVoid(builder);
}

void vg_scalarise_calls(LLVMValueRef function, const char *scalar)
{
    LLVMValueRef callee = declare_scalar(function, scalar);
    LLVMContextRef context = LLVMGetModuleContext(LLVMGetGlobalParent(function));
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(context);
    write_body(builder, function, callee);
    LLVMDisposeBuilder(builder);
    LLVMSetLinkage(function, LLVMInternalLinkage);
    vg_add_attribute(function, "alwaysinline");
    LLVMAttributeRef mark = LLVMCreateStringAttribute(context, scalar_mark, sizeof scalar_mark - 1, scalar,
                                                      (unsigned)strlen(scalar));
    LLVMAddAttributeAtIndex(function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, mark);
}

LLVMValueRef vg_scalar_of(LLVMValueRef function)
{
    LLVMAttributeRef mark = LLVMGetStringAttributeAtIndex(
        function, (LLVMAttributeIndex)LLVMAttributeFunctionIndex, scalar_mark, sizeof scalar_mark - 1);
    unsigned length;
    const char *name = mark ? LLVMGetStringAttributeValue(mark, &length) : NULL;
    return name ? LLVMGetNamedFunction(LLVMGetGlobalParent(function), name) : NULL;
}
