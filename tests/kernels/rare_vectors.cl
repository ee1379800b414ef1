/* SPDX-License-Identifier: MIT */
/* Functions with a rare branch on whole vectors give the bits of the scalar ones: without a rare argument, with one in one
 * component of one work-item, where only some work-items come, and where vectors cross blocks. Each work-item counts
 * differences. */

//: run values global 67 local 67
//: arg buffer int 268 noise 1
//: arg buffer int 67 zero
//: arg value int -1
//: arg value int 0
//: expect 1 zero

//: run values global 67 local 67
//: arg buffer int 268 noise 2
//: arg buffer int 67 zero
//: arg value int 37
//: arg value int 0
//: expect 1 zero

//: run values global 67 local 67
//: arg buffer int 268 noise 3
//: arg buffer int 67 zero
//: arg value int -2
//: arg value int 1
//: expect 1 zero

//: run crossing global 67 local 67
//: arg buffer int 268 noise 4
//: arg buffer int 67 zero
//: arg value int 5
//: expect 1 zero

//: run same global 67 local 67
//: arg buffer int 67 zero
//: arg value float 1.5e9
//: expect 0 zero

#define SAME(a, b) (((a) == (b)) | (((a) != (a)) & ((b) != (b))))
#define DIFFERS(whole, part) (!all(SAME(whole, (float4)(part(0), part(1), part(2), part(3)))))

/* For which >= 0 only that work-item has a rare argument, for -1 none, else about half of all; only those whose first
 * number has no bit of mask come. */
kernel void values(global const int4 *in, global int *out, int which, int mask)
{
    size_t i = get_global_id(0);
    int wrong = 0;
    if (!(in[i].s0 & mask)) {
        float4 x = which < -1 ? as_float4(in[i]) : convert_float4(in[i]) * 0x1p-24f;
        float4 y = convert_float4(in[i].s3210) * 0x1p-24f + 200.0f, cosine;
        int4 quotient;
        float one;
        int last;
        if (i == which)
            x.s2 = 0x1.345678p100f;
#define SIN(i) sin(x[i])
#define FMOD(i) fmod(x[i], y[i])
#define SINE(i) sincos(x[i], &one)
#define COSINE(i) (sincos(x[i], &one), one)
#define REST(i) remquo(x[i], y[i], &last)
#define QUOTIENT(i) (float)(remquo(x[i], y[i], &last), last)
        wrong += DIFFERS(sin(x), SIN);
        wrong += DIFFERS(fmod(x, y), FMOD);
        wrong += DIFFERS(sincos(x, &cosine), SINE);
        wrong += DIFFERS(cosine, COSINE);
        wrong += DIFFERS(remquo(x, y, &quotient), REST);
        wrong += DIFFERS(convert_float4(quotient), QUOTIENT);
    }
    out[i] = wrong;
}

/* The sum of sines turn by turn, with others in between that a uniform branch chooses. */
kernel void crossing(global const int4 *in, global int *out, int turns)
{
    size_t i = get_global_id(0);
    float4 x = convert_float4(in[i]) * 0x1p-24f, sum = 0, scale = x * x;
    float parts[4] = {0};
    for (int turn = 0; turn < turns; turn++) {
        float4 at = x * (float)turn;
        if (turn == 3)
            at *= 0x1p20f;
        else if (turn > 1)
            at += scale;
        sum += sin(at);
        for (int c = 0; c < 4; c++)
            parts[c] += sin(at[c]);
    }
    out[i] = !all(SAME(sum, (float4)(parts[0], parts[1], parts[2], parts[3])));
}

kernel void same(global int *out, float x)
{
    float4 rare = sin((float4)x), usual = sin((float4)(x * 0x1p-30f));
    out[get_global_id(0)] = !all(rare == sin(x)) + !all(usual == sin(x * 0x1p-30f));
}
