// SPDX-License-Identifier: MIT
// printf: packing of every kind of argument.
//: options -cl-std=CL3.0
//: run prints global 2 local 1
//: arg buffer int 1 zero
//: print 1: 1 -2 a text 3.500\n
//: print 1,2,3,4 0x1.8p+0 7000000000 255\n
//: print 0: 1 -2 a text 3.500\n
//: print 1,2,3,4 0x1.8p+0 7000000000 255\n
//: run print_some global 8 local 8
//: arg buffer int 1 zero
//: print 1\n3\n5\n7\n
//: run print_behind_barrier global 2 local 2
//: arg buffer int 1 zero
//: print a\na\nb\nb\n
kernel void prints(global int *out)
{
    printf("%d: %d %d %s %.3f\n", (int)get_global_id(0), 1, -2, "a text", 3.5f);
    printf("%v4d %a %ld %u\n", (int4)(1, 2, 3, 4), 1.5, 7000000000L, (uchar)255);
}

// Work-items that run together print in their order, and only those that get there.
kernel void print_some(global int *out)
{
    if (get_global_id(0) & 1)
        printf("%d\n", (int)get_global_id(0));
}

kernel void print_behind_barrier(global int *out)
{
    printf("a\n");
    barrier(CLK_LOCAL_MEM_FENCE);
    printf("b\n");
}
