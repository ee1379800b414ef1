// SPDX-License-Identifier: MIT
// Address spaces: program-scope variables and constants, kernel-scope local memory, generic pointers.
//: options -cl-std=CL3.0
//: run counts global 32 local 8
//: arg buffer int 32 zero
//: expect 0 const 1
//: run table_lookup global 16 local 8
//: arg buffer int 16 zero
//: expect 0 list 2 3 5 7 11 13 17 19 2 3 5 7 11 13 17 19
//: run locals global 16 local 8
//: arg buffer int 16 zero
//: expect 0 like locals_by_hand
//: run generic_sum global 8 local 8
//: arg buffer int 8 iota
//: expect 0 affine 111 0
//: run which_space global 4 local 4
//: arg buffer int 4 zero
//: expect 0 const 7
//: run fences global 4 local 4
//: arg buffer int 4 zero
//: expect 0 const 21
//: run pointer_table global 8 local 4
//: arg buffer int 8 zero
//: expect 0 list 10 20 30 10 20 30 10 20
//: run null_pointer global 4 local 2
//: arg buffer int 4 const 3
//: arg null
//: expect 0 list 4*4
global int counter = 41;
global int filled[4] = {1, 2, 3, 4};
constant int primes[8] = {2, 3, 5, 7, 11, 13, 17, 19};
constant int ten = 10, twenty = 20, thirty = 30;
constant int *constant table[3] = {&ten, &twenty, &thirty};

kernel void counts(global int *out)
{
    if (get_global_id(0) == 0) {
        counter++;
        filled[3]++;
    }
    out[get_global_id(0)] = filled[0] + (counter < 41);
}

kernel void table_lookup(global int *out)
{
    out[get_global_id(0)] = primes[get_local_id(0)];
}

kernel void locals(global int *out)
{
    local int a[8], b;
    local float4 c[8];
    local struct {
        char x;
        int y[3];
    } d;
    int l = get_local_id(0);
    a[l] = l;
    c[l] = (float4)(l, 1, 2, 3);
    if (l == 0) {
        b = 5;
        d.x = 3;
        d.y[2] = 100;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = a[7 - l] + b + (int)c[(l + 1) & 7].x + d.x + d.y[2];
}

kernel void locals_by_hand(global int *out)
{
    int l = get_global_id(0) % 8;
    out[get_global_id(0)] = 7 - l + 5 + ((l + 1) & 7) + 103;
}

int read(const int *p)
{
    return *p;
}

kernel void generic_sum(global int *data)
{
    local int shared[8];
    int l = get_local_id(0), mine = data[l];
    shared[l] = mine * 10;
    barrier(CLK_LOCAL_MEM_FENCE);
    int *places[2] = {&data[l], &shared[l]}, sum = 100 * read(&mine);
    for (int i = 0; i < 2; i++)
        sum += read(places[i]);
    data[l] = sum;
}

kernel void which_space(global int *out)
{
    local int shared;
    int mine;
    int *p[3] = {out, &shared, &mine};
    int found = 0;
    for (int i = 0; i < 3; i++) {
        bool right = (to_global(p[i]) != 0) == (i == 0) && (to_local(p[i]) != 0) == (i == 1) &&
                     (to_private(p[i]) != 0) == (i == 2);
        found |= right << i;
    }
    out[get_global_id(0)] = found;
}

kernel void fences(global int *out)
{
    local int shared;
    int mine;
    int *p[2] = {out, &shared};
    out[get_global_id(0)] = get_fence(p[0]) * 10 + get_fence(p[1]);
}

kernel void pointer_table(global int *out)
{
    out[get_global_id(0)] = *table[get_global_id(0) % 3];
}

kernel void null_pointer(global int *out, global int *maybe)
{
    out[get_global_id(0)] += maybe ? 100 : 1;
}
