/* SPDX-License-Identifier: MIT */
/* Typed commands: a struct per kind that begins with struct vg_command, and an ops table.
 *
 * Enqueue calls check on the application's thread, counts uses, copies the command (size bytes) into its
 * event, and calls lower on the copy, which fills the task. After that the executor alone deals with the
 * task. */
#ifndef VG_PLATFORM_COMMAND_H
#define VG_PLATFORM_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "executor/fault.h"
#include "executor/task.h"
#include "platform/end.h"
#include "platform/event.h"
#include "platform/mem.h"
#include "platform/object.h"

struct vg_queue;
struct vg_command;

/* An object that a command needs until it is over. Of a memory object also the bytes: they become a span of
 * the task. */
struct vg_use {
    struct vg_object *object;
    size_t offset, size; /* within the cl_mem; size 0 = retain only */
    bool write;
};

struct vg_command_ops {
    size_t size; /* of the concrete command */
    /* Every rule but those of the queue handle and the wait list; no side effect. */
    cl_int (*check)(const struct vg_queue *queue, const struct vg_command *command);
    /* Fills at most max rows and returns how many there are; optional. */
    size_t (*uses)(const struct vg_command *command, struct vg_use *uses, size_t max);
    /* Bytes that lower wants behind the command for copies of what the application owns; optional. */
    size_t (*extra)(const struct vg_command *command);
    /* Sets the task's kind and body and applies what the command does at enqueue; the last step that can
     * fail. May change the copy. extra is aligned to 128 and zeroed. Spans, edges and hooks are the caller's.
     */
    cl_int (*lower)(struct vg_command *command, struct vg_task *task, void *extra);
    /* The work is over with this status, uses are still held, nobody knows yet; optional. */
    void (*over)(struct vg_command *command, void *extra, int status);
    /* Says in a sentence why the event's command failed, while uses are held: the reason with this number;
     * false when it knows no more. Optional. */
    bool (*explain)(const struct vg_event *event, size_t number, char *text, size_t size);
    /* Gives back what explain needed; optional. */
    void (*ended)(struct vg_command *command);
};

struct vg_command {
    const struct vg_command_ops *ops;
    cl_command_type type;
    bool after_all;    /* waits for every earlier command of an out-of-order queue */
    bool barrier;      /* every later command of an out-of-order queue waits for it */
    bool keeps_shadow; /* sees to the shadows of what it writes itself; set by lower */
};

/* ---- Transfers: read, write, copy, of buffers and images (cmd_transfer.c) ---- */

struct vg_transfer {
    struct vg_command base;
    struct vg_end from, to;
    size_t region[3]; /* bytes; pixels when an end is an image */
    bool rect;        /* a zero region is an error in the rect forms only */
    struct vg_fault_report report;
};
extern const struct vg_command_ops vg_transfer_ops;

/* Constructors for the entry points. region may be NULL, which check turns into CL_INVALID_VALUE. The second
 * form is also the one of images, whose regions are pixels. */
struct vg_transfer vg_transfer(cl_command_type type, struct vg_end from, struct vg_end to, size_t size);
struct vg_transfer vg_transfer_rect(cl_command_type type, struct vg_end from, struct vg_end to,
                                    const size_t *region);

/* ---- Fills (cmd_fill.c) ---- */

struct vg_fill_command {
    struct vg_command base;
    struct vg_end to;
    size_t region[3];
    const void *pattern; /* of an image: the colour */
    size_t pattern_size; /* of a buffer */
    struct vg_fault_report report;
};
extern const struct vg_command_ops vg_fill_ops;
struct vg_fill_command vg_fill_buffer(cl_mem buffer, const void *pattern, size_t pattern_size, size_t offset,
                                      size_t size);
struct vg_fill_command vg_fill_image(cl_mem image, const void *colour, const size_t *origin,
                                     const size_t *region);

/* ---- Map and unmap (cmd_map.c) ---- */

struct vg_map {
    struct vg_command base;
    struct vg_end at;
    size_t region[3];
    cl_map_flags flags;
    size_t *row_pitch, *slice_pitch; /* of an image: where its pitches go */
    struct vg_span held;             /* what is to be kept in RAM; set by lower */
};
extern const struct vg_command_ops vg_map_ops;
struct vg_map vg_map_buffer(cl_mem buffer, cl_map_flags flags, size_t offset, size_t size);
struct vg_map vg_map_image(cl_mem image, cl_map_flags flags, const size_t *origin, const size_t *region,
                           size_t *row_pitch, size_t *slice_pitch);
/* clEnqueueMapBuffer and clEnqueueMapImage, whole: NULL on error. */
void *vg_enqueue_map(cl_command_queue queue, const struct vg_map *map, cl_bool block, struct vg_wait wait,
                     cl_event *event, cl_int *errcode_ret);

struct vg_unmap {
    struct vg_command base;
    cl_mem mem;
    void *pointer;
    struct vg_span held; /* what the mapping kept in RAM; set by lower */
};
extern const struct vg_command_ops vg_unmap_ops;
struct vg_unmap vg_unmap(cl_mem mem, void *pointer);

/* ---- Markers and barriers (cmd_sync.c) ---- */

/* Waits for the wait list, or for everything before it when that is empty; a barrier also holds back what
 * follows. */
extern const struct vg_command_ops vg_sync_ops;
struct vg_command vg_marker(struct vg_wait wait);  /* clEnqueueMarkerWithWaitList, clEnqueueMarker */
struct vg_command vg_barrier(struct vg_wait wait); /* clEnqueueBarrierWithWaitList, clEnqueueBarrier */
struct vg_command vg_wait_for(void);               /* clEnqueueWaitForEvents: a barrier on its list */

/* ---- Native kernels (cmd_native.c) ---- */

typedef void(CL_CALLBACK *vg_native_function)(void *args);

struct vg_native {
    struct vg_command base;
    vg_native_function run;
    const void *args;
    size_t args_size;
    cl_uint mem_count;
    const cl_mem *mems;      /* buffers whose addresses replace the handles in the copy of args */
    const void **mem_places; /* where in args the handles are */
};
extern const struct vg_command_ops vg_native_ops;
struct vg_native vg_native(vg_native_function run, const void *args, size_t args_size, cl_uint mem_count,
                           const cl_mem *mems, const void **mem_places);

/* ---- Migration (cmd_migrate.c) ---- */

struct vg_migrate {
    struct vg_command base;
    cl_uint count;
    const cl_mem *mems;
    cl_mem_migration_flags flags;
};
extern const struct vg_command_ops vg_migrate_ops;
struct vg_migrate vg_migrate(cl_uint count, const cl_mem *mems, cl_mem_migration_flags flags);
/* clEnqueueAcquireExternalMemObjectsKHR and clEnqueueReleaseExternalMemObjectsKHR, which is which by type. */
extern const struct vg_command_ops vg_hand_over_ops;
struct vg_migrate vg_hand_over(cl_command_type type, cl_uint count, const cl_mem *mems);

/* ---- Any command (command.c) ---- */

/* An event that holds a lowered copy of the checked command, with its uses retained, edges from the wait
 * list, and one spare edge for each of the queue's two orders; not submitted. */
cl_int vg_command_prepare(struct vg_queue *queue, const struct vg_command *command, struct vg_wait wait,
                          struct vg_event **out);
/* Orders the event's task behind another one. */
void vg_command_after(struct vg_event *event, struct vg_task *before, enum vg_edge_kind kind);

#endif
