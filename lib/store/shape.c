// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/handle.h"
#include "store/schema.h"
#include "store/shape.h"

static sqlite3 *fresh(void)
{
    struct db db = {.path = ":memory:"};
    int rc = sqlite3_open_v2(db.path, &db.handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    if (rc != SQLITE_OK)
        db_die(&db, rc, NULL);
    schema_functions(db.handle);
    for (int i = 0; schema_sql[i]; i++)
        db_exec(&db, schema_sql[i]);
    return db.handle;
}

static void compare(struct db *db, const char *type, const char *name, const char *sql,
                    shape_bad *bad, void *arg)
{
    struct stmt *q =
        db_query(db, SQL("SELECT sql FROM sqlite_schema WHERE type = ?1 AND name = ?2 /* scan */"),
                 V(type), V(name));
    bool there = db_row(q);
    if (there && db_text(q, 0) && strcmp(db_text(q, 0), sql) == 0) {
        db_end(q);
        return;
    }
    char *text = mem_printf("%s %s %s", type, name, there ? "is not what tk made" : "is missing");
    char *mend = there ? NULL : mem_printf("%s;", sql);
    bad(arg, text, mend);
    free(text);
    free(mend);
    if (there)
        db_end(q);
}

static void refuse_triggers(struct db *db, shape_bad *bad, void *arg)
{
    struct stmt *q =
        db_query(db, SQL("SELECT name FROM sqlite_schema WHERE type = 'trigger' /* scan */"));
    while (db_row(q)) {
        char *text = mem_printf("trigger %s is not tk's", db_text(q, 0));
        char *mend = mem_printf("DROP TRIGGER \"%s\";", db_text(q, 0));
        bad(arg, text, mend);
        free(text);
        free(mend);
    }
}

int shape_verify(struct db *db, shape_bad *bad, void *arg)
{
    sqlite3 *h = fresh();
    sqlite3_stmt *s = NULL;
    int n = 0;
    int rc = sqlite3_prepare_v2(h,
                                "SELECT type, name, sql FROM sqlite_schema"
                                " WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*'",
                                -1, &s, NULL);
    for (; rc == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW; n++)
        compare(db, (const char *)sqlite3_column_text(s, 0),
                (const char *)sqlite3_column_text(s, 1), (const char *)sqlite3_column_text(s, 2),
                bad, arg);
    sqlite3_finalize(s);
    sqlite3_close(h);
    refuse_triggers(db, bad, arg);
    return n;
}
