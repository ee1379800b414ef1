/* SPDX-License-Identifier: MIT */
/* Work-items of a sub-group read each other's values: shuffles, rotations and reductions of clusters. As in
 * sub_group.cl each kernel looks up in its sub-group's input what has to come out, and writes a bit for each
 * function that gave something else. */
//: options -cl-std=CL3.0

//: run of_char global 60 local 20
//: arg buffer char 60 noise 1
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_uchar global 60 local 20
//: arg buffer uchar 60 noise 2
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_short global 60 local 20
//: arg buffer short 60 noise 3
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_ushort global 60 local 20
//: arg buffer ushort 60 noise 4
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_int global 60 local 20
//: arg buffer int 60 noise 5
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_uint global 60 local 20
//: arg buffer uint 60 noise 6
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_long global 60 local 20
//: arg buffer long 60 noise 7
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_ulong global 60 local 20
//: arg buffer ulong 60 noise 8
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_float global 60 local 20
//: arg buffer float 60 noise 9
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run of_double global 60 local 20
//: arg buffer double 60 noise 10
//: arg buffer uint 60 iota
//: expect 1 const 0
//: run clusters global 64 local 32
//: arg buffer int 64 noise 11
//: arg buffer uint 64 iota
//: expect 1 const 0
//: run clusters_of_some global 64 local 32
//: arg buffer int 64 noise 12
//: arg buffer uint 64 iota
//: expect 1 const 0
//: run rotations global 64 local 32
//: arg buffer float 64 noise 13
//: arg buffer int 1 const -3
//: arg buffer uint 64 iota
//: expect 2 const 0

size_t first(void)
{
    return get_global_id(0) - get_sub_group_local_id();
}

/* Only work-items that exist may be read. */
#define CHECK(BIT, LANE, CALL) x |= ((LANE) < size && (CALL) != a[from + (LANE)]) << BIT;

#define OF_TYPE(T)                                                                                           \
    kernel void of_##T(global const T *a, global uint *bad)                                                  \
    {                                                                                                        \
        size_t from = first();                                                                               \
        uint lane = get_sub_group_local_id(), size = get_sub_group_size(), x = 0;                            \
        T value = a[get_global_id(0)];                                                                       \
        uint any = (bad[get_global_id(0)] * 5 + 3) % size, d = bad[0] + 2;                                   \
        CHECK(0, any, sub_group_shuffle(value, any))                                                         \
        CHECK(1, size - 1 - lane, sub_group_shuffle(value, size - 1 - lane))                                 \
        CHECK(2, lane ^ 1, sub_group_shuffle_xor(value, 1))                                                  \
        CHECK(3, lane ^ 3, sub_group_shuffle_xor(value, 3))                                                  \
        CHECK(4, lane - 1, sub_group_shuffle_up(value, 1))                                                   \
        CHECK(5, lane + 2, sub_group_shuffle_down(value, 2))                                                 \
        CHECK(6, lane - d, sub_group_shuffle_up(value, d))                                                   \
        CHECK(7, lane + d, sub_group_shuffle_down(value, d))                                                 \
        CHECK(8, lane ^ d, sub_group_shuffle_xor(value, d))                                                  \
        CHECK(9, size / 2, sub_group_non_uniform_broadcast(value, size / 2))                                 \
        CHECK(10, 0, sub_group_broadcast_first(value))                                                       \
        bad[get_global_id(0)] = x;                                                                           \
    }

OF_TYPE(char)
OF_TYPE(uchar)
OF_TYPE(short)
OF_TYPE(ushort)
OF_TYPE(int)
OF_TYPE(uint)
OF_TYPE(long)
OF_TYPE(ulong)
OF_TYPE(float)
OF_TYPE(double)

/* The smallest of the work-items from `from` on that take part. */
int least(global const int *a, size_t from, uint count, int need)
{
    int result = INT_MAX;
    for (uint j = 0; j < count; j++)
        if ((a[from + j] & need) == need)
            result = min(result, a[from + j]);
    return result;
}

#define CLUSTER(BIT, SIZE, NEED)                                                                             \
    if (SIZE <= get_max_sub_group_size()) {                                                                  \
        x |= (sub_group_clustered_reduce_min(a[own], SIZE) != least(a, own - own % SIZE, SIZE, NEED))        \
             << BIT;                                                                                         \
        x |= (sub_group_clustered_reduce_logical_or(a[own] == least(a, own - own % SIZE, SIZE, NEED),        \
                                                    SIZE) == 0)                                              \
             << (BIT + 6);                                                                                   \
    }
#define CLUSTERS(NEED)                                                                                       \
    CLUSTER(0, 1, NEED)                                                                                      \
    CLUSTER(1, 2, NEED)                                                                                      \
    CLUSTER(2, 4, NEED)                                                                                      \
    CLUSTER(3, 8, NEED)                                                                                      \
    CLUSTER(4, 16, NEED)                                                                                     \
    CLUSTER(5, 32, NEED)

kernel void clusters(global const int *a, global uint *bad)
{
    size_t own = get_global_id(0);
    uint x = 0;
    CLUSTERS(0)
    bad[own] = x;
}

kernel void clusters_of_some(global const int *a, global uint *bad)
{
    size_t own = get_global_id(0);
    uint x = 0;
    if (a[own] & 1) {
        CLUSTERS(1)
    }
    bad[own] = x;
}

kernel void rotations(global const float *a, global const int *delta, global uint *bad)
{
    size_t from = first(), own = get_global_id(0);
    uint lane = get_sub_group_local_id(), size = get_sub_group_size();
    int d = delta[0];
    uint x = sub_group_rotate(a[own], 1) != a[from + (lane + 1) % size];
    x |= (sub_group_rotate(a[own], d) != a[from + (lane + 32 + d) % size]) << 1;
    x |= (sub_group_clustered_rotate(a[own], 1, 1) != a[own]) << 2;
    if (size >= 4) {
        x |= (sub_group_clustered_rotate(a[own], 1, 4) != a[from + lane / 4 * 4 + (lane + 1) % 4]) << 3;
        x |= (sub_group_clustered_rotate(a[own], d, 4) != a[from + lane / 4 * 4 + (lane + 32 + d) % 4]) << 4;
    }
    bad[own] = x;
}
