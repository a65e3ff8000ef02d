// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-assign (see floor.h):
//
//     floor_assign DB AGENT <ids
#include "floor_write.h"

enum own { Q_AGENT = Q_OWN, Q_GET, Q_ASSIGN, Q_SHOW };

static const char *const sql[QUERIES] = {
    SHARED_SQL,
    [Q_AGENT] = "SELECT id FROM agent WHERE login = ?1",
    [Q_GET] = "SELECT assignee, updated, transfers FROM ticket WHERE id = ?1 AND gone = 0",
    [Q_ASSIGN] = "UPDATE ticket SET assignee = ?2, transfers = ?3, rev = ?4, updated = ?5"
                 " WHERE id = ?1",
    [Q_SHOW] = "SELECT " TICKET_ROW " FROM ticket t" TICKET_NAMES " WHERE t.id = ?1",
};

static int64_t *read_ids(size_t *n)
{
    size_t room = 0;
    int64_t *ids = NULL;
    char line[4096]; // of tk-list: only the id matters
    for (*n = 0; fgets(line, sizeof line, stdin); ids[(*n)++] = atoll(line))
        if (*n == room) {
            room = room ? room * 2 : 1024;
            ids = realloc(ids, room * sizeof *ids);
            if (!ids)
                give_up("out of memory");
        }
    return ids;
}

static void assign(struct work *w, int64_t id, int64_t agent)
{
    sqlite3_stmt *s = query(w, Q_GET);
    bind(s, 1, integer(id));
    if (!row(s))
        give_up("no such ticket");
    int64_t old = sqlite3_column_int64(s, 0), updated = sqlite3_column_int64(s, 1);
    int64_t transfers = sqlite3_column_int64(s, 2), at = w->now > updated ? w->now : updated;
    sqlite3_reset(s);
    if (old == agent)
        return;
    event(w, id, ASSIGNEE, at, 0, id_or_none(old), integer(agent), 0);
    s = query(w, Q_ASSIGN);
    const struct cell all[] = {integer(id), integer(agent), integer(transfers + (old != 0)),
                               integer(w->next - 1), integer(at)};
    for (int i = 0; i < 5; i++)
        bind(s, i + 1, all[i]);
    run(s);
}

int main(int argc, char **argv)
{
    struct work w;
    size_t n;
    if (argc != 3)
        give_up("usage: floor_assign DB AGENT <ids");
    int64_t *ids = read_ids(&n);
    open_work(&w, argv[1], sql);
    begin(&w);
    bind(query(&w, Q_AGENT), 1, string(argv[2]));
    int64_t agent = number(query(&w, Q_AGENT));
    for (size_t i = 0; i < n; i++)
        assign(&w, ids[i], agent);
    commit(&w, "floor");
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
