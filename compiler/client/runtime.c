/* SPDX-License-Identifier: MIT */
/* Names and addresses of VG_RUNTIME_SYMBOLS. What reads or writes memory is ours. */
#include "compiler/client/runtime.h"

#include <math.h>
#include <string.h>

#include "base/attributes.h"
#include "compiler/abi.h"
#include "compiler/client/memory.h"

typedef void function(void);

/* The compiler's own support library converts half for CPUs without F16C, in code too large to be optimised.
 */
function __truncsfhf2, __extendhfsf2;

static const struct {
    const char *name;
    function *address;
} symbols[] = {{"memcpy", (function *)vg_kernel_memcpy},
               {"memmove", (function *)vg_kernel_memmove},
               {"memset", (function *)vg_kernel_memset},
               {"memcmp", (function *)vg_kernel_memcmp},
               {"bcmp", (function *)vg_kernel_memcmp},
#define ROW(symbol) {#symbol, (function *)symbol},
               VG_RUNTIME_FUNCTIONS(ROW)
#undef ROW
};

uintptr_t vg_runtime_symbol(const char *name)
{
    for (size_t i = 0; i < VG_COUNT(symbols); i++)
        if (strcmp(symbols[i].name, name) == 0)
            return (uintptr_t)symbols[i].address;
    return 0;
}
