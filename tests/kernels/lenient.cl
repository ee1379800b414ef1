// SPDX-License-Identifier: MIT
// What older compilers took with a warning.
//: run loose global 4 local 2
//: arg buffer int 4 zero
//: arg buffer float 16 iota
//: expect 0 list 0 4 8 12
float first_of(global float4 *p)
{
    return p->x;
}

kernel void loose(global int *out, global float *in)
{
    global int *wrong = in;
    out[get_global_id(0)] = first_of(in + 4 * get_global_id(0)) + 0 * wrong[0];
}
