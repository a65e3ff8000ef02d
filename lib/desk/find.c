// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/find.h"

// --- order

static const char *sort_sql(const char *name)
{
    static const struct {
        const char *name, *sql;
    } own[] = {{"queue", "(SELECT s.name FROM queue s WHERE s.id = t.queue)"},
               {"assignee", "(SELECT s.login FROM agent s WHERE s.id = t.assignee)"},
               {"lease_by", "(SELECT s.login FROM agent s WHERE s.id = t.lease_by)"},
               {"age", "-t.created"},
               {"id", "t.id"},
               {"updated", "t.updated"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i].name, name) == 0)
            return own[i].sql;
    return NULL;
}

static int add_key(struct desk *d, char *key, struct buf *order, struct buf *err)
{
    size_t len = strlen(key);
    bool down = len > 1 && key[len - 1] == '-';
    struct buf sql = BUF_INIT;
    if (down)
        key[len - 1] = '\0';
    int rc = 0;
    if (sort_sql(key))
        buf_str(&sql, sort_sql(key));
    else
        rc = column_sort_sql(d, key, &sql, err);
    if (rc == 0) // what has no value comes last either way
        buf_fmt(order, "%s%s NULLS LAST, ", sql.s, down ? " DESC" : "");
    buf_free(&sql);
    return rc;
}

static int order_by(struct desk *d, const char *keys, struct buf *order, struct buf *err)
{
    char *copy = mem_strdup(keys), *rest = copy;
    int rc = 0;
    while (rc == 0 && rest) {
        char *key = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
        rc = add_key(d, key, order, err);
    }
    buf_str(order, "t.id DESC");
    free(copy);
    return rc;
}

int find_sort_check(struct desk *d, const char *keys, struct buf *err)
{
    struct buf order = BUF_INIT;
    int rc = strcmp(keys, "match-") == 0 ? 0 : order_by(d, keys, &order, err);
    buf_free(&order);
    return rc;
}

// --- the statement

// The planner picks wrongly even after ANALYZE, so the index is named (DESIGN 2).
static const char *from_clause(const struct find *f)
{
    const struct query_sql *s = &f->sql;
    if (s->narrow || f->d->as_of) // of the past there are no indexes
        return " FROM ticket t";
    if (s->assignee)
        return " FROM ticket t INDEXED BY ticket_assignee";
    if (s->overdue)
        return " FROM ticket t INDEXED BY ticket_due";
    return s->live ? " FROM ticket t INDEXED BY ticket_live"
                   : " FROM ticket t INDEXED BY ticket_updated";
}

static void bind_extra(struct find *f, struct buf *sql, struct val v)
{
    f->sql.vals = mem_grow(f->sql.vals, &f->sql.cap, (size_t)f->sql.n, sizeof *f->sql.vals);
    f->sql.vals[f->sql.n++] = v;
    buf_fmt(sql, "?%d", f->sql.n);
}

static void select_list(struct find *f, struct buf *sql)
{
    buf_str(sql, "SELECT ");
    columns_sql(&f->columns, sql);
    buf_str(sql, ", t.id");
}

static void by_match_sql(struct find *f, struct buf *sql)
{
    select_list(f, sql);
    buf_str(sql, ", fts.rowid FROM fts CROSS JOIN message m ON m.id = fts.rowid CROSS JOIN ticket "
                 "t ON t.id ");
    buf_str(sql, !f->sql.merges ? "= m.ticket"
                                : "IN (WITH RECURSIVE up(id) AS (SELECT m.ticket UNION"
                                  " SELECT x.merged FROM up JOIN ticket x ON x.id = up.id"
                                  " WHERE x.merged IS NOT NULL) SELECT id FROM up /* scan */)");
    buf_fmt(sql, " WHERE %s AND fts MATCH ", f->sql.where.s);
    bind_extra(f, sql, V(f->sql.words));
    buf_str(sql, " ORDER BY fts.rowid DESC");
}

static void among_sql(struct find *f, const char *order, struct buf *sql)
{
    select_list(f, sql);
    buf_fmt(sql,
            " FROM temp.among g CROSS JOIN ticket t ON t.id = g.id WHERE %s ORDER BY %s /* scan */",
            f->sql.where.s, order ? order : "g.pos");
}

static void list_sql(struct find *f, const char *order, struct buf *sql)
{
    select_list(f, sql);
    bool walk = !order && !f->sql.narrow && !f->sql.assignee && !f->sql.overdue;
    const char *from = order && !f->sql.live && !f->sql.assignee && !f->sql.overdue
                           ? " FROM ticket t"
                           : from_clause(f);
    buf_fmt(sql, "%s WHERE %s ORDER BY %s", from, f->sql.where.s,
            order ? order : "t.updated DESC, t.id DESC");
    if (f->limit >= 0) {
        buf_str(sql, " LIMIT ");
        bind_extra(f, sql, V(f->limit < INT64_MAX ? f->limit + 1 : f->limit)); // is there more?
    }
    buf_str(sql, walk || !f->sql.narrow || f->d->as_of ? " /* scan */" : " /* sort */");
}

static void fill_among(struct desk *d, const struct ref_list *ids)
{
    db_exec(d->db, "CREATE TEMP TABLE among(pos INTEGER PRIMARY KEY, id INTEGER)");
    bool within = db_in_transaction(d->db);
    if (!within)
        db_begin_read(d->db); // writes no file but its own
    for (size_t i = 0; i < ids->n; i++)
        db_run(d->db, SQL("INSERT INTO temp.among(id) VALUES(?1)"), V(ids->v[i].id));
    if (!within)
        db_commit(d->db);
}

// --- opening

static int complain(const struct find *f, struct query_fault *fault)
{
    query_complain(&f->query, fault);
    int code = fault->code ? fault->code : EXIT_USAGE;
    query_fault_free(fault);
    return code;
}

static int read_query(struct find *f, const struct find_spec *spec)
{
    struct query_fault fault = QUERY_FAULT_INIT;
    if (!query_parse(&f->query, spec->query ? spec->query : "", &fault))
        return complain(f, &fault);
    for (int i = 0; i < spec->n_match; i++)
        if (!query_match(&f->query, spec->match[i], &fault))
            return complain(f, &fault);
    const char *sort = spec->sort ? spec->sort : f->query.sort;
    bool by_match = !spec->among && (!sort || strcmp(sort, "match-") == 0);
    if (!query_compile(&f->query, f->d, spec->hide && !spec->among, by_match, &f->sql, &fault))
        return complain(f, &fault);
    f->hides = !f->sql.all_states;
    query_fault_free(&fault);
    return 0;
}

static void build(struct find *f, const struct find_spec *spec, const char *order, struct buf *sql)
{
    f->by_match = !order && f->sql.words && !spec->among;
    if (spec->among)
        among_sql(f, order, sql);
    else if (f->by_match)
        by_match_sql(f, sql);
    else
        list_sql(f, order, sql);
}

// The order in which rows come without a sort.
static bool is_default(const struct find *f, const char *sort)
{
    if (strcmp(sort, "match-") == 0)
        return true;
    return !f->sql.words && (strcmp(sort, "updated-") == 0 || strcmp(sort, "updated-,id-") == 0);
}

int find_open(struct find *f, struct desk *d, const struct find_spec *spec, struct buf *err)
{
    *f = (struct find){.d = d};
    struct buf order = BUF_INIT, sql = BUF_INIT;
    int rc = columns_choose(d, spec->columns, TICKET_COLUMNS, &f->columns, err);
    if (rc == 0)
        rc = read_query(f, spec);
    f->limit = spec->limit >= 0 ? spec->limit : f->query.limit;
    const char *sort = spec->sort ? spec->sort : f->query.sort;
    if (rc == 0 && sort && !is_default(f, sort))
        rc = order_by(d, sort, &order, err);
    if (rc == 0) {
        if (spec->among)
            fill_among(d, spec->among);
        build(f, spec, order.len ? order.s : NULL, &sql);
        f->q = db_query_text(d->db, sql.s, f->sql.vals, f->sql.n);
    }
    buf_free(&order);
    buf_free(&sql);
    return rc;
}

// --- rows

static size_t place(const int64_t *seen, size_t cap, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (cap - 1);
    while (seen[at] && seen[at] != id)
        at = (at + 1) & (cap - 1);
    return at;
}

// True if the id has not come before.
static bool first_time(struct find *f, int64_t id)
{
    if (f->n_seen * 2 >= f->cap_seen) {
        size_t cap = f->cap_seen ? f->cap_seen * 4 : 256;
        int64_t *bigger = mem_array(cap, sizeof *bigger);
        for (size_t i = 0; i < f->cap_seen; i++)
            if (f->seen[i])
                bigger[place(bigger, cap, f->seen[i])] = f->seen[i];
        free(f->seen);
        f->seen = bigger;
        f->cap_seen = cap;
    }
    size_t at = place(f->seen, f->cap_seen, id);
    if (f->seen[at])
        return false;
    f->seen[at] = id;
    f->n_seen++;
    return true;
}

bool find_row(struct find *f)
{
    while (db_row(f->q)) {
        if (f->by_match && !first_time(f, find_id(f)))
            continue;
        if (f->limit >= 0 && f->rows >= f->limit) {
            f->more = true;
            return false;
        }
        f->rows++;
        return true;
    }
    return false;
}

int64_t find_id(struct find *f)
{
    return db_int(f->q, f->columns.n);
}

void find_emit(struct find *f, struct recout *out)
{
    columns_emit(f->d, &f->columns, f->q, out);
}

void find_close(struct find *f)
{
    db_end(f->q);
    columns_free(&f->columns);
    query_sql_free(&f->sql);
    query_free(&f->query);
    free(f->seen);
}
