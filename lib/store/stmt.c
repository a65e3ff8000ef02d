// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "store/handle.h"

static bool unplanned(const char *detail, const char *sql)
{
    if (strstr(detail, "TEMP B-TREE"))
        return !strstr(sql, "/* sort */");
    return strncmp(detail, "SCAN", 4) == 0 && !strstr(detail, "VIRTUAL TABLE") &&
           strcmp(detail, "SCAN CONSTANT ROW") != 0 && strcmp(detail, "SCAN was") != 0;
}

// TK_TRACE=plan: every statement that scans a table or sorts without saying so in its SQL (scan, or
// sort, in a comment) is named on stderr; "was" is what --as-of rebuilt for it and no more.
// tests/plan.t runs the tools under it.
static void trace_plan(struct db *db, const char *sql)
{
    if (strstr(sql, "/* scan */"))
        return;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *s = NULL;
    if (explain && sqlite3_prepare_v2(db->handle, explain, -1, &s, NULL) == SQLITE_OK)
        while (sqlite3_step(s) == SQLITE_ROW) {
            const char *detail = (const char *)sqlite3_column_text(s, 3);
            if (detail && unplanned(detail, sql))
                warn("plan: %s: %s", detail, sql);
        }
    sqlite3_finalize(s);
    sqlite3_free(explain);
}

static sqlite3_stmt *prepare(struct db *db, const char *sql, bool keep)
{
    const char *trace = getenv("TK_TRACE");
    if (trace && strcmp(trace, "plan") == 0)
        trace_plan(db, sql);
    sqlite3_stmt *s = NULL;
    int rc =
        sqlite3_prepare_v3(db->handle, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &s, NULL);
    if (rc != SQLITE_OK)
        db_die(db, rc, sql);
    return s;
}

static void bind(struct db *db, sqlite3_stmt *s, const struct val *v, int n)
{
    if (sqlite3_bind_parameter_count(s) != n)
        die(EXIT_SOFTWARE, "%d values for %d parameters: %s", n, sqlite3_bind_parameter_count(s),
            sqlite3_sql(s));
    for (int i = 0; i < n; i++) {
        int rc = SQLITE_OK;
        switch (v[i].type) {
        case VAL_INT:
            rc = sqlite3_bind_int64(s, i + 1, v[i].i);
            break;
        case VAL_REAL:
            rc = sqlite3_bind_double(s, i + 1, v[i].r);
            break;
        case VAL_TEXT:
            rc = sqlite3_bind_text64(s, i + 1, v[i].p, v[i].n, SQLITE_STATIC, SQLITE_UTF8);
            break;
        case VAL_BLOB:
            rc = sqlite3_bind_blob64(s, i + 1, v[i].p, v[i].n, SQLITE_STATIC);
            break;
        default:
            rc = sqlite3_bind_null(s, i + 1);
        }
        if (rc != SQLITE_OK)
            db_die(db, rc, sqlite3_sql(s));
    }
}

// The kept statement of this literal, free for use, or a slot without one.
static struct stmt *slot(struct db *db, const char *literal)
{
    size_t at = ((uintptr_t)literal >> 3) & (DB_KEPT - 1);
    for (int i = 0; i < DB_KEPT; i++) {
        struct stmt *k = &db->kept[(at + (size_t)i) & (DB_KEPT - 1)];
        if (!k->s || (k->literal == literal && !k->busy))
            return k;
    }
    die(EXIT_SOFTWARE, "more than %d statements: %s", DB_KEPT, literal);
}

struct stmt *db_query_vals(struct db *db, const struct val *vals, int n)
{
    const char *sql = vals[0].p;
    struct stmt *q = slot(db, sql);
    if (!q->s)
        *q = (struct stmt){.db = db, .s = prepare(db, sql, true), .literal = sql};
    q->busy = true;
    bind(db, q->s, vals + 1, n - 1);
    return q;
}

struct stmt *db_query_text(struct db *db, const char *sql, const struct val *vals, int n)
{
    struct stmt *q = mem_alloc(sizeof *q);
    *q = (struct stmt){.db = db, .s = prepare(db, sql, false), .busy = true};
    bind(db, q->s, vals, n);
    return q;
}

void db_rebind(struct stmt *q, const struct val *vals, int n)
{
    sqlite3_reset(q->s);
    bind(q->db, q->s, vals, n);
}

void db_end(struct stmt *q)
{
    if (!q)
        return;
    if (q->literal) {
        sqlite3_reset(q->s);
        q->busy = false;
    } else {
        sqlite3_finalize(q->s);
        free(q);
    }
}

bool db_row_unless(struct stmt *q, bool *damaged)
{
    int rc = sqlite3_step(q->s);
    if (rc == SQLITE_ROW)
        return true;
    bool corrupt = (rc & 0xff) == SQLITE_CORRUPT && damaged;
    if (rc != SQLITE_DONE && !corrupt)
        db_die(q->db, rc, sqlite3_sql(q->s));
    if (corrupt)
        *damaged = true;
    if (q->literal)
        db_end(q);
    return false;
}

bool db_row(struct stmt *q)
{
    return db_row_unless(q, NULL);
}

void db_run_vals(struct db *db, const struct val *vals, int n)
{
    struct stmt *q = db_query_vals(db, vals, n);
    while (db_row(q))
        ;
}

bool db_run_legal(struct db *db, struct buf *why, const struct val *vals, int n)
{
    struct stmt *q = db_query_vals(db, vals, n);
    int rc = sqlite3_step(q->s) & 0xff;
    if (rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH || rc == SQLITE_TOOBIG)
        buf_str(why, sqlite3_errmsg(db->handle));
    else if (rc != SQLITE_DONE)
        db_die(db, rc, sqlite3_sql(q->s));
    db_end(q);
    return rc == SQLITE_DONE;
}

int64_t db_get_int_vals(struct db *db, int64_t none, const struct val *vals, int n)
{
    struct stmt *q = db_query_vals(db, vals, n);
    if (!db_row(q))
        return none;
    int64_t i = db_null(q, 0) ? none : db_int(q, 0);
    db_end(q);
    return i;
}

int64_t db_int(struct stmt *q, int i)
{
    return sqlite3_column_int64(q->s, i);
}

double db_real(struct stmt *q, int i)
{
    return sqlite3_column_double(q->s, i);
}

int64_t db_time(struct stmt *q, int i)
{
    return db_null(q, i) ? DATE_NONE : db_int(q, i);
}

const char *db_text(struct stmt *q, int i)
{
    return (const char *)sqlite3_column_text(q->s, i);
}

size_t db_size(struct stmt *q, int i)
{
    return (size_t)sqlite3_column_bytes(q->s, i);
}

const void *db_blob(struct stmt *q, int i)
{
    return sqlite3_column_blob(q->s, i);
}

struct val db_val(struct stmt *q, int i)
{
    switch (sqlite3_column_type(q->s, i)) {
    case SQLITE_INTEGER:
        return val_int(db_int(q, i));
    case SQLITE_FLOAT:
        return val_real(db_real(q, i));
    case SQLITE_TEXT:
        return val_text(db_text(q, i), db_size(q, i));
    case SQLITE_BLOB:
        return val_blob(db_blob(q, i), db_size(q, i));
    default:
        return val_null();
    }
}

bool db_null(struct stmt *q, int i)
{
    return sqlite3_column_type(q->s, i) == SQLITE_NULL;
}

char *db_text_dup(struct stmt *q, int i)
{
    const char *s = db_text(q, i);
    return s ? mem_strndup(s, db_size(q, i)) : NULL;
}
