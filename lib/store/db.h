// SPDX-License-Identifier: GPL-3.0-or-later
// One SQLite database file: opening it safely, statements, transactions, checkpoints.
//
// Statements are written as literals at their place of use, values always bound:
//
//     struct stmt *q = db_query(db, SQL("SELECT id, subject FROM ticket WHERE queue = ?1"),
//     V(queue)); while (db_row(q))
//         use(db_int(q, 0), db_text(q, 1));
//
// There is no error branch: whatever SQLite reports ends the process with its message, the SQL
// and the exit code of its class, and the open transaction is rolled back by that.
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/val.h"

#define DB_APPLICATION 0x746B3031 // "tk01" in the file's header

struct db;   // an open database
struct stmt; // a running statement

enum db_mode { DB_READ, DB_WRITE };

// Opens an existing tk database.  Dies: EXIT_NOINPUT no such file; EXIT_CONFIG empty, foreign,
// newer than `version`, a symbolic link, on a network file system; EXIT_NOPERM not readable or
// (DB_WRITE) not writable.  A refused file is not changed by a byte.  Where the files
// beside it cannot be made (read-only media, a full disk) a reader opens it as immutable if nobody
// left a WAL.
struct db *db_open(const char *path, enum db_mode mode, int version);
struct db_plan {
    const char *const *schema; // statements; NULL ends
    int version;
    void (*furnish)(struct db *db, void *arg); // the first rows, or NULL
    void *arg;
};
// Makes a new database at path (mode 0660 in a setgid directory, else 0600) by `plan`; the file
// appears complete and furnished, or not at all.  Dies with EXIT_CANTCREATE, also when path exists
// or another database has left its WAL there.
void db_create(const char *path, const struct db_plan *plan);
// Finalizes every statement, closes; checkpoints the WAL if it has grown (DESIGN 2).  Call it after
// the output is flushed.
void db_close(struct db *db);
const char *db_path(const struct db *db);
// Nothing beside it can be made, so it was opened as a file that never changes: commits of others
// are not seen.
bool db_is_immutable(const struct db *db);
// Between two of many transactions, with no statement open: keeps the WAL small as db_close does.
void db_tidy(struct db *db);
// Whether path leads to the database at `db` or to a file that SQLite keeps beside it, there or
// not: whoever wrote to it would destroy the desk.
bool db_owns(const char *db, const char *path);

// --- statements
#define SQL(s) ((struct val){.type = VAL_SQL, .p = "" s})
#define db_query(db, ...)                                                                          \
    db_query_vals(db, (const struct val[]){__VA_ARGS__},                                           \
                  (int)(sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)))
#define db_run(db, ...)                                                                            \
    db_run_vals(db, (const struct val[]){__VA_ARGS__},                                             \
                (int)(sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)))
#define db_get_int(db, none, ...)                                                                  \
    db_get_int_vals(db, none, (const struct val[]){__VA_ARGS__},                                   \
                    (int)(sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)))

// vals[0] is the SQL, the rest bind ?1, ?2 ... ; a wrong number dies.  Bound text must live until
// the statement ends.  The prepared statement is kept by the address of the literal.
struct stmt *db_query_vals(struct db *db, const struct val *vals, int n);
// The same for SQL that the query compiler composed: prepared anew; the caller ends it with db_end,
// also after the last row, and may run it again with other values by db_rebind.
struct stmt *db_query_text(struct db *db, const char *sql, const struct val *vals, int n);
void db_run_vals(struct db *db, const struct val *vals, int n); // no rows wanted
// The same for values from outside: false, with SQLite's words in why, when their table does not
// take them; the transaction goes on without that row.
bool db_run_legal(struct db *db, struct buf *why, const struct val *vals, int n);
int64_t db_get_int_vals(struct db *db, int64_t none, const struct val *vals, int n); // first cell

bool db_row(struct stmt *q); // next row; false at the end, which also ends a db_query
// The same, but damage in the file ends the rows and is said in *damaged, instead of ending all.
bool db_row_unless(struct stmt *q, bool *damaged);
void db_end(struct stmt *q); // stop before the end; NULL is fine
void db_rebind(struct stmt *q, const struct val *vals, int n);
int64_t db_int(struct stmt *q, int i); // 0 for NULL
double db_real(struct stmt *q, int i);
int64_t db_time(struct stmt *q, int i);     // DATE_NONE for NULL
const char *db_text(struct stmt *q, int i); // borrowed until the next row; NULL for NULL
size_t db_size(struct stmt *q, int i);      // bytes of db_text or db_blob
const void *db_blob(struct stmt *q, int i);
struct val db_val(struct stmt *q, int i); // borrowed likewise
bool db_null(struct stmt *q, int i);
char *db_text_dup(struct stmt *q, int i); // owned; NULL for NULL

void db_exec(struct db *db, const char *sql); // several statements without values
int64_t db_last_id(struct db *db);

// --- transactions
void db_begin(struct db *db);      // IMMEDIATE: takes the write lock, waiting up to 30 s
void db_begin_read(struct db *db); // one snapshot for several reads
void db_commit(struct db *db);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);
// Outside of a transaction.  Off: rows may name what is not there, and it is for the caller to see
// that in the end none does.
void db_references(struct db *db, bool on);
// Changes when another connection has committed.
int64_t db_data_version(struct db *db);

#endif
