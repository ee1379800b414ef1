/* SPDX-License-Identifier: MIT */
/* Faults of kernels, and what is left of the signal handlers that the process has. The kernels are C
 * functions in a section of their own, which stands for a kernel's code. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "executor/fault.h"
#include "tests/unit/executor/tracked.h"
#include "tests/unit/unit.h"

#define KERNEL                                                                                               \
    __attribute__((section("test_kernels"), noinline, no_sanitize("address", "undefined", "thread"))) static

extern const char __start_test_kernels[], __stop_test_kernels[];

struct kernel_args {
    volatile int *at;
    atomic_uint good;
};

#define PARAMETERS                                                                                           \
    const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last, void *scratch

KERNEL int read_kernel(PARAMETERS)
{
    return (void)launch, (void)first, (void)last, (void)scratch, 0 * *((const struct kernel_args *)args)->at;
}

KERNEL int write_kernel(PARAMETERS)
{
    *((const struct kernel_args *)args)->at = 1;
    return (void)launch, (void)first, (void)last, (void)scratch, 0;
}

KERNEL int trap_kernel(PARAMETERS)
{
    (void)launch, (void)args, (void)first, (void)last, (void)scratch;
    __builtin_trap();
}

KERNEL int break_kernel(PARAMETERS)
{
    __asm__ volatile("int3");
    return (void)launch, (void)args, (void)first, (void)last, (void)scratch, 0;
}

KERNEL int divide_kernel(PARAMETERS)
{
    int quotient = 1, rest = 0, divisor = 0;
    __asm__ volatile("idivl %2" : "+a"(quotient), "+d"(rest) : "r"(divisor));
    return (void)launch, (void)args, (void)first, (void)last, (void)scratch, 0;
}

/* Uses all of the stack, touching every page. */
KERNEL int deep_kernel(PARAMETERS)
{
    __asm__ volatile("1: push %%rax\n jmp 1b" ::: "memory");
    return (void)launch, (void)args, (void)first, (void)last, (void)scratch, 0;
}

KERNEL int good_kernel(PARAMETERS)
{
    const struct kernel_args *good = args;
    __asm__ volatile("lock addl %1, %0"
                     : "+m"(*(unsigned *)(uintptr_t)&good->good)
                     : "r"((unsigned)(last - first)));
    return (void)launch, (void)scratch, 0;
}

struct launch {
    struct tracked t;
    struct vg_fault_report report;
};

static int run(struct launch *launch, vg_kernel_entry *entry, struct kernel_args *args, uint64_t groups)
{
    *launch = (struct launch){0};
    tracked_init(&launch->t, VG_TASK_RANGE);
    launch->t.task.body.range = (struct vg_range){
        .entry = entry,
        .text = __start_test_kernels,
        .text_bytes = (size_t)(__stop_test_kernels - __start_test_kernels),
        .args = args,
        .groups = groups,
        .report = &launch->report,
    };
    vg_task_submit(&launch->t.task);
    return tracked_wait(&launch->t);
}

static void expect_good(void)
{
    struct launch launch;
    struct kernel_args args = {0};
    assert_int_equal(run(&launch, good_kernel, &args, 1000), 0);
    assert_int_equal(args.good, 1000);
    assert_false(launch.report.taken);
}

static void expect_fault(vg_kernel_entry *entry, struct kernel_args *args, int signal)
{
    struct launch launch;
    assert_int_equal(run(&launch, entry, args, 64), VG_STATUS_FAULT);
    assert_true(launch.report.taken);
    assert_int_equal(launch.report.fault.signal, signal);
    assert_in_range(launch.report.fault.pc, (uintptr_t)entry, (uintptr_t)entry + 200);
    assert_true(launch.report.fault.first < launch.report.fault.last && launch.report.fault.last <= 64);
    expect_good();
}

static void every_kind_of_fault_fails_its_task(void **state)
{
    static const struct {
        vg_kernel_entry *entry;
        int signal;
    } kinds[] = {{trap_kernel, SIGILL}, {break_kernel, SIGTRAP}, {divide_kernel, SIGFPE}};
    force_width(4);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (int again = 0; again < 10; again++)
            expect_fault(kinds[i].entry, NULL, kinds[i].signal);
}

static void accesses_tell_their_address(void **state)
{
    struct launch launch;
    char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct kernel_args args = {.at = (int *)(void *)(page + 40)};
    force_width(2);
    expect_fault(read_kernel, &args, SIGSEGV);
    expect_fault(write_kernel, &args, SIGSEGV);
    assert_int_equal(run(&launch, write_kernel, &args, 1), VG_STATUS_FAULT);
    assert_true(launch.report.fault.has_address);
    assert_true(launch.report.fault.write);
    assert_int_equal(launch.report.fault.address, (uintptr_t)(page + 40));
    assert_int_equal(run(&launch, read_kernel, &args, 1), VG_STATUS_FAULT);
    assert_false(launch.report.fault.write);
    args.at = (int *)(uintptr_t)0x1234567812345678;
    assert_int_equal(run(&launch, read_kernel, &args, 1), VG_STATUS_FAULT);
    assert_false(launch.report.fault.has_address);
    munmap(page, 4096);
}

static void a_stack_that_is_used_up(void **state)
{
    force_width(2);
    for (int i = 0; i < 3; i++)
        expect_fault(deep_kernel, NULL, SIGSEGV);
}

static bool is_untouched(int signal)
{
    struct sigaction now;
    assert_int_equal(sigaction(signal, NULL, &now), 0);
    return !(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_IGN;
}

static void nothing_is_installed_before_the_first_kernel(void **state)
{
    struct tracked t;
    signal(SIGILL, SIG_IGN);
    tracked_init(&t, VG_TASK_NONE);
    vg_task_submit(&t.task);
    assert_int_equal(tracked_wait(&t), 0);
    assert_true(is_untouched(SIGILL));
    expect_good();
    assert_false(is_untouched(SIGILL));
}

static void nothing_is_installed_when_it_is_not_wanted(void **state)
{
    setenv("VGPU_FAULTS", "0", 1);
    signal(SIGILL, SIG_IGN);
    expect_good();
    assert_true(is_untouched(SIGILL));
}

static sigjmp_buf back;
static volatile sig_atomic_t caught;
static void *volatile caught_at;

static void catch_info(int signal, siginfo_t *info, void *context)
{
    (void)context;
    caught = signal;
    caught_at = info->si_addr;
    siglongjmp(back, 1);
}

static void catch_plain(int signal)
{
    caught = signal;
    siglongjmp(back, 1);
}

/* A read by the application, at an address where nothing is. */
static void fault_outside(void *at)
{
    caught = 0;
    if (sigsetjmp(back, 1) == 0) {
        int value;
        __asm__ volatile("movl (%1), %0" : "=r"(value) : "r"(at));
        fail_msg("%p can be read: %d", at, value);
    }
    sigset_t now;
    pthread_sigmask(SIG_SETMASK, NULL, &now);
    assert_false(sigismember(&now, SIGSEGV));
}

static void former_handlers_get_what_is_not_ours(void **state)
{
    struct sigaction info = {.sa_sigaction = catch_info, .sa_flags = SA_SIGINFO | SA_NODEFER};
    void *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaction(SIGSEGV, &info, NULL);
    signal(SIGBUS, catch_plain);
    expect_fault(read_kernel, &(struct kernel_args){0}, SIGSEGV);
    fault_outside(page);
    assert_int_equal(caught, SIGSEGV);
    assert_ptr_equal(caught_at, page);
    if (sigsetjmp(back, 1) == 0)
        raise(SIGBUS);
    assert_int_equal(caught, SIGBUS);
    expect_fault(read_kernel, &(struct kernel_args){0}, SIGSEGV);
    munmap(page, 4096);
}

static struct sigaction ours;

static void catch_first(int signal, siginfo_t *info, void *context)
{
    if (info->si_addr == (void *)16) {
        caught = signal;
        siglongjmp(back, 1);
    }
    ours.sa_sigaction(signal, info, context);
}

static void later_handlers_may_call_ours(void **state)
{
    struct sigaction first = {.sa_sigaction = catch_first, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    expect_good();
    sigaction(SIGSEGV, &first, &ours);
    expect_fault(read_kernel, &(struct kernel_args){0}, SIGSEGV);
    fault_outside((void *)16);
    assert_int_equal(caught, SIGSEGV);
    expect_fault(read_kernel, &(struct kernel_args){0}, SIGSEGV);
}

static void later_handlers_may_replace_ours(void **state)
{
    expect_good();
    signal(SIGSEGV, catch_plain);
    expect_good();
    fault_outside((void *)16);
    assert_int_equal(caught, SIGSEGV);
}

static char own_stack[64 << 10];
static volatile sig_atomic_t on_own_stack;

static void note_stack(int signal, siginfo_t *info, void *context)
{
    const char *here = __builtin_frame_address(0);
    (void)info, (void)context;
    on_own_stack = here >= own_stack && here < own_stack + sizeof own_stack;
    caught = signal;
    siglongjmp(back, 1);
}

/* A kernel that reads through NULL, on this thread. */
static void fault_here(void)
{
    atomic_uint_least64_t small = 1; /* so that it runs on this thread */
    struct kernel_args args = {0};
    struct launch launch = {0};
    tracked_init(&launch.t, VG_TASK_RANGE);
    launch.t.task.body.range = (struct vg_range){
        .entry = read_kernel,
        .text = __start_test_kernels,
        .text_bytes = (size_t)(__stop_test_kernels - __start_test_kernels),
        .args = &args,
        .groups = 1,
        .group_ns = &small,
    };
    vg_task_submit(&launch.t.task);
    assert_int_equal(tracked_wait(&launch.t), VG_STATUS_FAULT);
}

static void an_alternate_stack_of_the_application_stays(void **state)
{
    stack_t stack = {.ss_sp = own_stack, .ss_size = sizeof own_stack}, now;
    struct sigaction info = {.sa_sigaction = note_stack, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    assert_int_equal(sigaltstack(&stack, NULL), 0);
    sigaction(SIGSEGV, &info, NULL);
    force_width(1);
    fault_here();
    assert_int_equal(sigaltstack(NULL, &now), 0);
    assert_ptr_equal(now.ss_sp, own_stack);
    fault_outside((void *)16);
    assert_true(on_own_stack);
    stack.ss_flags = SS_DISABLE;
    sigaltstack(&stack, NULL);
}

static void *run_and_end(void *unused)
{
    sigset_t all;
    stack_t now;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL); /* a fault that is blocked would end the process */
    fault_here();
    assert_int_equal(sigaltstack(NULL, &now), 0);
    assert_false(now.ss_flags & SS_DISABLE);
    return unused;
}

static void threads_come_and_go(void **state)
{
    for (int i = 0; i < 50; i++) {
        pthread_t thread;
        assert_int_equal(pthread_create(&thread, NULL, run_and_end, NULL), 0);
        pthread_join(thread, NULL);
    }
}

/* How a child ends that does this after it has run a kernel. */
static int end_of_child(void (*act)(void))
{
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL); /* not the sanitizer's */
        expect_good();
        act();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void read_nothing(void)
{
    int value;
    __asm__ volatile("movl (%1), %0" : "=r"(value) : "r"((void *)16));
}

static void send_segv(void)
{
    raise(SIGSEGV);
}

static void send_trap(void)
{
    raise(SIGTRAP);
}

static void breakpoint(void)
{
    __asm__ volatile("int3");
}

static void without_a_handler_the_default_happens(void **state)
{
    assert_int_equal(end_of_child(read_nothing), SIGSEGV);
    assert_int_equal(end_of_child(send_segv), SIGSEGV);
    assert_int_equal(end_of_child(send_trap), SIGTRAP);
    assert_int_equal(end_of_child(breakpoint), SIGTRAP);
}

VG_TESTS(test_fault, cmocka_unit_test(every_kind_of_fault_fails_its_task),
         cmocka_unit_test(accesses_tell_their_address), cmocka_unit_test(a_stack_that_is_used_up),
         cmocka_unit_test(nothing_is_installed_before_the_first_kernel),
         cmocka_unit_test(nothing_is_installed_when_it_is_not_wanted),
         cmocka_unit_test(former_handlers_get_what_is_not_ours),
         cmocka_unit_test(later_handlers_may_call_ours), cmocka_unit_test(later_handlers_may_replace_ours),
         cmocka_unit_test(an_alternate_stack_of_the_application_stays), cmocka_unit_test(threads_come_and_go),
         cmocka_unit_test(without_a_handler_the_default_happens));
