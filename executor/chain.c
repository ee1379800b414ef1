/* SPDX-License-Identifier: MIT */
/* Installs, passes on and removes. The table of former handlers is written before ours can be called, and
 * then only read. */
#include "executor/chain.h"

#include <errno.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/attributes.h"

static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};

static struct sigaction former[VG_COUNT(signals)];
static vg_chain_handler *handle;

static struct sigaction *former_of(int signal)
{
    size_t i = 0;
    while (signals[i] != signal)
        i++;
    return &former[i];
}

/* A fault happens again when its instruction is tried again; what was sent, and a trap, which is over, do
 * not. */
static bool comes_again(int signal, const siginfo_t *info)
{
    return info->si_code > 0 && signal != SIGTRAP;
}

/* Ends the process, or dumps its core, as it would have without us. */
static void take_default(int signal, const siginfo_t *info)
{
    struct sigaction action = {.sa_handler = SIG_DFL};
    sigaction(signal, &action, NULL);
    if (!comes_again(signal, info))
        syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), signal); /* comes once we return and unblock it */
}

static void call_former(struct sigaction *action, int signal, siginfo_t *info, void *context)
{
    sigset_t before, now = action->sa_mask;
    pthread_sigmask(SIG_BLOCK, &now, &before);
    if (action->sa_flags & SA_NODEFER && !sigismember(&action->sa_mask, signal)) {
        sigemptyset(&now);
        sigaddset(&now, signal);
        pthread_sigmask(SIG_UNBLOCK, &now, NULL);
    }
    struct sigaction once = *action;
    if (once.sa_flags & (int)SA_RESETHAND)
        *action = (struct sigaction){.sa_handler = SIG_DFL};
    if (once.sa_flags & SA_SIGINFO)
        once.sa_sigaction(signal, info, context);
    else
        once.sa_handler(signal);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void pass_on(int signal, siginfo_t *info, void *context)
{
    struct sigaction *action = former_of(signal);
    bool is_function =
        action->sa_flags & SA_SIGINFO || (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN);
    if (is_function)
        call_former(action, signal, info, context);
    else if (action->sa_handler == SIG_DFL || info->si_code > 0) /* a fault cannot be ignored */
        take_default(signal, info);
}

static void on_signal(int signal, siginfo_t *info, void *context)
{
    int error = errno;
    bool done = handle(signal, info, context);
    errno = error;
    if (!done)
        pass_on(signal, info, context);
}

void vg_chain_install(vg_chain_handler *handler)
{
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    handle = handler;
    for (size_t i = 0; i < VG_COUNT(signals); i++) {
        sigaction(signals[i], NULL, &former[i]); /* ours may be called as soon as it is installed */
        sigaction(signals[i], &action, NULL);
    }
}

void vg_chain_remove(void)
{
    struct sigaction now;
    for (size_t i = 0; i < VG_COUNT(signals); i++) {
        bool known = sigaction(signals[i], NULL, &now) == 0;
        if (known && now.sa_flags & SA_SIGINFO && now.sa_sigaction == on_signal)
            sigaction(signals[i], &former[i], NULL);
    }
}

void vg_chain_unblock(void)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < VG_COUNT(signals); i++)
        sigaddset(&set, signals[i]);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}
