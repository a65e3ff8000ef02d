// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/ticket_past.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "desk/lifecycle.h"
#include "desk/ticket_impl.h"

// --- values of one's own

static struct val kept(struct val v)
{
    if (v.type == VAL_TEXT || v.type == VAL_BLOB)
        v.p = mem_strndup(v.p, v.n);
    return v;
}

static void drop(struct val *v)
{
    if (v->type == VAL_TEXT || v->type == VAL_BLOB)
        free((char *)v->p);
    *v = val_null();
}

static struct message *kept_message(const struct message *m)
{
    struct message *own = mem_alloc(sizeof *own);
    *own = *m;
    own->subject = NULL;
    own->lang = mem_strdup(m->lang);
    own->msgid = mem_strdup(m->msgid);
    own->body = m->body ? mem_strndup(m->body, m->body_len) : NULL;
    return own;
}

static void drop_message(struct message *m)
{
    if (!m)
        return;
    free((char *)m->lang);
    free((char *)m->msgid);
    free((char *)m->body);
    free(m);
}

void past_free(struct past *p)
{
    ticket_free(&p->t);
    for (size_t i = 0; i < p->n_steps; i++) {
        drop(&p->step[i].old);
        drop(&p->step[i].new);
        drop_message(p->step[i].message);
    }
    for (size_t i = 0; i < p->n_values; i++)
        drop(&p->value[i].v);
    free(p->step);
    free(p->value);
    free(p->tags);
    free(p->source);
    free(p->key);
    buf_free(&p->init);
    buf_free(&p->seen);
    *p = (struct past){.init = BUF_INIT, .seen = BUF_INIT};
}

// --- beginning

// At its time, but never before the last step.
struct past_step *past_step(struct past *p, int field, int64_t at)
{
    p->clamped += at < p->t.updated;
    p->t.updated = at > p->t.updated ? at : p->t.updated;
    p->step = mem_grow(p->step, &p->cap_steps, p->n_steps, sizeof *p->step);
    p->step[p->n_steps] = (struct past_step){
        .field = field, .at = p->t.updated, .old = val_null(), .new = val_null()};
    return &p->step[p->n_steps++];
}

static void put_tag(struct past *p, int64_t tag)
{
    p->tags = mem_grow(p->tags, &p->cap_tags, p->n_tags, sizeof *p->tags);
    p->tags[p->n_tags++] = tag;
}

static struct val *value_of(struct past *p, int64_t field)
{
    for (size_t i = 0; i < p->n_values; i++)
        if (p->value[i].field == field)
            return &p->value[i].v;
    p->value = mem_grow(p->value, &p->cap_values, p->n_values, sizeof *p->value);
    p->value[p->n_values] = (struct past_value){field, val_null()};
    return &p->value[p->n_values++].v;
}

static void begin_ticket(struct past *p, const struct ticket_draft *t, int64_t created)
{
    p->t = (struct ticket){.status = STATUS_NEW,
                           .priority = t->priority,
                           .channel = t->channel,
                           .queue = t->queue,
                           .assignee = t->assignee,
                           .customer = t->customer,
                           .created = created,
                           .updated = created,
                           .due = t->due,
                           .snoozed = DATE_NONE,
                           .solved = DATE_NONE,
                           .closed = DATE_NONE,
                           .first_reply = DATE_NONE,
                           .lang = mem_strdup(t->lang),
                           .category = mem_strdup(t->category),
                           .subject = mem_strdup(t->subject)};
}

int past_new(struct past *p, struct desk *d, const struct ticket_draft *t, const int64_t *tags,
             int64_t created, struct buf *err)
{
    *p = (struct past){
        .d = d, .fresh = true, .many_loaded = true, .init = BUF_INIT, .seen = BUF_INIT};
    int rc = subject_check(t->subject ? t->subject : "", err);
    if (rc == 0 && t->request.body)
        rc = text_check("the message", t->request.body, t->request.body_len, err);
    if (rc)
        return rc;
    begin_ticket(p, t, created);
    ticket_init_json(&p->init, t, t->priority, tags);
    for (int i = 0; i < t->n_tags; i++)
        if (!past_has_tag(p, tags[i]))
            put_tag(p, tags[i]);
    for (int i = 0; i < t->n_values; i++)
        *value_of(p, t->fields[i]) = kept(t->values[i]);
    past_step(p, EVENT_STATUS, created)->new = V(STATUS_NEW);
    past_step(p, EVENT_INIT, created);
    struct past_step *s = past_step(p, EVENT_MESSAGE, created);
    s->message = kept_message(&t->request);
    s->first = true;
    return 0;
}

bool past_open(struct past *p, struct desk *d, int64_t id)
{
    *p = (struct past){.d = d, .init = BUF_INIT, .seen = BUF_INIT};
    return ticket_get(d, id, &p->t);
}

// Tags and values of one that is there, when they are asked for.
static void load_many(struct past *p)
{
    if (p->many_loaded)
        return;
    p->many_loaded = true;
    struct stmt *q =
        db_query(p->d->db, SQL("SELECT tag FROM ticket_tag WHERE ticket = ?1"), V(p->t.id));
    while (db_row(q))
        put_tag(p, db_int(q, 0));
    q = db_query(p->d->db, SQL("SELECT field, value FROM value WHERE ticket = ?1"), V(p->t.id));
    while (db_row(q))
        *value_of(p, db_int(q, 0)) = kept(db_val(q, 1));
}

// --- what it has

static int64_t *number_of(struct past *p, int field)
{
    switch (field) {
    case EVENT_QUEUE:
        return &p->t.queue;
    case EVENT_ASSIGNEE:
        return &p->t.assignee;
    case EVENT_CUSTOMER:
        return &p->t.customer;
    default:
        return NULL;
    }
}

static char **text_of(struct past *p, int field)
{
    switch (field) {
    case EVENT_SUBJECT:
        return &p->t.subject;
    case EVENT_CATEGORY:
        return &p->t.category;
    case EVENT_LANG:
        return &p->t.lang;
    default:
        return NULL;
    }
}

struct val past_get(struct past *p, int field)
{
    if (field > EVENT_CUSTOM) {
        load_many(p);
        return *value_of(p, field - EVENT_CUSTOM);
    }
    if (field == EVENT_STATUS)
        return V(p->t.status);
    if (field == EVENT_PRIORITY)
        return V(p->t.priority);
    if (field == EVENT_RESOLUTION)
        return V(val_id(p->t.resolution));
    if (field == EVENT_DUE)
        return val_time(p->t.due);
    if (number_of(p, field))
        return V(val_id(*number_of(p, field)));
    return V(*text_of(p, field));
}

bool past_has_tag(struct past *p, int64_t tag)
{
    load_many(p);
    for (size_t i = 0; i < p->n_tags; i++)
        if (p->tags[i] == tag)
            return true;
    return false;
}

// --- steps

static void stamp_status(struct past *p, int from, int to)
{
    struct ticket *t = &p->t;
    t->status = to;
    if (status_is_live(to)) {
        t->reopens += !status_is_live(from);
        t->solved = t->closed = DATE_NONE;
        return;
    }
    if (status_is_live(from))
        t->solved = t->updated;
    t->closed = to == STATUS_CLOSED ? t->updated : DATE_NONE;
}

static void put_value(struct past *p, int field, struct val v)
{
    struct ticket *t = &p->t;
    if (field > EVENT_CUSTOM) {
        struct val *to = value_of(p, field - EVENT_CUSTOM);
        drop(to);
        *to = kept(v);
    } else if (field == EVENT_STATUS) {
        stamp_status(p, t->status, (int)v.i);
    } else if (field == EVENT_PRIORITY) {
        t->priority = (int)v.i;
    } else if (field == EVENT_RESOLUTION) {
        t->resolution = (int)v.i;
    } else if (field == EVENT_DUE) {
        t->due = v.type == VAL_INT ? v.i : DATE_NONE;
    } else if (number_of(p, field)) {
        t->transfers += field == EVENT_QUEUE || (field == EVENT_ASSIGNEE && t->assignee && v.i);
        *number_of(p, field) = v.i;
    } else {
        p->subject_changed = p->subject_changed || field == EVENT_SUBJECT;
        free(*text_of(p, field));
        *text_of(p, field) = v.type == VAL_TEXT ? mem_strndup(v.p, v.n) : NULL;
    }
}

void past_set(struct past *p, int64_t at, int field, struct val v)
{
    struct val old = past_get(p, field);
    if (val_equal(&old, &v) ||
        (field == EVENT_RESOLUTION && v.type != VAL_NULL && status_is_live(p->t.status)))
        return;
    struct past_step *s = past_step(p, field, at);
    s->old = kept(old);
    s->new = kept(v);
    put_value(p, field, v);
    if (field == EVENT_STATUS && status_is_live((int)v.i))
        past_set(p, at, EVENT_RESOLUTION, val_null());
}

void past_tag(struct past *p, int64_t at, int64_t tag, bool on)
{
    if (past_has_tag(p, tag) == on)
        return;
    struct past_step *s = past_step(p, EVENT_TAG, at);
    s->ref = tag;
    s->old = V(!on);
    s->new = V(on);
    if (on) {
        put_tag(p, tag);
        return;
    }
    for (size_t i = 0; i < p->n_tags; i++)
        if (p->tags[i] == tag)
            p->tags[i] = p->tags[--p->n_tags];
}

void past_message(struct past *p, int64_t at, const struct message *m)
{
    struct past_step *s = past_step(p, EVENT_MESSAGE, at);
    s->message = kept_message(m);
    p->t.agent_msgs += m->kind == MESSAGE_REPLY;
    p->t.customer_msgs += m->kind == MESSAGE_CUSTOMER;
    if (m->kind == MESSAGE_REPLY && (p->t.first_reply == DATE_NONE || s->at < p->t.first_reply))
        p->t.first_reply = s->at;
}

void past_state(struct past *p, int64_t at, int field, int64_t v)
{
    int64_t *to = field == EVENT_REOPENS     ? &p->t.reopens
                  : field == EVENT_TRANSFERS ? &p->t.transfers
                  : field == EVENT_SOLVED    ? &p->t.solved
                                             : &p->t.closed;
    if (*to == v)
        return;
    struct past_step *s = past_step(p, field, at);
    s->old = field < EVENT_SOLVED ? V(*to) : val_time(*to);
    s->new = V(v);
    *to = v;
}

void past_restored(struct past *p, int64_t at)
{
    if (at > p->t.updated)
        past_step(p, EVENT_RESTORED, at);
}

void past_origin(struct past *p, const char *source, const char *key, const void *seen, size_t n)
{
    p->source = mem_strdup(source);
    p->key = mem_strdup(key);
    buf_reset(&p->seen);
    buf_add(&p->seen, seen, n);
}
