// SPDX-License-Identifier: GPL-3.0-or-later
// The records of one ticket become steps of its past: what the source says differently from last
// time, unless somebody changed that here.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/import_impl.h"
#include "desk/lifecycle.h"

enum { F_STATUS = 0, F_RESOLUTION = ROW_FIELDS - 1 };

struct act { // a step to be
    int64_t at;
    int field;
    struct val v;              // borrowed from the row
    const struct row *tags;    // EVENT_TAG
    struct row_message *message;
};
struct work {
    struct imports *k;
    struct past p;
    struct seen seen;
    struct act *act;
    size_t n_acts, cap_acts;
    bool fresh;
    int64_t reopened_here, moved_here; // behind what was stated last
};

static void add_act(struct work *w, struct act a)
{
    w->act = mem_grow(w->act, &w->cap_acts, w->n_acts, sizeof *w->act);
    size_t at = w->n_acts++;
    for (; at && w->act[at - 1].at > a.at; at--) // in order of time; of equal ones as they came
        w->act[at] = w->act[at - 1];
    w->act[at] = a;
}

// --- what changed there, and what here

static bool nothing_said(const unsigned char mark[MARK])
{
    static const unsigned char zeros[MARK];
    return memcmp(mark, zeros, MARK) == 0;
}

// Should theirs be taken over?  base: what they said last, by now what they say.
static bool decide(struct work *w, unsigned char base[MARK], const unsigned char theirs[MARK],
                   const unsigned char ours[MARK], bool ours_is_nothing)
{
    bool same = memcmp(base, theirs, MARK) == 0;
    bool ours_is_base = memcmp(base, ours, MARK) == 0 || (nothing_said(base) && ours_is_nothing);
    bool equal = memcmp(ours, theirs, MARK) == 0;
    memcpy(base, theirs, MARK);
    if (same || equal)
        return false;
    w->k->tally.n[COUNT_KEPT] += !ours_is_base;
    return ours_is_base;
}

static bool decide_value(struct work *w, int i, const struct val *theirs)
{
    unsigned char mine[MARK], other[MARK];
    struct val ours = past_get(&w->p, row_event[i]);
    mark_value(mine, row_event[i], &ours);
    mark_value(other, row_event[i], theirs);
    return decide(w, w->seen.field[i], other, mine, ours.type == VAL_NULL);
}

static bool decide_tags(struct work *w, int i, const struct row *row)
{
    unsigned char mine[MARK], other[MARK];
    past_has_tag(&w->p, 0); // they are read when asked for
    mark_tags(mine, w->p.tags, (int)w->p.n_tags);
    mark_tags(other, row->tags, row->n_tags);
    return decide(w, w->seen.field[i], other, mine, w->p.n_tags == 0);
}

// Of these only the set of marks is known: what theirs and ours both are not in it, ours goes on.
static bool decide_custom(struct work *w, int field, const struct val *theirs)
{
    unsigned char mine[MARK], other[MARK];
    struct val ours = past_get(&w->p, field);
    mark_value(mine, field, &ours);
    mark_value(other, field, theirs);
    bool base = seen_has(&w->seen, mine), same = seen_has(&w->seen, other);
    seen_drop(&w->seen, mine);
    seen_add(&w->seen, other);
    if (same || memcmp(mine, other, MARK) == 0)
        return false;
    w->k->tally.n[COUNT_KEPT] += !base && ours.type != VAL_NULL;
    return base || ours.type == VAL_NULL;
}

// --- one record

static int64_t first_time(int64_t a, int64_t b)
{
    return a != DATE_NONE ? a : b;
}

// When a record of a table says nothing of a change but that it is.
static int64_t time_of(const struct work *w, const struct row *row)
{
    if (w->k->map.log)
        return row->at;
    return first_time(row->updated, w->fresh ? w->p.t.created : w->k->d->now);
}

static void act_status(struct work *w, const struct row *row, int to)
{
    bool table = !w->k->map.log;
    int from = w->p.t.status;
    int64_t at = time_of(w, row);
    if (table && w->fresh && status_is_live(to))
        at = w->p.t.created;
    int64_t closed = table ? first_time(row->closed, first_time(row->solved, at)) : at;
    int64_t solved = table ? first_time(row->solved, to == STATUS_CLOSED ? closed : at) : at;
    if (table && !status_is_live(to) && status_is_live(from) &&
        (to == STATUS_SOLVED || solved < closed)) {
        add_act(w, (struct act){.at = solved, .field = EVENT_STATUS, .v = V(STATUS_SOLVED)});
        at = solved;
    }
    if (to != STATUS_SOLVED || !table || !status_is_live(from)) {
        at = table && to == STATUS_CLOSED ? closed : at;
        add_act(w, (struct act){.at = at, .field = EVENT_STATUS, .v = V(to)});
    }
}

// When it is solved, if it is now.
static int64_t solved_time(const struct work *w, int64_t otherwise)
{
    for (size_t i = 0; i < w->n_acts; i++)
        if (w->act[i].field == EVENT_STATUS && !status_is_live((int)w->act[i].v.i))
            return w->act[i].at;
    return otherwise;
}

static void act_fields(struct work *w, struct row *row)
{
    int64_t at = time_of(w, row);
    for (int i = 0; i < ROW_FIELDS; i++) {
        struct val v = row->field[i];
        if (!row->said[i])
            continue;
        if (i == F_RESOLUTION && status_is_live(row->said[F_STATUS] ? (int)row->field[F_STATUS].i
                                                                    : w->p.t.status))
            v = val_null(); // said too early
        if (row_event[i] == EVENT_TAG) {
            if (decide_tags(w, i, row))
                add_act(w, (struct act){.at = at, .field = EVENT_TAG, .tags = row});
        } else if (decide_value(w, i, &v)) {
            if (i == F_STATUS)
                act_status(w, row, (int)v.i);
            else
                add_act(w, (struct act){.at = i == F_RESOLUTION ? solved_time(w, at) : at,
                                        .field = row_event[i],
                                        .v = v});
        }
    }
}

static void act_custom(struct work *w, const struct row *row)
{
    for (int i = 0; i < w->k->map.n_custom; i++) {
        int field = (int)(EVENT_CUSTOM + w->k->custom[i].id);
        if (decide_custom(w, field, &row->custom[i]))
            add_act(w, (struct act){.at = time_of(w, row), .field = field, .v = row->custom[i]});
    }
}

static void act_messages(struct work *w, struct row *row)
{
    for (int i = 0; i < row->n_messages; i++) {
        struct row_message *m = &row->message[i];
        if (seen_has(&w->seen, m->mark))
            continue;
        seen_add(&w->seen, m->mark);
        add_act(w, (struct act){.at = first_time(m->at, time_of(w, row)),
                                .field = EVENT_MESSAGE,
                                .message = m});
    }
}

static void take_tags(struct past *p, int64_t at, const struct row *row)
{
    for (size_t i = p->n_tags; i-- > 0;) {
        bool stays = false;
        for (int j = 0; j < row->n_tags; j++)
            stays = stays || row->tags[j] == p->tags[i];
        if (!stays)
            past_tag(p, at, p->tags[i], false);
    }
    for (int j = 0; j < row->n_tags; j++)
        past_tag(p, at, row->tags[j], true);
}

static void take_acts(struct work *w)
{
    for (size_t i = 0; i < w->n_acts; i++) {
        const struct act *a = &w->act[i];
        if (a->message)
            past_message(&w->p, a->at, &a->message->m);
        else if (a->tags)
            take_tags(&w->p, a->at, a->tags);
        else
            past_set(&w->p, a->at, a->field, a->v);
        w->k->tally.n[COUNT_MESSAGES] += a->message != NULL;
    }
    w->n_acts = 0;
}

// A count that is stated, and beside it what was counted here since the last one.
static void take_count(struct work *w, int64_t at, int field, int64_t v, int64_t here,
                       int64_t *last)
{
    if (v < 0 || (!w->k->map.log && v == *last))
        return;
    *last = v;
    past_state(&w->p, at, field, v + here);
}

// Times that a log states count where they say when it came to be what it is: not when they are
// of a later day than the record, as in logs to which the end was written into every record.
static void take_stamps(struct work *w, const struct row *row)
{
    const struct ticket *t = &w->p.t;
    int64_t at = row->at;
    bool agreed = row->said[F_STATUS] && t->status == (int)row->field[F_STATUS].i;
    if (!agreed || status_is_live(t->status))
        return;
    if (row->solved != DATE_NONE && row->solved <= at && row->solved >= t->created)
        past_state(&w->p, at, EVENT_SOLVED, row->solved);
    if (t->status == STATUS_CLOSED && row->closed != DATE_NONE && row->closed <= at &&
        row->closed >= t->created)
        past_state(&w->p, at, EVENT_CLOSED, row->closed);
}

static void take_row(struct work *w, struct row *row)
{
    act_fields(w, row);
    act_custom(w, row);
    act_messages(w, row);
    take_acts(w);
    if (w->k->map.log)
        take_stamps(w, row);
    else if (w->fresh && row->updated != DATE_NONE)
        past_restored(&w->p, row->updated);
    int64_t at = time_of(w, row);
    take_count(w, at, EVENT_REOPENS, row->reopens, w->reopened_here, &w->seen.reopens);
    take_count(w, at, EVENT_TRANSFERS, row->transfers, w->moved_here, &w->seen.transfers);
}

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
    return first_time(first, k->d->now);
}

static struct val said(const struct row *row, int event)
{
    for (int i = 0; i < ROW_FIELDS; i++)
        if (row_event[i] == event)
            return row->field[i];
    return val_null();
}

// What it begins with is what its first record says, but for the status.
static void draft_of(struct work *w, const struct row *row, struct ticket_draft *t)
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

static void mark_beginning(struct work *w, const struct row *row)
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
        mark_value(mark, (int)(EVENT_CUSTOM + w->k->custom[i].id), &row->custom[i]);
        seen_add(&w->seen, mark);
    }
}

static int begin_new(struct work *w, const struct row *row, struct buf *err)
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
    if (rc == 0)
        mark_beginning(w, row);
    return rc;
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
static size_t known_of(struct work *w, const struct row *rows, size_t n)
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

static void note_last(struct work *w, const struct row *rows, size_t from, size_t n)
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

static void find_seen(struct work *w, const char *key, int64_t *ticket)
{
    struct stmt *q =
        db_query(w->k->d->db,
                 SQL("SELECT ticket, seen FROM origin WHERE source = ?1 AND key = ?2"),
                 V(w->k->source), V(key));
    *ticket = 0;
    seen_read(&w->seen, NULL, 0);
    if (!db_row(q))
        return;
    *ticket = db_int(q, 0);
    seen_read(&w->seen, db_blob(q, 1), db_size(q, 1));
    db_end(q);
}

static void count(struct work *w, const struct row *rows, size_t known, size_t n)
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
    tally_state(&w->k->tally, last->status_theirs,
                last->said[F_STATUS] ? (int)last->field[F_STATUS].i : w->p.t.status);
}

static void write(struct work *w, struct row *rows, size_t from, size_t n)
{
    struct buf seen = BUF_INIT;
    if (!w->fresh && w->seen.reopens >= 0)
        w->reopened_here = w->p.t.reopens - w->seen.reopens;
    if (!w->fresh && w->seen.transfers >= 0)
        w->moved_here = w->p.t.transfers - w->seen.transfers;
    for (size_t i = from; i < n; i++)
        take_row(w, &rows[i]);
    if (w->k->map.log)
        note_last(w, rows, from, n);
    seen_write(&w->seen, w->k->map.log, &seen);
    if (from < n)
        past_origin(&w->p, w->k->source, rows->key, seen.s, seen.len);
    past_end(&w->p);
    buf_free(&seen);
}

int import_apply(struct imports *k, struct row *rows, size_t n, size_t *bad, struct buf *err)
{
    struct work w = {.k = k};
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
