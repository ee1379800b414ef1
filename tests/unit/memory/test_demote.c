/* SPDX-License-Identifier: MIT */
/* From the compressed store on to the file. */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/memory/paged.h"

static struct vg_block *start_compressed(const char *room)
{
    setenv("VGPU_MEM_VRAM", room, 1);
    paged_start(8 * MIB, "256M");
    return paged_make(40 * MIB);
}

/* Writes to every byte of an extent: what differs from its neighbours compresses to few pages. */
static void put_whole(struct vg_block *block, size_t at, int value)
{
    struct vg_span span = paged_piece(block, at, 2 * MIB, true);
    assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
    memset((char *)vg_block_address(block) + at, value, 2 * MIB);
    vg_span_unpin(&span);
}

static void expect_whole(struct vg_block *block, size_t at, int value)
{
    static char expected[2 * MIB];
    struct vg_span span = paged_piece(block, at, 2 * MIB, false);
    memset(expected, value, sizeof expected);
    assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
    assert_memory_equal((char *)vg_block_address(block) + at, expected, sizeof expected);
    vg_span_unpin(&span);
}

static void put_all(struct vg_block *block, int value)
{
    for (size_t at = 0; at < 40 * MIB; at += 2 * MIB)
        put_whole(block, at, value + (int)(at / MIB));
}

static void expect_all(struct vg_block *block, int value)
{
    for (size_t at = 0; at < 40 * MIB; at += 2 * MIB)
        expect_whole(block, at, value + (int)(at / MIB));
}

static size_t count_in(const struct vg_block *block, const struct vg_store *store)
{
    size_t count = 0;
    for (size_t i = 0; i < block->extents->count; i++) {
        const struct vg_mem_extent *extent = &block->extents->of[i];
        count += extent->state == VG_EXTENT_STORED && extent->store == store;
    }
    return count;
}

static void end_compressed(struct vg_block *block)
{
    vg_block_destroy(&block);
    assert_int_equal(vg_paging_stats().packed, 0);
    assert_int_equal(vg_paging_stats().stored, 0);
    assert_true(vg_list_empty(&vg_pager.packed));
}

/* Written in order, so they leave in order: what left last is compressed, what left before is in the file. */
static void what_was_packed_first_moves_on(void **state)
{
    struct vg_block *block = start_compressed("40K");
    put_all(block, 1);
    bool packed = false;
    for (size_t i = 0; i < block->extents->count; i++) {
        const struct vg_mem_extent *extent = &block->extents->of[i];
        if (extent->state != VG_EXTENT_STORED)
            continue;
        assert_true(extent->store == &vg_pager.vram || !packed);
        packed |= extent->store == &vg_pager.vram;
    }
    struct vg_paging_stats stats = vg_paging_stats();
    assert_true(packed && stats.packed <= 40 << 10);
    assert_true(stats.counts.demoted >= 8);
    assert_int_equal(stats.demoted_bytes, stats.counts.demoted * 2 * MIB);
    assert_int_equal(stats.written_bytes, 0); /* none of it went there from RAM */
    assert_int_equal(stats.in_file, count_in(block, &vg_pager.store) * 2 * MIB);
    assert_int_equal(stats.stored - stats.in_file, count_in(block, &vg_pager.vram) * 2 * MIB);
    expect_all(block, 1);
    assert_true(vg_paging_stats().read_bytes > 0);
    end_compressed(block);
}

/* What comes back to RAM leaves a copy behind, which costs nothing to give up. */
static void copies_go_before_others(void **state)
{
    struct vg_block *block = start_compressed("64M");
    put_all(block, 1);
    for (size_t at = 0; at < 6 * MIB; at += 2 * MIB)
        expect_whole(block, at, 1 + (int)(at / MIB));
    size_t packed = count_in(block, &vg_pager.vram);
    struct vg_mem_extent *first = vg_extents_at(block->extents, 0);
    assert_true(first->state == VG_EXTENT_RESIDENT && !first->dirty && first->store == &vg_pager.vram);
    vg_pager_lock();
    vg_pager.vram.capacity = vg_pager.vram.held - 1;
    vg_demote_locked(1);
    vg_pager_unlock();
    assert_int_equal(vg_paging_stats().counts.demoted, 0);
    assert_int_equal(count_in(block, &vg_pager.vram), packed);
    vg_pager_lock();
    vg_pager.vram.capacity = 0;
    vg_demote_locked(1);
    vg_pager_unlock();
    assert_int_equal(vg_paging_stats().packed, 0);
    assert_int_equal(vg_paging_stats().counts.demoted, packed);
    assert_true(first->dirty);
    expect_all(block, 1);
    end_compressed(block);
}

/* It stays compressed, whatever the file says and however far it got. */
static void a_file_that_fails_takes_nothing(void **state)
{
    static const int errors[] = {ENOSPC, EIO};
    struct vg_block *block = start_compressed("40K");
    for (size_t e = 0; e < 2; e++) {
        vg_block_destroy(&block);
        block = paged_make(40 * MIB);
        paged_store.fail_writes = errors[e];
        size_t fits = 0; /* as many as the RAM and the compressed store hold */
        struct vg_span span = paged_piece(block, 0, 4096, true);
        for (; vg_span_pin(&span) == CL_SUCCESS; span.offset += 2 * MIB) {
            vg_span_unpin(&span);
            put_whole(block, span.offset, (int)++fits);
        }
        struct vg_paging_stats stats = vg_paging_stats();
        assert_true(fits >= 6 && fits < 20);
        assert_int_equal(stats.counts.demoted, 0);
        assert_int_equal(count_in(block, &vg_pager.store), 0);
        assert_true(stats.errors > e);
        for (size_t i = fits; i-- > 0;)
            expect_whole(block, i * 2 * MIB, (int)i + 1);
        paged_store.fail_writes = 0;
    }
    put_all(block, 9);
    assert_true(vg_paging_stats().counts.demoted > 0);
    assert_true(vg_paging_stats().packed <= 40 << 10);
    expect_all(block, 9);
    end_compressed(block);
}

/* The file is full as well, and all of RAM and the file are used: what is compressed has nowhere to go. */
static void a_full_file_takes_nothing(void **state)
{
    setenv("VGPU_MEM_VRAM", "40K", 1);
    paged_start(8 * MIB, "8M");
    struct vg_block *block = paged_make(15 * MIB);
    for (int round = 0; round < 3; round++) {
        for (size_t at = 0; at < 14 * MIB; at += 2 * MIB)
            put_whole(block, at, 1 + round + (int)(at / MIB));
        for (size_t at = 0; at < 14 * MIB; at += 2 * MIB)
            expect_whole(block, at, 1 + round + (int)(at / MIB));
    }
    assert_true(vg_paging_stats().in_file <= 8 * MIB);
    end_compressed(block);
}

#define SMALL_BYTES ((size_t)512 << 10)
#define SMALL_BLOCKS 32

/* Each takes a page, the least that there is, so that the room is full when it is taken to the last byte. */
static void small_extents_move_on(void **state)
{
    struct vg_block *blocks[SMALL_BLOCKS];
    setenv("VGPU_MEM_VRAM", "16K", 1);
    paged_start(8 * MIB, "256M");
    for (size_t i = 0; i < SMALL_BLOCKS; i++) {
        blocks[i] = paged_make(SMALL_BYTES);
        struct vg_span span = paged_piece(blocks[i], 0, SMALL_BYTES, true);
        assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
        memset(vg_block_address(blocks[i]), (int)i + 1, SMALL_BYTES);
        vg_span_unpin(&span);
    }
    assert_true(vg_paging_stats().counts.demoted >= 8);
    assert_int_equal(vg_paging_stats().written_bytes, 0);
    for (size_t i = 0; i < SMALL_BLOCKS; i++) {
        paged_expect(blocks[i], 0, 4096, (int)i + 1);
        vg_block_destroy(&blocks[i]);
    }
}

/* ---- While an extent moves on ---- */

/* Seven extents, of which the last four are in RAM and fill it and the first three fill the compressed store:
 * the next one makes the first of all move on. */
static struct vg_block *fill_compressed(void)
{
    struct vg_block *block = start_compressed("40K");
    for (size_t at = 0; at < 14 * MIB; at += 2 * MIB)
        put_whole(block, at, 1 + (int)(at / MIB));
    assert_int_equal(count_in(block, &vg_pager.vram), 3);
    assert_int_equal(vg_paging_stats().counts.demoted, 0);
    return block;
}

static struct {
    void (*use)(void);
    struct vg_block *block;
    pthread_t thread;
    atomic_bool done;
} user;

static void *use_it(void *unused)
{
    user.use();
    atomic_store(&user.done, true);
    return NULL;
}

static void start_user(void)
{
    paged_store.during_write = NULL;
    assert_int_equal(vg_extents_at(user.block->extents, 0)->state, VG_EXTENT_SINKING);
    assert_int_equal(pthread_create(&user.thread, NULL, use_it, NULL), 0);
    nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    assert_false(atomic_load(&user.done)); /* it waits */
}

static void use_while_moving(struct vg_block *filled, struct vg_block *block, void (*use)(void))
{
    user.block = block;
    user.use = use;
    paged_store.during_write = start_user;
    put_whole(filled, 14 * MIB, 15);
    assert_null(paged_store.during_write);
    pthread_join(user.thread, NULL);
}

static void read_first(void)
{
    expect_whole(user.block, 0, 1);
}

static void overwrite_first(void)
{
    struct vg_span span = paged_piece(user.block, 0, 2 * MIB, true);
    span.overwrite = true;
    if (vg_span_pin(&span) != CL_SUCCESS)
        return;
    memset(vg_block_address(user.block), 99, 2 * MIB);
    vg_span_unpin(&span);
}

static void destroy_all(void)
{
    vg_block_destroy(&user.block);
}

static void what_moves_on_can_be_read(void **state)
{
    struct vg_block *block = fill_compressed();
    use_while_moving(block, block, read_first);
    assert_true(vg_paging_stats().counts.demoted > 0);
    for (size_t at = 0; at < 16 * MIB; at += 2 * MIB)
        expect_whole(block, at, 1 + (int)(at / MIB));
    end_compressed(block);
}

static void what_moves_on_can_be_written(void **state)
{
    struct vg_block *block = fill_compressed();
    use_while_moving(block, block, overwrite_first);
    expect_whole(block, 0, 99);
    for (size_t at = 2 * MIB; at < 16 * MIB; at += 2 * MIB)
        expect_whole(block, at, 1 + (int)(at / MIB));
    end_compressed(block);
}

static void what_moves_on_can_be_freed(void **state)
{
    struct vg_block *block = fill_compressed(), *other = paged_make(30 * MIB);
    use_while_moving(other, block, destroy_all);
    assert_null(user.block);
    expect_whole(other, 14 * MIB, 15);
    end_compressed(other);
}

static unsigned taken; /* extents that took what room there was */

static void take_room(void)
{
    void (*itself)(void) = paged_store.during_write;
    paged_store.during_write = NULL;
    put_whole(user.block, taken++ * 2 * MIB, 3);
    paged_store.during_write = taken < 6 ? itself : NULL;
}

/* Who lets an extent go for its room has it, whatever others want while another extent moves on for it. */
static void room_is_had_by_who_made_it(void **state)
{
    struct vg_block *block = fill_compressed();
    user.block = paged_make(20 * MIB);
    paged_store.during_write = take_room;
    put_whole(block, 14 * MIB, 15);
    assert_int_equal(taken, 1);
    paged_store.during_write = NULL;
    for (size_t at = 0; at < 16 * MIB; at += 2 * MIB)
        expect_whole(block, at, 1 + (int)(at / MIB));
    vg_block_destroy(&user.block);
    end_compressed(block);
}

/* What is nowhere but in a store is lost to a child, and everything else is as it was. */
static int look_at_all(struct vg_block *block)
{
    static char expected[2 * MIB];
    int lost = 0;
    for (size_t at = 0; at < 14 * MIB; at += 2 * MIB) {
        struct vg_span span = paged_piece(block, at, 2 * MIB, false);
        memset(expected, 1 + (int)(at / MIB), sizeof expected);
        if (vg_span_pin(&span) != CL_SUCCESS) {
            lost++;
            continue;
        }
        if (memcmp((char *)vg_block_address(block) + at, expected, sizeof expected) != 0)
            return -1;
        vg_span_unpin(&span);
    }
    return lost;
}

static int child_status;

static void fork_now(void)
{
    paged_store.during_write = NULL;
    pid_t child = fork();
    if (child == 0) {
        int lost = look_at_all(user.block);
        vg_block_destroy(&user.block);
        struct vg_block *more = paged_make(40 * MIB);
        put_all(more, 5);
        expect_all(more, 5);
        end_compressed(more);
        assert_int_equal(vg_paging_stats().ram_used, 0);
        _exit(lost == 3 ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &child_status, 0), child);
}

static void children_of_a_fork_while_one_moves_on(void **state)
{
    struct vg_block *block = fill_compressed();
    user.block = block;
    paged_store.during_write = fork_now;
    child_status = -1;
    put_whole(block, 14 * MIB, 15);
    assert_int_equal(child_status, 0);
    for (size_t at = 0; at < 16 * MIB; at += 2 * MIB)
        expect_whole(block, at, 1 + (int)(at / MIB));
    end_compressed(block);
}

VG_TESTS(test_demote, cmocka_unit_test(what_was_packed_first_moves_on),
         cmocka_unit_test(copies_go_before_others), cmocka_unit_test(a_file_that_fails_takes_nothing),
         cmocka_unit_test(a_full_file_takes_nothing), cmocka_unit_test(small_extents_move_on),
         cmocka_unit_test(what_moves_on_can_be_read), cmocka_unit_test(what_moves_on_can_be_written),
         cmocka_unit_test(what_moves_on_can_be_freed), cmocka_unit_test(room_is_had_by_who_made_it),
         cmocka_unit_test(children_of_a_fork_while_one_moves_on));
