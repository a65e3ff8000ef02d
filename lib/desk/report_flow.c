// SPDX-License-Identifier: GPL-3.0-or-later
// The flows alone: one scan of the index of events that make a ticket live or end that, in the
// order of time.  A backlog is kept as what every moment adds to the one before.
#include <stdlib.h>

#include "base/mem.h"
#include "desk/lifecycle.h"
#include "desk/report_impl.h"

enum { SEEN = 1, MERGED = 2, GONE = 4 }; // its first event, which makes it, has come

struct flow {
    struct report *r;
    unsigned char *flags; // of each ticket
};

// False for a ticket that is none of the query's.
static bool group_of(const struct report *r, int64_t ticket, uint32_t *group)
{
    *group = r->group_of ? r->group_of[ticket] : 1;
    return (*group)--;
}

static void add_stock(struct report *r, uint32_t group, int64_t at, int n)
{
    size_t i = report_moment(r, at);
    if (r->sum[MEASURE_BACKLOG] >= 0 && i <= r->periods.n)
        tally_at(&r->stock, group, (uint32_t)i)[r->sum[MEASURE_BACKLOG]].n += n;
}

static void take(struct flow *f, int64_t ticket, int64_t at, int status, int64_t event)
{
    struct report *r = f->r;
    uint32_t group;
    unsigned char *flags = &f->flags[ticket];
    bool live = status_is_live(status), new = !(*flags & SEEN);
    *flags |= SEEN;
    if (*flags & GONE || !group_of(r, ticket, &group))
        return;
    if (new)
        report_group_fact(r, group, MEASURE_CREATED, at);
    else if (report_counts(r, event))
        report_group_fact(r, group, live ? MEASURE_REOPENED : MEASURE_SOLVED, at);
    if (!(*flags & MERGED) && (live || !new))
        add_stock(r, group, at, live ? 1 : -1);
}

// --- tickets that were merged: in the backlog while they are live and not merged

static void take_merged(struct report *r, int64_t ticket, const struct merge *merge, size_t n)
{
    uint32_t group;
    bool in = false, live = false, was = false;
    size_t i = 0;
    if (report_is_gone(r, ticket) || !group_of(r, ticket, &group))
        return;
    struct stmt *q = db_query(r->d->db,
                              SQL("SELECT at, new FROM event INDEXED BY event_thing"
                                  " WHERE thing = ?1 AND field = 2 ORDER BY at, id"),
                              V(ticket)); // EVENT_STATUS
    bool more = db_row(q);
    while (more || i < n) {
        int64_t at = !more || (i < n && merge[i].at < db_int(q, 0)) ? merge[i].at : db_int(q, 0);
        for (; i < n && merge[i].at == at; i++)
            in = merge[i].in;
        for (; more && db_int(q, 0) == at; more = db_row(q))
            live = status_is_live((int)db_int(q, 1));
        if ((live && !in) != was)
            add_stock(r, group, at, was ? -1 : 1);
        was = live && !in;
    }
}

static void take_all_merged(struct report *r)
{
    for (size_t i = 0, next; i < r->n_merge; i = next) {
        for (next = i; next < r->n_merge && r->merge[next].ticket == r->merge[i].ticket;)
            next++;
        take_merged(r, r->merge[i].ticket, &r->merge[i], next - i);
    }
}

void report_flow(struct report *r)
{
    struct flow f = {.r = r, .flags = mem_alloc((size_t)r->n_tickets)};
    for (size_t i = 0; i < r->n_gone; i++)
        f.flags[r->gone[i]] |= GONE;
    for (size_t i = 0; i < r->n_merge; i++)
        f.flags[r->merge[i].ticket] |= MERGED;
    struct stmt *q = db_query(
        r->d->db, SQL("SELECT thing, at, new, id FROM event INDEXED BY event_flow WHERE field = 2"
                      " AND (old IS NULL OR (old < 5) <> (new < 5)) ORDER BY at, new /* scan */"));
    while (db_row(q))
        take(&f, db_int(q, 0), db_int(q, 1), (int)db_int(q, 2), db_int(q, 3));
    if (r->sum[MEASURE_BACKLOG] >= 0)
        take_all_merged(r);
    free(f.flags);
}
