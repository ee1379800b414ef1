// SPDX-License-Identifier: MIT
// Dot products of bytes in every signedness, packed and as vectors, saturating, with operands that all work-items share.
//: run packed global 4096
//: arg buffer uint 4096 noise 1
//: arg buffer uint 4096 noise 2
//: arg buffer int 32768 zero
//: expect 2 like packed_by_hand
//: run vectors global 4096 local 64
//: arg buffer uint 4096 noise 3
//: arg buffer uint 4096 noise 4
//: arg buffer int 32768 zero
//: expect 2 like packed_by_hand
//: run loop global 64
//: arg buffer uint 4096 noise 5
//: arg buffer uint 4096 noise 6
//: arg buffer int 64 zero
//: expect 2 like loop_by_hand
//: run extremes global 8
//: arg buffer uint 8 list 4294967295*4 2155905152*4
//: arg buffer int 8 zero
//: expect 1 list 260100*4 65536*4

kernel void packed(global const uint *x, global const uint *y, global int *out)
{
    size_t i = get_global_id(0);
    uint a = x[i], b = y[i];
    int start = i & 1 ? INT_MAX - 20000 : INT_MIN + 20000;
    out[8 * i] = dot_4x8packed_uu_uint(a, b);
    out[8 * i + 1] = dot_4x8packed_ss_int(a, b);
    out[8 * i + 2] = dot_4x8packed_us_int(a, b);
    out[8 * i + 3] = dot_4x8packed_su_int(a, b);
    out[8 * i + 4] = dot_acc_sat_4x8packed_uu_uint(a, b, 4294900000u);
    out[8 * i + 5] = dot_acc_sat_4x8packed_ss_int(a, b, start);
    out[8 * i + 6] = dot_acc_sat_4x8packed_us_int(a, b, start);
    out[8 * i + 7] = dot_acc_sat_4x8packed_su_int(a, b, start);
}

kernel void vectors(global const uint *x, global const uint *y, global int *out)
{
    size_t i = get_global_id(0);
    char4 a = as_char4(x[i]), b = as_char4(y[i]);
    uchar4 ua = as_uchar4(a), ub = as_uchar4(b);
    int start = i & 1 ? INT_MAX - 20000 : INT_MIN + 20000;
    out[8 * i] = dot(ua, ub);
    out[8 * i + 1] = dot(a, b);
    out[8 * i + 2] = dot(ua, b);
    out[8 * i + 3] = dot(a, ub);
    out[8 * i + 4] = dot_acc_sat(ua, ub, 4294900000u);
    out[8 * i + 5] = dot_acc_sat(a, b, start);
    out[8 * i + 6] = dot_acc_sat(ua, b, start);
    out[8 * i + 7] = dot_acc_sat(a, ub, start);
}

static long byte_of(uint word, int place, bool is_signed)
{
    long byte = word >> (8 * place) & 255;
    return is_signed && byte > 127 ? byte - 256 : byte;
}

static long sum_of(uint a, bool signed_a, uint b, bool signed_b)
{
    long sum = 0;
    for (int place = 0; place < 4; place++)
        sum += byte_of(a, place, signed_a) * byte_of(b, place, signed_b);
    return sum;
}

kernel void packed_by_hand(global const uint *x, global const uint *y, global int *out)
{
    size_t i = get_global_id(0);
    long start = i & 1 ? INT_MAX - 20000l : INT_MIN + 20000l;
    for (int form = 0; form < 4; form++) {
        long sum = sum_of(x[i], form == 1 || form == 3, y[i], form == 1 || form == 2);
        long least = form ? INT_MIN : 0, most = form ? INT_MAX : UINT_MAX;
        out[8 * i + form] = (int)sum;
        out[8 * i + 4 + form] = (int)clamp(sum + (form ? start : 4294900000l), least, most);
    }
}

kernel void loop(global const uint *x, global const uint *y, global int *out)
{
    size_t i = get_global_id(0);
    int sum = 7;
    for (int k = 0; k < 64; k++)
        sum += dot_4x8packed_us_int(x[k], y[64 * k + i]) - dot_4x8packed_ss_int(y[64 * i + k], x[k]);
    out[i] = sum;
}

kernel void loop_by_hand(global const uint *x, global const uint *y, global int *out)
{
    size_t i = get_global_id(0);
    long sum = 7;
    for (int k = 0; k < 64; k++)
        sum += sum_of(x[k], false, y[64 * k + i], true) - sum_of(y[64 * i + k], true, x[k], true);
    out[i] = (int)sum;
}

kernel void extremes(global const uint *x, global int *out)
{
    size_t i = get_global_id(0);
    out[i] = i < 4 ? (int)dot_4x8packed_uu_uint(x[i], x[i]) : dot_4x8packed_ss_int(x[i], x[i]);
}
