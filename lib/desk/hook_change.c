// SPDX-License-Identifier: GPL-3.0-or-later
// One change set with its hooks: rehearsed, looked at, done.
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "desk/hook.h"
#include "desk/tool.h"

enum { TRIES_MAX = 5 };

// What hooks saw, and did not refuse.
struct seen {
    bool any;
    unsigned char fingerprint[HASH_SIZE];
};

static bool wants(const struct hooks *all, unsigned kinds)
{
    for (size_t i = 0; i < all->n; i++)
        if (hook_matches(&all->v[i], false, kinds))
            return true;
    return false;
}

static bool has_pre(const struct hooks *all)
{
    return wants(all, ~0u);
}

// --- what a rehearsal must not leave

struct mark {
    int status, complaints;
    size_t later, rejects;
    bool rejected;
};

static struct mark mark(const struct tool *t)
{
    return (struct mark){t->status, t->complaints, t->later.len, t->rejects.buf.len, t->rejected};
}

static void back_to(struct tool *t, const struct mark *m)
{
    desk_rollback(&t->desk);
    desk_forget_names(&t->desk); // of queues or agents that it made
    t->status = m->status;
    t->complaints = m->complaints;
    buf_cut(&t->later, m->later);
    buf_cut(&t->rejects.buf, m->rejects);
    t->rejected = m->rejected;
}

// --- the hooks

static int run_one(struct tool *t, const struct hooks *all, const char *name, struct spool *input,
                   char *db)
{
    struct hook_result r = HOOK_RESULT_INIT;
    struct buf why = BUF_INIT;
    char *path = hook_path(all, name, &why);
    if (path)
        hook_run(
            &(struct hook_call){
                .path = path, .name = name, .actor = t->desk.login, .input = input, .db = db},
            &r);
    if (path && !r.good)
        hook_tell(&r, &why);
    if (!r.good)
        buf_fmt(&t->err, "%s: %s", name, why.s);
    int rc = r.good ? 0 : EXIT_HOOK;
    buf_free(&why);
    hook_result_free(&r);
    free(path);
    return rc;
}

static int run_all(struct tool *t, unsigned kinds, struct spool *input)
{
    const struct hooks *all = hooks_of(&t->desk);
    char *db = hook_db(&t->desk);
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < all->n; i++)
        if (hook_matches(&all->v[i], false, kinds))
            rc = run_one(t, all, all->v[i].name, input, db);
    free(db);
    return rc;
}

// Within the change set, all applied.  True if hooks saw exactly this; else they are given it,
// behind a rollback, and *rc is 0 or EXIT_HOOK.
static bool settled(struct tool *t, struct seen *seen, const struct mark *before, int *rc)
{
    struct hook_set set = hook_set_open(&t->desk);
    unsigned char fingerprint[HASH_SIZE];
    struct spool lines;
    unsigned kinds = hook_kinds(&t->desk, &set);
    if (!wants(hooks_of(&t->desk), kinds))
        return true;
    set.before = true;
    hook_lines(&t->desk, &set, &lines, fingerprint);
    bool same = seen->any && memcmp(seen->fingerprint, fingerprint, HASH_SIZE) == 0;
    if (!same) {
        back_to(t, before);
        seen->any = true;
        memcpy(seen->fingerprint, fingerprint, HASH_SIZE);
        *rc = run_all(t, kinds, &lines);
    }
    spool_free(&lines);
    return same;
}

int tool_change(struct tool *t, tool_apply *apply, void *arg)
{
    struct seen seen = {0};
    bool more = true;
    int rc = 0;
    for (int tries = 0; more && rc == 0 && tries < TRIES_MAX; tries++) {
        struct mark before = mark(t);
        hooks_stale(&t->desk);
        t->undecided = !hooks_off() && has_pre(hooks_of(&t->desk));
        bool wanted = apply(t, arg);
        more = wanted && t->undecided && !settled(t, &seen, &before, &rc);
        if (wanted && !more)
            tool_committed(t, desk_commit(&t->desk));
        else if (!wanted && db_in_transaction(t->desk.db))
            desk_rollback(&t->desk);
    }
    t->undecided = false;
    if (rc || !more)
        return rc;
    buf_str(&t->err, "others changed it while its hooks looked, again and again: try again");
    return EXIT_TEMP;
}
