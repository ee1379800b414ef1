/* SPDX-License-Identifier: MIT */
/* Names and addresses of VG_RUNTIME_SYMBOLS. */
#include "compiler/client/runtime.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/attributes.h"
#include "compiler/abi.h"

typedef void function(void);

/* The compiler's own support library converts half for CPUs without F16C, in code too large to be optimised.
 */
function __truncsfhf2, __extendhfsf2;

static const struct {
    const char *name;
    function *address;
} symbols[] = {
#define ROW(symbol) {#symbol, (function *)symbol},
    VG_RUNTIME_SYMBOLS(ROW)
#undef ROW
};

uintptr_t vg_runtime_symbol(const char *name)
{
    for (size_t i = 0; i < VG_COUNT(symbols); i++)
        if (strcmp(symbols[i].name, name) == 0)
            return (uintptr_t)symbols[i].address;
    return 0;
}
