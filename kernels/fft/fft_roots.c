/* SPDX-License-Identifier: MIT */
/* Roots of unity by symmetry from the first eighth of a turn, and a plain transform for tables. */
#include "kernels/fft/fft_roots.h"

#include <math.h>

#include "base/alloc.h"

#define PRIME_MOST 64 /* on the stack */

/* Sine and cosine of at most an eighth of a turn; the rest is symmetry. */
struct vg_fft_exact vg_fft_root(uint64_t k, uint64_t n)
{
    bool below = k <= n - k; /* the angle is at most half a turn */
    uint64_t quarters = 4 * (below ? k : n - k);
    bool left = quarters > n;
    if (left)
        quarters = 2 * n - quarters;
    bool steep = 2 * quarters > n;
    if (steep)
        quarters = n - quarters;
    long double angle = 1.57079632679489661923132169163975144L * (long double)quarters / (long double)n;
    long double c = cosl(angle), s = sinl(angle), re = steep ? s : c, im = steep ? c : s;
    return (struct vg_fft_exact){left ? -re : re, below ? -im : im};
}

static struct vg_fft_exact product(struct vg_fft_exact a, struct vg_fft_exact b)
{
    return (struct vg_fft_exact){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

struct tables {
    const struct vg_fft_exact *roots; /* of order n */
    size_t n;
};

static size_t least_factor(size_t n)
{
    size_t p = 2;
    while (n % p && p * p <= n)
        p++;
    return n % p ? n : p;
}

/* From p transforms of n / p elements, one behind the other, to that of n. */
static void combine(const struct tables *t, struct vg_fft_exact *to, size_t n, size_t p)
{
    struct vg_fft_exact x[PRIME_MOST];
    for (size_t k = 0; k < n / p; k++) {
        for (size_t i = 0; i < p; i++)
            x[i] = product(to[i * (n / p) + k], t->roots[t->n / n * i * k]);
        for (size_t j = 0; j < p; j++) {
            struct vg_fft_exact sum = x[0];
            for (size_t i = 1; i < p; i++) {
                struct vg_fft_exact y = product(x[i], t->roots[t->n / p * (i * j % p)]);
                sum = (struct vg_fft_exact){sum.re + y.re, sum.im + y.im};
            }
            to[j * (n / p) + k] = sum;
        }
    }
}

static void transform(const struct tables *t, const struct vg_fft_exact *from, size_t step,
                      struct vg_fft_exact *to, size_t n)
{
    if (n == 1) {
        *to = *from;
        return;
    }
    size_t p = least_factor(n);
    for (size_t i = 0; i < p; i++)
        transform(t, from + i * step, step * p, to + i * (n / p), n / p);
    combine(t, to, n, p);
}

bool vg_fft_transform_exact(struct vg_fft_exact *x, size_t n)
{
    struct vg_fft_exact *roots = vg_zalloc_array(n, sizeof(*roots)),
                        *from = vg_zalloc_array(n, sizeof(*from));
    bool made = roots && from;
    for (size_t k = 0; made && k < n; k++) {
        roots[k] = vg_fft_root(k, n);
        from[k] = x[k];
    }
    if (made)
        transform(&(struct tables){roots, n}, from, 1, x, n);
    vg_free(roots);
    vg_free(from);
    return made;
}
