/* SPDX-License-Identifier: MIT */
/* What a launch does, in full: made by fft_plan.c, carried out by fft_run.c.
 *
 * A transform of several dimensions is done axis by axis. An axis consists of units, which do not depend on
 * each other: one transform, or as many as a vector has lanes. A unit is done in steps. A short one takes one
 * step, and a work-group does several units; where there are fewer units than threads, each step is a phase
 * of the launch, and a unit is shared by several work-groups. */
#ifndef VG_KERNELS_FFT_JOB_H
#define VG_KERNELS_FFT_JOB_H

#include "kernels/fft/fft_line.h"
#include "memory/memory.h"

#define VG_FFT_STEPS_MOST 12
#define VG_FFT_PHASES_MOST (VG_FFT_DIMS_MOST * VG_FFT_STEPS_MOST)
#define VG_FFT_LOOPS_MOST VG_FFT_DIMS_MOST /* the other dimensions, and the batch */
#define VG_FFT_STRETCH 2048                /* elements that are not worth dividing */

struct vg_fft_loop { /* over transforms; steps in reals */
    size_t count, in, out;
};

struct vg_fft_lay { /* of one transform's elements, in reals */
    size_t step, part;
};

enum vg_fft_place { VG_FFT_SOURCE, VG_FFT_TARGET, VG_FFT_WORK_A, VG_FFT_WORK_B };

struct vg_fft_step {
    const struct vg_fft_pass *pass; /* or NULL: */
    vg_fft_stretch_run *stretch;    /* on elements below count of n */
    size_t n, count;
    const void *roots;
    enum vg_fft_place from, to;
    bool inverse, scaled; /* scaled: by the axis's scale */
};

enum vg_fft_array { VG_FFT_IN, VG_FFT_OUT, VG_FFT_BETWEEN }; /* the last one is of the launch */

struct vg_fft_axis {
    const struct vg_fft_line *line;
    enum vg_fft_ends ends; /* of a single step */
    enum vg_fft_array from, to;
    struct vg_fft_lay in, out;
    bool across;             /* lanes hold different transforms: */
    struct vg_fft_loop lane; /* these */
    unsigned loop_count;
    struct vg_fft_loop loops[VG_FFT_LOOPS_MOST];
    size_t units, bundles; /* bundles of lanes */
    double scale;
    size_t work;          /* reals of WORK_A, and of WORK_B */
    unsigned work_arrays; /* of these two that there are */
    unsigned step_count;
    struct vg_fft_step steps[VG_FFT_STEPS_MOST];
};

struct vg_fft_phase {
    unsigned axis, first_step, step_count;
    size_t parts;    /* of a unit, or */
    size_t together; /* units of a group */
};

struct vg_fft_job {
    enum vg_fft_type type;
    const struct vg_fft_leaf *leaf;
    unsigned axis_count, phase_count;
    struct vg_fft_axis axes[VG_FFT_DIMS_MOST];
    struct vg_fft_phase phases[VG_FFT_PHASES_MOST];
    uint64_t ends[VG_FFT_PHASES_MOST];
    size_t between; /* bytes */
    size_t shared;  /* bytes of work that is shared by the groups, behind it */
    size_t work_at, scratch_bytes;
    struct vg_scratch memory; /* of both */
    const char *in;
    char *out;
};

/* The parts that a step of a unit can be divided into. */
size_t vg_fft_blocks(const struct vg_fft_axis *axis, const struct vg_fft_step *step);

#endif
