// SPDX-License-Identifier: GPL-3.0-or-later
// The change sets, one record each.
#include <stdlib.h>

#include "desk/effective.h"
#include "desk/log_impl.h"

// clang-format off
enum { CHANGE, AT, ACTOR, TOOL, TICKETS, EVENTS, UNDOES, UNDONE, KEY, COLUMNS };
// clang-format on
const struct rec_column log_change_columns[] = {
    [CHANGE] = {"change", REC_ID, "number of the change set, for tk-undo", false},
    [AT] = {"at", REC_TIME, "when it was made", false},
    [ACTOR] = {"actor", REC_NAME, "agent who made it", false},
    [TOOL] = {"tool", REC_NAME, "command that made it", false},
    [TICKETS] = {"tickets", REC_INT, "how many tickets it changed", false},
    [EVENTS] = {"events", REC_INT, "how many events it has", false},
    [UNDOES] = {"undoes", REC_INT, "change set that it undid", false},
    [UNDONE] = {"undone", REC_INT, "change set that undid it", false},
    [KEY] = {"key", REC_TEXT, "idempotency key", false},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};

struct changes {
    struct tool *t;
    const struct log_spec *spec;
    struct pick columns;
    struct recout *r;
    struct effective effective;
    bool want_tickets;
    int64_t rows;
};

// The youngest undo of it that was not undone itself.
static int64_t undone_by(struct changes *c, int64_t change)
{
    if (!effective_is_undone(&c->effective, change))
        return 0;
    struct stmt *q = db_query(
        c->t->desk.db, SQL("SELECT id FROM change WHERE undoes = ?1 ORDER BY id DESC"), V(change));
    while (db_row(q)) {
        int64_t id = db_int(q, 0);
        if (effective_is_undone(&c->effective, id))
            continue;
        db_end(q);
        return id;
    }
    return 0;
}

static void emit(struct changes *c, int column, struct stmt *q)
{
    switch (column) {
    case AT:
        recout_time(c->r, db_int(q, AT));
        break;
    case ACTOR:
        recout_str(c->r, db_int(q, ACTOR) ? agent_word(&c->t->desk, db_int(q, ACTOR)) : NULL);
        break;
    case TOOL:
    case KEY:
        recout_str(c->r, db_text(q, column));
        break;
    case UNDOES:
        recout_id(c->r, db_int(q, UNDOES));
        break;
    case UNDONE:
        recout_id(c->r, undone_by(c, db_int(q, CHANGE)));
        break;
    default:
        recout_int(c->r, db_int(q, column));
    }
}

// Prints the change sets after `after` up to `to`; the columns of the rows are those of the
// records.
static void print_range(struct changes *c, int64_t after, int64_t to)
{
    struct stmt *q = db_query(
        c->t->desk.db,
        SQL("SELECT c.id, c.at, c.actor, c.tool, CASE WHEN ?4 THEN (SELECT count(DISTINCT e.thing)"
            " FROM event e WHERE e.id >= c.id AND e.id < c.id + c.n AND e.field > 0) END,"
            " c.n, c.undoes, NULL, c.key FROM change c"
            " WHERE c.id > ?1 AND c.id <= ?2 AND c.at >= ?3 ORDER BY c.id /* sort */"),
        V(after), V(to), V(c->spec->from), V(c->want_tickets));
    while (db_row(q)) {
        for (int i = 0; i < c->columns.n; i++)
            emit(c, c->columns.which[i], q);
        recout_end(c->r);
        c->rows++;
    }
}

// --- all of them

// The number behind which the newest `limit` stand.
static int64_t before_newest(const struct changes *c, int64_t until)
{
    const struct log_spec *s = c->spec;
    if (s->limit < 0)
        return s->after;
    if (s->limit == 0)
        return until;
    int64_t first = db_get_int(c->t->desk.db, 0,
                               SQL("SELECT id FROM change WHERE id > ?1 AND id <= ?2 AND at >= ?3"
                                   " ORDER BY id DESC LIMIT 1 OFFSET ?4"),
                               V(s->after), V(until), V(s->from), V(s->limit - 1));
    return first ? first - 1 : s->after;
}

static void print_all(struct changes *c)
{
    int64_t until = log_newest(&c->t->desk), last = before_newest(c, until);
    while (last < until) {
        int64_t to = until - last > LOG_BATCH ? last + LOG_BATCH : until;
        log_batch_begin(c->t);
        print_range(c, last, to);
        log_batch_end(c->t);
        last = to;
    }
}

// --- those that touched some tickets

static void collect(const struct changes *c, struct log_ids *ids)
{
    const struct log_spec *s = c->spec;
    for (size_t i = 0; i < s->n; i++) {
        struct stmt *q = db_query(c->t->desk.db,
                                  SQL("SELECT e.change FROM event e JOIN change c ON c.id ="
                                      " e.change WHERE e.thing = ?1 AND e.field > 0"
                                      " AND e.change > ?2 AND c.at >= ?3"),
                                  V(s->tickets[i]), V(s->after), V(s->from));
        while (db_row(q))
            log_ids_add(ids, db_int(q, 0));
    }
    log_ids_sort(ids);
}

static void print_some(struct changes *c)
{
    struct log_ids ids = {0};
    size_t i = 0;
    log_batch_begin(c->t);
    collect(c, &ids);
    log_batch_end(c->t);
    if (c->spec->limit >= 0 && (size_t)c->spec->limit < ids.n)
        i = ids.n - (size_t)c->spec->limit;
    while (i < ids.n) {
        size_t to = ids.n - i > LOG_BATCH ? i + LOG_BATCH : ids.n;
        log_batch_begin(c->t);
        for (; i < to; i++)
            print_range(c, ids.v[i] - 1, ids.v[i]);
        log_batch_end(c->t);
    }
    free(ids.v);
}

int64_t log_print_changes(struct tool *t, struct log_spec *spec)
{
    struct changes c = {.t = t, .spec = spec};
    tool_must(t, pick_columns(&c.columns, log_change_columns, t->o->columns, LOG_CHANGE_COLUMNS,
                              &t->err));
    for (int i = 0; i < c.columns.n; i++)
        c.want_tickets = c.want_tickets || c.columns.which[i] == TICKETS;
    c.r = tool_records(t, c.columns.rec, c.columns.n);
    effective_load(&c.effective, t->desk.db, INT64_MAX);
    if (spec->all)
        print_all(&c);
    else
        print_some(&c);
    recout_finish(c.r);
    recout_free(c.r);
    effective_free(&c.effective);
    pick_free(&c.columns);
    free(spec->tickets);
    return c.rows;
}
