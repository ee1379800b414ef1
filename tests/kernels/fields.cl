// SPDX-License-Identifier: MIT
// Fields of structures that are read, written and read again, which scalar code must not reorder when it is made
// vectors by others.
//: options -cl-std=CL3.0
//: run updates global 99 local 33
//: arg buffer uint 99 zero
//: arg buffer uint 198 iota
//: arg value uint 40
//: expect 0 like updates_by_hand
//: expect 1 like updates_by_hand
//: run overwrites global 64 local 64
//: arg buffer int 128 iota
//: arg value int 60
//: expect 0 like overwrites_by_hand

struct pair {
    uint first, second;
};

kernel void updates(global uint *out, global struct pair *pairs, uint limit)
{
    const size_t i = get_global_id(0);
    uint sum = pairs[i].first;
    if (pairs[i].second > limit)
        pairs[i].second = sum * 3;
    out[i] = sum * 1000 + pairs[i].first + pairs[i].second;
}

kernel void updates_by_hand(global uint *out, global struct pair *pairs, uint limit)
{
    const uint i = get_global_id(0), second = 2 * i + 1 > limit ? 6 * i : 2 * i + 1;
    pairs[i].second = second;
    out[i] = 2 * i * 1001 + second;
}

// A field is written twice between the writes to its neighbour.
kernel void overwrites(global int *values, int limit)
{
    const int i = get_global_id(0);
    values[2 * i] = i;
    if (values[2 * i + 1] < limit)
        values[2 * i] = -i;
    values[2 * i + 1] = 7;
}

kernel void overwrites_by_hand(global int *values, int limit)
{
    const int i = get_global_id(0);
    values[2 * i] = select(i, -i, (int)(2 * i + 1 < limit));
    values[2 * i + 1] = 7;
}
