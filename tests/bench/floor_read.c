// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of the tools that read (see floor.h):
//
//     floor_read list DB QUEUE      tk-list is:open queue:QUEUE -L 20
//     floor_read search DB WORD     tk-list WORD -L 20
//     floor_read export DB          tk-list -F csv is:any
//     floor_read pick DB N          tk-list is:open -L N
#include "floor.h"

static void print_rows(sqlite3_stmt *s)
{
    while (row(s))
        put_ticket(s, text(s, 3), text(s, 4), put_tsv, '\t');
    sqlite3_finalize(s);
}

static void list(sqlite3 *db, const char *queue)
{
    sqlite3_stmt *s =
        prepare(db, "SELECT " TICKET_ROW " FROM ticket t INDEXED BY ticket_live" TICKET_NAMES
                    " WHERE t.status < 5 AND t.gone = 0"
                    " AND t.queue = (SELECT id FROM queue WHERE name = ?1)"
                    " ORDER BY t.updated DESC, t.id DESC LIMIT 20");
    sqlite3_bind_text(s, 1, queue, -1, SQLITE_STATIC);
    print_rows(s);
}

static void pick(sqlite3 *db, const char *limit)
{
    sqlite3_stmt *s =
        prepare(db, "SELECT " TICKET_ROW " FROM ticket t INDEXED BY ticket_live" TICKET_NAMES
                    " WHERE t.status < 5 AND t.gone = 0"
                    " ORDER BY t.updated DESC, t.id DESC LIMIT ?1");
    sqlite3_bind_int(s, 1, atoi(limit));
    print_rows(s);
}

static int seen_before(int64_t *seen, int *n, int64_t id)
{
    for (int i = 0; i < *n; i++)
        if (seen[i] == id)
            return 1;
    seen[(*n)++] = id;
    return 0;
}

static void search(sqlite3 *db, const char *word)
{
    enum { LIMIT = 20 };
    int64_t seen[LIMIT];
    int n = 0;
    sqlite3_stmt *s =
        prepare(db, "SELECT " TICKET_ROW " FROM fts CROSS JOIN message m ON m.id = fts.rowid"
                    " CROSS JOIN ticket t ON t.id = m.ticket" TICKET_NAMES
                    " WHERE fts MATCH ?1 AND t.status < 6 AND t.merged IS NULL AND t.gone = 0"
                    " ORDER BY fts.rowid DESC");
    sqlite3_bind_text(s, 1, word, -1, SQLITE_STATIC);
    while (n < LIMIT && row(s))
        if (!seen_before(seen, &n, sqlite3_column_int64(s, 0)))
            put_ticket(s, text(s, 3), text(s, 4), put_tsv, '\t');
    sqlite3_finalize(s);
}

enum { NAMES = 256 };

// Two joins for each ticket are dearer than two small arrays.
static void names(sqlite3 *db, const char *sql, char *word[NAMES])
{
    sqlite3_stmt *s = prepare(db, sql);
    while (row(s)) {
        int id = sqlite3_column_int(s, 0);
        if (id < NAMES)
            word[id] = strdup(text(s, 1));
    }
    sqlite3_finalize(s);
}

static void export(sqlite3 *db)
{
    static char *queue[NAMES], *agent[NAMES];
    names(db, "SELECT id, name FROM queue", queue);
    names(db, "SELECT id, login FROM agent", agent);
    sqlite3_stmt *s = prepare(
        db,
        "SELECT t.id, t.status, t.priority, t.queue, t.assignee, k.address, t.updated, t.subject"
        " FROM ticket t LEFT JOIN contact k ON k.customer = t.customer AND k.rank = 0"
        " WHERE t.gone = 0 ORDER BY t.updated DESC, t.id DESC");
    puts("id,status,priority,queue,assignee,customer,updated,subject");
    while (row(s))
        put_ticket(s, queue[sqlite3_column_int(s, 3)], agent[sqlite3_column_int(s, 4)], put_csv,
                   ',');
    sqlite3_finalize(s);
}

int main(int argc, char **argv)
{
    if (argc < 3)
        give_up("usage: floor_read list|pick|search|export DB ...");
    sqlite3 *db = open_desk(argv[2], SQLITE_OPEN_READONLY);
    if (strcmp(argv[1], "list") == 0 && argc == 4)
        list(db, argv[3]);
    else if (strcmp(argv[1], "pick") == 0 && argc == 4)
        pick(db, argv[3]);
    else if (strcmp(argv[1], "search") == 0 && argc == 4)
        search(db, argv[3]);
    else if (strcmp(argv[1], "export") == 0 && argc == 3)
        export(db);
    else
        give_up("no such work");
    sqlite3_close(db);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
