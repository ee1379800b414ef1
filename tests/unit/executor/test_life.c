/* SPDX-License-Identifier: MIT */
/* Threads: none before they are needed, stop and start, names and signals, and children of fork(). */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

static unsigned threads_of_process(void)
{
    DIR *dir = opendir("/proc/self/task");
    assert_non_null(dir);
    unsigned count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static void run_range(uint64_t groups)
{
    atomic_uchar *hits = calloc(groups, sizeof *hits);
    assert_non_null(hits);
    struct tracked t;
    tracked_range(&t, hits, groups);
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    for (uint64_t i = 0; i < groups; i++)
        assert_int_equal(atomic_load(&hits[i]), 1);
    free(hits);
}

static void threads_come_with_the_first_need(void **state)
{
    unsigned before = threads_of_process();
    assert_true(vg_executor_width() >= 1);
    assert_int_equal(vg_executor_threads(), 0);
    struct tracked t;
    tracked_init(&t, VG_TASK_NONE);
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    assert_int_equal(threads_of_process(), before);
    run_range(1000);
    assert_int_equal(vg_executor_threads(), vg_executor_width());
    assert_true(threads_of_process() > before);
}

static void stop_and_start_again(void **state)
{
    force_width(3);
    vg_executor_stop();
    run_range(1000);
    vg_executor_stop();
    unsigned before = threads_of_process();
    for (int i = 0; i < 20; i++) {
        run_range(1000);
        assert_int_equal(vg_executor_threads(), 3);
        vg_executor_stop();
        assert_int_equal(vg_executor_threads(), 0);
    }
    /* A joined thread may still be listed for a moment. */
    for (int i = 0; i < 100 && threads_of_process() != before; i++)
        usleep(1000);
    assert_int_equal(threads_of_process(), before);
}

static void *submit_many(void *arg)
{
    for (int i = 0; i < 200; i++)
        run_range(200);
    return arg;
}

static void stop_while_others_submit(void **state)
{
    force_width(3);
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, submit_many, NULL), 0);
    for (int i = 0; i < 50; i++)
        vg_executor_stop();
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    vg_executor_stop();
}

struct look {
    char name[32];
    sigset_t blocked;
};

static int look_around(void *arg)
{
    struct look *look = arg;
    pthread_getname_np(pthread_self(), look->name, sizeof look->name);
    pthread_sigmask(SIG_BLOCK, NULL, &look->blocked);
    return 0;
}

static void workers_have_names_and_take_no_signals(void **state)
{
    struct look look = {0};
    struct tracked t;
    tracked_init(&t, VG_TASK_CALL);
    t.task.body.call = (struct vg_call){.run = look_around, .arg = &look};
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    assert_memory_equal(look.name, "vgpu-", 5);
    assert_true(sigismember(&look.blocked, SIGINT) && sigismember(&look.blocked, SIGUSR1));
    assert_false(sigismember(&look.blocked, SIGSEGV));
    sigset_t mine;
    pthread_sigmask(SIG_BLOCK, NULL, &mine);
    assert_false(sigismember(&mine, SIGINT));
}

/* No thread can be had: there is no room for its stack. */
static void without_threads_the_caller_does_the_work(void **state)
{
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    skip(); /* they need the address space */
#endif
    struct rlimit none;
    getrlimit(RLIMIT_AS, &none);
    none.rlim_cur = (rlim_t)12 << 20;
    atomic_uchar *hits = calloc(3000, sizeof *hits);
    struct tracked range, call, manual, after;
    struct vg_edge edge;
    assert_int_equal(setrlimit(RLIMIT_AS, &none), 0);
    tracked_range(&range, hits, 3000);
    tracked_init(&call, VG_TASK_CALL);
    tracked_init(&manual, VG_TASK_MANUAL);
    tracked_init(&after, VG_TASK_CALL);
    vg_task_after(&after.task, &manual.task, &edge, VG_EDGE_ORDER);
    vg_task_submit(&range.task);
    vg_task_submit(&call.task);
    vg_task_submit(&manual.task);
    vg_task_submit(&after.task);
    vg_task_complete(&manual.task, 0);
    assert_int_equal(tracked_wait(&range), 0);
    assert_int_equal(tracked_wait(&call), 0);
    assert_int_equal(tracked_wait(&after), 0);
    assert_int_equal(vg_executor_threads(), 0);
    for (size_t i = 0; i < 3000; i++)
        assert_int_equal(atomic_load(&hits[i]), 1);
    free(hits);
}

/* The thread sanitizer ends a child of fork() that starts threads. */
#if defined(__SANITIZE_THREAD__)
#define SKIP_FORK() skip()
#else
#define SKIP_FORK() (void)0
#endif

static void expect_good_child(pid_t child)
{
    int status;
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void children_start_their_own_workers(void **state)
{
    SKIP_FORK();
    force_width(3);
    run_range(1000);
    for (int i = 0; i < 5; i++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(20);
            bool fresh = vg_executor_threads() == 0;
            run_range(5000);
            vg_executor_stop();
            _exit(!fresh);
        }
        expect_good_child(child);
        run_range(1000);
    }
}

static atomic_bool hold;

static int wait_for_release(void *arg)
{
    while (atomic_load(&hold))
        usleep(1000);
    return (void)arg, 0;
}

/* In the child: what was under way is over, and what comes after it runs. */
static int check_child(struct tracked *busy, struct tracked *manual)
{
    struct tracked after, failed, last;
    struct vg_edge edges[3];
    int status = 1;
    if (!vg_task_is_complete(&busy->task, &status) || status != VG_STATUS_ABANDONED)
        return 1;
    if (vg_task_wait(&busy->task) != VG_STATUS_ABANDONED)
        return 2;
    tracked_init(&after, VG_TASK_CALL);
    vg_task_after(&after.task, &busy->task, &edges[0], VG_EDGE_ORDER);
    vg_task_submit(&after.task);
    tracked_init(&failed, VG_TASK_CALL);
    vg_task_after(&failed.task, &busy->task, &edges[1], VG_EDGE_DATA);
    vg_task_submit(&failed.task);
    tracked_init(&last, VG_TASK_CALL);
    vg_task_after(&last.task, &manual->task, &edges[2], VG_EDGE_DATA);
    vg_task_submit(&last.task);
    if (tracked_wait(&after) != 0 || tracked_wait(&failed) != VG_STATUS_DEPENDENCY)
        return 3;
    if (vg_task_is_complete(&manual->task, &status))
        return 4;
    vg_task_complete(&manual->task, 0);
    return tracked_wait(&last);
}

static void children_outlive_tasks_under_way(void **state)
{
    SKIP_FORK();
    force_width(2);
    struct tracked busy, queued, manual;
    struct vg_edge edge;
    atomic_store(&hold, true);
    tracked_init(&busy, VG_TASK_CALL);
    busy.task.body.call.run = wait_for_release;
    tracked_init(&queued, VG_TASK_CALL);
    tracked_init(&manual, VG_TASK_MANUAL);
    vg_task_after(&queued.task, &busy.task, &edge, VG_EDGE_ORDER);
    vg_task_submit(&busy.task);
    vg_task_submit(&queued.task);
    vg_task_submit(&manual.task);
    usleep(20000);
    pid_t child = fork();
    if (child == 0) {
        alarm(20);
        int bad = check_child(&busy, &manual);
        if (!bad && vg_task_wait(&queued.task) != VG_STATUS_ABANDONED)
            bad = 5;
        _exit(bad);
    }
    expect_good_child(child);
    atomic_store(&hold, false);
    assert_int_equal(tracked_wait(&busy), 0);
    assert_int_equal(tracked_wait(&queued), 0);
    assert_true(vg_task_complete(&manual.task, 0));
    assert_int_equal(tracked_wait(&manual), 0);
}

/* A worker that still computes must not hold up the end of the process. */
static void exit_does_not_wait_for_kernels(void **state)
{
    SKIP_FORK();
    pid_t child = fork();
    if (child == 0) {
        static struct tracked busy;
        alarm(20);
        atomic_store(&hold, true);
        tracked_init(&busy, VG_TASK_CALL);
        busy.task.body.call.run = wait_for_release;
        vg_task_submit(&busy.task);
        usleep(20000);
        exit(0);
    }
    expect_good_child(child);
}

VG_TESTS(test_life, cmocka_unit_test(threads_come_with_the_first_need),
         cmocka_unit_test(stop_and_start_again), cmocka_unit_test(stop_while_others_submit),
         cmocka_unit_test(workers_have_names_and_take_no_signals),
         cmocka_unit_test(without_threads_the_caller_does_the_work),
         cmocka_unit_test(children_start_their_own_workers),
         cmocka_unit_test(children_outlive_tasks_under_way),
         cmocka_unit_test(exit_does_not_wait_for_kernels));
