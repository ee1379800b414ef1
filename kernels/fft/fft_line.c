/* SPDX-License-Identifier: MIT */
/* Makes lines, and keeps them. */
#include "kernels/fft/fft_line.h"

#include <pthread.h>
#include <string.h>

#include "base/alloc.h"
#include "base/checked.h"
#include "base/cpu.h"
#include "base/fork.h"
#include "base/sync.h"
#include "kernels/fft/fft_factor.h"
#include "kernels/fft/fft_roots.h"

#define ALIGN 128

const struct vg_fft_leaf *vg_fft_leaf(enum vg_fft_type type)
{
    static const struct vg_fft_leaf *const *const of_isa[] = {
        [VG_ISA_SSE42] = vg_fft_sse42, [VG_ISA_AVX2] = vg_fft_avx2, [VG_ISA_AVX512] = vg_fft_avx512};
    return of_isa[vg_cpu()->use][type];
}

/* A line in the cache. */
struct kept {
    struct vg_fft_line line; /* first */
    struct table *tables;
    size_t bytes;
    unsigned users;    /* under the lock, as the links are */
    struct kept *next; /* in the order of last use, the latest first */
};

struct table { /* in front of each */
    struct table *next;
};

/* ---- Tables ---- */

/* Numbers of the line's type, zero at first; NULL when out of memory. */
static void *table_create(struct kept *kept, size_t count)
{
    size_t bytes;
    if (!vg_add_mul(ALIGN, count, kept->line.leaf->size, &bytes))
        return NULL;
    struct table *table = vg_zalloc_aligned(bytes, ALIGN);
    if (!table)
        return NULL;
    table->next = kept->tables;
    kept->tables = table;
    kept->bytes += bytes;
    return (char *)table + ALIGN;
}

static void put(const struct kept *kept, void *table, size_t index, long double value)
{
    if (kept->line.key.type == VG_FFT_FLOAT)
        ((float *)table)[index] = (float)value;
    else
        ((double *)table)[index] = (double)value;
}

static void put_complex(const struct kept *kept, void *table, size_t index, struct vg_fft_exact value)
{
    put(kept, table, 2 * index, value.re);
    put(kept, table, 2 * index + 1, value.im);
}

/* Roots of order rest * radix, to the power of row * column, for rows that are `step` apart and columns from
 * `first` on. */
static void *make_roots(struct kept *kept, size_t radix, size_t rest, size_t step, size_t first)
{
    size_t rows = vg_divide_up(rest, step), columns = radix - first;
    void *table = table_create(kept, 2 * rows * columns);
    for (size_t p = 0; table && p < rows; p++) {
        for (size_t j = first; j < radix; j++)
            put_complex(kept, table, p * columns + j - first, vg_fft_root(p * step * j, rest * radix));
    }
    return table;
}

static void *make_base(struct kept *kept, size_t radix, size_t rest)
{
    size_t lanes = kept->line.leaf->lanes;
    void *table = table_create(kept, 2 * radix * lanes);
    for (size_t j = 0; table && j < radix; j++) {
        for (size_t i = 0; i < lanes; i++) {
            struct vg_fft_exact root = vg_fft_root(i * j % (rest * radix), rest * radix);
            put(kept, table, 2 * j * lanes + i, root.re);
            put(kept, table, (2 * j + 1) * lanes + i, root.im);
        }
    }
    return table;
}

static void *make_kernel(struct kept *kept, unsigned radix)
{
    void *table = table_create(kept, 2 * (size_t)radix);
    for (unsigned k = 0; table && k < radix; k++) {
        struct vg_fft_exact root = vg_fft_root(k, radix);
        put(kept, table, k, root.re);
        put(kept, table, radix + k, -root.im);
    }
    return table;
}

static void *make_half(struct kept *kept, size_t n)
{
    void *table = table_create(kept, 2 * (n / 2 + 1));
    for (size_t k = 0; table && k <= n / 2; k++)
        put_complex(kept, table, k, vg_fft_root(k, 2 * n));
    return table;
}

/* exp(-pi i k^2 / n), for n below 2^32 */
static struct vg_fft_exact chirp_at(uint64_t k, uint64_t n)
{
    return vg_fft_root(k * k % (2 * n), 2 * n);
}

static void *make_chirp(struct kept *kept, size_t n)
{
    void *table = table_create(kept, 2 * n);
    for (size_t k = 0; table && k < n; k++)
        put_complex(kept, table, k, chirp_at(k, n));
    return table;
}

/* The transform of what the chirped numbers are convolved with, over its length, which the inverse transform
 * divides by. */
static void *make_spectrum(struct kept *kept, size_t n, size_t length)
{
    struct vg_fft_exact *x = vg_zalloc_array(length, sizeof(*x));
    void *table = x ? table_create(kept, 2 * length) : NULL;
    for (size_t k = 0; table && k < n; k++) {
        struct vg_fft_exact chirp = chirp_at(k, n);
        x[k] = (struct vg_fft_exact){chirp.re / (long double)length, -chirp.im / (long double)length};
        x[k ? length - k : 0] = x[k];
    }
    if (table && !vg_fft_transform_exact(x, length))
        table = NULL;
    for (size_t k = 0; table && k < length; k++)
        put_complex(kept, table, k, x[k]);
    vg_free(x);
    return table;
}

/* ---- Lines ---- */

static bool make_factors(struct kept *kept, struct vg_fft_column *column, size_t n)
{
    unsigned radices[VG_FFT_FACTORS_MOST];
    column->factor_count = vg_fft_radices(n, kept->line.leaf->most_radix, radices);
    for (unsigned i = 0; i < column->factor_count; i++) {
        struct vg_fft_factor *factor = &column->factors[i];
        factor->radix = radices[i];
        n /= radices[i];
        if (n > 1 && !(factor->roots = make_roots(kept, radices[i], n, 1, 1)))
            return false;
        if (radices[i] % 2 && !(factor->kernel = make_kernel(kept, radices[i])))
            return false;
    }
    return true;
}

static bool make_column(struct kept *kept, struct vg_fft_column *column, size_t n)
{
    column->n = n;
    column->convolved = vg_fft_convolution(n);
    column->room = vg_most(column->convolved, n) + 1;
    if (!column->convolved)
        return make_factors(kept, column, n);
    column->chirp = make_chirp(kept, n);
    column->spectrum = make_spectrum(kept, n, column->convolved);
    return column->chirp && column->spectrum && make_factors(kept, column, column->convolved);
}

static bool make_pass(struct kept *kept, struct vg_fft_pass *pass, size_t radix, size_t stride, size_t rest)
{
    bool in_lanes = kept->line.key.inside && stride == 1;
    *pass = (struct vg_fft_pass){.radix = radix, .stride = stride, .rest = rest};
    if (!make_column(kept, &pass->column, radix))
        return false;
    if (rest == 1)
        return true;
    pass->rows = make_roots(kept, radix, rest, in_lanes ? kept->line.leaf->lanes : 1, 0);
    if (in_lanes)
        pass->base = make_base(kept, radix, rest);
    return pass->rows && (!in_lanes || pass->base);
}

static bool make_passes(struct kept *kept, unsigned count, const size_t *lengths)
{
    size_t stride = 1, rest = kept->line.key.n;
    kept->line.pass_count = count;
    for (unsigned i = 0; i < count; i++) {
        rest /= lengths[i];
        if (!make_pass(kept, &kept->line.passes[i], lengths[i], stride, rest))
            return false;
        stride *= lengths[i];
    }
    return true;
}

static bool make_convolution(struct kept *kept)
{
    struct vg_fft_line *line = &kept->line;
    size_t n = line->key.n, length = vg_fft_convolution(n);
    const struct vg_fft_key key = {
        .type = line->key.type, .n = length, .column_most = line->key.column_most, .inside = true};
    if (length == 0 || !(line->convolution = vg_fft_line_get(&key)))
        return false;
    line->chirp = make_chirp(kept, n);
    line->spectrum = make_spectrum(kept, n, length);
    return line->chirp && line->spectrum;
}

static bool make_line(struct kept *kept)
{
    const struct vg_fft_key *key = &kept->line.key;
    size_t lengths[VG_FFT_PASSES_MOST];
    unsigned count =
        vg_fft_split(key->n, key->column_most, key->inside ? kept->line.leaf->lanes : 1, lengths);
    if (key->half && !(kept->line.half = make_half(kept, key->n)))
        return false;
    return count ? make_passes(kept, count, lengths) : make_convolution(kept);
}

static void destroy(struct kept *kept)
{
    vg_fft_line_put(kept->line.convolution);
    for (struct table *table = kept->tables; table;) {
        struct table *next = table->next;
        vg_free(table);
        table = next;
    }
    vg_free(kept);
}

static struct kept *create(const struct vg_fft_key *key)
{
    struct kept *kept = vg_zalloc(sizeof(*kept));
    if (!kept)
        return NULL;
    kept->line.key = *key;
    kept->line.leaf = vg_fft_leaf(key->type);
    kept->bytes = sizeof(*kept);
    kept->users = 1;
    if (make_line(kept))
        return kept;
    destroy(kept);
    return NULL;
}

/* ---- The cache ---- */

static struct vg_mutex lock = VG_MUTEX_INIT(VG_RANK_TABLES);
static struct kept *first;
static size_t idle_bytes; /* of lines without users */

static void before_fork(void)
{
    vg_mutex_lock(&lock);
}

static void after_fork(void)
{
    vg_mutex_unlock(&lock);
}

static void start(void)
{
    static struct vg_fork_watch watch = {
        .rank = VG_RANK_TABLES, .before = before_fork, .in_parent = after_fork, .in_child = after_fork};
    vg_fork_watch(&watch);
}

static bool is_same(const struct vg_fft_key *a, const struct vg_fft_key *b)
{
    return a->type == b->type && a->n == b->n && a->column_most == b->column_most && a->inside == b->inside &&
           a->half == b->half;
}

/* Takes what *link points at out of the list. */
static struct kept *unlink_locked(struct kept **link)
{
    struct kept *kept = *link;
    *link = kept->next;
    return kept;
}

static void link_locked(struct kept *kept)
{
    kept->next = first;
    first = kept;
}

static struct kept *find_locked(const struct vg_fft_key *key)
{
    for (struct kept **link = &first; *link; link = &(*link)->next) {
        if (!is_same(&(*link)->line.key, key))
            continue;
        struct kept *kept = unlink_locked(link);
        link_locked(kept);
        if (kept->users++ == 0)
            idle_bytes -= kept->bytes;
        return kept;
    }
    return NULL;
}

/* The idle line that was used longest ago, when there are more than `most` bytes of them. */
static struct kept *take_idle(size_t most)
{
    struct kept **last = NULL, *taken = NULL;
    vg_mutex_lock(&lock);
    for (struct kept **link = &first; *link && idle_bytes > most; link = &(*link)->next) {
        if ((*link)->users == 0)
            last = link;
    }
    if (last) {
        taken = unlink_locked(last);
        idle_bytes -= taken->bytes;
    }
    vg_mutex_unlock(&lock);
    return taken;
}

/* Destroying a line may make another one idle. */
static void evict(size_t most)
{
    for (struct kept *idle; (idle = take_idle(most)) != NULL;)
        destroy(idle);
}

const struct vg_fft_line *vg_fft_line_get(const struct vg_fft_key *key)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start);
    vg_mutex_lock(&lock);
    struct kept *found = find_locked(key), *made = NULL;
    vg_mutex_unlock(&lock);
    if (found)
        return &found->line;
    made = create(key); /* takes long, so that others may be as far; the first one is kept */
    vg_mutex_lock(&lock);
    found = find_locked(key);
    if (!found && made)
        link_locked(made);
    vg_mutex_unlock(&lock);
    if (!found)
        return made ? &made->line : NULL;
    if (made)
        destroy(made);
    return &found->line;
}

void vg_fft_line_put(const struct vg_fft_line *line)
{
    struct kept *kept = (struct kept *)(uintptr_t)line;
    if (!line)
        return;
    vg_mutex_lock(&lock);
    if (--kept->users == 0)
        idle_bytes += kept->bytes;
    bool many = idle_bytes > VG_FFT_KEPT_BYTES;
    vg_mutex_unlock(&lock);
    if (many)
        evict(VG_FFT_KEPT_BYTES);
}

struct vg_fft_kept vg_fft_kept(void)
{
    struct vg_fft_kept sum = {0};
    vg_mutex_lock(&lock);
    for (const struct kept *kept = first; kept; kept = kept->next) {
        sum.lines++;
        sum.bytes += kept->bytes;
    }
    vg_mutex_unlock(&lock);
    return sum;
}

/* What a launch still uses stays. */
__attribute__((destructor)) static void unload(void)
{
    evict(0);
}
