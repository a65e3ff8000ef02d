// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/userquery.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"
#include "store/schema.h"

#include "tap.h"

static struct db *db;
static struct buf err = BUF_INIT, out = BUF_INIT;

static void put_cell(struct val v)
{
    switch (v.type) {
    case VAL_INT:
        buf_int(&out, v.i);
        break;
    case VAL_REAL:
        buf_num(&out, v.r);
        break;
    case VAL_TEXT:
        buf_ch(&out, '\'');
        buf_add(&out, v.p, v.n);
        buf_ch(&out, '\'');
        break;
    default:
        buf_ch(&out, '-');
    }
}

// Runs it: names and cells in out, the exit code returned.
static int run(const char *sql, int64_t limit_ms)
{
    struct userquery *q;
    buf_reset(&err);
    buf_reset(&out);
    int rc = userquery_open(&q, db, sql, limit_ms, &err);
    if (rc)
        return rc;
    for (int i = 0; i < userquery_columns(q); i++)
        buf_fmt(&out, "%s%s", i ? "," : "", userquery_name(q, i));
    while (userquery_row(q))
        for (int i = 0; i < userquery_columns(q); i++) {
            buf_ch(&out, i ? ',' : '\n');
            put_cell(userquery_val(q, i));
        }
    return userquery_close(q, &err);
}

static void test_reading(void)
{
    static const struct {
        const char *sql, *want;
    } t[] = {
        {"SELECT 1 AS a, 'x' AS b, NULL AS c, 1.5 AS d, x'00ff' AS e",
         "a,b,c,d,e\n1,'x',-,1.5,'00ff'"},
        {"SELECT 1 AS n, 2 AS n, 3 AS n_2, 4 AS n", "n,n_2,n_2_2,n_3\n1,2,3,4"},
        {"SELECT name FROM queue WHERE 0", "name"},
        {" /* first */ ; -- and\n SELECT 1 AS a ; ; -- last", "a\n1"},
        {"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3)"
         " SELECT sum(i) AS s FROM n",
         "s\n6"},
        {"SELECT count(*) AS n FROM v_ticket t JOIN v_event e ON e.ticket = t.id", "n\n0"},
        {"SELECT tk_fold('ŽLUŤ') AS f", "f\n'zlut'"},
        {"SELECT rowid FROM fts WHERE fts MATCH 'printer'", "rowid"},
        {"SELECT name FROM sqlite_schema WHERE name = 'queue'", "name\n'queue'"},
        {"SELECT value FROM json_each('[1,2]')", "value\n1\n2"},
        {"VALUES(1),(2)", "column1\n1\n2"},
        {"SELECT CAST(x'c328' AS TEXT) AS bad", "bad\n'\xc3('"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        is_int(run(t[i].sql, 10000), 0, t[i].sql);
        is_str(out.s, t[i].want, "what it says");
        is_str(err.s, "", "and no error");
    }
    is_int(run("EXPLAIN QUERY PLAN SELECT * FROM v_ticket", 10000), 0, "a plan may be seen");
}

static void test_refusing(void)
{
    static const struct {
        const char *sql;
        int code;
        const char *said; // is in the message
    } t[] = {
        {"", EXIT_USAGE, "no statement"},
        {" ; -- only\n", EXIT_USAGE, "no statement"},
        {"SELECT 1; SELECT 2", EXIT_USAGE, "two statements"},
        {"SELECT 1; DROP TABLE ticket", EXIT_USAGE, "two statements"},
        {"SELECT 1;; /* c */ garbage", EXIT_USAGE, "two statements"},
        {"SELECT ?1", EXIT_USAGE, "parameter"},
        {"SELECT :name", EXIT_USAGE, "parameter"},
        {"SELEC 1", EXIT_USAGE, "near \"SELEC\": syntax error: at character 1: SELEC 1"},
        {"SELECT nothere FROM queue", EXIT_USAGE,
         "no such column: nothere: at character 8: nothere"},
        {"SELECT 1 FROM\nnowhere", EXIT_USAGE, "no such table: nowhere"},
        {"SELECT (1", EXIT_USAGE, "incomplete input"},
        {"SELECT abs(-9223372036854775808)", EXIT_USAGE, "integer overflow"},
        {"SELECT zeroblob(99999999)", EXIT_USAGE, "16 MiB"},
        {"SELECT writefile('x', 'y')", EXIT_USAGE, "no such function: writefile"},
        {"SELECT readfile('/etc/passwd')", EXIT_USAGE, "no such function: readfile"},
        {"SELECT load_extension('x')", EXIT_NOPERM, "the function load_extension"},
        {"SELECT LOAD_EXTENSION('x')", EXIT_NOPERM, "not allowed"},
        {"SELECT fts3_tokenizer('simple')", EXIT_NOPERM, "fts3_tokenizer"},
        {"SELECT fts5(NULL)", EXIT_NOPERM, "fts5"},
        {"INSERT INTO tag(name) VALUES('x')", EXIT_NOPERM, "INSERT is not allowed"},
        {"WITH a AS (SELECT 1) INSERT INTO tag(name) SELECT 'x' FROM a", EXIT_NOPERM, "INSERT"},
        {"UPDATE queue SET name = 'x'", EXIT_NOPERM, "UPDATE is not allowed"},
        {"DELETE FROM queue RETURNING id", EXIT_NOPERM, "DELETE is not allowed"},
        {"REPLACE INTO meta VALUES('zone', 'UTC')", EXIT_NOPERM, "INSERT is not allowed"},
        {"EXPLAIN DELETE FROM queue", EXIT_NOPERM, "DELETE"},
        {"UPDATE sqlite_master SET sql = ''", EXIT_USAGE, "may not be modified"},
        {"INSERT INTO fts(fts) VALUES('rebuild')", EXIT_NOPERM, "INSERT"},
        {"CREATE TABLE x(a)", EXIT_NOPERM, "not allowed"},
        {"CREATE TEMP TABLE x AS SELECT 1", EXIT_NOPERM, "not allowed"},
        {"CREATE TEMP VIEW x AS SELECT 1", EXIT_NOPERM, "not allowed"},
        {"CREATE VIRTUAL TABLE temp.x USING fts5(a)", EXIT_NOPERM, "not allowed"},
        {"DROP VIEW v_ticket", EXIT_NOPERM, "not allowed"},
        {"ALTER TABLE queue RENAME TO q", EXIT_NOPERM, "not allowed"},
        {"PRAGMA query_only = OFF", EXIT_NOPERM, "PRAGMA query_only is not allowed"},
        {"PRAGMA data_version", EXIT_NOPERM, "PRAGMA data_version is not allowed"},
        {"PRAGMA writable_schema = 1", EXIT_NOPERM, "PRAGMA"},
        {"SELECT * FROM pragma_table_info('ticket')", EXIT_NOPERM, "PRAGMA"},
        {"ATTACH '/tmp/x.db' AS x", EXIT_NOPERM, "ATTACH is not allowed"},
        {"DETACH main", EXIT_NOPERM, "DETACH is not allowed"},
        {"VACUUM", EXIT_NOPERM, "would write"},
        {"VACUUM INTO '/tmp/x.db'", EXIT_NOPERM, "would write"},
        {"BEGIN IMMEDIATE", EXIT_NOPERM, "a transaction is not allowed"},
        {"SAVEPOINT x", EXIT_NOPERM, "SAVEPOINT is not allowed"},
        {"REINDEX", EXIT_NOPERM, "not allowed"},
        {"ANALYZE", EXIT_NOPERM, "not allowed"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        is_int(run(t[i].sql, 10000), t[i].code, t[i].sql);
        if (!ok(strstr(err.s, t[i].said) != NULL, "it says: %s", t[i].said))
            printf("# %s\n", err.s);
        ok(!strchr(err.s, '\n'), "in one line");
    }
}

#define ENDLESS "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
#define LARGE   "hex(randomblob(4000000))"

static void test_limits(void)
{
    is_int(run(ENDLESS "SELECT count(*) FROM n", 200), EXIT_TEMP, "an endless statement");
    is_str(err.s, "stopped after 0.2 s: the statement takes too long", "is stopped");
    is_int(run(ENDLESS "SELECT i FROM n WHERE i < 0", 100), EXIT_TEMP, "one without rows, too");
    is_int(run("WITH a AS (" ENDLESS "SELECT i FROM n) SELECT group_concat(i) FROM a", 300),
           EXIT_TEMP, "and one that gathers");
    is_int(run("SELECT 1 AS a", 0), 0, "no limit of time");
    struct buf sql = BUF_INIT;
    buf_str(&sql, "SELECT 1");
    for (int i = 0; i < 90; i++)
        buf_str(&sql, ", " LARGE);
    is_int(run(sql.s, 60000), EXIT_TEMP, "a row of 720 MB");
    is_str(err.s, "stopped: the statement needs more than 512 MiB of memory", "is stopped");
    for (int i = 0; i < 150; i++)
        buf_str(&sql, ", 1");
    is_int(run(sql.s, 60000), EXIT_USAGE, "241 columns");
    buf_free(&sql);
}

static void test_bomb(void)
{
    struct buf sql = BUF_INIT;
    buf_str(&sql, "WITH a0 AS (SELECT 1 AS x)");
    for (int i = 1; i <= 24; i++)
        buf_fmt(&sql, ", a%d AS (SELECT p.x FROM a%d p, a%d q)", i, i - 1, i - 1);
    buf_str(&sql, " SELECT count(*) FROM a24");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        close(STDERR_FILENO);
        _exit(run(sql.s, 3000));
    }
    int status = 0;
    waitpid(child, &status, 0);
    ok(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_TEMP,
       "what unfolds to 16 million tables before it runs ends the process");
    buf_free(&sql);
}

static void test_afterwards(void)
{
    struct userquery *q;
    is_int(userquery_open(&q, db, "SELECT 1 UNION SELECT 2", 1000, &err), 0, "begun");
    ok(userquery_row(q), "one row of two");
    is_int(userquery_close(q, &err), 0, "and closed");
    db_run(db, SQL("INSERT INTO tag(name) VALUES('later')"));
    is_int(db_get_int(db, 0, SQL("SELECT count(*) FROM tag")), 1, "then one can write again");
    is_int(run("SELECT count(*) AS n FROM tag", 1000), 0, "and ask again");
    is_str(out.s, "n\n1", "which finds it");
}

int main(void)
{
    char dir[] = "/tmp/tk-userquery.XXXXXX";
    if (!mkdtemp(dir))
        return 1;
    char *path = mem_printf("%s/tk.db", dir);
    const struct db_plan plan = {.schema = schema_sql, .version = SCHEMA_VERSION};
    db_create(path, &plan);
    db = schema_open(path, DB_WRITE);
    test_reading();
    test_refusing();
    test_limits();
    test_bomb();
    test_afterwards();
    db_close(db);
    char *remove = mem_printf("rm -r %s", dir);
    ok(system(remove) == 0, "cleaned up");
    free(remove);
    free(path);
    buf_free(&err);
    buf_free(&out);
    return done();
}
