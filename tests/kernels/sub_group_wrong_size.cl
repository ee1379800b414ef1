/* SPDX-License-Identifier: MIT */
/* No vector has 7 lanes. */
//: options -cl-std=CL3.0
//: error kernel odd asks for sub-groups of 7 work-items
__attribute__((intel_reqd_sub_group_size(7))) kernel void odd(global int *data)
{
    data[get_global_id(0)] = 1;
}
