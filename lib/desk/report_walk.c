// SPDX-License-Identifier: GPL-3.0-or-later
// Every ticket of the query with its history: three cursors in the order of ticket ids, side by
// side, so that nothing but the ticket at hand is kept.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report_impl.h"

// --- a cursor over rows that belong to tickets, by ticket

struct cursor {
    struct stmt *q;
    int64_t ticket; // of the row it stands on; INT64_MAX behind the last
};

static void next_row(struct cursor *c)
{
    c->ticket = db_row(c->q) ? db_int(c->q, 0) : INT64_MAX;
}

static void open_cursor(struct cursor *c, struct db *db, const char *sql)
{
    c->q = db_query_text(db, sql, (struct val[]){V(0)}, 1);
    next_row(c);
}

// To the first row of this ticket or a later one.  A gap is skipped by seeking.
static void move_to(struct cursor *c, int64_t ticket)
{
    const int near = 32;
    if (c->ticket < ticket - near) {
        db_rebind(c->q, (struct val[]){V(ticket)}, 1);
        next_row(c);
    }
    while (c->ticket < ticket)
        next_row(c);
}

// --- status

static const char steps_sql[] =
    "SELECT thing, at, new, id FROM event INDEXED BY event_status WHERE field = 2 AND thing >= ?1"
    " ORDER BY thing, at /* scan */"; // EVENT_STATUS

struct ordered { // a step, and what puts those of one moment in order
    int64_t id;
    struct step step;
};

static int by_moment(const void *x, const void *y)
{
    const struct ordered *a = x, *b = y;
    if (a->step.at != b->step.at)
        return a->step.at < b->step.at ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

struct walk {
    struct report *r;
    struct report_case c;
    struct cursor steps, words;
    struct ordered *order;
    size_t cap_order;
};

static void read_steps(struct walk *w)
{
    struct report_case *c = &w->c;
    bool tied = false;
    c->n_steps = 0;
    move_to(&w->steps, c->id);
    for (; w->steps.ticket == c->id; next_row(&w->steps)) {
        int64_t id = db_int(w->steps.q, 3);
        w->order = mem_grow(w->order, &w->cap_order, c->n_steps, sizeof *w->order);
        w->order[c->n_steps] = (struct ordered){
            id, {db_int(w->steps.q, 1), (int)db_int(w->steps.q, 2), report_counts(w->r, id)}};
        tied |= c->n_steps && w->order[c->n_steps - 1].step.at == w->order[c->n_steps].step.at;
        c->n_steps++;
    }
    if (tied) // the index has those of one moment by status
        qsort(w->order, c->n_steps, sizeof *w->order, by_moment);
    for (size_t i = 0; i < c->n_steps; i++) {
        c->step = mem_grow(c->step, &c->cap_steps, i, sizeof *c->step);
        c->step[i] = w->order[i].step;
    }
}

// --- messages

static const char words_sql[] =
    "SELECT ticket, id, at, kind, agent FROM message INDEXED BY message_ticket"
    " WHERE ticket >= ?1 AND gone = 0 AND kind <> 4 ORDER BY ticket, id /* scan */"; // MESSAGE_NOTE

static int by_time(const void *x, const void *y)
{
    const struct report_message *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

static void read_words(struct walk *w)
{
    struct report_case *c = &w->c;
    bool mixed = false;
    c->n_messages = 0;
    move_to(&w->words, c->id);
    for (; w->words.ticket == c->id; next_row(&w->words)) {
        struct stmt *q = w->words.q;
        c->message = mem_grow(c->message, &c->cap_messages, c->n_messages, sizeof *c->message);
        c->message[c->n_messages] = (struct report_message){.id = db_int(q, 1),
                                                            .at = db_int(q, 2),
                                                            .kind = (int)db_int(q, 3),
                                                            .agent = db_int(q, 4)};
        mixed |= c->n_messages && c->message[c->n_messages - 1].at > c->message[c->n_messages].at;
        c->n_messages++;
    }
    if (mixed)
        qsort(c->message, c->n_messages, sizeof *c->message, by_time);
}

// --- tickets

static void select_field(struct report *r, int64_t field, struct buf *sql)
{
    struct query_sql *s = &r->sql;
    s->vals = mem_grow(s->vals, &s->cap, (size_t)s->n, sizeof *s->vals);
    s->vals[s->n++] = V(field);
    buf_fmt(sql, ", (SELECT v.value FROM value v WHERE v.ticket = t.id AND v.field = ?%d)", s->n);
}

static void select_sql(struct report *r, int needs, struct buf *sql)
{
    buf_str(sql, "SELECT t.id");
    if (needs & NEEDS_TIMES)
        buf_str(sql, ", t.created, t.solved");
    if (needs & NEEDS_COUNTS)
        buf_str(sql, ", t.priority, t.merged, t.transfers, t.agent_msgs, t.customer_msgs");
    if (needs & NEEDS_SCORE)
        select_field(r, r->csat, sql);
    for (int i = 0; i < r->dims.n; i++)
        if (r->dims.v[i].field)
            select_field(r, r->dims.v[i].field, sql);
        else if (r->attr[i] >= 0)
            buf_fmt(sql, ", %s", r->dims.v[i].sql ? r->dims.v[i].sql : "NULL");
    buf_str(sql, " FROM ticket t");
    if (r->query.root) // else those that are gone are left out by number
        buf_fmt(sql, " WHERE %s", r->sql.where.s);
    buf_str(sql, needs & (NEEDS_STEPS | NEEDS_MESSAGES) ? " ORDER BY t.id /* scan */ /* sort */"
                                                        : " /* scan */");
}

static int64_t code_of(struct report *r, int dimension, struct stmt *q, int column)
{
    enum dimension_kind kind = r->dims.v[dimension].kind;
    if (db_null(q, column))
        return CODE_NONE;
    if (kind != DIMENSION_TEXT && kind != DIMENSION_TAG)
        return db_int(q, column);
    return texts_number(&r->text[dimension], db_text(q, column), db_size(q, column));
}

static void read_score(struct report_case *c, struct stmt *q, int column)
{
    struct val csat = db_val(q, column);
    c->rated = csat.type != VAL_NULL;
    c->csat = csat.type == VAL_INT || csat.type == VAL_REAL ? db_real(q, column) : NAN;
    c->scored = fabs(c->csat) <= REPORT_SCORE_MAX;
}

// The columns of select_sql; the first of those of attributes.
static int read_columns(struct report_case *c, struct stmt *q, int needs)
{
    int i = 0;
    c->id = db_int(q, i++);
    if (needs & NEEDS_TIMES) {
        c->created = db_int(q, i++);
        c->solved = db_time(q, i++);
    }
    if (needs & NEEDS_COUNTS) {
        c->priority = (int)db_int(q, i++);
        c->merged = db_int(q, i++);
        c->transfers = db_int(q, i++);
        c->replies = db_int(q, i++);
        c->contacts = db_int(q, i++) + 1; // the request, too
    }
    if (needs & NEEDS_SCORE)
        read_score(c, q, i++);
    return i;
}

static void read_ticket(struct report *r, struct report_case *c, struct stmt *q, int needs)
{
    int first = read_columns(c, q, needs);
    for (int i = 0; i < r->dims.n; i++)
        if (r->attr[i] >= 0)
            c->code[r->attr[i]] = code_of(r, i, q, first + r->attr[i]);
    c->group = groups_number(&r->groups, c->code);
    c->merge = report_merges(r, c->id, &c->n_merges);
}

void report_walk(struct report *r, int needs)
{
    struct walk w = {.r = r, .c.solved = DATE_NONE};
    struct buf sql = BUF_INIT;
    select_sql(r, needs, &sql);
    if (needs & NEEDS_STEPS)
        open_cursor(&w.steps, r->d->db, steps_sql);
    if (needs & NEEDS_MESSAGES)
        open_cursor(&w.words, r->d->db, words_sql);
    bool all = !r->query.root;
    struct stmt *q = db_query_text(r->d->db, sql.s, r->sql.vals, r->sql.n);
    while (db_row(q)) {
        if (all && report_is_gone(r, db_int(q, 0)))
            continue;
        read_ticket(r, &w.c, q, needs);
        if (needs & NEEDS_STEPS)
            read_steps(&w);
        if (needs & NEEDS_MESSAGES)
            read_words(&w);
        report_take(r, &w.c);
    }
    db_end(q);
    db_end(w.steps.q);
    db_end(w.words.q);
    free(w.order);
    free(w.c.step);
    free(w.c.message);
    buf_free(&sql);
}
