// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/temp.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct temp {
    struct temp *next;
    char path[];
};
static struct temp *temps; // what atexit has to remove

static void remove_temps(void)
{
    for (const struct temp *t = temps; t; t = t->next) {
        if (unlink(t->path)) {
            rmdir(t->path);
        }
    }
}

// atexit does not see these.  SIGPIPE: of stdout, while --rejects is a file.
static const int deadly[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE};
#define DEADLY (sizeof deadly / sizeof *deadly)
static pid_t owner; // a child of ours has the handler until its exec, but not the files

static void on_deadly(int number)
{
    if (getpid() == owner) {
        remove_temps();
    }
    raise(number); // SA_RESETHAND: now it ends us, as soon as this returns
}

void temp_hold(sigset_t *old)
{
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < DEADLY; i++) {
        sigaddset(&set, deadly[i]);
    }
    sigprocmask(SIG_BLOCK, &set, old);
}

void temp_release(const sigset_t *old)
{
    sigprocmask(SIG_SETMASK, old, NULL);
}

// What is ignored (nohup) stays ignored.
static void catch_deadly(void)
{
    struct sigaction old, act = {.sa_handler = on_deadly, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&act.sa_mask);
    owner = getpid();
    for (size_t i = 0; i < DEADLY; i++) {
        if (!sigaction(deadly[i], NULL, &old) && old.sa_handler == SIG_DFL) {
            sigaction(deadly[i], &act, NULL);
        }
    }
}

char *temp_keep(const char *path)
{
    static bool registered;
    size_t n = strlen(path) + 1;
    struct temp *t = mem_alloc(sizeof *t + n);
    memcpy(t->path, path, n);
    sigset_t old;
    temp_hold(&old);
    t->next = temps;
    temps = t;
    if (!registered) {
        registered = !atexit(remove_temps);
        catch_deadly();
    }
    temp_release(&old);
    return t->path;
}

void temp_forget(char *path)
{
    struct temp **at = &temps;
    sigset_t old;
    while (*at && (*at)->path != path) {
        at = &(*at)->next;
    }
    if (!*at) {
        return;
    }
    struct temp *gone = *at;
    temp_hold(&old);
    *at = gone->next;
    temp_release(&old);
    free(gone);
}
