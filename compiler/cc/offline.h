/* SPDX-License-Identifier: MIT */
/* The offline compiler: `vgpu-cc kernel.cl`, for people. */
#ifndef VG_COMPILER_CC_OFFLINE_H
#define VG_COMPILER_CC_OFFLINE_H

/* Gives the process's exit status: 0, 1 for a wrong program, 2 for wrong usage. */
int vg_offline_run(int argc, char **argv);

#endif
