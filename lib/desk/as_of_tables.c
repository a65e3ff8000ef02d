// SPDX-License-Identifier: GPL-3.0-or-later
// The temporary tables behind --as-of, and what is in those of names.
//
// Small tables, and `ticket`, which the query language asks in every way, are tables here, too.  Of
// the others was_X holds what was rebuilt, and the view X adds what did not change since.  Views
// are written so that SQLite flattens them, MATCH on the full text included.
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "desk/as_of_impl.h"

// Those of the same shape as the database's.
static const char *const clones[] = {"ticket", "link",   "agent", "queue",
                                     "field",  "serves", "meta",  "draft"};

static const char common[] =
    "CREATE INDEX temp.ticket_merged ON ticket(merged) WHERE merged IS NOT NULL;"
    "CREATE INDEX temp.ticket_parent ON ticket(parent) WHERE parent IS NOT NULL;"
    "CREATE INDEX temp.link_b ON link(b, kind);"
    "CREATE INDEX temp.draft_ticket ON draft(ticket);"
    "CREATE TEMP TABLE was_message(id INTEGER PRIMARY KEY, ticket INTEGER, gone INTEGER) STRICT;"
    "CREATE INDEX temp.was_message_ticket ON was_message(ticket);"
    "CREATE TEMP TABLE was_tag(ticket INTEGER, tag INTEGER, PRIMARY KEY(ticket, tag))"
    " STRICT, WITHOUT ROWID;"
    "CREATE INDEX temp.was_tag_tag ON was_tag(tag, ticket);"
    "CREATE TEMP TABLE was_participant(ticket INTEGER, role INTEGER, who INTEGER,"
    " PRIMARY KEY(ticket, role, who)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX temp.was_participant_who ON was_participant(who, role);"
    "CREATE TEMP TABLE was_value(ticket INTEGER, field INTEGER, value ANY,"
    " PRIMARY KEY(ticket, field)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX temp.was_value_field ON was_value(field, value, ticket);"
    "CREATE TEMP TABLE was_customer(id INTEGER PRIMARY KEY, name TEXT, org INTEGER, lang TEXT,"
    " tz TEXT, note TEXT, merged INTEGER, made INTEGER, gone INTEGER, erased INTEGER) STRICT;"
    "CREATE INDEX temp.was_customer_org ON was_customer(org);"
    "CREATE TEMP TABLE was_contact(kind INTEGER, address TEXT, customer INTEGER, rank INTEGER,"
    " shown TEXT, PRIMARY KEY(kind, address)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX temp.was_contact_customer ON was_contact(customer, rank);";

#define MESSAGE_BEHIND                                                                             \
    " SELECT m.id, was.ticket, m.at, m.kind, m.agent, m.customer, m.channel, m.lang, was.gone,"    \
    " m.msgid, m.seal, m.subject, m.body FROM temp.was_message was"                                \
    " CROSS JOIN main.message m ON m.id = was.id;"
#define UNCHANGED " NOT IN (SELECT id FROM temp.since)"

static const char of_all[] =
    "CREATE TEMP TABLE since(id INTEGER PRIMARY KEY) STRICT;" // tickets that changed or came
    "CREATE TEMP TABLE since_customer(id INTEGER PRIMARY KEY) STRICT;"
    "CREATE TEMP TABLE was_key(key TEXT, ticket INTEGER) STRICT;"
    "CREATE TEMP VIEW message AS SELECT id, ticket, at, kind, agent, customer, channel, lang, gone,"
    " msgid, seal, subject, body FROM main.message WHERE ticket" UNCHANGED
    " UNION ALL" MESSAGE_BEHIND
    "CREATE TEMP VIEW ticket_tag AS SELECT ticket, tag FROM main.ticket_tag WHERE ticket" UNCHANGED
    " UNION ALL SELECT ticket, tag FROM temp.was_tag;"
    "CREATE TEMP VIEW participant AS SELECT ticket, role, who FROM main.participant"
    " WHERE ticket" UNCHANGED " UNION ALL SELECT ticket, role, who FROM temp.was_participant;"
    "CREATE TEMP VIEW value AS SELECT ticket, field, value FROM main.value WHERE ticket" UNCHANGED
    " UNION ALL SELECT ticket, field, value FROM temp.was_value;"
    "CREATE TEMP VIEW customer AS SELECT id, name, org, lang, tz, note, merged, made, gone, erased"
    " FROM main.customer WHERE id NOT IN (SELECT id FROM temp.since_customer)"
    " UNION ALL SELECT * FROM temp.was_customer;"
    "CREATE TEMP VIEW contact AS SELECT kind, address, customer, rank, shown FROM main.contact k"
    " WHERE customer NOT IN (SELECT id FROM temp.since_customer) AND NOT EXISTS (SELECT 1"
    " FROM temp.was_contact w WHERE w.kind = k.kind AND w.address = k.address)"
    " UNION ALL SELECT * FROM temp.was_contact;"
    // messages that the index has with other words than then, or not at all
    "CREATE TEMP TABLE refolded(id INTEGER PRIMARY KEY) STRICT;"
    "CREATE VIRTUAL TABLE temp.was_fts USING fts5(subject, body, alt, content='',"
    " tokenize='unicode61 remove_diacritics 0');"
    "CREATE TEMP VIEW fts AS SELECT rowid AS rowid, fts AS fts FROM main.fts"
    " WHERE rowid NOT IN (SELECT id FROM temp.refolded)"
    " UNION ALL SELECT rowid, was_fts FROM temp.was_fts;";

static const char of_each[] =
    "CREATE TEMP TABLE scope(id INTEGER PRIMARY KEY) STRICT;"
    // a ticket that had to do with another one, by an event since
    "CREATE TEMP TABLE was_near(a INTEGER, b INTEGER, merged INTEGER) STRICT;"
    "CREATE INDEX temp.was_near_a ON was_near(a, b);"
    "CREATE INDEX temp.was_near_b ON was_near(b, a);"
    "CREATE TEMP TABLE was_moved(message INTEGER PRIMARY KEY, ticket INTEGER) STRICT;"
    "CREATE TEMP VIEW message(id, ticket, at, kind, agent, customer, channel, lang, gone, msgid,"
    " seal, subject, body) AS" MESSAGE_BEHIND
    "CREATE TEMP VIEW ticket_tag AS SELECT * FROM temp.was_tag;"
    "CREATE TEMP VIEW participant AS SELECT * FROM temp.was_participant;"
    "CREATE TEMP VIEW value AS SELECT * FROM temp.was_value;"
    "CREATE TEMP VIEW customer AS SELECT * FROM temp.was_customer;"
    "CREATE TEMP VIEW contact AS SELECT * FROM temp.was_contact;";

static void clone(struct db *db, const char *table)
{
    static const char create[] = "CREATE TABLE ";
    struct stmt *q = db_query(
        db, SQL("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?1 /* scan */"),
        V(table));
    if (!db_row(q))
        die(EXIT_IO, "%s has no table \"%s\"", db_path(db), table);
    char *sql = mem_printf("CREATE TEMP TABLE %s", db_text(q, 0) + sizeof create - 1);
    db_end(q);
    db_exec(db, sql);
    free(sql);
}

void as_of_tables(struct as_of *a)
{
    struct db *db = a->d->db;
    db_begin_read(db); // one for all: each would write the temporary schema by itself
    for (size_t i = 0; i < sizeof clones / sizeof *clones; i++)
        clone(db, clones[i]);
    db_exec(db, common);
    db_exec(db, a->form == AS_OF_ALL ? of_all : of_each);
    char *events = mem_printf("CREATE TEMP VIEW event AS SELECT * FROM main.event WHERE at <= %lld",
                              (long long)a->at);
    db_exec(db, events);
    free(events);
    db_commit(db);
}

// --- names

static void copy_all(struct db *db)
{
    db_run(db, SQL("DELETE FROM temp.agent"));
    db_run(db, SQL("DELETE FROM temp.serves"));
    db_run(db, SQL("DELETE FROM temp.queue"));
    db_run(db, SQL("DELETE FROM temp.field"));
    db_run(db, SQL("DELETE FROM temp.meta"));
    db_run(db, SQL("INSERT INTO temp.agent SELECT * FROM main.agent /* scan */"));
    db_run(db, SQL("INSERT INTO temp.serves SELECT * FROM main.serves /* scan */"));
    db_run(db, SQL("INSERT INTO temp.queue SELECT * FROM main.queue /* scan */"));
    db_run(db, SQL("INSERT INTO temp.field SELECT * FROM main.field /* scan */"));
    db_run(db, SQL("INSERT INTO temp.meta SELECT * FROM main.meta /* scan */"));
}

static void restore_agent(struct as_of *a, int64_t id, bool was)
{
    struct db *db = a->d->db;
    db_run(db, SQL("DELETE FROM temp.serves WHERE agent = ?1"), V(id));
    if (!was) { // a row stays, for what names it all the same
        db_run(db, SQL("UPDATE temp.agent SET gone = 1 WHERE id = ?1"), V(id));
        return;
    }
    db_run(
        db,
        SQL("UPDATE temp.agent SET login = ?2, name = ?3, role = ?4, capacity = ?5, away = ?6,"
            " gone = ?7 WHERE id = ?1"),
        V(id), as_of_value(a, EVENT_AGENT_MADE, val_null()),
        as_of_value(a, EVENT_AGENT_NAME, val_null()), as_of_value(a, EVENT_AGENT_ROLE, val_null()),
        as_of_value(a, EVENT_AGENT_CAPACITY, val_null()),
        as_of_value(a, EVENT_AGENT_AWAY, val_null()), as_of_value(a, EVENT_AGENT_GONE, val_null()));
    for (size_t i = 0; i < a->r.n_facts; i++) {
        const struct fact *f = &a->r.fact[i];
        if (f->field == EVENT_AGENT_SERVES && f->value.type != VAL_NULL)
            db_run(db, SQL("INSERT INTO temp.serves(agent, queue, level) VALUES(?1, ?2, ?3)"),
                   V(id), V(f->ref), f->value);
    }
}

static void restore_queue(struct as_of *a, int64_t id, bool was)
{
    if (!was)
        db_run(a->d->db, SQL("UPDATE temp.queue SET gone = 1 WHERE id = ?1"), V(id));
    else
        db_run(a->d->db,
               SQL("UPDATE temp.queue SET name = ?2, title = ?3, gone = ?4 WHERE id = ?1"), V(id),
               as_of_value(a, EVENT_QUEUE_MADE, val_null()),
               as_of_value(a, EVENT_QUEUE_TITLE, val_null()),
               as_of_value(a, EVENT_QUEUE_GONE, val_null()));
}

static void restore_field(struct as_of *a, int64_t id, bool was)
{
    if (!was)
        db_run(a->d->db, SQL("UPDATE temp.field SET gone = 1 WHERE id = ?1"), V(id));
    else
        db_run(a->d->db,
               SQL("UPDATE temp.field SET name = ?2, type = ?3, conf = ?4, gone = ?5"
                   " WHERE id = ?1"),
               V(id), as_of_value(a, EVENT_FIELD_MADE, val_null()),
               as_of_value(a, EVENT_FIELD_TYPE, val_null()),
               as_of_value(a, EVENT_FIELD_CHOICES, val_null()),
               as_of_value(a, EVENT_FIELD_GONE, val_null()));
}

static void restore(struct as_of *a, struct stmt *changed, struct field_range fields,
                    void (*one)(struct as_of *a, int64_t id, bool was))
{
    while (db_row(changed)) {
        int64_t id = db_int(changed, 0);
        one(a, id, as_of_replay(a, id, fields));
    }
}

static void restore_settings(struct as_of *a)
{
    struct desk *d = a->d;
    if (!as_of_replay(a, 0, FIELDS_SETTING))
        return;
    for (size_t i = 0; i < a->r.n_facts; i++) // one that is not set any more is there again
        db_run(d->db, SQL("INSERT OR REPLACE INTO temp.meta(key, value) VALUES(?1, ?2)"),
               V(val_text(a->r.fact[i].text, a->r.fact[i].len)), a->r.fact[i].value);
    free(d->zone);
    d->zone = setting_get(d, "tz");
}

#define CHANGED(table)                                                                             \
    "SELECT id FROM main." table " x WHERE EXISTS (SELECT 1 FROM main.event e INDEXED BY"          \
    " event_thing WHERE e.thing = x.id AND e.field BETWEEN ?1 AND ?2 AND e.at > ?3) /* scan */"

void as_of_names(struct as_of *a)
{
    struct db *db = a->d->db;
    const struct field_range agents = FIELDS_AGENT, queues = FIELDS_QUEUE, fields = FIELDS_FIELD;
    copy_all(db);
    restore(a, db_query(db, SQL(CHANGED("agent")), V(agents.from), V(agents.to), V(a->at)), agents,
            restore_agent);
    restore(a, db_query(db, SQL(CHANGED("queue")), V(queues.from), V(queues.to), V(a->at)), queues,
            restore_queue);
    restore(a, db_query(db, SQL(CHANGED("field")), V(fields.from), V(fields.to), V(a->at)), fields,
            restore_field);
    restore_settings(a);
    desk_forget_names(a->d);
}
