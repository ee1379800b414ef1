/* SPDX-License-Identifier: MIT */
/* What checked kernels do about asynchronous copies: vgpu-cc calls this before each copy and each wait, with
 * barriers before, between and behind (compiler/cc/check_copy.c).
 *
 * The first work-item of a group leaves its arguments where all compare theirs with them. Events are numbers, from
 * 1 on, which work-items that do the same count alike. */
#include "builtins/base.h"

enum { TO, FROM, COUNT, STRIDE };       /* of a copy, where the first one leaves it */
enum { WAIT_COUNT, WAIT_EVENTS };       /* of a wait */
enum { PENDING, MADE, LOST, LAST_SITE }; /* of a work-item: VG_CHECKED_EVENT_WORDS */
enum { DIFFERENT_COPY, DIFFERENT_WAIT, NO_EVENT, COPIED };

/* A work-item's own, which begins as 0: a bit for each event that it has not waited for, by its number modulo 64;
 * how many there were; whether two were in one bit, and nothing can be said any more. */
private ulong *__vg_checked_events(void);
/* Where one of these was found, or has happened. */
void __vg_checked_tell(int what);

VG_HELPER ulong bit_of(ulong event)
{
    return 1ul << event % 64;
}

VG_HELPER void note_event(ulong event)
{
    private ulong *mine = __vg_checked_events();
    mine[PENDING] |= bit_of(event);
    __vg_checked_tell(COPIED);
}

/* The event of a copy that is given none. */
VG_HELPER ulong new_event(void)
{
    private ulong *mine = __vg_checked_events();
    ulong event = ++mine[MADE];
    mine[LOST] |= mine[PENDING] & bit_of(event);
    return event;
}

void __vg_checked_copy_first(ulong to, ulong from, ulong count, ulong stride)
{
    local ulong *first = (local ulong *)__vg_group_slots();
    if (vg_item_index() == 0) {
        first[TO] = to;
        first[FROM] = from;
        first[COUNT] = count;
        first[STRIDE] = stride;
    }
}

event_t __vg_checked_copy(ulong to, ulong from, ulong count, ulong stride, event_t given)
{
    local const ulong *first = (local const ulong *)__vg_group_slots();
    if (to != first[TO] || from != first[FROM] || count != first[COUNT] || stride != first[STRIDE])
        __vg_checked_tell(DIFFERENT_COPY);
    ulong event = *(private ulong *)&given;
    if (event == 0)
        event = new_event();
    note_event(event);
    *(private ulong *)&given = event;
    return given;
}

VG_HELPER bool is_pending(ulong event)
{
    private ulong *mine = __vg_checked_events();
    return event != 0 && event <= mine[MADE] && mine[PENDING] & bit_of(event);
}

/* Of the same order in each work-item. */
VG_HELPER ulong mix(ulong sum, ulong event)
{
    return sum * 0x9e3779b97f4a7c15 + event;
}

#define WAIT(S)                                                                                              \
    VG_HELPER ulong sum_of(int count, const S ulong *events)                                                 \
    {                                                                                                        \
        ulong sum = 0;                                                                                       \
        for (int i = 0; i < count; i++)                                                                      \
            sum = mix(sum, events[i]);                                                                       \
        return sum;                                                                                          \
    }                                                                                                        \
    void __vg_checked_wait_first_##S(int count, const S ulong *events)                                       \
    {                                                                                                        \
        local ulong *first = (local ulong *)__vg_group_slots();                                              \
        if (vg_item_index() == 0) {                                                                          \
            first[WAIT_COUNT] = count;                                                                       \
            first[WAIT_EVENTS] = sum_of(count, events);                                                      \
        }                                                                                                    \
    }                                                                                                        \
    void __vg_checked_wait_##S(int count, const S ulong *events)                                             \
    {                                                                                                        \
        private ulong *mine = __vg_checked_events();                                                         \
        local const ulong *first = (local const ulong *)__vg_group_slots();                                  \
        ulong waited = 0;                                                                                    \
        bool pending = true;                                                                                 \
        for (int i = 0; i < count; i++) {                                                                    \
            pending &= is_pending(events[i]);                                                                \
            waited |= bit_of(events[i]);                                                                     \
        }                                                                                                    \
        if (!mine[LOST] && !pending)                                                                         \
            __vg_checked_tell(NO_EVENT);                                                                     \
        else if ((ulong)count != first[WAIT_COUNT] || sum_of(count, events) != first[WAIT_EVENTS])           \
            __vg_checked_tell(DIFFERENT_WAIT);                                                               \
        mine[PENDING] &= ~waited;                                                                            \
    }

WAIT(private)
WAIT(generic)
