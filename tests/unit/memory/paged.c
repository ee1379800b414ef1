/* SPDX-License-Identifier: MIT */
#include "tests/unit/memory/paged.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define STRIDE (2 * VG_EXTENT_BYTES)
#define SLOTS 1024

static char *slots; /* a page of address space costs nothing */
static unsigned seed = 1;
struct paged_store paged_store;

static bool fails(int error)
{
    return error && (paged_store.fail_one_in == 0 || (unsigned)rand_r(&seed) % paged_store.fail_one_in == 0);
}

static int test_open(struct vg_store *store)
{
    slots = mmap(NULL, SLOTS * STRIDE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                 -1, 0);
    return slots == MAP_FAILED ? errno : 0;
}

static void test_write(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    if (paged_store.during_write)
        paged_store.during_write();
    for (struct vg_transfer *one = transfers; one < transfers + count; one++) {
        assert_true(one->slot < SLOTS);
        one->error = fails(paged_store.fail_writes) ? paged_store.fail_writes : 0;
        /* Half of it may be there all the same. */
        memcpy(slots + one->slot * STRIDE, one->memory, one->error ? one->bytes / 2 : one->bytes);
    }
}

static void test_read(struct vg_store *store, struct vg_transfer *transfers, unsigned count)
{
    for (struct vg_transfer *one = transfers; one < transfers + count; one++) {
        one->error = fails(paged_store.fail_reads) ? paged_store.fail_reads : 0;
        memcpy(one->memory, slots + one->slot * STRIDE, one->error ? one->bytes / 2 : one->bytes);
    }
}

/* It reads as zeros then, which no store is given. */
static void test_drop(struct vg_store *store, uint32_t slot, size_t bytes)
{
    if (slots)
        assert_int_equal(madvise(slots + slot * STRIDE, bytes, MADV_DONTNEED), 0);
}

static void test_abandon(struct vg_store *store)
{
    slots = NULL;
}

const struct vg_store_ops paged_ops = {.name = "test",
                                       .open = test_open,
                                       .write = test_write,
                                       .read = test_read,
                                       .abandon = test_abandon,
                                       .drop = test_drop};

void paged_start(size_t ram, const char *ssd)
{
    setenv("VGPU_MEM_SSD", ssd, 1);
    (void)vg_memory_budget();
    assert_true(vg_memory_is_paged());
    vg_pager.store.ops = &paged_ops;
    vg_pager.budget = vg_pager.most = vg_pager.least = ram;
}

struct vg_block *paged_make(size_t size)
{
    struct vg_block *block = NULL;
    assert_int_equal(vg_block_create(size, 128, &block), CL_SUCCESS);
    return block;
}

struct vg_span paged_piece(struct vg_block *block, size_t offset, size_t size, bool write)
{
    return (struct vg_span){.block = block, .offset = offset, .size = size, .write = write};
}

void paged_put(struct vg_block *block, size_t offset, size_t size, int value)
{
    struct vg_span span = paged_piece(block, offset, size, true);
    assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
    for (size_t at = 0; at < size; at += 65536)
        ((char *)vg_block_address(block))[offset + at] = (char)(value + (int)(at >> 16));
    vg_span_unpin(&span);
}

void paged_expect(struct vg_block *block, size_t offset, size_t size, int value)
{
    struct vg_span span = paged_piece(block, offset, size, false);
    assert_int_equal(vg_span_pin(&span), CL_SUCCESS);
    for (size_t at = 0; at < size; at += 65536)
        assert_int_equal(((char *)vg_block_address(block))[offset + at], (char)(value + (int)(at >> 16)));
    vg_span_unpin(&span);
}
