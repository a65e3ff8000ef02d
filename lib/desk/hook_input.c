// SPDX-License-Identifier: GPL-3.0-or-later
// What a hook is told: kinds of a change set, and its tickets and events as JSON lines.
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/out.h"
#include "desk/hook.h"
#include "desk/lifecycle.h"
#include "desk/log.h"

struct hook_set hook_set_open(const struct desk *d)
{
    const struct change *c = &d->change;
    return (struct hook_set){.first = c->first,
                             .last = c->next - 1,
                             .actor = c->actor,
                             .undoes = c->undoes,
                             .tool = c->tool,
                             .key = c->key};
}

// --- kinds

static unsigned status_kinds(int from, int to)
{
    bool was_live = status_is_live(from), live = status_is_live(to);
    unsigned mask = 1u << HOOK_STATUS;
    mask |= was_live && !live ? 1u << HOOK_SOLVE : 0;
    mask |= !was_live && live ? 1u << HOOK_REOPEN : 0;
    return mask | (to == STATUS_CLOSED ? 1u << HOOK_CLOSE : 0);
}

// One that was written now; an undo or a split only puts it somewhere.
static unsigned message_kinds(int kind, bool written)
{
    switch (written ? kind : 0) {
    case MESSAGE_REQUEST:
        return 0;
    case MESSAGE_CUSTOMER:
        return 1u << HOOK_MESSAGE;
    case MESSAGE_REPLY:
        return 1u << HOOK_REPLY;
    case MESSAGE_NOTE:
        return 1u << HOOK_NOTE;
    default:
        return 1u << HOOK_SET;
    }
}

static unsigned field_kinds(int field)
{
    switch (field) {
    case EVENT_INIT:
    case EVENT_KEY:
    case EVENT_ORIGIN:
    case EVENT_RESTORED:
        return 0; // of a new ticket
    case EVENT_ASSIGNEE:
        return 1u << HOOK_ASSIGN;
    case EVENT_MERGED:
        return 1u << HOOK_MERGE;
    case EVENT_PARENT:
    case EVENT_BLOCKS:
    case EVENT_RELATED:
    case EVENT_DUPLICATE:
        return 1u << HOOK_LINK;
    case EVENT_TAG:
        return 1u << HOOK_TAG;
    case EVENT_WATCHER:
    case EVENT_CC:
        return 1u << HOOK_CC;
    default:
        return 1u << HOOK_SET;
    }
}

unsigned hook_kinds(struct desk *d, const struct hook_set *set)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT e.field, e.old, e.new, m.kind, m.at = e.at FROM event e"
            " LEFT JOIN message m ON e.field = ?3 AND m.id = e.ref WHERE e.id BETWEEN ?1 AND ?2"
            " AND e.field > 0"),
        V(set->first), V(set->last), V(EVENT_MESSAGE));
    unsigned mask = 0;
    while (db_row(q)) {
        int field = (int)db_int(q, 0);
        mask |= 1u << HOOK_CHANGE;
        if (field == EVENT_STATUS && db_null(q, 1))
            mask |= 1u << HOOK_NEW;
        else if (field == EVENT_STATUS && !db_null(q, 2))
            mask |= status_kinds((int)db_int(q, 1), (int)db_int(q, 2));
        else if (field == EVENT_MESSAGE)
            mask |= message_kinds((int)db_int(q, 3),
                                  !set->undoes && !db_null(q, 2) && db_int(q, 4) != 0);
        else
            mask |= field_kinds(field);
    }
    return mask && set->undoes ? mask | 1u << HOOK_UNDO : mask;
}

// --- columns

static const struct rec_column type_column = {"type", REC_NAME, "ticket or event", false};

struct lines {
    struct desk *d;
    bool before;
    struct out out; // in memory, or its spool
    struct rec_style style;
    struct column_set ticket;
    struct column *own;                // its columns, for a rehearsal
    const struct rec_column **columns; // of a ticket, with the type
    struct stmt *row;
    const struct rec_column **event_columns;
    int n_event;
    struct recout *tickets, *events;
    struct buf text;
};

// What the change itself will give (numbers, its own time) is null before it.
static const char *rehearsed(const char *name, const char *sql)
{
    static const struct {
        const char *name, *sql;
    } own[] = {{"updated", "NULL"},
               {"rev", "NULL"},
               {"age", "NULL"},
               {"created", "NULLIF(t.created, t.updated)"},
               {"solved", "NULLIF(t.solved, t.updated)"},
               {"closed", "NULLIF(t.closed, t.updated)"},
               {"replied", "NULLIF(t.first_reply, t.updated)"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i].name, name) == 0)
            return own[i].sql;
    return sql;
}

static void all_columns(struct desk *d, struct buf *spec)
{
    for (const struct column *c = ticket_columns; c->rec.name; c++)
        buf_fmt(spec, "%s%s", spec->len ? "," : "", c->rec.name);
    struct stmt *q =
        db_query(d->db, SQL("SELECT name FROM field WHERE gone IS NULL ORDER BY name /* scan */"));
    while (db_row(q))
        buf_fmt(spec, ",x.%s", db_text(q, 0));
}

static void choose_ticket_columns(struct lines *l)
{
    struct buf spec = BUF_INIT, err = BUF_INIT;
    all_columns(l->d, &spec);
    columns_choose(l->d, spec.s, TICKET_COLUMNS, &l->ticket, &err); // all of them are there
    struct column_set *set = &l->ticket;
    l->own = mem_array((size_t)set->n, sizeof *l->own);
    l->columns = mem_array((size_t)set->n + 1, sizeof *l->columns);
    l->columns[0] = &type_column;
    for (int i = 0; i < set->n; i++) {
        l->own[i] = *set->col[i];
        if (l->before)
            l->own[i].sql = rehearsed(l->own[i].rec.name, l->own[i].sql);
        if (strcmp(l->own[i].rec.name, "id") == 0)
            l->own[i].sql = "CASE WHEN ?2 THEN t.id END";
        set->col[i] = &l->own[i];
        l->columns[i + 1] = &set->col[i]->rec;
    }
    buf_free(&spec);
    buf_free(&err);
}

static void choose_event_columns(struct lines *l)
{
    int n = 0;
    while (log_columns[n].name)
        n++;
    l->event_columns = mem_array((size_t)n + 1, sizeof *l->event_columns);
    l->event_columns[0] = &type_column;
    for (int i = 0; i < n; i++)
        l->event_columns[i + 1] = &log_columns[i];
    l->n_event = n;
}

static void lines_open(struct lines *l, struct desk *d, bool before)
{
    *l = (struct lines){.d = d,
                        .before = before,
                        .out = {.fd = -1, .buf = BUF_INIT, .hold = true},
                        .style = {.format = REC_JSONL},
                        .text = BUF_INIT};
    spool_init(&l->out.held);
    choose_ticket_columns(l);
    choose_event_columns(l);
    l->tickets = recout_new(&l->out, &l->style, l->columns, l->ticket.n + 1);
    l->events = recout_new(&l->out, &l->style, l->event_columns, l->n_event + 1);
}

static void lines_close(struct lines *l, struct spool *out)
{
    spool_add(&l->out.held, l->out.buf.s, l->out.buf.len);
    *out = l->out.held;
    db_end(l->row);
    recout_free(l->tickets);
    recout_free(l->events);
    columns_free(&l->ticket);
    free(l->own);
    free(l->columns);
    free(l->event_columns);
    buf_free(&l->out.buf);
    buf_free(&l->text);
}

// --- one ticket

static void put_ticket(struct lines *l, int64_t id, bool numbered)
{
    const struct val vals[] = {V(id), V(numbered)};
    if (l->row) {
        db_rebind(l->row, vals, 2);
    } else {
        struct buf sql = BUF_INIT;
        buf_str(&sql, "SELECT ");
        columns_sql(&l->ticket, &sql);
        buf_str(&sql, " FROM ticket t WHERE t.id = ?1");
        l->row = db_query_text(l->d->db, sql.s, vals, 2);
        buf_free(&sql);
    }
    if (!db_row(l->row))
        return;
    recout_str(l->tickets, "ticket");
    columns_emit(l->d, &l->ticket, l->row, l->tickets);
}

// Is a cell of this event settled only when the change is made?
static bool unsettled(const char *column, const struct event_row *e, bool numbered)
{
    if (strcmp(column, "ticket") == 0 || strcmp(column, "thing") == 0)
        return !numbered;
    if (strcmp(column, "ref") == 0)
        return e->field == EVENT_MESSAGE;
    if (strcmp(column, "new") == 0)
        return e->field == EVENT_INIT; // the ticket's own line says it, in words
    return strcmp(column, "event") == 0 || strcmp(column, "change") == 0 ||
           strcmp(column, "at") == 0;
}

static void put_event(struct lines *l, const struct event_row *e, struct stmt *q, bool numbered)
{
    recout_str(l->events, "event");
    for (int i = 0; i < l->n_event; i++)
        if (l->before && unsettled(log_columns[i].name, e, numbered))
            recout_absent(l->events);
        else
            log_cell(l->d, l->events, i, e, q, &l->text);
    recout_end(l->events);
}

// The + keeps the planner on the events of the ticket: a change set may be much longer.  c is one
// row.
static void put_events(struct lines *l, int64_t id, const struct hook_set *set, bool numbered)
{
    struct stmt *q =
        db_query(l->d->db,
                 SQL("SELECT " EVENT_COLUMNS ", m.body FROM event e JOIN (SELECT ?4 AS actor,"
                     " ?5 AS tool, ?6 AS key, ?7 AS undoes) c LEFT JOIN message m"
                     " ON e.field = 13 AND m.id = e.ref WHERE e.thing = ?1 AND e.field > 0"
                     " AND +e.id BETWEEN ?2 AND ?3 ORDER BY +e.id /* scan */ /* sort */"),
                 V(id), V(set->first), V(set->last), V(val_id(set->actor)), V(set->tool),
                 V(val_str(set->key)), V(val_id(set->undoes)));
    struct event_row e;
    while (db_row(q)) {
        event_read(q, &e);
        put_event(l, &e, q, numbered);
    }
}

// Its last event before the change set; 0: it is new.
static int64_t rev_before(struct desk *d, int64_t id, int64_t first)
{
    return db_get_int(
        d->db, 0,
        SQL("SELECT max(id) FROM event WHERE thing = ?1 AND field > 0 AND +id < ?2 /* sort */"),
        V(id), V(first));
}

static int64_t put_all(struct lines *l, int64_t id, const struct hook_set *set)
{
    int64_t rev = l->before ? rev_before(l->d, id, set->first) : 0;
    bool numbered = rev || !l->before;
    put_ticket(l, id, numbered);
    put_events(l, id, set, numbered);
    return rev;
}

// --- all

static void hash_spool(crypto_generichash_state *h, struct spool *s)
{
    char block[16384];
    size_t n;
    for (uint64_t at = 0; (n = spool_pread(s, at, block, sizeof block)) > 0; at += n)
        crypto_generichash_update(h, (unsigned char *)block, n);
}

void hook_lines(struct desk *d, const struct hook_set *set, struct spool *out,
                unsigned char fingerprint[HASH_SIZE])
{
    struct lines l;
    crypto_generichash_state h;
    crypto_generichash_init(&h, NULL, 0, HASH_SIZE);
    lines_open(&l, d, set->before);
    struct stmt *q = db_query(d->db,
                              SQL("SELECT thing FROM event WHERE id BETWEEN ?1 AND ?2 AND field > 0"
                                  " GROUP BY thing ORDER BY min(id) /* sort */"),
                              V(set->first), V(set->last));
    while (db_row(q)) {
        int64_t rev = put_all(&l, db_int(q, 0), set);
        crypto_generichash_update(&h, (unsigned char *)&rev, sizeof rev);
    }
    lines_close(&l, out);
    if (fingerprint) {
        hash_spool(&h, out);
        crypto_generichash_final(&h, fingerprint, HASH_SIZE);
    }
}

bool hook_set_read(struct desk *d, int64_t change, struct hook_set *set, struct stmt **q)
{
    *q = db_query(d->db,
                  SQL("SELECT id, id + n - 1, actor, undoes, tool, key FROM change WHERE id = ?1"),
                  V(change));
    if (!db_row(*q))
        return false;
    *set = (struct hook_set){.first = db_int(*q, 0),
                             .last = db_int(*q, 1),
                             .actor = db_int(*q, 2),
                             .undoes = db_int(*q, 3),
                             .tool = db_text(*q, 4),
                             .key = db_text(*q, 5)};
    return true;
}

int hook_sample(struct desk *d, const int64_t *tickets, int n, struct spool *out, int64_t *change,
                struct buf *err)
{
    struct lines l;
    int rc = 0;
    *change = 0;
    lines_open(&l, d, false);
    for (int i = 0; rc == 0 && i < n; i++) {
        struct hook_set set;
        struct stmt *q = NULL;
        int64_t last = db_get_int(d->db, 0,
                                  SQL("SELECT e.change FROM ticket t JOIN event e ON e.id = t.rev"
                                      " WHERE t.id = ?1 AND t.gone = 0"),
                                  V(tickets[i]));
        if (last && hook_set_read(d, last, &set, &q)) {
            put_all(&l, tickets[i], &set);
            *change = last > *change ? last : *change;
            db_end(q);
        } else {
            buf_fmt(err, "no such ticket %lld", (long long)tickets[i]);
            rc = EXIT_NOINPUT;
        }
    }
    lines_close(&l, out);
    return rc;
}
