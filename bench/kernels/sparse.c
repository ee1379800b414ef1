/* SPDX-License-Identifier: MIT */
/* Irregular data: sparse matrices, graphs, clusters. */
#include <math.h>

#include "bench/kernels/families.h"

/* Row starts of a matrix whose rows have 1 to most entries. */
static const cl_uint *row_starts(struct job *job, size_t rows, cl_uint most)
{
    cl_uint *starts = job_uints(job, rows + 1, most), total = 0;
    for (size_t i = 0; i <= rows; i++) {
        const cl_uint length = starts[i] + 1;
        starts[i] = total;
        total += length;
    }
    return starts;
}

void prepare_spmv_csr(struct job *job)
{
    const size_t rows = job_size(job, 50000, 1000), padded = (rows + 255) / 256 * 256;
    const cl_uint *starts = row_starts(job, rows, 31);
    const size_t entries = starts[rows];
    const cl_uint *columns = job_uints(job, entries, (cl_uint)rows);
    const float *values = job_floats(job, entries, -1, 1), *x = job_floats(job, rows, -1, 1);
    double *want = job_alloc(job, rows, sizeof(*want));
    for (size_t i = 0; i < rows; i++)
        for (size_t k = starts[i]; k < starts[i + 1]; k++)
            want[i] += (double)values[k] * (double)x[columns[k]];
    cl_mem y = job_output(job, rows * sizeof(float));
    job_launch(job, "spmv", range_1d(padded, 256));
    job_arg_mem(job, job_input(job, starts, (rows + 1) * sizeof(*starts)));
    job_arg_mem(job, job_input(job, columns, entries * sizeof(*columns)));
    job_arg_mem(job, job_input(job, values, entries * sizeof(*values)));
    job_arg_mem(job, job_input(job, x, rows * sizeof(*x)));
    job_arg_mem(job, y);
    job_arg_uint(job, (cl_uint)rows);
    job_expect_floats(job, y, want, rows, 1e-5);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)entries, 8.0 * (double)entries + 12.0 * (double)rows);
}

void prepare_spmv_ell(struct job *job)
{
    enum { WIDTH = 16 };
    const size_t rows = job_size(job, 1 << 16, 1 << 10), entries = rows * WIDTH;
    const cl_uint *columns = job_uints(job, entries, (cl_uint)rows);
    const float *values = job_floats(job, entries, -1, 1), *x = job_floats(job, rows, -1, 1);
    double *want = job_alloc(job, rows, sizeof(*want));
    for (size_t i = 0; i < entries; i++)
        want[i % rows] += (double)values[i] * (double)x[columns[i]];
    cl_mem y = job_output(job, rows * sizeof(float));
    job_launch(job, "spmv", range_1d(rows, 128));
    job_arg_mem(job, job_input(job, columns, entries * sizeof(*columns)));
    job_arg_mem(job, job_input(job, values, entries * sizeof(*values)));
    job_arg_mem(job, job_input(job, x, rows * sizeof(*x)));
    job_arg_mem(job, y);
    job_arg_uint(job, (cl_uint)rows);
    job_arg_uint(job, WIDTH);
    job_expect_floats(job, y, want, rows, 1e-5);
    job_cost(job, UNIT_FLOAT, 2.0 * (double)entries, 8.0 * (double)entries + 8.0 * (double)rows);
}

/* The levels of all nodes from node 0; returns how many levels there are. */
static cl_int search_breadth_first(struct job *job, const cl_uint *starts, const cl_uint *neighbours,
                                   cl_int *levels, size_t nodes)
{
    cl_uint *queue = job_alloc(job, nodes, sizeof(*queue));
    size_t head = 0, tail = 1;
    for (size_t i = 1; i < nodes; i++)
        levels[i] = -1;
    while (head < tail) {
        const cl_uint node = queue[head++];
        for (size_t k = starts[node]; k < starts[node + 1]; k++) {
            if (levels[neighbours[k]] == -1) {
                levels[neighbours[k]] = levels[node] + 1;
                queue[tail++] = neighbours[k];
            }
        }
    }
    return levels[queue[tail - 1]] + 1;
}

void prepare_bfs_level(struct job *job)
{
    const size_t nodes = job_size(job, 1 << 16, 1 << 9), bytes = nodes * sizeof(cl_int);
    const cl_uint *starts = row_starts(job, nodes, 7);
    const size_t edges = starts[nodes];
    const cl_uint *neighbours = job_uints(job, edges, (cl_uint)nodes);
    cl_int *want = job_alloc(job, nodes, sizeof(*want));
    const cl_int depth = search_breadth_first(job, starts, neighbours, want, nodes);
    cl_mem levels = job_output(job, bytes);
    cl_mem rows = job_input(job, starts, (nodes + 1) * sizeof(*starts));
    cl_mem ends = job_input(job, neighbours, edges * sizeof(*neighbours));
    job_launch(job, "clear", range_1d(nodes, 0));
    job_arg_mem(job, levels);
    job_arg_uint(job, 0);
    for (cl_int level = 0; level < depth; level++) {
        job_launch(job, "bfs_level", range_1d(nodes, 256));
        job_arg_mem(job, rows);
        job_arg_mem(job, ends);
        job_arg_mem(job, levels);
        job_arg_int(job, level);
    }
    job_expect(job, levels, want, bytes);
    job_cost(job, UNIT_INT, (double)edges + (double)nodes * depth,
             8.0 * (double)edges + (double)bytes * depth);
}

void prepare_kmeans(struct job *job)
{
    enum { FEATURES = 8, CLUSTERS = 32 };
    const size_t n = job_size(job, 1 << 16, 1 << 10);
    const float *points = job_floats(job, n * FEATURES, 0, 1),
                *centres = job_floats(job, CLUSTERS * FEATURES, 0, 1);
    cl_uint *want = job_alloc(job, n, sizeof(*want));
    for (size_t i = 0; i < n; i++) {
        double least = INFINITY;
        for (cl_uint c = 0; c < CLUSTERS; c++) {
            double distance = 0;
            for (size_t f = 0; f < FEATURES; f++)
                distance += pow((double)points[f * n + i] - (double)centres[c * FEATURES + f], 2);
            if (distance < least) {
                least = distance;
                want[i] = c;
            }
        }
    }
    cl_mem nearest = job_output(job, n * sizeof(*want));
    job_launch(job, "assign", range_1d(n, 0));
    job_arg_mem(job, job_input(job, points, n * FEATURES * sizeof(*points)));
    job_arg_mem(job, job_input(job, centres, CLUSTERS * FEATURES * sizeof(*centres)));
    job_arg_mem(job, nearest);
    job_arg_int(job, (cl_int)n);
    job_arg_int(job, FEATURES);
    job_arg_int(job, CLUSTERS);
    job_expect_mostly_words(job, nearest, want, n, 0.001);
    job_cost(job, UNIT_FLOAT, 3.0 * FEATURES * CLUSTERS * (double)n, 4.0 * (FEATURES + 1) * (double)n);
}
