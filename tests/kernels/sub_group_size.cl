/* SPDX-License-Identifier: MIT */
/* A kernel that asks for the size of its sub-groups gets it, whatever the width of others. */
//: options -cl-std=CL3.0
//: run of_8 global 20 local 20
//: arg buffer int 20 iota
//: expect 0 list 28*8 92*8 70*4
//: run of_16 global 20 local 20
//: arg buffer int 20 iota
//: expect 0 list 120*16 70*4
//: run of_4_backwards global 8 local 8
//: arg buffer int 8 iota
//: expect 0 list 3 2 1 0 7 6 5 4
//: run of_32 global 40 local 40
//: arg buffer uint 40 zero
//: expect 0 list 32*32 8*8
__attribute__((intel_reqd_sub_group_size(8))) kernel void of_8(global int *data)
{
    data[get_global_id(0)] = sub_group_reduce_add(data[get_global_id(0)]);
}

__attribute__((intel_reqd_sub_group_size(16))) kernel void of_16(global int *data)
{
    data[get_global_id(0)] = sub_group_reduce_add(data[get_global_id(0)]);
}

__attribute__((intel_reqd_sub_group_size(4))) kernel void of_4_backwards(global int *data)
{
    data[get_global_id(0)] = sub_group_shuffle_xor(data[get_global_id(0)], 3);
}

__attribute__((intel_reqd_sub_group_size(32))) kernel void of_32(global uint *data)
{
    data[get_global_id(0)] = get_sub_group_size();
}
