// SPDX-License-Identifier: MIT
// Checks of bounds at the start, which whole vectors pass or fail, or which part them; and what must then happen
// once only. Private arrays that lanes write at different times.
//: options -cl-std=CL3.0
//: run guarded global 96 local 32
//: arg buffer int 70 iota
//: arg buffer int 70 zero
//: arg value int 70
//: expect 1 affine 3 1
//: run guarded global 96 local 32
//: arg buffer int 70 iota
//: arg buffer int 70 affine 3 1
//: arg value int 0
//: expect 1 affine 3 1
//: run returns_early global 40 12 local 10 4
//: arg buffer int 480 zero
//: arg value int 37
//: arg value int 9
//: expect 0 like returns_early_by_hand
//: run sides global 100 local 50
//: arg buffer int 100 zero
//: arg value int 33
//: expect 0 like sides_by_hand
//: run counts_once global 100 local 50
//: arg buffer int 2 zero
//: arg value int 77
//: expect 0 list 77 2926
//: run writes_first global 64 local 64
//: arg buffer int 64 zero
//: arg buffer int 64 zero
//: arg value int 19
//: expect 0 like writes_first_by_hand
//: run neighbours global 64 local 32
//: arg buffer int 66 affine 5 -3
//: arg buffer int 64 zero
//: arg value int 50
//: expect 1 like neighbours_by_hand
//: run indices_in_loop global 93 local 31
//: arg buffer int 300 affine 3 1
//: arg buffer ulong 93 zero
//: expect 1 like indices_in_loop_by_hand
//: run words global 48 local 48
//: arg buffer int 48 zero
//: expect 0 like words_by_hand

kernel void guarded(global const int *in, global int *out, int n)
{
    int i = get_global_id(0);
    if (i < n)
        out[i] = 3 * in[i] + 1;
}

kernel void returns_early(global int *out, int width, int height)
{
    int x = get_global_id(0), y = get_global_id(1);
    if (x >= width)
        return;
    if (y >= height || x < 2)
        return;
    out[y * 40 + x] = x * 100 + y;
}

kernel void returns_early_by_hand(global int *out, int width, int height)
{
    int x = get_global_id(0), y = get_global_id(1);
    out[y * 40 + x] = select(0, x * 100 + y, (int)((x < width) & (y < height) & (x > 1)));
}

// Both sides write, and what follows needs what they computed.
kernel void sides(global int *out, int bound)
{
    int i = get_global_id(0), value;
    if (i < bound) {
        value = i * i;
    } else {
        out[i] = 1;
        value = out[i] - i;
    }
    out[i] += value;
}

kernel void sides_by_hand(global int *out, int bound)
{
    int i = get_global_id(0);
    out[i] = select(2 - i, i * i, (int)(i < bound));
}

kernel void counts_once(global int *sums, int n)
{
    int i = get_global_id(0);
    if (i >= n)
        return;
    atomic_inc(&sums[0]);
    atomic_add(&sums[1], i);
}

// The check comes after a store, so that nothing may start anew.
kernel void writes_first(global int *counts, global int *out, int n)
{
    int i = get_global_id(0);
    counts[i]++;
    if (i < n)
        out[i] = out[clamp(i - 1, 0, 63)] * 0 + counts[i];
    counts[i] += out[i];
}

kernel void writes_first_by_hand(global int *counts, global int *out, int n)
{
    int i = get_global_id(0);
    counts[i] = 1 + (i < n);
}

// A clamped index, a bound, and a store between two loads.
kernel void neighbours(global const int *in, global int *out, int n)
{
    int i = get_global_id(0);
    int left = in[clamp(i - 1, 0, n)];
    if (i > n)
        return;
    out[i] = left;
    out[i] += in[clamp(i + 2, 0, n)];
}

kernel void neighbours_by_hand(global const int *in, global int *out, int n)
{
    int i = get_global_id(0), l = i - 1 < 0 ? 0 : i - 1, r = i + 2 > n ? n : i + 2;
    out[i] = i > n ? 0 : (5 * l - 3) + (5 * r - 3);
}

// An index that was checked before the loop is used for another one in it, after something has been written.
kernel void indices_in_loop(global int *in, global ulong *out)
{
    const int i = get_global_id(0);
    const uint first = (uint)(i + 3) & 127;
    ulong sum = in[first];
    for (int k = i & 7; k >= 0; k -= 2) {
        in[150 + i] += k + 1;
        sum = sum * 3 + in[150 + ((first + 60) & 127)] * (first > 66 && first < 68);
    }
    out[i] = sum + in[150 + i];
}

kernel void indices_in_loop_by_hand(global int *in, global ulong *out)
{
    if (get_global_id(0) != 0)
        return;
    for (int i = 0; i < 93; i++) {
        const uint first = (uint)(i + 3) & 127;
        ulong sum = in[first];
        int own = in[150 + i];
        for (int k = i & 7; k >= 0; k -= 2) {
            own += k + 1;
            if (i == 64)
                in[150] = own;
            sum = sum * 3 + (first == 67 ? in[150 + ((first + 60) & 127)] : 0);
        }
        out[i] = sum + own;
    }
}

// Each work-item leaves the loop in a turn of its own; its array then stays as it is.
kernel void words(global int *out)
{
    int i = get_global_id(0), row[9];
    for (int k = 0; k < 9; k++)
        row[k] = i + k;
    for (int turn = 0; turn < i % 7; turn++)
        for (int k = 1; k < 9; k++)
            row[k] = row[k - 1] + 2 * row[k] - turn;
    int sum = 0;
    for (int k = 0; k < 9; k++)
        sum = sum * 3 + row[k];
    out[i] = sum;
}

kernel void words_by_hand(global int *out)
{
    if (get_global_id(0) != 0)
        return;
    for (int i = 0; i < 48; i++) {
        int row[9], sum = 0;
        for (int k = 0; k < 9; k++)
            row[k] = i + k;
        for (int turn = 0; turn < i % 7; turn++)
            for (int k = 1; k < 9; k++)
                row[k] = row[k - 1] + 2 * row[k] - turn;
        for (int k = 0; k < 9; k++)
            sum = sum * 3 + row[k];
        out[i] = sum;
    }
}
