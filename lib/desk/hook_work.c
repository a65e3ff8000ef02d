// SPDX-License-Identifier: GPL-3.0-or-later
// tk-hooks run: takes rows of the outbox, runs their hooks, notes how it went.
//
// A row that is taken is due again after TAKEN_MS, so that it is not lost with its runner; until
// then no other row of the same hook is taken: a hook hears of changes in their order.  One that
// failed is tried again later and does not hold up those behind it.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/restricted.h"
#include "base/utf8.h"
#include "desk/hook.h"

enum { TRIES_MAX = 8, NOTE_MAX = 300, KEEP_DAYS = 30 };
#define TAKEN_MS (60 * DATE_SECOND) // more than HOOK_SECONDS
#define RUNNING  "running"

struct job {
    int64_t id, change, tries;
    char *hook; // owned
};

// --- taking one

// Done rows tell tk-undo what left the house; the oldest come first.
static bool forget_old(struct desk *d)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT id, due FROM outbox WHERE state = 1 ORDER BY id /* scan */"));
    int64_t until = d->now - KEEP_DAYS * DATE_DAY, last = 0;
    while (db_row(q) && db_int(q, 1) < until)
        last = db_int(q, 0);
    db_end(q);
    if (last)
        db_run(d->db, SQL("DELETE FROM outbox WHERE id <= ?1 AND state = 1"), V(last));
    return last != 0;
}

static bool next_due(struct desk *d, struct job *j)
{
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT o.id, o.hook, o.change, o.tries FROM outbox o"
                     " WHERE o.state = 0 AND o.due <= ?1 AND NOT EXISTS (SELECT 1 FROM outbox r"
                     " WHERE r.state = 0 AND r.due > ?1 AND r.hook = o.hook AND r.note = ?2)"
                     " ORDER BY o.id LIMIT 1 /* sort */"),
                 V(d->now), V(RUNNING));
    if (!db_row(q))
        return false;
    *j = (struct job){.id = db_int(q, 0),
                      .hook = db_text_dup(q, 1),
                      .change = db_int(q, 2),
                      .tries = db_int(q, 3) + 1};
    db_end(q);
    return true;
}

// True with the row taken and committed; else a change set is open.
static bool take(struct tool *t, struct job *j)
{
    struct desk *d = &t->desk;
    tool_begin(t);
    d->unrecorded = true;
    if (!next_due(d, j)) {
        forget_old(d);
        return false;
    }
    db_run(d->db, SQL("UPDATE outbox SET due = ?2, tries = ?3, note = ?4 WHERE id = ?1"), V(j->id),
           V(d->now + TAKEN_MS), V(j->tries), V(RUNNING));
    desk_commit(d);
    return true;
}

// --- running it

static const char *actor_of(struct desk *d, const struct hook_set *set)
{
    return set->actor ? agent_word(d, set->actor) : NULL;
}

static void run_job(struct tool *t, const struct job *j, const char *path, struct hook_result *r)
{
    struct desk *d = &t->desk;
    struct hook_set set;
    struct stmt *q;
    struct spool lines;
    spool_init(&lines);
    db_begin_read(d->db);
    bool found = hook_set_read(d, j->change, &set, &q);
    char *actor = found ? mem_strdup(actor_of(d, &set)) : NULL;
    if (found)
        hook_lines(d, &set, &lines, NULL);
    db_end(found ? q : NULL);
    db_commit(d->db);
    char *db = hook_db(d);
    hook_run(&(struct hook_call){.path = path,
                                 .name = j->hook,
                                 .actor = actor,
                                 .change = j->change,
                                 .input = &lines,
                                 .db = db},
             r);
    spool_free(&lines);
    free(actor);
    free(db);
}

// --- how it went

static int64_t wait_before(int64_t tries)
{
    static const int64_t minutes[] = {1, 5, 30, 2 * 60, 6 * 60, 24 * 60};
    size_t n = sizeof minutes / sizeof *minutes, i = (size_t)tries - 1;
    return minutes[i < n ? i : n - 1] * DATE_MINUTE;
}

static void settle(struct tool *t, const struct job *j, int state, int64_t tries, int64_t wait,
                   const char *note)
{
    struct desk *d = &t->desk;
    tool_begin(t);
    d->unrecorded = true;
    db_run(d->db,
           SQL("UPDATE outbox SET state = ?3, tries = ?4, due = ?5, note = ?6"
               " WHERE id = ?1 AND tries = ?2 AND state = 0"),
           V(j->id), V(j->tries), V(state), V(tries), V(d->now + wait), V(val_str(note)));
    desk_commit(d);
}

// "exit status 3: " and the first line of its stderr; in a table of records, so made plain.
static void write_note(const struct hook_result *r, struct buf *note)
{
    const char *line = r->err.s + strspn(r->err.s, "\n");
    size_t n = strcspn(line, "\n");
    buf_str(note, r->why.s);
    if (n)
        buf_str(note, note->len ? ": " : "");
    utf8_visible(note, line, n < NOTE_MAX ? n : NOTE_MAX, UTF8_KEEP_NONE);
}

static void tell(const struct tool *t, const struct job *j, const char *what)
{
    if (t->o->verbose)
        warn("%s: change %lld: %s", j->hook, (long long)j->change, what);
}

static void give_up(struct tool *t, const struct job *j, const char *note)
{
    settle(t, j, 2, j->tries, 0, note);
    buf_fmt(&t->err, "%s: change %lld: given up: %s (tk-hooks retry %lld)", j->hook,
            (long long)j->change, note, (long long)j->id);
    tool_fail(t, EXIT_HOOK, NULL);
}

static void try_later(struct tool *t, const struct job *j, const char *note)
{
    if (j->tries >= TRIES_MAX) {
        give_up(t, j, note);
    } else {
        settle(t, j, 0, j->tries, wait_before(j->tries), note);
        tell(t, j, note);
    }
}

static void run_safe(struct tool *t, const struct job *j, const char *path)
{
    struct hook_result r = HOOK_RESULT_INIT;
    struct buf note = BUF_INIT;
    run_job(t, j, path, &r);
    write_note(&r, &note);
    if (r.good) {
        settle(t, j, 1, j->tries, 0, note.len ? note.s : NULL);
        tell(t, j, "done");
    } else {
        try_later(t, j, note.s);
    }
    hook_result_free(&r);
    buf_free(&note);
}

static bool is_there(struct desk *d, const char *name)
{
    const struct hooks *all = hooks_of(d);
    for (size_t i = 0; i < all->n; i++)
        if (hook_matches(&all->v[i], true, ~0u) && strcmp(all->v[i].name, name) == 0)
            return true;
    return false;
}

// One that may not be run waits until somebody puts it right: that is no try.  One that is not here
// may be about to come back, or we look into another directory than those who queued it.
static void run_one(struct tool *t, const struct job *j)
{
    struct buf why = BUF_INIT;
    if (!is_there(&t->desk, j->hook)) {
        try_later(t, j, "the hook is gone");
        return;
    }
    char *path = hook_path(hooks_of(&t->desk), j->hook, &why);
    if (path) {
        run_safe(t, j, path);
    } else {
        settle(t, j, 0, j->tries - 1, DATE_MINUTE, why.s);
        tell(t, j, why.s);
    }
    buf_free(&why);
    free(path);
}

// Without a directory nobody knows what the rows wait for: they are left alone.
void hook_work(struct tool *t)
{
    restricted_refuse("running hooks");
    struct job j;
    bool work = !hooks_off() && hooks_of(&t->desk)->there;
    while (work && take(t, &j)) {
        run_one(t, &j);
        free(j.hook);
    }
    if (!db_in_transaction(t->desk.db)) {
        tool_begin(t);
        t->desk.unrecorded = true;
    }
}

// --- again

static int64_t again(struct desk *d, int64_t id)
{
    return db_get_int(d->db, 0,
                      SQL("UPDATE outbox SET state = 0, tries = 0, due = ?2, note = NULL"
                          " WHERE id = ?1 AND (state = 2 OR (state = 0 AND (note IS NOT ?3"
                          " OR due <= ?2))) RETURNING 1"),
                      V(id), V(d->now), V(RUNNING));
}

static void retry_all(struct desk *d)
{
    struct stmt *q = db_query(d->db, SQL("SELECT id FROM outbox WHERE state = 2 /* scan */"));
    while (db_row(q)) {
        again(d, db_int(q, 0));
        d->unrecorded = true;
    }
}

void hook_retry(struct tool *t, const char *const *ids, int n)
{
    struct desk *d = &t->desk;
    if (n == 0)
        retry_all(d);
    for (int i = 0; i < n; i++) {
        int64_t id;
        if (!ref_parse(ids[i], strlen(ids[i]), &id))
            tool_usage(t, "no number of tk-hooks queue: \"%s\"", ids[i]);
        if (!again(d, id)) {
            buf_fmt(&t->err, "nothing in the queue to be tried again as %lld", (long long)id);
            tool_must(t, EXIT_NOINPUT);
        }
        d->unrecorded = true;
    }
    d->queued = d->unrecorded;
}
