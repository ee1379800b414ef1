/* SPDX-License-Identifier: MIT */
/* Watchers of fork(): by rank before it, backwards after it, in whatever order they came. */
#include "base/fork.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/unit.h"

static char trace[16];

static void note(char letter)
{
    trace[strlen(trace)] = letter;
}

#define HOOK(name, letter)                                                                                   \
    static void name(void)                                                                                   \
    {                                                                                                        \
        note(letter);                                                                                        \
    }
HOOK(before_low, 'a')
HOOK(before_high, 'b')
HOOK(parent_low, 'c')
HOOK(parent_high, 'd')
HOOK(child_low, 'e')
HOOK(child_high, 'f')

static struct vg_fork_watch low = {
    .rank = VG_RANK_COMPILER, .before = before_low, .in_parent = parent_low, .in_child = child_low};
static struct vg_fork_watch middle = {.rank = VG_RANK_EXECUTOR}; /* needs no hook */
static struct vg_fork_watch high = {
    .rank = VG_RANK_ARENA, .before = before_high, .in_parent = parent_high, .in_child = child_high};

static void fork_and_compare(const char *parent, const char *child)
{
    memset(trace, 0, sizeof(trace));
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        _exit(strcmp(trace, child) != 0);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_string_equal(trace, parent);
}

static void watchers_run_in_the_order_of_their_ranks(void **state)
{
    assert_true(vg_fork_watch(&high));
    assert_true(vg_fork_watch(&low));
    assert_true(vg_fork_watch(&middle));
    fork_and_compare("abdc", "abfe");
    fork_and_compare("abdc", "abfe");
}

static struct vg_mutex first_lock = VG_MUTEX_INIT(VG_RANK_COMPILER),
                       second_lock = VG_MUTEX_INIT(VG_RANK_ARENA);

static void lock_first(void)
{
    vg_mutex_lock(&first_lock);
}

static void unlock_first(void)
{
    vg_mutex_unlock(&first_lock);
}

static void lock_second(void)
{
    vg_mutex_lock(&second_lock);
}

static void unlock_second(void)
{
    vg_mutex_unlock(&second_lock);
}

/* The rank check of debug builds would end the process. */
static void locks_are_taken_in_rising_rank(void **state)
{
    static struct vg_fork_watch first = {
        .rank = VG_RANK_COMPILER, .before = lock_first, .in_parent = unlock_first, .in_child = unlock_first};
    static struct vg_fork_watch second = {
        .rank = VG_RANK_ARENA, .before = lock_second, .in_parent = unlock_second, .in_child = unlock_second};
    assert_true(vg_fork_watch(&first));
    assert_true(vg_fork_watch(&second));
    pid_t pid = fork();
    assert_true(pid >= 0);
    vg_mutex_lock(&first_lock); /* free on both sides */
    vg_mutex_lock(&second_lock);
    vg_mutex_unlock(&second_lock);
    vg_mutex_unlock(&first_lock);
    if (pid == 0)
        _exit(0);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

VG_TESTS(test_fork, cmocka_unit_test(watchers_run_in_the_order_of_their_ranks),
         cmocka_unit_test(locks_are_taken_in_rising_rank));
