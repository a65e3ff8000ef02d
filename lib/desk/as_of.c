// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/as_of_impl.h"

// --- the time

static bool read_time(const struct desk *d, const char *text, int64_t *at, struct buf *err)
{
    struct date_span span;
    buf_str(err, "--as-of: ");
    if (!date_parse(text, d->now, d->zone, DATE_AGO, &span, err))
        return false;
    if (span.from > d->now) {
        buf_fmt(err, "\"%s\" is still to come", text);
        return false;
    }
    bool moment = span.to - span.from <= DATE_MINUTE;
    int64_t last = moment ? span.from : span.to - 1;
    *at = last < d->now ? last : d->now; // today is not over
    buf_reset(err);
    return true;
}

// The id from which on all change sets are later; those of imported tickets have the time of the
// import.
static int64_t first_after(struct db *db, int64_t at)
{
    int64_t low = 1, high = db_get_int(db, 0, SQL("SELECT max(id) FROM main.change")) + 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        struct stmt *q =
            db_query(db, SQL("SELECT id, at FROM main.change WHERE id >= ?1 ORDER BY id LIMIT 1"),
                     V(middle));
        if (db_row(q) && db_int(q, 1) <= at)
            low = db_int(q, 0) + 1;
        else
            high = middle;
        db_end(q);
    }
    return low;
}

int64_t as_of_first_change(const struct as_of *a, int64_t at)
{
    return first_after(a->d->db, at);
}

// --- events

bool as_of_replay(struct as_of *a, int64_t thing, struct field_range fields)
{
    struct stmt *q =
        db_query(a->d->db,
                 SQL("SELECT id, field, at, ref, old, new, length(seal), change FROM main.event"
                     " INDEXED BY event_thing WHERE thing = ?1 AND field BETWEEN ?2 AND ?3"
                     " AND at <= ?4"),
                 V(thing), V(fields.from), V(fields.to), V(a->at));
    bool any = false;
    replay_start(&a->r);
    while (db_row(q)) {
        struct event e = {.thing = thing,
                          .field = (int)db_int(q, 1),
                          .at = db_int(q, 2),
                          .ref = db_int(q, 3),
                          .old = db_val(q, 4),
                          .new = db_val(q, 5)};
        replay_add(&a->r, db_int(q, 0), &e, db_int(q, 6) == HASH_SIZE,
                   effective_is(&a->effective, db_int(q, 7)));
        any = true;
    }
    replay_fold(&a->r); // what cannot be read is tk-check's to say
    return any;
}

struct val as_of_value(const struct as_of *a, int field, struct val today)
{
    if (field == FACT_FIRST_REPLY || field == FACT_AGENT_MSGS || field == FACT_CUSTOMER_MSGS)
        return replay_count(&a->r, field);
    const struct fact *f = replay_find(&a->r, field, 0, "");
    bool erased = f ? f->erased : field > 0 && a->r.init_erased;
    return erased ? today : f ? f->value : val_null();
}

// --- beginning and end

void tool_as_of(struct tool *t, enum as_of_form form)
{
    struct desk *d = &t->desk;
    int64_t at;
    if (!t->o->as_of)
        return;
    if (!read_time(d, t->o->as_of, &at, &t->err))
        tool_usage(t, "%s", t->err.s);
    struct as_of *a = d->as_of = mem_alloc(sizeof *a);
    *a = (struct as_of){.d = d, .form = form, .at = at, .version = -1};
    d->now = at;
    if (t->style.now != DATE_NONE)
        t->style.now = at;
    replay_init(&a->r);
    db_exec(d->db, "PRAGMA foreign_keys = OFF"); // the temporary tables have not all of each other
    as_of_tables(a);
    db_begin_read(d->db);
    effective_load(&a->effective, d->db, first_after(d->db, at));
    if (form == AS_OF_ALL)
        as_of_all(a);
    else
        db_commit(d->db);
}

void as_of_end(struct desk *d)
{
    struct as_of *a = d->as_of;
    if (!a)
        return;
    if (a->form == AS_OF_ALL)
        db_commit(d->db);
    effective_free(&a->effective);
    replay_free(&a->r);
    free(a);
    d->as_of = NULL;
}
