// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/effective.h"
#include "desk/merge.h"
#include "desk/ticket_impl.h"

// --- what a merge hands on

struct item {
    int field; // EVENT_TAG, EVENT_WATCHER, EVENT_CC
    int64_t ref;
};
struct items {
    struct item *v;
    size_t n, cap;
};

static bool is_item(int64_t field)
{
    return field >= EVENT_TAG && field <= EVENT_CC;
}

static void item_add(struct items *list, int field, int64_t ref)
{
    list->v = mem_grow(list->v, &list->cap, list->n, sizeof *list->v);
    list->v[list->n++] = (struct item){field, ref};
}

static void items_load(struct items *list, struct desk *d, int64_t ticket)
{
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT 14, tag FROM ticket_tag WHERE ticket = ?1 UNION ALL"
                     " SELECT CASE role WHEN 1 THEN 15 ELSE 16 END, who FROM participant"
                     " WHERE ticket = ?1"),
                 V(ticket));
    *list = (struct items){0};
    while (db_row(q))
        item_add(list, (int)db_int(q, 0), db_int(q, 1));
}

static void set_item(struct desk *d, struct ticket *t, struct item i, bool on)
{
    if (i.field != EVENT_TAG) {
        ticket_participant(d, t, i.field == EVENT_CC ? PARTICIPANT_CC : PARTICIPANT_WATCHER, i.ref,
                           on);
        return;
    }
    struct buf err = BUF_INIT;
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM tag WHERE id = ?1"), V(i.ref));
    char *name = db_row(q) ? db_text_dup(q, 0) : NULL;
    db_end(q);
    if (name && ticket_tag(d, t, name, on, &err))
        die(EXIT_SOFTWARE, "%s", err.s);
    free(name);
    buf_free(&err);
}

static void set_merged(struct desk *d, struct ticket *t, int64_t into)
{
    ticket_record(d, t, EVENT_MERGED, 0, V(val_id(t->merged)), V(val_id(into)), false);
    t->merged = into;
    db_run(d->db, SQL("UPDATE ticket SET merged = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(val_id(into)), V(t->rev), V(t->updated));
}

// The events of what is handed on follow the one of the merge: see given_by.
static void unite(struct desk *d, struct ticket *t, struct ticket *into)
{
    struct items list;
    items_load(&list, d, t->id);
    set_merged(d, t, into->id);
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].field != EVENT_CC || list.v[i].ref != into->customer)
            set_item(d, into, list.v[i], true);
    if (t->customer && t->customer != into->customer)
        set_item(d, into, (struct item){EVENT_CC, t->customer}, true);
    free(list.v);
}

static bool leads_to(struct desk *d, int64_t id, int64_t to)
{
    struct ticket t;
    bool found = ticket_reach(d, id, &t) && t.id == to;
    ticket_free(&t);
    return found;
}

static int refuse(const struct ticket *t, int64_t into, const struct ticket *winner,
                  struct buf *err)
{
    if (into == t->id)
        buf_fmt(err, "ticket %lld cannot be merged into itself", (long long)t->id);
    else if (winner->id == t->id)
        buf_fmt(err, "%lld is merged into %lld: the other way round would be a loop",
                (long long)into, (long long)t->id);
    else
        buf_fmt(err, "%lld is merged into %lld already: tk-merge --undo %lld first",
                (long long)t->id, (long long)t->merged, (long long)t->id);
    return EXIT_DATA;
}

int merge_into(struct desk *d, struct ticket *t, int64_t into, struct buf *err)
{
    struct ticket winner;
    int rc = 0;
    if (!ticket_reach(d, into, &winner)) {
        buf_fmt(err, "no such ticket %lld", (long long)into);
        return EXIT_NOINPUT;
    }
    if (winner.id == t->id || (t->merged && !leads_to(d, t->id, winner.id)))
        rc = refuse(t, into, &winner, err);
    else if (!t->merged)
        unite(d, t, &winner);
    ticket_free(&winner);
    return rc;
}

// --- taking back

// Had the ticket the thing before event `at`?  The last event before that says so; else what the
// next one found; else what is so now.
static bool had_item(struct desk *d, int64_t ticket, struct item i, int64_t at)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT 1, new FROM event WHERE thing = ?1 AND field = ?2 AND ref = ?3 AND id < ?4"
            " ORDER BY at DESC, id DESC LIMIT 1"),
        V(ticket), V(i.field), V(i.ref), V(at));
    bool known = db_row(q), had = known && db_int(q, 1);
    db_end(q);
    if (known)
        return had;
    return db_get_int(
        d->db, 0,
        SQL("SELECT coalesce((SELECT old FROM event WHERE thing = ?1 AND field = ?2 AND ref = ?3"
            " AND id > ?4 ORDER BY at, id LIMIT 1),"
            " EXISTS(SELECT 1 FROM ticket_tag WHERE ?2 = 14 AND ticket = ?1 AND tag = ?3)"
            " OR EXISTS(SELECT 1 FROM participant WHERE ticket = ?1 AND role = ?2 - 14"
            " AND who = ?3))"),
        V(ticket), V(i.field), V(i.ref), V(at));
}

static int64_t customer_then(struct desk *d, int64_t ticket, int64_t at)
{
    return db_get_int(
        d->db, 0,
        SQL("SELECT coalesce((SELECT new FROM event WHERE thing = ?1 AND field = 6 AND id < ?2"
            " ORDER BY at DESC, id DESC LIMIT 1), (SELECT old FROM event WHERE thing = ?1"
            " AND field = 6 AND id > ?2 ORDER BY at, id LIMIT 1),"
            " (SELECT customer FROM ticket WHERE id = ?1))"),
        V(ticket), V(at));
}

// Was event `id` of the change set, about an item of ticket `into`, written by a merge?  Then those
// between it and the merge are of the same kind, and what was merged had the item.
static bool given_by_merge(struct desk *d, int64_t into, struct item i, int64_t id, int64_t change)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT id, thing, field, new FROM event WHERE id < ?1"
                                  " AND id >= ?2 ORDER BY id DESC"),
                              V(id), V(change));
    int64_t merge = 0, from = 0;
    bool run = true;
    while (run && db_row(q)) {
        int64_t field = db_int(q, 2), thing = db_int(q, 1);
        if (field == EVENT_MERGED && db_int(q, 3) == into) {
            merge = db_int(q, 0);
            from = thing;
        }
        run = thing == into && is_item(field) && db_int(q, 3);
    }
    db_end(q);
    return merge && (had_item(d, from, i, merge) ||
                     (i.field == EVENT_CC && customer_then(d, from, merge) == i.ref));
}

// Does the last event about the item that counts come from a merge?
static bool is_given(struct desk *d, const struct effective *e, int64_t ticket, struct item i)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT id, change FROM event WHERE thing = ?1 AND field = ?2"
                                  " AND ref = ?3 ORDER BY at DESC, id DESC"),
                              V(ticket), V(i.field), V(i.ref));
    int64_t id = 0, change = 0;
    while (!id && db_row(q))
        if (effective_is(e, db_int(q, 1))) {
            id = db_int(q, 0);
            change = db_int(q, 1);
        }
    db_end(q);
    return id && given_by_merge(d, ticket, i, id, change);
}

// Has a ticket that is merged into this one the item?
static bool is_carried(struct desk *d, int64_t ticket, struct item i)
{
    if (i.field == EVENT_TAG)
        return db_get_int(d->db, 0,
                          SQL("SELECT EXISTS(SELECT 1 FROM ticket x INDEXED BY ticket_merged"
                              " JOIN ticket_tag g ON g.ticket = x.id AND g.tag = ?2"
                              " WHERE x.merged = ?1 AND x.gone = 0)"),
                          V(ticket), V(i.ref));
    return db_get_int(d->db, 0,
                      SQL("SELECT EXISTS(SELECT 1 FROM participant p JOIN ticket x"
                          " ON x.id = p.ticket WHERE p.who = ?3 AND p.role = ?2 - 14"
                          " AND x.merged = ?1 AND x.gone = 0)"
                          " OR (?2 = 16 AND EXISTS(SELECT 1 FROM ticket x WHERE x.customer = ?3"
                          " AND x.merged = ?1 AND x.gone = 0))"),
                      V(ticket), V(i.field), V(i.ref));
}

// Adds what `t` gave when it was merged: it may have lost that since, by an undo.
static void add_given(struct items *list, struct desk *d, const struct ticket *t)
{
    int64_t merge = db_get_int(
        d->db, 0, SQL("SELECT max(id) FROM event WHERE thing = ?1 AND field = 18"), V(t->id));
    struct stmt *q = db_query(
        d->db, SQL("SELECT thing, field, ref FROM event WHERE id > ?1 ORDER BY id"), V(merge));
    while (db_row(q) && db_int(q, 0) == t->merged && is_item(db_int(q, 1)))
        item_add(list, (int)db_int(q, 1), db_int(q, 2));
    db_end(q);
}

// Of these items, what the ticket has from merges alone, and no ticket that is merged into it has
// any more, goes.
static void shed(struct desk *d, const struct effective *e, struct ticket *t,
                 const struct items *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (is_given(d, e, t->id, list->v[i]) && !is_carried(d, t->id, list->v[i]))
            set_item(d, t, list->v[i], false);
}

void merge_undo(struct desk *d, struct ticket *t)
{
    struct effective e;
    struct items list;
    int64_t into = t->merged;
    if (!into)
        return;
    items_load(&list, d, t->id);
    if (t->customer)
        item_add(&list, EVENT_CC, t->customer);
    add_given(&list, d, t);
    set_merged(d, t, 0);
    effective_load(&e, d->db, INT64_MAX);
    while (into) { // it may have been merged further
        struct ticket winner;
        bool found = ticket_get(d, into, &winner);
        if (found)
            shed(d, &e, &winner, &list);
        into = found ? winner.merged : 0;
        ticket_free(&winner);
    }
    effective_free(&e);
    free(list.v);
}
