/* SPDX-License-Identifier: MIT */
/* Discrete Fourier transforms of one to three dimensions, one or a batch of them, of complex or real numbers
 * in float or double.
 *
 * A transform is described, planned and run as the work-groups of a RANGE task, in phases: each reads what
 * the one before has written. Tables belong to a cache of the process (fft_line.h); what a launch needs of
 * it, and memory between its phases, it holds from vg_fft_acquire to vg_fft_release. No result depends on the
 * number of threads. */
#ifndef VG_KERNELS_FFT_H
#define VG_KERNELS_FFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "compiler/abi.h"

#define VG_FFT_DIMS_MOST 3

enum vg_fft_type { VG_FFT_FLOAT, VG_FFT_DOUBLE };

enum vg_fft_kind {
    VG_FFT_COMPLEX,
    VG_FFT_REAL_IN,  /* forward, of real numbers: the last dimension's first n / 2 + 1 results */
    VG_FFT_REAL_OUT, /* its inverse */
};

struct vg_fft { /* steps are in elements: of complex numbers, or on the real side of real ones */
    enum vg_fft_type type;
    enum vg_fft_kind kind;
    bool inverse;  /* by the roots' sign; REAL_IN is forward, REAL_OUT inverse */
    bool in_place; /* complex, and both sides are the same elements */
    double scale;
    unsigned dims;
    size_t n[VG_FFT_DIMS_MOST]; /* > 0, of real numbers where one side is real */
    size_t in[VG_FFT_DIMS_MOST], out[VG_FFT_DIMS_MOST];
    size_t batch, in_batch, out_batch;
};

struct vg_fft_job;

struct vg_fft_plan {
    struct vg_fft what;
    unsigned threads;
    size_t in_at, out_at; /* bytes from the begin of buffers; for whoever calls vg_fft_acquire */
    struct vg_fft_job *job;
};

struct vg_fft_extent {
    uint64_t groups;
    size_t scratch_bytes;
    uint64_t group_ns; /* a guess of what a group takes, > 0 */
};

/* Plans for so many threads: false when out of memory. */
bool vg_fft_make(const struct vg_fft *what, unsigned threads, struct vg_fft_plan *plan,
                 struct vg_fft_extent *extent);
/* What runs need; false when out of memory. */
bool vg_fft_acquire(struct vg_fft_plan *plan, const void *in, void *out);
void vg_fft_release(struct vg_fft_plan *plan);
/* Where phases end, the last of them at the number of groups: once acquired, until released. */
const uint64_t *vg_fft_phase_ends(const struct vg_fft_plan *plan);

/* A kernel entry whose args are the plan. ABI: kernel */
int vg_fft_run(const struct vg_launch *launch, const void *plan, uint64_t first, uint64_t last,
               void *scratch);

#endif
