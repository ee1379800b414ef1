/* SPDX-License-Identifier: MIT */
/* Lets each allocation that an API call makes fail in turn. The call must then succeed or say that memory ran
 * out, and leave nothing behind. */
#ifndef VG_TESTS_OOM_SWEEP_H
#define VG_TESTS_OOM_SWEEP_H

#include "tests/unit/unit.h"

#include "base/cl.h"

#define SWEEP_BYTES 4096

/* What calls work on; made before and freed after the sweep. */
struct world {
    cl_device_id device;
    cl_context context;
    cl_command_queue queue, out_of_order;
    cl_mem buffer, other;
    cl_mem image, other_image; /* 2D, 16 x 4 pixels of 4 bytes */
    cl_program program;        /* built; NULL when the world was made without one */
    cl_kernel kernel;
    char host[SWEEP_BYTES];
};

/* One API call with the clean-up of what it gave; returns its error code. */
typedef cl_int sweep_call(struct world *world);

/* Runs the call with 0, 1, 2 ... successful allocations until none failed, in a world with or without a built
 * program. */
void sweep(sweep_call *call);
void sweep_with_program(sweep_call *call);
/* The same for a call that rightly leaves things behind in caches: the bytes in use are not compared. */
void sweep_filling_caches(sweep_call *call);

/* SWEEP(clCreateBuffer) defines the test case sweep_clCreateBuffer, which sweeps the function
 * call_clCreateBuffer. */
#define SWEEP(name)                                                                                          \
    static void sweep_##name(void **state)                                                                   \
    {                                                                                                        \
        (void)state;                                                                                         \
        sweep(call_##name);                                                                                  \
    }
#define SWEEP_WITH_PROGRAM(name)                                                                             \
    static void sweep_##name(void **state)                                                                   \
    {                                                                                                        \
        (void)state;                                                                                         \
        sweep_with_program(call_##name);                                                                     \
    }

#define SWEEP_FILLING_CACHES(name)                                                                           \
    static void sweep_##name(void **state)                                                                   \
    {                                                                                                        \
        (void)state;                                                                                         \
        sweep_filling_caches(call_##name);                                                                   \
    }

#endif
