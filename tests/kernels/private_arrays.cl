// SPDX-License-Identifier: MIT
// Arrays of a work-item: elements at places known when compiling, the same for all, or each its own; arrays
// that vectors, parts of elements and whole structures are read from, and whose address is passed on.
//: options -cl-std=CL1.2
//: run constant_places global 32 local 16
//: arg buffer int 32 iota
//: arg buffer int 32 zero
//: expect 1 affine 10 20
//: run shared_places global 40 local 20
//: arg buffer int 40 random
//: arg buffer int 40 zero
//: arg value int 9
//: expect 1 like shared_places_by_hand
//: run own_places global 48 local 24
//: arg buffer int 48 random
//: arg buffer int 48 zero
//: expect 1 like own_places_by_hand
//: run sorted global 40 local 20
//: arg buffer int 320 random
//: arg buffer int 320 zero
//: expect 1 like sorted_by_rank
//: run as_vectors global 24 local 12
//: arg buffer float 96 iota
//: arg buffer float 96 zero
//: expect 1 like as_vectors_by_hand
//: run parts global 24 local 12
//: arg buffer uint 24 noise 7
//: arg buffer uint 24 zero
//: expect 1 like parts_by_hand
//: run structures global 24 local 12
//: arg buffer int 24 random
//: arg buffer int 24 zero
//: expect 1 like structures_by_hand
//: run passed_on global 32 local 16
//: arg buffer int 32 random
//: arg buffer int 32 zero
//: expect 1 like passed_on_by_hand
//: run one_of_two global 32 local 16
//: arg buffer int 32 random
//: arg buffer int 32 zero
//: expect 1 like one_of_two_by_hand
//: run bytes global 40 local 20
//: arg buffer uchar 640 noise 3
//: arg buffer uint 40 zero
//: expect 1 like bytes_by_hand
//: run two_dimensions global 32 local 16
//: arg buffer int 32 iota
//: arg buffer int 32 zero
//: expect 1 affine 36 84
//: run only_some_write global 32 local 16
//: arg buffer int 32 iota
//: arg buffer int 32 zero
//: expect 1 list 7 101 7 103 7 105 7 107 7 109 7 111 7 113 7 115 7 117 7 119 7 121 7 123 7 125 7 127 7 129 7 131
//: run starts_full global 32 local 16
//: arg buffer int 32 iota
//: arg buffer int 32 zero
//: expect 1 list 3 1 4 1 5 9 2 6 3 1 4 1 5 9 2 6 3 1 4 1 5 9 2 6 3 1 4 1 5 9 2 6
kernel void constant_places(global const int *in, global int *out)
{
    int a[4], g = get_global_id(0);
    a[0] = in[g];
    a[1] = a[0] * 2 + 5;
    a[3] = a[1] + a[0];
    a[2] = a[3] + 4 * a[0] + 10;
    out[g] = a[2] + a[3];
}

kernel void shared_places(global const int *in, global int *out, int n)
{
    int a[16], g = get_global_id(0);
    for (int i = 0; i < 16; i++)
        a[i] = 0;
    for (int i = 0; i < n; i++)
        a[i + 2] += in[g] * i;
    out[g] = a[n] + a[n - 1] + a[0] + a[15];
}

kernel void shared_places_by_hand(global const int *in, global int *out, int n)
{
    int g = get_global_id(0);
    out[g] = in[g] * (n - 2) + in[g] * (n - 3);
}

kernel void own_places(global const int *in, global int *out)
{
    int a[8], g = get_global_id(0);
    for (int i = 0; i < 8; i++)
        a[i] = i * 100;
    a[in[g] & 7] += g;
    a[g & 7] += 5;
    out[g] = a[in[g] & 7] + a[(in[g] >> 3) & 7];
}

kernel void own_places_by_hand(global const int *in, global int *out)
{
    int g = get_global_id(0), one = in[g] & 7, two = (in[g] >> 3) & 7, mine = g & 7;
    int first = one * 100 + g + (one == mine ? 5 : 0);
    int second = two * 100 + (two == one ? g : 0) + (two == mine ? 5 : 0);
    out[g] = first + second;
}

// An insertion sort: how far an element moves differs between work-items.
kernel void sorted(global const int *in, global int *out)
{
    int a[8], g = get_global_id(0);
    for (int i = 0; i < 8; i++) {
        int value = in[g * 8 + i], at = i;
        while (at > 0 && a[at - 1] > value) {
            a[at] = a[at - 1];
            at--;
        }
        a[at] = value;
    }
    for (int i = 0; i < 8; i++)
        out[g * 8 + i] = a[i];
}

kernel void sorted_by_rank(global const int *in, global int *out)
{
    global const int *mine = in + get_global_id(0) * 8;
    for (int i = 0; i < 8; i++) {
        int rank = 0;
        for (int j = 0; j < 8; j++)
            rank += mine[j] < mine[i] || (mine[j] == mine[i] && j < i);
        out[get_global_id(0) * 8 + rank] = mine[i];
    }
}

kernel void as_vectors(global const float4 *in, global float4 *out)
{
    float a[12];
    size_t g = get_global_id(0);
    vstore4(in[g], 0, a);
    vstore4(in[g] * 2, 0, a + 4);
    a[8] = a[3] + a[5];
    for (int i = 9; i < 12; i++)
        a[i] = a[i - 1] + 1;
    out[g] = vload4(2, a) + vload4(0, a + 3);
}

kernel void as_vectors_by_hand(global const float4 *in, global float4 *out)
{
    float4 v = in[get_global_id(0)];
    float e = v.w + 2 * v.y;
    out[get_global_id(0)] = (float4)(e, e + 1, e + 2, e + 3) + (float4)(v.w, 2 * v.x, 2 * v.y, 2 * v.z);
}

// Elements of one size, read as another.
kernel void parts(global const uint *in, global uint *out)
{
    uint a[4];
    size_t g = get_global_id(0);
    for (uint i = 0; i < 4; i++)
        a[i] = in[g] + i * 0x01010101u;
    const uchar *bytes = (const uchar *)a;
    const ushort *halves = (const ushort *)a;
    out[g] = bytes[g & 15] * 65536u + halves[(g >> 1) & 7];
}

kernel void parts_by_hand(global const uint *in, global uint *out)
{
    size_t g = get_global_id(0);
    uint byte = g & 15, part = (g >> 1) & 7;
    uint of_byte = in[g] + byte / 4 * 0x01010101u, of_part = in[g] + part / 2 * 0x01010101u;
    out[g] = (of_byte >> byte % 4 * 8 & 255) * 65536u + (of_part >> part % 2 * 16 & 65535);
}

struct entry {
    char tag;
    int value;
    short pair[2];
};

kernel void structures(global const int *in, global int *out)
{
    struct entry table[4], last;
    int g = get_global_id(0), x = in[g];
    for (int i = 0; i < 4; i++) {
        table[i].tag = x + i;
        table[i].value = x * i;
        table[i].pair[0] = x - i;
        table[i].pair[1] = i;
    }
    last = table[x & 3];
    table[0] = last;
    out[g] = last.tag + last.value * 3 + table[0].pair[0] * 5 + table[x & 1].pair[1] * 7;
}

kernel void structures_by_hand(global const int *in, global int *out)
{
    int g = get_global_id(0), x = in[g], k = x & 3;
    out[g] = (char)(x + k) + x * k * 3 + (short)(x - k) * 5 + (x & 1 ? 1 : k) * 7;
}

void reverse(int *a, int n)
{
    for (int i = 0; i < n / 2; i++) {
        int kept = a[i];
        a[i] = a[n - 1 - i];
        a[n - 1 - i] = kept;
    }
}

kernel void passed_on(global const int *in, global int *out)
{
    int a[8], g = get_global_id(0), n = in[g] & 7;
    for (int i = 0; i < 8; i++)
        a[i] = i * i;
    reverse(a, n);
    out[g] = a[0] * 100 + a[(n + 1) & 7];
}

kernel void passed_on_by_hand(global const int *in, global int *out)
{
    int g = get_global_id(0), n = in[g] & 7, other = (n + 1) & 7;
    int first = n ? (n - 1) * (n - 1) : 0;
    out[g] = first * 100 + (other < n ? (n - 1 - other) * (n - 1 - other) : other * other);
}

kernel void one_of_two(global const int *in, global int *out)
{
    int a[4] = {1, 2, 3, 4}, b[4] = {10, 20, 30, 40}, g = get_global_id(0);
    int *chosen = in[g] & 1 ? a : b;
    chosen[in[g] & 3] = in[g];
    chosen[1]++;
    out[g] = a[0] + a[1] * 2 + a[2] * 3 + a[3] * 4 + b[0] + b[1] + b[2] + b[3];
}

kernel void one_of_two_by_hand(global const int *in, global int *out)
{
    int g = get_global_id(0), x = in[g], at = x & 3;
    if (x & 1)
        out[g] = 30 + 100 + 2 + (at + 1) * (x - (at + 1));
    else
        out[g] = 30 + 100 + 1 + x - (at + 1) * 10;
}

kernel void bytes(global const uchar *in, global uint *out)
{
    uchar counts[16];
    size_t g = get_global_id(0);
    for (int i = 0; i < 16; i++)
        counts[i] = 0;
    for (int i = 0; i < 16; i++)
        counts[in[g * 16 + i] & 15]++;
    uint sum = 0;
    for (int i = 0; i < 16; i++)
        sum += counts[i] * counts[i] * (i + 1);
    out[g] = sum;
}

kernel void bytes_by_hand(global const uchar *in, global uint *out)
{
    size_t g = get_global_id(0);
    uint sum = 0;
    for (int v = 0; v < 16; v++) {
        uint count = 0;
        for (int i = 0; i < 16; i++)
            count += (in[g * 16 + i] & 15) == v;
        sum += count * count * (v + 1);
    }
    out[g] = sum;
}

kernel void two_dimensions(global const int *in, global int *out)
{
    int a[3][4], g = get_global_id(0), sum = 0;
    for (int y = 0; y < 3; y++)
        for (int x = 0; x < 4; x++)
            a[y][x] = in[g] * (y + 2) + x + 3 * y;
    for (int x = 0; x < 4; x++)
        for (int y = 0; y < 3; y++)
            sum += a[y][x];
    out[g] = sum + 30;
}

kernel void only_some_write(global const int *in, global int *out)
{
    int a[4], g = get_global_id(0);
    for (int i = 0; i < 4; i++)
        a[i] = 7;
    if (g & 1)
        for (int i = 0; i < 4; i++)
            a[i] = in[g] + 100;
    out[g] = a[g >> 1 & 3];
}

kernel void starts_full(global const int *in, global int *out)
{
    const int digits[8] = {3, 1, 4, 1, 5, 9, 2, 6};
    out[get_global_id(0)] = digits[in[get_global_id(0)] & 7];
}
