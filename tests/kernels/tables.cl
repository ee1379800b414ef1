// SPDX-License-Identifier: MIT
// Tables whose indices come straight from memory, and what must not be put off until the access to the table.
//: run bytes global 77 local 11
//: arg buffer uchar 77 noise 1
//: arg buffer uchar 256 noise 2
//: arg buffer uchar 77 zero
//: expect 2 like bytes_by_hand
//: run signed_index global 77 local 77
//: arg buffer char 77 noise 3
//: arg buffer short 256 noise 4
//: arg buffer short 77 zero
//: expect 2 like signed_index_by_hand
//: run floats global 64 local 32
//: arg buffer uchar 64 noise 5
//: arg buffer float 256 noise 6
//: arg buffer float 64 zero
//: expect 2 like floats_by_hand
//: run index_overwritten global 64 local 32
//: arg buffer uchar 64 noise 7
//: arg buffer uchar 256 noise 8
//: arg buffer uchar 64 zero
//: expect 0 affine 0 3
//: expect 2 like bytes_by_hand
//: run index_kept global 64 local 32
//: arg buffer uchar 64 noise 9
//: arg buffer uchar 256 noise 10
//: arg buffer uint 64 zero
//: expect 2 like index_kept_by_hand
//: run under_a_mask global 64 local 32
//: arg buffer uchar 64 noise 11
//: arg buffer uchar 256 noise 12
//: arg buffer uchar 64 zero
//: expect 2 like under_a_mask_by_hand
//: run local_table global 128 local 64
//: arg buffer uint 128 noise 13
//: arg buffer uint 128 zero
//: arg local 256
//: expect 1 like local_table_by_hand

kernel void bytes(global const uchar *in, constant uchar *table, global uchar *out)
{
    const size_t i = get_global_id(0);
    out[i] = table[in[i]];
}

kernel void bytes_by_hand(global const uchar *in, constant uchar *table, global uchar *out)
{
    if (get_global_id(0) == 0)
        for (size_t i = 0; i < get_global_size(0); i++)
            out[i] = table[in[i]];
}

// The index is negative half of the time.
kernel void signed_index(global const char *in, global const short *table, global short *out)
{
    const size_t i = get_global_id(0);
    out[i] = (table + 128)[in[i]];
}

kernel void signed_index_by_hand(global const char *in, global const short *table, global short *out)
{
    if (get_global_id(0) == 0)
        for (size_t i = 0; i < get_global_size(0); i++)
            out[i] = table[in[i] + 128];
}

kernel void floats(global const uchar *in, global const float *table, global float *out)
{
    const size_t i = get_global_id(0);
    out[i] = table[in[i]];
}

kernel void floats_by_hand(global const uchar *in, global const float *table, global float *out)
{
    if (get_global_id(0) == 0)
        for (size_t i = 0; i < get_global_size(0); i++)
            out[i] = table[in[i]];
}

kernel void index_overwritten(global uchar *in, global const uchar *table, global uchar *out)
{
    const size_t i = get_global_id(0);
    const uchar index = in[i];
    in[i] = 3;
    out[i] = table[index];
}

kernel void index_kept(global const uchar *in, global const uchar *table, global uint *out)
{
    const size_t i = get_global_id(0);
    const uchar index = in[i];
    out[i] = table[index] + 256u * index;
}

kernel void index_kept_by_hand(global const uchar *in, global const uchar *table, global uint *out)
{
    if (get_global_id(0) == 0)
        for (size_t i = 0; i < get_global_size(0); i++)
            out[i] = table[in[i]] + 256u * in[i];
}

kernel void under_a_mask(global const uchar *in, global const uchar *table, global uchar *out)
{
    const size_t i = get_global_id(0);
    if (i % 3 != 0)
        out[i] = table[in[i]];
}

kernel void under_a_mask_by_hand(global const uchar *in, global const uchar *table, global uchar *out)
{
    if (get_global_id(0) == 0)
        for (size_t i = 0; i < get_global_size(0); i++)
            if (i % 3 != 0)
                out[i] = table[in[i]];
}

// Places of local memory in no order, to read and to write, also by some lanes only.
kernel void local_table(global const uint *in, global uint *out, local uint *table)
{
    const uint item = get_local_id(0), size = get_local_size(0), first = get_group_id(0) * size;
    table[(item * 13u) % size] = in[first + item];
    barrier(CLK_LOCAL_MEM_FENCE);
    const uint a = item ^ 5u, b = (item * 7u + 3u) % size;
    const uint value = table[a] + 2u * table[b];
    barrier(CLK_LOCAL_MEM_FENCE);
    if (value & 1u)
        table[a] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    out[first + item] = table[b];
}

kernel void local_table_by_hand(global const uint *in, global uint *out, local uint *unused)
{
    const uint size = get_local_size(0), first = get_group_id(0) * size;
    uint table[64], next[64];
    if (get_local_id(0) != 0)
        return;
    for (uint item = 0; item < size; item++)
        table[(item * 13u) % size] = in[first + item];
    for (uint item = 0; item < size; item++)
        next[item] = table[item];
    for (uint item = 0; item < size; item++) {
        const uint value = table[item ^ 5u] + 2u * table[(item * 7u + 3u) % size];
        if (value & 1u)
            next[item ^ 5u] = value;
    }
    for (uint item = 0; item < size; item++)
        out[first + item] = next[(item * 7u + 3u) % size];
}
