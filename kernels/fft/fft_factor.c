/* SPDX-License-Identifier: MIT */
/* Factors: radices of columns, columns of lines, lengths of convolutions. Plain arithmetic. */
#include "kernels/fft/fft_factor.h"

#include "base/checked.h"

/* A line is not cut into a column that is shorter than this and one that is longer, if it is no longer than
 * that and can be a column itself. */
#define EVEN_LEAST 16
#define LONG_MOST 512
#define NEAR_MOST 256 /* a column of this length is in the first-level cache */

static bool is_smooth(size_t n)
{
    for (size_t p = 2; p <= VG_FFT_PRIME_MOST; p++) {
        while (n % p == 0)
            n /= p;
    }
    return n == 1;
}

static unsigned log2_of(size_t n)
{
    return (unsigned)__builtin_ctzll(n);
}

/* 2^exponent as a product of as few radices as there can be, which differ by a factor of two at most. */
static unsigned split_twos(unsigned exponent, unsigned most_radix, unsigned *radices)
{
    unsigned most = log2_of(most_radix), count = (exponent + most - 1) / most;
    for (unsigned i = 0; i < count; i++)
        radices[i] = 1u << (exponent / count + (i < exponent % count));
    return count;
}

unsigned vg_fft_radices(size_t n, unsigned most_radix, unsigned radices[VG_FFT_FACTORS_MOST])
{
    unsigned count = 0;
    if (n <= 1 || !is_smooth(n))
        return 0;
    unsigned exponent = log2_of(n);
    n >>= exponent;
    count = split_twos(exponent, most_radix, radices);
    for (unsigned p = 3; n > 1; p += 2) {
        for (; n % p == 0; n /= p)
            radices[count++] = p;
    }
    return count;
}

/* The least number from n on whose factors are 2, 3 and 5, with at least a factor of 4. */
static size_t round_up(size_t n)
{
    size_t best = 4;
    while (best < n)
        best *= 2;
    for (size_t five = 4; five < best; five *= 5) {
        for (size_t three = five; three < best; three *= 3) {
            size_t x = three;
            while (x < n)
                x *= 2;
            best = x < best ? x : best;
        }
    }
    return best;
}

size_t vg_fft_convolution(size_t n)
{
    return is_smooth(n) ? 0 : round_up(2 * n - 1);
}

static bool is_column(size_t n)
{
    return n <= VG_FFT_COLUMN_MOST / 2 || (n <= VG_FFT_COLUMN_MOST && is_smooth(n));
}

/* Whether rows of so many complex numbers begin where vectors do, if the first does. */
static bool is_aligned(size_t n, size_t lanes)
{
    return 2 * n % lanes == 0;
}

/* What both passes of a line cost when neighbouring elements are in their lanes: vectors that they go
 * through, a quarter more where the first one's rows are not aligned. */
static size_t cost_of(size_t a, size_t b, size_t lanes)
{
    size_t vectors = a * vg_divide_up(b, lanes) + b * vg_divide_up(a, lanes);
    return is_aligned(a, lanes) || is_aligned(b, lanes) ? 4 * vectors : 5 * vectors;
}

/* The two lengths that are nearest to each other; or others that cost less, if the longer one is no longer
 * for that, or near the processor all the same. The first is one of aligned rows if there is one, or else the
 * longer one. */
static bool split_in_two(size_t n, size_t lanes, size_t *lengths)
{
    size_t low = 1;
    for (size_t i = 2; i * i <= n && i <= VG_FFT_COLUMN_MOST; i++) {
        if (n % i == 0 && is_column(i) && is_column(n / i))
            low = i;
    }
    for (size_t i = low - 1, most = vg_most(n / low, NEAR_MOST); i > 1 && n / i <= most; i--) {
        if (n % i == 0 && is_column(i) && is_column(n / i) &&
            cost_of(i, n / i, lanes) < cost_of(low, n / low, lanes))
            low = i;
    }
    bool turned = !is_aligned(n / low, lanes) && is_aligned(low, lanes);
    lengths[0] = turned ? low : n / low;
    lengths[1] = turned ? n / low : low;
    return low > 1;
}

static bool split_in_three(size_t n, size_t lanes, size_t *lengths)
{
    size_t least = n / VG_FFT_COLUMN_MOST / VG_FFT_COLUMN_MOST, cubic = 1;
    while (cubic * cubic * cubic < n)
        cubic++;
    for (size_t i = cubic; i > 1 && i >= least; i--) {
        if (n % i == 0 && is_column(i) && split_in_two(n / i, lanes, lengths + 1)) {
            lengths[0] = i;
            return true;
        }
    }
    return false;
}

unsigned vg_fft_split(size_t n, size_t column_most, size_t lanes, size_t lengths[VG_FFT_PASSES_MOST])
{
    lengths[0] = n;
    if (n <= column_most && is_column(n))
        return 1;
    if (split_in_two(n, lanes, lengths) &&
        (vg_least(lengths[0], lengths[1]) >= EVEN_LEAST || n > LONG_MOST || !is_column(n)))
        return 2;
    lengths[0] = n;
    if (is_column(n))
        return 1;
    return split_in_three(n, lanes, lengths) ? 3 : 0;
}
