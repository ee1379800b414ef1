// SPDX-License-Identifier: MIT
// A random kernel whose divisor counts down with the lanes, and starts anew where it has reached 1: code for vectors that
// assume it does not must look before it divides, since the divisors would be 0 otherwise.
//: options -cl-std=CL3.0
//: run k3 global 160 local 32
//: arg buffer ulong 160 zero
//: arg buffer int 128 noise 804591
//: arg buffer double 256 noise 394169
//: arg value short 76
//: arg buffer int 64 noise 773339
//: expect 0 list 1113325568 1113063424 1113850880 1113589248 1113851904 1113587712 1114375168 1114374656 1114374144 1114112000 1114899456 1114900480 1114898432 1115424256 1115423744 1115422720*2 1115160576 1107559424 1107560960 1107297280 1107296768 1108083712 1107821568 1108082688 1107820544 1108608000 1108347904 1108609024 1108346880 1109132288 1109131776 1109131264 1108869120 1109656576 1109394944 1109657600 1109393408 1110180864 1110180352 1110179840 1109917696 1110705152 1110706176 1110704128 1111229952 1111229440 1111228416*2 1110966272 1120142336 1120143872 1120273408 1120272896 1119880192 1120011264 1119879168 1120010240 1120666624 1120799744 1120667648 1120798720 1120404480 1120403968 1120403456 1120534528 1121190912 1121322496 1121191936 1121320960 1120928768 1120928256 1120927744 1121058816 1121715200 1121716224 1121714176 1121453568 1121846272 1121714176*3 1121846272 1121847808 1121846272 1121845760 1121846272*2 1121714176*2 1121846272 1121848320 1121716224*2 1121846272 1121845760 1121714176*2 1121846272 1121453568 1121716224 1121714176 1121846272 1121845760 1121714176*2 1121846272 1121716224 1121714176 1121453568 1121846272 1121714176*3 1121846272 1121847808 1121846272 1121845760 1121846272*2 1121714176*2 1121846272 1121848320 1121716224*2 1121846272 1121845760 1121714176*2 1121846272 1121453568 1121716224 1121714176 1121846272 1121845760 1121714176*2 1121846272 1121716224 1121714176 1121453568 1121846272 1121714176*3 1121846272 1121847808 1121846272 1121845760 1121846272*2 1121714176*2 1121846272 1121848320 1121716224*2 1121846272 1121845760
#pragma OPENCL FP_CONTRACT OFF
ulong fold_long(long v)
{
    return (ulong)(v);
}
float bound_float(float v)
{
    return fabs(v) < 1e6f ? v + 0.0f : 0.5f;
}
ulong fold_float(float v)
{
    return (ulong)as_uint(v);
}
kernel void k3(global ulong *out0, constant int *in0, global const double *in1, short a0, global const int *maybe)
{
    const long slot = get_global_linear_id();
    const uint items = get_local_size(0) * get_local_size(1) * get_local_size(2);
    const uint lid = (get_local_id(2) * get_local_size(1) + get_local_id(1)) * get_local_size(0) + get_local_id(0);
    long n31 = ((long)(convert_long(lid) % (long)((as_long((ulong)(((ulong)(48uL)) - ((ulong)(uint)(((uint)slot - 1u))))) & (long)(7)) + (long)(1))));
    long n32 = rhadd(min(slot, ((long)(76L))), ((long)(convert_long(a0) | as_long(n31))));
    float n33 = bound_float(rint(convert_float_rtz(n32)));
    if ((convert_int(items) != in0[((items | 1)) & 127])) {
    } else if ((((as_short(a0) < a0)) != (((convert_long_sat(items) & (long)(8)) == 0)))) {
                n33 = bound_float(as_float(as_uint((uint)((uint)as_uint(lid) * (uint)as_uint(items))) & (uint)(0x3fffffff)));
    }
    ulong hash = 17;
    hash = (hash << 9 | hash >> 55) ^ fold_long(n31);
    hash = (hash << 9 | hash >> 55) ^ fold_float(n33);
    out0[slot] = hash;
}
