/* SPDX-License-Identifier: MIT */
/* How large the caches are: read from sysfs, since sysconf() counts the shared caches of all cores together.
 */
#include "bench/kernels/caches.h"

#include <stdio.h>
#include <string.h>

/* Reads a line of a file of the index-th cache of the first CPU. */
static int read_cache_file(int index, const char *name, const char *format, void *value)
{
    char path[128];
    snprintf(path, sizeof(path), "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, name);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    const int count = fscanf(file, format, value);
    fclose(file);
    return count == 1;
}

size_t cache_size(int level, size_t fallback)
{
    for (int index = 0; index < 8; index++) {
        int found;
        char type[32];
        size_t kib;
        if (read_cache_file(index, "level", "%d", &found) && found == level &&
            read_cache_file(index, "type", "%31s", type) && strcmp(type, "Instruction") != 0 &&
            read_cache_file(index, "size", "%zuK", &kib))
            return kib << 10;
    }
    return fallback;
}
