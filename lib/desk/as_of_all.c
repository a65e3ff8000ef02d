// SPDX-License-Identifier: GPL-3.0-or-later
// All tickets as they were: what did not change since is copied or read where it is.
#include "base/date.h"
#include "desk/as_of_impl.h"

// In the order of the table: by an index it takes twice as long.
static void copy_unchanged(struct as_of *a)
{
    struct db *db = a->d->db;
    db_run(db, SQL("INSERT INTO temp.since SELECT id FROM main.ticket WHERE updated > ?1"),
           V(a->at));
    db_run(db,
           SQL("INSERT INTO temp.ticket SELECT * FROM main.ticket NOT INDEXED WHERE updated <= ?1"
               " /* scan */"),
           V(a->at));
    db_run(db,
           SQL("UPDATE temp.ticket SET lease = NULL, lease_by = NULL WHERE id IN"
               " (SELECT id FROM main.ticket INDEXED BY ticket_lease WHERE lease_by IS NOT NULL)"
               " /* scan */"));
    db_run(db, SQL("INSERT INTO temp.link SELECT * FROM main.link WHERE a NOT IN"
                   " (SELECT id FROM temp.since) /* scan */"));
}

static void add_tickets(struct as_of *a)
{
    struct stmt *q = db_query(a->d->db,
                              SQL("SELECT id FROM main.ticket INDEXED BY ticket_updated"
                                  " WHERE updated > ?1 AND created <= ?1"),
                              V(a->at));
    while (db_row(q))
        as_of_add_ticket(a, db_int(q, 0));
}

// The range is a day too long, for clocks that were set back.
static void add_customers(struct as_of *a)
{
    const struct field_range fields = FIELDS_CUSTOMER;
    struct stmt *q = db_query(a->d->db,
                              SQL("SELECT DISTINCT thing FROM main.event WHERE id >= ?1"
                                  " AND field BETWEEN ?2 AND ?3 AND at > ?4 /* scan */"),
                              V(as_of_first_change(a, a->at - DATE_DAY)), V(fields.from),
                              V(fields.to), V(a->at));
    while (db_row(q)) {
        int64_t id = db_int(q, 0);
        if (as_of_add_customer(a, id))
            db_run(a->d->db, SQL("INSERT INTO temp.since_customer(id) VALUES(?1)"), V(id));
    }
}

// An undone tk-new gave its key back, perhaps to another ticket: then the table is one of our own.
static void restore_keys(struct as_of *a)
{
    struct db *db = a->d->db;
    if (!db_get_int(db, 0,
                    SQL("SELECT EXISTS(SELECT 1 FROM temp.was_key w WHERE NOT EXISTS (SELECT 1"
                        " FROM main.origin o WHERE o.source = 'key' AND o.key = w.key"
                        " AND o.ticket = w.ticket)) /* scan */")))
        return;
    db_exec(db, "CREATE TEMP TABLE origin AS SELECT * FROM main.origin;"
                "CREATE INDEX temp.origin_ticket ON origin(ticket);"
                "CREATE INDEX temp.origin_key ON origin(key);"
                "DELETE FROM temp.origin WHERE source = 'key'"
                " AND key IN (SELECT key FROM temp.was_key);"
                "INSERT INTO temp.origin(source, key, ticket)"
                " SELECT 'key', key, ticket FROM temp.was_key");
}

// Of another subject, or taken back since.
static void refold(struct as_of *a)
{
    struct db *db = a->d->db;
    db_run(
        db,
        SQL("INSERT INTO temp.refolded(id) SELECT w.id FROM temp.was_message w"
            " CROSS JOIN temp.ticket t ON t.id = w.ticket CROSS JOIN main.message m ON m.id = w.id"
            " CROSS JOIN main.ticket n ON n.id = m.ticket"
            " WHERE m.gone = 1 OR (m.kind = 1 AND n.subject <> t.subject) /* scan */"));
    db_run(
        db,
        SQL("INSERT INTO temp.was_fts(rowid, subject, body, alt)"
            " SELECT id, tk_fold(s) || ' ' || tk_alt(s), tk_fold(body), tk_alt(body)"
            " FROM (SELECT m.id AS id, m.body AS body,"
            " CASE m.kind WHEN 1 THEN t.subject ELSE m.subject END AS s"
            " FROM temp.refolded r CROSS JOIN temp.was_message w ON w.id = r.id"
            " CROSS JOIN temp.ticket t ON t.id = w.ticket CROSS JOIN main.message m ON m.id = r.id)"
            " /* scan */"));
}

void as_of_all(struct as_of *a)
{
    as_of_names(a);
    copy_unchanged(a);
    add_tickets(a);
    add_customers(a);
    restore_keys(a);
    refold(a);
}
