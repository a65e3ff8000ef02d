// SPDX-License-Identifier: GPL-3.0-or-later
// The row of a past, its messages and events.
#include <string.h>

#include "desk/lifecycle.h"
#include "desk/ticket_impl.h"
#include "desk/ticket_past.h"

// --- writing the origin

static struct val origin_value(struct past *p, const void *seen, size_t n)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%s %s\n", p->source, p->key);
    buf_add(&b, seen, n);
    return val_blob(b.s, b.len); // the buffer becomes the value's
}

static void step_origin(struct past *p)
{
    struct stmt *q = db_query(p->d->db,
                              SQL("SELECT seen FROM origin WHERE source = ?1 AND key = ?2"
                                  " AND ticket = ?3"),
                              V(p->source), V(p->key), V(p->t.id));
    bool was = p->known = db_row(q);
    struct val old = was ? db_val(q, 0) : val_null(), new = val_blob(p->seen.s, p->seen.len);
    if (!was || !val_equal(&old, &new)) {
        struct past_step *s = past_step(p, EVENT_ORIGIN, p->t.updated);
        s->old = was ? origin_value(p, old.p, old.n) : val_null();
        s->new = origin_value(p, new.p, new.n);
    }
    if (was)
        db_end(q);
}

// No OR REPLACE here and below: it makes a savepoint, at which the full-text index writes out all
// that it has gathered, and a load takes twice as long.
static void write_origin(struct past *p)
{
    struct val seen = val_blob(p->seen.s, p->seen.len);
    if (p->known)
        db_run(p->d->db, SQL("UPDATE origin SET seen = ?3 WHERE source = ?1 AND key = ?2"),
               V(p->source), V(p->key), seen);
    else
        db_run(p->d->db,
               SQL("INSERT INTO origin(source, key, ticket, seen) VALUES(?1, ?2, ?3, ?4)"),
               V(p->source), V(p->key), V(p->t.id), seen);
}

// --- writing the row

static void insert_row(struct past *p)
{
    struct ticket *t = &p->t;
    db_run(p->d->db,
           SQL("INSERT INTO ticket(rev, status, priority, queue, assignee, customer, created,"
               " updated, due, solved, closed, first_reply, resolution, channel, lang, category,"
               " reopens, transfers, agent_msgs, customer_msgs, subject) VALUES(?1, ?2, ?3, ?4, ?5,"
               " ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"),
           V(t->rev), V(t->status), V(t->priority), V(t->queue), V(val_id(t->assignee)),
           V(val_id(t->customer)), V(t->created), V(t->updated), V(val_time(t->due)),
           V(val_time(t->solved)), V(val_time(t->closed)), V(val_time(t->first_reply)),
           V(val_id(t->resolution)), V(t->channel), V(t->lang), V(t->category), V(t->reopens),
           V(t->transfers), V(t->agent_msgs), V(t->customer_msgs), V(t->subject));
    t->id = db_last_id(p->d->db);
}

static bool took_assignee(const struct past *p)
{
    for (size_t i = 0; i < p->n_steps; i++)
        if (p->step[i].field == EVENT_ASSIGNEE)
            return true;
    return false;
}

// What was given to somebody, or is done, is held by nobody any more.
static void update_row(struct past *p)
{
    struct ticket *t = &p->t;
    bool let_go = !status_is_live(t->status) || took_assignee(p);
    int64_t opening = p->subject_changed ? message_opening(p->d, t->id) : 0;
    if (opening)
        message_unindex(p->d, opening);
    db_run(p->d->db,
           SQL("UPDATE ticket SET rev = ?2, status = ?3, priority = ?4, queue = ?5, assignee = ?6,"
               " customer = ?7, updated = ?8, due = ?9, solved = ?10, closed = ?11,"
               " first_reply = ?12, resolution = ?13, lang = ?14, category = ?15, reopens = ?16,"
               " transfers = ?17, agent_msgs = ?18, customer_msgs = ?19, subject = ?20,"
               " lease = iif(?21, NULL, lease), lease_by = iif(?21, NULL, lease_by) WHERE id = ?1"),
           V(t->id), V(t->rev), V(t->status), V(t->priority), V(t->queue), V(val_id(t->assignee)),
           V(val_id(t->customer)), V(t->updated), V(val_time(t->due)), V(val_time(t->solved)),
           V(val_time(t->closed)), V(val_time(t->first_reply)), V(val_id(t->resolution)),
           V(t->lang), V(t->category), V(t->reopens), V(t->transfers), V(t->agent_msgs),
           V(t->customer_msgs), V(t->subject), V(let_go));
    if (opening)
        message_index(p->d, opening);
}

static void write_tag(struct past *p, int64_t tag, bool on)
{
    if (on)
        db_run(p->d->db, SQL("INSERT INTO ticket_tag(ticket, tag) VALUES(?1, ?2)"), V(p->t.id),
               V(tag));
    else
        db_run(p->d->db, SQL("DELETE FROM ticket_tag WHERE ticket = ?1 AND tag = ?2"), V(p->t.id),
               V(tag));
}

static void write_value(struct past *p, int64_t field, struct val v)
{
    if (!p->fresh)
        db_run(p->d->db, SQL("DELETE FROM value WHERE ticket = ?1 AND field = ?2"), V(p->t.id),
               V(field));
    if (v.type != VAL_NULL)
        db_run(p->d->db, SQL("INSERT INTO value(ticket, field, value) VALUES(?1, ?2, ?3)"),
               V(p->t.id), V(field), V(v));
}

static void write_many(struct past *p)
{
    for (size_t i = 0; p->fresh && i < p->n_tags; i++)
        write_tag(p, p->tags[i], true);
    for (size_t i = 0; p->fresh && i < p->n_values; i++)
        if (p->value[i].v.type != VAL_NULL)
            write_value(p, p->value[i].field, p->value[i].v);
    for (size_t i = 0; !p->fresh && i < p->n_steps; i++) {
        const struct past_step *s = &p->step[i];
        if (s->field == EVENT_TAG)
            write_tag(p, s->ref, s->new.i);
        else if (s->field > EVENT_CUSTOM)
            write_value(p, s->field - EVENT_CUSTOM, s->new);
    }
}

// --- writing the events

static bool is_typed(const struct past_step *s)
{
    return s->field == EVENT_INIT || s->field == EVENT_SUBJECT || s->field == EVENT_ORIGIN ||
           (s->field > EVENT_CUSTOM && (s->old.type == VAL_TEXT || s->new.type == VAL_TEXT));
}

static void write_step(struct past *p, struct past_step *s)
{
    unsigned char digest[HASH_SIZE];
    struct event e = {.thing = p->t.id,
                      .field = s->field,
                      .at = s->at,
                      .ref = s->ref,
                      .old = s->old,
                      .new = s->new,
                      .typed = is_typed(s)};
    if (s->message) {
        e.ref = message_insert(p->d, p->t.id, s->at, s->message, s->first ? p->t.subject : NULL,
                               digest);
        e.new = val_blob(digest, HASH_SIZE);
    } else if (s->field == EVENT_INIT) {
        e.new = val_text(p->init.s, p->init.len);
    }
    change_add(&p->d->change, &e);
}

int64_t past_end(struct past *p)
{
    if (p->source)
        step_origin(p);
    if (!p->n_steps)
        return p->t.id;
    p->t.rev = p->d->change.next + (int64_t)p->n_steps - 1;
    if (p->fresh)
        insert_row(p);
    else
        update_row(p);
    write_many(p);
    for (size_t i = 0; i < p->n_steps; i++)
        write_step(p, &p->step[i]);
    if (p->source)
        write_origin(p);
    return p->t.id;
}
