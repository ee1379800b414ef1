// SPDX-License-Identifier: MIT
// Components that a swizzle repeats, divided one by one, in code that is not optimised: LLVM without any optimisation
// took minutes for it, or all of its stack.
//: options -cl-std=CL1.2 -cl-opt-disable
//: run rest global 2 local 2
//: arg buffer long 16 list 10 11 12 13 14 15 16 17 20 21 22 23 24 25 26 27
//: arg buffer long 16 zero
//: arg value long 7 7 7 7 3 4 6 5
//: expect 1 list 4 6 4 5 1 2 4 2 0 2 0 1 2 0 2 2
kernel void rest(global const long8 *in, global long8 *out, long8 divisors)
{
    size_t i = get_global_id(0);
    out[i] = in[i].s13120002 % divisors;
}
