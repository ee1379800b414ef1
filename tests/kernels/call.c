/* SPDX-License-Identifier: MIT */
/* Calls a kernel's code directly: see call.h. */
#include "tests/kernels/call.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "compiler/printf.h"

#define PAGE 4096

static size_t round_up(size_t value, size_t unit)
{
    return (value + unit - 1) / unit * unit;
}

bool guarded_map(size_t size, bool at_start, struct guarded *out)
{
    size_t whole = round_up(size ? size : 1, PAGE);
    out->area_size = whole + 2 * PAGE;
    out->area = mmap(NULL, out->area_size, PROT_NONE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (out->area == MAP_FAILED) {
        out->area = NULL;
        return false;
    }
    char *first = (char *)out->area + PAGE;
    if (mprotect(first, whole, PROT_READ | PROT_WRITE) != 0)
        return false;
    out->bytes = at_start ? first : first + whole - round_up(size, VG_SCRATCH_ALIGN);
    return true;
}

void guarded_unmap(struct guarded *guarded)
{
    if (guarded->area)
        munmap(guarded->area, guarded->area_size);
    *guarded = (struct guarded){0};
}

static uint64_t set_image(struct call *call, const struct arg *arg, unsigned i)
{
    call->images[i] = arg->image;
    call->images[i].data = call->buffers[i].bytes;
    return (uint64_t)(uintptr_t)&call->images[i];
}

static const char *set_arg(struct call *call, const struct run *run, const struct vg_kernel_info *info,
                           unsigned i)
{
    const struct arg *arg = &run->args[i];
    unsigned char *slot = call->block + info->args[i].offset;
    bool has_bytes = arg->form == ARG_BUFFER || arg->form == ARG_VALUE || arg->form == ARG_IMAGE;
    size_t bytes = has_bytes ? arg->count * type_size(arg->type) : 0;
    uint64_t word = 0;
    if (arg->form == ARG_VALUE) {
        if (bytes != info->args[i].size)
            return "an argument by value has another size than the kernel's";
        memcpy(slot, arg->data, bytes);
        return NULL;
    }
    if (arg->form == ARG_BUFFER || arg->form == ARG_IMAGE) {
        if (!guarded_map(bytes, i % 2 == 1, &call->buffers[i]))
            return "no memory for a buffer";
        memcpy(call->buffers[i].bytes, arg->data, bytes);
        word = (uint64_t)(uintptr_t)call->buffers[i].bytes;
        if (arg->form == ARG_IMAGE)
            word = set_image(call, arg, i);
    } else if (arg->form == ARG_SAMPLER) {
        word = arg->sampler;
    } else if (arg->form == ARG_LOCAL) {
        word = round_up(call->local_bytes, info->args[i].align);
        call->local_bytes = word + arg->count;
    }
    memcpy(slot, &word, sizeof word);
    return NULL;
}

static void set_launch(struct call *call, const struct run *run)
{
    call->groups = 1;
    for (unsigned i = 0; i < 3; i++) {
        call->launch.global_size[i] = run->global[i];
        call->launch.local_size[i] = run->local[i];
        call->launch.global_offset[i] = run->offset[i];
        call->launch.num_groups[i] = (run->global[i] + run->local[i] - 1) / run->local[i];
        call->groups *= call->launch.num_groups[i];
    }
    call->launch.work_dim = run->work_dim;
    call->launch.frame_at = round_up(call->local_bytes, VG_SCRATCH_ALIGN);
}

/* Exactly as large as the code asks for. */
static bool map_scratch(struct call *call, const struct run *run, const struct vg_code_info *code)
{
    size_t items = round_up(run->local[0], code->width) * run->local[1] * run->local[2];
    size_t bytes = VG_SCRATCH_HEAD + call->launch.frame_at + code->fixed_bytes + items * code->item_bytes;
    return guarded_map(bytes, false, &call->scratch);
}

const char *call_prepare(struct call *call, const struct run *run, const struct vg_kernel_info *info,
                         const struct vg_code_info *code)
{
    *call = (struct call){.local_bytes = code->local_bytes};
    if (info->arg_count != run->arg_count)
        return "the script and the kernel differ in the number of arguments";
    call->block = aligned_alloc(VG_SCRATCH_ALIGN, round_up(info->args_bytes + 1, VG_SCRATCH_ALIGN));
    const char *wrong = call->block ? NULL : "no memory for arguments";
    for (unsigned i = 0; i < run->arg_count && !wrong; i++)
        wrong = set_arg(call, run, info, i);
    if (wrong)
        return wrong;
    set_launch(call, run);
    call->launch.printf_sink = vg_printf_sink_create();
    if (!call->launch.printf_sink || !map_scratch(call, run, code))
        return "no memory for scratch";
    return NULL;
}

const char *call_execute(struct call *call, const struct vg_code *code)
{
    uint64_t half = call->groups / 2;
    void *scratch = (char *)call->scratch.bytes + VG_SCRATCH_HEAD;
    if (code->entry(&call->launch, call->block, half, call->groups, scratch) != 0 ||
        code->entry(&call->launch, call->block, 0, half, scratch) != 0)
        return "the entry reports an error";
    return NULL;
}

void call_finish(struct call *call)
{
    for (unsigned i = 0; i < MAX_ARGS; i++)
        guarded_unmap(&call->buffers[i]);
    guarded_unmap(&call->scratch);
    vg_printf_sink_destroy(call->launch.printf_sink);
    free(call->block);
}
