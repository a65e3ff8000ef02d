// SPDX-License-Identifier: GPL-3.0-or-later
// The main of every tool that is an action: words, ids, one transaction, records.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/action_impl.h"
#include "desk/hook.h"
#include "desk/link.h"
#include "desk/request.h"
#include "desk/stream.h"

// --- one ticket

static bool done_already(const struct run *r, int64_t id)
{
    for (size_t i = 0; r->followed && i < r->n_done; i++)
        if (r->done[i] == id)
            return true;
    return false;
}

static int apply(struct run *r, const struct ref *ref, struct ticket *k, bool *again)
{
    struct tool *t = &r->t;
    int rc = action_reach(&t->desk, r->args, ref->id, k, &t->err);
    if (rc)
        return rc == EXIT_NOINPUT && !ref->text ? EXIT_DATA : rc;
    r->followed = r->followed || k->id != ref->id;
    *again = done_already(r, k->id);
    if (*again)
        return 0;
    int64_t before = t->desk.change.next, lease = k->lease;
    rc = r->action->apply(&t->desk, r->args, k, &t->err);
    bool same = t->desk.change.next == before && k->lease == lease;
    if (rc == 0 && same && t->o->verbose && !r->args->skipped)
        tool_later(t, "%lld: is so already", (long long)k->id);
    if (r->args->said.len)
        tool_later(t, "%s", r->args->said.s);
    buf_reset(&r->args->said);
    return rc;
}

static void keep_reject(struct run *r, const struct ref *ref)
{
    if (!ref->text)
        tool_reject(&r->t, r->refs.header, ref->off, ref->size);
}

static void note_done(struct run *r, int64_t id)
{
    r->done = mem_grow(r->done, &r->cap_done, r->n_done, sizeof *r->done);
    r->done[r->n_done++] = id;
    r->all_done++;
}

// With -k a ticket that cannot be changed is left as it was, whatever its action did so far.
static bool apply_or_report(struct run *r, const struct ref *ref)
{
    struct desk *d = &r->t.desk;
    bool keep = r->t.o->keep_going;
    struct ticket k = {0};
    struct change before = d->change;
    if (keep)
        db_run(d->db, SQL("SAVEPOINT one"));
    bool again = false; // two numbers of one ticket count once
    r->args->skipped = false;
    int rc = apply(r, ref, &k, &again);
    if (rc) {
        char where[64];
        action_where(ref, where);
        tool_fail(&r->t, rc, where);
        keep_reject(r, ref);
        if (keep) {
            db_run(d->db, SQL("ROLLBACK TO one"));
            d->change = before;
        }
    } else if (r->args->skipped) {
        r->skipped++;
    } else if (!again) {
        note_done(r, k.id);
    }
    if (keep)
        db_run(d->db, SQL("RELEASE one"));
    ticket_free(&k);
    return rc == 0;
}

// --- a change set over some of the refs

// True if this key was used already by the same request: it gets the same answer.
static bool seen_before(struct run *r)
{
    struct tool *t = &r->t;
    struct ref_list was = {0};
    enum request_rc rc = request_begin(&t->desk, t->o->key, r->request, &t->err);
    if (rc == REQUEST_CONFLICT)
        tool_must(t, EXIT_DATA);
    if (rc == REQUEST_NEW)
        return false;
    t->status = request_recall(&t->desk, t->o->key, &was);
    for (size_t i = 0; i < was.n; i++)
        note_done(r, was.v[i].id);
    refs_free(&was);
    return true;
}

static void print_done(struct run *r)
{
    bool refused = r->t.complaints && !r->t.o->keep_going;
    if (!r->t.o->dry_run && (r->n_done || !refused)) // refused: not even a header
        tool_print_tickets(&r->t, r->done, r->n_done);
    r->n_done = 0;
}

static void dry_run(struct run *r)
{
    struct buf *shown = &r->args->shown;
    tool_print_dry(&r->t, r->done, r->n_done);
    buf_write(STDERR_FILENO, shown->s, shown->len); // who reads it may have gone
    buf_reset(shown);
    r->n_done = 0;
}

// Only tickets that had to be left to others: the answer 1, somebody else was quicker.
static int answer(const struct run *r)
{
    return r->t.status ? r->t.status : r->skipped && !r->all_done ? EXIT_NONE : EXIT_DONE;
}

struct part { // of the refs, in one change set
    struct run *r;
    size_t from, to;
    size_t n_done, all_done, skipped; // of the run, before it
    bool followed;
};

static void start_part(struct part *p)
{
    p->r->n_done = p->n_done;
    p->r->all_done = p->all_done;
    p->r->skipped = p->skipped;
    p->r->followed = p->followed;
}

static bool apply_part(struct tool *t, void *arg)
{
    struct part *p = arg;
    struct run *r = p->r;
    int bad = t->complaints;
    start_part(p);
    action_begin(r);
    if (t->o->key && seen_before(r))
        return false;
    for (size_t i = p->from; i < p->to; i++)
        if (r->refs.v[i].id)
            apply_or_report(r, &r->refs.v[i]);
        else
            keep_reject(r, &r->refs.v[i]);
    link_tell_children(t);
    if (t->complaints > bad && !t->o->keep_going) {
        r->n_done = p->n_done; // what earlier chunks did stands and is printed
        return false;
    }
    if (t->o->dry_run) {
        dry_run(r);
        return false;
    }
    request_end(&t->desk, t->o->key, answer(r), r->done, r->n_done);
    if (p->to < r->refs.n)
        draft_leave(&r->draft, &t->desk);
    else
        action_draft_end(r);
    return true;
}

// A hook takes a change set or leaves it, as a whole.
static void refuse_part(struct part *p, int rc)
{
    struct run *r = p->r;
    char where[64];
    start_part(p);
    action_where(&r->refs.v[p->from], where);
    tool_fail(&r->t, rc, r->t.o->each ? where : NULL);
    for (size_t i = p->from; i < p->to; i++)
        keep_reject(r, &r->refs.v[i]);
}

static void change_some(struct run *r, size_t from, size_t to)
{
    struct part p = {.r = r,
                     .from = from,
                     .to = to,
                     .n_done = r->n_done,
                     .all_done = r->all_done,
                     .skipped = r->skipped,
                     .followed = r->followed};
    int rc = tool_change(&r->t, apply_part, &p);
    if (rc)
        refuse_part(&p, rc);
    else
        draft_left(&r->draft);
    tool_say(&r->t);
}

static void change_all(struct run *r)
{
    struct tool *t = &r->t;
    if (r->refs.bad && !t->o->keep_going && !t->o->dry_run) {
        // report every bad line, not only the unreadable ones, before giving up
        t->o->dry_run = t->o->quiet = true;
    }
    size_t step = t->o->each ? 1 : t->o->chunk > 0 ? (size_t)t->o->chunk : r->refs.n;
    for (size_t at = 0; at < r->refs.n; at += step) {
        int bad = t->complaints;
        change_some(r, at, at + step < r->refs.n ? at + step : r->refs.n);
        if (t->complaints > bad && !t->o->keep_going && !t->o->dry_run)
            break;
        if (step < r->refs.n) // what stands is told before the next can fail
            print_done(r);
    }
    print_done(r);
}

// --- an endless stream: every line its own change set, as it comes

struct lines {
    struct stream stream;
    enum rec_format table; // of records behind a header; REC_UNKNOWN: id lines
    struct buf header;
};

static int64_t id_of(struct run *r, const struct lines *in, const char *s, size_t n)
{
    struct tool *t = &r->t;
    if (in->table != REC_UNKNOWN)
        return ref_record(&t->input, in->table, &t->err);
    size_t bom = in->stream.line == 1 && n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t end = s[n - 1] == in->stream.end;
    return ref_line(s + bom, n - bom - end, &t->err);
}

static void change_record(struct run *r, const struct lines *in, const char *s, size_t n)
{
    struct tool *t = &r->t;
    spool_free(&t->input); // this record only: the stream may never end
    spool_init(&t->input);
    spool_add(&t->input, in->header.s, in->header.len);
    spool_add(&t->input, s, n);
    int64_t id = id_of(r, in, s, n);
    if (id < 0)
        return;
    struct ref ref = {.id = id, .line = in->stream.line, .off = in->header.len, .size = n};
    r->refs.n = 0;
    refs_add(&r->refs, ref);
    if (id == 0) {
        char where[64];
        action_where(&ref, where);
        tool_fail(t, EXIT_DATA, where);
    }
    change_some(r, 0, 1);
    print_done(r);
    hook_start(&t->desk);
}

static void change_stream(struct run *r, bool dash)
{
    struct lines in = {.stream = STREAM_INIT, .table = REC_UNKNOWN, .header = BUF_INIT};
    const char *s;
    size_t n;
    tool_check_stdin(&r->t, dash, TOOL_NO_IDS);
    in.stream.end = r->t.o->nul ? '\0' : '\n';
    while (stream_next(&in.stream, &s, &n)) {
        if (in.stream.line == 1 && !r->t.o->nul)
            in.table = ref_format(s, n);
        if (in.stream.line == 1 && in.table != REC_UNKNOWN) {
            in.stream.csv = in.table == REC_CSV;
            buf_add(&in.header, s, n);
            r->refs.header = n;
        } else {
            change_record(r, &in, s, n);
        }
    }
    stream_free(&in.stream);
    buf_free(&in.header);
}

// --- main

static void run_free(struct run *r)
{
    refs_free(&r->refs);
    free(r->done);
    draft_free(&r->draft);
    free(r->draft_path);
    action_args_free(r->args);
    free(r->args);
}

static int read_words(struct run *r)
{
    int taken = 0;
    int rc = r->action->parse(&r->t.desk, r->args, &r->t.operands, &taken, &r->t.err);
    if (rc == EXIT_USAGE)
        tool_usage(&r->t, "%s", r->t.err.s);
    tool_must(&r->t, rc);
    return taken;
}

// Ids first, then the message: it may take an hour to write.
static void change_given(struct run *r, const struct command *cmd, int first)
{
    struct tool *t = &r->t;
    tool_refs(t, first, &r->refs);
    if (t->o->if_rev >= 0 && r->refs.n > 1)
        tool_usage(t, "--if-rev is for one ticket");
    if (!r->refs.n) {
        print_done(r); // a csv of no rows has its header
        return;
    }
    tool_ask_many(t, first, &r->refs);
    action_message(r);
    request_hash(r->request, cmd, r->args, &t->operands, first, &r->args->message, &r->refs);
    change_all(r);
}

int action_main(const struct action *action, const struct command *cmd, int argc, char **argv)
{
    struct run r = {.action = action, .args = mem_alloc(action->size)};
    action_args_init(r.args);
    tool_start(&r.t, cmd, argc, argv, r.args);
    if (r.args->drafts)
        draft_list(&r.t);
    if (r.args->drafts || tool_column_help(&r.t)) {
        int shown = tool_end(&r.t);
        run_free(&r);
        return shown;
    }
    tool_dot(&r.t, r.t.operands.n);
    int first = read_words(&r);
    bool dash = r.t.operands.n == first + 1 && strcmp(r.t.operands.v[first], "-") == 0;
    if (r.t.o->each && r.t.o->if_rev >= 0)
        tool_usage(&r.t, "--if-rev is for one ticket");
    bool named = r.t.operands.n > first || tool_has_current(&r.t, first);
    if (r.t.o->each && (dash || !named)) {
        action_message(&r);
        change_stream(&r, dash);
    } else {
        change_given(&r, cmd, first);
    }
    if (r.t.o->fail_empty && !r.refs.n && !r.t.status)
        r.t.status = EXIT_NONE;
    r.t.status = answer(&r);
    if (action->end)
        action->end(&r.t, r.args);
    if (r.t.change) { // else what was typed stays on disk
        compose_done();
        action_draft_drop(&r);
    }
    int status = tool_end(&r.t); // before the args go: it looks at the options
    run_free(&r);
    return status;
}
