// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox: post hooks of committed change sets, waiting to be run.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/family.h"
#include "desk/hook.h"

static bool has_post(const struct hooks *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (hook_matches(&all->v[i], true, ~0u))
            return true;
    return false;
}

// Nobody acts when tk-init makes sample tickets, and a change of agents or queues does not even
// look for hooks.
static bool is_of_tickets(struct desk *d, const struct hook_set *set)
{
    return db_get_int(d->db, 0,
                      SQL("SELECT 1 FROM event WHERE id BETWEEN ?1 AND ?2 AND field > 0 LIMIT 1"),
                      V(set->first), V(set->last)) != 0;
}

void hook_queue(struct desk *d, const struct hook_set *set)
{
    if (hooks_off() || !d->login || !is_of_tickets(d, set) || !has_post(hooks_of(d)))
        return;
    const struct hooks *all = hooks_of(d);
    unsigned kinds = hook_kinds(d, set);
    for (size_t i = 0; i < all->n; i++) {
        if (!hook_matches(&all->v[i], true, kinds))
            continue;
        db_run(d->db, SQL("INSERT INTO outbox(hook, change, due) VALUES(?1, ?2, ?3)"),
               V(all->v[i].name), V(set->first), V(d->now));
        d->queued = true;
    }
}

// --- starting the runner

static _Noreturn void run_detached(const char *program, const char *db, const char *dir)
{
    char *argv[] = {(char *)"tk-hooks", (char *)"run", (char *)"-d", (char *)db, NULL};
    int null = open("/dev/null", O_RDWR);
    setsid();
    if (fork() || null < 0)
        _exit(0);
    for (int fd = 0; fd < 3; fd++)
        dup2(null, fd);
    long most = sysconf(_SC_OPEN_MAX);
    for (int fd = 3; fd < most && fd < 4096; fd++)
        close(fd);
    unsetenv("TK_RESTRICTED"); // what it runs, and where, nobody typed
    if (setenv("TK_HOOKS", dir, 1) == 0 && chdir("/") == 0)
        execv(program, argv);
    _exit(127);
}

void hook_start(struct desk *d)
{
    if (!d->queued)
        return;
    d->queued = false;
    char *tools = family_dir(NULL), *program = family_find(tools, "hooks"), *db = hook_db(d);
    const char *dir = hooks_of(d)->dir;
    pid_t pid = program ? fork() : -1;
    if (pid == 0)
        run_detached(program, db, dir);
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
    free(tools);
    free(program);
    free(db);
}
