// SPDX-License-Identifier: MIT
// What must survive a barrier: vectors, pointers, booleans, private arrays, structs, addresses of variables.
//: options -cl-std=CL1.2
//: run vectors global 16 local 8
//: arg buffer float 64 iota
//: expect 0 like vectors_by_hand
//: run private_array global 16 local 8
//: arg buffer int 16 zero
//: expect 0 list 31 39 47 55 63 71 79 87 31 39 47 55 63 71 79 87
//: run large_array global 32 local 16
//: arg buffer int 32 zero
//: arg value int 700
//: expect 0 affine 1 700
//: run large_array_and_barrier global 32 local 16
//: arg buffer int 32 zero
//: expect 0 list 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 0
//: run pointers global 16 local 8
//: arg buffer int 16 iota
//: arg buffer int 16 const 100
//: expect 0 list 1*8 8 9 10 11 12 13 14 15
//: expect 1 list 100*8 1*8
//: run structs global 16 local 8
//: arg buffer int 16 zero
//: arg value int 3 4 5 6
//: expect 0 list 3 4 5 6 7 8 9 10 3 4 5 6 7 8 9 10
//: run changes_its_struct global 8 local 4
//: arg buffer int 8 zero
//: arg value int 1 2 3 4
//: expect 0 list 101*8
//: run booleans global 16 local 8
//: arg buffer int 16 zero
//: expect 0 list 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0
//: run doubles global 8 local 8
//: arg buffer double 8 iota
//: expect 0 list 7 7 7 7 7 7 7 7
//: run vectors_of_three global 8 local 4
//: arg buffer int 24 zero
//: arg value int 1 2 3 0
//: expect 0 list 1 2 3 2 3 4 3 4 5 4 5 6 5 6 7 6 7 8 7 8 9 8 9 10
kernel void vectors(global float4 *data)
{
    local float4 tile[8];
    int l = get_local_id(0);
    float4 mine = data[get_global_id(0)], twice = mine + mine;
    tile[l] = mine;
    barrier(CLK_LOCAL_MEM_FENCE);
    data[get_global_id(0)] = twice + tile[7 - l].wzyx;
}

kernel void vectors_by_hand(global float4 *data)
{
    int g = get_global_id(0);
    float4 mine = (float4)(4 * g, 4 * g + 1, 4 * g + 2, 4 * g + 3);
    int o = (g & ~7) + 7 - (g & 7);
    data[g] = 2 * mine + (float4)(4 * o + 3, 4 * o + 2, 4 * o + 1, 4 * o);
}

kernel void private_array(global int *out)
{
    int l = get_local_id(0), values[8];
    for (int i = 0; i < 8; i++)
        values[i] = i + l;
    barrier(CLK_LOCAL_MEM_FENCE);
    int sum = values[l & 7] - 2 * l;
    for (int i = 0; i < 8; i++)
        sum += values[i] + (i == 7 ? 3 : 0);
    out[get_global_id(0)] = sum;
}

kernel void large_array(global int *out, int n)
{
    int table[4096];
    int g = get_global_id(0);
    for (int i = 0; i < 4096; i++)
        table[i] = i + g;
    out[g] = table[n];
}

kernel void large_array_and_barrier(global int *out)
{
    local int tile[16];
    int table[1000], l = get_local_id(0);
    for (int i = 0; i < 1000; i++)
        table[i] = l * i;
    tile[l] = table[1];
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = tile[(l + 1) % 16] + table[999] - 999 * l;
}

kernel void pointers(global int *a, global int *b)
{
    global int *p = get_group_id(0) ? b : a;
    int g = get_global_id(0), *q = &g;
    barrier(CLK_GLOBAL_MEM_FENCE);
    p[*q] = 1;
}

struct four {
    int a, b[2], c;
};

int pick(struct four f, int i)
{
    return i == 0 ? f.a : i == 3 ? f.c : f.b[i - 1];
}

kernel void structs(global int *out, struct four f)
{
    int l = get_local_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = pick(f, l & 3) + (l & ~3);
}

kernel void changes_its_struct(global int *out, struct four f)
{
    f.b[get_local_id(0) & 1] = 5;
    f.a += 100;
    out[get_global_id(0)] = f.a;
}

kernel void booleans(global int *out)
{
    bool even = get_local_id(0) % 2 == 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = even ? 1 : 0;
}

kernel void doubles(global double *data)
{
    local double tile[8];
    int l = get_local_id(0);
    double mine = data[get_global_id(0)];
    tile[l] = mine;
    barrier(CLK_LOCAL_MEM_FENCE);
    data[get_global_id(0)] = mine + tile[7 - l];
}

kernel void vectors_of_three(global int *out, int3 start)
{
    int3 mine = start + (int)get_global_id(0);
    barrier(CLK_LOCAL_MEM_FENCE);
    vstore3(mine, get_global_id(0), out);
}
