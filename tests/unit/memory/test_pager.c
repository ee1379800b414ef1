/* SPDX-License-Identifier: MIT */
/* Extents that come and go. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/memory/model.h"
#include "tests/unit/memory/paged.h"

static void more_than_ram(void **state)
{
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(40 * MIB);
    for (size_t at = 0; at < 40 * MIB; at += 2 * MIB)
        paged_put(block, at, 2 * MIB, (int)(at / MIB));
    for (size_t at = 0; at < 40 * MIB; at += 2 * MIB)
        paged_expect(block, at, 2 * MIB, (int)(at / MIB));
    struct vg_paging_stats stats = vg_paging_stats();
    assert_true(stats.ram_used <= 8 * MIB);
    assert_true(stats.counts.fetched >= 16 && stats.counts.written >= 16);
    vg_block_destroy(&block);
    stats = vg_paging_stats();
    assert_int_equal(stats.ram_used, 0);
    assert_int_equal(stats.stored, 0);
}

static void clean_and_zero_extents_are_not_written(void **state)
{
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(32 * MIB);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB)
        paged_expect(block, at, 4096, 0); /* read only: never dirty */
    assert_int_equal(vg_paging_stats().written_bytes, 0);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB) {
        struct vg_span span = paged_piece(block, at, 2 * MIB, true); /* writable, but still zero */
        assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
        vg_span_unpin(&span);
    }
    assert_int_equal(vg_paging_stats().written_bytes, 0);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB)
        paged_put(block, at, 4096, 7);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB)
        paged_expect(block, at, 4096, 7);
    uint64_t written = vg_paging_stats().counts.written;
    assert_int_equal(written, 16);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB)
        paged_expect(block, at, 4096, 7); /* what comes and is not changed goes for nothing */
    assert_int_equal(vg_paging_stats().counts.written, written);
    vg_block_destroy(&block);
}

static void used_extents_stay(void **state)
{
    paged_start(16 * MIB, "64M");
    struct vg_block *hot = paged_make(2 * MIB), *cold = paged_make(40 * MIB);
    paged_put(hot, 0, 2 * MIB, 1);
    for (size_t at = 0; at < 40 * MIB; at += 2 * MIB) {
        paged_put(cold, at, 2 * MIB, 2);
        paged_put(hot, 0, 4096, 1);
        assert_int_equal(vg_extents_at(hot->extents, 0)->state, VG_EXTENT_RESIDENT);
    }
    vg_block_destroy(&hot);
    vg_block_destroy(&cold);
}

static void pinned_extents_stay(void **state)
{
    paged_start(9 * MIB, "64M");
    struct vg_block *block = paged_make(20 * MIB);
    paged_put(block, 0, 6 * MIB, 3);
    struct vg_span kept = paged_piece(block, 0, 6 * MIB, false),
                   more = paged_piece(block, 8 * MIB, 6 * MIB, true);
    assert_int_equal(vg_span_pin(&kept), CL_SUCCESS);
    for (size_t at = 6 * MIB; at < 20 * MIB; at += 2 * MIB)
        paged_put(block, at, 2 * MIB, 4);
    assert_int_equal(vg_span_pin(&more), CL_OUT_OF_RESOURCES);
    for (size_t at = 0; at < 6 * MIB; at += 65536)
        assert_int_equal(((char *)vg_block_address(block))[at], (char)(3 + (int)(at >> 16)));
    vg_span_unpin(&kept);
    assert_int_equal(vg_span_pin(&more), CL_SUCCESS);
    vg_span_unpin(&more);
    vg_block_destroy(&block);
}

static void holds_are_whole_or_paged(void **state)
{
    paged_start(16 * MIB, "64M");
    struct vg_block *small = paged_make(8 * MIB - 4096), *large = paged_make(20 * MIB);
    struct vg_span spans[] = {paged_piece(small, 0, 8 * MIB - 4096, true),
                              paged_piece(large, 0, 20 * MIB, true)};
    bool paged;
    assert_int_equal(vg_spans_hold(spans, 1, VG_HOLD_WHOLE, &paged), CL_SUCCESS);
    assert_false(paged);
    bool other;
    assert_int_equal(vg_spans_hold(spans, 1, VG_HOLD_WHOLE, &other), CL_SUCCESS);
    assert_true(other); /* counted twice, although it would fit */
    vg_spans_release(spans, 1, other);
    vg_spans_release(spans, 1, paged);
    assert_int_equal(vg_spans_hold(spans, 2, VG_HOLD_WHOLE, &paged), CL_SUCCESS);
    assert_true(paged);
    vg_spans_release(spans, 2, paged);
    assert_int_equal(vg_pager.promised, 0);
    vg_block_destroy(&small);
    vg_block_destroy(&large);
}

static void full_store_gives_copies_up(void **state)
{
    paged_start(8 * MIB, "8M"); /* 16 MiB in all, of which all are used */
    struct vg_block *block = paged_make(15 * MIB);
    for (int round = 0; round < 3; round++) {
        for (size_t at = 0; at < 14 * MIB; at += 2 * MIB)
            paged_put(block, at, 2 * MIB, round);
        for (size_t at = 0; at < 14 * MIB; at += 2 * MIB)
            paged_expect(block, at, 2 * MIB, round);
    }
    assert_true(vg_paging_stats().stored <= 8 * MIB);
    vg_block_destroy(&block);
}

static void failures_lose_nothing(void **state)
{
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(24 * MIB);
    for (size_t at = 0; at < 12 * MIB; at += 2 * MIB)
        paged_put(block, at, 2 * MIB, 5);
    paged_store.fail_writes = ENOSPC;
    struct vg_span span = paged_piece(block, 12 * MIB, 8 * MIB, true);
    assert_int_equal(vg_span_pin(&span), CL_OUT_OF_RESOURCES);
    paged_store.fail_writes = 0;
    paged_store.fail_reads = EIO;
    span = paged_piece(block, 0, 2 * MIB, false);
    assert_int_equal(vg_span_pin(&span), CL_OUT_OF_RESOURCES);
    paged_store.fail_reads = 0;
    for (size_t at = 0; at < 12 * MIB; at += 2 * MIB)
        paged_expect(block, at, 2 * MIB, 5);
    assert_true(vg_paging_stats().errors >= 2);
    vg_block_destroy(&block);
    assert_int_equal(vg_paging_stats().ram_used, 0);
}

static bool protection_fails; /* as with too many mappings, after so many calls */
static unsigned protections_left;

int __real_mprotect(void *at, size_t bytes, int protection);
int __wrap_mprotect(void *at, size_t bytes, int protection);

int __wrap_mprotect(void *at, size_t bytes, int protection)
{
    if (!protection_fails || (protections_left && protections_left--))
        return __real_mprotect(at, bytes, protection);
    errno = ENOMEM;
    return -1;
}

/* An extent whose fields and pages say different things would fault without end. */
static void what_could_not_be_opened_is_opened_later(void **state)
{
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(12 * MIB);
    for (size_t at = 0; at < 12 * MIB; at += 2 * MIB)
        paged_put(block, at, 2 * MIB, 1);
    paged_expect(block, 0, 2 * MIB, 1); /* clean, so it can only be read */
    protection_fails = true;
    struct vg_span span = paged_piece(block, 0, 4096, true);
    assert_int_equal(vg_span_pin(&span), CL_OUT_OF_RESOURCES);
    protection_fails = false;
    paged_put(block, 0, 2 * MIB, 2);
    paged_expect(block, 2 * MIB, 2 * MIB, 1);
    protection_fails = true;
    vg_pager_lock();
    assert_false(vg_reclaim_steal_slot_locked(vg_extents_at(block->extents, 2 * MIB), &vg_pager.store));
    vg_pager_unlock();
    protection_fails = false;
    paged_put(block, 2 * MIB, 2 * MIB, 3);
    paged_expect(block, 0, 2 * MIB, 2);
    paged_expect(block, 2 * MIB, 2 * MIB, 3);
    vg_block_destroy(&block);
    assert_int_equal(vg_paging_stats().ram_used, 0);
}

static struct vg_block *wanted; /* of which the first extent comes while the next is written */

/* What is wholly overwritten need not be fetched, but whoever fails to open it has changed nothing, however
 * many protections were changed before that; nor when the store takes nothing more. */
static void a_failed_overwrite_changes_nothing(void **state)
{
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(16 * MIB);
    struct vg_span span = paged_piece(block, 0, 2 * MIB, true);
    span.overwrite = true;
    for (unsigned round = 0; round < 2 * 5; round++) {
        for (size_t at = 0; at < 16 * MIB; at += 2 * MIB) /* after which the first has left */
            paged_put(block, at, 2 * MIB, (int)round);
        paged_store.fail_writes = round % 2 ? ENOSPC : 0;
        protections_left = round / 2;
        protection_fails = true;
        bool pinned = vg_pieces_pin(&span, 1) == CL_SUCCESS;
        protection_fails = false;
        paged_store.fail_writes = 0;
        if (pinned)
            vg_pieces_unpin(&span, 1);
        else
            paged_expect(block, 0, 2 * MIB, (int)round);
    }
    vg_block_destroy(&block);
}

static void bring_first(void)
{
    paged_store.during_write = NULL;
    paged_expect(wanted, 0, 2 * MIB, 5);
}

/* The store is full, and while one thread learns it another brings the extent that the first is after. */
static void what_came_meanwhile_is_no_failure(void **state)
{
    paged_start(8 * MIB, "64M");
    wanted = paged_make(10 * MIB);
    for (size_t at = 0; at < 10 * MIB; at += 2 * MIB)
        paged_put(wanted, at, 2 * MIB, 5 + (int)(at >> 16));
    assert_int_equal(vg_extents_at(wanted->extents, 0)->state, VG_EXTENT_STORED);
    paged_store.fail_writes = ENOSPC;
    paged_store.during_write = bring_first;
    paged_expect(wanted, 0, 2 * MIB, 5);
    assert_null(paged_store.during_write);
    paged_store.fail_writes = 0;
    vg_block_destroy(&wanted);
}

/* ---- Faults, through a handler as the executor has one ---- */

static void on_fault(int signal, siginfo_t *info, void *context)
{
    if (!vg_memory_fault(info->si_addr, ((ucontext_t *)context)->uc_mcontext.gregs[REG_ERR] & 2))
        _exit(42);
}

static void catch_faults(void)
{
    struct sigaction action = {.sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSEGV, &action, NULL);
}

static void accesses_bring_extents(void **state)
{
    paged_start(8 * MIB, "64M");
    catch_faults();
    struct vg_block *block = paged_make(40 * MIB);
    volatile unsigned *words = vg_block_address(block);
    for (size_t i = 0; i < 40 * MIB / 4; i += 512)
        words[i] = (unsigned)i * 3;
    for (size_t i = 0; i < 40 * MIB / 4; i += 512)
        assert_int_equal(words[i], i * 3);
    uint64_t written = vg_paging_stats().counts.written;
    for (size_t i = 0; i < 40 * MIB / 4; i += 512)
        assert_int_equal(words[i], i * 3);
    assert_true(vg_paging_stats().counts.written <= written + 4); /* what was still dirty */
    assert_true(vg_paging_stats().counts.faults > 40);
    vg_block_destroy(&block);
}

struct half {
    volatile unsigned *words;
    size_t first, last;
};

/* As kernels are: not instrumented. Changing the protection of a page orders accesses, which the sanitizer
 * does not know. */
__attribute__((no_sanitize("thread"))) static void *add_up(void *arg)
{
    struct half *half = arg;
    for (unsigned round = 0; round < 3; round++)
        for (size_t i = half->first; i < half->last; i += 256)
            half->words[i] += (unsigned)i + round;
    return NULL;
}

/* Threads in the same extents, whose writes must not fall into an extent that is on its way out. */
static void share_extents(void)
{
    paged_start(16 * MIB, "64M");
    catch_faults();
    vg_ahead_start();
    struct vg_block *block = paged_make(48 * MIB);
    unsigned *words = vg_block_address(block);
    pthread_t threads[4];
    struct half halves[4];
    for (size_t t = 0; t < 4; t++) {
        halves[t] = (struct half){words, t, 48 * MIB / 4};
        assert_int_equal(pthread_create(&threads[t], NULL, add_up, &halves[t]), 0);
    }
    for (size_t t = 0; t < 4; t++)
        pthread_join(threads[t], NULL);
    for (size_t t = 0; t < 4; t++)
        for (size_t i = t; i < 48 * MIB / 4; i += 256)
            assert_int_equal(((volatile unsigned *)words)[i], 3 * (unsigned)i + 3);
    vg_block_destroy(&block);
    vg_memory_stop();
    assert_int_equal(vg_paging_stats().ram_used, 0);
    assert_int_equal(vg_paging_stats().stored, 0);
}

static void threads_share_extents(void **state)
{
    share_extents();
}

static void threads_share_extents_that_move_on(void **state)
{
    setenv("VGPU_MEM_VRAM", "100K", 1);
    share_extents();
    assert_true(vg_paging_stats().counts.demoted > 0);
    assert_int_equal(vg_paging_stats().packed, 0);
}

/* What is read in order is there before it is asked for, at least in part. */
static void scans_are_read_ahead(void **state)
{
    paged_start(128 * MIB, "512M");
    catch_faults();
    vg_ahead_start();
    struct vg_block *block = paged_make(256 * MIB);
    volatile unsigned *words = vg_block_address(block);
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < 256 * MIB / 4; i += 1024) {
            assert_true(round == 0 || words[i] == i);
            words[i] = (unsigned)i;
        }
    assert_true(vg_paging_stats().counts.ahead > 0);
    assert_true(vg_paging_stats().ram_used <= 128 * MIB);
    vg_block_destroy(&block);
    vg_memory_stop();
    assert_int_equal(vg_paging_stats().ram_used, 0);
}

/* Waits until so many extents came before anybody wanted them, or ten seconds. */
static bool come_ahead(uint64_t count)
{
    struct timespec tick = {.tv_nsec = 1000000};
    for (int tries = 0; tries < 10000 && vg_paging_stats().counts.ahead < count; tries++)
        nanosleep(&tick, NULL);
    return vg_paging_stats().counts.ahead >= count;
}

static void spans_that_are_asked_for_come_ahead(void **state)
{
    paged_start(32 * MIB, "128M");
    struct vg_block *block = paged_make(16 * MIB), *other = paged_make(32 * MIB);
    paged_put(block, 0, 16 * MIB, 1);
    for (size_t at = 0; at < 32 * MIB; at += 2 * MIB)
        paged_put(other, at, 2 * MIB, 2);
    vg_block_destroy(&other);
    struct vg_span span = paged_piece(block, 4 * MIB, 8 * MIB, false);
    vg_spans_ask(&span, 1);
    assert_true(come_ahead(4));
    uint64_t fetched = vg_paging_stats().counts.fetched;
    vg_spans_ask(&span, 1); /* nothing is left to be read */
    paged_expect(block, 4 * MIB, 8 * MIB, 1 + 64);
    assert_int_equal(vg_paging_stats().counts.fetched, fetched);
    assert_int_equal(vg_paging_stats().counts.ahead, 4);
    vg_block_destroy(&block);
    vg_memory_stop();
}

static void budget_follows_what_is_left(void **state)
{
    paged_start(64 * MIB, "512M");
    vg_pager.least = 8 * MIB;
    struct vg_memory_limits limits = {.total = 320 * MIB, .available = 200 * MIB};
    assert_int_equal(vg_ahead_budget(20 * MIB, limits, false), 64 * MIB);
    assert_int_equal(vg_ahead_budget(64 * MIB, limits, true), 62 * MIB);
    assert_int_equal(vg_ahead_budget(8 * MIB, limits, true), 8 * MIB);
    limits.available = 30 * MIB; /* of which 10 are left to others */
    assert_int_equal(vg_ahead_budget(20 * MIB, limits, false), 40 * MIB);
    limits.available = 5 * MIB;
    assert_int_equal(vg_ahead_budget(20 * MIB, limits, false), 20 * MIB);
    assert_int_equal(vg_ahead_budget(1 * MIB, limits, false), 8 * MIB);
}

/* ---- A long run against a model ---- */

#ifdef __SANITIZE_THREAD__ /* which has nothing to find in a run of one thread, and costs most */
#define OPERATIONS 1500
#else
#define OPERATIONS 10000
#endif
#define OPERATIONS_ON_DISK 1500

static void choose_failures(int operation)
{
    static const int errors[] = {0, 0, EIO, ENOSPC};
    if (operation % 50)
        return;
    paged_store.fail_writes = errors[model_below(4)];
    paged_store.fail_reads = errors[model_below(3)];
    paged_store.fail_one_in = (unsigned)model_below(6);
}

/* Reads and writes fail where the store is the one that can. */
static void random_operations(int count)
{
    bool failing = vg_pager.store.ops == &paged_ops;
    model_run(count, failing ? choose_failures : NULL);
    paged_store.fail_writes = paged_store.fail_reads = 0;
    model_end();
    struct vg_paging_stats stats = vg_paging_stats();
    assert_true(!failing || stats.errors > (uint64_t)count / 200);
    assert_true(stats.counts.fetched > (uint64_t)count / 100);
    assert_int_equal(stats.packed, 0);
    assert_int_equal(stats.ram_used, 0);
    assert_int_equal(stats.stored, 0);
}

static void random_operations_against_a_model(void **state)
{
    paged_start(24 * MIB, "32M");
    random_operations(OPERATIONS);
}

static void random_operations_with_compression(void **state)
{
    setenv("VGPU_MEM_VRAM", "60K", 1); /* a part fits */
    paged_start(24 * MIB, "32M");
    random_operations(OPERATIONS);
    struct vg_paging_stats stats = vg_paging_stats();
    assert_true(stats.packed_bytes > 0 && stats.unpacked_bytes > 0 && stats.counts.demoted > 0);
}

static void random_operations_on_a_file(const char *rings)
{
    setenv("VGPU_IO_URING", rings, 1);
    paged_start(24 * MIB, "32M");
    vg_pager.store.ops = &vg_store_file_ops;
    vg_ahead_start();
    random_operations(OPERATIONS_ON_DISK);
    vg_memory_stop();
}

static void random_operations_on_a_file_by_rings(void **state)
{
    random_operations_on_a_file("1");
}

static void random_operations_on_a_file_without_rings(void **state)
{
    random_operations_on_a_file("0");
}

/* A child has what was in RAM; what was in the parent's file is not there, and says so. */
static void children_of_a_fork(void **state)
{
    paged_start(8 * MIB, "64M");
    struct vg_block *block = paged_make(20 * MIB);
    for (size_t at = 0; at < 20 * MIB; at += 2 * MIB)
        paged_put(block, at, 2 * MIB, 6);
    pid_t child = fork();
    if (child == 0) {
        struct vg_span first = paged_piece(block, 0, 4096, false),
                       last = paged_piece(block, 18 * MIB, 4096, false);
        bool lost = vg_span_pin(&first) == CL_OUT_OF_RESOURCES, there = vg_span_pin(&last) == CL_SUCCESS;
        if (there)
            vg_span_unpin(&last);
        struct vg_block *more = paged_make(16 * MIB);
        for (size_t at = 0; at < 16 * MIB; at += 2 * MIB)
            paged_put(more, at, 2 * MIB, 9);
        paged_expect(more, 0, 2 * MIB, 9);
        vg_block_destroy(&block);
        vg_block_destroy(&more);
        _exit(lost && there ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    for (size_t at = 0; at < 20 * MIB; at += 2 * MIB)
        paged_expect(block, at, 2 * MIB, 6);
    vg_block_destroy(&block);
}

VG_TESTS(test_pager, cmocka_unit_test(more_than_ram),
         cmocka_unit_test(clean_and_zero_extents_are_not_written), cmocka_unit_test(used_extents_stay),
         cmocka_unit_test(pinned_extents_stay), cmocka_unit_test(holds_are_whole_or_paged),
         cmocka_unit_test(full_store_gives_copies_up), cmocka_unit_test(failures_lose_nothing),
         cmocka_unit_test(what_could_not_be_opened_is_opened_later),
         cmocka_unit_test(a_failed_overwrite_changes_nothing),
         cmocka_unit_test(what_came_meanwhile_is_no_failure), cmocka_unit_test(accesses_bring_extents),
         cmocka_unit_test(threads_share_extents), cmocka_unit_test(threads_share_extents_that_move_on),
         cmocka_unit_test(scans_are_read_ahead), cmocka_unit_test(spans_that_are_asked_for_come_ahead),
         cmocka_unit_test(budget_follows_what_is_left), cmocka_unit_test(random_operations_against_a_model),
         cmocka_unit_test(random_operations_with_compression),
         cmocka_unit_test(random_operations_on_a_file_by_rings),
         cmocka_unit_test(random_operations_on_a_file_without_rings), cmocka_unit_test(children_of_a_fork));
