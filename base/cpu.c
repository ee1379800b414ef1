/* SPDX-License-Identifier: MIT */
/* CPUID decoded once. A level counts only when all instructions that the code generator may use at it are
 * there and the system saves its registers (XGETBV), since hypervisors and kernels switch them off one by
 * one. */
#include "base/cpu.h"

#include <cpuid.h>
#include <ctype.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"
#include "base/config.h"
#include "base/log.h"

struct regs {
    unsigned eax, ebx, ecx, edx;
};

struct leaves {
    struct regs base, extended, features, features1; /* leaves 1, 0x80000001, 7.0, 7.1 */
    uint64_t saved;                                  /* XCR0: register state that the system saves */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct vg_cpu cpu;

static const char *const isa_names[] = {
    [VG_ISA_SSE42] = "sse4.2",
    [VG_ISA_AVX2] = "avx2",
    [VG_ISA_AVX512] = "avx512",
};

/* Zeros when the CPU does not have the leaf. */
static struct regs cpuid(unsigned leaf, unsigned sub)
{
    struct regs r = {0};
    if (!__get_cpuid_count(leaf, sub, &r.eax, &r.ebx, &r.ecx, &r.edx))
        return (struct regs){0};
    return r;
}

static uint64_t saved_state(const struct regs *base)
{
    unsigned low, high;
    if (!(base->ecx & bit_OSXSAVE))
        return 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

static bool has(unsigned reg, unsigned bits)
{
    return (reg & bits) == bits;
}

static bool has_avx2(const struct leaves *l)
{
    const uint64_t sse_and_avx = 0x6;
    return (l->saved & sse_and_avx) == sse_and_avx &&
           has(l->base.ecx, bit_AVX | bit_FMA | bit_F16C | bit_MOVBE) &&
           has(l->features.ebx, bit_AVX2 | bit_BMI | bit_BMI2) && has(l->extended.ecx, bit_LZCNT);
}

static bool has_avx512(const struct leaves *l)
{
    const uint64_t opmask_and_zmm = 0xe0;
    return (l->saved & opmask_and_zmm) == opmask_and_zmm &&
           has(l->features.ebx, bit_AVX512F | bit_AVX512BW | bit_AVX512CD | bit_AVX512DQ | bit_AVX512VL);
}

static enum vg_isa host_isa(const struct leaves *l)
{
    if (!has_avx2(l))
        return VG_ISA_SSE42;
    return has_avx512(l) ? VG_ISA_AVX512 : VG_ISA_AVX2;
}

static enum vg_isa lowered_isa(enum vg_isa host)
{
    const char *text = vg_config_string(VG_ID_VGPU_ISA);
    enum vg_isa wanted;
    if (!*text)
        return host;
    if (!vg_isa_parse(text, &wanted)) {
        vg_log(VG_LOG_WARN, "VGPU_ISA: \"%s\" is not sse4.2, avx2 or avx512; using %s", text,
               vg_isa_name(host));
        return host;
    }
    if (wanted > host) {
        vg_log(VG_LOG_WARN, "VGPU_ISA: this CPU has no %s; using %s", text, vg_isa_name(host));
        return host;
    }
    return wanted;
}

static void read_vendor(void)
{
    static const struct {
        const char *name;
        unsigned id;
    } makers[] = {{"GenuineIntel", 0x8086}, {"AuthenticAMD", 0x1022}};
    struct regs r = cpuid(0, 0);
    memcpy(cpu.vendor, &r.ebx, 4);
    memcpy(cpu.vendor + 4, &r.edx, 4);
    memcpy(cpu.vendor + 8, &r.ecx, 4);
    for (size_t i = 0; i < VG_COUNT(makers); i++)
        if (strcmp(cpu.vendor, makers[i].name) == 0)
            cpu.vendor_id = makers[i].id;
}

/* Makers pad the name with spaces at either end and in the middle. */
static void copy_trimmed(char *to, const char *from)
{
    char *out = to;
    for (; *from; from++)
        if (!isspace((unsigned char)*from))
            *out++ = *from;
        else if (out != to && out[-1] != ' ')
            *out++ = ' ';
    if (out != to && out[-1] == ' ')
        out--;
    *out = '\0';
}

static void read_brand(void)
{
    char raw[49] = "";
    for (unsigned i = 0; i < 3; i++) {
        struct regs r = cpuid(0x80000002 + i, 0);
        memcpy(raw + 16 * i, &r, sizeof(r));
    }
    copy_trimmed(cpu.brand, raw);
    if (!*cpu.brand)
        snprintf(cpu.brand, sizeof(cpu.brand), "x86-64 CPU");
}

static void read_cpu(void)
{
    struct leaves l = {
        .base = cpuid(1, 0),
        .extended = cpuid(0x80000001, 0),
        .features = cpuid(7, 0),
        .features1 = cpuid(7, 1),
    };
    l.saved = saved_state(&l.base);
    cpu.host = host_isa(&l);
    cpu.use = lowered_isa(cpu.host);
    cpu.f16c = cpu.fma = cpu.use >= VG_ISA_AVX2;
    if (cpu.use == VG_ISA_AVX512) {
        cpu.vnni = l.features.ecx & bit_AVX512VNNI;
        cpu.gather = l.features.edx & bit_AVX512FP16;
    } else if (cpu.use == VG_ISA_AVX2) {
        cpu.vnni = l.features1.eax & bit_AVXVNNI;
    }
    read_vendor();
    read_brand();
}

const struct vg_cpu *vg_cpu(void)
{
    pthread_once(&once, read_cpu);
    return &cpu;
}

const char *vg_isa_name(enum vg_isa isa)
{
    return isa_names[isa];
}

bool vg_isa_parse(const char *name, enum vg_isa *isa)
{
    for (size_t i = 0; i < VG_COUNT(isa_names); i++)
        if (strcmp(isa_names[i], name) == 0) {
            *isa = (enum vg_isa)i;
            return true;
        }
    return false;
}

struct vg_target vg_cpu_target(void)
{
    return (struct vg_target){vg_cpu()->use, vg_cpu()->vnni, vg_cpu()->gather};
}

static const char *const target_names[][2][2] = {
    [VG_ISA_SSE42] = {{"sse4.2"}}, /* VNNI and gathers need more */
    [VG_ISA_AVX2] = {{"avx2"}, {"avx2+vnni"}},
    [VG_ISA_AVX512] = {{"avx512", "avx512+gather"}, {"avx512+vnni", "avx512+vnni+gather"}},
};

const char *vg_target_name(struct vg_target target)
{
    const char *name = target_names[target.isa][target.vnni][target.gather];
    return name ? name : isa_names[target.isa];
}

bool vg_target_parse(const char *name, struct vg_target *target)
{
    for (unsigned i = 0; i < 4 * VG_COUNT(target_names); i++) {
        struct vg_target each = {(enum vg_isa)(i / 4), i & 2, i & 1};
        const char *known = target_names[each.isa][each.vnni][each.gather];
        if (known && strcmp(known, name) == 0) {
            *target = each;
            return true;
        }
    }
    return false;
}

/* Code that gathers runs on every CPU of its level. */
bool vg_target_fits(struct vg_target target)
{
    return target.isa == vg_cpu()->use && (!target.vnni || vg_cpu()->vnni);
}
