/* SPDX-License-Identifier: MIT */
/* A compiler process of the test's own, spoken to as the client does. */
#ifndef VG_TESTS_UNIT_CC_SERVER_H
#define VG_TESTS_UNIT_CC_SERVER_H

#include <sys/types.h>

#include "compiler/kernel_info.h"
#include "compiler/options.h"
#include "compiler/wire.h"
#include "tests/unit/unit.h"

struct server {
    int socket;
    pid_t process;
};

/* An answer on its way or here. */
struct answer {
    int reply, pipe;
    int status; /* enum vg_wire_status; -1 when the pipe closed without a record */
    struct vg_wire_view view;
};

void server_start(struct server *server);
/* Closes the socket and gives the process's exit status. */
int server_stop(struct server *server);

struct vg_wire_call call_of(enum vg_wire_op op);
void send_parts(struct server *server, struct vg_wire_call call, const struct vg_wire_part *parts,
                size_t count, struct answer *answer);
void send_bytes(struct server *server, const void *call, size_t call_size, const void *request, size_t size,
                struct answer *answer);
/* Tells the server that this answer is waited for. */
void hurry_answer(struct server *server, const struct answer *answer);
void wait_answer(struct answer *answer);
void answer_finish(struct answer *answer);
const char *log_of(const struct answer *answer);
/* Fails the test when there is none. */
struct vg_wire_part part_of(const struct answer *answer, enum vg_wire_section kind);

struct vg_wire_part text_part(enum vg_wire_section kind, const char *text);
/* One whole exchange: source with options for a stage. */
void compile_source(struct server *server, const char *source, const char *options,
                    enum vg_option_stage stage, struct answer *answer);

#endif
