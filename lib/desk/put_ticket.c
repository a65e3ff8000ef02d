// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "desk/put.h"
#include "desk/ticket_impl.h"
#include "desk/ticket_recount.h"

// --- columns of the row

// set: ?5 is the count
static const struct plain {
    int field;
    const char *get, *set;
} plains[] = {
    {EVENT_PRIORITY, "SELECT gone, updated, priority FROM ticket WHERE id = ?1",
     "UPDATE ticket SET priority = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_CUSTOMER, "SELECT gone, updated, customer FROM ticket WHERE id = ?1",
     "UPDATE ticket SET customer = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_CATEGORY, "SELECT gone, updated, category FROM ticket WHERE id = ?1",
     "UPDATE ticket SET category = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_LANG, "SELECT gone, updated, lang FROM ticket WHERE id = ?1",
     "UPDATE ticket SET lang = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_DUE, "SELECT gone, updated, due FROM ticket WHERE id = ?1",
     "UPDATE ticket SET due = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_SNOOZE, "SELECT gone, updated, snoozed FROM ticket WHERE id = ?1",
     "UPDATE ticket SET snoozed = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_RESOLUTION, "SELECT gone, updated, resolution FROM ticket WHERE id = ?1",
     "UPDATE ticket SET resolution = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_SUBJECT, "SELECT gone, updated, subject FROM ticket WHERE id = ?1",
     "UPDATE ticket SET subject = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_PARENT, "SELECT gone, updated, parent FROM ticket WHERE id = ?1",
     "UPDATE ticket SET parent = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_MERGED, "SELECT gone, updated, merged FROM ticket WHERE id = ?1",
     "UPDATE ticket SET merged = ?2, rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_GONE, "SELECT gone, updated, nullif(gone, 0) FROM ticket WHERE id = ?1",
     "UPDATE ticket SET gone = coalesce(?2, 0), rev = ?3, updated = ?4 WHERE id = ?1"},
    {EVENT_STATUS, "SELECT gone, updated, status FROM ticket WHERE id = ?1",
     "UPDATE ticket SET status = ?2, rev = ?3, updated = ?4, reopens = reopens + ?5"
     " WHERE id = ?1"},
    {EVENT_QUEUE, "SELECT gone, updated, queue FROM ticket WHERE id = ?1",
     "UPDATE ticket SET queue = ?2, rev = ?3, updated = ?4, transfers = transfers + ?5"
     " WHERE id = ?1"},
    {EVENT_ASSIGNEE, "SELECT gone, updated, assignee FROM ticket WHERE id = ?1",
     "UPDATE ticket SET assignee = ?2, rev = ?3, updated = ?4, transfers = transfers + ?5"
     " WHERE id = ?1"},
};

// --- rows of which a ticket has many, one for each ref

#define MANY(exists) "SELECT gone, updated, EXISTS(" exists ") FROM ticket WHERE id = ?1"
static const struct many {
    int field;
    const char *get, *add, *drop;
} manys[] = {
    {EVENT_TAG, MANY("SELECT 1 FROM ticket_tag WHERE ticket = ?1 AND tag = ?2"),
     "INSERT INTO ticket_tag(ticket, tag) VALUES(?1, ?2)",
     "DELETE FROM ticket_tag WHERE ticket = ?1 AND tag = ?2"},
    {EVENT_WATCHER, MANY("SELECT 1 FROM participant WHERE ticket = ?1 AND role = 1 AND who = ?2"),
     "INSERT INTO participant(ticket, role, who) VALUES(?1, 1, ?2)",
     "DELETE FROM participant WHERE ticket = ?1 AND role = 1 AND who = ?2"},
    {EVENT_CC, MANY("SELECT 1 FROM participant WHERE ticket = ?1 AND role = 2 AND who = ?2"),
     "INSERT INTO participant(ticket, role, who) VALUES(?1, 2, ?2)",
     "DELETE FROM participant WHERE ticket = ?1 AND role = 2 AND who = ?2"},
    {EVENT_BLOCKS, MANY("SELECT 1 FROM link WHERE a = ?1 AND kind = 1 AND b = ?2"),
     "INSERT INTO link(a, kind, b) VALUES(?1, 1, ?2)",
     "DELETE FROM link WHERE a = ?1 AND kind = 1 AND b = ?2"},
    {EVENT_RELATED, MANY("SELECT 1 FROM link WHERE a = ?1 AND kind = 2 AND b = ?2"),
     "INSERT INTO link(a, kind, b) VALUES(?1, 2, ?2)",
     "DELETE FROM link WHERE a = ?1 AND kind = 2 AND b = ?2"},
    {EVENT_DUPLICATE, MANY("SELECT 1 FROM link WHERE a = ?1 AND kind = 3 AND b = ?2"),
     "INSERT INTO link(a, kind, b) VALUES(?1, 3, ?2)",
     "DELETE FROM link WHERE a = ?1 AND kind = 3 AND b = ?2"},
};

static struct val literal(const char *sql)
{
    return (struct val){.type = VAL_SQL, .p = sql};
}

// --- what a value may name

static bool ticket_there(struct desk *d, int64_t id)
{
    return db_get_int(d->db, 0, SQL("SELECT 1 FROM ticket WHERE id = ?1 AND gone = 0"), V(id));
}

static bool customer_there(struct desk *d, int64_t id)
{
    return db_get_int(d->db, 0, SQL("SELECT 1 FROM customer WHERE id = ?1 AND gone IS NULL"),
                      V(id));
}

// Does a way of parents, merges or blocks lead from `from` to `to`?
static bool leads_to(struct desk *d, int field, int64_t from, int64_t to)
{
    if (field == EVENT_BLOCKS)
        return db_get_int(
            d->db, 0,
            SQL("WITH RECURSIVE way(id) AS (SELECT ?1"
                " UNION SELECT l.b FROM way w JOIN link l ON l.a = w.id AND l.kind = 1"
                " UNION SELECT t.merged FROM way w JOIN ticket t ON t.id = w.id"
                " WHERE t.merged IS NOT NULL)"
                " SELECT 1 FROM way WHERE id = ?2 /* scan */"),
            V(from), V(to));
    return db_get_int(d->db, 0,
                      SQL("WITH RECURSIVE way(id) AS (SELECT ?1"
                          " UNION SELECT CASE ?3 WHEN 17 THEN t.parent ELSE t.merged END"
                          " FROM way w JOIN ticket t ON t.id = w.id"
                          " WHERE CASE ?3 WHEN 17 THEN t.parent ELSE t.merged END IS NOT NULL"
                          " UNION SELECT t.merged FROM way w JOIN ticket t ON t.id = w.id"
                          " WHERE t.merged IS NOT NULL)"
                          " SELECT 1 FROM way WHERE id = ?2 /* scan */"),
                      V(from), V(to), V(field));
}

static enum put_rc check_target(struct desk *d, const struct event *e)
{
    bool link = e->field >= EVENT_BLOCKS && e->field <= EVENT_DUPLICATE;
    bool ticket = link || e->field == EVENT_PARENT || e->field == EVENT_MERGED;
    int64_t id = link || e->field == EVENT_CC ? e->ref : e->new.i;
    if (e->new.type == VAL_NULL || e->new.i == 0)
        return PUT_DONE;
    if (e->field == EVENT_CUSTOMER || e->field == EVENT_CC)
        return customer_there(d, id) ? PUT_DONE : PUT_TARGET;
    if (!ticket)
        return PUT_DONE;
    if (!ticket_there(d, id))
        return PUT_TARGET;
    bool way = !link || e->field == EVENT_BLOCKS;
    return way && leads_to(d, e->field, id, e->thing) ? PUT_LOOP : PUT_DONE;
}

// Who asked, when a ticket comes back.
static enum put_rc check_back(struct desk *d, const struct event *e)
{
    if (e->new.type != VAL_NULL)
        return PUT_DONE;
    int64_t customer =
        db_get_int(d->db, 0, SQL("SELECT customer FROM ticket WHERE id = ?1"), V(e->thing));
    return !customer || customer_there(d, customer) ? PUT_DONE : PUT_TARGET;
}

// --- putting

static bool same(const struct val *row, const struct val *old)
{
    return val_equal(row, old);
}

static void put_row(struct desk *d, const struct plain *p, const struct event *e, struct ticket *t,
                    int count)
{
    ticket_record(d, t, e->field, 0, e->old, e->new, e->typed);
    bool counts = e->field == EVENT_STATUS || e->field == EVENT_QUEUE || e->field == EVENT_ASSIGNEE;
    db_run_vals(
        d->db,
        (struct val[]){literal(p->set), V(t->id), e->new, V(t->rev), V(t->updated), V(count)},
        counts ? 6 : 5);
}

static enum put_rc put_plain(struct desk *d, const struct plain *p, const struct event *e,
                             int count)
{
    struct stmt *q = db_query_vals(d->db, (struct val[]){literal(p->get), V(e->thing)}, 2);
    if (!db_row(q))
        return PUT_GONE;
    struct ticket t = {.id = e->thing, .updated = db_int(q, 1)};
    struct val row = db_val(q, 2);
    bool gone = db_int(q, 0) && e->field != EVENT_GONE, equal = same(&row, &e->old);
    db_end(q);
    if (gone || !equal)
        return gone ? PUT_GONE : PUT_DIFFERS;
    enum put_rc rc = e->field == EVENT_GONE ? check_back(d, e) : check_target(d, e);
    if (rc != PUT_DONE)
        return rc;
    int64_t opening = e->field == EVENT_SUBJECT ? message_opening(d, t.id) : 0;
    if (opening)
        message_unindex(d, opening);
    put_row(d, p, e, &t, count);
    if (opening)
        message_index(d, opening);
    return PUT_DONE;
}

static enum put_rc put_many(struct desk *d, const struct many *m, const struct event *e)
{
    struct stmt *q =
        db_query_vals(d->db, (struct val[]){literal(m->get), V(e->thing), V(e->ref)}, 3);
    if (!db_row(q))
        return PUT_GONE;
    struct ticket t = {.id = e->thing, .updated = db_int(q, 1)};
    bool gone = db_int(q, 0), has = db_int(q, 2), on = e->new.i;
    db_end(q);
    if (gone || has != (e->old.i != 0))
        return gone ? PUT_GONE : PUT_DIFFERS;
    enum put_rc rc = check_target(d, e);
    if (rc != PUT_DONE || has == on)
        return rc;
    ticket_record(d, &t, e->field, e->ref, e->old, e->new, false);
    db_run_vals(d->db, (struct val[]){literal(on ? m->add : m->drop), V(e->thing), V(e->ref)}, 3);
    ticket_touch(d, &t);
    return PUT_DONE;
}

// gone and updated of a ticket that has no row of that kind yet
static enum put_rc find_ticket(struct desk *d, const struct event *e, struct ticket *t)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT gone, updated FROM ticket WHERE id = ?1"), V(e->thing));
    if (!db_row(q))
        return PUT_GONE;
    *t = (struct ticket){.id = e->thing, .updated = db_int(q, 1)};
    bool gone = db_int(q, 0);
    db_end(q);
    return gone ? PUT_GONE : PUT_DONE;
}

static enum put_rc put_value(struct desk *d, const struct event *e)
{
    struct ticket t;
    int64_t field = e->field - EVENT_CUSTOM;
    enum put_rc rc = find_ticket(d, e, &t);
    if (rc != PUT_DONE)
        return rc;
    struct stmt *q =
        db_query(d->db, SQL("SELECT value FROM value WHERE ticket = ?1 AND field = ?2"),
                 V(e->thing), V(field));
    struct val row = db_row(q) ? db_val(q, 0) : val_null();
    bool equal = same(&row, &e->old);
    db_end(q);
    if (!equal)
        return PUT_DIFFERS;
    ticket_record(d, &t, e->field, 0, e->old, e->new, e->typed);
    if (e->new.type == VAL_NULL)
        db_run(d->db, SQL("DELETE FROM value WHERE ticket = ?1 AND field = ?2"), V(e->thing),
               V(field));
    else
        db_run(d->db, SQL("INSERT OR REPLACE INTO value(ticket, field, value) VALUES(?1, ?2, ?3)"),
               V(e->thing), V(field), V(e->new));
    ticket_touch(d, &t);
    return PUT_DONE;
}

// Takes a message in, goes with it, or moves it: where it is, it is found.
static void move_message(struct desk *d, int64_t message, int64_t ticket, bool in)
{
    bool was = db_get_int(d->db, 0, SQL("SELECT gone = 0 FROM message WHERE id = ?1"), V(message));
    if (was)
        message_unindex(d, message);
    db_run(d->db, SQL("UPDATE message SET ticket = ?2, gone = ?3 WHERE id = ?1"), V(message),
           V(ticket), V(!in));
    if (in)
        message_index(d, message);
}

static enum put_rc put_message(struct desk *d, const struct event *e)
{
    struct ticket t;
    bool in = e->new.type != VAL_NULL;
    struct stmt *q =
        db_query(d->db, SQL("SELECT ticket, gone, customer FROM message WHERE id = ?1"), V(e->ref));
    if (!db_row(q))
        return PUT_GONE;
    bool here = db_int(q, 0) == e->thing && !db_int(q, 1);
    int64_t customer = db_int(q, 2);
    db_end(q);
    enum put_rc rc = find_ticket(d, e, &t);
    if (rc != PUT_DONE)
        return rc;
    if (in && here)
        return PUT_DIFFERS;
    if (in && customer && !customer_there(d, customer))
        return PUT_TARGET;
    ticket_record(d, &t, EVENT_MESSAGE, e->ref, e->old, e->new, false);
    if (in || here) // else it moved on already, in this change set
        move_message(d, e->ref, e->thing, in);
    ticket_touch(d, &t);
    ticket_recount_messages(d, &t);
    return PUT_DONE;
}

// The key under which a ticket was made: without the ticket it is free again.
static enum put_rc put_key(struct desk *d, const struct event *e)
{
    struct ticket t;
    bool add = e->new.type != VAL_NULL;
    struct val key = add ? e->new : e->old;
    enum put_rc rc = find_ticket(d, e, &t);
    if (rc != PUT_DONE)
        return rc;
    int64_t holder = db_get_int(
        d->db, 0, SQL("SELECT ticket FROM origin WHERE source = 'key' AND key = ?1"), V(key));
    if (add ? holder != 0 : holder != e->thing)
        return add ? PUT_TAKEN : PUT_DIFFERS;
    ticket_record(d, &t, EVENT_KEY, 0, e->old, e->new, e->typed);
    if (add)
        db_run(d->db, SQL("INSERT INTO origin(source, key, ticket) VALUES('key', ?1, ?2)"), V(key),
               V(e->thing));
    else
        db_run(d->db, SQL("DELETE FROM origin WHERE source = 'key' AND key = ?1"), V(key));
    ticket_touch(d, &t);
    return PUT_DONE;
}

// Where an import took it from: without the ticket it can be taken again.
static enum put_rc put_origin(struct desk *d, const struct event *e)
{
    struct ticket t;
    bool add = e->new.type != VAL_NULL;
    const struct val *all = add ? &e->new : &e->old;
    const char *s = all->p, *blank = memchr(s, ' ', all->n), *end = memchr(s, '\n', all->n);
    enum put_rc rc = find_ticket(d, e, &t);
    if (rc != PUT_DONE)
        return rc;
    if (!blank || !end || blank > end)
        return PUT_UNABLE;
    struct val source = val_text(s, (size_t)(blank - s));
    struct val key = val_text(blank + 1, (size_t)(end - blank) - 1);
    struct val seen = val_blob(end + 1, all->n - (size_t)(end - s) - 1);
    int64_t holder = db_get_int(
        d->db, 0, SQL("SELECT ticket FROM origin WHERE source = ?1 AND key = ?2"), source, key);
    if (holder != (e->old.type != VAL_NULL ? e->thing : 0))
        return holder ? PUT_TAKEN : PUT_DIFFERS;
    ticket_record(d, &t, EVENT_ORIGIN, 0, e->old, e->new, e->typed);
    if (add)
        db_run(d->db,
               SQL("INSERT OR REPLACE INTO origin(source, key, ticket, seen)"
                   " VALUES(?1, ?2, ?3, ?4)"),
               source, key, V(e->thing), seen);
    else
        db_run(d->db, SQL("DELETE FROM origin WHERE source = ?1 AND key = ?2"), source, key);
    ticket_touch(d, &t);
    return PUT_DONE;
}

// A stated count goes with what it added; stated times are the caller's to stamp.
static enum put_rc put_stated(struct desk *d, const struct event *e)
{
    struct ticket t;
    int64_t more = e->new.i - e->old.i;
    enum put_rc rc = find_ticket(d, e, &t);
    if (rc != PUT_DONE)
        return rc;
    ticket_record(d, &t, e->field, 0, e->old, e->new, false);
    if (e->field == EVENT_REOPENS)
        db_run(d->db, SQL("UPDATE ticket SET reopens = reopens + ?2 WHERE id = ?1"), V(t.id),
               V(more));
    else if (e->field == EVENT_TRANSFERS)
        db_run(d->db, SQL("UPDATE ticket SET transfers = transfers + ?2 WHERE id = ?1"), V(t.id),
               V(more));
    ticket_touch(d, &t);
    return PUT_DONE;
}

enum put_rc put_ticket(struct desk *d, const struct event *e, int count)
{
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
        if (plains[i].field == e->field)
            return put_plain(d, &plains[i], e, count);
    for (size_t i = 0; i < sizeof manys / sizeof *manys; i++)
        if (manys[i].field == e->field)
            return put_many(d, &manys[i], e);
    if (e->field > EVENT_CUSTOM)
        return put_value(d, e);
    if (e->field == EVENT_MESSAGE)
        return put_message(d, e);
    if (e->field == EVENT_ORIGIN)
        return put_origin(d, e);
    if (e->field >= EVENT_REOPENS && e->field <= EVENT_CLOSED)
        return put_stated(d, e);
    return e->field == EVENT_KEY ? put_key(d, e) : PUT_UNABLE;
}
