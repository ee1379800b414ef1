// SPDX-License-Identifier: MIT
// Division by zero, and the quotient that does not fit, end nothing: the other work-items get their results.
//: options -cl-std=CL1.2
//: run quotients global 8 local 4
//: arg buffer int 8 list 0 1 2 -1 4 5 -7 0
//: arg buffer int 8 zero
//: expect 1 list 1 840 420 -840 210 168 -120 1
//: run least global 4 local 4
//: arg buffer int 4 list -1 1 -1 2
//: arg buffer int 4 zero
//: expect 1 list -2147483648 -2147483648 -2147483648 -1073741824
//: run of_vectors global 2 local 2
//: arg buffer int 8 list 0 1 2 0 4 0 6 7
//: arg buffer int 8 zero
//: expect 1 list 1 84 42 1 21 1 14 12
kernel void quotients(global const int *divisors, global int *out)
{
    int i = get_global_id(0), d = divisors[i];
    int q = 840 / d + 840 % d;
    out[i] = d == 0 ? 1 : q;
}
kernel void least(global const int *divisors, global int *out)
{
    int i = get_global_id(0);
    out[i] = INT_MIN / divisors[i] + INT_MIN % divisors[i];
}
kernel void of_vectors(global const int4 *divisors, global int4 *out)
{
    int i = get_global_id(0);
    int4 d = divisors[i];
    out[i] = select((int4)84 / d, (int4)1, d == 0);
}
