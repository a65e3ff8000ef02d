// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/event_text.h"

#include <string.h>

#include "base/date.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/macro.h"

void event_read(struct stmt *q, struct event_row *e)
{
    *e = (struct event_row){.id = db_int(q, 0),
                            .change = db_int(q, 1),
                            .thing = db_int(q, 2),
                            .field = (int)db_int(q, 3),
                            .at = db_int(q, 4),
                            .ref = db_int(q, 5),
                            .old = db_val(q, 6),
                            .new = db_val(q, 7),
                            .actor = db_int(q, 8),
                            .tool = db_text(q, 9),
                            .key = db_text(q, 10),
                            .undoes = db_int(q, 11),
                            .message_kind = (int)db_int(q, 12)};
}

// A name that is not known (any more) is told by its number, so that nothing is hidden.
static void name_or_number(const char *word, int64_t number, struct buf *out)
{
    if (word)
        buf_str(out, word);
    else
        buf_fmt(out, "#%lld", (long long)number);
}

static void custom_word(struct desk *d, int64_t field, struct buf *out)
{
    buf_str(out, "x.");
    name_or_number(field_word(d, field), field, out);
}

void event_field_word(struct desk *d, const struct event_row *e, struct buf *out)
{
    if (e->field > EVENT_CUSTOM)
        custom_word(d, e->field - EVENT_CUSTOM, out);
    else
        name_or_number(name_word(names_event, e->field), e->field, out);
}

// --- values

static const struct name *enumeration(int field)
{
    switch (field) {
    case EVENT_STATUS:
        return names_status;
    case EVENT_PRIORITY:
        return names_priority;
    case EVENT_RESOLUTION:
        return names_resolution;
    case EVENT_AGENT_ROLE:
        return names_role;
    case EVENT_FIELD_TYPE:
        return names_field_type;
    default:
        return NULL;
    }
}

static void plain(const struct val *v, struct buf *out)
{
    if (v->type == VAL_INT)
        buf_int(out, v->i);
    else if (v->type == VAL_REAL)
        buf_num(out, v->r);
    else if (v->type == VAL_TEXT)
        buf_add(out, v->p, v->n);
}

static void tag_word(struct desk *d, int64_t id, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM tag WHERE id = ?1"), V(id));
    bool found = db_row(q);
    name_or_number(found ? db_text(q, 0) : NULL, id, out);
    if (found)
        db_end(q);
}

static void org_word(struct desk *d, int64_t id, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM org WHERE id = ?1"), V(id));
    bool found = db_row(q);
    name_or_number(found ? db_text(q, 0) : NULL, id, out);
    if (found)
        db_end(q);
}

static void away(int64_t until, struct buf *out)
{
    if (until == INT64_MAX)
        buf_str(out, "yes");
    else
        date_iso(out, until);
}

static void number(struct desk *d, const struct event_row *e, int64_t i, struct buf *out)
{
    switch (e->field) {
    case EVENT_QUEUE:
        name_or_number(queue_word(d, i), i, out);
        break;
    case EVENT_ASSIGNEE:
        name_or_number(agent_word(d, i), i, out);
        break;
    case EVENT_CUSTOMER:
        customer_word(d, i, out);
        break;
    case EVENT_DUE:
    case EVENT_SNOOZE:
    case EVENT_SOLVED:
    case EVENT_CLOSED:
        date_iso(out, i);
        break;
    case EVENT_CUSTOMER_ORG:
        org_word(d, i, out);
        break;
    case EVENT_AGENT_AWAY:
        away(i, out);
        break;
    case EVENT_AGENT_SERVES:
        name_or_number(queue_word(d, e->ref), e->ref, out);
        buf_fmt(out, ":%lld", (long long)i);
        break;
    case EVENT_GONE:
    case EVENT_AGENT_GONE:
    case EVENT_QUEUE_GONE:
    case EVENT_FIELD_GONE:
    case EVENT_MACRO_GONE:
        buf_str(out, i ? "yes" : "no");
        break;
    default:
        buf_int(out, i);
    }
}

// "lang=text"; the text for all other languages has none.
static void macro_text_word(const struct val *v, struct buf *out)
{
    if (v->n && *(const char *)v->p == '=')
        buf_str(out, MACRO_OTHER);
    plain(v, out);
}

// "SOURCE KEY"; what was taken of it is for programs.
static void origin_word(const struct val *v, struct buf *out)
{
    const char *end = v->type == VAL_BLOB ? memchr(v->p, '\n', v->n) : NULL;
    if (end)
        buf_add(out, v->p, (size_t)(end - (const char *)v->p));
}

static bool value(struct desk *d, const struct event_row *e, const struct val *v, struct buf *out)
{
    const struct name *words = enumeration(e->field);
    if (v->type == VAL_NULL)
        return false;
    if (e->field > EVENT_CUSTOM)
        field_text(d, e->field - EVENT_CUSTOM, v, out);
    else if (e->field == EVENT_MESSAGE)
        name_or_number(name_word(names_message, e->message_kind), e->ref, out);
    else if (words)
        name_or_number(name_word(words, (int)v->i), v->i, out);
    else if (v->type == VAL_INT)
        number(d, e, v->i, out);
    else if (e->field == EVENT_ORIGIN)
        origin_word(v, out);
    else if (e->field == EVENT_MACRO_TEXT)
        macro_text_word(v, out);
    else
        plain(v, out);
    return true;
}

bool event_is_member(const struct event_row *e)
{
    int field = e->field;
    return field == EVENT_TAG || field == EVENT_WATCHER || field == EVENT_CC ||
           field == EVENT_BLOCKS || field == EVENT_RELATED || field == EVENT_DUPLICATE;
}

static void member(struct desk *d, const struct event_row *e, struct buf *out)
{
    buf_ch(out, e->new.i ? '+' : '-');
    if (e->field == EVENT_TAG)
        tag_word(d, e->ref, out);
    else if (e->field == EVENT_WATCHER)
        name_or_number(agent_word(d, e->ref), e->ref, out);
    else if (e->field == EVENT_CC)
        customer_word(d, e->ref, out);
    else
        buf_int(out, e->ref);
}

bool event_old(struct desk *d, const struct event_row *e, struct buf *out)
{
    return !event_is_member(e) && value(d, e, &e->old, out);
}

bool event_new(struct desk *d, const struct event_row *e, struct buf *out)
{
    if (!event_is_member(e))
        return value(d, e, &e->new, out);
    member(d, e, out);
    return true;
}

bool event_is_time(struct desk *d, const struct event_row *e)
{
    if (e->field > EVENT_CUSTOM)
        return field_type(d, e->field - EVENT_CUSTOM) == FIELD_TIME;
    return e->field == EVENT_DUE || e->field == EVENT_SNOOZE || e->field == EVENT_SOLVED ||
           e->field == EVENT_CLOSED;
}

// --- things

static void macro_word(struct desk *d, int64_t id, struct buf *out)
{
    struct stmt *q = db_query(d->db, SQL("SELECT name FROM macro WHERE id = ?1"), V(id));
    bool found = db_row(q);
    name_or_number(found ? db_text(q, 0) : NULL, id, out);
    if (found)
        db_end(q);
}

bool event_thing(struct desk *d, const struct event_row *e, struct buf *out)
{
    if (e->field > 0)
        buf_int(out, e->thing);
    else if (e->field > EVENT_ORG_MADE)
        customer_word(d, e->thing, out);
    else if (e->field == EVENT_ORG_MADE)
        org_word(d, e->thing, out);
    else if (e->field == EVENT_TAG_MADE)
        tag_word(d, e->thing, out);
    else if (e->field > EVENT_QUEUE_MADE)
        name_or_number(agent_word(d, e->thing), e->thing, out);
    else if (e->field > EVENT_FIELD_MADE)
        name_or_number(queue_word(d, e->thing), e->thing, out);
    else if (e->field > EVENT_SETTING)
        custom_word(d, e->thing, out);
    else if (e->field <= EVENT_MACRO_MADE)
        macro_word(d, e->thing, out);
    else
        return false;
    return true;
}
