// SPDX-License-Identifier: MIT
// A loop that lanes leave and come back to in the next turn of the loop around it: some go on in it meanwhile.
//: options -cl-std=CL3.0
//: run continues global 18 local 16
//: arg buffer ulong 18 zero
//: arg buffer float 36 zero
//: expect 0 list 4 508*17
//: run returns_in_between global 40 local 20
//: arg buffer int 40 zero
//: expect 0 like returns_in_between_by_hand

kernel void continues(global ulong *out, global const float *limits)
{
    const long i = get_global_id(0);
    const uchar limit = convert_uchar_sat_rtn(limits[i]);
    ulong4 bits = (ulong4)(1);
    int turn = 0;
    while (turn < 6) {
        turn++;
        if ((uchar)i == limit)
            continue;
        bits |= bits.s2122 * 2;
    }
    out[i] = bits.s0 + bits.s1 + bits.s2 + bits.s3;
}

// The inner loop has a way out of both.
kernel void returns_in_between(global int *out)
{
    const int i = get_global_id(0);
    int sum = 0, left = 9;
    while (left > 0) {
        left--;
        if ((left * 7 + i) % 3 == 0)
            continue;
        sum = sum * 3 + left;
        if (sum > 500 + i * 10)
            break;
    }
    out[i] = sum * 16 + left;
}

kernel void returns_in_between_by_hand(global int *out)
{
    if (get_global_id(0) != 0)
        return;
    for (int i = 0; i < 40; i++) {
        int sum = 0, left = 9;
        bool over = false;
        for (; left > 0 && !over;) {
            left--;
            bool counts = (left * 7 + i) % 3 != 0;
            sum = counts ? sum * 3 + left : sum;
            over = counts && sum > 500 + i * 10;
        }
        out[i] = sum * 16 + left;
    }
}
