/* SPDX-License-Identifier: MIT */
/* Memory fences. One fence orders all address spaces and serves all scopes. */
#include "builtins/base.h"

VG_OVERLOAD void mem_fence(cl_mem_fence_flags flags)
{
    (void)flags;
    __vg_fence(3);
}

VG_OVERLOAD void read_mem_fence(cl_mem_fence_flags flags)
{
    (void)flags;
    __vg_fence(1);
}

VG_OVERLOAD void write_mem_fence(cl_mem_fence_flags flags)
{
    (void)flags;
    __vg_fence(2);
}

VG_OVERLOAD void atomic_work_item_fence(cl_mem_fence_flags flags, memory_order order, memory_scope scope)
{
    (void)flags;
    (void)scope;
    switch (order) {
    case memory_order_acquire:
        __vg_fence(1);
        break;
    case memory_order_release:
        __vg_fence(2);
        break;
    case memory_order_acq_rel:
        __vg_fence(3);
        break;
    case memory_order_seq_cst:
        __vg_fence(4);
        break;
    default:
        break;
    }
}
