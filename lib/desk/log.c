// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/log.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"

enum { BATCH = 10000, POLL_MS = 50 };

// --- records

// clang-format off
enum { TICKET, EVENT, AT, ACTOR, FIELD, OLD, NEW, CHANGE, TOOL, REF, KEY, THING, TEXT, COLUMNS };
// clang-format on
const struct rec_column log_columns[] = {
    [TICKET] = {"ticket", REC_ID, "ticket that it belongs to, if any", false},
    [EVENT] = {"event", REC_INT, "number of the event, for --since", false},
    [AT] = {"at", REC_TIME, "when it happened", false},
    [ACTOR] = {"actor", REC_NAME, "agent who did it", false},
    [FIELD] = {"field", REC_NAME, "what changed", false},
    [OLD] = {"old", REC_TEXT, "value before", true},
    [NEW] = {"new", REC_TEXT, "value after; of a message its kind", true},
    [CHANGE] = {"change", REC_INT, "change set: all that one command did", false},
    [TOOL] = {"tool", REC_NAME, "command that did it", false},
    [REF] = {"ref", REC_INT, "number of the message, tag, agent or customer in it", false},
    [KEY] = {"key", REC_TEXT, "idempotency key of the change set", false},
    [THING] = {"thing", REC_TEXT, "ticket, customer, agent, queue or field that changed", false},
    [TEXT] = {"text", REC_TEXT, "text of a message", true},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};

static void emit_id(struct recout *r, int64_t id)
{
    if (id)
        recout_int(r, id);
    else
        recout_absent(r);
}

typedef bool event_words(struct desk *d, const struct event_row *e, struct buf *out);

static void emit_words(struct log *l, event_words *words, const struct event_row *e)
{
    buf_reset(&l->text);
    if (words(&l->t->desk, e, &l->text))
        recout_text(l->r, l->text.s, l->text.len);
    else
        recout_absent(l->r);
}

static bool field_words(struct desk *d, const struct event_row *e, struct buf *out)
{
    event_field_word(d, e, out);
    return true;
}

static void emit(struct log *l, int column, const struct event_row *e, struct stmt *q)
{
    switch (column) {
    case TICKET:
        emit_id(l->r, e->field > 0 ? e->thing : 0);
        break;
    case EVENT:
        recout_int(l->r, e->id);
        break;
    case AT:
        recout_time(l->r, e->at);
        break;
    case ACTOR:
        recout_str(l->r, e->actor ? agent_word(&l->t->desk, e->actor) : NULL);
        break;
    case FIELD:
        emit_words(l, field_words, e);
        break;
    case OLD:
        emit_words(l, event_old, e);
        break;
    case NEW:
        emit_words(l, event_new, e);
        break;
    case CHANGE:
        recout_int(l->r, e->change);
        break;
    case TOOL:
        recout_str(l->r, e->tool);
        break;
    case REF:
        emit_id(l->r, e->ref);
        break;
    case KEY:
        recout_str(l->r, e->key);
        break;
    case THING:
        emit_words(l, event_thing, e);
        break;
    default: {
        const char *body = db_text(q, EVENT_COLUMNS_N);
        recout_text(l->r, body, db_size(q, EVENT_COLUMNS_N));
    }
    }
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static bool wanted(const struct log *l, const struct event_row *e)
{
    const struct log_spec *s = &l->spec;
    if (e->field < 0)
        return s->all && !l->tickets_only;
    return s->all || bsearch(&e->thing, s->tickets, s->n, sizeof *s->tickets, by_number);
}

// Prints the events after `after` up to `to`.
static void print_range(struct log *l, int64_t after, int64_t to)
{
    struct stmt *q =
        db_query(l->t->desk.db,
                 SQL("SELECT " EVENT_COLUMNS ", CASE WHEN ?4 THEN m.body END" EVENT_FROM
                     " WHERE e.id > ?1 AND e.id <= ?2 AND e.at >= ?3 ORDER BY e.id"),
                 V(after), V(to), V(l->spec.from), V(l->want_text));
    struct event_row e;
    while (db_row(q)) {
        event_read(q, &e);
        if (!wanted(l, &e))
            continue;
        for (int i = 0; i < l->columns.n; i++)
            emit(l, l->columns.which[i], &e, q);
        recout_end(l->r);
        l->rows++;
    }
}

static void batch_begin(struct log *l)
{
    db_begin_read(l->t->desk.db);
    l->t->out.hold = true;
}

static void batch_end(struct log *l)
{
    db_commit(l->t->desk.db);
    out_flush(&l->t->out);
}

static void print_until(struct log *l, int64_t until)
{
    while (l->last < until) {
        int64_t to = until - l->last > BATCH ? l->last + BATCH : until;
        batch_begin(l);
        print_range(l, l->last, to);
        batch_end(l);
        l->last = to;
    }
}

// --- the history of some tickets

struct ids {
    int64_t *v;
    size_t n, cap;
};

static void ids_add(struct ids *ids, int64_t id)
{
    ids->v = mem_grow(ids->v, &ids->cap, ids->n, sizeof *ids->v);
    ids->v[ids->n++] = id;
}

static void collect(const struct log *l, struct ids *events)
{
    const struct log_spec *s = &l->spec;
    for (size_t i = 0; i < s->n; i++) {
        struct stmt *q = db_query(l->t->desk.db,
                                  SQL("SELECT id FROM event WHERE thing = ?1 AND field > 0"
                                      " AND id > ?2 AND at >= ?3"),
                                  V(s->tickets[i]), V(s->after), V(s->from));
        while (db_row(q))
            ids_add(events, db_int(q, 0));
    }
    if (events->n)
        qsort(events->v, events->n, sizeof *events->v, by_number);
}

static void print_collected(struct log *l, const struct ids *events)
{
    size_t i = 0, limit = (size_t)l->spec.limit;
    if (l->spec.limit >= 0 && limit < events->n)
        i = events->n - limit;
    while (i < events->n) {
        size_t to = events->n - i > BATCH ? i + BATCH : events->n;
        batch_begin(l);
        for (; i < to; i++)
            print_range(l, events->v[i] - 1, events->v[i]);
        batch_end(l);
    }
}

// --- printing

static int64_t newest(struct desk *d)
{
    return db_get_int(d->db, 0, SQL("SELECT max(id) FROM event"));
}

// The event behind which the newest `limit` stand.
static int64_t before_newest(const struct log *l, int64_t until)
{
    const struct log_spec *s = &l->spec;
    if (s->limit < 0)
        return s->after;
    if (s->limit == 0)
        return until;
    int64_t first = db_get_int(l->t->desk.db, 0,
                               SQL("SELECT id FROM event WHERE id > ?1 AND id <= ?2 AND at >= ?3"
                                   " ORDER BY id DESC LIMIT 1 OFFSET ?4"),
                               V(s->after), V(until), V(s->from), V(s->limit - 1));
    return first ? first - 1 : s->after;
}

void log_print(struct log *l)
{
    struct desk *d = &l->t->desk;
    struct ids events = {0};
    db_begin_read(d->db);
    int64_t until = newest(d);
    if (l->spec.all)
        l->last = before_newest(l, until);
    else
        collect(l, &events);
    db_commit(d->db);
    if (l->spec.all)
        print_until(l, until);
    else
        print_collected(l, &events);
    if (!l->spec.all)
        l->last = until > l->spec.after ? until : l->spec.after;
    free(events.v);
}

// Waits a moment; ends the process when nobody will read any more.
static void wait_for_change(const struct log *l)
{
    struct pollfd p = {.fd = l->t->out.fd};
    if (poll(&p, 1, POLL_MS) <= 0 || !(p.revents & (POLLERR | POLLHUP)))
        return;
    raise(SIGPIPE);
    exit(EXIT_IO); // it is ignored
}

void log_follow(struct log *l)
{
    struct desk *d = &l->t->desk;
    if (l->rows || l->t->style.format != REC_TABLE) // a table's widths are those of its first rows
        recout_flush(l->r);
    for (;;) {
        int64_t version = db_data_version(d->db), rows = l->rows;
        if (version != l->version) {
            desk_forget_names(d);
            print_until(l, newest(d));
            l->version = version;
        }
        if (l->rows > rows)
            recout_flush(l->r);
        wait_for_change(l);
    }
}

// --- opening

int log_since(struct desk *d, const char *text, struct log_spec *spec, struct buf *err)
{
    size_t digits = strspn(text, "0123456789");
    if (digits && !text[digits] && digits <= 18) {
        spec->after = strtoll(text, NULL, 10);
        return 0;
    }
    struct date_span span;
    buf_str(err, "--since: ");
    if (!date_parse(text, d->now, d->zone, DATE_AGO, &span, err))
        return EXIT_USAGE;
    buf_reset(err);
    spec->from = span.from;
    return 0;
}

void log_tickets(struct tool *t, const struct ref_list *refs, struct log_spec *spec)
{
    spec->all = false;
    spec->tickets = mem_array(refs->n, sizeof *spec->tickets);
    for (size_t i = 0; i < refs->n; i++) {
        const struct ref *r = &refs->v[i];
        char where[40];
        snprintf(where, sizeof where, "stdin:%ld", r->line);
        if (r->id == 0)
            continue; // reported already
        if (db_get_int(t->desk.db, 0, SQL("SELECT 1 FROM ticket WHERE id = ?1"), V(r->id))) {
            spec->tickets[spec->n++] = r->id;
            continue;
        }
        buf_fmt(&t->err, "no such ticket \"%lld\"", (long long)r->id);
        tool_fail(t, r->line ? EXIT_DATA : EXIT_NOINPUT, r->line ? where : NULL);
    }
    if (spec->n)
        qsort(spec->tickets, spec->n, sizeof *spec->tickets, by_number);
}

void log_open(struct log *l, struct tool *t, const struct log_spec *spec)
{
    *l = (struct log){.t = t, .spec = *spec, .text = BUF_INIT};
    enum rec_format format = t->style.format;
    l->tickets_only = format == REC_IDS || format == REC_NUL; // an empty line names nothing
    tool_must(t, pick_columns(&l->columns, log_columns, t->o->columns, LOG_COLUMNS, &t->err));
    for (int i = 0; i < l->columns.n; i++)
        l->want_text = l->want_text || l->columns.which[i] == TEXT;
    if (spec->follow && t->style.now != DATE_NONE)
        t->style.now = 0; // everything is long after that, and so its time is written out
    l->version = db_data_version(t->desk.db);
    l->last = newest(&t->desk);
    l->r = tool_records(t, l->columns.rec, l->columns.n);
}

void log_close(struct log *l)
{
    recout_finish(l->r);
    recout_free(l->r);
    pick_free(&l->columns);
    free(l->spec.tickets);
    buf_free(&l->text);
}
