// SPDX-License-Identifier: MIT
//: options -cl-std=CL3.0
// What holds for the lanes that take a branch need not hold for the first lane, from whose value those of the others follow:
// in even work-items the lowest bit is free, so that an exclusive or with 1 is a sum, but vectors begin at odd ones too.
//: run flipped global 155 local 31
//: arg buffer uint 155 zero
//: arg buffer uint 160 iota
//: expect 0 list 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 73 1 75 1 77 1 79 1 81 1 83 1 85 1 87 1 89 1 91 1 93 1 95 1 97 1 99 1 101 1 103 1 105 1 107 1 109 1 111 1 113 1 115 1 117 1 119 1 121 1 123 1 125 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127 1 127
kernel void flipped(global uint *out, global const uint *in)
{
    const uint slot = get_global_linear_id();
    uint value = 1;
    if (((slot * 7) & 1) == 0)
        value = (slot >> 3) >= 9u ? in[min(slot ^ 1, 127u)] : in[0];
    out[slot] = value;
}
