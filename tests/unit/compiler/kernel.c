/* SPDX-License-Identifier: MIT */
/* What fake_cc hands out as the code of every kernel: counts its work-groups in the first argument, calls
 * into the runtime, and uses constants, writable data and a table of addresses. ABI: kernel */
#include "compiler/abi.h"

double fma(double, double, double);

static const char *const names[] = {"even", "odd"};
static int calls;

const struct vg_code_info vg_kernel_info = {.abi_version = VG_ABI_VERSION, .width = 4, .cost = 7};
/* abi.h has a type of the name that the symbol must have. */
vg_kernel_entry entry __asm__(VG_ENTRY_SYMBOL);

int entry(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last, void *scratch)
{
    int *out = *(int *const *)args;
    (void)launch;
    (void)scratch;
    calls++;
    for (uint64_t group = first; group < last; group++)
        out[0] += (int)fma((double)group, 2.0, 1.0);
    out[1] = calls;
    out[2] = names[calls & 1][0];
    return 0;
}
