/* SPDX-License-Identifier: MIT */
/* The persistent face of vgpu-cc: `vgpu-cc --serve`. */
#ifndef VG_COMPILER_CC_SERVER_H
#define VG_COMPILER_CC_SERVER_H

/* Serves requests from the SOCK_SEQPACKET socket until its other end closes or a minute without work has
 * passed. Gives the process's exit status. */
int vg_server_run(int socket);

#endif
