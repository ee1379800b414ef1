/* SPDX-License-Identifier: MIT */
/* The cost model: see width.h. */
#include "compiler/cc/simd/width.h"

unsigned vg_width_native(const struct vg_gen *gen)
{
    switch (gen->isa) {
    case VG_ISA_AVX512:
        return 16;
    case VG_ISA_AVX2:
        return 8;
    default:
        return 4;
    }
}

unsigned vg_width_choose(struct vg_gen *gen, const struct vg_shapes *shapes)
{
    (void)shapes;
    if (gen->options->width)
        return gen->options->width;
    return vg_width_native(gen);
}
