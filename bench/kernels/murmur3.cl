/* SPDX-License-Identifier: MIT */
/* MurmurHash3 of 32 bits over keys of whole words and differing lengths, as a hash join makes them. */
kernel void murmur3(global const uint *words, global const uint *starts, global uint *hashes, uint seed)
{
    const size_t i = get_global_id(0);
    const uint first = starts[i], last = starts[i + 1];
    uint hash = seed;
    for (uint k = first; k < last; k++) {
        const uint word = rotate(words[k] * 0xcc9e2d51u, 15u) * 0x1b873593u;
        hash = rotate(hash ^ word, 13u) * 5u + 0xe6546b64u;
    }
    hash ^= (last - first) * 4u;
    hash ^= hash >> 16;
    hash *= 0x85ebca6bu;
    hash ^= hash >> 13;
    hash *= 0xc2b2ae35u;
    hashes[i] = hash ^ hash >> 16;
}
