/* SPDX-License-Identifier: MIT */
/* A folder and an environment of its own for each case that runs the fake compiler. */
#include "tests/unit/compiler/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/error.h"
#include "tests/unit/compiler/files.h"
#include "tests/unit/unit.h"

static _Thread_local char error_text[1024];

static void keep_error(void *data, cl_int code, const char *message)
{
    (void)data;
    (void)code;
    snprintf(error_text, sizeof error_text, "%s", message);
}

const char *last_error(void)
{
    return error_text;
}

int fixture_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture)
        return -1;
    strcpy(fixture->folder, "/tmp/vgpu-test-XXXXXX");
    if (!mkdtemp(fixture->folder))
        return -1;
    snprintf(fixture->cache, sizeof fixture->cache, "%s/cache", fixture->folder);
    snprintf(fixture->count, sizeof fixture->count, "%s/count", fixture->folder);
    setenv("VGPU_CC", FAKE_CC, 1);
    setenv("VGPU_CACHE_DIR", fixture->cache, 1);
    vg_error_set_sink(keep_error, NULL);
    *state = fixture;
    return 0;
}

int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;
    vg_compiler_unload();
    folder_remove(fixture->folder);
    free(fixture);
    return 0;
}

struct vg_unit *build(const struct fixture *fixture, const char *words, cl_int expected, char **log)
{
    char source[2 * PATH_MAX], *text = NULL;
    struct vg_unit *unit = NULL;
    snprintf(source, sizeof source, "count:%s %s", fixture->count, words);
    cl_int error = vg_compile(source, strlen(source), "", VG_STAGE_BUILD, NULL, 0, &unit, &text);
    if (error != expected)
        print_error("\"%s\": %d, %s\n", words, error, text ? text : last_error());
    assert_int_equal(error, expected);
    assert_true((unit != NULL) == (error == CL_SUCCESS));
    if (log)
        *log = text;
    else
        vg_free(text);
    return unit;
}

void check_kernel(struct vg_unit *unit, size_t index)
{
    int out[3] = {0}, *slot = out;
    const struct vg_code *code = NULL;
    struct vg_launch launch = {0};
    assert_int_equal(vg_unit_code(unit, index, &code), CL_SUCCESS);
    assert_int_equal(code->info.width, 4);
    assert_int_equal(code->info.cost, 7);
    assert_int_equal(code->entry(&launch, &slot, 0, 3, NULL), 0);
    assert_int_equal(out[0], 1 + 3 + 5);
    assert_int_equal(out[2], out[1] & 1 ? 'o' : 'e');
}

size_t request_count(const struct fixture *fixture)
{
    struct stat status;
    return stat(fixture->count, &status) == 0 ? (size_t)status.st_size : 0;
}
