/* SPDX-License-Identifier: MIT */
/* gdb sets a breakpoint on __jit_debug_register_code and reads __jit_debug_descriptor when it is hit; both
 * names and layouts are gdb's. It takes a relocatable object whose section headers tell where the sections
 * were loaded. */
#include "compiler/client/debug.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/config.h"
#include "base/log.h"
#include "base/sync.h"

enum jit_action { JIT_NOTHING, JIT_REGISTER, JIT_UNREGISTER };

struct jit_descriptor {
    uint32_t version;
    uint32_t action; /* enum jit_action */
    struct vg_jit_entry *relevant, *first;
};

VG_EXPORT void __jit_debug_register_code(void);
VG_EXPORT extern struct jit_descriptor __jit_debug_descriptor;

__attribute__((noinline)) void __jit_debug_register_code(void)
{
    __asm__ volatile("" ::: "memory");
}

struct jit_descriptor __jit_debug_descriptor = {.version = 1};

/* In the unwinder of the C++ runtime, when the process has one. */
void __register_frame(void *frames) __attribute__((weak));
void __deregister_frame(void *frames) __attribute__((weak));

static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_COMPILER);

static void tell_gdb_locked(struct vg_jit_entry *entry, enum jit_action action)
{
    __jit_debug_descriptor.relevant = entry;
    __jit_debug_descriptor.action = action;
    __jit_debug_register_code();
    __jit_debug_descriptor.relevant = NULL;
    __jit_debug_descriptor.action = JIT_NOTHING;
}

static void register_entry(struct vg_jit_entry *entry)
{
    vg_mutex_lock(&lock);
    entry->prev = NULL;
    entry->next = __jit_debug_descriptor.first;
    if (entry->next)
        entry->next->prev = entry;
    __jit_debug_descriptor.first = entry;
    tell_gdb_locked(entry, JIT_REGISTER);
    vg_mutex_unlock(&lock);
}

static void unregister_entry(struct vg_jit_entry *entry)
{
    vg_mutex_lock(&lock);
    if (entry->prev)
        entry->prev->next = entry->next;
    else
        __jit_debug_descriptor.first = entry->next;
    if (entry->next)
        entry->next->prev = entry->prev;
    tell_gdb_locked(entry, JIT_UNREGISTER);
    vg_mutex_unlock(&lock);
}

struct perf_name {
    int fd;
    const char *kernel;
};

static void write_perf_line(void *data, const char *function, uintptr_t address, size_t size)
{
    const struct perf_name *name = data;
    dprintf(name->fd, "%lx %zx vgpu:%s:%s\n", (unsigned long)address, size, name->kernel, function);
}

/* perf reads /tmp/perf-PID.map when it reports. A file there that is not ours is left alone. */
static void write_perf_map(const struct vg_elf *image, const char *kernel)
{
    char path[64];
    struct stat status;
    snprintf(path, sizeof path, "/tmp/perf-%ld.map", (long)getpid());
    struct perf_name name = {.fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0644),
                             .kernel = kernel};
    if (name.fd < 0 || fstat(name.fd, &status) != 0 || status.st_uid != geteuid() || !S_ISREG(status.st_mode))
        vg_log(VG_LOG_WARN, "perf: cannot write %s", path);
    else
        vg_elf_functions(image, write_perf_line, &name);
    if (name.fd >= 0)
        close(name.fd);
}

/* A copy of the object whose section table tells where the sections were loaded; NULL when out of memory. The
 * image has checked the table. */
static char *make_file(const struct vg_elf *image, const void *object, size_t size)
{
    char *file = vg_memdup(object, size);
    if (!file)
        return NULL;
    Elf64_Shdr *sections = (Elf64_Shdr *)(void *)(file + ((const Elf64_Ehdr *)object)->e_shoff);
    for (size_t i = 0; i < image->section_count; i++)
        sections[i].sh_addr = image->addresses[i];
    return file;
}

void vg_debug_announce(struct vg_announced *announced, const struct vg_elf *image, const void *object,
                       size_t size, const char *name)
{
    *announced = (struct vg_announced){.entry = {.file = make_file(image, object, size), .size = size}};
    if (!announced->entry.file)
        return;
    register_entry(&announced->entry);
    announced->unwind = __register_frame ? image->unwind : NULL;
    if (announced->unwind)
        __register_frame((void *)(uintptr_t)announced->unwind);
    if (vg_config_number(VG_ID_VGPU_PERF) && name[0])
        write_perf_map(image, name);
}

void vg_debug_withdraw(struct vg_announced *announced)
{
    if (!announced->entry.file)
        return;
    if (announced->unwind && __deregister_frame)
        __deregister_frame((void *)(uintptr_t)announced->unwind);
    unregister_entry(&announced->entry);
    vg_free((void *)(uintptr_t)announced->entry.file);
    *announced = (struct vg_announced){0};
}
