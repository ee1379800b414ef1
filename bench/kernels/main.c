/* SPDX-License-Identifier: MIT */
/* How fast do compiled kernels run? Each benchmark is built, verified and measured in a process of its own,
 * so that a platform that crashes on one still shows the others, and prints one line of JSON: wall and CPU
 * time of a run in milliseconds (least and median), the time from nothing to a built program and to the first
 * result, and the operations and bytes that a run needs. With --peak it measures what the machine can do
 * instead. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/kernels/job.h"
#include "bench/kernels/peak.h"
#include "bench/one_cpu.h"

enum { CHILD_SECONDS = 120 };

struct options {
    const char *filter, *only, *except, *build_options;
    bool list, check_only, tiny, peak, one_thread;
};

static const char usage[] =
    "usage: bench_kernels [--filter TEXT | --only NAME | --except NAME] [--threads one|all] [--check | "
    "--tiny]\n"
    "                     [--options TEXT]\n"
    "       bench_kernels --list | --peak\n"
    "  --filter TEXT   only benchmarks whose family/name contains TEXT\n"
    "  --only NAME     only this benchmark\n"
    "  --except NAME   all but this one\n"
    "  --threads one   on one CPU only\n"
    "  --options TEXT  build options besides the benchmark's own\n"
    "  --check         verify at tiny sizes, measure nothing\n"
    "  --tiny          measure at tiny sizes, for platforms that take long\n"
    "  --list          print family/name of each benchmark\n"
    "  --peak          measure the machine: multiply-adds and memory, one thread and all\n";

static _Noreturn void fail_usage(void)
{
    fputs(usage, stderr);
    exit(2);
}

static struct options parse(int argc, char **argv)
{
    struct options o = {0};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--list") == 0)
            o.list = true;
        else if (strcmp(argv[i], "--check") == 0)
            o.check_only = true;
        else if (strcmp(argv[i], "--tiny") == 0)
            o.tiny = true;
        else if (strcmp(argv[i], "--peak") == 0)
            o.peak = true;
        else if (!value)
            fail_usage();
        else if (strcmp(argv[i], "--filter") == 0)
            o.filter = argv[++i];
        else if (strcmp(argv[i], "--only") == 0)
            o.only = argv[++i];
        else if (strcmp(argv[i], "--except") == 0)
            o.except = argv[++i];
        else if (strcmp(argv[i], "--options") == 0)
            o.build_options = argv[++i];
        else if (strcmp(argv[i], "--threads") == 0 &&
                 (strcmp(value, "one") == 0 || strcmp(value, "all") == 0))
            o.one_thread = strcmp(argv[++i], "one") == 0;
        else
            fail_usage();
    }
    return o;
}

static bool is_wanted(const struct options *o, const struct job_case *which)
{
    char full[128];
    snprintf(full, sizeof(full), "%s/%s", which->family, which->name);
    return (!o->filter || strstr(full, o->filter)) && (!o->only || strcmp(o->only, which->name) == 0) &&
           !(o->except && strcmp(o->except, which->name) == 0);
}

/* Runs a benchmark in a child, which has to end in time. */
static bool run_child(const struct job_case *which, const struct options *o)
{
    char joined[1024];
    struct job_case changed = *which;
    snprintf(joined, sizeof(joined), "%s %s", which->options, o->build_options ? o->build_options : "");
    changed.options = joined;
    fflush(stdout);
    const pid_t child = fork();
    if (child < 0) {
        perror("fork");
        return false;
    }
    if (child == 0) {
        alarm(CHILD_SECONDS);
        exit(job_run(&changed, o->check_only || o->tiny, !o->check_only) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status;
    if (waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
        return true;
    printf("{\"kernel\": \"%s\", \"family\": \"%s\", \"failed\": \"%s %d\"}\n", which->name, which->family,
           WIFSIGNALED(status) ? "signal" : "exit",
           WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    return false;
}

int main(int argc, char **argv)
{
    const struct options o = parse(argc, argv);
    if (o.peak) {
        peak_print();
        return EXIT_SUCCESS;
    }
    if (o.one_thread)
        bench_use_one_cpu();
    size_t wanted = 0, failed = 0;
    for (size_t i = 0; i < job_case_count; i++) {
        const struct job_case *which = &job_cases[i];
        if (!is_wanted(&o, which))
            continue;
        wanted++;
        if (o.list)
            printf("%s/%s\n", which->family, which->name);
        else if (!run_child(which, &o))
            failed++;
    }
    if (wanted == 0)
        fprintf(stderr, "no benchmark is called so; --list shows them\n");
    return wanted && !failed ? EXIT_SUCCESS : EXIT_FAILURE;
}
