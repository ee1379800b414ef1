/* SPDX-License-Identifier: MIT */
/* Indices that come straight from memory, as those of tables of bytes do. A lane's own address is a scalar:
 * taken out of a vector of indices it costs more than the access, read from memory by itself next to nothing.
 */
#ifndef VG_COMPILER_CC_SIMD_INDEX_H
#define VG_COMPILER_CC_SIMD_INDEX_H

#include "compiler/cc/simd/wide.h"

/* element[wider(load)]: of a load by lane, the address, its index widened, and where that was loaded, lane by
 * lane side by side, for nothing else. */
struct vg_index {
    LLVMValueRef address, wider, load;
};

bool vg_index_find(const struct vg_shapes *shapes, LLVMValueRef access, struct vg_index *index);
/* The address for one lane; every lane takes part. */
LLVMValueRef vg_index_address(struct vg_wide *wide, const struct vg_index *index, unsigned lane);

#endif
