/* SPDX-License-Identifier: MIT */
/* The main program of a fuzz target without libFuzzer: feeds it each file of the folder that is named, as it
 * is, cut short at every length, and with single bytes changed. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

#define CUTS 256
#define CHANGES 2048

/* A copy of its own for each run, so that a sanitizer sees reads past its end. */
static void run(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        exit(1);
    if (size)
        memcpy(copy, bytes, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void vary(uint8_t *bytes, size_t size)
{
    unsigned random = 1;
    run(bytes, size);
    for (size_t i = 0; i < CUTS && i < size; i++)
        run(bytes, size < CUTS ? i : i * (size / CUTS));
    for (int i = 0; i < CHANGES && size; i++) {
        random = random * 1103515245 + 12345;
        size_t at = (random >> 8) % size;
        uint8_t former = bytes[at];
        bytes[at] = (uint8_t)(i % 3 ? former ^ 1u << i % 8 : random >> 24);
        run(bytes, size);
        bytes[at] = former;
    }
}

static int run_file(const char *path)
{
    struct stat status;
    FILE *file = fopen(path, "rb");
    if (!file || fstat(fileno(file), &status) != 0) {
        fprintf(stderr, "cannot read %s\n", path);
        return 1;
    }
    size_t size = (size_t)status.st_size;
    uint8_t *bytes = malloc(size + 1);
    int failed = !bytes || fread(bytes, 1, size, file) != size;
    if (!failed)
        vary(bytes, size);
    free(bytes);
    fclose(file);
    return failed;
}

int main(int argc, char **argv)
{
    int failed = 0, seeds = 0;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER-OF-SEEDS\n", argv[0]);
        return 2;
    }
    run(NULL, 0);
    for (struct dirent *entry; (entry = readdir(folder));) {
        char path[PATH_MAX];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        failed |= run_file(path);
        seeds++;
    }
    closedir(folder);
    printf("%d seeds\n", seeds);
    return failed || seeds == 0;
}
