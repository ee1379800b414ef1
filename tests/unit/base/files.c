/* SPDX-License-Identifier: MIT */
/* Temporary folders for the tests of base/. */
#include "tests/unit/base/files.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/unit/unit.h"

static char folder[PATH_MAX];

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *files_make_folder(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof(folder), "%s/vgpu-test-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(atexit(remove_folder), 0);
    return folder;
}

void files_write(const char *dir, const char *path, const char *text)
{
    char full[PATH_MAX];
    assert_true(snprintf(full, sizeof(full), "%s/%s", dir, path) < (int)sizeof(full));
    for (char *slash = strchr(full + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(full, 0755);
        *slash = '/';
    }
    FILE *stream = fopen(full, "w");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
}

const char *files_read(const char *dir, const char *path)
{
    static char text[8192];
    char full[PATH_MAX];
    assert_true(snprintf(full, sizeof(full), "%s/%s", dir, path) < (int)sizeof(full));
    FILE *stream = fopen(full, "r");
    text[stream ? fread(text, 1, sizeof(text) - 1, stream) : 0] = '\0';
    if (stream)
        fclose(stream);
    return text;
}

void files_log_to(const char *dir, const char *level)
{
    char value[PATH_MAX + 16];
    snprintf(value, sizeof(value), "%s:%s/log", level, dir);
    setenv("VGPU_LOG", value, 1);
}
