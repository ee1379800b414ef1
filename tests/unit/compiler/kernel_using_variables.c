/* SPDX-License-Identifier: MIT */
/* A kernel object that imports a variable of the program, as code for programs with globals does. */
#include "compiler/abi.h"

extern int program_counter;
extern int *const program_pointer;

const struct vg_code_info vg_kernel_info = {.abi_version = VG_ABI_VERSION, .width = 1};
/* abi.h has a type of the name that the symbol must have. */
vg_kernel_entry entry __asm__(VG_ENTRY_SYMBOL);

int entry(const struct vg_launch *launch, const void *args, uint64_t first, uint64_t last, void *scratch)
{
    (void)launch;
    (void)first;
    (void)last;
    (void)scratch;
    **(int *const *)args = ++program_counter * 1000 + *program_pointer;
    return 0;
}
