/* SPDX-License-Identifier: MIT */
/* Random kernels through the compiler's client, at several widths and instruction sets, against code that is
 * neither optimised nor vectorised:
 *
 *   random_kernels [--seed N] [--count KERNELS | --seconds S] [--keep DIR] [--size small|large]
 *                  [--widths some|all]
 *   random_kernels --print SEED [--size small|large]
 *
 * Seeds count up from the first, one per program of eight kernels. Failures are told on stdout; --keep
 * reduces them and writes golden kernels. Ends with 0 when there were none. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/attributes.h"
#include "base/clock.h"
#include "tests/random/worker.h"

#define LOWER_SHARE 4   /* one program in so many is checked at lower instruction sets too */
#define TOLD_EVERY 1000 /* kernels: how often a long run says how far it is */
#define NS_PER_SECOND 1000000000u

struct settings {
    uint64_t seed, count; /* count of kernels; 0 = by time */
    uint64_t seconds;
    const char *keep;
    bool large, all_widths, print;
};

/* The instruction sets; the first worker is for the host's. */
static const char *const lower_isas[] = {"sse4.2", "avx2"};

struct crew {
    struct worker workers[1 + VG_COUNT(lower_isas)];
    unsigned count;
    unsigned failures;
    uint64_t kernels;
};

static int usage(const char *wrong)
{
    fprintf(stderr, "random_kernels: %s\n", wrong);
    fprintf(stderr, "usage: random_kernels [--seed N] [--count KERNELS | --seconds S] [--keep DIR] "
                    "[--size small|large] [--widths some|all]\n       random_kernels --print SEED [--size "
                    "small|large]\n");
    return 2;
}

static bool read_number(const char *text, uint64_t *number)
{
    char *end;
    *number = strtoull(text, &end, 0);
    return *text && *end == 0 && *text != '-';
}

/* NULL, or what is wrong. */
static const char *read_option(const char *name, const char *value, struct settings *settings)
{
    if (!value)
        return "an option lacks its value";
    if (strcmp(name, "--seed") == 0)
        return read_number(value, &settings->seed) ? NULL : "--seed is not a number";
    if (strcmp(name, "--count") == 0)
        return read_number(value, &settings->count) ? NULL : "--count is not a number";
    if (strcmp(name, "--seconds") == 0)
        return read_number(value, &settings->seconds) ? NULL : "--seconds is not a number";
    if (strcmp(name, "--print") == 0) {
        settings->print = true;
        return read_number(value, &settings->seed) ? NULL : "--print is not followed by a seed";
    }
    if (strcmp(name, "--keep") == 0) {
        settings->keep = value;
        return NULL;
    }
    if (strcmp(name, "--size") == 0) {
        settings->large = strcmp(value, "large") == 0;
        return settings->large || strcmp(value, "small") == 0 ? NULL : "--size is neither small nor large";
    }
    if (strcmp(name, "--widths") == 0) {
        settings->all_widths = strcmp(value, "all") == 0;
        return settings->all_widths || strcmp(value, "some") == 0 ? NULL : "--widths is neither some nor all";
    }
    return "there is no such option";
}

static int print_program(const struct settings *settings)
{
    struct program program;
    struct strbuf text = {0};
    program_generate(&program, settings->seed, settings->large);
    program_print(&program, &text);
    fputs(strbuf_text(&text), stdout);
    strbuf_finish(&text);
    program_finish(&program);
    return 0;
}

/* One worker for each instruction set that this CPU has. */
static bool start_crew(struct crew *crew, const struct settings *settings)
{
    if (!worker_start(&crew->workers[crew->count++], NULL, settings->keep))
        return false;
    for (size_t i = 0; i < VG_COUNT(lower_isas); i++) {
        struct worker *worker = &crew->workers[crew->count];
        if (strcmp(lower_isas[i], crew->workers[0].isa) == 0)
            break;
        if (!worker_start(worker, lower_isas[i], settings->keep))
            return false;
        crew->count++;
    }
    return true;
}

static bool take_reply(struct crew *crew, struct worker *worker, const struct order *order,
                       struct reply *reply)
{
    if (worker_reply(worker, reply)) {
        crew->failures += reply->failures;
        return true;
    }
    printf("seed %llu, %s: the checking process ended\n", (unsigned long long)order->seed, worker->isa);
    crew->failures++;
    return false;
}

/* What an instruction set computed must be what the host's did. */
static void compare_hashes(struct crew *crew, const struct worker *worker, const struct reply *host,
                           const struct reply *other)
{
    for (unsigned i = 0; i < PROGRAM_KERNELS; i++) {
        if (host->hashes[i] == other->hashes[i])
            continue;
        printf("seed %llu, kernel k%u: %s without optimisation gives other results than %s\n",
               (unsigned long long)host->seed, i, worker->isa, crew->workers[0].isa);
        crew->failures++;
    }
}

/* False when a worker is gone. */
static bool check_seed(struct crew *crew, const struct order *order)
{
    unsigned count = order->seed % LOWER_SHARE == 0 ? crew->count : 1;
    struct reply host, other;
    for (unsigned i = 0; i < count; i++)
        if (!worker_order(&crew->workers[i], order))
            return false;
    if (!take_reply(crew, &crew->workers[0], order, &host))
        return false;
    for (unsigned i = 1; i < count; i++) {
        if (!take_reply(crew, &crew->workers[i], order, &other))
            return false;
        compare_hashes(crew, &crew->workers[i], &host, &other);
    }
    crew->kernels += PROGRAM_KERNELS;
    return true;
}

static void tell(const struct crew *crew, uint64_t spent)
{
    printf("%llu kernels, %u failures, %.0f kernels per minute\n", (unsigned long long)crew->kernels,
           crew->failures, (double)crew->kernels * 60e9 / (double)(spent + 1));
    fflush(stdout);
}

static int hunt(const struct settings *settings)
{
    struct crew crew = {0};
    struct order order = {
        .seed = settings->seed, .large = settings->large, .all_widths = settings->all_widths};
    uint64_t start = vg_now_ns(), spent = 0;
    printf("seeds from %llu\n", (unsigned long long)settings->seed);
    if (!start_crew(&crew, settings)) {
        fprintf(stderr, "random_kernels: a process cannot be started\n");
        return 2;
    }
    bool well = true;
    while (well &&
           (settings->count ? crew.kernels < settings->count : spent < settings->seconds * NS_PER_SECOND)) {
        well = check_seed(&crew, &order);
        order.seed++;
        spent = vg_now_ns() - start;
        if (well && crew.kernels % TOLD_EVERY == 0)
            tell(&crew, spent);
    }
    while (crew.count) /* the later ones hold descriptors of the earlier ones */
        worker_stop(&crew.workers[--crew.count]);
    tell(&crew, spent);
    return crew.failures || !well;
}

int main(int argc, char **argv)
{
    struct settings settings = {.seconds = 60};
    if (getrandom(&settings.seed, sizeof settings.seed, 0) != sizeof settings.seed)
        settings.seed = vg_now_ns();
    settings.seed >>= 24; /* readable */
    for (int i = 1; i < argc; i += 2) {
        const char *wrong = read_option(argv[i], argv[i + 1], &settings);
        if (wrong)
            return usage(wrong);
    }
    if (settings.print)
        return print_program(&settings);
    signal(SIGPIPE, SIG_IGN);
    return hunt(&settings);
}
