/* SPDX-License-Identifier: MIT */
/* The flat form of struct vg_program_info: little-endian 32-bit numbers and texts (length, bytes) one after
 * another in the order of the structures, behind a magic number. The reader checks every count against the
 * bytes that are left before it allocates, and every field against what the rest of the tree relies on. */
#include "compiler/kernel_info.h"

#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"

#define INFO_MAGIC 0x49504756u /* "VGPI" */
#define ARG_MIN_BYTES (8 * sizeof(uint32_t))
#define KERNEL_MIN_BYTES (11 * sizeof(uint32_t))
#define SLOT_BYTES 8 /* of a pointer or handle in the argument block */

struct writer {
    char *bytes;
    size_t size, capacity;
    bool failed;
};

static void put(struct writer *out, const void *data, size_t size)
{
    size_t need;
    if (out->failed || size == 0)
        return;
    if (!vg_add(out->size, size, &need)) {
        out->failed = true;
        return;
    }
    if (need > out->capacity) {
        size_t capacity = need < 256 ? 256 : need * 2;
        char *grown = vg_realloc(out->bytes, capacity);
        if (!grown) {
            out->failed = true;
            return;
        }
        out->bytes = grown;
        out->capacity = capacity;
    }
    memcpy(out->bytes + out->size, data, size);
    out->size = need;
}

static void put_u32(struct writer *out, uint32_t value)
{
    put(out, &value, sizeof value);
}

static void put_text(struct writer *out, const char *text)
{
    size_t length = text ? strlen(text) : 0;
    if (length > UINT32_MAX) {
        out->failed = true;
        return;
    }
    put_u32(out, (uint32_t)length);
    put(out, text, length);
}

static void put_arg(struct writer *out, const struct vg_arg_info *arg)
{
    put_text(out, arg->name);
    put_text(out, arg->type_name);
    put_u32(out, arg->kind);
    put_u32(out, arg->access);
    put_u32(out, arg->qualifiers);
    put_u32(out, arg->size);
    put_u32(out, arg->align);
    put_u32(out, arg->offset);
}

static void put_kernel(struct writer *out, const struct vg_kernel_info *kernel)
{
    put_text(out, kernel->name);
    put_text(out, kernel->attributes);
    put_u32(out, kernel->args_bytes);
    put(out, kernel->reqd_size, sizeof kernel->reqd_size);
    put(out, kernel->hint_size, sizeof kernel->hint_size);
    put_u32(out, kernel->reqd_sub_group);
    put_u32(out, kernel->arg_count);
    for (uint32_t i = 0; i < kernel->arg_count; i++)
        put_arg(out, &kernel->args[i]);
}

void *vg_program_info_encode(const struct vg_program_info *info, size_t *size)
{
    struct writer out = {0};
    put_u32(&out, INFO_MAGIC);
    put_u32(&out, info->kernel_count);
    put(&out, &info->global_bytes, sizeof info->global_bytes);
    put_u32(&out, info->has_globals);
    put_u32(&out, info->has_arg_info);
    for (uint32_t i = 0; i < info->kernel_count; i++)
        put_kernel(&out, &info->kernels[i]);
    if (out.failed) {
        vg_free(out.bytes);
        return NULL;
    }
    *size = out.size;
    return out.bytes;
}

struct reader {
    const char *bytes;
    size_t left;
    bool failed;
    bool no_memory; /* why it failed */
};

static void run_out_of_memory(struct reader *in)
{
    in->failed = true;
    in->no_memory = true;
}

static void take(struct reader *in, void *data, size_t size)
{
    memset(data, 0, size);
    if (in->failed || size > in->left) {
        in->failed = true;
        return;
    }
    memcpy(data, in->bytes, size);
    in->bytes += size;
    in->left -= size;
}

static uint32_t take_u32(struct reader *in)
{
    uint32_t value;
    take(in, &value, sizeof value);
    return value;
}

static bool take_bool(struct reader *in)
{
    uint32_t value = take_u32(in);
    if (value > 1)
        in->failed = true;
    return value == 1;
}

static char *take_text(struct reader *in)
{
    uint32_t length = take_u32(in);
    if (in->failed || length > in->left || memchr(in->bytes, 0, length)) {
        in->failed = true;
        return NULL;
    }
    char *text = vg_strndup(in->bytes, length);
    if (!text)
        run_out_of_memory(in);
    in->bytes += length;
    in->left -= length;
    return text;
}

/* A count of things that take at least `each` bytes; 0 after a failure. */
static uint32_t take_count(struct reader *in, size_t each)
{
    uint32_t count = take_u32(in);
    if (in->failed || count > in->left / each) {
        in->failed = true;
        return 0;
    }
    return count;
}

static bool arg_is_sound(const struct vg_arg_info *arg, uint32_t args_bytes)
{
    uint32_t slot = arg->kind == VG_ARG_VALUE ? arg->size : SLOT_BYTES;
    const uint32_t all = VG_QUAL_CONST | VG_QUAL_RESTRICT | VG_QUAL_VOLATILE | VG_QUAL_PIPE;
    return arg->kind <= VG_ARG_QUEUE && arg->access <= VG_ACCESS_READ_WRITE &&
           (arg->qualifiers & ~all) == 0 && vg_is_power_of_two(arg->align) &&
           vg_in_range(arg->offset, slot, args_bytes) && (arg->kind == VG_ARG_LOCAL) == (arg->size == 0);
}

static void take_arg(struct reader *in, struct vg_arg_info *arg, uint32_t args_bytes)
{
    arg->name = take_text(in);
    arg->type_name = take_text(in);
    arg->kind = take_u32(in);
    arg->access = take_u32(in);
    arg->qualifiers = take_u32(in);
    arg->size = take_u32(in);
    arg->align = take_u32(in);
    arg->offset = take_u32(in);
    if (!in->failed && !arg_is_sound(arg, args_bytes))
        in->failed = true;
}

static void take_kernel(struct reader *in, struct vg_kernel_info *kernel)
{
    kernel->name = take_text(in);
    kernel->attributes = take_text(in);
    kernel->args_bytes = take_u32(in);
    take(in, kernel->reqd_size, sizeof kernel->reqd_size);
    take(in, kernel->hint_size, sizeof kernel->hint_size);
    kernel->reqd_sub_group = take_u32(in);
    uint32_t count = take_count(in, ARG_MIN_BYTES);
    if (in->failed || !kernel->name[0]) {
        in->failed = true;
        return;
    }
    kernel->args = vg_zalloc_array(count, sizeof *kernel->args);
    if (!kernel->args) {
        run_out_of_memory(in);
        return;
    }
    kernel->arg_count = count;
    for (uint32_t i = 0; i < count && !in->failed; i++)
        take_arg(in, &kernel->args[i], kernel->args_bytes);
}

static void take_program(struct reader *in, struct vg_program_info *info)
{
    if (take_u32(in) != INFO_MAGIC)
        in->failed = true;
    uint32_t count = take_count(in, KERNEL_MIN_BYTES);
    take(in, &info->global_bytes, sizeof info->global_bytes);
    info->has_globals = take_bool(in);
    info->has_arg_info = take_bool(in);
    if (in->failed)
        return;
    info->kernels = vg_zalloc_array(count, sizeof *info->kernels);
    if (!info->kernels) {
        run_out_of_memory(in);
        return;
    }
    info->kernel_count = count;
    for (uint32_t i = 0; i < count && !in->failed; i++)
        take_kernel(in, &info->kernels[i]);
}

enum vg_decoded vg_program_info_decode(const void *bytes, size_t size, struct vg_program_info *info)
{
    struct reader in = {.bytes = bytes, .left = size};
    *info = (struct vg_program_info){0};
    take_program(&in, info);
    if (!in.failed && in.left == 0)
        return VG_DECODED;
    vg_program_info_finish(info);
    return in.no_memory ? VG_DECODE_NO_MEMORY : VG_DECODE_DAMAGED;
}

void vg_program_info_finish(struct vg_program_info *info)
{
    for (uint32_t i = 0; i < info->kernel_count; i++) {
        struct vg_kernel_info *kernel = &info->kernels[i];
        for (uint32_t k = 0; k < kernel->arg_count; k++) {
            vg_free(kernel->args[k].name);
            vg_free(kernel->args[k].type_name);
        }
        vg_free(kernel->args);
        vg_free(kernel->name);
        vg_free(kernel->attributes);
    }
    vg_free(info->kernels);
    *info = (struct vg_program_info){0};
}
