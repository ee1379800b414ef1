// SPDX-License-Identifier: MIT
//: run k global 8 local 8
//: arg buffer int 8 iota
//: expect 0 list 1 0 1 0 1 0 1 0
kernel void k(global int *data)
{
    int i = get_global_id(0);
    data[i] = any((int2)(i, -(i + 1 & 1)));
}
