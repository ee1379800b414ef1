/* SPDX-License-Identifier: MIT */
/* Whether the buffers of a job hold what they must. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/kernels/job_struct.h"
#include "examples/common.h"

static double number_at(enum expectation_kind kind, const void *items, size_t i)
{
    switch (kind) {
    case EXPECT_BYTES:
    case EXPECT_BYTES_NEAR:
        return ((const cl_uchar *)items)[i];
    case EXPECT_WORDS:
        return ((const cl_uint *)items)[i];
    case EXPECT_FLOATS:
        return (double)((const float *)items)[i];
    default:
        return ((const double *)items)[i];
    }
}

/* Floats are expected in double precision. */
static double wanted_at(const struct job_expectation *e, size_t i)
{
    return number_at(e->kind == EXPECT_FLOATS ? EXPECT_DOUBLES : e->kind, e->want, i);
}

/* Not a number is never right. */
static bool is_right(const struct job_expectation *e, const void *got, size_t i)
{
    const double want = wanted_at(e, i);
    const double unit = e->kind == EXPECT_BYTES_NEAR ? 1 : fmax(1, fabs(want));
    return fabs(number_at(e->kind, got, i) - want) <= e->tolerance * unit;
}

static bool is_as_expected(const struct job_expectation *e, const void *got)
{
    size_t wrong = 0, first = 0;
    for (size_t i = 0; i < e->count; i++)
        if (!is_right(e, got, i) && wrong++ == 0)
            first = i;
    if ((double)wrong <= e->share * (double)e->count)
        return true;
    fprintf(stderr, "%zu of %zu items are wrong: item %zu is %.9g, not %.9g (tolerance %g)\n", wrong,
            e->count, first, number_at(e->kind, got, first), wanted_at(e, first), e->tolerance);
    return false;
}

static void read_all(const struct job *job, cl_mem from, size_t size, void *to)
{
    cl_mem_object_type type;
    size_t origin[3] = {0}, region[3] = {1, 1, 1};
    check(clGetMemObjectInfo(from, CL_MEM_TYPE, sizeof(type), &type, NULL), "CL_MEM_TYPE");
    if (type == CL_MEM_OBJECT_BUFFER) {
        check(clEnqueueReadBuffer(job->queue, from, CL_TRUE, 0, size, to, 0, NULL, NULL),
              "clEnqueueReadBuffer");
        return;
    }
    check(clGetImageInfo(from, CL_IMAGE_WIDTH, sizeof(size_t), &region[0], NULL), "CL_IMAGE_WIDTH");
    check(clGetImageInfo(from, CL_IMAGE_HEIGHT, sizeof(size_t), &region[1], NULL), "CL_IMAGE_HEIGHT");
    check(clEnqueueReadImage(job->queue, from, CL_TRUE, origin, region, 0, 0, to, 0, NULL, NULL),
          "clEnqueueReadImage");
}

static bool fulfilled(const struct job *job, const struct job_expectation *e)
{
    void *got = malloc(e->size);
    if (!got) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    read_all(job, e->buffer, e->size, got);
    const bool good = is_as_expected(e, got);
    free(got);
    return good;
}

bool job_verify(const struct job *job)
{
    if (job->expectation_count == 0) {
        fprintf(stderr, "the benchmark expects nothing\n");
        return false;
    }
    for (size_t i = 0; i < job->expectation_count; i++)
        if (!fulfilled(job, &job->expectations[i]))
            return false;
    return true;
}
