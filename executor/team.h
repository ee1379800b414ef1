/* SPDX-License-Identifier: MIT */
/* Teams: workers that are neighbours by index, and the work that only they may do. A sub-device is one.
 *
 * A team is an interval of indices. Where fewer workers run than it was made for, it is what is left of the
 * interval, and at least the last worker. Its tasks, unless they are small enough to run where they become
 * ready, do not pass through the queues that all workers look at, its pieces are stolen by its members only,
 * and a thread of the application that helps is no member of any. Whoever makes such work visible wakes
 * members by name, whether or not somebody searches. */
#ifndef VG_EXECUTOR_TEAM_H
#define VG_EXECUTOR_TEAM_H

#include <limits.h>
#include <stdbool.h>

/* The member number of a thread that belongs to no team; a worker's is its index. */
#define VG_NO_MEMBER UINT_MAX

struct vg_team;

/* The team of workers first..first+count-1, count > 0: the same one for the same interval. It is never freed.
 * NULL when out of memory. */
struct vg_team *vg_team_get(unsigned first, unsigned count);
/* Whether a thread may do the team's work. */
bool vg_team_has_member(const struct vg_team *team, unsigned member);
/* The same; anybody may do the work of NULL. */
static inline bool vg_team_has(const struct vg_team *team, unsigned member)
{
    return !team || vg_team_has_member(team, member);
}

#endif
