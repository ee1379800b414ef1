/* SPDX-License-Identifier: MIT */
/* Intrusive doubly linked list. A list head and an unlinked node point at themselves. */
#ifndef VG_BASE_LIST_H
#define VG_BASE_LIST_H

#include <stdbool.h>

struct vg_list {
    struct vg_list *prev, *next;
};

#define VG_LIST_INIT(head) {&(head), &(head)}

static inline void vg_list_init(struct vg_list *head)
{
    head->prev = head->next = head;
}

static inline bool vg_list_empty(const struct vg_list *head)
{
    return head->next == head;
}

static inline void vg_list_append(struct vg_list *head, struct vg_list *node)
{
    node->prev = head->prev;
    node->next = head;
    head->prev->next = node;
    head->prev = node;
}

static inline void vg_list_remove(struct vg_list *node)
{
    node->prev->next = node->next;
    node->next->prev = node->prev;
    vg_list_init(node);
}

#endif
