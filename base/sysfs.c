/* SPDX-License-Identifier: MIT */
/* Small files of the kernel, read whole with stdio; a file that is not there leaves its number 0. */
#include "base/sysfs.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/attributes.h"

VG_PRINTF(1, 2) static FILE *open_file(const char *format, ...)
{
    char path[PATH_MAX];
    va_list args;
    va_start(args, format);
    int length = vsnprintf(path, sizeof(path), format, args);
    va_end(args);
    return length < (int)sizeof(path) ? fopen(path, "re") : NULL;
}

struct vg_memory_limits vg_sysfs_memory(const char *root)
{
    struct vg_memory_limits limits = {0};
    FILE *stream = open_file("%s/proc/meminfo", root);
    char line[128];
    unsigned long long kib;
    if (!stream)
        return limits;
    while (fgets(line, sizeof(line), stream))
        if (sscanf(line, "MemTotal: %llu", &kib) == 1)
            limits.total = kib * 1024;
        else if (sscanf(line, "MemAvailable: %llu", &kib) == 1)
            limits.available = kib * 1024;
    fclose(stream);
    return limits;
}

/* Reads "number[K|M]rest" of a cache's file; the character after the number, or '\0', goes to *unit. */
static uint64_t cache_number(const char *dir, int index, const char *file, char *unit)
{
    FILE *stream = open_file("%s/index%d/%s", dir, index, file);
    unsigned long long number = 0;
    *unit = '\0';
    if (!stream)
        return 0;
    if (fscanf(stream, "%llu%c", &number, unit) < 1)
        number = 0;
    fclose(stream);
    return number;
}

static uint64_t cache_size(const char *dir, int index)
{
    char unit;
    uint64_t size = cache_number(dir, index, "size", &unit);
    return unit == 'K' ? size << 10 : unit == 'M' ? size << 20 : size;
}

static bool holds_data(const char *dir, int index)
{
    FILE *stream = open_file("%s/index%d/type", dir, index);
    char type[16] = "";
    if (!stream)
        return false;
    bool read = fscanf(stream, "%15s", type) == 1;
    fclose(stream);
    return read && strcmp(type, "Instruction") != 0;
}

struct vg_cache_sizes vg_sysfs_caches(const char *root, unsigned os_cpu)
{
    struct vg_cache_sizes sizes = {0};
    char dir[PATH_MAX], unit;
    if (snprintf(dir, sizeof(dir), "%s/sys/devices/system/cpu/cpu%u/cache", root, os_cpu) >= (int)sizeof(dir))
        return sizes;
    for (int i = 0;; i++) {
        uint64_t level = cache_number(dir, i, "level", &unit);
        if (!level)
            return sizes;
        if (!holds_data(dir, i))
            continue;
        uint64_t *by_level[] = {&sizes.l1_bytes, &sizes.l2_bytes, &sizes.l3_bytes};
        if (level <= VG_COUNT(by_level))
            *by_level[level - 1] = cache_size(dir, i);
        if (level == 1)
            sizes.line_bytes = (unsigned)cache_number(dir, i, "coherency_line_size", &unit);
    }
}

/* A list such as "0-1,4". */
unsigned vg_sysfs_nodes(const char *root)
{
    FILE *stream = open_file("%s/sys/devices/system/node/has_cpu", root);
    unsigned count = 0, first, last;
    if (!stream)
        return 1;
    do {
        int read = fscanf(stream, "%u-%u", &first, &last);
        if (read < 1)
            break;
        count += read == 2 && last > first ? last - first + 1 : 1;
    } while (fgetc(stream) == ',');
    fclose(stream);
    return count ? count : 1;
}

static unsigned cpufreq_mhz(const char *root)
{
    FILE *stream = open_file("%s/sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", root);
    unsigned khz = 0;
    if (!stream)
        return 0;
    if (fscanf(stream, "%u", &khz) != 1)
        khz = 0;
    fclose(stream);
    return khz / 1000;
}

unsigned vg_sysfs_clock_mhz(const char *root)
{
    unsigned mhz = cpufreq_mhz(root);
    FILE *stream = mhz ? NULL : open_file("%s/proc/cpuinfo", root);
    char line[128];
    if (!stream)
        return mhz;
    while (mhz == 0 && fgets(line, sizeof(line), stream))
        if (sscanf(line, "cpu MHz : %u", &mhz) != 1)
            mhz = 0;
    fclose(stream);
    return mhz;
}
