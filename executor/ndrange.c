/* SPDX-License-Identifier: MIT */
/* Runs work-groups of a kernel on the calling thread. ABI: kernel */
#include "executor/fault.h"
#include "executor/fpenv.h"
#include "executor/local.h"
#include "executor/work.h"

int vg_range_run(const struct vg_range *range, uint64_t first, uint64_t last)
{
    void *scratch = vg_local_scratch(range->scratch_bytes);
    if (!scratch)
        return VG_STATUS_RESOURCES;
    unsigned environment = vg_fp_enter();
    int status = vg_fault_run(range, first, last, scratch);
    vg_fp_leave(environment);
    return status;
}
