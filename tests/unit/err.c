// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/err.h"

#include <errno.h>

#include "child.h"
#include "tap.h"

static void hostile(const void *arg)
{
    (void)arg;
    errno = ENOENT;
    warn("no \"%s\"", "a\nb\033[2J\xff");
    warn_more("  %*s^\033", 3, "");
    exit(errno == ENOENT ? 0 : 1);
}

static void dies(const void *arg)
{
    die(*(const int *)arg, "gone");
}

static void dies_errno(const void *arg)
{
    const int *pair = arg;
    errno = pair[0];
    die_errno(pair[1], "file");
}

static void memory(const void *arg)
{
    (void)arg;
    die_memory();
}

static void errno_gives(int error, int code, int status)
{
    int pair[] = {error, code};
    struct child_result r = child_run(dies_errno, pair);
    char want[200];
    snprintf(want, sizeof want, "tk-x: file: %s\n", strerror(error));
    is_int(r.status, status, strerror(error));
    is_str(r.err, want, "... and its text");
}

int main(void)
{
    err_prog = "tk-x";
    struct child_result r = child_run(hostile, NULL);
    is_str(r.err, "tk-x: no \"a␊b␛[2J\\xFF\"\n     ^␛\n", "warn: one safe line, and one more");
    is_int(r.status, 0, "warn keeps errno");
    is_str(r.out, "", "warn leaves stdout alone");

    int code = EXIT_DATA;
    r = child_run(dies, &code);
    is_int(r.status, EXIT_DATA, "die: status");
    is_str(r.err, "tk-x: gone\n", "die: message");

    errno_gives(ENOSPC, 0, EXIT_TEMP);
    errno_gives(EACCES, 0, EXIT_NOPERM);
    errno_gives(ENOENT, 0, EXIT_NOINPUT);
    errno_gives(EIO, 0, EXIT_IO);
    errno_gives(ENOSPC, EXIT_IO, EXIT_IO);

    r = child_run(memory, NULL);
    is_int(r.status, EXIT_TEMP, "die_memory: status");
    is_str(r.err, "tk-x: out of memory\n", "die_memory: message");
    return done();
}
