// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/userquery.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "store/handle.h"

enum { STEPS = 100 }; // of SQLite's machine between two looks at the clock

enum stopped { NOT_STOPPED, BY_TIME, BY_MEMORY };

// What holds for this statement alone, and what was so before.
static const struct {
    int id, value;
} limits[] = {
    {SQLITE_LIMIT_LENGTH, USERQUERY_VALUE},
    {SQLITE_LIMIT_COLUMN, USERQUERY_COLUMNS},
    {SQLITE_LIMIT_SQL_LENGTH, 1 << 20},
    {SQLITE_LIMIT_EXPR_DEPTH, 200},
    {SQLITE_LIMIT_COMPOUND_SELECT, 100},
    {SQLITE_LIMIT_VDBE_OP, 200000},
    {SQLITE_LIMIT_ATTACHED, 0},
};
enum { LIMITS = sizeof limits / sizeof *limits };

struct userquery {
    struct db *db;
    sqlite3_stmt *s;
    int n, rc; // columns; what SQLite said last
    char **names;
    struct buf *hex; // one of each column
    int64_t limit, deadline;
    long memory; // peak at which it is stopped, in KiB
    enum stopped stopped;
    struct buf denied; // what the authorizer refused first
    int before[LIMITS];
};

// --- what it may do

// What is not allowed, in a word.
static const char *verb(int action)
{
    switch (action) {
    case SQLITE_INSERT:
        return "INSERT";
    case SQLITE_UPDATE:
        return "UPDATE";
    case SQLITE_DELETE:
        return "DELETE";
    case SQLITE_ATTACH:
        return "ATTACH";
    case SQLITE_DETACH:
        return "DETACH";
    case SQLITE_TRANSACTION:
        return "a transaction";
    case SQLITE_SAVEPOINT:
        return "SAVEPOINT";
    default: // CREATE and DROP begin by writing to the schema, too
        return "that";
    }
}

static bool is_harmless(const char *function)
{
    static const char *const others[] = {"load_extension", "fts3_tokenizer", "writefile",
                                         "readfile",       "edit",           "fts5"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (sqlite3_stricmp(function, others[i]) == 0)
            return false;
    return true;
}

static int deny(struct userquery *q, const char *what, const char *name)
{
    if (!q->denied.len)
        buf_fmt(&q->denied, "%s%s%s", what, *name ? " " : "", name);
    return SQLITE_DENY;
}

// FTS5 asks for data_version by a statement of its own, once the search runs.
static bool is_allowed_pragma(const struct userquery *q, const char *name)
{
    return q->s && sqlite3_stricmp(name, "data_version") == 0;
}

static int authorize(void *arg, int action, const char *a, const char *b, const char *c,
                     const char *d)
{
    struct userquery *q = arg;
    (void)c;
    (void)d;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    case SQLITE_FUNCTION:
        return is_harmless(b) ? SQLITE_OK : deny(q, "the function", b);
    case SQLITE_PRAGMA:
        return is_allowed_pragma(q, a) ? SQLITE_OK : deny(q, "PRAGMA", a);
    case SQLITE_UPDATE: // SQLite declares json_each so; a statement that really does cannot be made
        if (sqlite3_stricmp(a, "sqlite_master") == 0)
            return SQLITE_OK;
        break;
    default:
        break;
    }
    return deny(q, verb(action), "");
}

// --- how long, how much

static long peak_memory(void)
{
    struct rusage u;
    return getrusage(RUSAGE_SELF, &u) == 0 ? u.ru_maxrss : 0;
}

static int look_at_limits(void *arg)
{
    struct userquery *q = arg;
    if (q->limit > 0 && date_monotonic() >= q->deadline)
        q->stopped = BY_TIME;
    else if (peak_memory() > q->memory)
        q->stopped = BY_MEMORY;
    return q->stopped != NOT_STOPPED;
}

static void restrict_all(struct userquery *q)
{
    sqlite3 *h = q->db->handle;
    db_exec(q->db, "PRAGMA query_only = ON");
    for (int i = 0; i < LIMITS; i++)
        q->before[i] = sqlite3_limit(h, limits[i].id, limits[i].value);
    sqlite3_set_authorizer(h, authorize, q);
    sqlite3_progress_handler(h, STEPS, look_at_limits, q);
}

static void release_all(struct userquery *q)
{
    sqlite3 *h = q->db->handle;
    sqlite3_progress_handler(h, 0, NULL, NULL);
    sqlite3_set_authorizer(h, NULL, NULL);
    for (int i = 0; i < LIMITS; i++)
        sqlite3_limit(h, limits[i].id, q->before[i]);
    db_exec(q->db, "PRAGMA query_only = OFF");
}

static void destroy(struct userquery *q)
{
    sqlite3_finalize(q->s);
    release_all(q);
    for (int i = 0; i < q->n; i++) {
        free(q->names[i]);
        buf_free(&q->hex[i]);
    }
    free(q->names);
    free(q->hex);
    buf_free(&q->denied);
    free(q);
}

// --- what went wrong

static int stopped(const struct userquery *q, struct buf *err)
{
    if (q->stopped == BY_MEMORY)
        buf_fmt(err, "stopped: the statement needs more than %d MiB of memory",
                USERQUERY_MEMORY >> 10);
    else
        buf_fmt(err, "stopped after %lld.%lld s: the statement takes too long",
                (long long)q->limit / 1000, (long long)q->limit / 100 % 10);
    return EXIT_TEMP;
}

// The text from where SQLite stumbled, to the end of its line.
static void add_place(const struct userquery *q, const char *sql, struct buf *err)
{
    enum { SHOWN = 40 };
    int at = sqlite3_error_offset(q->db->handle);
    size_t len = at >= 0 ? strcspn(sql + at, "\r\n") : 0;
    bool cut = len > SHOWN;
    while (cut && len > SHOWN)
        len--;
    while (cut && len && ((unsigned char)sql[at + (int)len] & 0xC0) == 0x80)
        len--; // not within a character
    if (len)
        buf_fmt(err, ": at character %d: %.*s%s", at + 1, (int)len, sql + at, cut ? "..." : "");
}

// Says what rc means for the statement; what is no fault of it ends the process.  sql: while it is
// prepared.
static int failed(const struct userquery *q, int rc, const char *sql, struct buf *err)
{
    if (q->stopped)
        return stopped(q, err);
    if (q->denied.len) {
        buf_fmt(err, "%s is not allowed: a statement may read, and nothing else", q->denied.s);
        return EXIT_NOPERM;
    }
    switch (rc & 0xff) {
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
        buf_str(err, sqlite3_errmsg(q->db->handle));
        if (sql)
            add_place(q, sql, err);
        return EXIT_USAGE;
    case SQLITE_TOOBIG:
        buf_fmt(err, "a value of more than %d MiB, or a statement of more than 1",
                USERQUERY_VALUE >> 20);
        return EXIT_USAGE;
    case SQLITE_NOMEM:
        buf_str(err, "the statement needs more memory than there is");
        return EXIT_TEMP;
    case SQLITE_AUTH:
    case SQLITE_READONLY:
        buf_fmt(err, "%s: a statement may read, and nothing else", sqlite3_errmsg(q->db->handle));
        return EXIT_NOPERM;
    default:
        db_die(q->db, rc, NULL);
    }
}

// --- opening

// SQLite unfolds a chain of common tables (a AS b JOIN b, b AS c JOIN c ...) before it runs
// anything and asks nobody meanwhile, so there is only the end of the process.  Nothing is printed
// by then.
enum { PREPARE_MS = 2000 }; // of the processor

static char too_deep[160];

static void end_it(int signal)
{
    (void)signal;
    (void)!write(STDERR_FILENO, too_deep, strlen(too_deep));
    _exit(EXIT_TEMP);
}

static int prepare_in_time(sqlite3 *h, const char *sql, sqlite3_stmt **s, const char **rest)
{
    const struct itimerval limit = {.it_value = {PREPARE_MS / 1000, PREPARE_MS % 1000 * 1000}};
    struct sigaction before, act = {.sa_handler = end_it};
    snprintf(too_deep, sizeof too_deep, "%s: stopped: the statement unfolds to too much\n",
             err_prog);
    sigemptyset(&act.sa_mask);
    sigaction(SIGVTALRM, &act, &before);
    setitimer(ITIMER_VIRTUAL, &limit, NULL);
    int rc = sqlite3_prepare_v2(h, sql, -1, s, rest);
    setitimer(ITIMER_VIRTUAL, &(struct itimerval){.it_value = {0, 0}}, NULL);
    sigaction(SIGVTALRM, &before, NULL);
    return rc;
}

static int refuse(struct buf *err, const char *text)
{
    buf_str(err, text);
    return EXIT_USAGE;
}

// Behind the statement there may be semicolons and comments, but no other.
static int check_rest(struct userquery *q, const char *rest, struct buf *err)
{
    while (*rest) {
        sqlite3_stmt *other = NULL;
        const char *from = rest;
        int rc = prepare_in_time(q->db->handle, rest, &other, &rest);
        bool is_one = other != NULL || rc != SQLITE_OK;
        sqlite3_finalize(other);
        if (is_one)
            return refuse(err, "two statements: one at a time");
        if (rest == from)
            break;
    }
    return 0;
}

static int prepare(struct userquery *q, const char *sql, struct buf *err)
{
    const char *rest = sql;
    sqlite3_stmt *s = NULL;
    int rc = SQLITE_OK;
    while (!s && rc == SQLITE_OK && *rest) { // before it, too
        const char *from = rest;
        rc = prepare_in_time(q->db->handle, rest, &s, &rest);
        if (rc != SQLITE_OK)
            return failed(q, rc, from, err);
        if (rest == from)
            break;
    }
    if (!s)
        return refuse(err, "no statement: write SELECT ...");
    q->s = s;
    if (!sqlite3_stmt_readonly(s)) { // what the authorizer is not asked about: VACUUM
        buf_str(err, "the statement would write: it may read, and nothing else");
        return EXIT_NOPERM;
    }
    if (sqlite3_bind_parameter_count(s))
        return refuse(err, "a parameter (?, :name) has no value here: write the value");
    return check_rest(q, rest, err);
}

static bool is_taken(const struct userquery *q, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(q->names[i], name) == 0)
            return true;
    return false;
}

static void name_columns(struct userquery *q)
{
    q->n = sqlite3_column_count(q->s);
    q->names = mem_array((size_t)q->n + 1, sizeof *q->names);
    q->hex = mem_array((size_t)q->n + 1, sizeof *q->hex);
    for (int i = 0; i < q->n; i++) {
        const char *name = sqlite3_column_name(q->s, i);
        char *own = mem_strdup(name ? name : "");
        for (int k = 2; is_taken(q, i, own); k++) {
            free(own);
            own = mem_printf("%s_%d", name ? name : "", k);
        }
        q->names[i] = own;
        buf_init(&q->hex[i]);
    }
}

int userquery_open(struct userquery **to, struct db *db, const char *sql, int64_t limit_ms,
                   struct buf *err)
{
    struct userquery *q = mem_alloc(sizeof *q);
    *q = (struct userquery){.db = db,
                            .limit = limit_ms,
                            .deadline = date_monotonic() + limit_ms,
                            .memory = peak_memory() + USERQUERY_MEMORY};
    buf_init(&q->denied);
    restrict_all(q);
    int rc = prepare(q, sql, err);
    if (rc == 0)
        name_columns(q);
    else
        destroy(q);
    *to = rc == 0 ? q : NULL;
    return rc;
}

// --- reading

int userquery_columns(const struct userquery *q)
{
    return q->n;
}

const char *userquery_name(const struct userquery *q, int i)
{
    return q->names[i];
}

bool userquery_row(struct userquery *q)
{
    if (q->rc != SQLITE_OK && q->rc != SQLITE_ROW)
        return false;
    q->rc = sqlite3_step(q->s);
    return q->rc == SQLITE_ROW;
}

struct val userquery_val(struct userquery *q, int i)
{
    struct stmt row = {.db = q->db, .s = q->s};
    struct val v = db_val(&row, i);
    if (v.type != VAL_BLOB)
        return v;
    struct buf *hex = &q->hex[i];
    const unsigned char *p = v.p;
    buf_reset(hex);
    buf_room(hex, 2 * v.n);
    for (size_t k = 0; k < v.n; k++)
        buf_fmt(hex, "%02x", p[k]);
    return val_text(hex->s, hex->len);
}

int userquery_close(struct userquery *q, struct buf *err)
{
    int rc = 0;
    if (q->rc != SQLITE_OK && q->rc != SQLITE_ROW && q->rc != SQLITE_DONE)
        rc = failed(q, q->rc, NULL, err);
    destroy(q);
    return rc;
}
