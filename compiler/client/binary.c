/* SPDX-License-Identifier: MIT */
/* Program binaries: a head, then a container with the options, the description, the bitcode and, for an
 * executable, KERNEL, ISA and OBJECT of each piece of code. The bitcode makes a binary portable between
 * machines and releases: objects for another instruction set, or from another compiler, are passed over and
 * made anew from it. */
#include <string.h>

#include "base/alloc.h"
#include "base/cpu.h"
#include "base/error.h"
#include "compiler/binary.h"
#include "compiler/client/unit.h"

#define COMMON_PARTS 3
#define PIECE_PARTS 3

_Static_assert(VG_BINARY_EXECUTABLE == VG_UNIT_EXECUTABLE, "both say the same");

static size_t list_parts(struct vg_unit *unit, struct vg_wire_part *parts, struct vg_wire_part program)
{
    const char *isa = vg_target_name(vg_cpu_target());
    size_t count = 0;
    parts[count++] = (struct vg_wire_part){VG_SECTION_OPTIONS, unit->options, strlen(unit->options)};
    parts[count++] = program;
    parts[count++] = (struct vg_wire_part){VG_SECTION_BITCODE, unit->bitcode, unit->bitcode_size};
    for (size_t i = 0; i < unit->piece_count; i++) {
        const struct vg_piece *piece = &unit->pieces[i];
        /* A kernel that no code can be made for does not spoil the others: its error comes up when it is
         * used. */
        if (vg_piece_hold(unit, i) != CL_SUCCESS)
            continue;
        parts[count++] = (struct vg_wire_part){VG_SECTION_KERNEL, piece->kernel, strlen(piece->kernel)};
        parts[count++] = (struct vg_wire_part){VG_SECTION_ISA, isa, strlen(isa)};
        parts[count++] = (struct vg_wire_part){VG_SECTION_OBJECT, piece->object, piece->object_size};
    }
    return count;
}

static void *pack_unit(struct vg_unit *unit, size_t *size)
{
    struct vg_wire_part program = {.kind = VG_SECTION_PROGRAM};
    void *encoded = vg_program_info_encode(&unit->info, &program.size);
    struct vg_wire_part *parts =
        vg_zalloc_array(COMMON_PARTS + PIECE_PARTS * unit->piece_count, sizeof *parts);
    void *container = NULL;
    program.data = encoded;
    if (encoded && parts)
        container = vg_wire_pack(parts, list_parts(unit, parts, program), size);
    vg_free(parts);
    vg_free(encoded);
    return container;
}

cl_int vg_unit_save(struct vg_unit *unit, void **bytes, size_t *size)
{
    size_t container_size = 0;
    void *container = pack_unit(unit, &container_size);
    char *binary = container ? vg_zalloc(sizeof(struct vg_binary_head) + container_size) : NULL;
    if (!binary) {
        vg_free(container);
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a program binary");
    }
    struct vg_binary_head head = {.magic = VG_BINARY_MAGIC,
                                  .version = VG_BINARY_VERSION,
                                  .kind = unit->kind,
                                  .stage = unit->stage,
                                  .abi = VG_ABI_VERSION,
                                  .size = container_size};
    if (unit->has_compiler)
        head.compiler = unit->compiler;
    head.checksum = vg_binary_checksum(&head, container);
    memcpy(binary, &head, sizeof head);
    memcpy(binary + sizeof head, container, container_size);
    vg_free(container);
    *bytes = binary;
    *size = sizeof head + container_size;
    return CL_SUCCESS;
}

static cl_int read_head(const void *bytes, size_t size, struct vg_binary_head *head)
{
    if (size < sizeof *head)
        return vg_fail(CL_INVALID_BINARY, "a binary of %zu bytes is too short", size);
    memcpy(head, bytes, sizeof *head);
    if (head->magic != VG_BINARY_MAGIC)
        return vg_fail(CL_INVALID_BINARY, "the binary is not one of this device");
    if (head->version != VG_BINARY_VERSION)
        return vg_fail(CL_INVALID_BINARY, "the binary has format %u, this library reads %d", head->version,
                       VG_BINARY_VERSION);
    if (head->size != size - sizeof *head)
        return vg_fail(CL_INVALID_BINARY, "the binary has %zu bytes where %llu are announced", size,
                       (unsigned long long)head->size + sizeof *head);
    if (head->kind > VG_UNIT_EXECUTABLE || head->stage > VG_STAGE_LINK)
        return vg_fail(CL_INVALID_BINARY, "the binary is of unknown kind %u", head->kind);
    return CL_SUCCESS;
}

/* The container of a binary as a block of its own. */
static cl_int copy_container(const struct vg_binary_head *head, const void *bytes, struct vg_reply *source)
{
    const char *container = (const char *)bytes + sizeof *head;
    *source = (struct vg_reply){.bytes = vg_memdup(container, head->size)};
    if (!source->bytes)
        return vg_fail(CL_OUT_OF_HOST_MEMORY, "no memory for a binary of %llu bytes",
                       (unsigned long long)head->size);
    if (head->checksum == vg_binary_checksum(head, source->bytes) &&
        vg_wire_borrow(source->bytes, head->size, &source->view))
        return CL_SUCCESS;
    vg_reply_finish(source);
    return vg_fail(CL_INVALID_BINARY, "the binary is damaged");
}

static cl_int check_options(const struct vg_reply *source, enum vg_option_stage stage, const char **text)
{
    struct vg_wire_part part;
    struct vg_options options;
    char *error;
    if (!vg_wire_find(&source->view, VG_SECTION_OPTIONS, 0, &part))
        return vg_fail(CL_INVALID_BINARY, "the binary lacks its options");
    if (!vg_options_parse(part.data, stage, &options, &error)) {
        cl_int code = vg_fail(error ? CL_INVALID_BINARY : CL_OUT_OF_HOST_MEMORY, "options of the binary: %s",
                              error ? error : "no memory");
        vg_free(error);
        return code;
    }
    vg_options_finish(&options);
    *text = part.data;
    return CL_SUCCESS;
}

static struct vg_piece *find_piece(struct vg_unit *unit, const char *kernel)
{
    for (size_t i = 0; i < unit->piece_count; i++)
        if (strcmp(unit->pieces[i].kernel, kernel) == 0)
            return &unit->pieces[i];
    return NULL;
}

/* Takes over the objects that fit this machine. */
static void adopt_objects(struct vg_unit *unit, const struct vg_binary_head *head)
{
    struct vg_wire_part kernel, isa, object;
    const struct vg_wire_view *view = &unit->source.view;
    bool same_compiler = memcmp(&head->compiler, &unit->compiler, sizeof head->compiler) == 0;
    if (head->abi != VG_ABI_VERSION || (unit->has_compiler && !same_compiler))
        return;
    for (size_t i = 0;
         vg_wire_find(view, VG_SECTION_KERNEL, i, &kernel) && vg_wire_find(view, VG_SECTION_ISA, i, &isa) &&
         vg_wire_find(view, VG_SECTION_OBJECT, i, &object);
         i++) {
        struct vg_piece *piece = find_piece(unit, kernel.data);
        struct vg_target target;
        if (!piece || !vg_target_parse(isa.data, &target) || !vg_target_fits(target))
            continue;
        piece->object = object.data;
        piece->object_size = object.size;
        piece->state = VG_PIECE_HELD;
    }
}

cl_int vg_unit_load(const void *bytes, size_t size, struct vg_unit **out)
{
    struct vg_binary_head head;
    struct vg_reply source;
    struct vg_unit *unit;
    const char *options = NULL;
    VG_TRY(read_head(bytes, size, &head));
    VG_TRY(copy_container(&head, bytes, &source));
    cl_int error = check_options(&source, head.stage, &options);
    if (error != CL_SUCCESS) {
        vg_reply_finish(&source);
        return error;
    }
    error = vg_unit_create(head.kind, head.stage, options, &source, &unit);
    if (error == CL_INVALID_BINARY)
        return vg_fail(error, "the binary lacks its program");
    VG_TRY(error);
    adopt_objects(unit, &head);
    if (unit->kind == VG_UNIT_EXECUTABLE)
        vg_unit_start(unit);
    *out = unit;
    return CL_SUCCESS;
}
