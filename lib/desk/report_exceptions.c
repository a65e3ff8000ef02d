// SPDX-License-Identifier: GPL-3.0-or-later
// What is read once and looked up often: change sets that do not count, merges, hidden tickets.
#include <stdlib.h>

#include "base/mem.h"
#include "desk/report_impl.h"

static int by_first(const void *x, const void *y)
{
    const struct span *a = x, *b = y;
    return (a->first > b->first) - (a->first < b->first);
}

static void add_span(struct report *r, int64_t change, size_t *cap)
{
    int64_t n = db_get_int(r->d->db, 0, SQL("SELECT n FROM change WHERE id = ?1"), V(change));
    r->off = mem_grow(r->off, cap, r->n_off, sizeof *r->off);
    r->off[r->n_off++] = (struct span){change, change + n - 1};
}

static void load_off(struct report *r)
{
    struct effective e;
    size_t cap = 0;
    effective_load(&e, r->d->db, INT64_MAX);
    for (size_t i = 0; i < e.n_undo; i++)
        add_span(r, e.undo[i].id, &cap);
    for (size_t i = 0; i < e.n_undone; i++)
        add_span(r, e.undone[i], &cap);
    if (r->n_off)
        qsort(r->off, r->n_off, sizeof *r->off, by_first);
    effective_free(&e);
}

static void load_merges(struct report *r)
{
    size_t cap = 0;
    struct stmt *q = db_query(r->d->db,
                              SQL("SELECT thing, at, new FROM event INDEXED BY event_merged"
                                  " WHERE field = 18 ORDER BY thing, at, id /* scan */"
                                  " /* sort */")); // EVENT_MERGED
    while (db_row(q)) {
        r->merge = mem_grow(r->merge, &cap, r->n_merge, sizeof *r->merge);
        r->merge[r->n_merge++] = (struct merge){db_int(q, 0), db_int(q, 1), !db_null(q, 2)};
    }
}

static void load_gone(struct report *r)
{
    size_t cap = 0;
    struct stmt *q =
        db_query(r->d->db, SQL("SELECT id FROM ticket INDEXED BY ticket_gone WHERE gone <> 0"
                               " ORDER BY id /* scan */"));
    while (db_row(q)) {
        r->gone = mem_grow(r->gone, &cap, r->n_gone, sizeof *r->gone);
        r->gone[r->n_gone++] = db_int(q, 0);
    }
}

void report_exceptions(struct report *r)
{
    load_off(r);
    load_merges(r);
    load_gone(r);
    r->n_tickets = 1 + db_get_int(r->d->db, 0, SQL("SELECT max(id) FROM ticket"));
}

// --- looking up

static int within(const void *key, const void *item)
{
    const int64_t *event = key;
    const struct span *s = item;
    return *event < s->first ? -1 : *event > s->last;
}

bool report_counts(const struct report *r, int64_t event)
{
    return !r->n_off || !bsearch(&event, r->off, r->n_off, sizeof *r->off, within);
}

static int by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

bool report_is_gone(const struct report *r, int64_t ticket)
{
    return r->n_gone && bsearch(&ticket, r->gone, r->n_gone, sizeof *r->gone, by_number);
}

const struct merge *report_merges(const struct report *r, int64_t ticket, size_t *n)
{
    size_t low = 0, high = r->n_merge, end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->merge[middle].ticket < ticket)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < r->n_merge && r->merge[end].ticket == ticket;)
        end++;
    *n = end - low;
    return *n ? &r->merge[low] : NULL;
}
