/* SPDX-License-Identifier: MIT */
/* See sweep.h. */
#include "tests/accuracy/sweep.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/accuracy/audit.h"

struct shared {
    const struct vg_sweep *sweep;
    const struct vg_row *row;
    const struct vg_quick *quick;
    struct vg_device *devices[VG_MOST_VARIANTS];
    size_t runs_as[VG_MOST_VARIANTS]; /* the first variant whose code is the same: it runs for this one */
    atomic_ullong next;               /* call */
    uint64_t end;
};

struct worker {
    pthread_t thread;
    struct shared *shared;
    struct vg_judge judges[VG_MOST_VARIANTS];
    void *scratch[VG_MOST_VARIANTS];
    struct vg_batch batch;
    struct vg_exact exact;
};

bool vg_takes_one(enum vg_form form)
{
    return form == UNARY || form == TO_INT || form == CODE || form == SPLIT || form == SPLIT_INT;
}

static int operands(enum vg_form form)
{
    return form == TERNARY ? 3 : form == BINARY || form == DIVIDE ? 2 : 1;
}

/* The batches of a whole sweep in an order that soon meets all kinds of arguments: until a large error is
 * known, MPFR has to look at every small one. An odd factor makes it a permutation. */
static uint32_t scattered(uint64_t call)
{
    return (uint32_t)(call * 0x9e3779b1);
}

static void fill(const struct shared *shared, struct vg_batch *batch, uint64_t call)
{
    struct vg_inputs inputs;
    const struct vg_row *row = shared->row;
    if (shared->sweep->all) {
        uint32_t *x = (uint32_t *)(void *)batch->values[0];
        for (uint32_t i = 0; i < VG_BATCH; i++)
            x[i] = scattered(call) + i;
        return;
    }
    vg_inputs_init(&inputs, shared->sweep->seed, call, row->single, operands(row->form));
    for (int i = 0; i < VG_BATCH; i++) {
        double xyz[3];
        vg_inputs_next(&inputs, xyz, &batch->n[i]);
        for (int j = 0; j < 3; j++)
            vg_batch_set(batch, row->single, j, i, xyz[j]);
    }
}

static void fill_exact(const struct shared *shared, const struct vg_batch *b, struct vg_exact *exact)
{
    if (shared->row->single)
        shared->quick->of_floats((const float *)b->values[0], (const float *)b->values[1], exact);
    else
        shared->quick->of_doubles(b->values[0], b->values[1], exact);
}

/* And those that it runs for, which may have to keep to other bounds. */
static void run_variant(struct worker *w, size_t variant, const struct vg_exact *exact)
{
    struct vg_batch *b = &w->batch;
    struct vg_operands operands = {b->values[0], b->values[1], b->values[2], b->n,
                                   b->values[3], b->values[4], b->k};
    vg_device_call(w->shared->devices[variant], w->scratch[variant], &operands, VG_BATCH);
    for (size_t v = variant; v < w->shared->sweep->variant_count; v++)
        if (w->shared->runs_as[v] == variant)
            vg_judge_batch(&w->judges[v], b, exact);
}

static void *work(void *data)
{
    struct worker *w = data;
    struct shared *shared = w->shared;
    struct vg_batch *b = &w->batch;
    uint64_t call;
    while ((call = atomic_fetch_add(&shared->next, VG_BATCH)) < shared->end) {
        fill(shared, b, call);
        if (shared->quick)
            fill_exact(shared, b, &w->exact);
        for (size_t v = 0; v < shared->sweep->variant_count; v++)
            if (shared->runs_as[v] == v)
                run_variant(w, v, shared->quick ? &w->exact : NULL);
    }
    mpfr_free_cache();
    return NULL;
}

static bool is_relaxed(const struct vg_variant *variant)
{
    return strstr(variant->options, "relaxed") || strstr(variant->options, "unsafe");
}

static bool begin_worker(struct worker *w, struct shared *shared)
{
    *w = (struct worker){.shared = shared};
    for (size_t v = 0; v < shared->sweep->variant_count; v++) {
        w->scratch[v] = vg_device_scratch(shared->devices[v]);
        if (!w->scratch[v] ||
            !vg_judge_init(&w->judges[v], shared->row, is_relaxed(&shared->sweep->variants[v])))
            return false;
    }
    return true;
}

static bool run_workers(struct shared *shared, struct worker *workers, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        if (!begin_worker(&workers[i], shared))
            return false;
    unsigned started = 1;
    while (started < count && pthread_create(&workers[started].thread, NULL, work, &workers[started]) == 0)
        started++;
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    for (unsigned i = 1; i < count; i++)
        for (size_t v = 0; v < shared->sweep->variant_count; v++)
            vg_judge_merge(&workers[0].judges[v], &workers[i].judges[v]);
    return true;
}

static bool print(const struct vg_sweep *sweep, const struct worker *worker)
{
    bool good = true;
    for (size_t v = 0; v < sweep->variant_count; v++) {
        char name[128];
        snprintf(name, sizeof(name), "%s %s", vg_isa_name(sweep->variants[v].isa),
                 sweep->variants[v].options);
        vg_judge_print(&worker->judges[v], name);
        good &= worker->judges[v].failures == 0;
    }
    return good;
}

static bool build(struct shared *shared)
{
    const struct vg_row *row = shared->row;
    for (size_t v = 0; v < shared->sweep->variant_count; v++) {
        const struct vg_variant *variant = &shared->sweep->variants[v];
        shared->devices[v] =
            vg_device_create(row->name, row->form, row->single, variant->isa, variant->options);
        if (!shared->devices[v])
            return false;
        size_t same = 0;
        while (!vg_device_same(shared->devices[v], shared->devices[same]))
            same++;
        shared->runs_as[v] = same;
    }
    return true;
}

static uint64_t total(const struct vg_sweep *sweep, const struct vg_row *row)
{
    struct vg_inputs inputs;
    vg_inputs_init(&inputs, sweep->seed, 0, row->single, operands(row->form));
    return sweep->all ? UINT64_C(1) << 32 : vg_inputs_specials(&inputs) + sweep->count;
}

bool vg_sweep_run(const struct vg_sweep *sweep, const struct vg_row *row)
{
    struct shared shared = {
        .sweep = sweep, .row = row, .quick = vg_find_quick(row->reference), .end = total(sweep, row)};
    struct worker *workers = calloc(sweep->threads, sizeof(*workers));
    bool ran = workers && build(&shared) && run_workers(&shared, workers, sweep->threads);
    if (!ran)
        printf("%s: not built or without a reference\n", row->name);
    bool good = ran && print(sweep, &workers[0]);
    for (size_t v = 0; v < sweep->variant_count; v++)
        vg_device_destroy(shared.devices[v]);
    for (unsigned i = 0; workers && i < sweep->threads; i++)
        for (size_t v = 0; v < sweep->variant_count; v++)
            free(workers[i].scratch[v]);
    free(workers);
    return good;
}

bool vg_sweep_audit(const struct vg_sweep *sweep, const struct vg_row *row)
{
    struct shared shared = {
        .sweep = sweep, .row = row, .quick = vg_find_quick(row->reference), .end = total(sweep, row)};
    struct vg_audit audit = {.error = 0};
    struct worker *worker = shared.quick ? calloc(1, sizeof(*worker)) : NULL;
    if (!worker)
        return !shared.quick;
    for (uint64_t call = 0; call < shared.end; call += VG_BATCH) {
        fill(&shared, &worker->batch, call);
        fill_exact(&shared, &worker->batch, &worker->exact);
        vg_audit_batch(&audit, row, &worker->batch, &worker->exact);
    }
    free(worker);
    return vg_audit_print(&audit, row);
}
