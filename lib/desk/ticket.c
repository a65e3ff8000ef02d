// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/lifecycle.h"
#include "desk/link.h"
#include "desk/mention.h"
#include "desk/ticket_impl.h"

enum { SUBJECT_MAX = 1000 };

bool ticket_get(struct desk *d, int64_t id, struct ticket *t)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT id, rev, status, priority, resolution, queue, assignee, customer, created,"
            " updated, due, snoozed, solved, closed, first_reply, channel, parent, merged, reopens,"
            " transfers, agent_msgs, customer_msgs, lease, lease_by, lang, category, subject"
            " FROM ticket WHERE id = ?1 AND gone = 0"),
        V(id));
    *t = (struct ticket){0};
    if (!db_row(q))
        return false;
    *t = (struct ticket){.id = db_int(q, 0),
                         .rev = db_int(q, 1),
                         .status = (int)db_int(q, 2),
                         .priority = (int)db_int(q, 3),
                         .resolution = (int)db_int(q, 4),
                         .queue = db_int(q, 5),
                         .assignee = db_int(q, 6),
                         .customer = db_int(q, 7),
                         .created = db_int(q, 8),
                         .updated = db_int(q, 9),
                         .due = db_time(q, 10),
                         .snoozed = db_time(q, 11),
                         .solved = db_time(q, 12),
                         .closed = db_time(q, 13),
                         .first_reply = db_time(q, 14),
                         .channel = (int)db_int(q, 15),
                         .parent = db_int(q, 16),
                         .merged = db_int(q, 17),
                         .reopens = db_int(q, 18),
                         .transfers = db_int(q, 19),
                         .agent_msgs = db_int(q, 20),
                         .customer_msgs = db_int(q, 21),
                         .lease = db_time(q, 22),
                         .lease_by = db_int(q, 23),
                         .lang = db_text_dup(q, 24),
                         .category = db_text_dup(q, 25),
                         .subject = db_text_dup(q, 26)};
    db_end(q);
    return true;
}

bool ticket_reach(struct desk *d, int64_t id, struct ticket *t)
{
    bool found = ticket_get(d, id, t);
    while (found && t->merged) { // loops are refused when merging
        id = t->merged;
        ticket_free(t);
        found = ticket_get(d, id, t);
    }
    return found;
}

void ticket_free(struct ticket *t)
{
    free(t->lang);
    free(t->category);
    free(t->subject);
    *t = (struct ticket){0};
}

void ticket_record(struct desk *d, struct ticket *t, int field, int64_t ref, struct val old,
                   struct val new, bool typed)
{
    int64_t at = d->now > t->updated ? d->now : t->updated;
    t->rev = change_add(&d->change, &(struct event){.thing = t->id,
                                                    .field = field,
                                                    .at = at,
                                                    .ref = ref,
                                                    .old = old,
                                                    .new = new,
                                                    .typed = typed});
    t->updated = at;
}

void ticket_touch(struct desk *d, const struct ticket *t)
{
    db_run(d->db, SQL("UPDATE ticket SET rev = ?2, updated = ?3 WHERE id = ?1"), V(t->id),
           V(t->rev), V(t->updated));
}

void ticket_set_lease(struct desk *d, struct ticket *t, int64_t until, int64_t by)
{
    if (t->lease == until && t->lease_by == by)
        return;
    t->lease = until;
    t->lease_by = by;
    db_run(d->db, SQL("UPDATE ticket SET lease = ?2, lease_by = ?3 WHERE id = ?1"), V(t->id),
           V(val_time(until)), V(val_id(by)));
    d->unrecorded = true;
}

// --- status

static void stamp_status(struct ticket *t, int from, int to)
{
    if (status_is_live(to)) {
        if (!status_is_live(from))
            t->reopens++;
        t->solved = t->closed = DATE_NONE;
        return;
    }
    if (status_is_live(from))
        t->solved = t->updated;
    t->closed = to == STATUS_CLOSED ? t->updated : DATE_NONE;
}

int ticket_set_status(struct desk *d, struct ticket *t, int status, struct buf *err)
{
    int from = t->status;
    if (from == status)
        return 0;
    if (!lifecycle_allows(d, from, status)) {
        lifecycle_refuse(d, err, from, status);
        return EXIT_DATA;
    }
    int rc = status_is_live(from) && !status_is_live(status) ? link_check_close(d, t, err) : 0;
    if (rc)
        return rc;
    ticket_record(d, t, EVENT_STATUS, 0, V(from), V(status), false);
    stamp_status(t, from, status);
    t->status = status;
    db_run(d->db,
           SQL("UPDATE ticket SET status = ?2, solved = ?3, closed = ?4, reopens = ?5, rev = ?6,"
               " updated = ?7 WHERE id = ?1"),
           V(t->id), V(status), V(val_time(t->solved)), V(val_time(t->closed)), V(t->reopens),
           V(t->rev), V(t->updated));
    if (status_is_live(status))
        ticket_set_resolution(d, t, 0);
    else
        ticket_set_lease(d, t, DATE_NONE, 0);
    return 0;
}

void ticket_set_resolution(struct desk *d, struct ticket *t, int resolution)
{
    if (t->resolution == resolution)
        return;
    ticket_record(d, t, EVENT_RESOLUTION, 0, V(val_id(t->resolution)), V(val_id(resolution)),
                  false);
    t->resolution = resolution;
    db_run(d->db, SQL("UPDATE ticket SET resolution = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(val_id(resolution)), V(t->rev), V(t->updated));
}

// --- plain fields

void ticket_set_priority(struct desk *d, struct ticket *t, int priority)
{
    if (t->priority == priority)
        return;
    ticket_record(d, t, EVENT_PRIORITY, 0, V(t->priority), V(priority), false);
    t->priority = priority;
    db_run(d->db, SQL("UPDATE ticket SET priority = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(priority), V(t->rev), V(t->updated));
}

void ticket_set_queue(struct desk *d, struct ticket *t, int64_t queue)
{
    if (t->queue == queue)
        return;
    ticket_record(d, t, EVENT_QUEUE, 0, V(t->queue), V(queue), false);
    t->queue = queue;
    t->transfers++;
    db_run(
        d->db,
        SQL("UPDATE ticket SET queue = ?2, transfers = ?3, rev = ?4, updated = ?5 WHERE id = ?1"),
        V(t->id), V(queue), V(t->transfers), V(t->rev), V(t->updated));
}

void ticket_set_assignee(struct desk *d, struct ticket *t, int64_t agent)
{
    ticket_set_lease(d, t, DATE_NONE, 0);
    if (t->assignee == agent)
        return;
    ticket_record(d, t, EVENT_ASSIGNEE, 0, V(val_id(t->assignee)), V(val_id(agent)), false);
    t->transfers += t->assignee && agent; // from one hand to another
    t->assignee = agent;
    db_run(d->db,
           SQL("UPDATE ticket SET assignee = ?2, transfers = ?3, rev = ?4, updated = ?5 WHERE id = "
               "?1"),
           V(t->id), V(val_id(agent)), V(t->transfers), V(t->rev), V(t->updated));
}

void ticket_set_customer(struct desk *d, struct ticket *t, int64_t customer)
{
    if (t->customer == customer)
        return;
    ticket_record(d, t, EVENT_CUSTOMER, 0, V(val_id(t->customer)), V(val_id(customer)), false);
    t->customer = customer;
    db_run(d->db, SQL("UPDATE ticket SET customer = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(val_id(customer)), V(t->rev), V(t->updated));
}

int subject_check(const char *s, struct buf *err)
{
    size_t n = strlen(s);
    if (s[strspn(s, " \t")] == '\0')
        buf_str(err, "the subject is empty");
    else if (n > SUBJECT_MAX)
        buf_fmt(err, "the subject is longer than %d bytes", SUBJECT_MAX);
    else if (strpbrk(s, "\n\r"))
        buf_str(err, "the subject has more than one line");
    else
        return text_check("the subject", s, n, err);
    return EXIT_DATA;
}

static void replace(char **field, const char *value)
{
    free(*field);
    *field = mem_strdup(value);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

int ticket_set_subject(struct desk *d, struct ticket *t, const char *subject, struct buf *err)
{
    int rc = subject_check(subject, err);
    if (rc || strcmp(t->subject, subject) == 0)
        return rc;
    int64_t opening = message_opening(d, t->id);
    ticket_record(d, t, EVENT_SUBJECT, 0, V(t->subject), V(subject), true);
    if (opening)
        message_unindex(d, opening);
    db_run(d->db, SQL("UPDATE ticket SET subject = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(subject), V(t->rev), V(t->updated));
    if (opening)
        message_index(d, opening);
    replace(&t->subject, subject);
    return 0;
}

void ticket_set_category(struct desk *d, struct ticket *t, const char *category)
{
    if (same_text(t->category, category))
        return;
    ticket_record(d, t, EVENT_CATEGORY, 0, V(t->category), V(category), false);
    replace(&t->category, category);
    db_run(d->db, SQL("UPDATE ticket SET category = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(category), V(t->rev), V(t->updated));
}

void ticket_set_lang(struct desk *d, struct ticket *t, const char *lang)
{
    if (same_text(t->lang, lang))
        return;
    ticket_record(d, t, EVENT_LANG, 0, V(t->lang), V(lang), false);
    replace(&t->lang, lang);
    db_run(d->db, SQL("UPDATE ticket SET lang = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(lang), V(t->rev), V(t->updated));
}

void ticket_set_due(struct desk *d, struct ticket *t, int64_t at)
{
    if (t->due == at)
        return;
    ticket_record(d, t, EVENT_DUE, 0, V(val_time(t->due)), V(val_time(at)), false);
    t->due = at;
    db_run(d->db, SQL("UPDATE ticket SET due = ?2, rev = ?3, updated = ?4 WHERE id = ?1"), V(t->id),
           V(val_time(at)), V(t->rev), V(t->updated));
}

void ticket_set_snooze(struct desk *d, struct ticket *t, int64_t until)
{
    if (t->snoozed == until)
        return;
    ticket_record(d, t, EVENT_SNOOZE, 0, V(val_time(t->snoozed)), V(val_time(until)), false);
    t->snoozed = until;
    db_run(d->db, SQL("UPDATE ticket SET snoozed = ?2, rev = ?3, updated = ?4 WHERE id = ?1"),
           V(t->id), V(val_time(until)), V(t->rev), V(t->updated));
}

// --- what a ticket has many of

void ticket_set_value(struct desk *d, struct ticket *t, int64_t field, struct val v)
{
    struct stmt *q = db_query(
        d->db, SQL("SELECT value FROM value WHERE ticket = ?1 AND field = ?2"), V(t->id), V(field));
    struct val old = db_row(q) ? db_val(q, 0) : val_null();
    bool same = val_equal(&old, &v);
    if (!same)
        ticket_record(d, t, (int)(EVENT_CUSTOM + field), 0, V(old), V(v),
                      v.type == VAL_TEXT || old.type == VAL_TEXT);
    db_end(q);
    if (same)
        return;
    if (v.type == VAL_NULL)
        db_run(d->db, SQL("DELETE FROM value WHERE ticket = ?1 AND field = ?2"), V(t->id),
               V(field));
    else
        db_run(d->db, SQL("INSERT OR REPLACE INTO value(ticket, field, value) VALUES(?1, ?2, ?3)"),
               V(t->id), V(field), V(v));
    ticket_touch(d, t);
}

int64_t tag_require(struct desk *d, const char *name)
{
    int64_t id = db_get_int(d->db, 0, SQL("SELECT id FROM tag WHERE name = ?1"), V(name));
    if (id)
        return id;
    db_run(d->db, SQL("INSERT INTO tag(name) VALUES(?1)"), V(name));
    id = db_last_id(d->db);
    desk_event(d, id, EVENT_TAG_MADE, 0, val_null(), V(name), false);
    return id;
}

int ticket_tag(struct desk *d, struct ticket *t, const char *tag, bool on, struct buf *err)
{
    if (!name_legal(tag, "a tag", err))
        return EXIT_DATA;
    int64_t id = db_get_int(d->db, 0, SQL("SELECT id FROM tag WHERE name = ?1"), V(tag));
    if (!id && on)
        id = tag_require(d, tag);
    bool has =
        id && db_get_int(d->db, 0, SQL("SELECT 1 FROM ticket_tag WHERE ticket = ?1 AND tag = ?2"),
                         V(t->id), V(id));
    if (has == on)
        return 0;
    ticket_record(d, t, EVENT_TAG, id, V(has), V(on), false);
    if (on)
        db_run(d->db, SQL("INSERT INTO ticket_tag(ticket, tag) VALUES(?1, ?2)"), V(t->id), V(id));
    else
        db_run(d->db, SQL("DELETE FROM ticket_tag WHERE ticket = ?1 AND tag = ?2"), V(t->id),
               V(id));
    ticket_touch(d, t);
    return 0;
}

void ticket_participant(struct desk *d, struct ticket *t, enum participant_role role, int64_t who,
                        bool on)
{
    bool has = db_get_int(
        d->db, 0, SQL("SELECT 1 FROM participant WHERE ticket = ?1 AND role = ?2 AND who = ?3"),
        V(t->id), V((int)role), V(who));
    if (has == on)
        return;
    ticket_record(d, t, role == PARTICIPANT_WATCHER ? EVENT_WATCHER : EVENT_CC, who, V(has), V(on),
                  false);
    if (on)
        db_run(d->db, SQL("INSERT INTO participant(ticket, role, who) VALUES(?1, ?2, ?3)"),
               V(t->id), V((int)role), V(who));
    else
        db_run(d->db, SQL("DELETE FROM participant WHERE ticket = ?1 AND role = ?2 AND who = ?3"),
               V(t->id), V((int)role), V(who));
    ticket_touch(d, t);
}

int64_t ticket_add_message(struct desk *d, struct ticket *t, const struct message *m)
{
    unsigned char digest[HASH_SIZE];
    int64_t at = d->now > t->updated ? d->now : t->updated;
    int64_t id = message_insert(d, t->id, at, m, m->subject, digest);
    ticket_record(d, t, EVENT_MESSAGE, id, val_null(), V(val_blob(digest, HASH_SIZE)), false);
    t->agent_msgs += m->kind == MESSAGE_REPLY;
    t->customer_msgs += m->kind == MESSAGE_CUSTOMER;
    if (m->kind == MESSAGE_REPLY && (t->first_reply == DATE_NONE || at < t->first_reply))
        t->first_reply = at; // a message that was moved here may be later
    db_run(d->db,
           SQL("UPDATE ticket SET first_reply = ?2, agent_msgs = ?3, customer_msgs = ?4, rev = ?5,"
               " updated = ?6 WHERE id = ?1"),
           V(t->id), V(val_time(t->first_reply)), V(t->agent_msgs), V(t->customer_msgs), V(t->rev),
           V(t->updated));
    if (m->kind == MESSAGE_NOTE && m->body)
        mention_watch(d, t, m->body, m->body_len);
    return id;
}
