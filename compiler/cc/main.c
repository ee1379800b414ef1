/* SPDX-License-Identifier: MIT */
/* vgpu-cc: one program with two faces, the server that the driver starts and the offline compiler. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/cc/offline.h"
#include "compiler/cc/server.h"

static int serve(int argc, char **argv)
{
    char *end = NULL;
    long socket = argc > 2 ? strtol(argv[2], &end, 10) : 0;
    bool number = argc == 2 || (argc == 3 && *argv[2] && !*end);
    if (number && socket >= 0 && socket < 1 << 20)
        return vg_server_run((int)socket);
    fprintf(stderr, "vgpu-cc: --serve takes the number of a socket's descriptor\n");
    return 2;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--serve") == 0)
        return serve(argc, argv);
    return vg_offline_run(argc, argv);
}
