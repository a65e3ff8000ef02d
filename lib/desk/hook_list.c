// SPDX-License-Identifier: GPL-3.0-or-later
// tk-hooks list, queue and test: what hooks there are, what they wait for, what they do.
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/restricted.h"
#include "base/utf8.h"
#include "desk/hook.h"
#include "desk/pick.h"
#include "desk/roster.h"

// --- list

enum { HOOK, KIND, WAITING, FAILED, STATE, PATH, COLUMNS };
static const struct rec_column hook_columns[] = {
    [HOOK] = {"hook", REC_NAME, "name of its file", false},
    [KIND] = {"kind", REC_NAME, "what it is run for", false},
    [WAITING] = {"waiting", REC_INT, "times it is yet to be run", false},
    [FAILED] = {"failed", REC_INT, "times it was given up", false},
    [STATE] = {"state", REC_TEXT, "ok, or why it cannot be run", false},
    [PATH] = {"path", REC_TEXT, "the file, its links resolved", false},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};

struct listed { // one line
    const char *hook;
    const struct hook *file; // NULL: it is gone
    int64_t waiting, failed;
};

static void put_state(struct recout *r, const struct hooks *all, const struct listed *l, bool path)
{
    struct buf why = BUF_INIT;
    char *real = l->file && l->file->kind >= 0 ? hook_path(all, l->hook, &why) : NULL;
    if (path)
        recout_str(r, real);
    else if (!l->file)
        recout_str(r, "the file is gone");
    else if (l->file->kind < 0)
        recout_str(r, "there is no such kind: it is never run");
    else
        recout_str(r, real ? "ok" : why.s);
    buf_free(&why);
    free(real);
}

static void put_cell(struct recout *r, const struct hooks *all, const struct listed *l, int column)
{
    switch (column) {
    case HOOK:
        recout_str(r, l->hook);
        break;
    case KIND:
        recout_str(r, l->file && l->file->kind >= 0 ? hook_kind_word(l->file->kind) : NULL);
        break;
    case WAITING:
        recout_int(r, l->waiting);
        break;
    case FAILED:
        recout_int(r, l->failed);
        break;
    default:
        put_state(r, all, l, column == PATH);
    }
}

static const struct hook *file_of(const struct hooks *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->v[i].name, name) == 0)
            return &all->v[i];
    return NULL;
}

static void put_line(struct tool *t, struct recout *r, const struct pick *p, const struct listed *l)
{
    for (int i = 0; i < p->n; i++)
        put_cell(r, hooks_of(&t->desk), l, p->which[i]);
    recout_end(r);
}

static void put_files(struct tool *t, struct recout *r, const struct pick *p)
{
    const struct hooks *all = hooks_of(&t->desk);
    for (size_t i = 0; i < all->n; i++) {
        struct listed l = {.hook = all->v[i].name, .file = &all->v[i]};
        struct stmt *q = db_query(t->desk.db,
                                  SQL("SELECT coalesce(sum(state = 0), 0), coalesce(sum(state = 2),"
                                      " 0) FROM outbox WHERE hook = ?1 /* scan */"),
                                  V(l.hook));
        if (db_row(q)) {
            l.waiting = db_int(q, 0);
            l.failed = db_int(q, 1);
        }
        db_end(q);
        put_line(t, r, p, &l);
    }
}

// Changes wait for hooks whose files nobody has any more.
static void put_gone(struct tool *t, struct recout *r, const struct pick *p)
{
    struct stmt *q = db_query(t->desk.db, SQL("SELECT hook, sum(state = 0), sum(state = 2)"
                                              " FROM outbox WHERE state <> 1 GROUP BY hook"
                                              " /* scan */ /* sort */"));
    while (db_row(q)) {
        struct listed l = {.hook = db_text(q, 0), .waiting = db_int(q, 1), .failed = db_int(q, 2)};
        if (!file_of(hooks_of(&t->desk), l.hook))
            put_line(t, r, p, &l);
    }
}

void hook_list(struct tool *t)
{
    struct pick p;
    if (t->o->columns && strcmp(t->o->columns, "help") == 0) {
        pick_help(hook_columns, &t->out.buf);
        out_record(&t->out);
        return;
    }
    tool_must(t, pick_columns(&p, hook_columns, t->o->columns, HOOK_COLUMNS, &t->err));
    struct recout *r = tool_records(t, p.rec, p.n);
    t->out.hold = true;
    put_files(t, r, &p);
    put_gone(t, r, &p);
    recout_finish(r);
    recout_free(r);
    pick_free(&p);
}

// --- queue

static const struct column queue_columns[] = {
    {{"id", REC_ID, "number, for tk-hooks retry", false}, COLUMN_INT, "o.id"},
    {{"hook", REC_NAME, "name of the hook", false}, COLUMN_TEXT, "o.hook"},
    {{"change", REC_INT, "change set that it is told", false}, COLUMN_INT, "o.change"},
    {{"state", REC_NAME, "waiting done failed", false},
     COLUMN_TEXT,
     "CASE o.state WHEN 0 THEN 'waiting' WHEN 1 THEN 'done' ELSE 'failed' END"},
    {{"tries", REC_INT, "times it was run", false}, COLUMN_INT, "o.tries"},
    {{"due", REC_TIME, "when it is run next; when it was done", false}, COLUMN_TIME, "o.due"},
    {{"note", REC_TEXT, "what came of the last try", false}, COLUMN_TEXT, "o.note"},
    {{NULL, REC_TEXT, NULL, false}, COLUMN_TEXT, NULL},
};
static const struct roster roster_outbox = {
    .columns = queue_columns,
    .defaults = HOOK_QUEUE_COLUMNS,
    .with = "WITH clock(now) AS (VALUES(?1))",
    .from = "FROM outbox o WHERE 1",
    .id = "o.id",
    .order = "o.id",
};

void hook_queue_list(struct tool *t, bool all)
{
    struct roster_filter waiting = {.where = " AND o.state <> 1"};
    roster_list(t, &roster_outbox, all ? NULL : &waiting);
}

// --- test

static void put_output(const struct buf *b, bool shown, struct buf *out)
{
    if (shown)
        utf8_visible(out, b->s, b->len, UTF8_KEEP_NEWLINE | UTF8_KEEP_TAB);
    else
        buf_add(out, b->s, b->len);
}

static void show_result(struct tool *t, const char *name, const struct hook_result *r)
{
    put_output(&r->out, tool_on_terminal(t), &t->out.buf);
    out_flush(&t->out);
    for (const char *s = r->err.s; *s;) {
        size_t n = strcspn(s, "\n");
        warn_more("%.*s", (int)n, s);
        s += n + (s[n] == '\n');
    }
    if (!r->good) {
        buf_fmt(&t->err, "%s: %s", name, r->why.s);
        tool_fail(t, EXIT_HOOK, NULL);
    } else if (t->o->verbose) {
        warn("%s: exit status 0", name);
    }
}

static char *must_find(struct tool *t, const char *name, const struct hook **h)
{
    const struct hooks *all = hooks_of(&t->desk);
    struct buf why = BUF_INIT;
    *h = file_of(all, name);
    if (!*h || (*h)->kind < 0) {
        buf_fmt(&t->err, "no hook \"%s\" in %s (tk-hooks list)", name, all->dir);
        tool_must(t, EXIT_NOINPUT);
    }
    char *path = hook_path(all, name, &why);
    if (!path) {
        buf_fmt(&t->err, "%s: %s", name, why.s);
        tool_must(t, EXIT_HOOK);
    }
    buf_free(&why);
    return path;
}

void hook_test(struct tool *t, const char *name, const char *const *ids, int n)
{
    restricted_refuse("running hooks");
    const struct hook *h;
    char *path = must_find(t, name, &h), *db = hook_db(&t->desk);
    int64_t *tickets = mem_array((size_t)n, sizeof *tickets), change;
    struct hook_result r = HOOK_RESULT_INIT;
    struct spool lines;
    for (int i = 0; i < n; i++)
        if (!ref_parse(ids[i], strlen(ids[i]), &tickets[i]))
            tool_usage(t, "no ticket id: \"%s\"", ids[i]);
    desk_me(&t->desk);
    db_begin_read(t->desk.db);
    int rc = hook_sample(&t->desk, tickets, n, &lines, &change, &t->err);
    db_commit(t->desk.db);
    tool_must(t, rc);
    hook_run(&(struct hook_call){.path = path,
                                 .name = name,
                                 .actor = t->desk.login,
                                 .change = h->post ? change : 0,
                                 .input = &lines,
                                 .db = db},
             &r);
    show_result(t, name, &r);
    hook_result_free(&r);
    spool_free(&lines);
    free(tickets);
    free(path);
    free(db);
}
