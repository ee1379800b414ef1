// SPDX-License-Identifier: MIT
// Conditions on vectors, as they lie in memory for all lanes together: more of them than any machine's mask has bits.
//: options -cl-std=CL3.0
//: run choose global 4 local 1
//: arg buffer float 32 iota
//: arg buffer float 32 iota
//: arg buffer uint 32 noise 5
//: expect 0 like choose_by_hand
//: run choose global 64 local 64
//: arg buffer float 512 iota
//: arg buffer float 512 iota
//: arg buffer uint 512 noise 5
//: expect 0 like choose_by_hand

kernel void choose(global float8 *o, global const float8 *in, global const uint8 *in1)
{
    int i = get_global_id(0);
    float8 v = select((float8)(12.250f, -7.125f, -13.875f, 1.625f, 13.875f, 14.875f, -19.750f, 10.375f), -in[0], as_int8(in1[i]));
    o[i] = select((float8)(0.5f), v + (float8)(0.0f), isless(fabs(v), (float8)(1e6f)));
}

kernel void choose_by_hand(global float *o, global const float *in, global const uint *in1)
{
    float c[8] = {12.250f, -7.125f, -13.875f, 1.625f, 13.875f, 14.875f, -19.750f, 10.375f};
    for (int j = 0; j < 8; j++) {
        int i = get_global_id(0) * 8 + j;
        float v = (int)in1[i] < 0 ? -in[j] : c[j];
        o[i] = fabs(v) < 1e6f ? v : 0.5f;
    }
}
