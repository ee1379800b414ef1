// SPDX-License-Identifier: MIT
// Bit fields of every place and size in bytes and longs, bit by bit, and reversed bits.
//: run bytes global 81
//: arg buffer uchar 81 noise 1
//: arg buffer uchar 81 noise 2
//: arg buffer int 324 zero
//: expect 2 like bytes_by_hand
//: run longs global 65 65
//: arg buffer long 4225 noise 3
//: arg buffer long 4225 noise 4
//: arg buffer long 16900 zero
//: expect 2 like longs_by_hand
//: run vectors global 4
//: arg buffer short 16 noise 5
//: arg buffer short 16 zero
//: expect 1 like vectors_by_hand

static ulong field_of(ulong x, uint offset, uint count)
{
    ulong field = 0;
    for (uint i = 0; i < count; i++)
        field |= (x >> (offset + i) & 1) << i;
    return field;
}

static long signed_field(ulong x, uint offset, uint count)
{
    long field = field_of(x, offset, count);
    return count && count < 64 && field >> (count - 1) ? field - (1l << count) : field;
}

static ulong inserted(ulong base, ulong x, uint offset, uint count)
{
    for (uint i = 0; i < count; i++)
        base = (base & ~(1ul << (offset + i))) | (x >> i & 1) << (offset + i);
    return base;
}

static ulong reversed(ulong x, uint bits)
{
    ulong result = 0;
    for (uint i = 0; i < bits; i++)
        result |= (x >> i & 1) << (bits - 1 - i);
    return result;
}

/* Every offset and count that fit. */
kernel void bytes(global const uchar *x, global const uchar *y, global int *out)
{
    size_t i = get_global_id(0);
    uint offset = i / 9, count = min(8 - offset, (uint)(i % 9));
    out[4 * i] = bitfield_extract_unsigned(x[i], offset, count);
    out[4 * i + 1] = bitfield_extract_signed(as_char(x[i]), offset, count);
    out[4 * i + 2] = bitfield_insert(x[i], y[i], offset, count);
    out[4 * i + 3] = bit_reverse(x[i]);
}

kernel void bytes_by_hand(global const uchar *x, global const uchar *y, global int *out)
{
    size_t i = get_global_id(0);
    uint offset = i / 9, count = min(8 - offset, (uint)(i % 9));
    out[4 * i] = field_of(x[i], offset, count);
    out[4 * i + 1] = signed_field(x[i], offset, count);
    out[4 * i + 2] = inserted(x[i], y[i], offset, count);
    out[4 * i + 3] = reversed(x[i], 8);
}

kernel void longs(global const long *x, global const long *y, global long *out)
{
    size_t i = get_global_id(0) + 65 * get_global_id(1);
    uint offset = get_global_id(0), count = min(64 - offset, (uint)get_global_id(1));
    out[4 * i] = bitfield_extract_unsigned(x[i], offset, count);
    out[4 * i + 1] = bitfield_extract_signed(x[i], offset, count);
    out[4 * i + 2] = bitfield_insert(x[i], y[i], offset, count);
    out[4 * i + 3] = bit_reverse(x[i]);
}

kernel void longs_by_hand(global const long *x, global const long *y, global long *out)
{
    size_t i = get_global_id(0) + 65 * get_global_id(1);
    uint offset = get_global_id(0), count = min(64 - offset, (uint)get_global_id(1));
    out[4 * i] = field_of(x[i], offset, count);
    out[4 * i + 1] = signed_field(x[i], offset, count);
    out[4 * i + 2] = inserted(x[i], y[i], offset, count);
    out[4 * i + 3] = reversed(x[i], 64);
}

kernel void vectors(global const short *x, global short *out)
{
    size_t i = get_global_id(0);
    short4 v = vload4(i, x);
    vstore4(bitfield_insert(bit_reverse(v), bitfield_extract_signed(v, 3, 7), 5, 9), i, out);
}

kernel void vectors_by_hand(global const short *x, global short *out)
{
    for (size_t c = 4 * get_global_id(0); c < 4 * get_global_id(0) + 4; c++)
        out[c] = inserted(reversed((ushort)x[c], 16), signed_field((ushort)x[c], 3, 7), 5, 9);
}
