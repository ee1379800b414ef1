// SPDX-License-Identifier: MIT
// Control flow without barriers: what the loop over work-items must not disturb.
//: options -cl-std=CL1.2
//: run collatz global 64 local 16
//: arg buffer int 64 affine 1 1
//: expect 0 like collatz
//: run divergent global 40 local 8
//: arg buffer int 40 iota
//: expect 0 like divergent_by_hand
//: run jumps global 32 local 32
//: arg buffer int 32 random
//: expect 0 like jumps
//: run histogram global 64 local 16
//: arg buffer int 64 iota
//: arg buffer int 4 zero
//: expect 1 list 16*4
//: run switches global 8 local 8
//: arg buffer int 8 iota
//: expect 0 list 10 21 32 99 44 99 99 77
kernel void collatz(global int *data)
{
    int n = data[get_global_id(0)], steps = 0;
    while (n != 1) {
        n = n % 2 ? 3 * n + 1 : n / 2;
        if (++steps > 500)
            break;
    }
    data[get_global_id(0)] = steps;
}

kernel void divergent(global int *data)
{
    int g = get_global_id(0), sum = 0;
    for (int i = 0; i < g; i++) {
        if (i % 3 == 0)
            continue;
        for (int j = 0; j < i; j++) {
            if (j == 7)
                break;
            sum += j;
        }
    }
    data[g] = sum;
}

kernel void divergent_by_hand(global int *data)
{
    int g = get_global_id(0), sum = 0;
    for (int i = 1; i < g; i++) {
        int n = min(i, 7);
        sum += i % 3 ? n * (n - 1) / 2 : 0;
    }
    data[g] = sum;
}

kernel void jumps(global int *data)
{
    int x = data[get_global_id(0)], turns = 0;
again:
    if (x > 500) {
        x -= 300;
        goto again;
    }
    if (x % 7 != 0 && turns < 50) {
        x++;
        turns++;
        goto again;
    }
    data[get_global_id(0)] = x;
}

kernel void histogram(global const int *data, global int *bins)
{
    atomic_inc(&bins[data[get_global_id(0)] & 3]);
}

kernel void switches(global int *data)
{
    int x = data[get_global_id(0)];
    switch (x) {
    case 0:
        x = 10;
        break;
    case 1:
        x += 10;
    case 2:
        x += x == 2 ? 30 : 10;
        break;
    case 4:
        x = 44;
        break;
    case 7:
        x = 77;
        break;
    default:
        x = 99;
    }
    data[get_global_id(0)] = x;
}
