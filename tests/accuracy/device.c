/* SPDX-License-Identifier: MIT */
/* One kernel for a function: see device.h. */
#include "tests/accuracy/device.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "compiler/abi.h"
#include "compiler/client/loader.h"
#include "compiler/client/locate.h"
#include "compiler/client/runtime.h"

extern char **environ;

struct vg_device {
    void *object;
    size_t size;
    struct vg_elf image;
    vg_kernel_entry *entry;
    struct vg_code_info info;
};

static const char *const statements[] = {
    [UNARY] = "r[i] = F(x[i])",
    [BINARY] = "r[i] = F(x[i], y[i])",
    [TERNARY] = "r[i] = F(x[i], y[i], z[i])",
    [WITH_INT] = "r[i] = F(x[i], n[i])",
    [TO_INT] = "k[i] = F(x[i])",
    [CODE] = "r[i] = F(BITS(x[i]))",
    [SPLIT] = "T p; r[i] = F(x[i], &p); s[i] = p",
    [SPLIT_INT] = "int p; r[i] = F(x[i], &p); k[i] = p",
    [DIVIDE] = "int p; r[i] = F(x[i], y[i], &p); k[i] = p",
};

static bool write_source(const char *path, const char *name, enum vg_form form, bool single)
{
    FILE *file = fopen(path, "w");
    if (!file)
        return false;
    fprintf(file,
            "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n"
            "typedef %s T;\n#define F(...) %s(__VA_ARGS__)\n#define BITS(x) %s(x)\n"
            "#define divide(x, y) ((x) / (y))\n#define recip(x) (1 / (x))\n"
            "kernel void f(global const T *x, global const T *y, global const T *z, global const int *n,\n"
            "              global T *restrict r, global T *restrict s, global int *restrict k)\n"
            "{ size_t i = get_global_id(0); %s; }\n",
            single ? "float" : "double", name, single ? "as_uint" : "as_ulong", statements[form]);
    return fclose(file) == 0;
}

static bool run_compiler(char *const *arguments)
{
    pid_t child;
    int status = -1;
    char *compiler = vg_locate_compiler();
    bool started = compiler && posix_spawn(&child, compiler, NULL, NULL, arguments, environ) == 0;
    if (!started)
        fprintf(stderr, "cannot start vgpu-cc\n");
    vg_free(compiler);
    return started && waitpid(child, &status, 0) == child && status == 0;
}

static bool compile(const char *source, const char *object, enum vg_isa isa, const char *options)
{
    enum { MOST = 32 };
    char isa_option[32], *copy = strdup(options), *rest = copy, *word;
    snprintf(isa_option, sizeof(isa_option), "--isa=%s", vg_isa_name(isa));
    char *arguments[MOST + 1] = {"vgpu-cc",      "--emit=obj",   isa_option, "-o",
                                 (char *)object, (char *)source, "--"};
    int count = 7;
    while (copy && count < MOST && (word = strtok_r(rest, " ", &rest)))
        arguments[count++] = word;
    bool built = copy && run_compiler(arguments);
    free(copy);
    return built;
}

static void *read_object(const char *path, size_t *size)
{
    struct stat status;
    void *bytes = NULL;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return NULL;
    if (fstat(file, &status) == 0 && (bytes = malloc((size_t)status.st_size))) {
        *size = (size_t)status.st_size;
        if (read(file, bytes, *size) != status.st_size) {
            free(bytes);
            bytes = NULL;
        }
    }
    close(file);
    return bytes;
}

static uintptr_t resolve(void *data, const char *name)
{
    (void)data;
    return vg_runtime_symbol(name);
}

static bool load(struct vg_device *device)
{
    char error[256];
    if (!vg_elf_load(device->object, device->size, resolve, NULL, &device->image, error, sizeof(error)))
        return fprintf(stderr, "%s\n", error), false;
    uintptr_t entry = vg_elf_symbol(&device->image, VG_ENTRY_SYMBOL, 1);
    uintptr_t info = vg_elf_symbol(&device->image, VG_INFO_SYMBOL, sizeof(device->info));
    if (!entry || !info)
        return fprintf(stderr, "the object lacks its entry\n"), false;
    device->entry = (vg_kernel_entry *)entry;
    memcpy(&device->info, (const void *)info, sizeof(device->info));
    return true;
}

struct vg_device *vg_device_create(const char *name, enum vg_form form, bool single, enum vg_isa isa,
                                   const char *options)
{
    char folder[] = "/tmp/accuracy.XXXXXX", source[64], object[64];
    struct vg_device *device = calloc(1, sizeof(*device));
    if (!device || !mkdtemp(folder))
        return free(device), NULL;
    snprintf(source, sizeof(source), "%s/f.cl", folder);
    snprintf(object, sizeof(object), "%s/f.o", folder);
    bool made = write_source(source, name, form, single) && compile(source, object, isa, options) &&
                (device->object = read_object(object, &device->size)) && load(device);
    unlink(source);
    unlink(object);
    rmdir(folder);
    if (!made) {
        vg_device_destroy(device);
        return NULL;
    }
    return device;
}

void vg_device_destroy(struct vg_device *device)
{
    if (!device)
        return;
    vg_elf_unload(&device->image);
    free(device->object);
    free(device);
}

bool vg_device_same(const struct vg_device *device, const struct vg_device *other)
{
    return device->size == other->size && memcmp(device->object, other->object, device->size) == 0;
}

void *vg_device_scratch(const struct vg_device *device)
{
    size_t bytes = device->info.fixed_bytes + VG_DEVICE_GROUP * device->info.item_bytes;
    return aligned_alloc(VG_SCRATCH_ALIGN, (bytes / VG_SCRATCH_ALIGN + 2) * VG_SCRATCH_ALIGN);
}

void vg_device_call(const struct vg_device *device, void *scratch, const struct vg_operands *operands,
                    size_t count)
{
    struct vg_launch launch = {.global_size = {count, 1, 1},
                               .local_size = {VG_DEVICE_GROUP, 1, 1},
                               .num_groups = {count / VG_DEVICE_GROUP, 1, 1},
                               .work_dim = 1};
    const void *args[] = {operands->x,      operands->y,      operands->z, operands->n,
                          operands->result, operands->second, operands->k};
    device->entry(&launch, args, 0, count / VG_DEVICE_GROUP, (char *)scratch + VG_SCRATCH_HEAD);
}
