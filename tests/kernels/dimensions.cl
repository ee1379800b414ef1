// SPDX-License-Identifier: MIT
// Ids and sizes in three dimensions, of a dimension that differs between work-items or is known only when the
// kernel runs.
//: options -cl-std=CL2.0
//: run own_dimension global 6 4 3 local 3 2 1 offset 10 20 30
//: arg buffer int 72 iota
//: arg buffer int 72 zero
//: expect 1 like own_dimension_by_hand
//: run shared_dimension global 6 4 3 local 3 2 1 offset 10 20 30
//: arg value uint 0
//: arg buffer int 72 zero
//: expect 1 like shared_dimension_by_hand
//: run shared_dimension global 6 4 3 local 3 2 1 offset 10 20 30
//: arg value uint 2
//: arg buffer int 72 zero
//: expect 1 like shared_dimension_by_hand
//: run shared_dimension global 6 4 3 local 3 2 1 offset 10 20 30
//: arg value uint 3
//: arg buffer int 72 zero
//: expect 1 const 0
//: run linear global 10 3 2 local 5 3 2
//: arg buffer int 60 zero
//: expect 0 like linear_by_hand
//: run narrow global 1 64 2 local 1 8 2
//: arg buffer int 128 zero
//: expect 0 iota
//: run wide_and_flat global 70 1 3 local 35 1 1
//: arg buffer int 210 zero
//: expect 0 iota
//: run uneven global 23 7 local 10 3
//: arg buffer int 161 zero
//: expect 0 like uneven_by_hand
int place(void)
{
    return ((get_global_id(2) - get_global_offset(2)) * get_global_size(1) + get_global_id(1) -
            get_global_offset(1)) * get_global_size(0) + get_global_id(0) - get_global_offset(0);
}

kernel void own_dimension(global const int *in, global int *out)
{
    int at = place();
    uint d = in[at] & 3;
    out[at] = (int)get_global_id(d) * 100000 + (int)get_local_id(d) * 10000 + (int)get_group_id(d) * 1000 +
              (int)get_global_size(d) * 100 + (int)get_local_size(d) * 10 + (int)get_num_groups(d);
}

kernel void own_dimension_by_hand(global const int *in, global int *out)
{
    int at = place(), d = at & 3;
    int x[4] = {at % 6, at / 6 % 4, at / 24, 0}, sizes[4] = {6, 4, 3, 1}, locals[4] = {3, 2, 1, 1};
    int global_id = d == 3 ? 0 : x[d] + 10 * (d + 1);
    out[at] = global_id * 100000 + x[d] % locals[d] * 10000 + x[d] / locals[d] * 1000 + sizes[d] * 100 +
              locals[d] * 10 + sizes[d] / locals[d];
}

kernel void shared_dimension(uint d, global int *out)
{
    out[place()] = get_global_id(d) * 10 + get_local_id(d);
}

kernel void shared_dimension_by_hand(uint d, global int *out)
{
    int at = place();
    out[at] = d == 0 ? (at % 6 + 10) * 10 + at % 3 : (at / 24 + 30) * 10;
}

kernel void linear(global int *out)
{
    out[get_global_linear_id()] = get_local_linear_id() * 10 + get_group_id(0);
}

kernel void linear_by_hand(global int *out)
{
    int x = get_global_id(0), y = get_global_id(1), z = get_global_id(2);
    out[(z * 3 + y) * 10 + x] = (x % 5 + 5 * (y + 3 * z)) * 10 + x / 5;
}

kernel void narrow(global int *out)
{
    out[place()] = get_global_id(1) + 64 * get_global_id(2);
}

kernel void wide_and_flat(global int *out)
{
    out[place()] = get_global_id(0) + 70 * get_global_id(2);
}

kernel void uneven(global int *out)
{
    out[place()] = get_local_size(0) * 1000 + get_local_size(1) * 100 + get_local_id(0) * 10 + get_local_id(1);
}

kernel void uneven_by_hand(global int *out)
{
    int x = get_global_id(0), y = get_global_id(1);
    out[y * 23 + x] = (x < 20 ? 10 : 3) * 1000 + (y < 6 ? 3 : 1) * 100 + x % 10 * 10 + y % 3;
}
