/* SPDX-License-Identifier: MIT */
/* Functions that read tables give the same bits on whole vectors as component by component: with all work-items, in groups that
 * do not fill a vector, where only some work-items come, in loops that they leave at different times, and with arguments that all
 * share. Work-items that do not come have arguments of any kind. Each work-item counts differences. */

#pragma OPENCL EXTENSION cl_khr_fp64 : enable

//: run values global 67 local 67
//: arg buffer int 536 noise 1
//: arg buffer int 67 zero
//: arg value int 0
//: expect 1 zero

//: run values global 67 local 67
//: arg buffer int 536 noise 2
//: arg buffer int 67 zero
//: arg value int 3
//: expect 1 zero

//: run values global 64 local 16
//: arg buffer int 512 noise 3
//: arg buffer int 64 zero
//: arg value int 0
//: expect 1 zero

//: run turns global 67 local 67
//: arg buffer int 536 noise 4
//: arg buffer int 67 zero
//: expect 1 zero

//: run same global 67 local 67
//: arg buffer int 67 zero
//: arg value double 1.25
//: expect 0 zero

#define SAME(a, b) (((a) == (b)) | (((a) != (a)) & ((b) != (b))))
#define DIFFERS4(whole, part) (!all(SAME(whole, (double4)(part(0), part(1), part(2), part(3)))))
#define DIFFERS3(whole, part) (!all(SAME(whole, (double3)(part(0), part(1), part(2)))))

#define ERF(i) erf(x[i])
#define ERFC(i) erfc(x[i])
#define POW(i) pow(x[i], y[i])
#define ROOT(i) rootn(x[i], n[i])

/* Every other work-item's numbers are bits of any kind; only those whose first number has no bit of mask come. */
kernel void values(global const int8 *in, global int *out, int mask)
{
    size_t i = get_global_id(0);
    int wrong = 0;
    if (!(in[i].s0 & mask)) {
        double4 x = i & 1 ? as_double4(in[i]) : convert_double4(in[i].lo) * 0x1p-29, y = convert_double4(in[i].hi) * 0x1p-30;
        int4 n = (in[i].lo & 7) - 3;
        wrong += DIFFERS4(erf(x), ERF);
        wrong += DIFFERS4(erfc(x), ERFC);
        wrong += DIFFERS4(pow(x, y), POW);
        wrong += DIFFERS4(rootn(x, n), ROOT);
        wrong += DIFFERS3(erfc(x.xyz), ERFC);
        wrong += DIFFERS3(pow(x.xyz, y.xyz), POW);
    }
    out[i] = wrong;
}

kernel void turns(global const int8 *in, global int *out)
{
    size_t i = get_global_id(0);
    double4 x = convert_double4(in[i].lo) * 0x1p-29, sum = 0;
    double parts[4] = {0};
    for (int turn = 0; turn <= (in[i].s7 & 7); turn++, x *= 1.5) {
        if ((in[i].s6 >> turn) & 1)
            continue;
        sum += erfc(x);
        for (int c = 0; c < 4; c++)
            parts[c] += erfc(x[c]);
    }
    out[i] = !all(SAME(sum, (double4)(parts[0], parts[1], parts[2], parts[3])));
}

kernel void same(global int *out, double x)
{
    size_t i = get_global_id(0);
    out[i] = !all(erf((double4)(x, -x, 0.5 * x, 9 * x)) == (double4)(erf(x), erf(-x), erf(0.5 * x), erf(9 * x)));
}
