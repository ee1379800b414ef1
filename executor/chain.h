/* SPDX-License-Identifier: MIT */
/* Handlers for the signals that faulty code raises, in front of those that the process had. What is not a
 * kernel's fault goes to the former handler, which finds everything as if it had been called by the system.
 * A handler that the application installs later may call ours in the same way. */
#ifndef VG_EXECUTOR_CHAIN_H
#define VG_EXECUTOR_CHAIN_H

#include <signal.h>
#include <stdbool.h>

/* Whether the signal is dealt with; async-signal-safe. */
typedef bool vg_chain_handler(int signal, siginfo_t *info, void *context);

/* Once per process. */
void vg_chain_install(vg_chain_handler *handler);
/* Puts the former handlers back, except where the application has put its own in front meanwhile. */
void vg_chain_remove(void);
/* Lets the calling thread receive the signals: one that a fault raises while it is blocked ends the process.
 */
void vg_chain_unblock(void);

#endif
