/* SPDX-License-Identifier: MIT */
/* The intrusive list. */
#include "tests/unit/unit.h"

#include "base/attributes.h"
#include "base/list.h"

struct item {
    int value;
    struct vg_list node;
};

static int value_of(const struct vg_list *node)
{
    return VG_CONTAINER_OF(node, struct item, node)->value;
}

static void nodes_keep_their_order_and_leave_alone(void **state)
{
    struct vg_list head = VG_LIST_INIT(head);
    struct item a = {.value = 1}, b = {.value = 2}, c = {.value = 3};
    assert_true(vg_list_empty(&head));
    vg_list_append(&head, &a.node);
    vg_list_append(&head, &b.node);
    vg_list_append(&head, &c.node);
    vg_list_remove(&b.node);
    assert_int_equal(value_of(head.next), 1);
    assert_int_equal(value_of(head.next->next), 3);
    assert_int_equal(value_of(head.prev), 3);
    vg_list_remove(&b.node); /* unlinked: nothing happens */
    vg_list_remove(&a.node);
    vg_list_remove(&c.node);
    assert_true(vg_list_empty(&head));
}

VG_TESTS(test_list, cmocka_unit_test(nodes_keep_their_order_and_leave_alone));
