// SPDX-License-Identifier: MIT
// Barriers in every legal place.
//: options -cl-std=CL2.0
//: run reverse global 64 local 16
//: arg buffer int 64 iota
//: arg local 64
//: expect 0 like reverse_by_hand
//: run back_to_back global 32 local 8
//: arg buffer int 32 zero
//: expect 0 list 8*32
//: run first_instruction global 16 local 8
//: arg buffer int 16 iota
//: expect 0 affine 1 1
//: run in_loop global 32 local 8
//: arg buffer int 32 iota
//: arg value int 5
//: expect 0 like in_loop_by_hand
//: run in_loop global 32 local 8
//: arg buffer int 32 iota
//: arg value int 0
//: expect 0 like in_loop_by_hand
//: run nested_loops global 32 local 16
//: arg buffer int 32 iota
//: arg value int 3
//: arg value int 4
//: expect 0 affine 1 12
//: run conditional global 16 local 8
//: arg buffer int 16 iota
//: arg value int 1
//: expect 0 list 7 6 5 4 3 2 1 0 15 14 13 12 11 10 9 8
//: run conditional global 16 local 8
//: arg buffer int 16 iota
//: arg value int 0
//: expect 0 iota
//: run in_helper global 16 local 8
//: arg buffer int 16 iota
//: expect 0 list 28*8 92*8
//: run early_return global 64 local 16
//: arg buffer int 64 const -5
//: arg value int 40
//: expect 0 like early_return_by_hand
//: run only_some_return global 16 local 8
//: arg buffer int 16 const -5
//: expect 0 list -5 1 -5 3 -5 5 -5 7 -5 1 -5 3 -5 5 -5 7
//: run switched global 16 local 8
//: arg buffer int 16 iota
//: arg value int 2
//: expect 0 list 1 2 3 4 5 6 7 0 9 10 11 12 13 14 15 8
//: run do_while global 16 local 8
//: arg buffer int 16 zero
//: expect 0 list 28*16
//: run three_dimensions global 8 4 2 local 4 2 2
//: arg buffer int 64 zero
//: expect 0 const 16
//: run partial_groups global 10 local 4
//: arg buffer int 10 zero
//: expect 0 list 4*8 2*2
//: run last_instruction global 8 local 4
//: arg buffer int 8 zero
//: expect 0 iota
//: run with_break global 16 local 8
//: arg buffer int 16 iota
//: arg value int 10
//: expect 0 affine 1 4
//: run returns_inside_loop global 16 local 8
//: arg buffer int 16 zero
//: expect 0 list 0 1 2 3 4 5 5 5 0 1 2 3 4 5 5 5
kernel void reverse(global int *data, local int *tile)
{
    size_t i = get_local_id(0), n = get_local_size(0);
    tile[i] = data[get_global_id(0)];
    barrier(CLK_LOCAL_MEM_FENCE);
    data[get_global_id(0)] = tile[n - 1 - i];
}

kernel void reverse_by_hand(global int *data, local int *tile)
{
    size_t i = get_global_id(0);
    data[i] = (i | 15) - (i & 15);
}

kernel void back_to_back(global int *out)
{
    local int count;
    if (get_local_id(0) == 0)
        count = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    barrier(CLK_LOCAL_MEM_FENCE);
    atomic_inc(&count);
    barrier(CLK_LOCAL_MEM_FENCE);
    barrier(CLK_GLOBAL_MEM_FENCE);
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
    out[get_global_id(0)] = count;
}

kernel void first_instruction(global int *data)
{
    barrier(CLK_LOCAL_MEM_FENCE);
    data[get_global_id(0)] += 1;
}

kernel void in_loop(global int *data, int rounds)
{
    local int tile[8];
    int l = get_local_id(0), sum = data[get_global_id(0)];
    for (int r = 0; r < rounds; r++) {
        tile[l] = sum;
        barrier(CLK_LOCAL_MEM_FENCE);
        sum += tile[(l + 1) & 7];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    data[get_global_id(0)] = sum;
}

kernel void in_loop_by_hand(global int *data, int rounds)
{
    if (get_local_id(0) != 0)
        return;
    int tile[8], next[8], at = get_global_id(0);
    for (int i = 0; i < 8; i++)
        tile[i] = data[at + i];
    for (int r = 0; r < rounds; r++) {
        for (int i = 0; i < 8; i++)
            next[i] = tile[i] + tile[(i + 1) & 7];
        for (int i = 0; i < 8; i++)
            tile[i] = next[i];
    }
    for (int i = 0; i < 8; i++)
        data[at + i] = tile[i];
}

kernel void nested_loops(global int *data, int outer, int inner)
{
    local int turn;
    int mine = data[get_global_id(0)];
    for (int o = 0; o < outer; o++) {
        for (int i = 0; i < inner; i++) {
            if (get_local_id(0) == (size_t)(o + i))
                turn = 1;
            barrier(CLK_LOCAL_MEM_FENCE);
            mine += turn;
            barrier(CLK_LOCAL_MEM_FENCE);
        }
    }
    data[get_global_id(0)] = mine;
}

kernel void conditional(global int *data, int flip)
{
    local int tile[8];
    int l = get_local_id(0), result = data[get_global_id(0)];
    if (flip) {
        tile[l] = result;
        barrier(CLK_LOCAL_MEM_FENCE);
        result = tile[7 - l];
    }
    data[get_global_id(0)] = result;
}

int sum_of_group(local int *tile, int value)
{
    int l = get_local_id(0);
    tile[l] = value;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int step = get_local_size(0) / 2; step > 0; step /= 2) {
        if (l < step)
            tile[l] += tile[l + step];
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    int sum = tile[0];
    barrier(CLK_LOCAL_MEM_FENCE);
    return sum;
}

kernel void in_helper(global int *data)
{
    local int tile[8];
    data[get_global_id(0)] = sum_of_group(tile, data[get_global_id(0)]);
}

kernel void early_return(global int *out, int limit)
{
    local int tile[16];
    int i = get_global_id(0), l = get_local_id(0);
    tile[l] = i;
    if (i >= limit)
        return;
    barrier(CLK_LOCAL_MEM_FENCE);
    int other = tile[l ^ 1];
    barrier(CLK_LOCAL_MEM_FENCE);
    out[i] = other;
}

kernel void early_return_by_hand(global int *out, int limit)
{
    int i = get_global_id(0);
    if (i < limit)
        out[i] = i ^ 1;
}

kernel void only_some_return(global int *out)
{
    int l = get_local_id(0), kept = l * 3;
    if (l % 2 == 0)
        return;
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = kept / 3;
}

kernel void switched(global int *data, int how)
{
    local int tile[8];
    int l = get_local_id(0), g = get_global_id(0);
    switch (how) {
    case 1:
        data[g] = 0;
        break;
    case 2:
        tile[l] = data[g];
        barrier(CLK_LOCAL_MEM_FENCE);
        data[g] = tile[(l + 1) % 8];
        break;
    default:
        barrier(CLK_LOCAL_MEM_FENCE);
        data[g] = -1;
    }
}

kernel void do_while(global int *out)
{
    local int total;
    int round = 0;
    if (get_local_id(0) == 0)
        total = 0;
    do {
        barrier(CLK_LOCAL_MEM_FENCE);
        if (get_local_id(0) == (size_t)round)
            total += round;
        round++;
    } while (round < 8);
    barrier(CLK_LOCAL_MEM_FENCE);
    out[get_global_id(0)] = total;
}

kernel void three_dimensions(global int *out)
{
    local int count;
    if (get_local_id(0) + get_local_id(1) + get_local_id(2) == 0)
        count = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    atomic_inc(&count);
    barrier(CLK_LOCAL_MEM_FENCE);
    out[(get_global_id(2) * 4 + get_global_id(1)) * 8 + get_global_id(0)] = count;
}

kernel void partial_groups(global int *out)
{
    local int count;
    if (get_local_id(0) == 0)
        count = 0;
    work_group_barrier(CLK_LOCAL_MEM_FENCE);
    atomic_inc(&count);
    work_group_barrier(CLK_LOCAL_MEM_FENCE, memory_scope_work_group);
    out[get_global_id(0)] = count;
}

kernel void last_instruction(global int *out)
{
    out[get_global_id(0)] = get_global_id(0);
    barrier(CLK_GLOBAL_MEM_FENCE);
}

kernel void with_break(global int *data, int rounds)
{
    local int stop;
    int mine = data[get_global_id(0)];
    for (int r = 0; r < rounds; r++) {
        if (get_local_id(0) == 0)
            stop = r == 3;
        barrier(CLK_LOCAL_MEM_FENCE);
        mine++;
        if (stop)
            break;
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    data[get_global_id(0)] = mine;
}

kernel void returns_inside_loop(global int *out)
{
    int l = get_local_id(0);
    for (int r = 0; r < 5; r++) {
        out[get_global_id(0)] = r;
        if (l == r)
            return;
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    out[get_global_id(0)] = 5;
}
