// SPDX-License-Identifier: GPL-3.0-or-later
// The groups of tk-batch: transactions, what is said and printed behind them, and keys.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/batch_impl.h"
#include "desk/link.h"
#include "desk/pick.h"

static const struct rec_column columns[] = {
    {"id", REC_ID, "ticket of the line", false},
    {"line", REC_INT, "number of the line in the input", false},
    {"code", REC_INT, "exit code that the tool would have: 0 done", false},
    {"command", REC_NAME, "the first word of the line", false},
    {NULL, REC_TEXT, NULL, false},
};

struct output {
    struct tool *t;
    struct pick pick;
    struct recout *r; // NULL: nothing was printed yet
};

// --- a group, within a transaction

static void forget(struct batch *b)
{
    for (size_t i = 0; i < b->n_remarks; i++)
        free(b->remark[i].text);
    b->n_remarks = b->n_results = b->bad = 0;
    b->guarded = false;
    b->made = 0;
}

// A line that cannot be done leaves a record only of the ticket at which it failed.
static void line_failed(struct batch *b, const struct batch_line *l, int rc, size_t results)
{
    b->n_results = results;
    b->bad++;
    if (b->at)
        batch_result(b, l, b->at, rc);
}

// With -k a line that cannot be done leaves everything as it was.
static void run_line(struct batch *b, const struct batch_line *l, struct buf *err)
{
    struct desk *d = &b->t->desk;
    bool keep = b->t->o->keep_going, unrecorded = d->unrecorded;
    struct change before = d->change;
    size_t results = b->n_results;
    if (keep)
        db_run(d->db, SQL("SAVEPOINT line"));
    int rc = batch_line_run(b, l, err);
    if (rc) {
        batch_remark(b, l, rc, err->s);
        line_failed(b, l, rc, results);
        buf_reset(err);
    }
    if (rc && keep) {
        db_run(d->db, SQL("ROLLBACK TO line"));
        d->change = before;
        d->unrecorded = unrecorded;
    }
    if (keep)
        db_run(d->db, SQL("RELEASE line"));
}

// Does a group within the open transaction, and can do so again from the same state: all that it
// leaves outside of the database is in b.  False if it must not be committed.
static bool run_group(struct batch *b, const struct batch_group *g)
{
    struct buf err = BUF_INIT;
    forget(b);
    for (size_t i = g->from; i < g->to; i++)
        run_line(b, &b->line[i], &err);
    buf_free(&err);
    return !b->bad || (b->t->o->keep_going && !b->guarded);
}

// --- what is said

static int exit_code(int rc)
{
    return rc == EXIT_USAGE || rc == EXIT_NOINPUT || rc == EXIT_NOUSER ? EXIT_DATA : rc;
}

static void complain(struct batch *b, long line, int rc, const char *text)
{
    char *where = mem_printf("%s:%ld", b->name, line);
    buf_str(&b->t->err, text);
    tool_fail(b->t, exit_code(rc), where);
    free(where);
}

static void say_remarks(struct batch *b, const struct batch_group *g, bool done)
{
    struct tool *t = b->t;
    for (size_t i = 0; i < b->n_remarks; i++) {
        const struct batch_remark *m = &b->remark[i];
        if (m->code)
            complain(b, m->line->line, m->code, m->text);
        else if (done)
            tool_later(t, "%s", m->text);
        if (m->code && done)
            tool_reject(t, 0, m->line->off, m->line->size);
    }
    if (!done)
        tool_reject(t, 0, g->off, g->end - g->off);
    if (!done && (b->started || t->o->keep_going))
        tool_later(t, "%s:%ld: nothing of this group was done%s", b->name, g->line,
                   g < &b->group[b->n_groups - 1] && !t->o->keep_going ? ", nor of those behind it"
                                                                       : "");
}

// --- what is printed

static void print_result(struct output *o, const struct batch_result *res)
{
    for (int i = 0; i < o->pick.n; i++)
        switch (o->pick.which[i]) {
        case 0:
            recout_int(o->r, res->id);
            break;
        case 1:
            recout_int(o->r, res->line);
            break;
        case 2:
            recout_int(o->r, res->code);
            break;
        default:
            recout_str(o->r, res->command);
        }
    recout_end(o->r);
}

static void begin_output(struct output *o)
{
    if (!o->r && !o->t->o->quiet)
        o->r = recout_new(&o->t->out, &o->t->style, o->pick.rec, o->pick.n);
}

// Ids alone show no code: there only what was done has a record.
static void print_results(struct batch *b, struct output *o)
{
    enum rec_format f = o->t->style.format;
    if (o->t->o->quiet)
        return;
    begin_output(o);
    for (size_t i = 0; i < b->n_results; i++)
        if (b->result[i].code == 0 || (f != REC_IDS && f != REC_NUL))
            print_result(o, &b->result[i]);
    if (b->started && !db_in_transaction(o->t->desk.db))
        recout_flush(o->r); // what stands is told before the next can fail
}

static size_t count(const struct batch *b, int code)
{
    size_t n = 0;
    for (size_t i = 0; i < b->n_results; i++)
        n += b->result[i].code == code;
    return n;
}

static void count_results(struct batch *b)
{
    b->all_done += count(b, EXIT_DONE);
    b->skipped += count(b, EXIT_NONE);
}

// Only tickets that had to be left to others: the answer 1, as of the tools.
static int answer(size_t done, size_t skipped)
{
    return skipped && !done ? EXIT_NONE : EXIT_DONE;
}

// --- groups

// What is kept under a key.
static int status_of(const struct batch *b)
{
    for (size_t i = 0; i < b->n_remarks; i++)
        if (b->remark[i].code)
            return exit_code(b->remark[i].code);
    return answer(count(b, EXIT_DONE), count(b, EXIT_NONE));
}

struct attempt {
    struct batch *b;
    const struct batch_group *g;
    bool done, before; // done now; or before, under the same key
};

static bool apply_group(struct tool *t, void *arg)
{
    struct attempt *a = arg;
    tool_begin(t);
    forget(a->b);
    a->before = t->o->key && batch_key_seen(a->b);
    a->done = !a->before && run_group(a->b, a->g);
    if (a->done) {
        link_tell_children(t);
        batch_key_keep(a->b, status_of(a->b));
    }
    return a->done;
}

// False if it was refused.
static bool change_group(struct batch *b, const struct batch_group *g)
{
    struct tool *t = b->t;
    struct attempt a = {.b = b, .g = g};
    int rc = tool_change(t, apply_group, &a);
    if (rc) {
        char *where = mem_printf("%s:%ld", b->name, g->line);
        tool_fail(t, rc, b->started ? where : NULL);
        free(where);
        forget(b);
        a.done = false;
    }
    if (a.done)
        count_results(b);
    say_remarks(b, g, a.done || a.before);
    tool_say(t);
    return a.done || a.before;
}

// The same in a dry run: all groups are within one transaction that is rolled back, so that a later
// one finds what an earlier one would have done.
static bool try_group(struct batch *b, const struct batch_group *g)
{
    struct desk *d = &b->t->desk;
    struct change before = d->change;
    bool others = b->t->o->keep_going && b->n_groups > 1; // that are done although it is refused
    if (others)
        db_run(d->db, SQL("SAVEPOINT batch_group"));
    bool done = run_group(b, g);
    if (done)
        count_results(b);
    if (others && !done) {
        db_run(d->db, SQL("ROLLBACK TO batch_group"));
        d->change = before;
    }
    if (others)
        db_run(d->db, SQL("RELEASE batch_group"));
    say_remarks(b, g, done);
    return done;
}

static bool leave_out(struct batch *b, const struct batch_group *g)
{
    complain(b, g->line, EXIT_DATA, "start without commit: nothing of this group was done");
    tool_reject(b->t, 0, g->off, g->end - g->off);
    return false;
}

static void do_groups(struct batch *b, struct output *o)
{
    bool done = true, dry = b->t->o->dry_run;
    for (size_t i = 0; i < b->n_groups && (done || b->t->o->keep_going); i++) {
        const struct batch_group *g = &b->group[i];
        done = g->open ? leave_out(b, g) : dry ? try_group(b, g) : change_group(b, g);
        if (done)
            print_results(b, o);
    }
    bool refused = b->t->complaints && !b->t->o->keep_going;
    if (!o->r && !refused && !dry) // a csv of no rows has its header; refused: not even that
        begin_output(o);
}

static void dry_run(struct batch *b, struct output *o)
{
    struct tool *t = b->t;
    int to = t->out.fd;
    t->out.fd = STDERR_FILENO;
    t->out.hold = true;
    t->style.tty = isatty(STDERR_FILENO);
    tool_begin(t);
    if (t->o->key && batch_key_seen(b))
        print_results(b, o);
    else
        do_groups(b, o);
    if (o->r)
        recout_finish(o->r);
    desk_rollback(&t->desk);
    tool_say(t);
    out_flush(&t->out);
    buf_write(STDERR_FILENO, b->shown.s, b->shown.len); // who reads it may have gone
    t->out.fd = to;
}

static void do_all(struct batch *b, struct output *o)
{
    struct tool *t = b->t;
    tool_must(t, pick_columns(&o->pick, columns, t->o->columns, BATCH_COLUMNS, &t->err));
    if (t->o->key && b->n_groups > 1)
        tool_usage(t, "-K: a key stands for one change set, and here are %zu groups", b->n_groups);
    if (t->o->key)
        batch_key_hash(b);
    if (t->o->dry_run)
        dry_run(b, o);
    else
        do_groups(b, o);
    if (o->r && !t->o->dry_run)
        recout_finish(o->r);
    if (t->o->fail_empty && !b->n_groups && !t->status)
        t->status = EXIT_NONE;
    if (!t->status)
        t->status = answer(b->all_done, b->skipped);
}

void batch_run(struct tool *t, const char *file)
{
    struct batch b = {.t = t, .shown = BUF_INIT};
    struct output o = {.t = t};
    if (t->o->columns && strcmp(t->o->columns, "help") == 0) {
        pick_help(columns, &t->out.buf);
        out_record(&t->out);
        return;
    }
    batch_read(&b, file);
    do_all(&b, &o);
    if (o.r)
        recout_free(o.r);
    pick_free(&o.pick);
    batch_free(&b);
}
