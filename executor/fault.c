/* SPDX-License-Identifier: MIT */
/* What the handler needs to know about a thread is in one structure, which the handler finds through a key,
 * since that works on any thread of the process. vg_fault_call (call.S) notes where the stack was when the
 * kernel was entered; to leave, the handler sets stack and instruction of the interrupted context and
 * returns, so that the system restores the signal mask and nothing jumps out of a handler. */
#include "executor/fault.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/attributes.h"
#include "base/clock.h"
#include "base/config.h"
#include "executor/chain.h"
#include "executor/local.h"
#include "executor/watchdog.h"
#include "memory/memory.h"

#define STACK_BYTES ((size_t)64 << 10) /* of a handler, which may be the application's */
#define GUARD_BYTES ((size_t)64 << 10)
#define DIRECTION_FLAG 0x400
#define SCRATCH_NEAR ((size_t)1 << 20) /* this far from scratch an address is taken for an offset in it */
#define CALLER_WORDS 64
#define PAGE_FAULT 14 /* the processor's exceptions */
#define ACCESS_WRITES 2
#define ACCESS_FETCHES 16
#define TRAP_BYTES 1 /* int3 is over when its signal comes */

struct vg_fault_thread {
    void *stack;                  /* of vg_fault_call; NULL: in no kernel */
    const struct vg_range *range; /* NULL: in vg_fault_guard */
    struct vg_fault fault;
    char *signal_stack; /* made here; NULL: the thread had one */
    struct vg_watched watched;
};

int vg_fault_call(void **stack, vg_kernel_entry *entry, const struct vg_launch *launch, const void *args,
                  uint64_t first, uint64_t last, void *scratch);
extern const char vg_fault_landing[];
/* The linker's: where the functions that are VG_KERNEL_CODE are; NULL when there are none. */
extern const char __start_vg_kernel_code[] __attribute__((weak, visibility("hidden")));
extern const char __stop_vg_kernel_code[] __attribute__((weak, visibility("hidden")));

static pthread_key_t key;
static atomic_bool key_made;
static bool wanted, timed; /* set once */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* ---- The handler ---- */

static bool is_access(int signal, const siginfo_t *info)
{
    return (signal == SIGSEGV || signal == SIGBUS) && info->si_code > 0;
}

static bool is_write(const ucontext_t *context)
{
    const greg_t *registers = context->uc_mcontext.gregs;
    return registers[REG_TRAPNO] == PAGE_FAULT && registers[REG_ERR] & ACCESS_WRITES;
}

static struct vg_fault describe(int signal, const siginfo_t *info, const ucontext_t *context)
{
    uintptr_t pc = (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
    return (struct vg_fault){
        .signal = signal,
        .code = info->si_code,
        .has_address = is_access(signal, info) && info->si_code != SI_KERNEL,
        .write = is_write(context),
        .address = (uintptr_t)info->si_addr,
        .pc = signal == SIGTRAP ? pc - TRAP_BYTES : pc,
    };
}

static bool is_kernels(const struct vg_range *range, uintptr_t pc)
{
    return pc - (uintptr_t)range->text < range->text_bytes;
}

static bool is_on_behalf(uintptr_t pc)
{
    return pc - (uintptr_t)__start_vg_kernel_code <
           (uintptr_t)__stop_vg_kernel_code - (uintptr_t)__start_vg_kernel_code;
}

/* The instruction of the kernel that called the function which was interrupted; 0 when it cannot be told. The
 * functions are small: their caller's address is near the end of the stack, and all of this stack is there.
 */
static uintptr_t caller(const struct vg_fault_thread *thread, const ucontext_t *context)
{
    const uintptr_t *at = (const uintptr_t *)context->uc_mcontext.gregs[REG_RSP];
    for (unsigned i = 0; i < CALLER_WORDS && (const void *)(at + i) < thread->stack; i++)
        if (is_kernels(thread->range, at[i] - 1))
            return at[i] - 1;
    return 0;
}

/* Code that may not be executed: the watchdog's doing. */
static bool is_revoked(const struct vg_range *range, const struct vg_fault *fault, const ucontext_t *context)
{
    return fault->signal == SIGSEGV && context->uc_mcontext.gregs[REG_ERR] & ACCESS_FETCHES &&
           is_kernels(range, fault->address);
}

/* A handler in front of ours that has said what it had to say puts the former one back, which is ours, and
 * raises the signal again. The fault itself comes again too. */
static bool is_raised_again(const siginfo_t *info)
{
    return info->si_code == SI_TKILL && info->si_pid == getpid();
}

/* Whether the thread's kernel, or what it calls guarded, is to be left for this. */
static bool is_to_leave(struct vg_fault_thread *thread, struct vg_fault *fault, const ucontext_t *context)
{
    if (!thread->range)
        return fault->signal == SIGBUS && fault->has_address;
    if (is_on_behalf(fault->pc))
        fault->pc = caller(thread, context);
    else if (!is_kernels(thread->range, fault->pc))
        return false;
    fault->timeout = is_revoked(thread->range, fault, context);
    return true;
}

static bool leave_kernel(int signal, siginfo_t *info, ucontext_t *context)
{
    struct vg_fault_thread *thread = pthread_getspecific(key);
    if (!thread || !thread->stack)
        return false;
    if (is_raised_again(info))
        return true;
    if (info->si_code <= 0)
        return false;
    struct vg_fault fault = describe(signal, info, context);
    if (!is_to_leave(thread, &fault, context))
        return false;
    if (fault.timeout && !vg_watchdog_ends(&thread->watched))
        return true;
    thread->fault = fault;
    greg_t *registers = context->uc_mcontext.gregs;
    registers[REG_RSP] = (greg_t)thread->stack;
    registers[REG_RIP] = (greg_t)vg_fault_landing;
    registers[REG_EFL] &= ~DIRECTION_FLAG;
    return true;
}

static bool handle(int signal, siginfo_t *info, void *context)
{
    if (is_access(signal, info) && vg_memory_fault(info->si_addr, is_write(context)))
        return true;
    return leave_kernel(signal, info, context);
}

/* ---- Threads ---- */

/* A stack that is used up leaves no room for a handler. One that the thread has already is left alone. */
static void make_signal_stack(struct vg_fault_thread *thread)
{
    stack_t now;
    if (sigaltstack(NULL, &now) || !(now.ss_flags & SS_DISABLE))
        return;
    char *base =
        mmap(NULL, GUARD_BYTES + STACK_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (base == MAP_FAILED)
        return;
    stack_t stack = {.ss_sp = base + GUARD_BYTES, .ss_size = STACK_BYTES};
    if (mprotect(stack.ss_sp, STACK_BYTES, PROT_READ | PROT_WRITE) || sigaltstack(&stack, NULL))
        munmap(base, GUARD_BYTES + STACK_BYTES);
    else
        thread->signal_stack = base;
}

/* The application may have set another one meanwhile. */
static void drop_signal_stack(struct vg_fault_thread *thread)
{
    stack_t now, none = {.ss_flags = SS_DISABLE};
    if (!thread->signal_stack)
        return;
    if (sigaltstack(NULL, &now) == 0 && now.ss_sp == thread->signal_stack + GUARD_BYTES)
        sigaltstack(&none, NULL);
    munmap(thread->signal_stack, GUARD_BYTES + STACK_BYTES);
}

static void thread_ends(void *data)
{
    struct vg_fault_thread *thread = data;
    vg_local()->fault = NULL;
    vg_watchdog_remove(&thread->watched);
    drop_signal_stack(thread);
    vg_free(thread);
}

static void start(void)
{
    if (vg_config_number(VG_ID_VGPU_FAULTS) == 0 || pthread_key_create(&key, thread_ends))
        return;
    wanted = true;
    timed = vg_watchdog_limit() != 0;
    atomic_store(&key_made, true);
    vg_chain_install(handle);
}

bool vg_fault_catches(void)
{
    pthread_once(&once, start);
    return wanted;
}

/* NULL when faults are not wanted, or without memory: the kernel runs unguarded then. */
static struct vg_fault_thread *thread_make(void)
{
    pthread_once(&once, start);
    struct vg_fault_thread *thread = wanted ? vg_zalloc(sizeof *thread) : NULL;
    if (!thread)
        return NULL;
    if (pthread_setspecific(key, thread)) {
        vg_free(thread);
        return NULL;
    }
    make_signal_stack(thread);
    vg_chain_unblock();
    if (timed)
        vg_watchdog_add(&thread->watched);
    vg_local()->fault = thread;
    return thread;
}

static struct vg_fault_thread *thread_here(void)
{
    struct vg_fault_thread *thread = vg_local()->fault;
    return VG_LIKELY(thread) ? thread : thread_make();
}

/* ---- Kernels ---- */

static uint64_t *group_cell(void *scratch)
{
    return (uint64_t *)(void *)((char *)scratch - VG_GROUP_BACK);
}

static bool is_near(const struct vg_range *range, const char *scratch, const struct vg_fault *fault)
{
    uintptr_t low = (uintptr_t)scratch - SCRATCH_NEAR;
    return fault->has_address && fault->address - low < range->scratch_bytes + 2 * SCRATCH_NEAR;
}

/* Only the first fault of a task is noted. */
static bool note(const struct vg_fault_thread *thread, struct vg_fault_report *to)
{
    if (!to || atomic_exchange_explicit(&to->taken, true, memory_order_relaxed))
        return false;
    to->fault = thread->fault;
    return true;
}

static void report(const struct vg_fault_thread *thread, uint64_t first, uint64_t last, void *scratch)
{
    struct vg_fault_report *to = thread->range->report;
    if (!note(thread, to))
        return;
    uint64_t group = *group_cell(scratch);
    bool known = group >= first && group < last;
    to->fault.first = known ? group : first;
    to->fault.last = known ? group + 1 : last;
    to->fault.in_scratch = is_near(thread->range, scratch, &to->fault);
}

static uint64_t start_of(struct vg_fault_report *report)
{
    uint64_t now = vg_now_ns(), none = 0;
    if (!report || atomic_compare_exchange_strong(&report->start_ns, &none, now))
        return now;
    return none;
}

static int call(struct vg_fault_thread *thread, const struct vg_range *range, uint64_t first, uint64_t last,
                void *scratch)
{
    return vg_fault_call(&thread->stack, range->entry, range->launch, range->args, first, last, scratch);
}

static int call_timed(struct vg_fault_thread *thread, const struct vg_range *range, uint64_t first,
                      uint64_t last, void *scratch)
{
    vg_watchdog_start();
    vg_watchdog_enter(&thread->watched, range->text, range->text_bytes, start_of(range->report));
    int status = call(thread, range, first, last, scratch);
    vg_watchdog_leave(&thread->watched);
    return status;
}

int vg_fault_run(const struct vg_range *range, uint64_t first, uint64_t last, void *scratch)
{
    struct vg_fault_thread *thread = thread_here();
    if (!thread)
        return range->entry(range->launch, range->args, first, last, scratch);
    thread->range = range;
    thread->fault.signal = 0;
    *group_cell(scratch) = UINT64_MAX;
    int status = VG_UNLIKELY(timed) ? call_timed(thread, range, first, last, scratch)
                                    : call(thread, range, first, last, scratch);
    if (VG_UNLIKELY(thread->fault.signal))
        report(thread, first, last, scratch);
    return status;
}

int vg_fault_guard(vg_kernel_entry *run, const void *args, uint64_t first, uint64_t last, void *scratch,
                   struct vg_fault_report *report_to)
{
    struct vg_fault_thread *thread = thread_here();
    if (!thread)
        return run(NULL, args, first, last, scratch);
    thread->range = NULL;
    thread->fault.signal = 0;
    int status = vg_fault_call(&thread->stack, run, NULL, args, first, last, scratch);
    if (VG_UNLIKELY(thread->fault.signal))
        note(thread, report_to);
    return status;
}

struct copying {
    void *to;
    const void *from;
    size_t bytes;
};

VG_GUARDED static int copy_plainly(const struct vg_launch *launch, const void *args, uint64_t first,
                                   uint64_t last, void *scratch)
{
    const struct copying *what = args;
    memcpy(what->to, what->from, what->bytes);
    return (void)launch, (void)first, (void)last, (void)scratch, 0;
}

int vg_fault_copy(void *to, const void *from, size_t bytes, struct vg_fault_report *report)
{
    return vg_fault_guard(copy_plainly, &(struct copying){to, from, bytes}, 0, 0, NULL, report);
}

/* Has the type of an entry, so that it can be called as one. */
VG_KERNEL_CODE static int find_end(const struct vg_launch *unused, const void *text, uint64_t first,
                                   uint64_t last, void *ends)
{
    const volatile char *at = text;
    while (first < last && at[first])
        first++;
    *(bool *)ends = first < last;
    return (void)unused, 0;
}

bool vg_fault_is_text(const char *text, uint64_t most)
{
    struct vg_fault_thread *thread = vg_local()->fault;
    bool ends = false;
    if (!thread || !thread->stack)
        return find_end(NULL, text, 0, most, &ends) == 0 && ends;
    void *kernel = thread->stack;
    vg_fault_call(&thread->stack, find_end, NULL, text, 0, most, &ends);
    thread->stack = kernel;
    thread->fault.signal = 0;
    return ends;
}

void vg_fault_unload(void)
{
    if (!atomic_load(&key_made))
        return;
    vg_watchdog_stop();
    vg_chain_remove();
    pthread_key_delete(key);
}
