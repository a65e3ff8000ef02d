// SPDX-License-Identifier: GPL-3.0-or-later
// What stands against an undo, and how that is told.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/customer.h"
#include "desk/event_text.h"
#include "desk/replay.h"
#include "desk/undo_impl.h"

enum { FAULTS_TOLD = 5 };

// --- words

// A customer who is gone has no address; the last one names him best.
static bool last_address(struct desk *d, int64_t customer, struct buf *out)
{
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT coalesce(new, old) FROM event WHERE thing = ?1 AND field = -106"
                     " AND NOT EXISTS(SELECT 1 FROM contact WHERE customer = ?1)"
                     " ORDER BY at DESC, id DESC LIMIT 1"),
                 V(customer)); // EVENT_CUSTOMER_ADDRESS
    bool found = db_row(q);
    if (found && db_text(q, 0))
        buf_str(out, db_text(q, 0));
    found = found && db_text(q, 0);
    db_end(q);
    return found;
}

void undo_thing(struct desk *d, int field, int64_t thing, struct buf *out)
{
    static const struct name nouns[] = {
        {EVENT_CUSTOMER_MADE, "customer "}, {EVENT_AGENT_MADE, "agent "},
        {EVENT_QUEUE_MADE, "queue "},       {EVENT_FIELD_MADE, "field "},
        {EVENT_MACRO_MADE, "macro "},       {0, NULL}};
    struct event_row e = {.field = field, .thing = thing};
    const char *noun = name_word(nouns, replay_maker(field));
    if (noun)
        buf_str(out, noun);
    if (replay_maker(field) == EVENT_CUSTOMER_MADE && last_address(d, thing, out))
        return;
    if (!event_thing(d, &e, out))
        buf_str(out, "the desk");
}

void undo_change_word(struct desk *d, int64_t change, struct buf *out)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT tool, actor FROM change WHERE id = ?1"), V(change));
    buf_fmt(out, "change %lld", (long long)change);
    if (!db_row(q))
        return;
    const char *login = db_null(q, 1) ? NULL : agent_word(d, db_int(q, 1));
    buf_fmt(out, " (%s%s%s)", db_text(q, 0), login ? " by " : "", login ? login : "");
    db_end(q);
}

void undo_fault(struct undo *u, char *text)
{
    u->faults++;
    if (!u->fault)
        u->fault = mem_alloc(FAULTS_TOLD * sizeof *u->fault);
    if (u->n_faults == FAULTS_TOLD) {
        free(u->fault[0]);
        memmove(u->fault, u->fault + 1, (FAULTS_TOLD - 1) * sizeof *u->fault);
        u->n_faults--;
    }
    u->fault[u->n_faults++] = text;
}

// "17: assignee is carl now: change 900 (tk-assign by carl) came later, tk-undo 900 first"
static void fault_later(struct undo *u, int64_t event, bool value)
{
    struct buf b = BUF_INIT;
    struct stmt *q =
        db_query(u->d->db, SQL("SELECT " EVENT_COLUMNS EVENT_FROM " WHERE e.id = ?1"), V(event));
    if (db_row(q)) {
        struct event_row e;
        event_read(q, &e);
        undo_thing(u->d, e.field, e.thing, &b);
        buf_str(&b, ": ");
        if (value) {
            struct buf now = BUF_INIT;
            event_field_word(u->d, &e, &b);
            bool some = event_new(u->d, &e, &now);
            buf_fmt(&b, " is %s now: ", some ? now.s : "none");
            buf_free(&now);
        }
        undo_change_word(u->d, e.change, &b);
        buf_fmt(&b, " is later; tk-undo %lld first", (long long)e.change);
        db_end(q);
    }
    undo_fault(u, buf_detach(&b));
}

// --- later events

static struct val key_of(const struct val *v)
{
    const char *sign = v->type == VAL_TEXT ? memchr(v->p, '=', v->n) : NULL;
    const char *s = v->p;
    return sign ? val_text(s, (size_t)(sign - s)) : val_null();
}

static bool same_key(const struct val *old, const struct val *new, const struct event *e)
{
    struct val here = key_of(old->type == VAL_TEXT ? old : new);
    struct val there = key_of(e->old.type == VAL_TEXT ? &e->old : &e->new);
    return val_equal(&here, &there);
}

static bool names(const struct val *old, const struct val *new, const struct event *e)
{
    const struct val *address = e->new.type == VAL_TEXT ? &e->new : &e->old;
    return val_equal(old, address) || val_equal(new, address);
}

// Is the row, a later event of the same thing, about the same as e?
static bool about_same(struct stmt *q, const struct event *e)
{
    struct val old = db_val(q, 3), new = db_val(q, 4);
    switch (e->field) {
    case EVENT_SETTING:
    case EVENT_MACRO_TEXT:
        return same_key(&old, &new, e);
    case EVENT_CUSTOMER_PRIMARY:
        return db_int(q, 5) == EVENT_CUSTOMER_PRIMARY || names(&old, &new, e);
    case EVENT_ORIGIN: // a ticket has one of a source
        return true;
    case EVENT_CUSTOMER_ADDRESS:
    case EVENT_KEY:
        return names(&old, &new, e);
    default:
        return db_int(q, 2) == e->ref;
    }
}

// The last event of the same field after event `after` that is none of an undo or undone; `any`:
// that or any other.
static int64_t last_event(struct undo *u, const struct event *e, int64_t after, bool any)
{
    bool address = e->field == EVENT_CUSTOMER_ADDRESS || e->field == EVENT_CUSTOMER_PRIMARY;
    int64_t last = 0;
    struct stmt *q =
        db_query(u->d->db,
                 SQL("SELECT id, change, ref, old, new, field FROM event WHERE thing = ?1"
                     " AND field IN (?2, ?3) AND id > ?4 AND id < ?5"),
                 V(e->thing), V(address ? EVENT_CUSTOMER_ADDRESS : e->field),
                 V(address ? EVENT_CUSTOMER_PRIMARY : e->field), V(after), V(u->d->change.first));
    while (db_row(q))
        if (db_int(q, 0) > last && about_same(q, e) &&
            (any || effective_is(&u->effective, db_int(q, 1))))
            last = db_int(q, 0);
    return last;
}

bool undo_conflicts(struct undo *u, const struct event *e)
{
    int64_t later = last_event(u, e, u->root_last, false);
    if (later)
        fault_later(u, later, true);
    return later;
}

// The last event of any field of the thing that counts and came later.
static int64_t later_event(struct undo *u, int maker, int64_t thing)
{
    int64_t later = 0;
    bool ticket = maker == EVENT_INIT;
    struct stmt *q = db_query(u->d->db,
                              SQL("SELECT id, change FROM event WHERE thing = ?1"
                                  " AND field BETWEEN ?2 AND ?3 AND id > ?4 AND id < ?5"),
                              V(thing), V(ticket ? 1 : maker - 49), V(ticket ? INT64_MAX : maker),
                              V(u->root_last), V(u->d->change.first));
    while (db_row(q))
        if (db_int(q, 0) > later && effective_is(&u->effective, db_int(q, 1)))
            later = db_int(q, 0);
    return later;
}

// --- things that were made

// A ticket that leads to this one, and the event that says so.
static int64_t reference_to(struct undo *u, int64_t ticket, int64_t *other)
{
    struct stmt *q = db_query(
        u->d->db,
        SQL("SELECT id, 17, 0 FROM ticket INDEXED BY ticket_parent WHERE parent = ?1 AND gone = 0"
            " UNION ALL SELECT id, 18, 0 FROM ticket INDEXED BY ticket_merged WHERE merged = ?1"
            " AND gone = 0 UNION ALL SELECT l.a, l.kind + 21, l.b FROM link l INDEXED BY link_b"
            " JOIN ticket t ON t.id = l.a WHERE l.b = ?1 AND t.gone = 0 LIMIT 1"),
        V(ticket)); // EVENT_PARENT, EVENT_MERGED, EVENT_BLOCKS and the next ones
    if (!db_row(q))
        return 0;
    struct event e = {.thing = db_int(q, 0), .field = (int)db_int(q, 1), .ref = db_int(q, 2)};
    db_end(q);
    *other = e.thing;
    return last_event(u, &e, 0, true);
}

bool undo_goes_on(struct undo *u, const struct event *gone)
{
    int maker = replay_maker(gone->field);
    int64_t other, ticket = gone->thing;
    int64_t event = maker == EVENT_CUSTOMER_MADE ? 0 : later_event(u, maker, gone->thing);
    if (event)
        fault_later(u, event, false);
    if (event || maker != EVENT_INIT)
        return event;
    event = reference_to(u, ticket, &other);
    if (!event)
        return false;
    struct buf b = BUF_INIT;
    int64_t change =
        db_get_int(u->d->db, 0, SQL("SELECT change FROM event WHERE id = ?1"), V(event));
    buf_fmt(&b, "%lld: ticket %lld leads to it by ", (long long)ticket, (long long)other);
    undo_change_word(u->d, change, &b);
    buf_fmt(&b, "; tk-undo %lld first", (long long)change);
    undo_fault(u, buf_detach(&b));
    return true;
}

bool undo_customer_used(struct undo *u, int64_t customer)
{
    return later_event(u, EVENT_CUSTOMER_MADE, customer) ||
           db_get_int(u->d->db, 0,
                      SQL("SELECT EXISTS(SELECT 1 FROM ticket INDEXED BY ticket_customer"
                          " WHERE customer = ?1 AND gone = 0)"
                          " OR EXISTS(SELECT 1 FROM message INDEXED BY message_customer"
                          " WHERE customer = ?1 AND gone = 0)"
                          " OR EXISTS(SELECT 1 FROM participant p JOIN ticket t ON t.id = p.ticket"
                          " WHERE p.who = ?1 AND p.role = 2 AND t.gone = 0)"),
                      V(customer));
}

static int64_t needed_by(struct desk *d, const struct undo_made *m)
{
    switch (m->maker) {
    case EVENT_AGENT_MADE:
        return db_get_int(d->db, 0,
                          SQL("SELECT count(*) FROM ticket WHERE assignee = ?1 AND status < 5"
                              " AND gone = 0"),
                          V(m->thing));
    case EVENT_QUEUE_MADE:
        return db_get_int(
            d->db, 0,
            SQL("SELECT count(*) FROM ticket WHERE queue = ?1 AND status < 6 AND gone = 0"),
            V(m->thing));
    case EVENT_FIELD_MADE: // one that is only removed again keeps its values, hidden
        return m->anew ? db_get_int(d->db, 0,
                                    SQL("SELECT count(*) FROM value v JOIN ticket t"
                                        " ON t.id = v.ticket WHERE v.field = ?1 AND t.gone = 0"),
                                    V(m->thing))
                       : 0;
    default:
        return 0;
    }
}

static bool is_default_queue(struct desk *d, const struct undo_made *m)
{
    return m->maker == EVENT_QUEUE_MADE &&
           db_get_int(d->db, 0,
                      SQL("SELECT 1 FROM meta m JOIN queue q ON q.name = m.value"
                          " WHERE m.key = 'queue' AND q.id = ?1"),
                      V(m->thing));
}

void undo_check_lost(struct undo *u)
{
    struct desk *d = u->d;
    for (size_t i = 0; i < u->n_lost; i++) {
        const struct undo_made *m = &u->lost[i];
        int64_t n = needed_by(d, m);
        bool fallback = is_default_queue(d, m);
        if (!n && !fallback)
            continue;
        struct buf b = BUF_INIT;
        undo_thing(d, m->maker, m->thing, &b);
        if (fallback)
            buf_str(&b, " is the default queue: tk-queue default OTHER first");
        else
            buf_fmt(&b, " would go, but %lld ticket%s still in use with it", (long long)n,
                    n == 1 ? " is" : "s are");
        undo_fault(u, buf_detach(&b));
    }
    if (!db_get_int(d->db, 0,
                    SQL("SELECT count(*) FROM agent WHERE role = ?1 AND gone IS NULL /* scan */"),
                    V(ROLE_ADMIN)))
        undo_fault(u, mem_strdup("the desk would be without an admin: make another one first"));
}

// --- a value that cannot be put

static void refuse_value(struct undo *u, int64_t id, const struct event *e)
{
    int64_t last = last_event(u, e, id, true);
    if (last) {
        fault_later(u, last, true);
        return;
    }
    struct buf b = BUF_INIT;
    struct event_row row = {.field = e->field, .thing = e->thing, .ref = e->ref};
    undo_thing(u->d, e->field, e->thing, &b);
    buf_str(&b, ": ");
    event_field_word(u->d, &row, &b);
    buf_str(&b, " is not what the history says: run tk-check");
    undo_fault(u, buf_detach(&b));
}

// The event that made what is gone go.
static int64_t gone_by(struct undo *u, int field, int64_t thing)
{
    return db_get_int(u->d->db, 0,
                      SQL("SELECT max(id) FROM event WHERE thing = ?1 AND field = ?2"
                          " AND new IS NOT NULL AND id < ?3"),
                      V(thing), V(field), V(u->d->change.first));
}

static void refuse_gone(struct undo *u, int field, int64_t thing)
{
    struct buf b = BUF_INIT;
    int64_t event = gone_by(u, undo_gone_field(replay_maker(field)), thing);
    undo_thing(u->d, field, thing, &b);
    buf_str(&b, " is gone");
    if (event) {
        int64_t change =
            db_get_int(u->d->db, 0, SQL("SELECT change FROM event WHERE id = ?1"), V(event));
        buf_str(&b, " by ");
        undo_change_word(u->d, change, &b);
        buf_fmt(&b, "; tk-undo %lld first", (long long)change);
    }
    undo_fault(u, buf_detach(&b));
}

static void refuse_target(struct undo *u, const struct event *e)
{
    bool link = e->field >= EVENT_BLOCKS && e->field <= EVENT_DUPLICATE;
    if (e->field == EVENT_PARENT || e->field == EVENT_MERGED)
        refuse_gone(u, EVENT_INIT, e->new.i);
    else if (link)
        refuse_gone(u, EVENT_INIT, e->ref);
    else if (e->field == EVENT_CC || e->field == EVENT_CUSTOMER)
        refuse_gone(u, EVENT_CUSTOMER_MADE, e->field == EVENT_CC ? e->ref : e->new.i);
    else
        refuse_gone(u, EVENT_CUSTOMER_MADE,
                    db_get_int(u->d->db, 0,
                               e->field == EVENT_MESSAGE
                                   ? SQL("SELECT customer FROM message WHERE id = ?1")
                                   : SQL("SELECT customer FROM ticket WHERE id = ?1"),
                               V(e->field == EVENT_MESSAGE ? e->ref : e->thing)));
}

void undo_refuse(struct undo *u, int64_t id, const struct event *e, enum put_rc rc)
{
    static const char *const why[] = {
        [PUT_LOOP] = "would lead back to itself",
        [PUT_TAKEN] = "belongs to somebody else now",
        [PUT_LAST] = "would be a queue that is gone",
        [PUT_UNABLE] = "cannot be undone",
        [PUT_DIFFERS] = NULL,
    };
    if (rc == PUT_DIFFERS) {
        refuse_value(u, id, e);
    } else if (rc == PUT_GONE) {
        refuse_gone(u, e->field, e->thing);
    } else if (rc == PUT_TARGET) {
        refuse_target(u, e);
    } else {
        struct buf b = BUF_INIT;
        struct event_row row = {.field = e->field, .thing = e->thing, .ref = e->ref};
        undo_thing(u->d, e->field, e->thing, &b);
        buf_str(&b, ": ");
        event_field_word(u->d, &row, &b);
        buf_fmt(&b, " %s", why[rc]);
        undo_fault(u, buf_detach(&b));
    }
}
