/* SPDX-License-Identifier: MIT */
/* VGPU_LOG is read once, at the first message. A message is formatted on the stack and leaves in one write(),
 * so lines of different threads and processes do not mix and no lock is needed. */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/config.h"

static const char *const level_names[] = {"off", "error", "warn", "info", "debug"};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static enum vg_log_level limit; /* 0: silent */
static int output = STDERR_FILENO;

static void write_line(enum vg_log_level level, const char *format, va_list args)
{
    char line[1024];
    size_t room = sizeof(line) - 1; /* the newline's place */
    int head = snprintf(line, room, "vgpu %s: ", level_names[level]);
    int body = vsnprintf(line + head, room - (size_t)head, format, args);
    size_t size = (size_t)head + (body < 0 ? 0 : (size_t)body);
    if (size > room - 1)
        size = room - 1;
    line[size++] = '\n';

    int saved = errno; /* logging must not disturb a caller that is about to report errno */
    while (write(output, line, size) < 0 && errno == EINTR)
        ;
    errno = saved;
}

VG_PRINTF(1, 2) static void complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_line(VG_LOG_WARN, format, args);
    va_end(args);
}

static enum vg_log_level parse_level(const char *name, size_t length)
{
    for (int i = 0; i < (int)VG_COUNT(level_names); i++)
        if (strlen(level_names[i]) == length && memcmp(level_names[i], name, length) == 0)
            return (enum vg_log_level)i;
    /* Whoever sets VGPU_LOG wants to see something, so a misspelt level may not mean silence. */
    complain("VGPU_LOG: \"%.*s\" is not error, warn, info or debug; using warn", (int)length, name);
    return VG_LOG_WARN;
}

static void start(void)
{
    const char *text = vg_config_string(VG_ID_VGPU_LOG);
    if (!*text)
        return;
    size_t length = strcspn(text, ":");
    if (text[length] == ':') {
        int fd = open(text + length + 1, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (fd < 0)
            complain("VGPU_LOG: cannot open \"%s\" (%s); using standard error", text + length + 1,
                     strerror(errno));
        else
            output = fd;
    }
    limit = parse_level(text, length);
}

bool vg_log_wants(enum vg_log_level level)
{
    pthread_once(&once, start);
    return level <= limit;
}

void vg_log(enum vg_log_level level, const char *format, ...)
{
    if (!vg_log_wants(level))
        return;
    va_list args;
    va_start(args, format);
    write_line(level, format, args);
    va_end(args);
}
