/* SPDX-License-Identifier: MIT */
/* Words of a script for images and samplers: see script.h. */
#ifndef VG_TESTS_KERNELS_SCRIPT_IMAGE_H
#define VG_TESTS_KERNELS_SCRIPT_IMAGE_H

#include "compiler/abi.h"
#include "tests/kernels/script.h"

/* One word of an image's format; false when it is none. A type also gives that of its elements. */
bool script_image_order(const char *word, struct vg_image *image);
bool script_image_type(const char *word, struct vg_image *image, enum type *element);
/* One word of a sampler, added to its bits. */
bool script_sampler_word(const char *word, unsigned *bits);
/* Fills in what follows from format, extents and kind: the size of a pixel and pitches of 0. Gives the bytes
 * of all pixels and of what lies between them. */
size_t script_image_settle(const char *kind, size_t height, size_t depth, struct vg_image *image);

#endif
