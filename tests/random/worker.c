/* SPDX-License-Identifier: MIT */
/* Worker processes: see worker.h. A worker generates the program of each order, checks it, and reduces and
 * keeps what fails. */
#include "tests/random/worker.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cpu.h"
#include "tests/random/check.h"
#include "tests/random/reduce.h"

#define REDUCE_SECONDS 90
#define MAX_KEPT 3 /* failures of one program that are reduced */

/* What is found in the program at hand. */
struct finding {
    unsigned kernel;
    size_t config;
    struct verdict verdict;
};

struct hunt {
    const char *keep;
    const struct order *order;
    const struct program *program;
    struct reply *reply;
    struct finding kept[MAX_KEPT];
    unsigned kept_count;
};

static bool read_whole(int file, void *data, size_t size)
{
    char *at = data;
    while (size) {
        ssize_t got = read(file, at, size);
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool write_whole(int file, const void *data, size_t size)
{
    return write(file, data, size) == (ssize_t)size; /* less than a pipe holds */
}

static void found(void *data, unsigned kernel, size_t config, const struct verdict *verdict)
{
    struct hunt *hunt = data;
    const char *options = check_config_options(config);
    printf("seed %llu, kernel k%u, %s, %s: %s\n", (unsigned long long)hunt->order->seed, kernel,
           vg_isa_name(vg_cpu()->use), *options ? options : "no options", verdict->what);
    hunt->reply->failures++;
    for (unsigned i = 0; i < hunt->kept_count; i++)
        if (hunt->kept[i].kernel == kernel)
            return;
    if (hunt->kept_count < MAX_KEPT)
        hunt->kept[hunt->kept_count++] = (struct finding){kernel, config, *verdict};
}

/* The same outcome; what does not build, for the same reason. */
static bool still_fails(void *data, const char *text)
{
    const struct finding *finding = data;
    struct verdict verdict = check_kernel(text, finding->config, NULL);
    return verdict.outcome == finding->verdict.outcome &&
           (verdict.outcome != OUTCOME_NOT_BUILT || strcmp(verdict.what, finding->verdict.what) == 0);
}

/* The directives, expectations, then the program. */
static void write_golden(const struct hunt *hunt, const struct finding *finding, const struct strbuf *text)
{
    char path[512];
    snprintf(path, sizeof path, "%s/random_%llu_k%u.cl", hunt->keep, (unsigned long long)hunt->order->seed,
             finding->kernel);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        return;
    }
    struct strbuf expected = {0};
    struct verdict verdict = check_kernel(strbuf_text(text), finding->config, &expected);
    const char *code = strbuf_text(text);
    fprintf(file, "// SPDX-License-Identifier: MIT\n// Random kernel: %s\n", verdict.what);
    for (size_t size; strncmp(code, "//:", 3) == 0; code += size) {
        size = strcspn(code, "\n") + 1;
        fwrite(code, 1, size, file);
    }
    if (*check_config_options(finding->config)) /* the second space belongs to the options, which add up */
        fprintf(file, "//: options  %s\n", check_config_options(finding->config));
    fprintf(file, "%s%s", strbuf_text(&expected), code);
    fclose(file);
    strbuf_finish(&expected);
    printf("kept in %s\n", path);
}

static void keep(const struct hunt *hunt, struct finding *finding)
{
    struct strbuf text = {0};
    program_print_kernel(hunt->program, finding->kernel, &text);
    struct verdict alone = check_kernel(strbuf_text(&text), finding->config, NULL);
    if (alone.outcome == OUTCOME_SAME) {
        printf("seed %llu, kernel k%u does not fail alone\n", (unsigned long long)hunt->order->seed,
               finding->kernel);
    } else {
        finding->verdict = alone;
        reduce_text(&text, REDUCE_SECONDS, still_fails, finding);
        write_golden(hunt, finding, &text);
    }
    strbuf_finish(&text);
}

static void fill_order(const struct order *order, const char *folder, struct reply *reply)
{
    struct program program;
    struct strbuf text = {0};
    struct hunt hunt = {.keep = folder, .order = order, .program = &program, .reply = reply};
    *reply = (struct reply){.seed = order->seed};
    program_generate(&program, order->seed, order->large);
    program_print(&program, &text);
    unsigned configs = order->all_widths ? check_all_configs() : check_some_configs(order->seed);
    check_program(strbuf_text(&text), configs, reply->hashes, found, &hunt);
    for (unsigned i = 0; i < hunt.kept_count && folder; i++)
        keep(&hunt, &hunt.kept[i]);
    strbuf_finish(&text);
    program_finish(&program);
    fflush(stdout);
}

static int serve(int orders, int replies, const char *folder)
{
    struct order order;
    struct reply reply;
    char isa[sizeof((struct worker *)0)->isa] = "";
    snprintf(isa, sizeof isa, "%s", vg_isa_name(vg_cpu()->use));
    if (!write_whole(replies, isa, sizeof isa))
        return 1;
    while (read_whole(orders, &order, sizeof order)) {
        fill_order(&order, folder, &reply);
        if (!write_whole(replies, &reply, sizeof reply))
            return 1;
    }
    return 0;
}

bool worker_start(struct worker *worker, const char *isa, const char *folder)
{
    int orders[2], replies[2];
    if (pipe(orders) != 0 || pipe(replies) != 0)
        return false;
    fflush(NULL);
    worker->process = fork();
    if (worker->process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        close(orders[1]);
        close(replies[0]);
        if (isa)
            setenv("VGPU_ISA", isa, 1);
        setenv("VGPU_CACHE_DIR", "-", 1);
        int status = serve(orders[0], replies[1], folder);
        fflush(NULL);
        _exit(status);
    }
    close(orders[0]);
    close(replies[1]);
    worker->orders = orders[1];
    worker->replies = replies[0];
    return worker->process > 0 && read_whole(worker->replies, worker->isa, sizeof worker->isa);
}

void worker_stop(struct worker *worker)
{
    close(worker->orders);
    close(worker->replies);
    if (worker->process > 0)
        waitpid(worker->process, NULL, 0);
}

bool worker_order(struct worker *worker, const struct order *order)
{
    return write_whole(worker->orders, order, sizeof *order);
}

bool worker_reply(struct worker *worker, struct reply *reply)
{
    return read_whole(worker->replies, reply, sizeof *reply);
}
