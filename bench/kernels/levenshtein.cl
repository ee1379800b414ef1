/* SPDX-License-Identifier: MIT */
/* The edit distance of each word of a dictionary from one word; the row of the table is a private array. */
#define LONGEST 24

kernel void levenshtein(constant uchar *word, int length, global const uchar *dictionary, global uint *distances)
{
    const size_t i = get_global_id(0);
    global const uchar *other = dictionary + i * LONGEST;
    uint row[LONGEST + 1];
    for (int j = 0; j <= length; j++)
        row[j] = j;
    for (int k = 0; k < LONGEST && other[k]; k++) {
        uint corner = row[0];
        row[0] = k + 1;
        for (int j = 1; j <= length; j++) {
            const uint replaced = corner + (word[j - 1] != other[k]);
            corner = row[j];
            row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
        }
    }
    distances[i] = row[length];
}
