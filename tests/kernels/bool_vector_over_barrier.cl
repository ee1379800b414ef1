// SPDX-License-Identifier: MIT
//: options -cl-std=CL3.0
//: run k4 global 8 local 8
//: arg buffer float 8 zero
//: arg buffer float 8 zero
//: arg local 128
//: expect 0 zero
kernel void k4(global float *out, global const float *in, local int *scratch)
{
    int i = get_global_id(0);
    float x = in[i];
    float4 n = fma((float4)(0.0f), (float4)(x, x, x, i), (float4)(0.0f));
    n = select((float4)(0.5f), n, isless(fabs(n), (float4)(1e6f)));
    scratch[i] = 1;
    barrier(CLK_LOCAL_MEM_FENCE);
    n = fmax((float4)(-40.5f), -n);
    out[i] = n.s0 + n.s1 + n.s2 + n.s3;
}
