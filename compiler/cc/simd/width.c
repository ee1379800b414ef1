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

/* A sub-group is a vector; a ballot of it has 32 bits. */
static unsigned asked_for(const struct vg_gen *gen)
{
    enum { SUB_GROUP_MOST = 32 };
    unsigned width = gen->options->width;
    if (gen->info->reqd_sub_group)
        return gen->info->reqd_sub_group;
    return gen->uses_lanes && width > SUB_GROUP_MOST ? SUB_GROUP_MOST : width;
}

unsigned vg_width_choose(struct vg_gen *gen, const struct vg_shapes *shapes)
{
    (void)shapes;
    unsigned width = asked_for(gen);
    return width ? width : vg_width_native(gen);
}
