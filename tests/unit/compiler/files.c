/* SPDX-License-Identifier: MIT */
/* Whole files, for tests. */
#include "tests/unit/compiler/files.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/unit.h"

void *file_read(const char *path, size_t *size)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &status), 0);
    *size = (size_t)status.st_size;
    char *bytes = malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    fclose(file);
    return bytes;
}

void file_write(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

size_t folder_visit(const char *path, size_t length, void (*visit)(const char *path, void *data), void *data)
{
    size_t count = 0;
    struct stat status;
    char name[PATH_MAX];
    DIR *folder = opendir(path);
    if (!folder)
        return 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (lstat(name, &status) != 0 || !S_ISREG(status.st_mode) ||
            (length && strlen(entry->d_name) != length))
            continue;
        count++;
        if (visit)
            visit(name, data);
    }
    closedir(folder);
    return count;
}

static void remove_file(const char *path, void *data)
{
    (void)data;
    unlink(path);
}

void folder_remove(const char *path)
{
    char name[PATH_MAX];
    DIR *folder = opendir(path);
    if (!folder)
        return;
    for (struct dirent *entry; (entry = readdir(folder));) {
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            folder_remove(name);
    }
    closedir(folder);
    folder_visit(path, 0, remove_file, NULL);
    rmdir(path);
}
