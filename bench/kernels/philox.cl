/* SPDX-License-Identifier: MIT */
/* Random numbers by counter: Philox 4 x 32 with ten rounds. */
kernel void philox(global uint4 *out, uint2 key)
{
    const uint i = get_global_id(0);
    uint4 counter = (uint4)(i, 0, 0, 0);
    for (int round = 0; round < 10; round++) {
        const uint low0 = 0xD2511F53u * counter.x, high0 = mul_hi(0xD2511F53u, counter.x);
        const uint low1 = 0xCD9E8D57u * counter.z, high1 = mul_hi(0xCD9E8D57u, counter.z);
        counter = (uint4)(high1 ^ counter.y ^ key.x, low1, high0 ^ counter.w ^ key.y, low0);
        key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
    }
    out[i] = counter;
}
