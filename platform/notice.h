/* SPDX-License-Identifier: MIT */
/* Event callbacks run on a thread of their own, one after another in the order of their posting. An
 * application may hold locks of its own while it enqueues, finishes or completes a user event, and its
 * callback may take these locks or wait for commands: on the thread that completes a command either would be
 * a deadlock.
 *
 * The thread starts with the first notice of a process and lives as long as it does; the child of a fork
 * starts its own. */
#ifndef VG_PLATFORM_NOTICE_H
#define VG_PLATFORM_NOTICE_H

struct vg_notice {
    struct vg_notice *next;
    void (*call)(struct vg_notice *notice); /* may free the notice */
};

/* Has the notice called, soon; it is borrowed until then. Never fails: without a thread the caller makes the
 * call. */
void vg_notice_post(struct vg_notice *notice);

#endif
