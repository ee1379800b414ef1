/* SPDX-License-Identifier: MIT */
/* Who accessed memory last, on any number of threads: a cell for each four bytes keeps the last write and two
 * other accesses. Each of them is one word that is read and written whole, so that what is told of did
 * happen, whatever threads do to a cell at the same time; they may make each other forget. Each looks at the
 * others' words before and after it leaves its own, so that of two who come at once one sees the other. */
#include <stdbool.h>

#include "compiler/check.h"
#include "compiler/options.h"

/* Words of a cell. */
enum { WRITE, LAST, OTHER };

/* A word: the work-item's number and 1 in 32 bits, its epoch in 16, which bytes of the cell in 4, and in 12
 * of a write a hash of the value, 0 when it is not known, of other accesses the kind. 0: no access. */
enum { EPOCH_AT = 32, BYTES_AT = 48, EXTRA_AT = 52, LAST_EPOCH = 0xffff, CELL_BYTES = 4 };
#define BYTES_MASK ((uint64_t)15 << BYTES_AT)

struct access {
    struct vg_check *check;
    const char *site, *object;
    uint64_t offset, kind, value, bytes;
    uint64_t item, epoch, group_items;
    bool is_local;
};

static uint64_t item_of(uint64_t word)
{
    return (uint32_t)word - UINT64_C(1);
}

static bool is_of_group(const struct access *access, uint64_t word)
{
    return access->is_local || item_of(word) / access->group_items == access->item / access->group_items;
}

/* One work-item's own accesses, and those with a barrier of the group between them. Epochs beyond the last
 * are not told apart. */
static bool is_ordered(const struct access *access, uint64_t word)
{
    uint64_t epoch = word >> EPOCH_AT & LAST_EPOCH;
    return item_of(word) == access->item ||
           (is_of_group(access, word) && (epoch != access->epoch || epoch == LAST_EPOCH));
}

static bool meets(const struct access *access, uint64_t word, uint64_t mine)
{
    return word != 0 && word & mine & BYTES_MASK && !is_ordered(access, word);
}

/* When all write the same value it does not matter who was last. */
static bool writes_same(uint64_t word, uint64_t mine)
{
    return word >> EXTRA_AT != 0 && word >> BYTES_AT == mine >> BYTES_AT;
}

/* The word of an access that races with this one; 0: there is none. */
static uint64_t find_race(const struct access *access, const uint64_t words[3], uint64_t mine)
{
    bool writes = access->kind == VG_ACCESS_WRITE;
    if (meets(access, words[WRITE], mine) && !(writes && writes_same(words[WRITE], mine)))
        return words[WRITE];
    for (unsigned i = LAST; i <= OTHER; i++)
        if (meets(access, words[i], mine) && words[i] >> EXTRA_AT != access->kind)
            return words[i];
    return 0;
}

static void look(atomic_uint_least64_t *cell, uint64_t words[VG_CHECK_CELL_WORDS])
{
    for (unsigned i = 0; i < VG_CHECK_CELL_WORDS; i++)
        words[i] = atomic_load_explicit(&cell[i], memory_order_seq_cst);
}

/* Puts the word into the cell and then looks again: words are what others left before that, and meanwhile. */
static void leave(atomic_uint_least64_t *cell, unsigned at, uint64_t mine,
                  uint64_t words[VG_CHECK_CELL_WORDS])
{
    uint64_t before = atomic_exchange_explicit(&cell[at], mine, memory_order_seq_cst);
    look(cell, words);
    words[at] = before;
}

/* Reads and atomic operations are kept of two work-items if there are two, and rather of two work-groups.
 * Returns whether words are new. */
static bool remember(const struct access *access, atomic_uint_least64_t *cell,
                     uint64_t words[VG_CHECK_CELL_WORDS], uint64_t mine)
{
    uint64_t last = words[LAST], other = words[OTHER];
    if (access->kind == VG_ACCESS_WRITE) {
        leave(cell, WRITE, mine, words);
        return true;
    }
    if (((last ^ mine) & ~BYTES_MASK) == 0)
        mine |= last;
    else if (last != 0 && item_of(last) != access->item &&
             (!is_of_group(access, last) || other == 0 || is_of_group(access, other)))
        atomic_store_explicit(&cell[OTHER], last, memory_order_relaxed);
    if (mine == last)
        return false;
    leave(cell, LAST, mine, words);
    return true;
}

static void note(const struct access *access, uint64_t word, bool is_write, uint64_t at)
{
    struct vg_check_finding *finding = vg_check_note(access->check, access->site, 1);
    if (!finding)
        return;
    finding->kind = VG_CHECK_RACE;
    finding->object = access->object;
    finding->offset = access->offset + at;
    finding->item = access->item;
    finding->other_item = item_of(word);
    finding->other_kind = is_write ? VG_ACCESS_WRITE : (enum vg_access_kind)(word >> EXTRA_AT);
}

/* Whether there is one. */
static bool tell_race(const struct access *access, const uint64_t words[3], uint64_t mine, uint64_t at)
{
    uint64_t race = find_race(access, words, mine);
    if (race)
        note(access, race, race == words[WRITE], at);
    return race != 0;
}

/* Of the bytes that the access has in the cell, in their places. */
static uint64_t hash_of(const struct access *access, uint64_t at, unsigned first, unsigned count)
{
    enum { HASHES = 4095 };
    uint64_t value = access->value >> at * 8;
    uint32_t bytes = (uint32_t)(count < CELL_BYTES ? value & ((UINT64_C(1) << count * 8) - 1) : value)
                     << first * 8;
    return (bytes * UINT32_C(0x9e3779b1) >> 8) % HASHES + 1;
}

/* Bytes `at` and those behind it of the access are in the cell, from its byte `first` on. */
static void access_cell(const struct access *access, atomic_uint_least64_t *cell, uint64_t at, unsigned first,
                        unsigned count)
{
    uint64_t words[VG_CHECK_CELL_WORDS], extra = access->kind;
    look(cell, words);
    if (access->kind == VG_ACCESS_WRITE)
        extra = access->bytes <= sizeof access->value ? hash_of(access, at, first, count) : 0;
    uint64_t bytes = ((UINT64_C(1) << count) - 1) << first;
    uint64_t mine =
        (uint32_t)(access->item + 1) | access->epoch << EPOCH_AT | bytes << BYTES_AT | extra << EXTRA_AT;
    bool told = tell_race(access, words, mine, at);
    if (remember(access, cell, words, mine) && !told)
        tell_race(access, words, mine, at);
}

static void access_cells(const struct access *access, atomic_uint_least64_t *cells, uint64_t from)
{
    for (uint64_t at = 0; at < access->bytes;) {
        unsigned first = (unsigned)((from + at) % CELL_BYTES), count = CELL_BYTES - first;
        if (count > access->bytes - at)
            count = (unsigned)(access->bytes - at);
        access_cell(access, cells + (from + at) / CELL_BYTES * VG_CHECK_CELL_WORDS, at, first, count);
        at += count;
    }
}

/* The cells of the buffer in which the access lies, and where; NULL: of none that anybody writes. */
static atomic_uint_least64_t *find_cells(const struct vg_check *check, uint64_t address, uint64_t bytes,
                                         uint64_t *from)
{
    for (uint32_t i = 0; i < check->arg_count; i++) {
        const struct vg_check_arg *arg = &check->args[i];
        *from = address - arg->start;
        if (arg->cells && *from < arg->extent && bytes <= arg->extent - *from)
            return arg->cells;
    }
    return NULL;
}

static uint64_t number_of(const struct vg_launch *launch, uint64_t local_id, const uint64_t group[3])
{
    uint64_t groups = (group[2] * launch->num_groups[1] + group[1]) * launch->num_groups[0] + group[0];
    uint64_t x = local_id & 0xffff, y = local_id >> 16 & 0xffff, z = local_id >> 32;
    const uint64_t *size = launch->local_size;
    return groups * size[0] * size[1] * size[2] + (z * size[1] + y) * size[0] + x;
}

void vg_rt_check_access(struct vg_check *check, const void *scratch, const char *site, const char *object,
                        uint64_t offset, const void *address, uint64_t bytes, uint64_t kind, uint64_t value,
                        uint64_t epoch, uint64_t local_id, uint64_t group_x, uint64_t group_y,
                        uint64_t group_z)
{
    const uint64_t group[3] = {group_x, group_y, group_z}, *size = check->launch->local_size;
    struct access access = {.check = check,
                            .site = site,
                            .object = object,
                            .offset = offset,
                            .kind = kind,
                            .value = value,
                            .bytes = bytes};
    uint64_t from = (uintptr_t)address - (uintptr_t)scratch;
    atomic_uint_least64_t *cells;
    access.is_local = from < check->local_bytes;
    cells = access.is_local ? (atomic_uint_least64_t *)((uintptr_t)scratch + check->cells_at)
                            : find_cells(check, (uintptr_t)address, bytes, &from);
    if (!cells || (access.is_local && bytes > check->local_bytes - from))
        return;
    access.item = (uint32_t)number_of(check->launch, local_id, group);
    access.group_items = size[0] * size[1] * size[2];
    access.epoch = access.is_local ? (uint32_t)epoch : epoch >> 32;
    if (access.epoch > LAST_EPOCH)
        access.epoch = LAST_EPOCH;
    access_cells(&access, cells, from);
}
