/* SPDX-License-Identifier: MIT */
/* The list of built-in kernels: each family's, one behind the other. */
#include <string.h>

#include "kernels/fft/fft_door.h"
#include "kernels/gemm/gemm_door.h"
#include "kernels/kernels.h"

size_t vg_built_in_count(void)
{
    return VG_GEMM_BUILT_INS + VG_FFT_BUILT_INS;
}

const struct vg_built_in *vg_built_in_at(size_t index)
{
    return index < VG_GEMM_BUILT_INS ? &vg_gemm_built_ins[index]
                                     : &vg_fft_built_ins[index - VG_GEMM_BUILT_INS];
}

const struct vg_built_in *vg_built_in_find(const char *name, size_t length)
{
    for (size_t i = 0; i < vg_built_in_count(); i++) {
        const struct vg_built_in *built_in = vg_built_in_at(i);
        if (strlen(built_in->info.name) == length && memcmp(built_in->info.name, name, length) == 0)
            return built_in;
    }
    return NULL;
}
