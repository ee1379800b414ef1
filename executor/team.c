/* SPDX-License-Identifier: MIT */
/* The list of teams only grows, at its head, so that it can be walked without a lock. */
#include "executor/team.h"

#include "base/alloc.h"
#include "executor/fleet.h"

static struct vg_team *find(unsigned first, unsigned count)
{
    for (struct vg_team *team = vg_teams(); team; team = team->next)
        if (team->first == first && team->count == count)
            return team;
    return NULL;
}

/* Puts the team in front unless another thread has made its like. */
static struct vg_team *publish(struct vg_team *made)
{
    made->next = vg_teams();
    do {
        struct vg_team *same = find(made->first, made->count);
        if (same) {
            vg_free(made);
            return same;
        }
        /* Release: who walks the list sees what is in the team. */
    } while (!atomic_compare_exchange_weak_explicit(&vg_fleet.teams, &made->next, made, memory_order_release,
                                                    memory_order_acquire));
    return made;
}

struct vg_team *vg_team_get(unsigned first, unsigned count)
{
    struct vg_team *team = find(first, count);
    if (team)
        return team;
    team = vg_zalloc_aligned(sizeof *team, VG_CACHE_LINE);
    if (!team)
        return NULL;
    team->first = first;
    team->count = count;
    vg_injector_init(&team->ready);
    vg_injector_init(&team->calls);
    return publish(team);
}

struct vg_interval vg_team_interval(const struct vg_team *team)
{
    unsigned width = atomic_load_explicit(&vg_fleet.width, memory_order_relaxed);
    if (!team || width == 0)
        return (struct vg_interval){0, width};
    unsigned first = team->first < width ? team->first : width - 1;
    unsigned last = team->count < width - first ? first + team->count : width;
    return (struct vg_interval){first, last - first};
}

bool vg_team_has_member(const struct vg_team *team, unsigned member)
{
    if (member == VG_NO_MEMBER)
        return false;
    /* The members of a fleet that stops may have ended already; whoever is left does their work. */
    if (atomic_load_explicit(&vg_fleet.state, memory_order_relaxed) == VG_FLEET_STOPPING)
        return true;
    struct vg_interval in = vg_team_interval(team);
    return member >= in.first && member - in.first < in.count;
}

bool vg_team_offers(struct vg_team *team)
{
    return vg_injector_filled(&team->ready) || vg_injector_filled(&team->calls) || vg_jobs_open(&team->jobs);
}

void vg_teams_reset(void)
{
    for (struct vg_team *team = vg_teams(); team; team = team->next) {
        vg_injector_init(&team->ready);
        vg_injector_init(&team->calls);
        vg_jobs_reset(&team->jobs);
    }
}
