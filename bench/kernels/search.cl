/* SPDX-License-Identifier: MIT */
/* Marks the places of a text where a pattern begins, and counts them. */
kernel void search(global const uchar *text, constant uchar *pattern, uint length, global uchar *marks,
                   global uint *count)
{
    const size_t i = get_global_id(0);
    uint k = 0;
    while (k < length && text[i + k] == pattern[k])
        k++;
    const bool found = k == length;
    marks[i] = found;
    if (found)
        atomic_inc(count);
}
