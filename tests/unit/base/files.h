/* SPDX-License-Identifier: MIT */
/* Small files for tests: temporary folders, made trees, captured logs. Each function ends the case when it
 * cannot do its work. */
#ifndef VG_TESTS_BASE_FILES_H
#define VG_TESTS_BASE_FILES_H

/* Makes an empty folder, which is removed with all it holds when the process ends; the name stays valid. */
const char *files_make_folder(void);
/* Writes text to dir/path, making the folders on the way. */
void files_write(const char *dir, const char *path, const char *text);
/* The contents of dir/path, "" when there is no such file; valid until the next call. */
const char *files_read(const char *dir, const char *path);
/* Points VGPU_LOG at dir/log with the given level; must come before the first message of the process. */
void files_log_to(const char *dir, const char *level);

#endif
