// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-next (see floor.h):
//
//     floor_next DB AGENT
#include "floor_write.h"

enum own { Q_AGENT = Q_OWN, Q_CAPACITY, Q_LATE, Q_FIRST, Q_GET, Q_TAKE, Q_SHOW };

// clang-format off
#define FREE  "t.status IN (1, 2) AND t.assignee IS NULL AND t.merged IS NULL AND t.gone = 0"
#define AWAKE "(t.snoozed IS NULL OR t.snoozed <= ?1) AND (t.lease IS NULL OR t.lease <= ?1)"
#define SERVED \
    "(SELECT queue AS id FROM serves WHERE agent = ?2 UNION ALL SELECT id FROM queue" \
    " WHERE NOT EXISTS (SELECT 1 FROM serves WHERE agent = ?2)) q"
#define LATE FREE " AND t.due IS NOT NULL AND t.queue = q.id AND t.priority = ?3 AND t.due < ?1"

static const char *const sql[QUERIES] = {
    SHARED_SQL,
    [Q_AGENT] = "SELECT id FROM agent WHERE login = ?1",
    [Q_CAPACITY] = "SELECT capacity FROM agent WHERE id = ?1",
    [Q_LATE] = "SELECT k.id FROM " SERVED " CROSS JOIN ticket k ON k.id = CASE WHEN EXISTS"
               " (SELECT 1 FROM ticket t INDEXED BY ticket_late WHERE " LATE ") THEN coalesce("
               " (SELECT t.id FROM (SELECT t.id, t.due FROM ticket t INDEXED BY ticket_next WHERE " FREE
               " AND t.queue = q.id AND t.priority = ?3 ORDER BY t.created, t.id LIMIT 100) o"
               " CROSS JOIN ticket t ON t.id = o.id WHERE o.due < ?1 AND " AWAKE " LIMIT 1),"
               " (SELECT t.id FROM ticket t INDEXED BY ticket_late WHERE " LATE " AND " AWAKE
               " ORDER BY t.created, t.id LIMIT 1)) END ORDER BY k.created, k.id LIMIT 1",
    [Q_FIRST] = "SELECT k.id FROM " SERVED " CROSS JOIN ticket k ON k.id ="
                " (SELECT t.id FROM ticket t INDEXED BY ticket_next WHERE " FREE
                " AND t.queue = q.id AND " AWAKE " ORDER BY t.priority DESC, t.created, t.id"
                " LIMIT 1) ORDER BY k.priority DESC, k.created, k.id LIMIT 1",
    [Q_GET] = "SELECT updated FROM ticket WHERE id = ?1",
    [Q_TAKE] = "UPDATE ticket SET assignee = ?2, rev = ?3, updated = ?4 WHERE id = ?1",
    [Q_SHOW] = "SELECT " TICKET_ROW " FROM ticket t" TICKET_NAMES " WHERE t.id = ?1",
};
// clang-format on

static int64_t most_urgent(struct work *w, int64_t agent)
{
    int64_t id = 0;
    for (int priority = 4; priority && !id; priority--) {
        sqlite3_stmt *s = query(w, Q_LATE);
        bind(s, 1, integer(w->now));
        bind(s, 2, integer(agent));
        bind(s, 3, integer(priority));
        id = number(s);
    }
    bind(query(w, Q_FIRST), 1, integer(w->now));
    bind(query(w, Q_FIRST), 2, integer(agent));
    return id ? id : number(query(w, Q_FIRST));
}

static void take(struct work *w, int64_t id, int64_t agent)
{
    bind(query(w, Q_GET), 1, integer(id));
    int64_t updated = number(query(w, Q_GET)), at = w->now > updated ? w->now : updated;
    event(w, id, ASSIGNEE, at, 0, id_or_none(0), integer(agent), 0);
    sqlite3_stmt *s = query(w, Q_TAKE);
    const struct cell all[] = {integer(id), integer(agent), integer(w->next - 1), integer(at)};
    for (int i = 0; i < 4; i++)
        bind(s, i + 1, all[i]);
    run(s);
}

int main(int argc, char **argv)
{
    struct work w;
    if (argc != 3)
        give_up("usage: floor_next DB AGENT");
    open_work(&w, argv[1], sql);
    begin(&w);
    bind(query(&w, Q_AGENT), 1, string(argv[2]));
    int64_t agent = number(query(&w, Q_AGENT));
    bind(query(&w, Q_CAPACITY), 1, integer(agent));
    if (number(query(&w, Q_CAPACITY)))
        give_up("an agent without capacity is wanted");
    int64_t id = most_urgent(&w, agent);
    if (!id)
        give_up("no ticket is free");
    take(&w, id, agent);
    commit(&w, "floor");
    sqlite3_stmt *s = query(&w, Q_SHOW);
    bind(s, 1, integer(id));
    if (row(s))
        put_ticket(s, text(s, 3), text(s, 4), put_tsv, '\t');
    sqlite3_reset(s);
    int failed = fflush(stdout);
    close_work(&w);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
