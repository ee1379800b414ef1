// SPDX-License-Identifier: MIT
// Control flow that differs between the work-items of a vector, above all: work-items that have left a loop or
// a branch access no memory. Each kernel runs for all work-items, and again for one after the other.
//: options -cl-std=CL1.2
//: run search global 96 local 24
//: arg buffer int 128 random
//: arg buffer int 96 zero
//: expect 1 like search_in_turn
//: run to_the_end global 128 local 32
//: arg buffer int 128 iota
//: arg buffer int 128 zero
//: expect 1 like to_the_end_by_hand
//: run down_to_the_start global 128 local 32
//: arg buffer int 128 zero
//: arg buffer int 128 iota
//: expect 0 like down_to_the_start_by_hand
//: run out_of_two global 64 local 20
//: arg buffer int 64 random
//: arg buffer int 64 zero
//: expect 1 like out_of_two_in_turn
//: run switch_in_loop global 50 local 25
//: arg buffer int 50 random
//: arg buffer int 50 zero
//: expect 1 like switch_in_loop_in_turn
//: run into_a_loop global 64 local 16
//: arg buffer int 64 random
//: arg buffer int 64 zero
//: expect 1 like into_a_loop_in_turn
//: run uniform_inside global 64 local 16
//: arg buffer int 64 random
//: arg buffer int 64 zero
//: arg value int 1
//: expect 1 like uniform_inside_in_turn
//: run uniform_inside global 64 local 16
//: arg buffer int 64 random
//: arg buffer int 64 zero
//: arg value int 0
//: expect 1 like uniform_inside_in_turn
//: run uneven_inside global 40 local 20
//: arg buffer int 40 random
//: arg buffer int 40 zero
//: arg value int 5
//: expect 1 like uneven_inside_in_turn
//: run leaves_two_ways global 96 local 32
//: arg buffer int 96 random
//: arg buffer int 96 zero
//: expect 1 like leaves_two_ways_in_turn
//: run nobody_comes global 64 local 16
//: arg null
//: arg buffer int 64 iota
//: expect 1 iota
//: run stores_in_turns global 32 local 32
//: arg buffer int 32 iota
//: arg buffer int 32 zero
//: expect 1 like stores_in_turns_in_turn
#define ALL_AND_IN_TURN(name)                                                                                \
    kernel void name(global const int *in, global int *out)                                                  \
    {                                                                                                        \
        out[get_global_id(0)] = one_##name(in, get_global_id(0));                                            \
    }                                                                                                        \
    kernel void name##_in_turn(global const int *in, global int *out)                                        \
    {                                                                                                        \
        if (get_global_id(0) == 0)                                                                           \
            for (uint i = 0; i < get_global_size(0); i++)                                                    \
                out[i] = one_##name(in, i);                                                                  \
    }
#define ALL_AND_IN_TURN_WITH(name)                                                                           \
    kernel void name(global const int *in, global int *out, int n)                                           \
    {                                                                                                        \
        out[get_global_id(0)] = one_##name(in, get_global_id(0), n);                                         \
    }                                                                                                        \
    kernel void name##_in_turn(global const int *in, global int *out, int n)                                 \
    {                                                                                                        \
        if (get_global_id(0) == 0)                                                                           \
            for (uint i = 0; i < get_global_size(0); i++)                                                    \
                out[i] = one_##name(in, i, n);                                                               \
    }

int one_search(global const int *in, uint start)
{
    uint i = start;
    while (i != 127) {
        if (in[i] % (int)(start + 2) == 0)
            break;
        if (in[i + 1] > 990)
            return -1;
        i++;
    }
    return (int)i * 1000 + in[i];
}
ALL_AND_IN_TURN(search)

// The buffer ends at a page that nobody may touch, and neighbours get there in different turns.
kernel void to_the_end(global const int *in, global int *out)
{
    uint i = get_global_id(0);
    int sum = 0;
    for (;;) {
        if (i == 128)
            break;
        sum += in[i++];
    }
    out[get_global_id(0)] = sum;
}

kernel void to_the_end_by_hand(global const int *in, global int *out)
{
    int g = get_global_id(0);
    out[g] = (127 + g) * (128 - g) / 2;
}

// Here it begins behind one.
kernel void down_to_the_start(global int *out, global const int *in)
{
    int sum = 0;
    for (int i = get_global_id(0);; i--) {
        if (i < 0)
            break;
        sum += in[i];
    }
    out[get_global_id(0)] = sum;
}

kernel void down_to_the_start_by_hand(global int *out, global const int *in)
{
    int g = get_global_id(0);
    out[g] = g * (g + 1) / 2;
}

int one_out_of_two(global const int *in, uint g)
{
    int sum = 0;
    for (int i = 0; i < 9; i++) {
        for (int j = 0; j <= i; j++) {
            sum += in[(g + i * j) % 64] & 15;
            if (sum > in[g])
                goto found;
            if (sum % 11 == 0)
                break;
        }
        sum++;
    }
    return -sum;
found:
    return sum;
}
ALL_AND_IN_TURN(out_of_two)

int one_switch_in_loop(global const int *in, uint g)
{
    int x = in[g], sum = 0;
    for (int i = 0; i < 20; i++) {
        switch ((x >> (i & 7)) & 7) {
        case 0:
            continue;
        case 1:
            sum += 5;
            break;
        case 3:
            x += 17;
        case 2:
            sum ^= x;
            break;
        case 6:
            if (sum > 2000)
                return sum;
        default:
            sum += i;
        }
        x = x * 5 + 1;
    }
    return sum;
}
ALL_AND_IN_TURN(switch_in_loop)

int one_into_a_loop(global const int *in, uint g)
{
    int x = in[g], turns = 0;
    if (x & 1)
        goto middle;
    do {
        x += 3;
        turns++;
    middle:
        x = x % 5 == 0 ? x / 5 : x - 1;
    } while (x > 10 && turns < 40);
    return x * 100 + turns;
}
ALL_AND_IN_TURN(into_a_loop)

int one_uniform_inside(global const int *in, uint g, int flag)
{
    int x = in[g];
    if (x % 3 == 0) {
        if (flag)
            x += in[63 - g];
        else
            x -= in[g ^ 1];
        for (int i = 0; i < 4; i++)
            x = x * 3 + i;
    } else if (flag) {
        x = -x;
    }
    return x;
}
ALL_AND_IN_TURN_WITH(uniform_inside)

int one_uneven_inside(global const int *in, uint g, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        int before = sum;
        for (int j = in[(g + i) % 40] & 7; j > 0; j--)
            sum += j * (i + 1);
        if (sum - before > 60)
            continue;
        sum += 1000;
    }
    return sum;
}
ALL_AND_IN_TURN_WITH(uneven_inside)

int one_leaves_two_ways(global const int *in, uint g)
{
    int x = in[g], low = 0, high = 0;
    while (true) {
        x = (x * 13 + 7) % 1009;
        if (x < 60) {
            low = x;
            break;
        }
        high++;
        if (x > 950) {
            high += x;
            break;
        }
    }
    return low * 10000 + high;
}
ALL_AND_IN_TURN(leaves_two_ways)

// No work-item enters the branch, in which all would use a null pointer.
kernel void nobody_comes(global const int *nothing, global int *data)
{
    int x = data[get_global_id(0)];
    if (x < 0) {
        for (int i = 0; i < 3; i++)
            x += nothing[i] / nothing[x + i];
        data[get_global_id(0)] = x;
    }
}

// A work-item sees what it stored in earlier turns, whatever the others do.
kernel void stores_in_turns(global const int *in, global int *out)
{
    size_t g = get_global_id(0);
    for (int i = 0; i < in[g]; i++) {
        if (out[g] > 20)
            out[g] -= i;
        else
            out[g] += i;
    }
}

kernel void stores_in_turns_in_turn(global const int *in, global int *out)
{
    if (get_global_id(0) == 0)
        for (uint g = 0; g < get_global_size(0); g++) {
            int value = 0;
            for (int i = 0; i < in[g]; i++)
                value = value > 20 ? value - i : value + i;
            out[g] = value;
        }
}
