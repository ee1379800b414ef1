/* SPDX-License-Identifier: MIT */
/* A time step of particles kept as an array of structures, with walls that reflect. */
struct particle {
    float x, y, z;
    float vx, vy, vz;
    float mass;
    float age;
};

float reflect(float position, float *velocity)
{
    if (position < 0.0f) {
        *velocity = -*velocity;
        return -position;
    }
    if (position > 1.0f) {
        *velocity = -*velocity;
        return 2.0f - position;
    }
    return position;
}

kernel void particles(global const struct particle *in, global struct particle *out, float gravity, float dt)
{
    const size_t i = get_global_id(0);
    struct particle p = in[i];
    p.vz -= gravity * dt;
    p.x = reflect(p.x + p.vx * dt, &p.vx);
    p.y = reflect(p.y + p.vy * dt, &p.vy);
    p.z = reflect(p.z + p.vz * dt, &p.vz);
    p.age += dt;
    out[i] = p;
}
