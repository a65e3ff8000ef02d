// SPDX-License-Identifier: GPL-3.0-or-later
// The tool: which change set, what will become of it, the question, the deed.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/term.h"
#include "desk/request.h"
#include "desk/undo_impl.h"

// --- which one

static int refuse_undone(struct desk *d, int64_t change, struct buf *err)
{
    int64_t by =
        db_get_int(d->db, 0, SQL("SELECT max(id) FROM change WHERE undoes = ?1"), V(change));
    buf_fmt(err, "change %lld is undone already by %lld: tk-undo %lld does it again",
            (long long)change, (long long)by, (long long)by);
    return EXIT_DATA;
}

static bool is_beginning(struct desk *d, int64_t change)
{
    return db_get_int(d->db, 0, SQL("SELECT tool = 'tk-init' FROM change WHERE id = ?1"),
                      V(change));
}

static int choose_named(struct desk *d, const struct effective *e, int64_t *change, struct buf *err)
{
    int64_t of = db_get_int(d->db, 0, SQL("SELECT change FROM event WHERE id = ?1"), V(*change));
    if (of != *change) {
        buf_fmt(err, "there is no change %lld", (long long)*change);
        if (of)
            buf_fmt(err, ": the event of that number is of change %lld", (long long)of);
        return EXIT_NOINPUT;
    }
    int64_t root = effective_root(e, *change);
    if (is_beginning(d, root)) {
        buf_fmt(err, "change %lld began the desk: it cannot be undone", (long long)root);
        return EXIT_DATA;
    }
    if (effective_is_undone(e, *change))
        return refuse_undone(d, *change, err);
    *change = effective_tip(e, root);
    return 0;
}

// What is only an answer under a key, or a tag that stays, is nothing to undo.
static int choose_latest(struct desk *d, const struct effective *e, int64_t *change,
                         struct buf *err)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT c.id FROM change c WHERE c.actor = ?1 AND c.undoes IS NULL"
            " AND c.tool <> 'tk-init' AND EXISTS (SELECT 1 FROM event e WHERE e.id BETWEEN c.id"
            " AND c.id + c.n - 1 AND e.field NOT IN (-600, -160, -150)) ORDER BY c.id DESC"
            " /* scan */"),
        V(d->me)); // EVENT_REQUEST, EVENT_TAG_MADE, EVENT_ORG_MADE
    *change = 0;
    while (db_row(q))
        if (!effective_is_undone(e, db_int(q, 0))) {
            *change = effective_tip(e, db_int(q, 0));
            db_end(q);
            return 0;
        }
    buf_fmt(err, "nothing is left to undo of what %s did", d->login);
    return EXIT_NONE;
}

// The change set that `word` names ("812"), or NULL: the acting agent's latest one that is no undo,
// is not undone, and has something to undo.  *change is then the one whose events are to be
// reversed: it, or the redo that put it back.  EXIT_NONE: there is nothing left; EXIT_USAGE,
// EXIT_NOINPUT: no number, no such change; EXIT_DATA: it is undone already, or never can be.
static int choose(struct desk *d, const char *word, int64_t *change, struct buf *err)
{
    struct effective e;
    char *end = NULL;
    *change = word ? strtoll(word, &end, 10) : 0;
    if (word && (!*word || *end || strspn(word, "0123456789") != strlen(word))) {
        buf_fmt(err, "\"%s\" is no number of a change (tk-log --changes lists them)", word);
        return EXIT_USAGE;
    }
    effective_load(&e, d->db, INT64_MAX);
    int rc = word ? choose_named(d, &e, change, err) : choose_latest(d, &e, change, err);
    effective_free(&e);
    return rc;
}

// --- telling

static void tell(const struct buf *text)
{
    for (const char *s = text->s; s && *s; s += strcspn(s, "\n") + 1)
        warn_more("%.*s", (int)strcspn(s, "\n"), s);
}

static void refuse(struct tool *t, const char *fmt, int64_t change)
{
    tool_later(t, fmt, (long long)change);
    t->complaints++;
    t->status = EXIT_DATA;
}

static void tell_faults(struct tool *t, const struct undo *u)
{
    for (size_t i = u->n_faults; i-- > 0;)
        tool_later(t, "change %lld: %s", (long long)u->change, u->fault[i]);
    if (u->faults > u->n_faults)
        tool_later(t, "change %lld: ... and %zu more", (long long)u->change,
                   u->faults - u->n_faults);
    t->complaints++;
    t->status = EXIT_DATA;
}

// --- doing

struct work {
    struct tool *t;
    const char *word; // NULL: the latest
    const unsigned char *request;
    int64_t change; // 0: not chosen yet
    struct undo undo;
    struct buf plan, shown; // of the deed, and of the preview
    bool done;
};

static void give_up(struct work *w)
{
    desk_rollback(&w->t->desk);
    tool_say(w->t);
}

// True if this key was used already by the same request: it gets the same answer.
static bool seen_before(struct work *w)
{
    struct tool *t = w->t;
    struct ref_list was = {0};
    if (!t->o->key)
        return false;
    enum request_rc rc = request_begin(&t->desk, t->o->key, w->request, &t->err);
    if (rc == REQUEST_CONFLICT)
        tool_must(t, EXIT_DATA);
    if (rc == REQUEST_NEW)
        return false;
    t->status = request_recall(&t->desk, t->o->key, &was);
    desk_rollback(&t->desk);
    int64_t *ids = mem_alloc((was.n + 1) * sizeof *ids);
    for (size_t i = 0; i < was.n; i++)
        ids[i] = was.v[i].id;
    tool_print_tickets(t, ids, was.n);
    free(ids);
    refs_free(&was);
    return true;
}

// A transaction in which the events are reversed.  False: it is over, and why has been told.
static bool begin(struct work *w)
{
    struct tool *t = w->t;
    tool_begin(t);
    if (seen_before(w))
        return false;
    if (!w->change)
        tool_must(t, choose(&t->desk, w->word, &w->change, &t->err));
    int rc = undo_apply(&w->undo, &t->desk, w->change, &t->err);
    if (!w->undo.faults)
        tool_must(t, rc);
    buf_reset(&w->plan);
    if (!t->o->yes || t->o->verbose || t->o->dry_run)
        undo_plan(&w->undo, t->o->verbose, &w->plan);
    if (w->undo.faults)
        tell_faults(t, &w->undo);
    else if (t->desk.change.next == t->desk.change.first)
        refuse(t, "nothing of change %lld can be undone", w->change);
    if (!t->status)
        return true;
    give_up(w);
    if (!w->undo.faults && w->undo.stays.len)
        tell(&w->undo.stays);
    return false;
}

// What would be done, told; nothing is.
static bool preview(struct work *w)
{
    struct tool *t = w->t;
    bool can = begin(w);
    if (can) {
        desk_rollback(&t->desk);
        buf_str(&w->shown, w->plan.s);
        if (!t->o->dry_run || !t->o->quiet)
            tell(&w->plan);
    }
    undo_free(&w->undo);
    return can;
}

// Within tool_change: again, where hooks looked at it first.
static bool reverse(struct tool *t, void *arg)
{
    struct work *w = arg;
    undo_free(&w->undo);
    w->undo = (struct undo){0};
    w->done = false;
    if (!begin(w))
        return false;
    if (w->shown.len && strcmp(w->shown.s, w->plan.s) != 0) {
        refuse(t, "change %lld: what undoing it does changed meanwhile: look again", w->change);
        give_up(w);
        return false;
    }
    request_end(&t->desk, t->o->key, EXIT_DONE, w->undo.tickets, w->undo.n_tickets);
    w->done = true;
    return true;
}

// A change that cannot be undone is refused before anybody is asked for -y.
static void look(struct work *w)
{
    struct tool *t = w->t;
    int64_t change;
    db_begin_read(t->desk.db);
    tool_must(t, choose(&t->desk, w->word, &change, &t->err));
    db_commit(t->desk.db);
}

static void deed(struct work *w)
{
    struct tool *t = w->t;
    int rc = tool_change(t, reverse, w);
    if (rc) {
        tool_fail(t, rc, NULL);
    } else if (w->done) {
        if (t->o->verbose && !w->shown.len)
            tell(&w->plan);
        tool_print_tickets(t, w->undo.tickets, w->undo.n_tickets);
    }
    undo_free(&w->undo);
}

void undo_run(struct tool *t, const char *word, const unsigned char request[HASH_SIZE])
{
    struct work w = {.t = t, .word = word, .request = request, .plan = BUF_INIT, .shown = BUF_INIT};
    bool person = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    if (!t->o->yes && !t->o->dry_run && !person) {
        look(&w);
        tool_usage(t, "it asks, and nobody is there to answer: give -y, or -n to look");
    }
    if (t->o->dry_run)
        preview(&w);
    else if (t->o->yes)
        deed(&w);
    else if (preview(&w) && term_ask("Undo it?"))
        deed(&w);
    else if (!t->status && w.shown.len)
        t->status = EXIT_NONE;
    buf_free(&w.plan);
    buf_free(&w.shown);
}
