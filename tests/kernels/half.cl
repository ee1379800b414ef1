// SPDX-License-Identifier: MIT
// Half: every value to float, arithmetic and conversions in every mode, against rounding in integers by hand.
//: options -cl-std=CL3.0
//: run to_float global 65536
//: arg buffer ushort 65536 iota
//: arg buffer uint 65536 zero
//: expect 1 like to_float_by_hand
//: run arithmetic global 65536
//: arg buffer ushort 65536 iota
//: arg buffer ushort 65536 noise 3
//: arg buffer ushort 262144 zero
//: expect 2 like arithmetic_by_hand
//: run fused global 65536
//: arg buffer ushort 65536 noise 5
//: arg buffer ushort 65536 noise 6
//: arg buffer ushort 65536 zero
//: expect 2 like fused_by_hand
//: run from_double global 20000
//: arg buffer ulong 20000 noise 4
//: arg buffer ushort 100000 zero
//: expect 1 like from_double_by_hand
//: run from_integer global 20000
//: arg buffer ulong 20000 noise 8
//: arg buffer ushort 40000 zero
//: expect 1 like from_integer_by_hand
//: run to_integer global 65536
//: arg buffer ushort 65536 iota
//: arg buffer int 196608 zero
//: expect 1 like to_integer_by_hand
//: run vectors global 1024 local 64
//: arg buffer ushort 4096 noise 9
//: arg buffer ushort 4096 zero
//: expect 1 like vectors_by_hand
//: run neighbours global 65536
//: arg buffer ushort 65536 iota
//: arg buffer ushort 65536 noise 10
//: arg buffer ushort 131072 zero
//: expect 2 like neighbours_by_hand
//: run argument global 16
//: arg value ushort 15360
//: arg buffer float 16 zero
//: expect 1 const 1
//: run group global 64 local 64
//: arg buffer float 64 iota
//: expect 0 const 2016

enum mode { RTE, RTZ, RTP, RTN };

static ushort rounded(double x, enum mode mode)
{
    ulong bits = as_ulong(x), magnitude = bits & 0x7ffffffffffffffful;
    bool negative = bits >> 63;
    ushort sign = negative ? 0x8000 : 0;
    if (magnitude > 0x7ff0000000000000ul)
        return 0x7e00;
    if (magnitude == 0x7ff0000000000000ul)
        return sign | 0x7c00;
    bool away = mode == RTP ? !negative : mode == RTN && negative;
    int e = (int)(magnitude >> 52) - 1023;
    if (e > 15)
        return sign | (away || mode == RTE ? 0x7c00 : 0x7bff);
    int place = max(e, -14);
    double units = as_double(magnitude) * as_double((ulong)(10 - place + 1023) << 52);
    ushort whole = (ushort)units;
    double rest = units - whole;
    bool nearer = rest > 0.5 || (rest == 0.5 && (whole & 1));
    whole += mode == RTE ? nearer : away && rest > 0;
    ushort result = ((place + 14) << 10) + whole;
    return sign | (result == 0x7c00 && mode != RTE && !away ? 0x7bff : result);
}

static double value_of(ushort h)
{
    int e = h >> 10 & 31;
    double fraction = h & 0x3ff;
    double m = e == 31 ? (fraction == 0 ? INFINITY : NAN)
                       : (e == 0 ? fraction : fraction + 1024) * as_double((ulong)(max(e, 1) - 25 + 1023) << 52);
    return h & 0x8000 ? -m : m;
}

static ushort one_nan(ushort h)
{
    return (h & 0x7fff) > 0x7c00 ? 0x7e00 : h;
}

static uint one_nan_of_float(float x)
{
    return x == x ? as_uint(x) : 0x7fc00000;
}

kernel void to_float(global const ushort *x, global uint *out)
{
    size_t i = get_global_id(0);
    out[i] = one_nan_of_float((float)as_half(x[i]));
}

kernel void to_float_by_hand(global const ushort *x, global uint *out)
{
    size_t i = get_global_id(0);
    out[i] = one_nan_of_float((float)value_of(x[i]));
}

kernel void arithmetic(global const ushort *x, global const ushort *y, global ushort *out)
{
    size_t i = get_global_id(0);
    half a = as_half(x[i]), b = as_half(y[i]);
    out[4 * i] = one_nan(as_ushort((half)(a + b)));
    out[4 * i + 1] = one_nan(as_ushort((half)(a * b)));
    out[4 * i + 2] = one_nan(as_ushort((half)(a / b)));
    out[4 * i + 3] = one_nan(as_ushort(sqrt(a)));
}

kernel void arithmetic_by_hand(global const ushort *x, global const ushort *y, global ushort *out)
{
    size_t i = get_global_id(0);
    double a = value_of(x[i]), b = value_of(y[i]);
    out[4 * i] = rounded(a + b, RTE);
    out[4 * i + 1] = rounded(a * b, RTE);
    out[4 * i + 2] = rounded(a / b, RTE);
    out[4 * i + 3] = rounded(sqrt(a), RTE);
}

/* The addend is the product's own size, so that the sum cancels or lies between two halves. */
kernel void fused(global const ushort *x, global const ushort *y, global ushort *out)
{
    size_t i = get_global_id(0);
    half a = as_half(x[i]), b = as_half(y[i]), c = as_half((ushort)(x[i] ^ y[i]));
    out[i] = one_nan(as_ushort(fma(a, b, i & 1 ? c : -(a * b))));
}

kernel void fused_by_hand(global const ushort *x, global const ushort *y, global ushort *out)
{
    size_t i = get_global_id(0);
    double a = value_of(x[i]), b = value_of(y[i]), c = value_of((ushort)(x[i] ^ y[i]));
    double product = a * b, minus = -value_of(rounded(product, RTE));
    out[i] = rounded(product + (i & 1 ? c : minus), RTE);
}

/* Doubles around the range of half; every second one is a point halfway between two halves, or next to one. */
static double near_half(ulong noise)
{
    ulong sign = noise & 1ul << 63, exponent = 996 + (noise >> 50 & 63);
    ulong fraction = noise & 0xffffffffffffful;
    if (noise & 1ul << 62)
        fraction = (fraction & 0xffe0000000000ul) + (noise >> 2 & 3) - 1;
    return as_double(sign | exponent << 52 | (fraction & 0xffffffffffffful));
}

kernel void from_double(global const ulong *noise, global ushort *out)
{
    size_t i = get_global_id(0);
    double x = near_half(noise[i]);
    out[5 * i] = as_ushort((half)x);
    out[5 * i + 1] = as_ushort(convert_half_rte(x));
    out[5 * i + 2] = as_ushort(convert_half_rtz(x));
    out[5 * i + 3] = as_ushort(convert_half_rtp(x));
    out[5 * i + 4] = as_ushort(convert_half_rtn(x));
}

kernel void from_double_by_hand(global const ulong *noise, global ushort *out)
{
    size_t i = get_global_id(0);
    double x = near_half(noise[i]);
    out[5 * i] = rounded(x, RTE);
    out[5 * i + 1] = rounded(x, RTE);
    out[5 * i + 2] = rounded(x, RTZ);
    out[5 * i + 3] = rounded(x, RTP);
    out[5 * i + 4] = rounded(x, RTN);
}

kernel void from_integer(global const ulong *noise, global ushort *out)
{
    size_t i = get_global_id(0);
    long x = (long)noise[i] >> (noise[i] & 63);
    out[2 * i] = as_ushort((half)x);
    out[2 * i + 1] = as_ushort(convert_half_rtn((int)x));
}

kernel void from_integer_by_hand(global const ulong *noise, global ushort *out)
{
    size_t i = get_global_id(0);
    long x = (long)noise[i] >> (noise[i] & 63);
    out[2 * i] = rounded(x, RTE);
    out[2 * i + 1] = rounded((int)x, RTN);
}

kernel void to_integer(global const ushort *x, global int *out)
{
    size_t i = get_global_id(0);
    half a = as_half(x[i]);
    out[3 * i] = convert_int_sat_rte(a);
    out[3 * i + 1] = convert_uchar_sat(a);
    out[3 * i + 2] = convert_short_sat_rtp(a);
}

kernel void to_integer_by_hand(global const ushort *x, global int *out)
{
    size_t i = get_global_id(0);
    double a = value_of(x[i]);
    bool number = a == a;
    out[3 * i] = number ? (int)clamp(rint(a), -2147483648.0, 2147483647.0) : 0;
    out[3 * i + 1] = number ? (int)clamp(trunc(a), 0.0, 255.0) : 0;
    out[3 * i + 2] = number ? (int)clamp(ceil(a), -32768.0, 32767.0) : 0;
}

kernel void vectors(global const ushort *x, global ushort *out)
{
    size_t i = get_global_id(0);
    half4 v = vload4(i, (global const half *)x);
    half4 w = select(v.wzyx, (half4)1, isnan(v)) * (half4)0.5h - fabs(v);
    vstore4(select(w, (half4)2, isnan(w)), i, (global half *)out);
}

kernel void vectors_by_hand(global const ushort *x, global ushort *out)
{
    size_t i = get_global_id(0);
    for (int c = 0; c < 4; c++) {
        double v = value_of(x[4 * i + c]), other = value_of(x[4 * i + 3 - c]);
        ushort product = rounded((isnan(v) ? 1 : other) * 0.5, RTE);
        double w = value_of(product) - fabs(v);
        out[4 * i + c] = isnan(w) ? 0x4000 : rounded(w, RTE);
    }
}

kernel void neighbours(global const ushort *x, global const ushort *y, global ushort *out)
{
    size_t i = get_global_id(0);
    out[2 * i] = one_nan(as_ushort(nextafter(as_half(x[i]), as_half(y[i]))));
    out[2 * i + 1] = isnan(nan(y[i]));
}

/* The numbers in their order: -infinity is 0, -0 and 0 are one. */
static int rank_of(ushort h)
{
    return h & 0x8000 ? 0x7c00 - (h & 0x7fff) : 0x7c00 + h;
}

kernel void neighbours_by_hand(global const ushort *x, global const ushort *y, global ushort *out)
{
    size_t i = get_global_id(0);
    int from = rank_of(x[i]), to = rank_of(y[i]), next = from + (to > from) - (to < from);
    bool is_nan = (x[i] & 0x7fff) > 0x7c00 || (y[i] & 0x7fff) > 0x7c00;
    ushort bits = next < 0x7c00 ? 0x8000 | (0x7c00 - next) : next - 0x7c00;
    bits = next == 0x7c00 ? (from == to ? y[i] : from < to ? 0x8000 : 0) : bits;
    out[2 * i] = is_nan ? 0x7e00 : bits;
    out[2 * i + 1] = 1;
}

kernel void argument(half a, global float *out)
{
    out[get_global_id(0)] = a;
}

kernel void group(global float *data)
{
    size_t i = get_global_id(0);
    data[i] = work_group_reduce_add((half)data[i]);
}
