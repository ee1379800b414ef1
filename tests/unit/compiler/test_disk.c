/* SPDX-License-Identifier: MIT */
/* One folder of cache entries: damage of every kind, other writers, size and permissions. */
#include "compiler/client/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tests/unit/compiler/files.h"
#include "tests/unit/unit.h"

#define KEY_LENGTH 64

static char folder[64];

static int make_folder(void **state)
{
    strcpy(folder, "/tmp/vgpu-disk-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
    chmod(folder, 0700);
    folder_remove(folder);
    return 0;
}

static struct vg_digest key_number(unsigned n)
{
    return vg_digest_of(&n, sizeof n);
}

static bool put(struct vg_disk *disk, unsigned n, size_t size)
{
    struct vg_digest key = key_number(n);
    size_t packed;
    char *text = malloc(size ? size : 1);
    memset(text, 'a' + (int)(n % 26), size);
    struct vg_wire_part part = {VG_SECTION_OBJECT, text, size};
    void *bytes = vg_wire_pack(&part, 1, &packed);
    bool ok = vg_disk_put(disk, &key, bytes, packed);
    vg_free(bytes);
    free(text);
    return ok;
}

/* Whether entry n is there; checks its content. */
static bool get(struct vg_disk *disk, unsigned n)
{
    struct vg_digest key = key_number(n);
    struct vg_reply reply;
    struct vg_wire_part part;
    if (!vg_disk_get(disk, &key, &reply)) {
        assert_null(reply.bytes);
        return false;
    }
    assert_true(vg_wire_find(&reply.view, VG_SECTION_OBJECT, 0, &part));
    for (size_t i = 0; i < part.size; i++)
        assert_int_equal(((const char *)part.data)[i], 'a' + (int)(n % 26));
    vg_reply_finish(&reply);
    return true;
}

static void take_path(const char *path, void *data)
{
    strcpy(data, path);
}

static void an_entry_is_read_back(void **state)
{
    struct vg_disk disk;
    char deep[128];
    struct stat status;
    snprintf(deep, sizeof deep, "%s/a/b/c", folder);
    vg_disk_init(&disk, deep, true, 1 << 20);
    struct vg_digest key = key_number(1);
    assert_false(vg_disk_has(&disk, &key));
    assert_false(get(&disk, 1));
    assert_true(put(&disk, 1, 1000));
    assert_true(vg_disk_has(&disk, &key));
    assert_true(get(&disk, 1));
    assert_false(get(&disk, 2));
    assert_int_equal(stat(deep, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    vg_disk_remove(&disk, &key);
    assert_false(get(&disk, 1));
}

static void a_layer_that_is_off_takes_nothing(void **state)
{
    struct vg_disk disk;
    vg_disk_init(&disk, "", true, 0);
    assert_false(put(&disk, 1, 10));
    assert_false(get(&disk, 1));
    vg_disk_init(&disk, folder, false, 0);
    assert_false(put(&disk, 1, 10));
    assert_int_equal(folder_visit(folder, 0, NULL, NULL), 0);
}

static void every_truncated_entry_is_ignored_and_removed(void **state)
{
    struct vg_disk disk;
    char path[256];
    size_t size;
    vg_disk_init(&disk, folder, true, 1 << 20);
    assert_true(put(&disk, 1, 100));
    assert_int_equal(folder_visit(folder, KEY_LENGTH, take_path, path), 1);
    char *bytes = file_read(path, &size);
    for (size_t cut = 0; cut < size; cut++) {
        file_write(path, bytes, cut);
        assert_false(get(&disk, 1));
        assert_int_equal(access(path, F_OK), -1);
    }
    file_write(path, bytes, size);
    assert_true(get(&disk, 1));
    bytes[size] = 0;
    file_write(path, bytes, size + 1);
    assert_false(get(&disk, 1));
    free(bytes);
}

static void every_flipped_bit_is_noticed(void **state)
{
    struct vg_disk disk;
    char path[256];
    size_t size;
    vg_disk_init(&disk, folder, true, 1 << 20);
    assert_true(put(&disk, 1, 40));
    assert_int_equal(folder_visit(folder, KEY_LENGTH, take_path, path), 1);
    char *bytes = file_read(path, &size);
    for (size_t bit = 0; bit < 8 * size; bit++) {
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        file_write(path, bytes, size);
        bytes[bit / 8] ^= (char)(1 << bit % 8);
        if (get(&disk, 1))
            fail_msg("bit %zu of %zu", bit, 8 * size);
    }
    free(bytes);
}

static void an_entry_under_another_name_is_not_believed(void **state)
{
    struct vg_disk disk;
    char path[256], other[256];
    vg_disk_init(&disk, folder, true, 1 << 20);
    assert_true(put(&disk, 2, 40));
    assert_int_equal(folder_visit(folder, KEY_LENGTH, take_path, other), 1);
    struct vg_digest key = key_number(2);
    vg_disk_remove(&disk, &key);
    assert_true(put(&disk, 1, 40));
    assert_int_equal(folder_visit(folder, KEY_LENGTH, take_path, path), 1);
    assert_int_equal(rename(path, other), 0);
    assert_false(get(&disk, 2));
}

static void a_read_only_layer_is_read_and_left_alone(void **state)
{
    struct vg_disk writer, reader;
    char path[256];
    size_t size;
    vg_disk_init(&writer, folder, true, 1 << 20);
    vg_disk_init(&reader, folder, false, 0);
    assert_true(put(&writer, 1, 100));
    assert_true(get(&reader, 1));
    assert_int_equal(folder_visit(folder, KEY_LENGTH, take_path, path), 1);
    char *bytes = file_read(path, &size);
    file_write(path, bytes, size - 1);
    assert_false(get(&reader, 1));
    assert_int_equal(access(path, F_OK), 0);
    free(bytes);
}

static void set_age(const char *path, time_t seconds)
{
    struct timespec times[2] = {{.tv_sec = time(NULL) - seconds}, {.tv_sec = time(NULL) - seconds}};
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void entry_file(unsigned n, char path[256])
{
    struct vg_digest key = key_number(n);
    int length = snprintf(path, 256, "%s/", folder);
    for (size_t i = 0; i < sizeof key.bytes; i++)
        snprintf(path + length + 2 * i, 3, "%02x", key.bytes[i]);
}

static void the_least_recently_used_go_first(void **state)
{
    struct vg_disk disk;
    char path[256];
    vg_disk_init(&disk, folder, true, 100 * 1024);
    for (unsigned n = 0; n < 9; n++) {
        assert_true(put(&disk, n, 10 * 1024));
        entry_file(n, path);
        set_age(path, 1000000 - 10000 * (time_t)n);
    }
    assert_true(get(&disk, 0)); /* used now */
    assert_true(put(&disk, 9, 10 * 1024));
    assert_true(put(&disk, 10, 10 * 1024));
    assert_true(get(&disk, 0));
    assert_false(get(&disk, 1));
    assert_false(get(&disk, 2));
    assert_true(get(&disk, 8) && get(&disk, 9) && get(&disk, 10));
}

static void leftovers_of_dead_writers_go(void **state)
{
    struct vg_disk disk;
    char old[128], young[128];
    snprintf(old, sizeof old, "%s/tmp.1.2.3", folder);
    snprintf(young, sizeof young, "%s/tmp.4.5.6", folder);
    file_write(old, "x", 1);
    file_write(young, "x", 1);
    set_age(old, 7200);
    vg_disk_init(&disk, folder, true, 1024);
    assert_true(put(&disk, 1, 500));
    assert_int_equal(access(old, F_OK), -1);
    assert_int_equal(access(young, F_OK), 0);
}

static void a_folder_that_others_can_write_to_is_not_used(void **state)
{
    struct vg_disk disk;
    vg_disk_init(&disk, folder, true, 1 << 20);
    assert_true(put(&disk, 1, 100));
    chmod(folder, 0777);
    assert_false(get(&disk, 1));
    assert_false(put(&disk, 2, 100));
    chmod(folder, 0700);
    assert_true(get(&disk, 1));
}

static void an_entry_behind_a_link_is_not_read(void **state)
{
    struct vg_disk disk;
    char path[256], elsewhere[300];
    vg_disk_init(&disk, folder, true, 1 << 20);
    assert_true(put(&disk, 1, 100));
    entry_file(1, path);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", folder);
    assert_int_equal(rename(path, elsewhere), 0);
    assert_int_equal(symlink(elsewhere, path), 0);
    assert_false(get(&disk, 1));
}

static void a_folder_in_the_way_of_a_file_is_survived(void **state)
{
    struct vg_disk disk;
    char path[256];
    vg_disk_init(&disk, folder, true, 1 << 20);
    entry_file(1, path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_false(get(&disk, 1));
    assert_false(put(&disk, 1, 100));
    assert_int_equal(folder_visit(folder, 0, NULL, NULL), 0); /* no temporary file is left */
    char file[128], below[256];
    snprintf(file, sizeof file, "%s/file", folder);
    snprintf(below, sizeof below, "%s/below", file);
    file_write(file, "x", 1);
    vg_disk_init(&disk, below, true, 1 << 20);
    assert_false(put(&disk, 1, 100));
    assert_false(get(&disk, 1));
}

/* Writers and readers of the same few entries at once: a reader sees a whole entry or none. */
static void eight_processes_share_a_folder(void **state)
{
    for (int p = 0; p < 8; p++) {
        if (fork() == 0) {
            struct vg_disk disk;
            vg_disk_init(&disk, folder, true, 64 * 1024);
            unsigned seen = 0;
            for (unsigned round = 0; round < 200; round++) {
                bool ok = put(&disk, (round + (unsigned)p) % 10, 4000 + 100 * (round % 10));
                if (!ok)
                    _exit(1);
                seen += get(&disk, round % 10);
            }
            _exit(seen > 0 ? 0 : 2);
        }
    }
    for (int p = 0; p < 8; p++) {
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, drop_folder)
VG_TESTS(test_disk, CASE(an_entry_is_read_back), CASE(a_layer_that_is_off_takes_nothing),
         CASE(every_truncated_entry_is_ignored_and_removed), CASE(every_flipped_bit_is_noticed),
         CASE(an_entry_under_another_name_is_not_believed), CASE(a_read_only_layer_is_read_and_left_alone),
         CASE(the_least_recently_used_go_first), CASE(leftovers_of_dead_writers_go),
         CASE(a_folder_that_others_can_write_to_is_not_used), CASE(an_entry_behind_a_link_is_not_read),
         CASE(a_folder_in_the_way_of_a_file_is_survived), CASE(eight_processes_share_a_folder));
