// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/ticket_recount.h"

#include "base/date.h"
#include "desk/lifecycle.h"

void ticket_recount_messages(struct desk *d, struct ticket *t)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT kind, at FROM message WHERE ticket = ?1 AND gone = 0"), V(t->id));
    t->agent_msgs = t->customer_msgs = 0;
    t->first_reply = DATE_NONE;
    while (db_row(q)) {
        int kind = (int)db_int(q, 0);
        int64_t at = db_int(q, 1);
        t->customer_msgs += kind == MESSAGE_CUSTOMER;
        if (kind != MESSAGE_REPLY)
            continue;
        t->agent_msgs++;
        if (t->first_reply == DATE_NONE || at < t->first_reply)
            t->first_reply = at;
    }
    db_run(d->db,
           SQL("UPDATE ticket SET first_reply = ?2, agent_msgs = ?3, customer_msgs = ?4"
               " WHERE id = ?1"),
           V(t->id), V(val_time(t->first_reply)), V(t->agent_msgs), V(t->customer_msgs));
}

static void stamp(struct ticket *t, int from, int to, int64_t at)
{
    if (status_is_live(to)) {
        t->solved = t->closed = DATE_NONE;
        return;
    }
    if (status_is_live(from))
        t->solved = at;
    t->closed = to == STATUS_CLOSED ? at : DATE_NONE;
}

// change, at, old, new, field of an event
static void stamp_by(struct ticket *t, struct stmt *q)
{
    if (db_int(q, 4) == EVENT_SOLVED)
        t->solved = db_time(q, 3);
    else if (db_int(q, 4) == EVENT_CLOSED)
        t->closed = db_time(q, 3);
    else
        stamp(t, (int)db_int(q, 2), (int)db_int(q, 3), db_int(q, 1));
}

void ticket_recount_stamps(struct desk *d, struct ticket *t, const struct effective *e,
                           int64_t root, bool counts)
{
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT change, at, old, new, field FROM event INDEXED BY event_thing"
                     " WHERE thing = ?1 AND (field = 2 AND old IS NOT NULL OR field IN (27, 28))"
                     " ORDER BY id /* sort */"),
                 V(t->id)); // EVENT_STATUS, EVENT_SOLVED, EVENT_CLOSED
    t->solved = t->closed = DATE_NONE;
    while (db_row(q)) {
        int64_t change = db_int(q, 0);
        if (change == root ? counts : change != d->change.first && effective_is(e, change))
            stamp_by(t, q);
    }
    db_run(d->db, SQL("UPDATE ticket SET solved = ?2, closed = ?3 WHERE id = ?1"), V(t->id),
           V(val_time(t->solved)), V(val_time(t->closed)));
}
