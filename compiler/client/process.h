/* SPDX-License-Identifier: MIT */
/* The connection to the compiler program: starting it detached from the application and handing it requests.
 * One connection per process, made at the first request. All functions from any thread. */
#ifndef VG_COMPILER_CLIENT_PROCESS_H
#define VG_COMPILER_CLIENT_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "compiler/wire.h"

enum vg_send {
    VG_SEND_OK,
    VG_SEND_FULL,        /* the socket was full until the deadline */
    VG_SEND_LOST,        /* it ended before it took the request, twice */
    VG_SEND_NO_COMPILER, /* it is missing or does not start; logged */
    VG_SEND_NO_RESOURCE, /* memory, descriptors or processes */
};

/* Hands a request to the compiler, which is started when none is running. `descriptors` are the request, the
 * reply and the pipe's write end; they stay the caller's. Waits for room until the clock says `deadline`; 0 =
 * not at all. *connection tells which compiler has it. */
enum vg_send vg_process_send(const struct vg_wire_call *call, const int descriptors[3], uint64_t deadline,
                             uint64_t *connection);

/* Tells that compiler that somebody waits for the request behind the read end of a pipe. When it cannot be
 * told, the request takes its turn. */
void vg_process_hurry(uint64_t connection, const struct vg_wire_call *call, int pipe);

/* Whether that compiler has ended. Waits a moment for it, since the end of a request that was killed together
 * with its server may be seen first. */
bool vg_process_is_gone(uint64_t connection);

/* Lets the compiler go. Requests that are under way are lost, and made again by those who wait for them; the
 * next request starts a new compiler. */
void vg_process_close(void);

#endif
