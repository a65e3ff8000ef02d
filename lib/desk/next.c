// SPDX-License-Identifier: GPL-3.0-or-later
// However many tickets wait, few are read: of each queue the index knows the first one.  Which of
// them are overdue changes with the clock, so no index can have their order; see LATE.
#include "desk/next.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/lease.h"

#include <stdlib.h>
#include <string.h>

// In the statements below, $w is the compiled query, $n now, $m the agent, $p a priority.
// clang-format off
#define FREE  "t.status IN (1, 2) AND t.assignee IS NULL AND t.merged IS NULL AND t.gone = 0"
#define AWAKE "(t.snoozed IS NULL OR t.snoozed <= $n) AND (t.lease IS NULL OR t.lease <= $n)"
#define SERVED \
    "(SELECT queue AS id FROM serves WHERE agent = $m UNION ALL SELECT id FROM queue" \
    " WHERE NOT EXISTS (SELECT 1 FROM serves WHERE agent = $m)) q" // a few rows

static const char first[] =
    "SELECT k.id FROM " SERVED " CROSS JOIN ticket k ON k.id ="
    " (SELECT t.id FROM ticket t INDEXED BY ticket_next WHERE " FREE " AND t.queue = q.id AND "
    AWAKE " AND ($w) ORDER BY t.priority DESC, t.created, t.id LIMIT 1)"
    " ORDER BY k.priority DESC, k.created, k.id LIMIT 1 /* sort */ /* scan */";

// The oldest overdue one of a queue and a priority.  If there is any, it is mostly among the oldest
// ones at all; only where it is not, all overdue ones are read.
#define LATE FREE " AND t.due IS NOT NULL AND t.queue = q.id AND t.priority = $p AND t.due < $n"
static const char first_late[] =
    "SELECT k.id FROM " SERVED " CROSS JOIN ticket k ON k.id = CASE WHEN EXISTS"
    " (SELECT 1 FROM ticket t INDEXED BY ticket_late WHERE " LATE ") THEN coalesce("
    " (SELECT t.id FROM (SELECT t.id, t.due FROM ticket t INDEXED BY ticket_next WHERE " FREE
    " AND t.queue = q.id AND t.priority = $p ORDER BY t.created, t.id LIMIT 100) o"
    " CROSS JOIN ticket t ON t.id = o.id WHERE o.due < $n AND " AWAKE " AND ($w) LIMIT 1),"
    " (SELECT t.id FROM ticket t INDEXED BY ticket_late WHERE " LATE " AND " AWAKE
    " AND ($w) ORDER BY t.created, t.id LIMIT 1)) END"
    " ORDER BY k.created, k.id LIMIT 1 /* sort */ /* scan */";

// Where the query has few hits, an index of its own finds them.
static const char first_hit[] =
    "SELECT t.id FROM ticket t WHERE " FREE " AND " AWAKE " AND ($w)"
    " AND (NOT EXISTS (SELECT 1 FROM serves WHERE agent = $m)"
    " OR t.queue IN (SELECT queue FROM serves WHERE agent = $m))"
    " ORDER BY coalesce(t.due < $n, 0) DESC, t.priority DESC, t.created, t.id LIMIT 1 /* sort */";
// clang-format on

// --- the statement

static void compose(const struct next *n, const char *form, struct buf *sql)
{
    for (; *form; form++) {
        if (*form != '$')
            buf_ch(sql, *form);
        else if (*++form == 'w')
            buf_str(sql, n->sql.where.s);
        else
            buf_fmt(sql, "?%d", n->sql.n + (*form == 'n' ? 1 : *form == 'm' ? 2 : 3));
    }
}

// The values of the query, then what $n, $m and (0: there is none) $p stand for.
static int values(const struct next *n, int priority, struct val *v)
{
    int count = n->sql.n;
    if (count)
        memcpy(v, n->sql.vals, (size_t)count * sizeof *v);
    v[count++] = V(n->d->now);
    v[count++] = V(n->d->me);
    if (priority)
        v[count++] = V(priority);
    return count;
}

static struct stmt *prepare(const struct next *n, const char *form, int priority)
{
    struct buf sql = BUF_INIT;
    struct val *v = mem_array((size_t)n->sql.n + 3, sizeof *v);
    compose(n, form, &sql);
    struct stmt *q = db_query_text(n->d->db, sql.s, v, values(n, priority, v));
    free(v);
    buf_free(&sql);
    return q;
}

// Before the transaction: it would hold others up.
static void prepare_all(struct next *n)
{
    if (n->sql.narrow || n->sql.words) {
        n->best = prepare(n, first_hit, 0);
        return;
    }
    n->late = prepare(n, first_late, PRIORITY_URGENT);
    n->best = prepare(n, first, 0);
}

static int64_t look(const struct next *n, struct stmt *q, int priority)
{
    int64_t id = 0;
    struct val *v = mem_array((size_t)n->sql.n + 3, sizeof *v);
    db_rebind(q, v, values(n, priority, v));
    while (db_row(q)) // to its end, or it would stay open
        id = db_int(q, 0);
    free(v);
    return id;
}

static int64_t most_urgent(const struct next *n)
{
    int64_t id = 0;
    for (int p = n->late ? PRIORITY_URGENT : 0; p && !id; p--)
        id = look(n, n->late, p);
    return id ? id : look(n, n->best, 0);
}

// --- capacity

// What the agent has and holds.
static int64_t load(struct desk *d)
{
    return db_get_int(d->db, 0,
                      SQL("SELECT count(*) FROM ticket INDEXED BY ticket_assignee"
                          " WHERE assignee = ?1 AND assignee IS NOT NULL AND status < 5"
                          " AND merged IS NULL AND gone = 0"),
                      V(d->me)) +
           db_get_int(d->db, 0,
                      SQL("SELECT count(*) FROM ticket INDEXED BY ticket_lease"
                          " WHERE lease_by = ?1 AND lease_by IS NOT NULL AND lease > ?2"
                          " AND assignee IS NULL AND status < 5 AND merged IS NULL AND gone = 0"),
                      V(d->me), V(d->now));
}

static bool has_enough(struct desk *d, struct buf *why)
{
    int64_t capacity =
        db_get_int(d->db, -1, SQL("SELECT capacity FROM agent WHERE id = ?1"), V(d->me));
    if (capacity < 0 || load(d) < capacity)
        return false;
    buf_fmt(why, "capacity of %lld reached", (long long)capacity);
    return true;
}

// --- the whole

static int complain(const struct next *n, struct query_fault *fault)
{
    int code = fault->code ? fault->code : EXIT_USAGE;
    query_complain(&n->query, fault);
    query_fault_free(fault);
    return code;
}

static int read_query(struct next *n, const struct next_spec *spec)
{
    struct query_fault fault = QUERY_FAULT_INIT;
    if (!query_parse(&n->query, spec->query ? spec->query : "", &fault))
        return complain(n, &fault);
    for (int i = 0; i < spec->n_match; i++)
        if (!query_match(&n->query, spec->match[i], &fault))
            return complain(n, &fault);
    if (!query_compile(&n->query, n->d, true, false, &n->sql, &fault))
        return complain(n, &fault);
    if (!n->query.root) { // nothing asked: then the index tells all
        buf_reset(&n->sql.where);
        buf_str(&n->sql.where, "1");
    }
    query_fault_free(&fault);
    return 0;
}

int next_open(struct next *n, struct desk *d, const struct next_spec *spec, struct buf *err)
{
    int64_t until;
    *n = (struct next){.d = d, .lasting = spec->lasting};
    int rc = spec->lasting ? lease_until(d, spec->lasting, &until, err) : 0;
    if (rc == 0)
        rc = read_query(n, spec);
    if (rc == 0 && (n->query.sort || n->query.limit >= 0)) {
        buf_str(err, "sort: and limit: do not go with the most urgent one");
        rc = EXIT_USAGE;
    }
    if (rc == 0)
        prepare_all(n);
    return rc;
}

int64_t next_take(struct next *n, struct buf *why)
{
    struct desk *d = n->d;
    struct ticket t;
    int64_t until, id = has_enough(d, why) ? 0 : most_urgent(n);
    if (!id || !ticket_get(d, id, &t)) {
        if (!why->len)
            buf_str(why, n->query.root ? "nothing that matches is free" : "nothing is free");
        return 0;
    }
    if (!n->lasting)
        ticket_set_assignee(d, &t, d->me);
    else if (lease_until(d, n->lasting, &until, why) == 0) // from now on, not from the start
        ticket_set_lease(d, &t, until, d->me);
    ticket_free(&t);
    return id;
}

void next_close(struct next *n)
{
    db_end(n->late);
    db_end(n->best);
    query_sql_free(&n->sql);
    query_free(&n->query);
}
