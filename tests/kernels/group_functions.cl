// SPDX-License-Identifier: MIT
// Work-group collectives and asynchronous copies.
//: options -cl-std=CL3.0
//: run sums global 32 local 8
//: arg buffer int 32 iota
//: expect 0 list 28*8 92*8 156*8 220*8
//: run scans global 16 local 8
//: arg buffer int 16 const 2
//: expect 0 list 2 4 6 8 10 12 14 16 2 4 6 8 10 12 14 16
//: run broadcast global 8 2 local 4 2
//: arg buffer int 16 iota
//: expect 0 list 2 2 2 2 6 6 6 6 2 2 2 2 6 6 6 6
//: run any_all global 16 local 8
//: arg buffer int 16 iota
//: expect 0 list 1*8 2*8
//: run copies global 16 local 8
//: arg buffer int 16 iota
//: arg buffer int 16 zero
//: expect 1 list 7 6 5 4 3 2 1 0 15 14 13 12 11 10 9 8
//: run in_a_loop global 16 local 8
//: arg buffer int 16 iota
//: expect 0 list 28672*8 94208*8
kernel void sums(global int *data)
{
    data[get_global_id(0)] = work_group_reduce_add(data[get_global_id(0)]);
}

kernel void scans(global int *data)
{
    data[get_global_id(0)] = work_group_scan_inclusive_add(data[get_global_id(0)]);
}

kernel void broadcast(global int *data)
{
    int value = get_local_id(0) + 4 * get_local_id(1);
    int x = work_group_broadcast(value, 2, get_group_id(0));
    data[get_global_id(1) * 8 + get_global_id(0)] = x;
}

kernel void any_all(global int *data)
{
    int value = data[get_global_id(0)];
    data[get_global_id(0)] = (work_group_any(value == 3) ? 1 : 0) + (work_group_all(value >= 8) ? 2 : 0);
}

kernel void copies(global int *from, global int *to)
{
    local int tile[8];
    event_t done = async_work_group_copy(tile, from + get_group_id(0) * 8, 8, 0);
    wait_group_events(1, &done);
    int mine = tile[7 - get_local_id(0)];
    barrier(CLK_LOCAL_MEM_FENCE);
    tile[get_local_id(0)] = mine;
    barrier(CLK_LOCAL_MEM_FENCE);
    done = async_work_group_copy(to + get_group_id(0) * 8, tile, 8, 0);
    wait_group_events(1, &done);
}

kernel void in_a_loop(global int *data)
{
    int value = data[get_global_id(0)];
    for (int i = 0; i < 4; i++)
        value = work_group_reduce_add(value) * (i == 0 ? 2 : 1);
    data[get_global_id(0)] = value;
}
