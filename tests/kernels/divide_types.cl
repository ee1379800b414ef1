// SPDX-License-Identifier: MIT
// Quotients and remainders of every integer type and sign, by divisors that differ between work-items and by
// one for all. A result is checked against what defines it; where there is none, nothing may end.
//: options -cl-std=CL1.2
//: run chars global 200 local 40
//: arg buffer char 200 noise 1
//: arg buffer char 200 noise 2
//: arg buffer int 200 const 9
//: arg value char -7
//: expect 2 zero
//: run chars global 40 local 20
//: arg buffer char 40 list -128*10 127*10 -1*10 0*10
//: arg buffer char 40 list -1 1 0 -128 127 2 -2 3 -3 64 -1 1 0 -128 127 2 -2 3 -3 64 -1 1 0 -128 127 2 -2 3 -3 64 -1 1 0 -128 127 2 -2 3 -3 64
//: arg buffer int 40 const 9
//: arg value char -1
//: expect 2 zero
//: run uchars global 200 local 40
//: arg buffer uchar 200 noise 3
//: arg buffer uchar 200 noise 4
//: arg buffer int 200 const 9
//: arg value uchar 255
//: expect 2 zero
//: run shorts global 200 local 40
//: arg buffer short 200 noise 5
//: arg buffer short 200 noise 6
//: arg buffer int 200 const 9
//: arg value short -32768
//: expect 2 zero
//: run ushorts global 200 local 40
//: arg buffer ushort 200 noise 7
//: arg buffer ushort 200 noise 8
//: arg buffer int 200 const 9
//: arg value ushort 1000
//: expect 2 zero
//: run ints global 200 local 40
//: arg buffer int 200 noise 9
//: arg buffer int 200 noise 10
//: arg buffer int 200 const 9
//: arg value int 0
//: expect 2 zero
//: run ints global 40 local 20
//: arg buffer int 40 list -2147483648*10 2147483647*10 -1*10 0*10
//: arg buffer int 40 list -1 1 0 -2147483648 2147483647 2 -2 3 -3 65536 -1 1 0 -2147483648 2147483647 2 -2 3 -3 65536 -1 1 0 -2147483648 2147483647 2 -2 3 -3 65536 -1 1 0 -2147483648 2147483647 2 -2 3 -3 65536
//: arg buffer int 40 const 9
//: arg value int -1
//: expect 2 zero
//: run uints global 200 local 40
//: arg buffer uint 200 noise 11
//: arg buffer uint 200 noise 12
//: arg buffer int 200 const 9
//: arg value uint 4294967295
//: expect 2 zero
//: run uints global 200 local 40
//: arg buffer uint 200 noise 13
//: arg buffer uint 200 random
//: arg buffer int 200 const 9
//: arg value uint 3
//: expect 2 zero
//: run longs global 200 local 40
//: arg buffer long 200 noise 14
//: arg buffer long 200 noise 15
//: arg buffer int 200 const 9
//: arg value long -1
//: expect 2 zero
//: run longs global 40 local 20
//: arg buffer long 40 list -9223372036854775808*10 9223372036854775807*10 -1*10 0*10
//: arg buffer long 40 list -1 1 0 -9223372036854775808 9223372036854775807 2 -2 3 -3 4294967296 -1 1 0 -9223372036854775808 9223372036854775807 2 -2 3 -3 4294967296 -1 1 0 -9223372036854775808 9223372036854775807 2 -2 3 -3 4294967296 -1 1 0 -9223372036854775808 9223372036854775807 2 -2 3 -3 4294967296
//: arg buffer int 40 const 9
//: arg value long 0
//: expect 2 zero
//: run ulongs global 200 local 40
//: arg buffer ulong 200 noise 16
//: arg buffer ulong 200 random
//: arg buffer int 200 const 9
//: arg value ulong 18446744073709551615
//: expect 2 zero
//: run by_constants global 256 local 32
//: arg buffer int 256 noise 17
//: arg buffer int 256 const 9
//: expect 1 zero
//: run where_allowed global 64 local 16
//: arg buffer int 64 random
//: arg buffer int 64 list 0 3 0 -5*8 0*21 2*16 0*16
//: arg buffer int 64 zero
//: expect 2 like where_allowed_in_turn

// 1 unless q and r are quotient and remainder of a and b. Computed with 64 bits, and modulo 2^64 for those.
#define WRONG(a, b, q, r, zero)                                                                              \
    ((r) != (a) - (q) * (b) || ((r) < zero) != ((a) < zero && (r) != zero) ||                                \
     ((b) < zero ? ((r) < zero ? (r) <= (b) : -(r) <= (b)) : ((r) < zero ? -(r) >= (b) : (r) >= (b))))
#define KERNEL(name, type, wide, least)                                                                      \
    int check_##name(type a, type b)                                                                         \
    {                                                                                                        \
        type q = a / b, r = a % b;                                                                           \
        if (b == 0 || (least != 0 && a == (type)least && b == (type) - 1))                                   \
            return 0;                                                                                        \
        return WRONG((wide)a, (wide)b, (wide)q, (wide)r, (wide)0);                                           \
    }                                                                                                        \
    kernel void name(global const type *a, global const type *b, global int *wrong, type all)                \
    {                                                                                                        \
        size_t g = get_global_id(0);                                                                         \
        wrong[g] = check_##name(a[g], b[g]) + 2 * check_##name(a[g], all) + 4 * check_##name(all, b[g]) +    \
                   8 * check_##name(all, a[0]);                                                              \
    }
KERNEL(chars, char, int, CHAR_MIN)
KERNEL(uchars, uchar, uint, 0)
KERNEL(shorts, short, int, SHRT_MIN)
KERNEL(ushorts, ushort, uint, 0)
KERNEL(ints, int, long, INT_MIN)
KERNEL(uints, uint, ulong, 0)
KERNEL(longs, long, long, LONG_MIN)
KERNEL(ulongs, ulong, ulong, 0)

#define CHECK_CONSTANT(d, bit)                                                                               \
    (WRONG((long)x, (long)(d), (long)(x / (d)), (long)(x % (d)), 0L) ? (bit) : 0)
kernel void by_constants(global const int *in, global int *wrong)
{
    int x = in[get_global_id(0)];
    wrong[get_global_id(0)] = CHECK_CONSTANT(1, 1) | CHECK_CONSTANT(2, 2) | CHECK_CONSTANT(3, 4) |
                              CHECK_CONSTANT(-5, 8) | CHECK_CONSTANT(7, 16) | CHECK_CONSTANT(-16, 32) |
                              CHECK_CONSTANT(1000000007, 64) | CHECK_CONSTANT(INT_MIN, 128);
}

int quotient_where_allowed(global const int *a, global const int *b, size_t g)
{
    int sum = -1;
    if (b[g] != 0) {
        sum = a[g] / b[g];
        for (int d = b[g]; d != 0; d /= 2)
            sum += a[g] % d;
    }
    return sum;
}

kernel void where_allowed(global const int *a, global const int *b, global int *out)
{
    out[get_global_id(0)] = quotient_where_allowed(a, b, get_global_id(0));
}

kernel void where_allowed_in_turn(global const int *a, global const int *b, global int *out)
{
    if (get_global_id(0) == 0)
        for (uint g = 0; g < get_global_size(0); g++)
            out[g] = quotient_where_allowed(a, b, g);
}
