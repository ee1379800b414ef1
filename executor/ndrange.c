/* SPDX-License-Identifier: MIT */
/* Runs work-groups of a kernel on the calling thread. ABI: kernel */
#include "executor/fault.h"
#include "executor/fpenv.h"
#include "executor/local.h"
#include "executor/work.h"

static int run(const struct vg_range *range, uint64_t first, uint64_t last, void *scratch)
{
    if (range->guarded)
        return vg_fault_guard(range->entry, range->args, first, last, scratch, range->report);
    return vg_fault_run(range, first, last, scratch);
}

int vg_range_run(const struct vg_range *range, uint64_t first, uint64_t last)
{
    void *scratch = vg_local_scratch(range->scratch_bytes);
    if (!scratch)
        return VG_STATUS_RESOURCES;
    unsigned environment = vg_fp_enter();
    int status = run(range, first, last, scratch);
    vg_fp_leave(environment);
    return status;
}
