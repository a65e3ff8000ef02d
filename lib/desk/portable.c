// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "desk/portable.h"

// Parameters from the second on.
#define P2  "?2"
#define P3  P2 ", ?3"
#define P4  P3 ", ?4"
#define P5  P4 ", ?5"
#define P6  P5 ", ?6"
#define P8  P6 ", ?7, ?8"
#define P9  P8 ", ?9"
#define P10 P9 ", ?10"
#define P13 P10 ", ?11, ?12, ?13"
#define P26 P13 ", ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26"

// Of rows that have an id and stay for ever: a later increment may change them.
#define UPSERT(table, columns, p)                                                                  \
    "INSERT INTO " table "(id, " columns ") VALUES(?1, " p ") ON CONFLICT(id)"                     \
    " DO UPDATE SET (" columns ") = (" p ")"
#define INSERT(table, columns, p) "INSERT INTO " table "(" columns ") VALUES(?1, " p ")"

#define ALL(table, columns, order) "SELECT " columns " FROM " table " ORDER BY " order " /* scan */"
#define TOUCHED(table, columns, order, column, kind)                                               \
    "SELECT " columns " FROM " table " WHERE " column                                              \
    " IN (SELECT id FROM temp.touched WHERE kind = " kind ") ORDER BY " order " /* sort */"
#define TICKETS  "(SELECT id FROM temp.touched WHERE kind = 1)"
#define MESSAGES "(SELECT id FROM message WHERE ticket IN " TICKETS ")"
#define CURSOR   "(SELECT id FROM temp.touched WHERE kind = 0)"

// What is small comes whole also in an increment.
#define WHOLE(table, columns, order, types, put)                                                   \
    {                                                                                              \
        table, columns, types, ALL(table, columns, order), ALL(table, columns, order), put         \
    }
#define WHOLE_NAMED(table, columns, types, p)                                                      \
    WHOLE(table, "id, " columns, "id", types, UPSERT(table, columns, p))
// By the touched thing whose number is in `column`; order: its key.
#define PART(table, columns, order, column, kind, types, p)                                        \
    {                                                                                              \
        table, columns, types, ALL(table, columns, order),                                         \
            TOUCHED(table, columns, order, column, kind), INSERT(table, columns, p)                \
    }
#define OF_TICKET(table, columns, order, types, p)                                                 \
    PART(table, columns, order, "ticket", "1", types, p)
#define NAMED(table, columns, column, kind, types, p)                                              \
    {                                                                                              \
        table, "id, " columns, types, ALL(table, "id, " columns, "id"),                            \
            TOUCHED(table, "id, " columns, "id", column, kind), UPSERT(table, columns, p)          \
    }
#define HISTORY(table, columns, types, p)                                                          \
    {                                                                                              \
        table, columns, types, ALL(table, columns, "id"),                                          \
            "SELECT " columns " FROM " table " WHERE id > " CURSOR " ORDER BY id",                 \
            INSERT(table, columns, p)                                                              \
    }

#define META       "SELECT key, value FROM meta WHERE key <> 'fold' ORDER BY key /* scan */"
#define LINK       "a, kind, b"
#define BLOB       "hash, size, data"
#define ATTACHMENT "message, n, blob, name, type, cid"

// clang-format off
const struct portable portables[] = {
    {"meta", "key, value", "ta", META, META, INSERT("meta", "key, value", P2)},
    WHOLE_NAMED("queue", "name, title, conf, gone", "ittti", P5),
    WHOLE_NAMED("agent", "login, name, role, capacity, away, conf, gone", "ittiiiti", P8),
    WHOLE("serves", "agent, queue, level", "agent, queue", "iii",
          INSERT("serves", "agent, queue, level", P3)),
    WHOLE_NAMED("org", "name, conf, gone", "itti", P4),
    NAMED("customer", "name, org, lang, tz, note, merged, made, gone, erased", "id", "2",
          "ititttiiii", P10),
    PART("contact", "kind, address, customer, rank, shown", "kind, address", "customer", "2",
         "itiit", P5),
    WHOLE_NAMED("tag", "name", "it", P2),
    WHOLE_NAMED("field", "name, type, conf, gone", "ititi", P5),
    WHOLE_NAMED("macro", "name, title, actions, gone", "ittti", P5),
    WHOLE("macro_text", "macro, lang, body", "macro, lang", "itt",
          INSERT("macro_text", "macro, lang, body", P3)),
    NAMED("ticket", "rev, status, priority, queue, assignee, customer, created, updated, due,"
          " snoozed, solved, closed, first_reply, resolution, channel, lang, category, parent,"
          " merged, gone, reopens, transfers, agent_msgs, customer_msgs, subject", "id", "1",
          "iiiiiiiiiiiiiiiittiiiiiiit", P26),
    OF_TICKET("ticket_tag", "ticket, tag", "ticket, tag", "ii", P2),
    OF_TICKET("value", "ticket, field, value", "ticket, field", "iia", P3),
    OF_TICKET("participant", "ticket, role, who", "ticket, role, who", "iii", P3),
    {"link", LINK, "iii", ALL("link", LINK, LINK),
     "SELECT " LINK " FROM link WHERE a IN " TICKETS " OR b IN " TICKETS " ORDER BY " LINK
     " /* sort */", INSERT("link", LINK, P3)},
    OF_TICKET("origin", "source, key, ticket, seen", "source, key", "ttia", P4),
    NAMED("message", "ticket, at, kind, agent, customer, channel, lang, gone, msgid, seal,"
          " subject, body", "ticket", "1", "iiiiiiititbtt", P13),
    {"blob", "id, " BLOB, "ibib", ALL("blob", "id, " BLOB, "id"),
     "SELECT id, " BLOB " FROM blob WHERE id IN (SELECT blob FROM attachment WHERE message IN "
     MESSAGES ") ORDER BY id /* sort */", UPSERT("blob", BLOB, P4)},
    {"attachment", ATTACHMENT, "iiittt", ALL("attachment", ATTACHMENT, "message, n"),
     "SELECT " ATTACHMENT " FROM attachment WHERE message IN " MESSAGES
     " ORDER BY message, n /* sort */", INSERT("attachment", ATTACHMENT, P6)},
    HISTORY("change", "id, at, actor, tool, key, request, undoes, n, hash", "iiittbiib", P9),
    HISTORY("event", "id, change, thing, field, at, ref, old, new, seal", "iiiiiiaab", P9),
    {"erased", "id, old, new, seal", "iaab", NULL,
     "SELECT id, old, new, seal FROM event INDEXED BY event_erased WHERE length(seal) = 32"
     " AND id <= " CURSOR " ORDER BY id",
     "UPDATE event SET old = ?2, new = ?3, seal = ?4 WHERE id = ?1"},
    {NULL, NULL, NULL, NULL, NULL, NULL},
};
// clang-format on

// kind 0: the cursor; 1: tickets; 2: customers.  Nouns of other kinds come whole.
void portable_since(struct db *db, int64_t cursor)
{
    db_exec(db, "CREATE TEMP TABLE touched(kind INTEGER, id INTEGER, PRIMARY KEY(kind, id))"
                " WITHOUT ROWID");
    db_run(db, SQL("INSERT INTO temp.touched VALUES(0, ?1)"), V(cursor));
    db_run(db,
           SQL("INSERT OR IGNORE INTO temp.touched SELECT CASE WHEN field > 0 THEN 1 ELSE 2 END,"
               " thing FROM event WHERE id > ?1 AND (field > 0 OR field BETWEEN -149 AND -100)"),
           V(cursor));
    db_run(db, SQL("INSERT OR IGNORE INTO temp.touched SELECT CASE WHEN field > 0 THEN 1 ELSE 2"
                   " END, thing FROM event INDEXED BY event_erased WHERE length(seal) = 32"
                   " AND (field > 0 OR field BETWEEN -149 AND -100) /* scan */"));
    db_run(db, SQL("INSERT OR IGNORE INTO temp.touched SELECT 1, ticket FROM message"
                   " INDEXED BY message_erased WHERE length(seal) = 32 /* scan */"));
}

struct stmt *portable_read(struct db *db, const struct portable *p, bool since)
{
    return db_query_vals(db, &(struct val){.type = VAL_SQL, .p = since ? p->since : p->all}, 1);
}

void portable_clear(struct db *db)
{
    db_exec(db, "DELETE FROM event; DELETE FROM outbox; DELETE FROM change; DELETE FROM draft;"
                " DELETE FROM serves; DELETE FROM agent; DELETE FROM queue; DELETE FROM meta;"
                " DELETE FROM macro_text; DELETE FROM macro; DELETE FROM field; DELETE FROM tag;"
                " DELETE FROM contact; DELETE FROM customer; DELETE FROM org;");
}

void portable_clear_whole(struct db *db)
{
    db_exec(db, "DELETE FROM meta WHERE key <> 'fold'; DELETE FROM serves;"
                " DELETE FROM macro_text;");
}

bool portable_put(struct db *db, const struct portable *p, const struct val *vals, struct buf *why)
{
    struct val all[PORTABLE_COLUMNS + 1] = {{.type = VAL_SQL, .p = p->put}};
    size_t n = strlen(p->types);
    memcpy(all + 1, vals, n * sizeof *vals);
    return db_run_legal(db, why, all, (int)n + 1);
}

bool portable_dangles(struct db *db, const struct portable *p, struct buf *what)
{
    struct stmt *q =
        db_query(db, SQL("SELECT rowid, parent FROM pragma_foreign_key_check(?1)"), V(p->name));
    if (!db_row(q))
        return false;
    if (db_null(q, 0))
        buf_fmt(what, "a row names a %s that is not there", db_text(q, 1));
    else
        buf_fmt(what, "%s %lld names a %s that is not there", p->name, (long long)db_int(q, 0),
                db_text(q, 1));
    db_end(q);
    return true;
}
