/* SPDX-License-Identifier: MIT */
/* The instruction sets of this CPU, from CPUID, lowered by VGPU_ISA. */
#ifndef VG_BASE_CPU_H
#define VG_BASE_CPU_H

#include <stdbool.h>
#include <stddef.h>

enum vg_isa { VG_ISA_SSE42, VG_ISA_AVX2, VG_ISA_AVX512 };

struct vg_cpu {
    enum vg_isa host;             /* highest level that the CPU and the system support */
    enum vg_isa use;              /* host, lowered by VGPU_ISA */
    bool f16c, fma, vnni, gather; /* at the level in use */
    char brand[64];               /* trimmed marketing name, "AMD EPYC 7763 ..." or "x86-64 CPU" */
    char vendor[16];              /* "AuthenticAMD" */
    unsigned vendor_id;           /* PCI vendor of the CPU's maker: 0x8086, 0x1022 or 0 */
};

/* What code is made for: a level, and what beyond it code generation uses where the CPU has it. */
struct vg_target {
    enum vg_isa isa;
    bool vnni;   /* dot products of bytes in one instruction */
    bool gather; /* gathers and scatters beat an access for each lane */
};

/* Read once; never fails. Any thread. */
const struct vg_cpu *vg_cpu(void);
const char *vg_isa_name(enum vg_isa isa); /* "sse4.2", "avx2", "avx512" */
bool vg_isa_parse(const char *name, enum vg_isa *isa);

/* The target in use, its name ("avx512+vnni+gather"), and whether code for a target runs here as it would at
 * the level in use. */
struct vg_target vg_cpu_target(void);
const char *vg_target_name(struct vg_target target);
bool vg_target_parse(const char *name, struct vg_target *target);
bool vg_target_fits(struct vg_target target);

#endif
