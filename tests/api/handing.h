/* SPDX-License-Identifier: MIT */
/* What the two processes of the interchange test share: how descriptors go through a socket, and the commands
 * on imported memory. */
#ifndef VG_TESTS_API_HANDING_H
#define VG_TESTS_API_HANDING_H

#include <stdbool.h>

#include "tests/api/api.h"

#define HANDING_BYTES ((size_t)3 << 20)
#define HANDING_ASKED 20 /* bytes that the first process writes */
#define HANDING_ANSWER 21
#define HANDING_OWN 22 /* bytes of the buffer that the second process makes */

/* One descriptor as a message; the sender keeps its own. */
bool handing_send(int channel, int fd);
/* -1 when there is none. */
int handing_receive(int channel);

cl_mem handing_import(const struct api *api, int fd, size_t size);
/* Wait for the commands. */
void handing_acquire(const struct api *api, cl_mem mem);
void handing_release(const struct api *api, cl_mem mem);

#endif
