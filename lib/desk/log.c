// SPDX-License-Identifier: GPL-3.0-or-later
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/log_impl.h"

enum { POLL_MS = 50 };

// --- records

const struct rec_column log_columns[] = {
    [LOG_TICKET] = {"ticket", REC_ID, "ticket that it belongs to, if any", false},
    [LOG_EVENT] = {"event", REC_INT, "number of the event, for --since", false},
    [LOG_AT] = {"at", REC_TIME, "when it happened", false},
    [LOG_ACTOR] = {"actor", REC_NAME, "agent who did it", false},
    [LOG_FIELD] = {"field", REC_NAME, "what changed", false},
    [LOG_OLD] = {"old", REC_TEXT, "value before", true},
    [LOG_NEW] = {"new", REC_TEXT, "value after; of a message its kind", true},
    [LOG_CHANGE] = {"change", REC_INT, "change set: all that one command did", false},
    [LOG_TOOL] = {"tool", REC_NAME, "command that did it", false},
    [LOG_REF] = {"ref", REC_INT, "number of the message, tag, agent or customer in it", false},
    [LOG_KEY] = {"key", REC_TEXT, "idempotency key of the change set", false},
    [LOG_THING] = {"thing", REC_TEXT, "ticket, customer, agent, queue or field that changed",
                   false},
    [LOG_TEXT] = {"text", REC_TEXT, "text of a message", true},
    [LOG_END] = {NULL, REC_TEXT, NULL, false},
};

typedef bool event_words(struct desk *d, const struct event_row *e, struct buf *out);

static bool field_words(struct desk *d, const struct event_row *e, struct buf *out)
{
    event_field_word(d, e, out);
    return true;
}

// What is written in words, by column; the others have none.
static event_words *const words[LOG_END] = {[LOG_FIELD] = field_words,
                                            [LOG_OLD] = event_old,
                                            [LOG_NEW] = event_new,
                                            [LOG_THING] = event_thing};

static void emit_words(struct desk *d, struct recout *r, event_words *write,
                       const struct event_row *e, struct buf *scratch)
{
    buf_reset(scratch);
    if (write(d, e, scratch))
        recout_text(r, scratch->s, scratch->len);
    else
        recout_absent(r);
}

void log_cell(struct desk *d, struct recout *r, int column, const struct event_row *e,
              struct stmt *q, struct buf *scratch)
{
    switch (column) {
    case LOG_TICKET:
        recout_id(r, e->field > 0 ? e->thing : 0);
        break;
    case LOG_EVENT:
        recout_int(r, e->id);
        break;
    case LOG_AT:
        recout_time(r, e->at);
        break;
    case LOG_ACTOR:
        recout_str(r, e->actor ? agent_word(d, e->actor) : NULL);
        break;
    case LOG_CHANGE:
        recout_int(r, e->change);
        break;
    case LOG_TOOL:
        recout_str(r, e->tool);
        break;
    case LOG_REF:
        recout_id(r, e->ref);
        break;
    case LOG_KEY:
        recout_str(r, e->key);
        break;
    case LOG_TEXT: {
        const char *body = db_text(q, EVENT_COLUMNS_N);
        recout_text(r, body, db_size(q, EVENT_COLUMNS_N));
        break;
    }
    default:
        emit_words(d, r, words[column], e, scratch);
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

static void emit(struct log *l, const struct event_row *e, struct stmt *q)
{
    for (int i = 0; i < l->columns.n; i++)
        log_cell(&l->t->desk, l->r, l->columns.which[i], e, q, &l->text);
    recout_end(l->r);
    l->rows++;
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
        if (l->spec.diff)
            log_diff(l, &e, q);
        else
            emit(l, &e, q);
    }
}

void log_batch_begin(struct tool *t)
{
    db_begin_read(t->desk.db);
    t->out.hold = true;
}

void log_batch_end(struct tool *t)
{
    db_commit(t->desk.db);
    out_flush(&t->out);
}

static void print_until(struct log *l, int64_t until)
{
    while (l->last < until) {
        int64_t to = until - l->last > LOG_BATCH ? l->last + LOG_BATCH : until;
        log_batch_begin(l->t);
        print_range(l, l->last, to);
        log_batch_end(l->t);
        l->last = to;
    }
}

// --- the history of some tickets

void log_ids_add(struct log_ids *ids, int64_t id)
{
    ids->v = mem_grow(ids->v, &ids->cap, ids->n, sizeof *ids->v);
    ids->v[ids->n++] = id;
}

void log_ids_sort(struct log_ids *ids)
{
    size_t n = 0;
    if (ids->n)
        qsort(ids->v, ids->n, sizeof *ids->v, by_number);
    for (size_t i = 0; i < ids->n; i++)
        if (n == 0 || ids->v[n - 1] != ids->v[i])
            ids->v[n++] = ids->v[i];
    ids->n = n;
}

static void collect(const struct log *l, struct log_ids *events)
{
    const struct log_spec *s = &l->spec;
    for (size_t i = 0; i < s->n; i++) {
        struct stmt *q = db_query(l->t->desk.db,
                                  SQL("SELECT id FROM event WHERE thing = ?1 AND field > 0"
                                      " AND id > ?2 AND at >= ?3"),
                                  V(s->tickets[i]), V(s->after), V(s->from));
        while (db_row(q))
            log_ids_add(events, db_int(q, 0));
    }
    log_ids_sort(events);
}

static void print_collected(struct log *l, const struct log_ids *events)
{
    size_t i = 0, limit = (size_t)l->spec.limit;
    if (l->spec.limit >= 0 && limit < events->n)
        i = events->n - limit;
    while (i < events->n) {
        size_t to = events->n - i > LOG_BATCH ? i + LOG_BATCH : events->n;
        log_batch_begin(l->t);
        for (; i < to; i++)
            print_range(l, events->v[i] - 1, events->v[i]);
        log_batch_end(l->t);
    }
}

// --- printing

int64_t log_newest(struct desk *d)
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
    struct log_ids events = {0};
    db_begin_read(d->db);
    int64_t until = log_newest(d);
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
    if (l->r && (l->rows ||
                 l->t->style.format != REC_TABLE)) // a table's widths are those of its first rows
        recout_flush(l->r);
    for (;;) {
        int64_t version = db_data_version(d->db), rows = l->rows;
        if (version != l->version) {
            desk_forget_names(d);
            print_until(l, log_newest(d));
            l->version = version;
        }
        if (l->r && l->rows > rows)
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
    tool_must(t, pick_columns(&l->columns, spec->diff ? log_diff_columns : log_columns,
                              t->o->columns, spec->diff ? LOG_DIFF_COLUMNS : LOG_COLUMNS, &t->err));
    l->want_text = spec->diff;
    for (int i = 0; i < l->columns.n; i++)
        l->want_text = l->want_text || l->columns.which[i] == LOG_TEXT;
    if (spec->follow && t->style.now != DATE_NONE)
        t->style.now = 0; // everything is long after that, and so its time is written out
    l->version = db_data_version(t->desk.db);
    l->last = log_newest(&t->desk);
    if (!spec->diff || format != REC_TABLE || t->o->columns)
        l->r = tool_records(t, l->columns.rec, l->columns.n);
}

void log_close(struct log *l)
{
    if (l->r)
        recout_finish(l->r);
    recout_free(l->r);
    pick_free(&l->columns);
    free(l->spec.tickets);
    buf_free(&l->text);
}
