/* SPDX-License-Identifier: MIT */
/* One kernel for a function: see device.h. */
#include "tests/accuracy/device.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/compiler.h"

struct vg_device {
    struct vg_unit *unit;
    const struct vg_code *code;
    void *scratch;
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

static bool build(struct vg_device *device, const char *source, const char *options)
{
    char *log = NULL;
    cl_int status = vg_compile(source, strlen(source), options, VG_STAGE_BUILD, NULL, 0, &device->unit, &log);
    if (status == CL_SUCCESS)
        status = vg_unit_code(device->unit, 0, &device->code);
    if (status != CL_SUCCESS)
        fprintf(stderr, "error %d: %s\n", status, log ? log : "no log");
    vg_free(log);
    return status == CL_SUCCESS;
}

struct vg_device *vg_device_create(const char *name, enum vg_form form, bool single, const char *options)
{
    char source[1024];
    snprintf(source, sizeof(source),
             "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n"
             "typedef %s T;\n#define F(...) %s(__VA_ARGS__)\n#define BITS(x) %s(x)\n"
             "#define divide(x, y) ((x) / (y))\n#define recip(x) (1 / (x))\n"
             "kernel void f(global const T *x, global const T *y, global const T *z, global const int *n,\n"
             "              global T *restrict r, global T *restrict s, global int *restrict k)\n"
             "{ size_t i = get_global_id(0); %s; }\n",
             single ? "float" : "double", name, single ? "as_uint" : "as_ulong", statements[form]);
    struct vg_device *device = calloc(1, sizeof(*device));
    if (!device || !build(device, source, options)) {
        vg_device_destroy(device);
        return NULL;
    }
    size_t bytes = device->code->info.fixed_bytes + VG_DEVICE_GROUP * device->code->info.item_bytes;
    device->scratch = aligned_alloc(VG_SCRATCH_ALIGN, (bytes / VG_SCRATCH_ALIGN + 2) * VG_SCRATCH_ALIGN);
    return device;
}

void vg_device_destroy(struct vg_device *device)
{
    if (!device)
        return;
    vg_unit_release(&device->unit);
    free(device->scratch);
    free(device);
}

void vg_device_call(struct vg_device *device, const struct vg_operands *operands, size_t count)
{
    struct vg_launch launch = {.global_size = {count, 1, 1},
                               .local_size = {VG_DEVICE_GROUP, 1, 1},
                               .num_groups = {count / VG_DEVICE_GROUP, 1, 1},
                               .work_dim = 1};
    const void *args[] = {operands->x,      operands->y,      operands->z, operands->n,
                          operands->result, operands->second, operands->k};
    device->code->entry(&launch, args, 0, count / VG_DEVICE_GROUP, (char *)device->scratch + VG_SCRATCH_HEAD);
}
