/* SPDX-License-Identifier: MIT */
/* Dynamic programming. */
#include <string.h>

#include "bench/kernels/families.h"

static cl_int largest(cl_int a, cl_int b, cl_int c)
{
    const cl_int most = a > b ? a : b;
    return most > c ? most : c;
}

/* The score of an alignment of two sequences: 1 for a match, -1 for a mismatch, gap for a gap. */
static cl_int align(const cl_uchar *first, const cl_uchar *second, int length, cl_int gap)
{
    cl_int row[256];
    for (int j = 0; j <= length; j++)
        row[j] = gap * j;
    for (int i = 1; i <= length; i++) {
        cl_int corner = row[0];
        row[0] = gap * i;
        for (int j = 1; j <= length; j++) {
            const cl_int both = corner + (first[i - 1] == second[j - 1] ? 1 : -1);
            corner = row[j];
            row[j] = largest(both, row[j] + gap, row[j - 1] + gap);
        }
    }
    return row[length];
}

/* Letters of an alphabet of four. */
static cl_uchar *sequence(struct job *job, size_t n)
{
    cl_uchar *letters = job_bytes(job, n);
    for (size_t i = 0; i < n; i++)
        letters[i] = "acgt"[letters[i] & 3];
    return letters;
}

void prepare_needleman_wunsch(struct job *job)
{
    enum { LENGTH = 128, GAP = -2 };
    const size_t pairs = job_size(job, 256, 4), n = pairs * LENGTH;
    const cl_uchar *first = sequence(job, n), *second = sequence(job, n);
    cl_int *want = job_alloc(job, pairs, sizeof(*want));
    for (size_t i = 0; i < pairs; i++)
        want[i] = align(first + i * LENGTH, second + i * LENGTH, LENGTH, GAP);
    cl_mem scores = job_output(job, pairs * sizeof(*want));
    job_launch(job, "align", range_1d(n, LENGTH));
    job_arg_mem(job, job_input(job, first, n));
    job_arg_mem(job, job_input(job, second, n));
    job_arg_mem(job, scores);
    job_expect(job, scores, want, pairs * sizeof(*want));
    job_cost(job, UNIT_INT, 6.0 * LENGTH * (double)n, 2.0 * (double)n);
}

void prepare_floyd_warshall(struct job *job)
{
    const size_t n = job_size(job, 256, 32), bytes = n * n * sizeof(cl_uint);
    const cl_uint *edges = job_uints(job, n * n, 1000);
    cl_uint *want = job_alloc(job, n * n, sizeof(*want));
    memcpy(want, edges, bytes);
    for (size_t through = 0; through < n; through++) {
        for (size_t i = 0; i < n * n; i++) {
            const cl_uint detour = want[i / n * n + through] + want[through * n + i % n];
            want[i] = detour < want[i] ? detour : want[i];
        }
    }
    cl_mem distances = job_output(job, bytes);
    job_launch(job, "reset", range_1d(n * n, 0));
    job_arg_mem(job, job_input(job, edges, bytes));
    job_arg_mem(job, distances);
    for (size_t through = 0; through < n; through++) {
        job_launch(job, "relax", range_2d(n, n, 16, 16));
        job_arg_mem(job, distances);
        job_arg_uint(job, (cl_uint)n);
        job_arg_uint(job, (cl_uint)through);
    }
    job_expect(job, distances, want, bytes);
    job_cost(job, UNIT_INT, 2.0 * (double)n * (double)(n * n), 2.0 * (double)bytes * (double)n);
}

/* The edit distance of two words. */
static cl_uint edit_distance(const cl_uchar *a, cl_uint a_length, const cl_uchar *b, cl_uint b_length)
{
    cl_uint table[32][32];
    for (cl_uint i = 0; i <= a_length; i++) {
        for (cl_uint j = 0; j <= b_length; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            const cl_uint kept = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            const cl_uint gap = 1 + (table[i - 1][j] < table[i][j - 1] ? table[i - 1][j] : table[i][j - 1]);
            table[i][j] = kept < gap ? kept : gap;
        }
    }
    return table[a_length][b_length];
}

void prepare_levenshtein(struct job *job)
{
    enum { LONGEST = 24 };
    const size_t n = job_size(job, 1 << 14, 1 << 9);
    cl_uchar *dictionary = sequence(job, n * LONGEST);
    const cl_uchar *word = sequence(job, LONGEST);
    const cl_uint *lengths = job_uints(job, n, LONGEST + 1);
    cl_uint *want = job_alloc(job, n, sizeof(*want));
    double cells = 0;
    for (size_t i = 0; i < n; i++) {
        memset(dictionary + i * LONGEST + lengths[i], 0, LONGEST - lengths[i]);
        want[i] = edit_distance(word, LONGEST, dictionary + i * LONGEST, lengths[i]);
        cells += LONGEST * (double)lengths[i];
    }
    cl_mem distances = job_output(job, n * sizeof(*want));
    job_launch(job, "levenshtein", range_1d(n, 64));
    job_arg_mem(job, job_input(job, word, LONGEST));
    job_arg_int(job, LONGEST);
    job_arg_mem(job, job_input(job, dictionary, n * LONGEST));
    job_arg_mem(job, distances);
    job_expect(job, distances, want, n * sizeof(*want));
    job_cost(job, UNIT_INT, 5.0 * cells, (double)(n * LONGEST));
}
