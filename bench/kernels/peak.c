/* SPDX-License-Identifier: MIT */
/* The machine's limits, measured. Arithmetic: twelve independent chains of multiply-adds (integers: of
 * exclusive or and addition) hide the latency on any present core, with the widest vectors that the CPU has.
 * Memory: a triad over arrays that no cache holds, that a quarter of the last level holds, and that half of
 * the second level holds, with ordinary and with streaming stores, whichever is faster. All threads start
 * together and run for the same CPU time of their own, so that what else the machine does takes little from
 * the rates. */
#include "bench/kernels/peak.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <xmmintrin.h>

#include "bench/kernels/caches.h"

enum { STEPS = 20000, CHAINS = 12 };
static const double run_seconds = 0.05;

/* One loop: its work in operations or bytes a call. */
struct load {
    double (*run)(void *arena, size_t size);
    size_t arena_size;
};

/* A loop of STEPS steps on CHAINS vectors; STEP(v) is one step of one vector. The empty assembly keeps every
 * step, the stored sum keeps every vector. */
#define ARITHMETIC(name, isa, type, bytes, STEP)                                                             \
    __attribute__((target(isa))) static double name(void *arena, size_t size)                                \
    {                                                                                                        \
        typedef type vector __attribute__((vector_size(bytes)));                                             \
        (void)size;                                                                                          \
        vector *out = arena, b = out[0], c = out[1];                                                         \
        vector v0 = b, v1 = b, v2 = b, v3 = b, v4 = b, v5 = b, v6 = b, v7 = b, v8 = b, v9 = b, va = b,       \
               vb = b;                                                                                       \
        for (int i = 0; i < STEPS; i++) {                                                                    \
            v0 = STEP(v0), v1 = STEP(v1), v2 = STEP(v2), v3 = STEP(v3), v4 = STEP(v4), v5 = STEP(v5);        \
            v6 = STEP(v6), v7 = STEP(v7), v8 = STEP(v8), v9 = STEP(v9), va = STEP(va), vb = STEP(vb);        \
            __asm__ volatile("" : "+x"(v0), "+x"(v1), "+x"(v2), "+x"(v3), "+x"(v4), "+x"(v5));               \
            __asm__ volatile("" : "+x"(v6), "+x"(v7), "+x"(v8), "+x"(v9), "+x"(va), "+x"(vb));               \
        }                                                                                                    \
        out[2] = (v0 + v1 + v2 + v3) + (v4 + v5 + v6 + v7) + (v8 + v9 + va + vb);                            \
        return 2.0 * STEPS * CHAINS * ((bytes) / sizeof(type));                                              \
    }

#define MULTIPLY_ADD(v) (v) * b + c
#define XOR_ADD(v) ((v) ^ b) + c
ARITHMETIC(float_sse, "sse4.2", float, 16, MULTIPLY_ADD)
ARITHMETIC(float_avx2, "avx2,fma", float, 32, MULTIPLY_ADD)
ARITHMETIC(float_avx512, "avx512f", float, 64, MULTIPLY_ADD)
ARITHMETIC(double_sse, "sse4.2", double, 16, MULTIPLY_ADD)
ARITHMETIC(double_avx2, "avx2,fma", double, 32, MULTIPLY_ADD)
ARITHMETIC(double_avx512, "avx512f", double, 64, MULTIPLY_ADD)
ARITHMETIC(int_sse, "sse4.2", uint32_t, 16, XOR_ADD)
ARITHMETIC(int_avx2, "avx2", uint32_t, 32, XOR_ADD)
ARITHMETIC(int_avx512, "avx512f", uint32_t, 64, XOR_ADD)

/* a = b + 3 c on the thirds of the arena. */
static double triad(void *arena, size_t size)
{
    const size_t n = size / 3 / sizeof(float) / 4 * 4;
    float *restrict a = arena;
    const float *restrict b = a + n, *restrict c = b + n;
    for (size_t i = 0; i < n; i++)
        a[i] = b[i] + 3.0f * c[i];
    __asm__ volatile("" ::: "memory");
    return 3.0 * sizeof(float) * (double)n;
}

static double streaming_triad(void *arena, size_t size)
{
    const size_t n = size / 3 / sizeof(float) / 4 * 4;
    float *a = arena;
    const float *b = a + n, *c = b + n;
    const __m128 three = _mm_set1_ps(3.0f);
    for (size_t i = 0; i < n; i += 4)
        _mm_stream_ps(a + i, _mm_add_ps(_mm_load_ps(b + i), _mm_mul_ps(three, _mm_load_ps(c + i))));
    _mm_sfence();
    return 3.0 * sizeof(float) * (double)n;
}

struct runner {
    pthread_t thread;
    pthread_barrier_t *start;
    struct load load;
    double rate; /* 10^9 a second */
};

static double thread_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void *run_load(void *argument)
{
    struct runner *runner = argument;
    const size_t size = runner->load.arena_size;
    float *arena = aligned_alloc(64, size);
    for (size_t i = 0; arena && i < size / sizeof(*arena); i++)
        arena[i] = 0.5f;
    pthread_barrier_wait(runner->start);
    if (!arena)
        return NULL;
    double work = 0, start = thread_seconds(), time;
    do {
        work += runner->load.run(arena, size);
        time = thread_seconds() - start;
    } while (time < run_seconds);
    runner->rate = 1e-9 * work / time;
    free(arena);
    return NULL;
}

/* The sum of the rates of so many threads. */
static double rate_of(struct load load, int threads)
{
    struct runner *runners = calloc((size_t)threads, sizeof(*runners));
    pthread_barrier_t start;
    if (!runners || pthread_barrier_init(&start, NULL, (unsigned)threads) != 0) {
        fprintf(stderr, "out of memory\n");
        exit(EXIT_FAILURE);
    }
    for (int i = 0; i < threads; i++) {
        runners[i].start = &start;
        runners[i].load = load;
        if (pthread_create(&runners[i].thread, NULL, run_load, &runners[i]) != 0) {
            fprintf(stderr, "no thread\n");
            exit(EXIT_FAILURE);
        }
    }
    double sum = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(runners[i].thread, NULL);
        sum += runners[i].rate;
    }
    pthread_barrier_destroy(&start);
    free(runners);
    return sum;
}

/* The best of five. */
static double best_rate(struct load load, int threads)
{
    double best = 0;
    for (int i = 0; i < 5; i++) {
        const double rate = rate_of(load, threads);
        best = rate > best ? rate : best;
    }
    return best;
}

/* The triad's rate on arenas of so many bytes in all, whole pages a thread. */
static double triad_rate(size_t size, int threads)
{
    const size_t part = size / (size_t)threads / 4096 * 4096;
    const double plain = best_rate((struct load){triad, part}, threads);
    const double streaming = best_rate((struct load){streaming_triad, part}, threads);
    return plain > streaming ? plain : streaming;
}

static void print_limits(const char *label, int threads)
{
    enum { SMALL = 4096 };
    const bool wide = __builtin_cpu_supports("avx512f");
    const bool middle = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const size_t second = cache_size(2, 256u << 10), third = cache_size(3, 16u << 20);
    const struct load floats = {wide ? float_avx512 : middle ? float_avx2 : float_sse, SMALL};
    const struct load doubles = {wide ? double_avx512 : middle ? double_avx2 : double_sse, SMALL};
    const struct load ints = {wide ? int_avx512 : middle ? int_avx2 : int_sse, SMALL};
    printf("{\"threads\": \"%s\", \"count\": %d, \"float\": %.2f, \"double\": %.2f, \"int\": %.2f, "
           "\"memory\": %.2f, \"l3\": %.2f, \"l2\": %.2f, \"l3_bytes\": %zu, \"l2_bytes\": %zu}\n",
           label, threads, best_rate(floats, threads), best_rate(doubles, threads), best_rate(ints, threads),
           triad_rate(6 * third, threads), triad_rate(third / 4, threads),
           triad_rate(second / 2 * (size_t)threads, threads), third, second);
}

void peak_print(void)
{
    cpu_set_t allowed;
    const int cpus = sched_getaffinity(0, sizeof(allowed), &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
    print_limits("one", 1);
    print_limits("all", cpus);
}
