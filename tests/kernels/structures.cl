// SPDX-License-Identifier: MIT
// Arrays of structures: fields of several sizes, whole copies, arrays inside, unions, packed fields.
//: options -cl-std=CL1.2
//: run fields global 48 local 12
//: arg buffer int 192 iota
//: arg buffer int 192 zero
//: expect 1 like fields_by_hand
//: run copies global 32 local 16
//: arg buffer int 128 noise 1
//: arg buffer int 128 zero
//: expect 1 noise 1
//: run mixed global 32 local 8
//: arg buffer uchar 512 noise 2
//: arg buffer long 32 zero
//: expect 1 like mixed_by_hand
//: run packed_fields global 40 local 20
//: arg buffer uchar 280 noise 3
//: arg buffer int 40 zero
//: expect 1 like packed_fields_by_hand
//: run arrays_inside global 24 local 8
//: arg buffer int 192 random
//: arg buffer int 192 zero
//: expect 1 like arrays_inside_by_hand
//: run some_fields global 48 local 12
//: arg buffer int 192 const 5
//: arg buffer int 48 random
//: expect 0 like some_fields_by_hand
//: run sixteen global 20 local 10
//: arg buffer float 320 iota
//: arg buffer float 320 zero
//: expect 1 like sixteen_by_hand
struct point {
    int x, y, z, w;
};

kernel void fields(global const struct point *in, global struct point *out)
{
    size_t g = get_global_id(0);
    out[g].x = in[g].y;
    out[g].z = in[g].x + in[g].w;
    out[g].w = in[g].z * 2;
}

kernel void fields_by_hand(global const int *in, global int *out)
{
    size_t g = get_global_id(0);
    out[4 * g] = 4 * g + 1;
    out[4 * g + 2] = 8 * g + 3;
    out[4 * g + 3] = 8 * g + 4;
}

kernel void copies(global const struct point *in, global struct point *out)
{
    struct point p = in[get_global_id(0)];
    out[get_global_id(0)] = p;
}

struct mixed {
    uchar a;
    short b;
    uint c;
    long d;
};

kernel void mixed(global const struct mixed *in, global long *out)
{
    global const struct mixed *m = &in[get_global_id(0)];
    out[get_global_id(0)] = m->a + m->b * 3 + (long)m->c + (m->d >> 8);
}

long bytes_at(global const uchar *at, int count)
{
    long value = 0;
    for (int i = count; i-- > 0;)
        value = value << 8 | at[i];
    return value;
}

kernel void mixed_by_hand(global const uchar *in, global long *out)
{
    global const uchar *m = in + 16 * get_global_id(0);
    out[get_global_id(0)] = m[0] + (short)bytes_at(m + 2, 2) * 3 + bytes_at(m + 4, 4) + (bytes_at(m + 8, 8) >> 8);
}

struct __attribute__((packed)) packed_fields {
    uchar a;
    int b;
    short c;
};

kernel void packed_fields(global const struct packed_fields *in, global int *out)
{
    struct packed_fields p = in[get_global_id(0)];
    out[get_global_id(0)] = p.a ^ p.b ^ p.c;
}

kernel void packed_fields_by_hand(global const uchar *in, global int *out)
{
    global const uchar *p = in + 7 * get_global_id(0);
    out[get_global_id(0)] = p[0] ^ (int)bytes_at(p + 1, 4) ^ (short)bytes_at(p + 5, 2);
}

struct with_array {
    int count, values[7];
};

kernel void arrays_inside(global const struct with_array *in, global struct with_array *out)
{
    size_t g = get_global_id(0);
    int n = in[g].count % 7;
    out[g].count = n;
    for (int i = 0; i < n; i++)
        out[g].values[n - 1 - i] = in[g].values[i];
}

kernel void arrays_inside_by_hand(global const int *in, global int *out)
{
    size_t g = get_global_id(0) * 8;
    int n = in[g] % 7;
    out[g] = n;
    for (int i = 1; i < 8; i++)
        out[g + i] = i <= n ? in[g + n + 1 - i] : 0;
}

// What lies between the fields that are written stays as it is.
kernel void some_fields(global struct point *out, global const int *in)
{
    size_t g = get_global_id(0);
    if (in[g] & 1) {
        out[g].y = in[g];
        out[g].z += in[g];
    }
}

kernel void some_fields_by_hand(global int *out, global const int *in)
{
    size_t g = get_global_id(0);
    int odd = in[g] & 1;
    out[4 * g + 1] = odd ? in[g] : 5;
    out[4 * g + 2] = odd ? in[g] + 5 : 5;
}

struct matrix {
    float4 rows[4];
};

kernel void sixteen(global const struct matrix *in, global struct matrix *out)
{
    struct matrix m = in[get_global_id(0)];
    for (int i = 0; i < 4; i++)
        out[get_global_id(0)].rows[i] = (float4)(m.rows[0][i], m.rows[1][i], m.rows[2][i], m.rows[3][i]);
}

kernel void sixteen_by_hand(global const float *in, global float *out)
{
    for (uint i = 0; i < 16; i++)
        out[get_global_id(0) * 16 + i] = in[get_global_id(0) * 16 + i % 4 * 4 + i / 4];
}
