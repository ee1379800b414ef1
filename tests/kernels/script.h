/* SPDX-License-Identifier: MIT */
/* Golden kernels: a .cl file whose comment lines starting with `//:` say how to run its kernels and what
 * comes out.
 *
 *   //: options -cl-std=CL3.0                 build options, for all runs of the file
 *   //: run NAME global 64 2 local 16 [offset 3]   one run of a kernel; the lines behind belong to it
 *   //: arg buffer int 64 iota                arguments in order; fills: zero, iota, const V, random, noise
 * N, list V V*N ...
 *   //: arg value float 1 2 3 4               scalars, vectors and structs of one type
 *   //: arg local 256
 *   //: arg null
 *   //: arg image 2d rgba unorm8 7 5 1 [pitch 32 160] random      kind, order of the channels, their type,
 * width, height, depth or layers, bytes from row to row and from slice to slice. The fill, and what is
 * expected, are channels as they lie in memory, with what lies between rows; those of half are ushort
 *   //: arg sampler normalized clamp_to_edge linear   words of tests/kernels/script_image.c
 *   //: expect 0 affine 2 1                   argument 0 is 2 * i + 1; or any fill, or: like NAME (same
 *                                             arguments)
 *   //: print hello\n                         what was printed, \n for a line's end; several lines add up
 *   //: error text                            the build fails, and its log contains the text
 *
 * random gives 0 to 999; noise gives integers of any bits and multiples of 1/8 within +-1000 of seed N. */
#ifndef VG_TESTS_KERNELS_SCRIPT_H
#define VG_TESTS_KERNELS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "compiler/abi.h"

#define MAX_ARGS 16
#define MAX_EXPECTS 8
#define MAX_WORDS 4096
#define TEXT_BYTES 1024

enum type { CHAR, UCHAR, SHORT, USHORT, INT, UINT, LONG, ULONG, FLOAT, DOUBLE, TYPE_COUNT };
enum arg_form { ARG_BUFFER, ARG_VALUE, ARG_LOCAL, ARG_NULL, ARG_IMAGE, ARG_SAMPLER };

struct arg {
    enum arg_form form;
    enum type type;
    size_t count;          /* elements; bytes of local memory */
    void *data;            /* as filled; never changed by a run */
    struct vg_image image; /* but for its data */
    unsigned sampler;
};

struct expect {
    unsigned arg;
    char like[64]; /* a kernel that gives the same, or "" */
    void *data;    /* otherwise: as many elements as the argument has */
};

struct run {
    char kernel[64];
    unsigned work_dim;
    size_t global[3], local[3], offset[3];
    unsigned arg_count, expect_count;
    struct arg args[MAX_ARGS];
    struct expect expects[MAX_EXPECTS];
    char print[TEXT_BYTES];
};

struct script {
    char options[TEXT_BYTES];
    char error[TEXT_BYTES]; /* "" when the build must succeed */
    size_t run_count;
    struct run *runs;
};

/* Exits with a message when the text is not a script. */
void script_read(const char *text, struct script *script);
void script_finish(struct script *script);
/* A build option besides those of the script. */
void script_add_option(struct script *script, const char *option);
size_t type_size(enum type type);
const char *type_name(enum type type);
double element_at(enum type type, const void *data, size_t index);

#endif
