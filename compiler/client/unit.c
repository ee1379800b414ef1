/* SPDX-License-Identifier: MIT */
/* A unit's life: made of a container that holds its bitcode and its description, shared by counted
 * references. */
#include "compiler/client/unit.h"

#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "compiler/client/locate.h"
#include "compiler/client/process.h"

static void destroy(struct vg_unit *unit)
{
    for (size_t i = unit->piece_count; i-- > 0;)
        vg_piece_finish(unit, &unit->pieces[i]);
    vg_free(unit->pieces);
    vg_program_info_finish(&unit->info);
    vg_reply_finish(&unit->source);
    vg_free(unit->options);
    vg_cond_finish(&unit->changed);
    vg_mutex_finish(&unit->lock);
    vg_free(unit);
}

static cl_int make_pieces(struct vg_unit *unit)
{
    size_t kernels = unit->info.kernel_count;
    size_t count = kernels + unit->info.has_globals;
    unit->pieces = vg_zalloc_array(count, sizeof *unit->pieces);
    if (!unit->pieces)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the code of %zu kernels", kernels);
    unit->piece_count = count;
    for (size_t i = 0; i < count; i++)
        unit->pieces[i].kernel = i < kernels ? unit->info.kernels[i].name : "";
    return CL_SUCCESS;
}

static cl_int read_source(struct vg_unit *unit)
{
    struct vg_wire_part bitcode, program;
    if (!vg_wire_find(&unit->source.view, VG_SECTION_BITCODE, 0, &bitcode) || bitcode.size == 0 ||
        !vg_wire_find(&unit->source.view, VG_SECTION_PROGRAM, 0, &program))
        return CL_INVALID_BINARY;
    enum vg_decoded decoded = vg_program_info_decode(program.data, program.size, &unit->info);
    if (decoded == VG_DECODE_NO_MEMORY)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for the description of a program");
    if (decoded != VG_DECODED)
        return CL_INVALID_BINARY;
    unit->bitcode = bitcode.data;
    unit->bitcode_size = bitcode.size;
    unit->digest = vg_digest_of(bitcode.data, bitcode.size);
    return unit->kind == VG_UNIT_EXECUTABLE ? make_pieces(unit) : CL_SUCCESS;
}

cl_int vg_unit_create(enum vg_unit_kind kind, enum vg_option_stage stage, const char *options,
                      struct vg_reply *source, struct vg_unit **out)
{
    struct vg_unit *unit = vg_zalloc(sizeof *unit);
    char *text = vg_strdup(options);
    if (!unit || !text) {
        vg_free(unit);
        vg_free(text);
        vg_reply_finish(source);
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a program");
    }
    vg_ref_init(&unit->refs);
    vg_mutex_init(&unit->lock, VG_RANK_COMPILER);
    vg_cond_init(&unit->changed);
    unit->kind = kind;
    unit->stage = stage;
    unit->options = text;
    unit->source = *source;
    *source = (struct vg_reply){0};
    unit->has_compiler = vg_compiler_identity(&unit->compiler);
    cl_int error = read_source(unit);
    if (error != CL_SUCCESS) {
        destroy(unit);
        return error;
    }
    *out = unit;
    return CL_SUCCESS;
}

void vg_unit_retain(struct vg_unit *unit)
{
    vg_ref_take(&unit->refs);
}

void vg_unit_release(struct vg_unit **unit)
{
    if (*unit && vg_ref_drop(&(*unit)->refs))
        destroy(*unit);
    *unit = NULL;
}

enum vg_unit_kind vg_unit_kind(const struct vg_unit *unit)
{
    return unit->kind;
}

const struct vg_program_info *vg_unit_info(const struct vg_unit *unit)
{
    return &unit->info;
}

size_t vg_unit_variables(const struct vg_unit *unit, uintptr_t *start)
{
    if (!unit->info.has_globals)
        return 0;
    const struct vg_elf *image = &unit->pieces[unit->piece_count - 1].image;
    *start = (uintptr_t)image->base;
    return image->base ? image->size : 0;
}

const char *vg_unit_options(const struct vg_unit *unit)
{
    return unit->options;
}

cl_int vg_unit_code(struct vg_unit *unit, size_t index, const struct vg_code **out)
{
    if (index >= unit->info.kernel_count || unit->kind != VG_UNIT_EXECUTABLE)
        return vg_fail(CL_INVALID_VALUE, "code of kernel %zu of %u", index, unit->info.kernel_count);
    struct vg_piece *piece = &unit->pieces[index];
    if (atomic_load_explicit(&piece->state, memory_order_acquire) != VG_PIECE_LOADED) {
        if (unit->info.has_globals)
            VG_TRY(vg_piece_load(unit, unit->piece_count - 1));
        VG_TRY(vg_piece_load(unit, index));
    }
    *out = &piece->code;
    return CL_SUCCESS;
}

void vg_compiler_unload(void)
{
    vg_process_close();
}
