/* SPDX-License-Identifier: MIT */
/* What the examples share: finding a device, building a program, timing, and checking every call. An example
 * is an ordinary OpenCL program: it goes through the loader and runs on any vendor's device. */
#ifndef EXAMPLES_COMMON_H
#define EXAMPLES_COMMON_H

#include <CL/cl.h>
#include <stdbool.h>
#include <stddef.h>

struct example {
    cl_device_id device;
    cl_context context;
    cl_command_queue queue;
    cl_program program;
};

/* Ends the program with a message when status is an error; what names the call. */
void check(cl_int status, const char *what);

/* The first platform, or the one that the environment variable PLATFORM names in part. */
cl_platform_id example_platform(void);

/* The text of a file, to be freed. Ends the program when the file cannot be read. */
char *example_read_text(const char *path);

/* Opens the first device of the first platform (of the platform whose name contains PLATFORM, when that is
 * set), prints its name and builds the kernel file, which stands beside the sources. Ends the program on any
 * error. */
struct example example_open(const char *kernel_file, const char *options);
void example_close(struct example *example);

/* A kernel of the program, and a buffer of size bytes, filled from data unless that is NULL. */
cl_kernel example_kernel(const struct example *example, const char *name);
cl_mem example_buffer(const struct example *example, cl_mem_flags flags, size_t size, const void *data);

/* Monotonic time in seconds. */
double seconds_now(void);

/* Prints "verified: ..." or "WRONG: ..." with both figures; returns good. */
bool verdict(bool good, const char *what, double value, double limit);

#endif
