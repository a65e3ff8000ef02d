// SPDX-License-Identifier: GPL-3.0-or-later
// What went and what came, line by line: records of one line each, or a page for people.
//
// On the page what people wrote always stands behind a sign and the name of its field, so that no
// text can pass itself off as another change.
#include <jansson.h>
#include <string.h>

#include "base/diff.h"
#include "base/wrap.h"
#include "desk/log_impl.h"

#define DOT   " \xC2\xB7 "
#define BOLD  "\033[1m"
#define RED   "\033[31m"
#define GREEN "\033[32m"

// clang-format off
enum { TICKET, CHANGE, AT, ACTOR, FIELD, DIFF, TEXT, EVENT, TOOL, REF, KEY, THING, COLUMNS };
// clang-format on
const struct rec_column log_diff_columns[] = {
    [TICKET] = {"ticket", REC_ID, "ticket that it belongs to, if any", false},
    [CHANGE] = {"change", REC_INT, "change set: all that one command did", false},
    [AT] = {"at", REC_TIME, "when it happened", false},
    [ACTOR] = {"actor", REC_NAME, "agent who did it", false},
    [FIELD] = {"field", REC_NAME, "what changed; of a message its kind", false},
    [DIFF] = {"diff", REC_NAME, "old: the line went; new: it came", false},
    [TEXT] = {"text", REC_TEXT, "the line, of a value or a text", false},
    [EVENT] = {"event", REC_INT, "number of the event", false},
    [TOOL] = {"tool", REC_NAME, "command that did it", false},
    [REF] = {"ref", REC_INT, "number of the message, tag, agent or customer in it", false},
    [KEY] = {"key", REC_TEXT, "idempotency key of the change set", false},
    [THING] = {"thing", REC_TEXT, "ticket, customer, agent, queue or field that changed", false},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};
static const enum log_column shared[COLUMNS] = {
    [TICKET] = LOG_TICKET, [CHANGE] = LOG_CHANGE, [AT] = LOG_AT,
    [ACTOR] = LOG_ACTOR,   [EVENT] = LOG_EVENT,   [TOOL] = LOG_TOOL,
    [REF] = LOG_REF,       [KEY] = LOG_KEY,       [THING] = LOG_THING};

struct lines { // of one event
    struct log *l;
    const struct event_row *e;
    struct buf field;
};

// --- a record

static void put_record(struct lines *p, char sign, const char *s, size_t n)
{
    struct log *l = p->l;
    for (int i = 0; i < l->columns.n; i++) {
        int column = l->columns.which[i];
        if (column == FIELD)
            recout_text(l->r, p->field.s, p->field.len);
        else if (column == DIFF)
            recout_str(l->r, sign == '-' ? "old" : "new");
        else if (column == TEXT)
            recout_text(l->r, s, n);
        else
            log_cell(&l->t->desk, l->r, (int)shared[column], p->e, NULL, &l->text);
    }
    recout_end(l->r);
}

// --- a page

static void put_page_line(struct log *l, const struct buf *first, const char *color, const char *s,
                          size_t n)
{
    const struct wrap w = {.first = first->s,
                           .indent = "    ",
                           .on = l->t->style.color ? color : NULL,
                           .off = "\033[0m",
                           .width = l->t->style.width};
    size_t before = l->t->out.buf.len;
    wrap_text(&l->t->out.buf, &w, s, n);
    if (l->t->out.buf.len == before) // an empty line is one, too
        buf_fmt(&l->t->out.buf, "%.*s\n", (int)(first->len - 1), first->s);
    out_record(&l->t->out);
}

// "#17 · change 812 · 2026-11-22 12:00 · ann · tk-set"
static void put_heading(struct log *l, const struct event_row *e)
{
    int64_t ticket = e->field > 0 ? e->thing : 0;
    const char *actor = e->actor ? agent_word(&l->t->desk, e->actor) : NULL;
    struct buf b = BUF_INIT;
    if (l->change == e->change && l->thing == ticket)
        return;
    buf_str(&l->t->out.buf, l->change ? "\n" : "");
    l->change = e->change;
    l->thing = ticket;
    if (ticket)
        buf_fmt(&b, "#%lld" DOT, (long long)ticket);
    buf_fmt(&b, "change %lld" DOT, (long long)e->change);
    date_local(&b, e->at, l->t->style.zone);
    buf_fmt(&b, DOT "%s%s%s", actor ? actor : "", actor ? DOT : "", e->tool);
    put_page_line(l, &(struct buf)BUF_INIT, BOLD, b.s, b.len);
    buf_free(&b);
}

static void put_on_page(struct lines *p, char sign, const char *s, size_t n)
{
    struct log *l = p->l;
    struct buf thing = BUF_INIT;
    put_heading(l, p->e);
    buf_reset(&l->text);
    buf_fmt(&l->text, "%c ", sign);
    wrap_part(&l->text, p->field.s, p->field.len);
    if (p->e->field < 0 && event_thing(&l->t->desk, p->e, &thing)) {
        buf_ch(&l->text, ' ');
        wrap_part(&l->text, thing.s, thing.len);
    }
    buf_str(&l->text, ": ");
    put_page_line(l, &l->text, sign == '-' ? RED : GREEN, s ? s : "", n);
    buf_free(&thing);
}

// --- lines

static void put_line(void *arg, char sign, const char *s, size_t n)
{
    struct lines *p = arg;
    if (p->l->r)
        put_record(p, sign, s, n);
    else
        put_on_page(p, sign, s, n);
    p->l->rows++;
}

static void put_lines(struct lines *p, char sign, const char *s, size_t n)
{
    if (sign == '-')
        diff_lines(s, n, "", 0, put_line, p);
    else
        diff_lines("", 0, s, n, put_line, p);
}

// --- events

static void put_message(struct lines *p, struct stmt *q)
{
    const char *kind = name_word(names_message, p->e->message_kind);
    const char *body = db_text(q, EVENT_COLUMNS_N);
    size_t n = db_size(q, EVENT_COLUMNS_N);
    char sign = p->e->new.type == VAL_NULL ? '-' : '+';
    buf_reset(&p->field);
    buf_str(&p->field, kind ? kind : "message");
    if (n)
        put_lines(p, sign, body, n);
    else
        put_line(p, sign, NULL, 0);
}

// A time on the page is like all others there.
static bool put_value(struct lines *p, const struct event_row *e, bool new, struct buf *out)
{
    struct desk *d = &p->l->t->desk;
    const struct val *v = new ? &e->new : &e->old;
    if (!p->l->r && v->type == VAL_INT && event_is_time(d, e)) {
        date_local(out, v->i, p->l->t->style.zone);
        return true;
    }
    return (new ? event_new : event_old)(d, e, out);
}

static void put_change(struct lines *p, const struct event_row *e)
{
    struct desk *d = &p->l->t->desk;
    struct buf old = BUF_INIT, new = BUF_INIT;
    bool was = put_value(p, e, false, &old), is = put_value(p, e, true, &new);
    buf_reset(&p->field);
    event_field_word(d, e, &p->field);
    if (event_is_member(e)) // "+vip": its sign is that of the line
        put_line(p, new.s[0], new.s + 1, new.len - 1);
    else if (was && is)
        diff_lines(old.s, old.len, new.s, new.len, put_line, p);
    else if (was)
        put_lines(p, '-', old.s, old.len);
    else if (is)
        put_lines(p, '+', new.s, new.len);
    buf_free(&old);
    buf_free(&new);
}

// --- the first values of a ticket

static void put_first(struct lines *p, int field, int64_t ref, const json_t *j)
{
    struct event_row e = *p->e;
    e.field = field;
    e.ref = ref;
    e.old = val_null();
    if (ref)
        e.new = val_int(1);
    else if (json_is_integer(j))
        e.new = val_int(json_integer_value(j));
    else if (json_is_real(j))
        e.new = val_real(json_real_value(j));
    else
        e.new = val_text(json_string_value(j), json_string_length(j));
    if (json_is_number(j) || json_is_string(j))
        put_change(p, &e);
}

static void put_first_members(struct lines *p, int field, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        put_first(p, field, json_integer_value(json_array_get(list, i)), json_array_get(list, i));
}

static void put_init(struct lines *p)
{
    static const struct name plain[] = {{EVENT_SUBJECT, "subject"},
                                        {EVENT_PRIORITY, "priority"},
                                        {EVENT_QUEUE, "queue"},
                                        {EVENT_ASSIGNEE, "assignee"},
                                        {EVENT_CUSTOMER, "customer"},
                                        {EVENT_CATEGORY, "category"},
                                        {EVENT_LANG, "lang"},
                                        {EVENT_DUE, "due"},
                                        {EVENT_SNOOZE, "snooze"},
                                        {EVENT_PARENT, "parent"},
                                        {0, NULL}};
    const struct val *text = &p->e->new;
    const char *key;
    json_t *value,
        *init = text->type == VAL_TEXT ? json_loadb(text->p, text->n, JSON_ALLOW_NUL, NULL) : NULL;
    for (const struct name *n = plain; n->word; n++)
        if ((value = json_object_get(init, n->word)))
            put_first(p, n->number, 0, value);
    put_first_members(p, EVENT_TAG, json_object_get(init, "tags"));
    put_first_members(p, EVENT_WATCHER, json_object_get(init, "watchers"));
    put_first_members(p, EVENT_CC, json_object_get(init, "cc"));
    json_object_foreach(json_object_get(init, "x"), key, value)
        put_first(p, EVENT_CUSTOM + atoi(key), 0, value);
    json_decref(init);
}

void log_diff(struct log *l, const struct event_row *e, struct stmt *q)
{
    struct lines p = {.l = l, .e = e, .field = BUF_INIT};
    if (e->field == EVENT_INIT)
        put_init(&p);
    else if (e->field == EVENT_MESSAGE)
        put_message(&p, q);
    else
        put_change(&p, e);
    buf_free(&p.field);
}
