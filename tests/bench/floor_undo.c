// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-undo (see floor.h), of a change set that assigned tickets: the same inverse rows.
//
//     floor_undo DB CHANGE
#include "floor_write.h"

enum own { Q_EVENTS = Q_OWN, Q_GET, Q_LATER, Q_ASSIGN, Q_SHOW };

static const char *const sql[QUERIES] = {
    SHARED_SQL,
    [Q_EVENTS] = "SELECT e.id, thing, old, new FROM change c JOIN event e ON e.id BETWEEN c.id AND"
                 " c.id + c.n - 1 WHERE c.id = ?1 ORDER BY e.id DESC",
    [Q_GET] = "SELECT assignee, updated, transfers FROM ticket WHERE id = ?1 AND gone = 0",
    [Q_LATER] = "SELECT 1 FROM event WHERE thing = ?1 AND field = 5 AND id > ?2",
    [Q_ASSIGN] = "UPDATE ticket SET assignee = ?2, transfers = ?3, rev = ?4, updated = ?5"
                 " WHERE id = ?1",
    [Q_SHOW] = "SELECT " TICKET_ROW " FROM ticket t" TICKET_NAMES " WHERE t.id = ?1",
};

static void take_back(struct work *w, int64_t id, int64_t ticket, int64_t old, int64_t new)
{
    sqlite3_stmt *s = query(w, Q_LATER);
    bind(s, 1, integer(ticket));
    bind(s, 2, integer(id));
    if (number(s))
        give_up("somebody was there later");
    s = query(w, Q_GET);
    bind(s, 1, integer(ticket));
    if (!row(s) || sqlite3_column_int64(s, 0) != new)
        give_up("another assignee");
    int64_t updated = sqlite3_column_int64(s, 1), transfers = sqlite3_column_int64(s, 2);
    int64_t at = w->now > updated ? w->now : updated;
    sqlite3_reset(s);
    event(w, ticket, ASSIGNEE, at, 0, id_or_none(new), id_or_none(old), 0);
    s = query(w, Q_ASSIGN);
    const struct cell all[] = {integer(ticket), id_or_none(old), integer(transfers - (old != 0)),
                               integer(w->next - 1), integer(at)};
    for (int i = 0; i < 5; i++)
        bind(s, i + 1, all[i]);
    run(s);
}

static int by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

int main(int argc, char **argv)
{
    struct work w;
    size_t n = 0, room = 0;
    int64_t *ids = NULL;
    if (argc != 3)
        give_up("usage: floor_undo DB CHANGE");
    open_work(&w, argv[1], sql);
    begin(&w);
    w.undoes = atoll(argv[2]);
    sqlite3_stmt *e = query(&w, Q_EVENTS);
    bind(e, 1, integer(w.undoes));
    while (row(e)) {
        if (n == room) {
            room = room ? room * 2 : 1024;
            ids = realloc(ids, room * sizeof *ids);
            if (!ids)
                give_up("out of memory");
        }
        ids[n] = sqlite3_column_int64(e, 1);
        take_back(&w, sqlite3_column_int64(e, 0), ids[n++], sqlite3_column_int64(e, 2),
                  sqlite3_column_int64(e, 3));
    }
    sqlite3_reset(e);
    commit(&w, "floor");
    qsort(ids, n, sizeof *ids, by_number);
    execute(w.db, "BEGIN"); // one snapshot
    sqlite3_stmt *s = query(&w, Q_SHOW);
    for (size_t i = 0; i < n; i++) {
        bind(s, 1, integer(ids[i]));
        if (row(s))
            put_ticket(s, text(s, 3), text(s, 4), put_tsv, '\t');
        sqlite3_reset(s);
    }
    execute(w.db, "COMMIT");
    int failed = fflush(stdout);
    close_work(&w);
    free(ids);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
