/* SPDX-License-Identifier: MIT */
/* The machine code of an executable, object by object.
 *
 * There is no thread that waits for the compiler: requests are sent ahead, and whoever needs a piece first
 * reads its reply. A piece that a thread works on is BUSY, and the unit's lock is held only to change states,
 * so that other pieces and other threads go on. In the child of a fork the pieces that a thread of the parent
 * was busy with, or that the parent requested, are taken up anew. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/cpu.h"
#include "base/error.h"
#include "base/topology.h"
#include "compiler/client/cache.h"
#include "compiler/client/lines.h"
#include "compiler/client/runtime.h"
#include "compiler/client/unit.h"

#define MIN_AHEAD 8
#define MAX_AHEAD 64
#define MESSAGE_BYTES 512

/* How many requests may be under way for more to be sent ahead of need; each holds two descriptors. Read
 * once: that costs a look at the cgroup's files. */
static int ahead_limit(void)
{
    static atomic_int limit;
    int known = atomic_load(&limit);
    if (known)
        return known;
    unsigned wanted = 2 * vg_cpu_count();
    known = wanted < MIN_AHEAD ? MIN_AHEAD : wanted > MAX_AHEAD ? MAX_AHEAD : (int)wanted;
    atomic_store(&limit, known);
    return known;
}

static struct vg_digest key_of(const struct vg_unit *unit, const struct vg_piece *piece)
{
    struct vg_hash hash;
    vg_hash_init(&hash);
    vg_hash_number(&hash, VG_WIRE_CODE);
    vg_hash_number(&hash, VG_WIRE_VERSION);
    vg_hash_number(&hash, VG_ABI_VERSION);
    vg_hash_field(&hash, &unit->compiler, sizeof unit->compiler);
    vg_hash_field(&hash, &unit->digest, sizeof unit->digest);
    vg_hash_number(&hash, unit->stage);
    vg_hash_text(&hash, unit->options);
    vg_hash_text(&hash, piece->kernel);
    vg_hash_text(&hash, vg_target_name(vg_cpu_target()));
    return vg_hash_finish(&hash);
}

struct code_parts {
    struct vg_wire_part list[5];
    uint32_t stage;
};

static void make_parts(const struct vg_unit *unit, const struct vg_piece *piece, struct code_parts *parts)
{
    const char *isa = vg_target_name(vg_cpu_target());
    parts->stage = unit->stage;
    parts->list[0] = (struct vg_wire_part){VG_SECTION_BITCODE, unit->bitcode, unit->bitcode_size};
    parts->list[1] = (struct vg_wire_part){VG_SECTION_OPTIONS, unit->options, strlen(unit->options)};
    parts->list[2] = (struct vg_wire_part){VG_SECTION_KERNEL, piece->kernel, strlen(piece->kernel)};
    parts->list[3] = (struct vg_wire_part){VG_SECTION_ISA, isa, strlen(isa)};
    parts->list[4] = (struct vg_wire_part){VG_SECTION_STAGE, &parts->stage, sizeof parts->stage};
}

/* Lets this thread work on the piece: gives the state that it was in. When it is already in `wanted`, or has
 * failed, nothing is claimed and that state is given. */
static enum vg_piece_state claim(struct vg_unit *unit, struct vg_piece *piece, enum vg_piece_state wanted)
{
    vg_mutex_lock(&unit->lock);
    while (piece->state == VG_PIECE_BUSY && piece->worker == getpid())
        vg_cond_wait(&unit->changed, &unit->lock);
    enum vg_piece_state state = piece->state;
    if (state < wanted) {
        piece->state = VG_PIECE_BUSY;
        piece->worker = getpid();
    }
    vg_mutex_unlock(&unit->lock);
    return state == VG_PIECE_BUSY ? VG_PIECE_IDLE : state;
}

static void settle(struct vg_unit *unit, struct vg_piece *piece, enum vg_piece_state state)
{
    vg_mutex_lock(&unit->lock);
    atomic_store_explicit(&piece->state, state, memory_order_release);
    vg_cond_broadcast(&unit->changed);
    vg_mutex_unlock(&unit->lock);
}

/* The next piece to send ahead, claimed; NULL when there is none, or enough is under way. */
static struct vg_piece *claim_next(struct vg_unit *unit)
{
    struct vg_piece *found = NULL;
    vg_mutex_lock(&unit->lock);
    while (!found && unit->next_start < unit->piece_count && vg_requests_under_way() < ahead_limit()) {
        struct vg_piece *piece = &unit->pieces[unit->next_start++];
        if (piece->state == VG_PIECE_IDLE) {
            piece->state = VG_PIECE_BUSY;
            piece->worker = getpid();
            found = piece;
        }
    }
    vg_mutex_unlock(&unit->lock);
    return found;
}

/* Sends the request for a claimed piece ahead, unless the cache has it; false when the compiler takes no
 * more. */
static bool send_ahead(struct vg_unit *unit, struct vg_piece *piece)
{
    struct code_parts parts;
    struct vg_digest key = key_of(unit, piece);
    if (vg_cache_has(&key)) {
        settle(unit, piece, VG_PIECE_IDLE);
        return true;
    }
    make_parts(unit, piece, &parts);
    clock_gettime(CLOCK_REALTIME, &piece->sent_at);
    enum vg_outcome outcome =
        vg_request_start(&piece->request, VG_WIRE_CODE, parts.list, VG_COUNT(parts.list), false);
    settle(unit, piece, outcome == VG_OUTCOME_OK ? VG_PIECE_SENT : VG_PIECE_IDLE);
    return outcome == VG_OUTCOME_OK;
}

void vg_unit_start(struct vg_unit *unit)
{
    struct vg_piece *piece;
    if (!unit->has_compiler)
        return;
    while ((piece = claim_next(unit)))
        if (!send_ahead(unit, piece))
            return;
}

static void keep(const struct vg_digest *key, const struct vg_piece *piece, enum vg_outcome outcome)
{
    struct vg_wire_part object;
    if (outcome == VG_OUTCOME_OK && vg_wire_find(&piece->reply.view, VG_SECTION_OBJECT, 0, &object))
        vg_cache_put(key, &piece->reply, piece->sent_at);
}

/* The reply to a request that was sent ahead. */
static enum vg_outcome collect(struct vg_unit *unit, struct vg_piece *piece)
{
    struct vg_digest key = key_of(unit, piece);
    enum vg_outcome outcome = vg_request_finish(&piece->request, &piece->reply);
    keep(&key, piece, outcome);
    return outcome;
}

static enum vg_outcome fetch(struct vg_unit *unit, struct vg_piece *piece)
{
    struct code_parts parts;
    struct vg_digest key = key_of(unit, piece);
    if (unit->has_compiler && vg_cache_get(&key, &piece->reply))
        return VG_OUTCOME_OK;
    make_parts(unit, piece, &parts);
    clock_gettime(CLOCK_REALTIME, &piece->sent_at);
    enum vg_outcome outcome = vg_request_run(VG_WIRE_CODE, parts.list, VG_COUNT(parts.list), &piece->reply);
    keep(&key, piece, outcome);
    return outcome;
}

/* Sets a claimed piece's failure. What may go better next time is not kept. */
VG_PRINTF(4, 5)
static cl_int fail_piece(struct vg_unit *unit, struct vg_piece *piece, cl_int error, const char *format, ...)
{
    char reason[MESSAGE_BYTES], message[MESSAGE_BYTES + 128];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    if (piece->kernel[0])
        snprintf(message, sizeof message, "kernel %s: %s", piece->kernel, reason);
    else
        snprintf(message, sizeof message, "variables of the program: %s", reason);
    vg_reply_finish(&piece->reply);
    piece->object = NULL;
    piece->error = error;
    piece->message = error == CL_OUT_OF_HOST_MEMORY ? NULL : vg_strdup(message);
    settle(unit, piece, piece->message ? VG_PIECE_FAILED : VG_PIECE_IDLE);
    return vg_fail(error, "%s", message);
}

static cl_int hold(struct vg_unit *unit, struct vg_piece *piece, bool sent)
{
    char text[MESSAGE_BYTES] = "";
    struct vg_wire_part part;
    enum vg_outcome outcome = sent ? collect(unit, piece) : VG_OUTCOME_LOST;
    if (outcome == VG_OUTCOME_LOST)
        outcome = fetch(unit, piece);
    if (outcome == VG_OUTCOME_NO_RESOURCE)
        return fail_piece(unit, piece, CL_OUT_OF_HOST_MEMORY,
                          "no memory or descriptors for the compiler's reply");
    if (outcome == VG_OUTCOME_REJECTED) {
        bool told = vg_wire_find(&piece->reply.view, VG_SECTION_LOG, 0, &part);
        snprintf(text, sizeof text, "%s", told ? (const char *)part.data : "no code can be made");
        return fail_piece(unit, piece, CL_BUILD_PROGRAM_FAILURE, "%s", text);
    }
    if (outcome == VG_OUTCOME_OK && !vg_wire_find(&piece->reply.view, VG_SECTION_OBJECT, 0, &part))
        outcome = VG_OUTCOME_BROKEN;
    if (outcome != VG_OUTCOME_OK) {
        vg_outcome_text(outcome, text, sizeof text);
        return fail_piece(unit, piece, CL_BUILD_PROGRAM_FAILURE, "%s", text);
    }
    piece->object = part.data;
    piece->object_size = part.size;
    return CL_SUCCESS;
}

static cl_int known_failure(const struct vg_piece *piece)
{
    return vg_fail(piece->error, "%s", piece->message);
}

cl_int vg_piece_hold(struct vg_unit *unit, size_t index)
{
    struct vg_piece *piece = &unit->pieces[index];
    enum vg_piece_state state = claim(unit, piece, VG_PIECE_HELD);
    if (state == VG_PIECE_FAILED)
        return known_failure(piece);
    if (state >= VG_PIECE_HELD)
        return CL_SUCCESS;
    VG_TRY(hold(unit, piece, state == VG_PIECE_SENT));
    settle(unit, piece, VG_PIECE_HELD);
    vg_unit_start(unit);
    return CL_SUCCESS;
}

/* Names that a kernel imports: the program's variables, then our runtime and the C library. */
static uintptr_t resolve(void *data, const char *name)
{
    const struct vg_unit *unit = data;
    uintptr_t address = 0;
    if (unit->info.has_globals) {
        const struct vg_piece *variables = &unit->pieces[unit->piece_count - 1];
        if (variables->image.base)
            address = vg_elf_symbol(&variables->image, name, 0);
    }
    return address ? address : vg_runtime_symbol(name);
}

/* Reads what the object says about itself; NULL when it is well, or what is wrong. */
static const char *read_code(struct vg_piece *piece)
{
    uintptr_t entry = vg_elf_symbol(&piece->image, VG_ENTRY_SYMBOL, 1);
    uintptr_t info = vg_elf_symbol(&piece->image, VG_INFO_SYMBOL, sizeof piece->code.info);
    if (!entry || !info)
        return "its object lacks " VG_ENTRY_SYMBOL " or " VG_INFO_SYMBOL;
    memcpy(&piece->code.info, (const void *)info, sizeof piece->code.info);
    if (piece->code.info.abi_version != VG_ABI_VERSION || piece->code.info.width == 0)
        return "its object was made for another version of this library";
    piece->code.entry = (vg_kernel_entry *)entry;
    piece->code.text = piece->image.base;
    piece->code.text_bytes = piece->image.code_bytes;
    return NULL;
}

cl_int vg_piece_load(struct vg_unit *unit, size_t index)
{
    char text[MESSAGE_BYTES];
    struct vg_piece *piece = &unit->pieces[index];
    enum vg_piece_state state = claim(unit, piece, VG_PIECE_LOADED);
    if (state == VG_PIECE_FAILED)
        return known_failure(piece);
    if (state == VG_PIECE_LOADED)
        return CL_SUCCESS;
    if (state != VG_PIECE_HELD)
        VG_TRY(hold(unit, piece, state == VG_PIECE_SENT));
    if (!vg_elf_load(piece->object, piece->object_size, resolve, unit, &piece->image, text, sizeof text))
        return fail_piece(unit, piece, CL_BUILD_PROGRAM_FAILURE, "%s", text);
    const char *wrong = piece->kernel[0] ? read_code(piece) : NULL;
    if (wrong) {
        vg_elf_unload(&piece->image);
        return fail_piece(unit, piece, CL_BUILD_PROGRAM_FAILURE, "%s", wrong);
    }
    vg_debug_announce(&piece->announced, &piece->image, piece->object, piece->object_size, piece->kernel);
    settle(unit, piece, VG_PIECE_LOADED);
    vg_unit_start(unit);
    return CL_SUCCESS;
}

bool vg_code_line(const struct vg_code *code, uintptr_t pc, struct vg_line *line)
{
    const struct vg_piece *piece = VG_CONTAINER_OF(code, struct vg_piece, code);
    return vg_lines_find(&piece->image, piece->object, piece->object_size, pc, line);
}

/* A request that is over by now was not in vain: its reply goes to the cache. */
static void finish_request(struct vg_unit *unit, struct vg_piece *piece)
{
    if (piece->request.owner != getpid())
        return;
    if (vg_request_is_done(&piece->request))
        collect(unit, piece);
    else
        vg_request_drop(&piece->request);
}

void vg_piece_finish(struct vg_unit *unit, struct vg_piece *piece)
{
    if (piece->state == VG_PIECE_SENT)
        finish_request(unit, piece);
    vg_debug_withdraw(&piece->announced);
    vg_elf_unload(&piece->image);
    vg_reply_finish(&piece->reply);
    vg_free(piece->message);
}
