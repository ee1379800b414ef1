/* SPDX-License-Identifier: MIT */
/* One request to the compiler program, from its parts to the checked reply. Any thread; one thread per
 * request. */
#ifndef VG_COMPILER_CLIENT_REQUEST_H
#define VG_COMPILER_CLIENT_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "compiler/wire.h"

enum vg_outcome {
    VG_OUTCOME_OK,
    VG_OUTCOME_REJECTED, /* the program is wrong; the reply's log says why */
    VG_OUTCOME_CRASHED,
    VG_OUTCOME_LOST, /* the compiler ended with all its requests; another attempt may work */
    VG_OUTCOME_TIMEOUT,
    VG_OUTCOME_MEMORY,
    VG_OUTCOME_BROKEN, /* the reply, or the request to the compiler, makes no sense */
    VG_OUTCOME_BUSY,   /* not sent, since too many requests wait */
    VG_OUTCOME_NO_COMPILER,
    VG_OUTCOME_NO_RESOURCE,
};

/* A reply held in memory: the container and the view of it. */
struct vg_reply {
    void *bytes;
    struct vg_wire_view view;
};

void vg_reply_finish(struct vg_reply *reply);

struct vg_request {
    int pipe, reply; /* read end of the pipe, and the memfd */
    uint64_t connection;
    pid_t owner; /* a forked child has the descriptors too, but must not read the pipe */
};

/* Sends a request; on VG_OUTCOME_OK it is under way and must be finished or dropped. Without `wait` a full
 * socket is VG_OUTCOME_BUSY. */
enum vg_outcome vg_request_start(struct vg_request *request, enum vg_wire_op op,
                                 const struct vg_wire_part *parts, size_t count, bool wait);
/* Whether vg_request_finish would return at once. */
bool vg_request_is_done(const struct vg_request *request);
/* Waits for the reply, which is given on VG_OUTCOME_OK and VG_OUTCOME_REJECTED and empty otherwise. Ends the
 * request. */
enum vg_outcome vg_request_finish(struct vg_request *request, struct vg_reply *reply);
void vg_request_drop(struct vg_request *request);

/* How many requests of this process are started and neither finished nor dropped. */
int vg_requests_under_way(void);

/* Start and finish, with a second attempt when the compiler was lost on the way. */
enum vg_outcome vg_request_run(enum vg_wire_op op, const struct vg_wire_part *parts, size_t count,
                               struct vg_reply *reply);

/* A sentence for people about an outcome that is neither OK nor REJECTED, with the limit and its variable. */
void vg_outcome_text(enum vg_outcome outcome, char *text, size_t size);

#endif
