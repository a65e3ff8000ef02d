// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/err.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

const char *err_prog = "tk";
const char *err_stands;
void (*err_before)(void);

// One write, so that the lines of parallel processes do not mix.  When stderr itself fails there is
// nobody left to tell.
static void put(const char *line, size_t n)
{
    if (err_before) {
        err_before();
    }
    ssize_t written = write(STDERR_FILENO, line, n);
    (void)written;
}

// prog, reason and stands may be NULL.
static void say(const char *prog, const char *reason, const char *stands, const char *fmt,
                va_list ap)
{
    struct buf text = BUF_INIT, line = BUF_INIT;
    if (prog) {
        buf_fmt(&text, "%s: ", prog);
    }
    buf_vfmt(&text, fmt, ap);
    if (reason) {
        buf_fmt(&text, ": %s", reason);
    }
    if (stands) {
        buf_fmt(&text, "; %s", stands);
    }
    utf8_visible(&line, text.s, text.len, UTF8_KEEP_NONE);
    buf_ch(&line, '\n');
    put(line.s, line.len);
    buf_free(&line);
    buf_free(&text);
}

void warn(const char *fmt, ...)
{
    int saved = errno;
    va_list ap;
    va_start(ap, fmt);
    say(err_prog, NULL, NULL, fmt, ap);
    va_end(ap);
    errno = saved;
}

void warn_more(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(NULL, NULL, NULL, fmt, ap);
    va_end(ap);
}

_Noreturn void die(int code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(err_prog, NULL, err_stands, fmt, ap);
    va_end(ap);
    exit(code);
}

static int exit_code(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EINTR:
    case EAGAIN:
    case ENOMEM:
    case EMFILE:
    case ENFILE:
        return EXIT_TEMP;
    case ENOENT:
    case ENOTDIR:
        return EXIT_NOINPUT;
    case EACCES:
    case EPERM:
    case EROFS:
        return EXIT_NOPERM;
    default:
        return EXIT_IO;
    }
}

_Noreturn void die_errno(int code, const char *fmt, ...)
{
    int error = errno;
    va_list ap;
    va_start(ap, fmt);
    say(err_prog, strerror(error), err_stands, fmt, ap);
    va_end(ap);
    exit(code ? code : exit_code(error));
}

_Noreturn void die_memory(void)
{
    char line[256];
    int n = snprintf(line, sizeof line, "%.100s: out of memory%s%.100s\n", err_prog,
                     err_stands ? "; " : "", err_stands ? err_stands : "");
    put(line, (size_t)n);
    exit(EXIT_TEMP);
}
