/* SPDX-License-Identifier: MIT */
/* What a faulty kernel is run with: a context that keeps the last sentence, buffers with known surroundings,
 * and a check that everything still works. */
#ifndef VG_TESTS_FAULTS_SCENE_H
#define VG_TESTS_FAULTS_SCENE_H

#include <stdbool.h>

#include "tests/api/api.h"

#define SCENE_ITEMS 1024
#define SCENE_INTS (1 << 20) /* in buffer a: large enough for guard pages of its own */
#define SCENE_PAST                                                                                           \
    4096 /* ints past the end of a, and before its start, that are in a guard whatever the                   \
            work-item */

struct scene {
    struct api api;
    char sentences[2048]; /* all since scene_forget */
    cl_mem a, b;
    void *page; /* of the host, which nobody may touch */
};

void scene_open(struct scene *scene);
void scene_close(struct scene *scene);

/* kernel void k(global int *a, global int *b, global int *none, ulong page, int past): none is NULL, and past
 * the index SCENE_INTS + SCENE_PAST. Gives the status of the launch. */
cl_int scene_run(struct scene *scene, cl_kernel kernel);
/* Whether a sentence has this in it. */
bool scene_heard(const struct scene *scene, const char *part);
void scene_forget(struct scene *scene);
/* Runs a kernel that is right this many times, and looks at what it computed. */
void scene_expect_good(struct scene *scene, unsigned launches);

#endif
