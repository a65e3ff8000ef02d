// SPDX-License-Identifier: GPL-3.0-or-later
// What the placeholders of a macro stand for.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "desk/field.h"
#include "desk/macro_impl.h"

int macro_template(struct desk *d, const char *text, size_t len, struct template *t,
                   struct buf *err)
{
    struct buf why = BUF_INIT;
    int rc = template_parse(t, text, len, err);
    for (size_t i = 0; rc == 0 && i < t->n; i++) {
        struct template_part *p = &t->part[i];
        if (!p->name || p->word != PLACE_CUSTOM || !field_find(d, p->name + 2, &p->field, &why))
            continue;
        buf_fmt(err, "line %ld: %s", p->line, why.s);
        rc = EXIT_DATA;
    }
    buf_free(&why);
    return rc;
}

// --- the customer

static void look_up(struct macro_values *v)
{
    if (v->known)
        return;
    v->known = true;
    struct stmt *q = db_query(v->d->db,
                              SQL("SELECT c.name, c.lang, o.name, k.address FROM customer c"
                                  " LEFT JOIN org o ON o.id = c.org"
                                  " LEFT JOIN contact k ON k.customer = c.id AND k.rank = 0"
                                  " WHERE c.id = ?1"),
                              V(v->t->customer));
    if (!db_row(q))
        return;
    v->name = db_text_dup(q, 0);
    v->lang = db_text_dup(q, 1);
    v->org = db_text_dup(q, 2);
    v->address = db_text_dup(q, 3);
    db_end(q);
}

void macro_values_free(struct macro_values *v)
{
    free(v->name);
    free(v->lang);
    free(v->org);
    free(v->address);
}

const char *macro_values_lang(struct macro_values *v)
{
    if (v->t->lang)
        return v->t->lang;
    look_up(v);
    return v->lang;
}

// --- values

static bool put(struct buf *out, const char *s)
{
    if (s)
        buf_str(out, s);
    return s != NULL;
}

static bool put_first(struct buf *out, const char *s)
{
    if (!s)
        return false;
    s += strspn(s, " \t");
    buf_add(out, s, strcspn(s, " \t"));
    return true;
}

// As everybody reads it, in the desk's zone.
static bool put_time(struct desk *d, struct buf *out, int64_t at)
{
    if (at != DATE_NONE)
        date_local(out, at, d->zone);
    return at != DATE_NONE;
}

static bool put_custom(struct macro_values *v, int64_t field, struct buf *out)
{
    struct stmt *q =
        db_query(v->d->db, SQL("SELECT value FROM value WHERE ticket = ?1 AND field = ?2"),
                 V(v->t->id), V(field));
    if (!db_row(q))
        return false;
    struct val value = db_val(q, 0);
    if (value.type == VAL_INT && field_type(v->d, field) == FIELD_TIME)
        put_time(v->d, out, value.i);
    else
        field_text(v->d, field, &value, out);
    db_end(q);
    return true;
}

static bool put_agent(struct desk *d, enum template_word word, struct buf *out)
{
    if (word == PLACE_AGENT_LOGIN)
        return put(out, agent_word(d, d->me));
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM agent WHERE id = ?1"), V(d->me));
    if (!db_row(q))
        return false;
    const char *name = db_text(q, 0);
    bool found = word == PLACE_AGENT_FIRST ? put_first(out, name) : put(out, name);
    db_end(q);
    return found;
}

static bool put_customer(struct macro_values *v, enum template_word word, struct buf *out)
{
    look_up(v);
    switch (word) {
    case PLACE_CUSTOMER_NAME:
        return put(out, v->name);
    case PLACE_CUSTOMER_FIRST:
        return put_first(out, v->name);
    case PLACE_CUSTOMER_LANG:
        return put(out, v->lang);
    case PLACE_CUSTOMER_ORG:
        return put(out, v->org);
    default:
        return put(out, v->address);
    }
}

static bool put_ticket(struct macro_values *v, enum template_word word, struct buf *out)
{
    const struct ticket *t = v->t;
    switch (word) {
    case PLACE_TICKET_ID:
        buf_int(out, t->id);
        return true;
    case PLACE_TICKET_SUBJECT:
        return put(out, t->subject);
    case PLACE_TICKET_STATUS:
        return put(out, name_word(names_status, t->status));
    case PLACE_TICKET_RESOLUTION:
        return put(out, name_word(names_resolution, t->resolution));
    case PLACE_TICKET_PRIORITY:
        return put(out, name_word(names_priority, t->priority));
    case PLACE_TICKET_QUEUE:
        return put(out, queue_word(v->d, t->queue));
    case PLACE_TICKET_CATEGORY:
        return put(out, t->category);
    case PLACE_TICKET_ASSIGNEE:
        return put(out, agent_word(v->d, t->assignee));
    case PLACE_TICKET_LANG:
        return put(out, t->lang);
    case PLACE_TICKET_CREATED:
        return put_time(v->d, out, t->created);
    default:
        return put_time(v->d, out, t->due);
    }
}

bool macro_value(void *values, const struct template_part *p, struct buf *out)
{
    struct macro_values *v = values;
    if (p->word == PLACE_CUSTOM)
        return put_custom(v, p->field, out);
    if (p->word >= PLACE_AGENT_LOGIN)
        return put_agent(v->d, p->word, out);
    if (p->word >= PLACE_CUSTOMER_NAME)
        return put_customer(v, p->word, out);
    return put_ticket(v, p->word, out);
}
