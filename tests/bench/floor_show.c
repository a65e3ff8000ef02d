// SPDX-License-Identifier: GPL-3.0-or-later
// The floor of tk-show (see floor.h): fields, people, messages and history of one ticket of run.sh.
//
//     floor_show DB ID
#include "floor.h"

static const char *const kind_word[] = {"", "request", "message", "reply", "note"};
static long long ticket;

static sqlite3_stmt *about_ticket(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = prepare(db, sql);
    sqlite3_bind_int64(s, 1, ticket);
    return s;
}

static void field(const char *name, const char *value)
{
    printf("%lld\tfield\t-\t-\t-\t%s\t-\t", ticket, name);
    put_tsv(value);
    putchar('\n');
}

static void time_field(sqlite3_stmt *s, int i)
{
    if (sqlite3_column_type(s, i) == SQLITE_NULL)
        return;
    printf("%lld\tfield\t-\t-\t-\t%s\t-\t", ticket, sqlite3_column_name(s, i));
    put_time(sqlite3_column_int64(s, i));
    putchar('\n');
}

static void fields(sqlite3 *db)
{
    enum { STATUS, PRIORITY, QUEUE, ASSIGNEE, CREATED, CHANNEL = 11, REOPENS, SUBJECT = 17 };
    sqlite3_stmt *s = about_ticket(
        db, "SELECT t.status, t.priority, q.name AS queue, a.login AS assignee, t.created,"
            " t.updated, t.due, t.snoozed AS snooze, t.first_reply AS replied, t.solved, t.closed,"
            " t.channel, t.reopens, t.transfers, t.agent_msgs AS replies,"
            " t.customer_msgs AS contacts, t.rev, t.subject"
            " FROM ticket t JOIN queue q ON q.id = t.queue"
            " LEFT JOIN agent a ON a.id = t.assignee WHERE t.id = ?1 AND t.gone = 0");
    if (!row(s))
        give_up("no such ticket");
    field("status", status_word[sqlite3_column_int(s, STATUS)]);
    field("priority", priority_word[sqlite3_column_int(s, PRIORITY)]);
    field("queue", text(s, QUEUE));
    if (text(s, ASSIGNEE))
        field("assignee", text(s, ASSIGNEE));
    for (int i = CREATED; i < CHANNEL; i++)
        time_field(s, i);
    field("channel", sqlite3_column_int(s, CHANNEL) == 0 ? "tool" : "other");
    for (int i = REOPENS; i <= SUBJECT; i++)
        field(sqlite3_column_name(s, i), text(s, i));
    sqlite3_finalize(s);
}

static void tags(sqlite3 *db)
{
    sqlite3_stmt *s = about_ticket(db, "SELECT g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag"
                                       " WHERE x.ticket = ?1 ORDER BY g.name");
    int n = 0;
    for (; row(s); n++) {
        if (n == 0)
            printf("%lld\tfield\t-\t-\t-\ttags\t-\t", ticket);
        printf("%s%s", n ? "," : "", text(s, 0));
    }
    if (n)
        putchar('\n');
    sqlite3_finalize(s);
}

static void values(sqlite3 *db)
{
    sqlite3_stmt *s =
        about_ticket(db, "SELECT f.name, v.value FROM value v JOIN field f ON f.id = v.field"
                         " WHERE v.ticket = ?1 ORDER BY v.field");
    while (row(s))
        field(text(s, 0), text(s, 1));
    sqlite3_finalize(s);
}

static void person(sqlite3_stmt *s)
{
    while (row(s)) {
        printf("%lld\tperson\t-\t-\t", ticket);
        put_tsv(text(s, 0));
        printf("\t%s\t-\t", text(s, 1));
        put_tsv(text(s, 2));
        putchar('\n');
    }
    sqlite3_finalize(s);
}

static void people(sqlite3 *db)
{
    person(about_ticket(db, "SELECT k.address, iif(k.rank, 'address', 'customer'),"
                            " iif(k.rank, k.shown, c.name) FROM ticket t"
                            " JOIN customer c ON c.id = t.customer"
                            " JOIN contact k ON k.customer = c.id WHERE t.id = ?1"
                            " ORDER BY k.rank"));
    person(about_ticket(db, "SELECT a.login, 'watcher', a.name FROM participant p"
                            " JOIN agent a ON a.id = p.who WHERE p.ticket = ?1 AND p.role = 1"
                            " ORDER BY p.who"));
}

static void message(sqlite3_stmt *s)
{
    printf("%lld\t%s\t%s\t", ticket, kind_word[sqlite3_column_int(s, 7)], text(s, 3));
    put_time(sqlite3_column_int64(s, 1));
    putchar('\t');
    put_tsv(text(s, 8) ? text(s, 8) : text(s, 9));
    fputs("\t-\t-\t", stdout);
    put_tsv(text(s, 10));
    putchar('\n');
}

static void change(sqlite3_stmt *s)
{
    static const char *const names[] = {[1] = "init", [2] = "status", [20] = "restored"};
    int code = sqlite3_column_int(s, 2);
    printf("%lld\tchange\t%s\t", ticket, text(s, 0));
    put_time(sqlite3_column_int64(s, 1));
    printf("\t%s\t%s", text(s, 6), names[code]);
    for (int i = 4; i <= 5; i++) {
        putchar('\t');
        put_tsv(code == 2 && text(s, i) ? status_word[sqlite3_column_int(s, i)] : text(s, i));
    }
    putchar('\n');
}

static void history(sqlite3 *db)
{
    sqlite3_stmt *s = about_ticket(
        db, "SELECT e.id, e.at, e.field, e.ref, e.old, e.new, actor.login, m.kind, a.login,"
            " k.address, m.body FROM event e JOIN change c ON c.id = e.change"
            " LEFT JOIN agent actor ON actor.id = c.actor"
            " LEFT JOIN message m ON e.field = 13 AND m.id = e.ref"
            " LEFT JOIN agent a ON a.id = m.agent"
            " LEFT JOIN contact k ON k.customer = m.customer AND k.rank = 0"
            " WHERE e.thing = ?1 AND e.field > 0 ORDER BY e.id");
    while (row(s))
        if (sqlite3_column_int(s, 2) == 13)
            message(s);
        else
            change(s);
    sqlite3_finalize(s);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        give_up("usage: floor_show DB ID");
    sqlite3 *db = open_desk(argv[1], SQLITE_OPEN_READONLY);
    ticket = atoll(argv[2]);
    execute(db, "BEGIN"); // one snapshot
    fields(db);
    tags(db);
    values(db);
    people(db);
    history(db);
    execute(db, "COMMIT");
    sqlite3_close(db);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
