/* SPDX-License-Identifier: MIT */
/* Whole files, for tests. Each function ends the test when it fails. */
#ifndef VG_TESTS_COMPILER_FILES_H
#define VG_TESTS_COMPILER_FILES_H

#include <stddef.h>

void *file_read(const char *path, size_t *size); /* heap block of malloc, aligned to 16 */
void file_write(const char *path, const void *bytes, size_t size);
void folder_remove(const char *path); /* with all that is in it */
/* Calls visit with the path of each regular file in the folder whose name is `length` long (0 = any); gives
 * their number. */
size_t folder_visit(const char *path, size_t length, void (*visit)(const char *path, void *data), void *data);

#endif
