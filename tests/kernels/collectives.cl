/* SPDX-License-Identifier: MIT */
/* Work-group collectives one after another, in groups of several dimensions whose rows are not whole vectors
 * and in smaller groups at the edges. Each work-item goes through its group's input to find what has to come
 * out, and writes a bit for each function that gave something else. */
//: options -cl-std=CL3.0

//: run in_turns global 12 7 3 local 5 3 2
//: arg buffer int 252 random
//: arg buffer uint 252 iota
//: expect 1 const 0
//: run in_turns global 40 local 33
//: arg buffer int 40 random
//: arg buffer uint 40 iota
//: expect 1 const 0
//: run in_turns global 1 9 local 1 4
//: arg buffer int 9 random
//: arg buffer uint 9 iota
//: expect 1 const 0
//: run of_doubles global 12 7 3 local 5 3 2
//: arg buffer double 252 noise 4
//: arg buffer uint 252 iota
//: expect 1 const 0
//: run in_loops global 12 7 3 local 5 3 2
//: arg buffer int 252 random
//: arg buffer uint 252 iota
//: expect 1 const 0

/* Index in the input of a work-item of this group. */
size_t place(size_t x, size_t y, size_t z)
{
    size_t gx = get_global_id(0) - get_local_id(0) + x, gy = get_global_id(1) - get_local_id(1) + y,
           gz = get_global_id(2) - get_local_id(2) + z;
    return (gz * get_global_size(1) + gy) * get_global_size(0) + gx;
}

size_t own(void)
{
    return place(get_local_id(0), get_local_id(1), get_local_id(2));
}

#define EACH_ITEM                                                                                            \
    for (size_t z = 0; z < get_local_size(2); z++)                                                           \
        for (size_t y = 0; y < get_local_size(1); y++)                                                       \
            for (size_t x = 0; x < get_local_size(0); x++)

size_t linear(size_t x, size_t y, size_t z)
{
    return (z * get_local_size(1) + y) * get_local_size(0) + x;
}

kernel void in_turns(global const int *a, global uint *bad)
{
    int sum = 0, least = INT_MAX, before = 0, most_upto = INT_MIN, any = 0, all = 1, value = a[own()];
    EACH_ITEM
    {
        int other = a[place(x, y, z)];
        sum += other;
        least = min(least, other);
        any |= (other & 63) == 0;
        all &= (other & 63) != 0;
        if (linear(x, y, z) < get_local_linear_id())
            before += other;
        if (linear(x, y, z) <= get_local_linear_id())
            most_upto = max(most_upto, other);
    }
    size_t lx = get_local_size(0) - 1, ly = get_local_size(1) - 1, lz = get_local_size(2) - 1;
    uint wrong = work_group_reduce_add(value) != sum;
    wrong |= (work_group_reduce_min(value) != least) << 1;
    wrong |= (work_group_scan_exclusive_add(value) != before) << 2;
    wrong |= (work_group_scan_inclusive_max(value) != most_upto) << 3;
    wrong |= (work_group_reduce_add(value) != sum) << 4;
    wrong |= (work_group_broadcast(value, lx, ly, lz) != a[place(lx, ly, lz)]) << 5;
    wrong |= (work_group_broadcast(value, 0, 0, 0) != a[place(0, 0, 0)]) << 6;
    wrong |= ((work_group_any((value & 63) == 0) != 0) != any) << 7;
    wrong |= ((work_group_all(value & 63) != 0) != all) << 8;
    wrong |= (work_group_scan_exclusive_add(value) != before) << 9;
    bad[own()] = wrong;
}

/* Sums of multiples of 1/8 are exact in any order. */
kernel void of_doubles(global const double *a, global uint *bad)
{
    double sum = 0, upto = 0, most_before = -INFINITY, value = a[own()];
    EACH_ITEM
    {
        double other = a[place(x, y, z)];
        sum += other;
        if (linear(x, y, z) <= get_local_linear_id())
            upto += other;
        if (linear(x, y, z) < get_local_linear_id())
            most_before = fmax(most_before, other);
    }
    uint wrong = work_group_scan_inclusive_add(value) != upto;
    wrong |= (work_group_scan_exclusive_max(value) != most_before) << 1;
    wrong |= (work_group_reduce_add(value) != sum) << 2;
    bad[own()] = wrong;
}

/* How often is the same for all work-items of a group, but not for all groups. */
kernel void in_loops(global const int *a, global uint *bad)
{
    uint turns = 1 + (get_group_id(0) + get_group_id(1)) % 3, wrong = 0;
    for (uint i = 0; i < turns; i++) {
        int sum = 0, upto = 0;
        EACH_ITEM
        {
            sum += a[place(x, y, z)] * (int)(i + 1);
            if (linear(x, y, z) <= get_local_linear_id())
                upto += a[place(x, y, z)] + (int)i;
        }
        wrong |= work_group_reduce_add(a[own()] * (int)(i + 1)) != sum;
        wrong |= (work_group_scan_inclusive_add(a[own()] + (int)i) != upto) << 1;
    }
    bad[own()] = wrong;
}
