/* SPDX-License-Identifier: MIT */
/* The description of a program: what is read can be written, and is read back. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "compiler/kernel_info.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct vg_program_info info;
    if (vg_program_info_decode(bytes, size, &info) != VG_DECODED)
        return 0;
    size_t encoded_size;
    void *encoded = vg_program_info_encode(&info, &encoded_size);
    if (!encoded || encoded_size != size || memcmp(encoded, bytes, size) != 0)
        abort();
    vg_free(encoded);
    vg_program_info_finish(&info);
    return 0;
}
