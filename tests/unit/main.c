/* SPDX-License-Identifier: MIT */
/* The main program of all unit tests: `--list` prints the names of the cases, a name runs that case, and no
 * argument runs all of them in this one process, which is meant for the debugger. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/unit.h"

static void list(void)
{
    for (size_t t = 0; vg_test_tables[t]; t++)
        for (size_t i = 0; i < vg_test_tables[t]->count; i++)
            puts(vg_test_tables[t]->cases[i].name);
}

static int run(const struct CMUnitTest *test)
{
    const struct CMUnitTest one[] = {*test};
    return cmocka_run_group_tests(one, NULL, NULL);
}

/* Runs the cases of this name, or all of them; gives the number of failed ones, or -1 when there is no such
 * case. */
static int run_named(const char *name)
{
    int found = 0, failed = 0;
    for (size_t t = 0; vg_test_tables[t]; t++) {
        for (size_t i = 0; i < vg_test_tables[t]->count; i++) {
            const struct CMUnitTest *test = &vg_test_tables[t]->cases[i];
            if (name && strcmp(name, test->name) != 0)
                continue;
            found++;
            failed += run(test) != 0;
        }
    }
    return found ? failed : -1;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    if (name && strcmp(name, "--list") == 0) {
        list();
        return 0;
    }
    int failed = run_named(name);
    if (failed < 0)
        fprintf(stderr, "no test case \"%s\"; --list names them\n", name);
    return failed != 0;
}
