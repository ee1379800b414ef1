/* SPDX-License-Identifier: MIT */
/* Where our groups are: /proc/self/cgroup names a path per hierarchy and /proc/self/mountinfo says where each
 * hierarchy is mounted and which of its directories the mount shows. In a container without a cgroup
 * namespace the path may lie outside the mount; then the mount point itself is our group. A limit of any
 * group on the way up binds us. */
#include "base/cgroup.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/checked.h"

/* A hierarchy: the unified one of version 2 (controller NULL) or that of a version 1 controller. */
struct place {
    const char *root, *controller;
    char dir[PATH_MAX]; /* of the group now looked at, root included */
    size_t top;         /* length of the mount point in dir, where the way up ends */
};

static FILE *open_below(const char *dir, const char *name)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof(path), "%s/%s", dir, name) >= (int)sizeof(path))
        return NULL;
    return fopen(path, "re");
}

/* Whether item is one of the comma-separated items of list. */
static bool lists(const char *list, const char *item)
{
    size_t length = strlen(item);
    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, item, length) == 0 && (at[length] == ',' || !at[length]))
            return true;
    }
    return false;
}

/* Takes the part of *text before the separator; *text moves past it and becomes NULL after the last. */
static char *next_field(char **text, const char *separator)
{
    char *field = strsep(text, separator);
    return field ? field : (char *)"";
}

/* A line "9:cpu,cpuacct:/path", or "0::/path" of version 2. */
static bool parse_group(char *line, const char *controller, const char **path)
{
    next_field(&line, ":");
    const char *controllers = next_field(&line, ":");
    *path = next_field(&line, "");
    return controller ? lists(controllers, controller) : !*controllers;
}

/* A line "24 1 0:22 ROOT POINT options tags... - TYPE source super-options". */
static bool parse_mount(char *line, const char *controller, const char **root, const char **point)
{
    char *tail = strstr(line, " - ");
    if (!tail)
        return false;
    *tail = '\0';
    tail += 3;
    for (int i = 0; i < 3; i++)
        next_field(&line, " ");
    *root = next_field(&line, " ");
    *point = next_field(&line, " ");
    const char *type = next_field(&tail, " ");
    next_field(&tail, " ");
    const char *super = next_field(&tail, " ");
    return controller ? strcmp(type, "cgroup") == 0 && lists(super, controller)
                      : strcmp(type, "cgroup2") == 0;
}

/* Reads lines of a file under root until use() is true; says whether one was. */
static bool find_line(struct place *place, const char *file,
                      bool (*use)(struct place *, char *line, void *out), void *out)
{
    FILE *stream = open_below(place->root, file);
    char *line = NULL;
    size_t room = 0;
    bool found = false;
    if (!stream)
        return false;
    while (!found && getline(&line, &room, stream) > 0) {
        line[strcspn(line, "\n")] = '\0';
        found = use(place, line, out);
    }
    free(line);
    fclose(stream);
    return found;
}

static bool use_group(struct place *place, char *line, void *out)
{
    const char *path;
    return parse_group(line, place->controller, &path) && snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
}

/* The part of path below root, both paths within the hierarchy; "" when path is root or not below it. */
static const char *below(const char *path, const char *root)
{
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    bool inside = strncmp(path, root, length) == 0 && path[length] == '/';
    return inside && path[length + 1] && !strstr(path, "/..") ? path + length : "";
}

static bool use_mount(struct place *place, char *line, void *group)
{
    const char *root, *point;
    if (!parse_mount(line, place->controller, &root, &point))
        return false;
    place->top = strlen(place->root) + strlen(point);
    int length = snprintf(place->dir, sizeof(place->dir), "%s%s%s", place->root, point, below(group, root));
    return length < (int)sizeof(place->dir);
}

static bool find_place(const char *root, const char *controller, struct place *place)
{
    char group[PATH_MAX];
    *place = (struct place){.root = root, .controller = controller};
    return find_line(place, "proc/self/cgroup", use_group, group) &&
           find_line(place, "proc/self/mountinfo", use_mount, group);
}

/* Steps to the parent group; false at the mount point. */
static bool go_up(struct place *place)
{
    char *slash = strrchr(place->dir, '/');
    if (!slash || (size_t)(slash - place->dir) < place->top)
        return false;
    *slash = '\0';
    return true;
}

/* Reads the first count numbers of a file; "max" and anything else that is no number end the reading. */
static int read_numbers(const struct place *place, const char *file, int count, long long *numbers)
{
    FILE *stream = open_below(place->dir, file);
    int got = 0;
    if (!stream)
        return 0;
    while (got < count && fscanf(stream, "%lld", &numbers[got]) == 1)
        got++;
    fclose(stream);
    return got;
}

static uint64_t read_number(const struct place *place, const char *file, uint64_t otherwise)
{
    long long number;
    return read_numbers(place, file, 1, &number) == 1 && number >= 0 ? (uint64_t)number : otherwise;
}

/* The number after name in a file of "name number" lines; 0 without it. */
static uint64_t read_named(const struct place *place, const char *file, const char *name)
{
    FILE *stream = open_below(place->dir, file);
    char key[64];
    unsigned long long number;
    uint64_t result = 0;
    if (!stream)
        return 0;
    while (!result && fscanf(stream, "%63s %llu", key, &number) == 2)
        if (strcmp(key, name) == 0)
            result = number;
    fclose(stream);
    return result;
}

static unsigned group_cpus(const struct place *place)
{
    long long n[2]; /* quota and period in microseconds */
    bool limited;
    if (place->controller)
        limited = read_numbers(place, "cpu.cfs_quota_us", 1, &n[0]) == 1 &&
                  read_numbers(place, "cpu.cfs_period_us", 1, &n[1]) == 1;
    else
        limited = read_numbers(place, "cpu.max", 2, n) == 2;
    if (!limited || n[0] <= 0 || n[1] <= 0)
        return UINT_MAX;
    long long cpus = n[0] / n[1] + (n[0] % n[1] != 0);
    return cpus < UINT_MAX ? (unsigned)cpus : UINT_MAX;
}

unsigned vg_cgroup_cpus(const char *root)
{
    static const char *const controllers[] = {"cpu", NULL};
    unsigned least = UINT_MAX;
    for (int i = 0; i < 2; i++) {
        struct place place;
        if (!find_place(root, controllers[i], &place))
            continue;
        do {
            unsigned cpus = group_cpus(&place);
            least = cpus < least ? cpus : least;
        } while (go_up(&place));
    }
    return least;
}

static void add_group_memory(const struct place *place, struct vg_cgroup_memory *memory)
{
    bool v1 = place->controller;
    uint64_t limit = read_number(place, v1 ? "memory.limit_in_bytes" : "memory.max", UINT64_MAX);
    if (limit == UINT64_MAX)
        return;
    uint64_t used = read_number(place, v1 ? "memory.usage_in_bytes" : "memory.current", 0);
    uint64_t cache = read_named(place, "memory.stat", v1 ? "total_inactive_file" : "inactive_file");
    used -= vg_least(used, cache);
    memory->limit = vg_least(memory->limit, limit);
    memory->free = vg_least(memory->free, limit - vg_least(limit, used));
}

struct vg_cgroup_memory vg_cgroup_memory(const char *root)
{
    static const char *const controllers[] = {"memory", NULL};
    struct vg_cgroup_memory memory = {UINT64_MAX, UINT64_MAX};
    for (int i = 0; i < 2; i++) {
        struct place place;
        if (!find_place(root, controllers[i], &place))
            continue;
        do
            add_group_memory(&place, &memory);
        while (go_up(&place));
    }
    return memory;
}

static bool read_stalled(const char *dir, const char *file, uint64_t *us)
{
    FILE *stream = open_below(dir, file);
    unsigned long long total;
    if (!stream)
        return false;
    bool found = fscanf(stream, "some avg10=%*s avg60=%*s avg300=%*s total=%llu", &total) == 1;
    fclose(stream);
    if (found)
        *us = total;
    return found;
}

uint64_t vg_cgroup_stalled_us(const char *root)
{
    struct place place;
    uint64_t us = 0;
    if (!find_place(root, NULL, &place) || !read_stalled(place.dir, "memory.pressure", &us))
        (void)read_stalled(root, "proc/pressure/memory", &us);
    return us;
}
