// SPDX-License-Identifier: GPL-3.0-or-later
// The records of one ticket: a new one begins with the first, of a known one the new ones are
// taken.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/import_act.h"
#include "desk/lifecycle.h"

// --- a new ticket

static int64_t created_of(const struct imports *k, const struct row *row)
{
    int64_t times[] = {row->at, row->updated, row->solved, row->closed}, first = DATE_NONE;
    if (row->created != DATE_NONE)
        return row->created;
    if (k->map.log)
        return row->at;
    for (size_t i = 1; i < sizeof times / sizeof *times; i++)
        if (times[i] != DATE_NONE && (first == DATE_NONE || times[i] < first))
            first = times[i];
    for (int i = 0; i < row->n_messages; i++)
        if (row->message[i].at != DATE_NONE && (first == DATE_NONE || row->message[i].at < first))
            first = row->message[i].at;
    return time_or(first, k->d->now);
}

static struct val said(const struct row *row, int event)
{
    for (int i = 0; i < ROW_FIELDS; i++)
        if (row_event[i] == event)
            return row->field[i];
    return val_null();
}

// What it begins with is what its first record says, but for the status.
static void draft_of(struct act_work *w, const struct row *row, struct ticket_draft *t)
{
    struct val due = said(row, EVENT_DUE), priority = said(row, EVENT_PRIORITY);
    struct val queue = said(row, EVENT_QUEUE);
    *t = (struct ticket_draft)TICKET_DRAFT_INIT;
    t->subject = said(row, EVENT_SUBJECT).p;
    t->priority = priority.type == VAL_INT ? (int)priority.i : PRIORITY_NORMAL;
    t->channel = row->channel;
    t->queue = queue.type == VAL_INT ? queue.i : w->k->default_queue;
    t->assignee = said(row, EVENT_ASSIGNEE).i;
    t->customer = said(row, EVENT_CUSTOMER).i;
    t->category = said(row, EVENT_CATEGORY).p;
    t->lang = said(row, EVENT_LANG).p;
    t->due = due.type == VAL_INT ? due.i : DATE_NONE;
    t->n_tags = row->n_tags;
    t->request = (struct message){.kind = MESSAGE_REQUEST,
                                  .customer = t->customer,
                                  .agent = t->customer ? 0 : w->k->d->me,
                                  .channel = (enum channel)row->channel,
                                  .lang = t->lang,
                                  .body = row->body,
                                  .body_len = row->body_len};
}

static void mark_beginning(struct act_work *w, const struct row *row)
{
    for (int i = 0; i < ROW_FIELDS; i++) {
        struct val v = row_event[i] == EVENT_TAG ? val_null() : past_get(&w->p, row_event[i]);
        if (row_event[i] == EVENT_TAG)
            mark_tags(w->seen.field[i], row->tags, row->n_tags);
        else
            mark_value(w->seen.field[i], row_event[i], &v);
    }
    for (int i = 0; i < w->k->map.n_custom; i++) {
        unsigned char mark[MARK];
        if (row->custom[i].type == VAL_NULL)
            continue;
        mark_value(mark, (int)(EVENT_CUSTOM + w->k->custom[i].id), &row->custom[i]);
        seen_add(&w->seen, mark);
    }
}

static int begin_new(struct act_work *w, const struct row *row, struct buf *err)
{
    struct ticket_draft t;
    struct imports *k = w->k;
    int64_t *fields = mem_array((size_t)k->map.n_custom + 1, sizeof *fields);
    struct val *values = mem_array((size_t)k->map.n_custom + 1, sizeof *values);
    draft_of(w, row, &t);
    for (int i = 0; i < k->map.n_custom; i++) {
        if (row->custom[i].type == VAL_NULL)
            continue;
        fields[t.n_values] = k->custom[i].id;
        values[t.n_values++] = row->custom[i];
    }
    t.fields = fields;
    t.values = values;
    int rc = EXIT_DATA;
    if (!t.subject)
        buf_fmt(err, "no subject: which column of %s is it? (or subject in its [default])",
                k->map.path);
    else if (!t.queue)
        buf_str(err, "no queue, and the desk has no default one: give -Q QUEUE");
    else
        rc = past_new(&w->p, k->d, &t, row->tags, created_of(k, row), err);
    free(fields);
    free(values);
    if (rc)
        return rc;
    import_come_back(k, EVENT_QUEUE, t.queue);
    import_come_back(k, EVENT_ASSIGNEE, t.assignee);
    mark_beginning(w, row);
    return 0;
}

// --- all records of a ticket

static int by_place(const void *x, const void *y)
{
    const struct row *a = x, *b = y;
    int64_t u[] = {a->order, a->at, a->line}, v[] = {b->order, b->at, b->line};
    for (int i = 0; i < 3; i++)
        if (u[i] != v[i])
            return u[i] < v[i] ? -1 : 1;
    return 0;
}

// How many of the records of a log were taken before.
static size_t known_of(struct act_work *w, const struct row *rows, size_t n)
{
    struct seen *s = &w->seen;
    size_t known = 0;
    int64_t same = 0;
    for (; known < n; known++) {
        const struct row *r = &rows[known];
        bool equal = r->order == s->order && r->at == s->at;
        bool before = r->order < s->order || (r->order == s->order && r->at < s->at);
        same += equal;
        if (!before && (!equal || same > s->same))
            break;
    }
    if ((int64_t)known > s->records)
        w->k->tally.n[COUNT_LATE] += (int64_t)known - s->records;
    return known;
}

static void note_last(struct act_work *w, const struct row *rows, size_t from, size_t n)
{
    struct seen *s = &w->seen;
    for (size_t i = from; i < n; i++) {
        bool equal = rows[i].order == s->order && rows[i].at == s->at;
        s->same = equal ? s->same + 1 : 1;
        s->order = rows[i].order;
        s->at = rows[i].at;
        s->records++;
    }
}

static void find_seen(struct act_work *w, const char *key, int64_t *ticket)
{
    struct stmt *q =
        db_query(w->k->d->db, SQL("SELECT ticket, seen FROM origin WHERE source = ?1 AND key = ?2"),
                 V(w->k->source), V(key));
    *ticket = 0;
    seen_read(&w->seen, NULL, 0);
    if (!db_row(q))
        return;
    *ticket = db_int(q, 0);
    seen_read(&w->seen, db_blob(q, 1), db_size(q, 1));
    db_end(q);
}

static void count(struct act_work *w, const struct row *rows, size_t known, size_t n)
{
    int64_t *c = w->k->tally.n;
    const struct row *last = &rows[n - 1];
    bool took = w->p.n_steps > 0;
    bool table_same = !w->k->map.log && !took;
    c[COUNT_TICKETS]++;
    c[COUNT_MADE] += w->fresh;
    c[COUNT_CHANGED] += !w->fresh && took;
    c[COUNT_SAME] += !took;
    c[COUNT_KNOWN] += table_same ? (int64_t)n : (int64_t)known;
    c[COUNT_TAKEN] += table_same ? 0 : (int64_t)(n - known);
    c[COUNT_CLAMPED] += w->p.clamped;
    reconcile_state(&w->k->tally, last->status_theirs,
                    last->said[F_STATUS] ? (int)last->field[F_STATUS].i : w->p.t.status);
}

// What the past refers to has to be there.
static void bring_back(struct act_work *w)
{
    for (size_t i = 0; w->k->n_gone && i < w->p.n_steps; i++) {
        const struct past_step *s = &w->p.step[i];
        if (s->message)
            import_come_back(w->k, EVENT_ASSIGNEE, s->message->agent);
        else if (s->field == EVENT_QUEUE || s->field == EVENT_ASSIGNEE)
            import_come_back(w->k, s->field, s->new.i);
    }
    if (w->p.n_steps && status_is_live(w->p.t.status)) { // or became so again
        import_come_back(w->k, EVENT_QUEUE, w->p.t.queue);
        import_come_back(w->k, EVENT_ASSIGNEE, w->p.t.assignee);
    }
}

static void write(struct act_work *w, struct row *rows, size_t from, size_t n)
{
    struct buf seen = BUF_INIT;
    if (!w->fresh && w->seen.reopens >= 0)
        w->reopened_here = w->p.t.reopens - w->seen.reopens;
    if (!w->fresh && w->seen.transfers >= 0)
        w->moved_here = w->p.t.transfers - w->seen.transfers;
    for (size_t i = from; i < n; i++)
        act_row(w, &rows[i]);
    if (w->k->map.log)
        note_last(w, rows, from, n);
    seen_write(&w->seen, w->k->map.log, &seen);
    if (from < n)
        past_origin(&w->p, w->k->source, rows->key, seen.s, seen.len);
    bring_back(w);
    past_end(&w->p);
    buf_free(&seen);
}

int import_apply(struct imports *k, struct row *rows, size_t n, size_t *bad, struct buf *err)
{
    struct act_work w = {.k = k, .key = rows->key};
    int64_t ticket;
    int rc = 0;
    *bad = 0;
    if (k->map.log)
        qsort(rows, n, sizeof *rows, by_place);
    find_seen(&w, rows->key, &ticket);
    w.fresh = !ticket;
    if (w.fresh)
        rc = begin_new(&w, rows, err);
    else if (!past_open(&w.p, k->d, ticket)) {
        buf_fmt(err, "ticket %lld, which it was, is gone: undo what removed it", (long long)ticket);
        rc = EXIT_DATA;
    }
    if (rc == 0) {
        size_t known = k->map.log && ticket ? known_of(&w, rows, n) : 0;
        write(&w, rows, known, n);
        count(&w, rows, known, n);
    }
    past_free(&w.p);
    seen_free(&w.seen);
    free(w.act);
    return rc;
}
