// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a function in a child process: what it wrote and how it ended.  For what dies or prints.
#ifndef UNIT_CHILD_H
#define UNIT_CHILD_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct child_result {
    int status; // exit status, or 128 + signal
    char out[4096], err[4096];
};

static inline void child_collect(FILE *from, char *to, size_t size)
{
    rewind(from);
    size_t n = fread(to, 1, size - 1, from);
    to[n] = 0;
    fclose(from);
}

// The child leaves by exit(0) when fn returns, so that exit handlers and the leak check run.
static inline struct child_result child_run(void (*fn)(const void *), const void *arg)
{
    struct child_result r = {0};
    FILE *out = tmpfile(), *err = tmpfile();
    int status = 0;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(fileno(out), STDOUT_FILENO);
        dup2(fileno(err), STDERR_FILENO);
        fn(arg);
        exit(0);
    }
    waitpid(pid, &status, 0);
    r.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    child_collect(out, r.out, sizeof r.out);
    child_collect(err, r.err, sizeof r.err);
    return r;
}

// A new directory under TMPDIR, removed by the caller.
static inline const char *child_dir(char *path, size_t size)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(path, size, "%s/tk-unit-XXXXXX", tmp ? tmp : "/tmp");
    return mkdtemp(path);
}

#endif
