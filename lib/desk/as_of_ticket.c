// SPDX-License-Identifier: GPL-3.0-or-later
// One ticket and one customer as they were, into the temporary tables.
#include "base/date.h"
#include "desk/as_of_impl.h"

// --- tickets

#define COLUMNS                                                                                    \
    "rev, status, priority, queue, assignee, customer, created, updated, due, snoozed, solved,"    \
    " closed, first_reply, resolution, channel, lang, category, parent, merged, gone, reopens,"    \
    " transfers, agent_msgs, customer_msgs, subject"
static const int columns[] = {
    FACT_REV,       EVENT_STATUS,   EVENT_PRIORITY,   EVENT_QUEUE,        EVENT_ASSIGNEE,
    EVENT_CUSTOMER, FACT_CREATED,   FACT_UPDATED,     EVENT_DUE,          EVENT_SNOOZE,
    FACT_SOLVED,    FACT_CLOSED,    FACT_FIRST_REPLY, EVENT_RESOLUTION,   FACT_CHANNEL,
    EVENT_LANG,     EVENT_CATEGORY, EVENT_PARENT,     EVENT_MERGED,       EVENT_GONE,
    FACT_REOPENS,   FACT_TRANSFERS, FACT_AGENT_MSGS,  FACT_CUSTOMER_MSGS, EVENT_SUBJECT};
enum { COLUMNS_N = sizeof columns / sizeof *columns };

static void put_ticket(struct as_of *a, int64_t id)
{
    struct db *db = a->d->db;
    struct val row[COLUMNS_N + 2] = {
        SQL("INSERT INTO temp.ticket(id, " COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
            " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
            " ?26)"),
        V(id)};
    struct stmt *today =
        db_query(db, SQL("SELECT " COLUMNS " FROM main.ticket WHERE id = ?1"), V(id));
    bool known = db_row(today);
    for (int i = 0; i < COLUMNS_N; i++) {
        struct val v = as_of_value(a, columns[i], known ? db_val(today, i) : val_null());
        row[i + 2] = columns[i] == EVENT_GONE ? val_int(v.type == VAL_INT && v.i) : v;
    }
    db_run_vals(db, row, COLUMNS_N + 2);
    db_end(today);
}

// Where a message was: what first took it away since then, took it from there.
static int64_t place_of(struct as_of *a, int64_t message)
{
    return db_get_int(a->d->db, 0,
                      SQL("SELECT coalesce((SELECT ticket FROM temp.was_moved WHERE message = ?1),"
                          " (SELECT ticket FROM main.message WHERE id = ?1))"),
                      V(message));
}

// What a ticket has no more is for the page, which tells that it had it, and where it went.
static void put_former_message(struct as_of *a, int64_t ticket, int64_t id)
{
    int64_t place = place_of(a, id);
    if (place == ticket)
        db_run(a->d->db,
               SQL("INSERT OR REPLACE INTO temp.was_message(id, ticket, gone) VALUES(?1, ?2, 1)"),
               V(id), V(ticket));
    else
        db_run(a->d->db,
               SQL("INSERT OR IGNORE INTO temp.was_message(id, ticket, gone) VALUES(?1, ?2, 0)"),
               V(id), V(place));
}

static void put_message(struct as_of *a, int64_t ticket, const struct fact *f)
{
    struct db *db = a->d->db;
    if (f->value.type == VAL_NULL) {
        if (a->form == AS_OF_EACH)
            put_former_message(a, ticket, f->ref);
        return;
    }
    struct stmt *q =
        db_query(db, SQL("SELECT kind, at FROM main.message WHERE id = ?1"), V(f->ref));
    if (db_row(q))
        replay_message(&a->r, (enum message_kind)db_int(q, 0), db_int(q, 1));
    db_end(q);
    db_run(db, SQL("INSERT OR REPLACE INTO temp.was_message(id, ticket, gone) VALUES(?1, ?2, 0)"),
           V(f->ref), V(ticket));
}

static void put_participant(struct as_of *a, int64_t ticket, enum participant_role role,
                            int64_t who)
{
    db_run(a->d->db, SQL("INSERT INTO temp.was_participant(ticket, role, who) VALUES(?1, ?2, ?3)"),
           V(ticket), V((int)role), V(who));
}

static void put_link(struct as_of *a, int64_t ticket, const struct fact *f)
{
    static const enum link_kind kinds[] = {LINK_BLOCKS, LINK_RELATED, LINK_DUPLICATE};
    db_run(a->d->db, SQL("INSERT INTO temp.link(a, kind, b) VALUES(?1, ?2, ?3)"), V(ticket),
           V((int)kinds[f->field - EVENT_BLOCKS]), V(f->ref));
}

static void put_many(struct as_of *a, int64_t ticket, const struct fact *f)
{
    struct db *db = a->d->db;
    if (f->value.type == VAL_NULL)
        return;
    if (f->field > EVENT_CUSTOM)
        db_run(db, SQL("INSERT INTO temp.was_value(ticket, field, value) VALUES(?1, ?2, ?3)"),
               V(ticket), V(f->field - EVENT_CUSTOM), f->value);
    else if (f->field == EVENT_TAG)
        db_run(db, SQL("INSERT INTO temp.was_tag(ticket, tag) VALUES(?1, ?2)"), V(ticket),
               V(f->ref));
    else if (f->field == EVENT_WATCHER || f->field == EVENT_CC)
        put_participant(a, ticket, f->field == EVENT_CC ? PARTICIPANT_CC : PARTICIPANT_WATCHER,
                        f->ref);
    else if (f->field >= EVENT_BLOCKS && f->field <= EVENT_DUPLICATE)
        put_link(a, ticket, f);
    else if (f->field == EVENT_KEY && a->form == AS_OF_ALL)
        db_run(db, SQL("INSERT INTO temp.was_key(key, ticket) VALUES(?1, ?2)"),
               V(val_text(f->text, f->len)), V(ticket));
}

void as_of_add_ticket(struct as_of *a, int64_t id)
{
    if (!as_of_replay(a, id, FIELDS_TICKET))
        return;
    for (size_t i = 0; i < a->r.n_facts; i++) {
        if (a->r.fact[i].field == EVENT_MESSAGE)
            put_message(a, id, &a->r.fact[i]);
        else
            put_many(a, id, &a->r.fact[i]);
    }
    put_ticket(a, id); // messages count first
}

// --- customers

static struct val value_of(struct as_of *a, int field, struct stmt *today, int i)
{
    return as_of_value(a, field, db_val(today, i));
}

static void put_customer(struct as_of *a, int64_t id)
{
    struct db *db = a->d->db;
    struct stmt *q = db_query(db,
                              SQL("SELECT name, org, lang, tz, note, merged, made, gone, erased"
                                  " FROM main.customer WHERE id = ?1"),
                              V(id));
    if (!db_row(q))
        return;
    db_run(db,
           SQL("INSERT INTO temp.was_customer(id, name, org, lang, tz, note, merged, made, gone,"
               " erased) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
           V(id), value_of(a, EVENT_CUSTOMER_NAME, q, 0), value_of(a, EVENT_CUSTOMER_ORG, q, 1),
           value_of(a, EVENT_CUSTOMER_LANG, q, 2), value_of(a, EVENT_CUSTOMER_TZ, q, 3),
           value_of(a, EVENT_CUSTOMER_NOTE, q, 4), value_of(a, EVENT_CUSTOMER_MERGED, q, 5),
           value_of(a, FACT_CUSTOMER_SINCE, q, 6), value_of(a, EVENT_CUSTOMER_GONE, q, 7),
           db_val(q, 8));
    db_end(q);
}

// How an address was written is not in its history: it is read where it is now, if it is.
static void put_contact(struct as_of *a, int64_t customer, const struct fact *f)
{
    db_run(a->d->db,
           SQL("INSERT OR REPLACE INTO temp.was_contact(kind, address, customer, rank, shown)"
               " VALUES(?1, ?2, ?3, ?4,"
               " (SELECT shown FROM main.contact WHERE kind = ?1 AND address = ?2))"),
           V(f->ref), V(val_text(f->text, f->len)), V(customer), f->value);
}

static void copy_contacts(struct as_of *a, int64_t customer)
{
    db_run(a->d->db,
           SQL("INSERT OR IGNORE INTO temp.was_contact(kind, address, customer, rank, shown)"
               " SELECT kind, address, customer, rank, shown FROM main.contact"
               " WHERE customer = ?1"),
           V(customer));
}

bool as_of_add_customer(struct as_of *a, int64_t id)
{
    if (!as_of_replay(a, id, FIELDS_CUSTOMER))
        return false;
    put_customer(a, id);
    if (a->r.addresses_erased)
        copy_contacts(a, id);
    for (size_t i = 0; i < a->r.n_facts; i++)
        if (a->r.fact[i].field == EVENT_CUSTOMER_ADDRESS && a->r.fact[i].value.type == VAL_INT)
            put_contact(a, id, &a->r.fact[i]);
    return true;
}

// --- one page

static void clear(struct db *db)
{
    db_run(db, SQL("DELETE FROM temp.scope"));
    db_run(db, SQL("DELETE FROM temp.ticket"));
    db_run(db, SQL("DELETE FROM temp.link"));
    db_run(db, SQL("DELETE FROM temp.was_message"));
    db_run(db, SQL("DELETE FROM temp.was_tag"));
    db_run(db, SQL("DELETE FROM temp.was_participant"));
    db_run(db, SQL("DELETE FROM temp.was_value"));
    db_run(db, SQL("DELETE FROM temp.was_customer"));
    db_run(db, SQL("DELETE FROM temp.was_contact"));
}

// What today's rows do not tell: which tickets had to do with which others, and where messages
// were.
static void find_near(struct as_of *a)
{
    struct db *db = a->d->db;
    int64_t from = as_of_first_change(a, a->at - DATE_DAY);
    db_run(db, SQL("DELETE FROM temp.was_near"));
    db_run(db, SQL("DELETE FROM temp.was_moved"));
    db_run(db,
           SQL("INSERT INTO temp.was_near(a, b, merged)"
               " SELECT thing, CASE WHEN field IN (17, 18) THEN old ELSE ref END, field = 18"
               " FROM main.event WHERE id >= ?1 AND field IN (17, 18, 22, 23, 24) AND at > ?2"
               " AND coalesce(old, 0) <> 0 /* scan */"),
           V(from), V(a->at));
    db_run(db,
           SQL("INSERT OR IGNORE INTO temp.was_moved(message, ticket) SELECT ref, thing"
               " FROM main.event WHERE id >= ?1 AND field = 13 AND old IS NOT NULL AND at > ?2"
               " ORDER BY id /* scan */"),
           V(from), V(a->at));
}

// Adds the tickets that those in scope are or were merged into, or the other way round: too many
// do no harm, since each is what it was.
#define MERGES                                                                                     \
    " UNION SELECT t.merged FROM f CROSS JOIN main.ticket t ON t.id = f.id WHERE t.merged IS NOT " \
    "NULL"                                                                                         \
    " UNION SELECT t.id FROM f CROSS JOIN main.ticket t INDEXED BY ticket_merged ON t.merged = "   \
    "f.id"                                                                                         \
    " UNION SELECT n.b FROM f CROSS JOIN temp.was_near n ON n.a = f.id AND n.merged"               \
    " UNION SELECT n.a FROM f CROSS JOIN temp.was_near n ON n.b = f.id AND n.merged"

static void find_scope(struct as_of *a, int64_t id)
{
    db_run(a->d->db,
           SQL("INSERT INTO temp.scope(id) WITH RECURSIVE f(id) AS (SELECT ?1" MERGES ")"
               " SELECT id FROM f /* scan */"),
           V(id));
    db_run(
        a->d->db,
        SQL("INSERT OR IGNORE INTO temp.scope(id) WITH RECURSIVE f(id) AS ("
            "SELECT t.parent FROM temp.scope s CROSS JOIN main.ticket t ON t.id = s.id"
            " WHERE t.parent IS NOT NULL"
            " UNION SELECT t.id FROM temp.scope s CROSS JOIN main.ticket t INDEXED BY ticket_parent"
            " ON t.parent = s.id"
            " UNION SELECT l.b FROM temp.scope s CROSS JOIN main.link l ON l.a = s.id"
            " UNION SELECT l.a FROM temp.scope s CROSS JOIN main.link l ON l.b = s.id"
            " UNION SELECT n.b FROM temp.scope s CROSS JOIN temp.was_near n ON n.a = s.id"
            " UNION SELECT n.a FROM temp.scope s CROSS JOIN temp.was_near n ON n.b = s.id" MERGES
            ")"
            " SELECT id FROM f /* scan */"));
}

// All who are named on the page, be it in its history.
static void add_people(struct as_of *a)
{
    struct db *db = a->d->db;
    struct stmt *q = db_query(
        db,
        SQL("SELECT customer FROM temp.ticket WHERE customer IS NOT NULL"
            " UNION SELECT m.customer FROM temp.was_message w"
            " CROSS JOIN main.message m ON m.id = w.id WHERE m.customer IS NOT NULL"
            " UNION SELECT who FROM temp.was_participant WHERE role = 2"
            " UNION SELECT e.old FROM temp.scope s CROSS JOIN main.event e INDEXED BY event_thing"
            " ON e.thing = s.id WHERE e.field = 6 AND e.old IS NOT NULL"
            " UNION SELECT e.new FROM temp.scope s CROSS JOIN main.event e INDEXED BY event_thing"
            " ON e.thing = s.id WHERE e.field = 6 AND e.new IS NOT NULL"
            " UNION SELECT e.ref FROM temp.scope s CROSS JOIN main.event e INDEXED BY event_thing"
            " ON e.thing = s.id WHERE e.field = 16 /* scan */"));
    while (db_row(q)) {
        int64_t id = db_int(q, 0);
        if (as_of_add_customer(a, id))
            continue;
        db_run(db, SQL("INSERT INTO temp.was_customer SELECT * FROM main.customer WHERE id = ?1"),
               V(id));
        copy_contacts(a, id);
    }
}

void as_of_ticket(struct desk *d, int64_t id)
{
    struct as_of *a = d->as_of;
    int64_t version = db_data_version(d->db);
    if (version != a->version) {
        as_of_names(a);
        find_near(a);
        a->version = version;
    }
    clear(d->db);
    find_scope(a, id);
    struct stmt *q = db_query(d->db, SQL("SELECT id FROM temp.scope ORDER BY id /* scan */"));
    while (db_row(q))
        as_of_add_ticket(a, db_int(q, 0));
    add_people(a);
}
