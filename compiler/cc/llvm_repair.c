/* SPDX-License-Identifier: MIT */
/* Functions of LLVM 19 that the linker (--wrap) replaces, because LLVM calls them with what they do not bear.
 */
#include <llvm-c/Core.h>
#include <stddef.h>
#include <string.h>

unsigned __real__ZN4llvm25getInverseMinMaxIntrinsicEj(unsigned id);
unsigned __wrap__ZN4llvm25getInverseMinMaxIntrinsicEj(unsigned id);

static int is_min_or_max(unsigned id)
{
    static const char *const names[] = {"llvm.minnum", "llvm.maxnum", "llvm.minimum", "llvm.maximum",
                                        "llvm.smin",   "llvm.smax",   "llvm.umin",    "llvm.umax"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (LLVMLookupIntrinsicID(names[i], strlen(names[i])) == id)
            return 1;
    return 0;
}

/* llvm::getInverseMinMaxIntrinsic(): simplifying min(f(a, b), min(a, b)) asks for the inverse of f, whatever
 * f is, and of others than minima and maxima it jumps to nowhere. 0 is no intrinsic. */
unsigned __wrap__ZN4llvm25getInverseMinMaxIntrinsicEj(unsigned id)
{
    return is_min_or_max(id) ? __real__ZN4llvm25getInverseMinMaxIntrinsicEj(id) : 0;
}
