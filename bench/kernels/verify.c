/* SPDX-License-Identifier: MIT */
/* Whether the buffers of a job hold what they must. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/kernels/job_struct.h"
#include "examples/common.h"

static bool same_bytes(const struct job_expectation *e, const unsigned char *got)
{
    const unsigned char *want = e->want;
    for (size_t i = 0; i < e->count; i++) {
        if (got[i] != want[i]) {
            fprintf(stderr, "byte %zu is 0x%02x, not 0x%02x\n", i, got[i], want[i]);
            return false;
        }
    }
    return true;
}

static bool mostly_same(const struct job_expectation *e, const cl_uint *got)
{
    const cl_uint *want = e->want;
    size_t different = 0;
    for (size_t i = 0; i < e->count; i++)
        different += got[i] != want[i];
    if ((double)different <= e->tolerance * (double)e->count)
        return true;
    fprintf(stderr, "%zu of %zu words differ\n", different, e->count);
    return false;
}

static double item_of(const struct job_expectation *e, const void *got, size_t i)
{
    return e->kind == EXPECT_FLOATS ? (double)((const float *)got)[i] : ((const double *)got)[i];
}

static bool close_enough(const struct job_expectation *e, const void *got)
{
    const double *want = e->want;
    for (size_t i = 0; i < e->count; i++) {
        const double value = item_of(e, got, i);
        if (!(fabs(value - want[i]) <= e->tolerance * fmax(1, fabs(want[i])))) {
            fprintf(stderr, "item %zu is %.9g, not %.9g (tolerance %g)\n", i, value, want[i], e->tolerance);
            return false;
        }
    }
    return true;
}

static bool fulfilled(const struct job *job, const struct job_expectation *e)
{
    void *got = malloc(e->size);
    if (!got) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    check(clEnqueueReadBuffer(job->queue, e->buffer, CL_TRUE, 0, e->size, got, 0, NULL, NULL),
          "clEnqueueReadBuffer");
    bool good = e->kind == EXPECT_BYTES    ? same_bytes(e, got)
                : e->kind == EXPECT_MOSTLY ? mostly_same(e, got)
                                           : close_enough(e, got);
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
