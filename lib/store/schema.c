// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "store/backup.h"
#include "store/fulltext.h"
#include "store/schema.h"

// migration[i] brings version i + 1 to i + 2.
static const char *const migration[] = {
    "DROP INDEX message_ticket;"
    "CREATE INDEX message_ticket ON message(ticket, id, at, kind, agent, gone);"
    "CREATE INDEX event_merged ON event(thing, at, new) WHERE field = 18;"
    "CREATE INDEX ticket_gone ON ticket(id) WHERE gone <> 0;"
    "CREATE INDEX message_erased ON message(ticket) WHERE length(seal) = 32;"
    "CREATE INDEX event_erased ON event(id) WHERE length(seal) = 32;"
    "DROP VIEW v_event;", // made again: see make_views
};

// The views that a migration dropped, as a new database has them.
static void make_views(struct db *db)
{
    static const char view[] = "CREATE VIEW ";
    for (const char *const *s = schema_sql; *s; s++) {
        if (strncmp(*s, view, strlen(view)) != 0)
            continue;
        const char *name = *s + strlen(view);
        struct val made = val_text(name, strcspn(name, " "));
        if (!db_get_int(db, 0, SQL("SELECT 1 FROM sqlite_schema WHERE name = ?1 /* scan */"), made))
            db_exec(db, *s);
    }
}

static int version_of(struct db *db)
{
    int version = (int)db_get_int(db, 0, SQL("PRAGMA user_version"));
    if (version < 1 || version > SCHEMA_VERSION) // the header may be older than the WAL
        die(EXIT_CONFIG, "%s is not a tk database this program knows (version %d)", db_path(db),
            version);
    return version;
}

static void upgrade(struct db *db, int version)
{
    char *copy = mem_printf("%s.v%d-backup", db_path(db), version);
    free(backup_to(db, copy));
    db_begin(db);
    for (int v = version_of(db); v < SCHEMA_VERSION; v++) // another may have done so meanwhile
        db_exec(db, migration[v - 1]);
    make_views(db);
    char *stamp = mem_printf("PRAGMA user_version = %d", SCHEMA_VERSION);
    db_exec(db, stamp);
    db_commit(db);
    free(stamp);
    free(copy);
}

static void fold_sql(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    (void)argc;
    const char *s = (const char *)sqlite3_value_text(argv[0]);
    if (!s)
        return;
    struct buf b = BUF_INIT;
    utf8_fold(&b, s, (size_t)sqlite3_value_bytes(argv[0]));
    sqlite3_result_text(ctx, b.s, (int)b.len, SQLITE_TRANSIENT);
    buf_free(&b);
}

static void alt_sql(sqlite3_context *ctx, int argc, sqlite3_value **argv)
{
    (void)argc;
    const char *s = (const char *)sqlite3_value_text(argv[0]);
    if (!s)
        return;
    struct buf folded = BUF_INIT, alt = BUF_INIT;
    utf8_fold(&folded, s, (size_t)sqlite3_value_bytes(argv[0]));
    utf8_alt(&alt, folded.s, folded.len);
    sqlite3_result_text(ctx, alt.s, (int)alt.len, SQLITE_TRANSIENT);
    buf_free(&folded);
    buf_free(&alt);
}

void schema_functions(sqlite3 *handle)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    sqlite3_create_function(handle, "tk_fold", 1, flags, NULL, fold_sql, NULL, NULL);
    sqlite3_create_function(handle, "tk_alt", 1, flags, NULL, alt_sql, NULL, NULL);
}

static void refold(struct db *db)
{
    if (fulltext_is_current(db))
        return;
    db_begin(db);
    if (!fulltext_is_current(db)) // nobody else did so meanwhile
        fulltext_rebuild(db);
    db_commit(db);
}

struct db *schema_open(const char *path, enum db_mode mode)
{
    struct db *db = db_open(path, mode, SCHEMA_VERSION);
    int version = version_of(db);
    if (version < SCHEMA_VERSION && mode == DB_READ)
        die(EXIT_CONFIG, "%s is of an older version (%d): run tk-check --upgrade", path, version);
    if (version < SCHEMA_VERSION)
        upgrade(db, version);
    if (mode == DB_WRITE)
        refold(db);
    return db;
}
