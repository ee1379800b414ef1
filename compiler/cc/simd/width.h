/* SPDX-License-Identifier: MIT */
/* How many work-items a kernel's vectors hold. */
#ifndef VG_COMPILER_CC_SIMD_WIDTH_H
#define VG_COMPILER_CC_SIMD_WIDTH_H

#include "compiler/cc/simd/shape.h"

/* 32-bit lanes of the machine's vectors. */
unsigned vg_width_native(const struct vg_gen *gen);
/* Vectors along one dimension. */
struct vg_choice {
    unsigned width; /* what the program asks for, otherwise what is best; 1 when scalar code is better */
    bool asked;
    double scalar_cost, vector_cost; /* operations of a work-item */
    double lanes_cost;               /* the part of vector_cost that is memory accesses of each lane's own */
};
struct vg_choice vg_width_choose(const struct vg_gen *gen, const struct vg_shapes *shapes);
/* Whether vectors along y may run and might access memory better than the given ones. */
bool vg_width_may_be_columns(const struct vg_gen *gen, const struct vg_choice *rows);
/* Takes a choice over into gen. */
void vg_width_settle(struct vg_gen *gen, const struct vg_choice *choice);

#endif
