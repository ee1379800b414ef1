/* SPDX-License-Identifier: MIT */
/* Puts together the sentence about a fault, on the thread that ends the command. */
#include "platform/fault.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "compiler/check.h"
#include "compiler/options.h"
#include "platform/kernel.h"

#define NULL_BYTES 65536u             /* no memory is mapped below: the index of a NULL pointer */
#define FAR_BYTES ((uint64_t)1 << 40) /* farther from all buffers an address belongs to none */

struct sentence {
    char *text;
    size_t size, length;
};

VG_PRINTF(2, 3) static void say(struct sentence *sentence, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length =
        vsnprintf(sentence->text + sentence->length, sentence->size - sentence->length, format, args);
    va_end(args);
    size_t left = sentence->size - sentence->length - 1;
    if (length > 0)
        sentence->length += (size_t)length < left ? (size_t)length : left;
}

static bool takes_memory(const struct vg_arg_info *arg)
{
    return arg->kind == VG_ARG_GLOBAL || arg->kind == VG_ARG_CONSTANT || arg->kind == VG_ARG_IMAGE;
}

/* The value of a pointer argument. */
static uintptr_t pointer_of(const struct vg_fault_scene *scene, uint32_t index)
{
    uintptr_t pointer;
    memcpy(&pointer, (const char *)scene->args + scene->kernel->info->args[index].offset, sizeof pointer);
    return pointer;
}

/* A buffer that an argument names, and where the faulting address lies. */
struct miss {
    uint32_t arg;
    uintptr_t start;
    size_t size;
    uint64_t distance; /* from the nearest byte of the buffer; 0: within */
    bool before;
};

static struct miss miss_of(uint32_t arg, struct vg_mem *mem, uintptr_t address)
{
    struct miss miss = {.arg = arg, .start = (uintptr_t)vg_mem_address(mem), .size = mem->size};
    miss.before = address < miss.start;
    if (miss.before)
        miss.distance = miss.start - address;
    else if (address - miss.start >= miss.size)
        miss.distance = address - miss.start - miss.size + 1;
    return miss;
}

/* The arguments that take memory have their objects in `uses`, in order, but for those that are NULL. */
static bool find_nearest(const struct vg_fault_scene *scene, struct miss *nearest)
{
    const struct vg_kernel_info *info = scene->kernel->info;
    size_t use = 0;
    nearest->distance = FAR_BYTES;
    for (uint32_t i = 0; i < info->arg_count && use < scene->use_count; i++) {
        if (!takes_memory(&info->args[i]) || pointer_of(scene, i) == 0)
            continue;
        struct vg_mem *mem = (struct vg_mem *)(void *)scene->uses[use++].object;
        struct miss miss = miss_of(i, mem, scene->fault->address);
        if (miss.distance < nearest->distance)
            *nearest = miss;
    }
    return nearest->distance < FAR_BYTES;
}

static void say_argument(struct sentence *to, const struct vg_fault_scene *scene, uint32_t index)
{
    const char *name = scene->kernel->info->args[index].name;
    say(to, *name ? "argument %u (%s)" : "argument %u", index, name);
}

/* A page that is mapped but cannot be had: memory of our own always can. */
static void say_cause(struct sentence *to, const struct vg_fault *fault)
{
    if (fault->signal == SIGBUS && fault->code == BUS_ADRERR)
        say(to, " in a file that has become shorter or has no room");
}

static void say_null(struct sentence *to, const struct vg_fault_scene *scene)
{
    const struct vg_kernel_info *info = scene->kernel->info;
    say(to, ", a null pointer");
    for (uint32_t i = 0; i < info->arg_count; i++) {
        if (!takes_memory(&info->args[i]) || pointer_of(scene, i) != 0)
            continue;
        say(to, "; ");
        say_argument(to, scene, i);
        say(to, " is NULL");
        return;
    }
}

static void say_where(struct sentence *to, const struct vg_fault_scene *scene)
{
    struct miss miss;
    if (scene->fault->address < NULL_BYTES) {
        say_null(to, scene);
        return;
    }
    if (scene->fault->in_scratch) {
        say(to, ", outside of the work-group's local and private memory");
        return;
    }
    if (!find_nearest(scene, &miss)) {
        say(to, ", near no buffer of the kernel");
        return;
    }
    if (miss.distance == 0)
        say(to, ", at byte %zu of ", (size_t)(scene->fault->address - miss.start));
    else
        say(to, ", %llu bytes %s ", (unsigned long long)(miss.before ? miss.distance : miss.distance - 1),
            miss.before ? "before the start of" : "past the end of");
    say_argument(to, scene, miss.arg);
    say(to, ", which has %zu bytes", miss.size);
    if (miss.distance == 0)
        say_cause(to, scene->fault);
}

static void say_access(struct sentence *to, const struct vg_fault *fault)
{
    say(to, "%s address 0x%llx", fault->write ? "a write to" : "a read from",
        (unsigned long long)fault->address);
}

static void say_what(struct sentence *to, const struct vg_fault_scene *scene)
{
    const struct vg_fault *fault = scene->fault;
    if (fault->timeout) {
        say(to, "still running at the time limit (VGPU_KERNEL_TIMEOUT)");
        return;
    }
    switch (fault->signal) {
    case SIGILL:
        say(to, "an instruction that no kernel should reach, such as __builtin_trap() or code behind "
                "__builtin_unreachable()");
        return;
    case SIGTRAP:
        say(to, "__builtin_debugtrap()");
        return;
    case SIGFPE:
        say(to, "an arithmetic exception");
        return;
    }
    if (!fault->has_address) {
        say(to,
            "an access to an address that no memory can have, or that is not aligned as its type demands");
        return;
    }
    say_access(to, fault);
    say_where(to, scene);
}

static void say_triple(struct sentence *to, const char *what, const uint64_t *at, uint32_t dimensions)
{
    say(to, "%s (", what);
    for (uint32_t i = 0; i < dimensions; i++)
        say(to, i ? ", %llu" : "%llu", (unsigned long long)at[i]);
    say(to, ")");
}

static void group_at(const struct vg_launch *launch, uint64_t linear, uint64_t at[3])
{
    for (unsigned i = 0; i < 3; i++) {
        at[i] = linear % launch->num_groups[i];
        linear /= launch->num_groups[i];
    }
}

/* Kernels that cannot see their work-groups run in others than the application chose: there the work-items
 * are what it knows. */
static void say_items(struct sentence *to, const struct vg_launch *launch, const uint64_t group[3])
{
    uint64_t first[3], last[3];
    for (unsigned i = 0; i < 3; i++) {
        uint64_t end = (group[i] + 1) * launch->local_size[i];
        first[i] = launch->global_offset[i] + group[i] * launch->local_size[i];
        last[i] =
            launch->global_offset[i] + (end < launch->global_size[i] ? end : launch->global_size[i]) - 1;
    }
    say_triple(to, " of the work-items", first, launch->work_dim);
    say_triple(to, " to", last, launch->work_dim);
}

static void say_group(struct sentence *to, const struct vg_fault_scene *scene)
{
    const struct vg_fault *fault = scene->fault;
    uint64_t group[3];
    group_at(scene->launch, fault->first, group);
    if (fault->last - fault->first > 1) {
        say(to, ", in one of the work-groups %llu to %llu", (unsigned long long)fault->first,
            (unsigned long long)fault->last - 1);
        return;
    }
    if (scene->code->info.flags & VG_CODE_FREE_FORM)
        say(to, ", in one");
    else
        say_triple(to, ", in work-group", group, scene->launch->work_dim);
    say_items(to, scene->launch, group);
}

void vg_fault_explain(const struct vg_fault_scene *scene, char *text, size_t size)
{
    struct sentence to = {text, size, 0};
    struct vg_line line;
    say(&to, "kernel %s", scene->kernel->info->name);
    if (vg_code_line(scene->code, scene->fault->pc, &line))
        say(&to, ", %s:%llu", line.file, (unsigned long long)line.number);
    say(&to, ": ");
    say_what(&to, scene);
    say_group(&to, scene);
}

/* The memory object of the command that the address is in; NULL: of none. */
static struct vg_mem *find_used(const struct vg_event *event, uintptr_t address)
{
    for (size_t i = 0; i < event->use_count; i++) {
        if (event->uses[i].size == 0)
            continue;
        struct vg_mem *mem = (struct vg_mem *)(void *)event->uses[i].object;
        if (address - (uintptr_t)vg_mem_address(mem) < mem->size)
            return mem;
    }
    return NULL;
}

bool vg_fault_explain_memory(const char *what, const struct vg_fault_report *report,
                             const struct vg_event *event, size_t number, char *text, size_t size)
{
    struct sentence to = {text, size, 0};
    const struct vg_fault *fault = &report->fault;
    if (number > 0 || !report->taken)
        return false;
    const struct vg_mem *mem = find_used(event, fault->address);
    say(&to, "%s: ", what);
    say_access(&to, fault);
    if (mem)
        say(&to, ", at byte %zu of %s, which has %zu bytes",
            (size_t)(fault->address - (uintptr_t)vg_mem_address(mem)), mem->format ? "an image" : "a buffer",
            mem->size);
    else
        say(&to, " of the application");
    say_cause(&to, fault);
    return true;
}

static void say_distance(struct sentence *to, const struct vg_check_finding *finding)
{
    int64_t offset = (int64_t)finding->offset;
    if (offset < 0)
        say(to, "%llu bytes before the start of ", 0 - (unsigned long long)offset);
    else if (finding->offset < finding->extent)
        say(to, "at byte %llu of ", (unsigned long long)offset);
    else
        say(to, "%llu bytes past the end of ", (unsigned long long)(finding->offset - finding->extent));
    say(to, "%s, which has %llu bytes", finding->object, (unsigned long long)finding->extent);
}

static void say_ids(struct sentence *to, const struct vg_launch *launch, const uint64_t local[3],
                    const uint64_t group[3], const char *how)
{
    uint64_t global[3];
    for (unsigned i = 0; i < 3; i++)
        global[i] = launch->global_offset[i] + group[i] * launch->local_size[i] + local[i];
    say_triple(to, how, global, launch->work_dim);
    say_triple(to, ", local", local, launch->work_dim);
    say_triple(to, ", in work-group", group, launch->work_dim);
}

static void say_item(struct sentence *to, const struct vg_launch *launch,
                     const struct vg_check_finding *finding, const char *how)
{
    say_ids(to, launch, finding->local, finding->group, how);
}

/* A work-item that is numbered as vg_check_finding has it. */
static void say_number(struct sentence *to, const struct vg_launch *launch, uint64_t item, const char *how)
{
    const uint64_t *size = launch->local_size, items = size[0] * size[1] * size[2], within = item % items;
    const uint64_t local[3] = {within % size[0], within / size[0] % size[1], within / size[0] / size[1]};
    uint64_t group[3];
    group_at(launch, item / items, group);
    say_ids(to, launch, local, group, how);
}

static void say_race(struct sentence *to, const struct vg_launch *launch,
                     const struct vg_check_finding *finding)
{
    static const char *const kinds[] = {[VG_ACCESS_READ] = " races with a read by work-item",
                                        [VG_ACCESS_WRITE] = " races with a write by work-item",
                                        [VG_ACCESS_ATOMIC] = " races with an atomic operation by work-item"};
    if (finding->object)
        say(to, ", at byte %llu of %s", (unsigned long long)finding->offset, finding->object);
    say_number(to, launch, finding->item, ", by work-item");
    say_number(to, launch, finding->other_item, kinds[finding->other_kind]);
}

static void say_finding(struct sentence *to, const struct vg_launch *launch,
                        const struct vg_check_finding *finding)
{
    switch ((enum vg_check_flags)finding->kind) {
    case VG_CHECK_DIVERGENCE:
        say(to, " that not all work-items of the work-group reach");
        say_item(to, launch, finding, "; the first to do otherwise is work-item");
        return;
    case VG_CHECK_COPY:
        break;
    case VG_CHECK_RACE:
        say_race(to, launch, finding);
        return;
    case VG_CHECK_UNINIT:
        say(to, " depends on byte %llu of %s, to which nothing was written",
            (unsigned long long)finding->offset, finding->object ? finding->object : "a variable");
        break;
    case VG_CHECK_READ_ONLY:
    case VG_CHECK_WRITE_ONLY:
        say(to, ", at byte %llu of %s, which was created with %s", (unsigned long long)finding->offset,
            finding->object, finding->kind == VG_CHECK_READ_ONLY ? "CL_MEM_READ_ONLY" : "CL_MEM_WRITE_ONLY");
        break;
    case VG_CHECK_ALIGNED:
        say(to, ", at byte %llu of %s, which is no multiple of %llu", (unsigned long long)finding->offset,
            finding->object, (unsigned long long)finding->extent);
        break;
    default:
        say(to, ", ");
        say_distance(to, finding);
        break;
    }
    say_item(to, launch, finding, ", by work-item");
}

bool vg_fault_explain_check(const struct vg_fault_scene *scene, const struct vg_check *check, size_t number,
                            char *text, size_t size)
{
    struct sentence to = {text, size, 0};
    size_t count = vg_check_count(check);
    unsigned long long others = check->found->others;
    if (number > count || (number == count && others == 0))
        return false;
    say(&to, "kernel %s", scene->kernel->info->name);
    if (number == count) {
        say(&to, ": %llu more at other lines", others);
        return true;
    }
    const struct vg_check_finding *finding = vg_check_at(check, number);
    if (*vg_check_line(finding))
        say(&to, ", %s", vg_check_line(finding));
    say(&to, ": %s", vg_check_access(finding));
    say_finding(&to, scene->launch, finding);
    if (finding->count > 1)
        say(&to, "; %llu times in all", (unsigned long long)finding->count);
    return true;
}
