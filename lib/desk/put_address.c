// SPDX-License-Identifier: GPL-3.0-or-later
// The addresses of a customer: rows as replay_address.c would have them.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/put.h"
#include "desk/replay.h"

static enum put_rc add(struct desk *d, const struct event *e)
{
    if (db_get_int(d->db, 0, SQL("SELECT 1 FROM contact WHERE kind = ?1 AND address = ?2"),
                   V(e->ref), V(e->new)))
        return PUT_TAKEN;
    desk_event(d, e->thing, EVENT_CUSTOMER_ADDRESS, e->ref, e->old, e->new, true);
    db_run(d->db,
           SQL("INSERT INTO contact(kind, address, customer, rank) SELECT ?1, ?2, ?3,"
               " coalesce(max(rank), -1) + 1 FROM contact WHERE customer = ?3"),
           V(e->ref), V(e->new), V(e->thing));
    return PUT_DONE;
}

static enum put_rc drop(struct desk *d, const struct event *e)
{
    int64_t rank = db_get_int(
        d->db, -1,
        SQL("SELECT rank FROM contact WHERE kind = ?1 AND address = ?2 AND customer = ?3"),
        V(e->ref), V(e->old), V(e->thing));
    if (rank < 0)
        return PUT_DIFFERS;
    desk_event(d, e->thing, EVENT_CUSTOMER_ADDRESS, e->ref, e->old, e->new, true);
    db_run(d->db, SQL("DELETE FROM contact WHERE kind = ?1 AND address = ?2"), V(e->ref),
           V(e->old));
    if (rank == 0) // the next oldest becomes primary
        db_run(d->db,
               SQL("UPDATE contact SET rank = 0 WHERE customer = ?1 AND rank ="
                   " (SELECT min(rank) FROM contact WHERE customer = ?1)"),
               V(e->thing));
    return PUT_DONE;
}

enum put_rc put_address(struct desk *d, const struct event *e)
{
    if (db_get_int(d->db, 0, SQL("SELECT 1 FROM customer WHERE id = ?1 AND gone IS NOT NULL"),
                   V(e->thing)))
        return PUT_GONE;
    return e->new.type == VAL_TEXT ? add(d, e) : drop(d, e);
}

// --- their order

struct place {
    int64_t kind, rank; // as it is
    char *address;      // owned
    int64_t was;        // its rank before; INT64_MAX: none
};
struct places {
    struct place *v;
    size_t n, cap;
};

static void read_history(struct replay *r, struct desk *d, int64_t customer, int64_t before)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT id, field, at, ref, old, new, length(seal) FROM event"
                                  " WHERE thing = ?1 AND field IN (-107, -106) AND id < ?2"),
                              V(customer), V(before)); // EVENT_CUSTOMER_PRIMARY, _ADDRESS
    while (db_row(q))
        replay_add(r, db_int(q, 0),
                   &(struct event){.thing = customer,
                                   .field = (int)db_int(q, 1),
                                   .at = db_int(q, 2),
                                   .ref = db_int(q, 3),
                                   .old = db_val(q, 4),
                                   .new = db_val(q, 5)},
                   db_int(q, 6) == HASH_SIZE, true);
    replay_fold(r);
}

static int64_t rank_then(const struct replay *r, int64_t kind, const char *address)
{
    const struct fact *f = replay_find(r, EVENT_CUSTOMER_ADDRESS, kind, address);
    return f && f->value.type == VAL_INT ? f->value.i : INT64_MAX;
}

static void load_places(struct places *p, struct desk *d, int64_t customer, const struct replay *r)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT kind, address, rank FROM contact WHERE customer = ?1 ORDER BY rank"),
        V(customer));
    while (db_row(q)) {
        p->v = mem_grow(p->v, &p->cap, p->n, sizeof *p->v);
        p->v[p->n++] = (struct place){.kind = db_int(q, 0),
                                      .rank = db_int(q, 2),
                                      .address = db_text_dup(q, 1),
                                      .was = rank_then(r, db_int(q, 0), db_text(q, 1))};
    }
}

// The two change places; -1 in between since (customer, rank) is unique.
static void make_primary(struct desk *d, int64_t customer, struct place *first, struct place *p)
{
    db_run(d->db, SQL("UPDATE contact SET rank = -1 WHERE customer = ?1 AND rank = ?2"),
           V(customer), V(first->rank));
    db_run(d->db, SQL("UPDATE contact SET rank = ?3 WHERE customer = ?1 AND rank = ?2"),
           V(customer), V(p->rank), V(first->rank));
    db_run(d->db, SQL("UPDATE contact SET rank = ?2 WHERE customer = ?1 AND rank = -1"),
           V(customer), V(p->rank));
    desk_event(d, customer, EVENT_CUSTOMER_PRIMARY, p->kind, val_null(), V(p->address), true);
    struct place moved = *p; // the array stays in the order of ranks
    moved.rank = first->rank;
    first->rank = p->rank;
    *p = *first;
    *first = moved;
}

// Which of them belongs at place i: the one of the i-th lowest rank before; newcomers as they are.
static size_t wanted(const struct places *p, size_t i)
{
    for (size_t k = 0; k < p->n; k++) {
        size_t less = 0;
        for (size_t j = 0; j < p->n; j++)
            less += p->v[j].was < p->v[k].was || (p->v[j].was == p->v[k].was && j < k);
        if (less == i)
            return k;
    }
    return i;
}

void put_address_order(struct desk *d, int64_t customer, int64_t before)
{
    struct replay r;
    struct places p = {0};
    replay_init(&r);
    read_history(&r, d, customer, before);
    load_places(&p, d, customer, &r);
    for (size_t i = p.n; i-- > 1;) { // each but the first: to the front, then to its place
        size_t k = wanted(&p, i);
        if (k == i)
            continue;
        if (k > 0)
            make_primary(d, customer, &p.v[0], &p.v[k]);
        make_primary(d, customer, &p.v[0], &p.v[i]);
    }
    for (size_t i = 0; i < p.n; i++)
        free(p.v[i].address);
    free(p.v);
    replay_free(&r);
}
