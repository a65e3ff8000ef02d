// SPDX-License-Identifier: GPL-3.0-or-later
// The rules here are written down apart from those of ticket.c, customer.c and agent.c, so that the
// two can be held against each other.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/lifecycle.h"
#include "desk/replay_impl.h"

void replay_init(struct replay *r)
{
    *r = (struct replay){.text = BUF_INIT, .first_reply = DATE_NONE};
}

void replay_start(struct replay *r)
{
    json_decref(r->init);
    r->init = NULL;
    r->n_steps = r->n_facts = 0;
    r->init_erased = r->addresses_erased = false;
    r->agent_msgs = r->customer_msgs = 0;
    r->first_reply = DATE_NONE;
    buf_reset(&r->text);
}

void replay_free(struct replay *r)
{
    replay_start(r);
    free(r->step);
    free(r->fact);
    buf_free(&r->text);
    replay_init(r);
}

// --- taking events in

// The bytes go into a buffer that may move: until the fold, n and an offset (in i) stand for them.
static struct val copied(struct replay *r, struct val v)
{
    if (v.type != VAL_TEXT && v.type != VAL_BLOB)
        return v;
    v.i = (int64_t)r->text.len;
    buf_add(&r->text, v.p, v.n);
    return v;
}

static void settle(const struct replay *r, struct val *v)
{
    if (v->type == VAL_TEXT || v->type == VAL_BLOB)
        v->p = r->text.s + v->i;
}

static struct step *new_step(struct replay *r)
{
    r->step = mem_grow(r->step, &r->cap_steps, r->n_steps, sizeof *r->step);
    r->step[r->n_steps] = (struct step){.text = ""};
    return &r->step[r->n_steps++];
}

// The fields of which a thing has many, one for each ref.
static bool is_many(int field)
{
    return field == EVENT_TAG || field == EVENT_WATCHER || field == EVENT_CC ||
           field == EVENT_BLOCKS || field == EVENT_RELATED || field == EVENT_DUPLICATE ||
           field == EVENT_MESSAGE || field == EVENT_AGENT_SERVES ||
           field == EVENT_CUSTOMER_ADDRESS || field == EVENT_CUSTOMER_PRIMARY;
}

void replay_add(struct replay *r, int64_t id, const struct event *e, bool erased, bool counts)
{
    struct val old = copied(r, e->old), new = copied(r, e->new);
    struct step *s = new_step(r);
    s->id = id;
    s->at = e->at;
    s->field = e->field;
    s->ref = is_many(e->field) ? e->ref : 0;
    s->erased = erased;
    s->counts = counts;
    s->old = old;
    s->new = new;
}

// --- first values

static void first_value(struct replay *r, const struct step *init, int field, int64_t ref,
                        struct val v)
{
    int64_t id = init->id, at = init->at; // new_step may move it
    struct step *s = new_step(r);
    s->id = id;
    s->at = at;
    s->field = field;
    s->ref = ref;
    s->first = true;
    s->new = v;
}

static struct val json_value(const json_t *j)
{
    switch (json_typeof(j)) {
    case JSON_INTEGER:
        return val_int(json_integer_value(j));
    case JSON_REAL:
        return val_real(json_real_value(j));
    case JSON_STRING:
        return val_text(json_string_value(j), json_string_length(j));
    default:
        return val_null();
    }
}

static void first_set(struct replay *r, size_t at, int field, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        first_value(r, &r->step[at], field, json_integer_value(json_array_get(list, i)),
                    val_int(1));
}

// The INIT event, step number `at`, as one step for each value in it.
static bool expand_init(struct replay *r, size_t at)
{
    static const struct name plain[] = {
        {EVENT_QUEUE, "queue"},       {EVENT_PRIORITY, "priority"}, {FACT_CHANNEL, "channel"},
        {EVENT_ASSIGNEE, "assignee"}, {EVENT_CUSTOMER, "customer"}, {EVENT_DUE, "due"},
        {EVENT_SNOOZE, "snooze"},     {EVENT_CATEGORY, "category"}, {EVENT_LANG, "lang"},
        {EVENT_SUBJECT, "subject"},   {EVENT_PARENT, "parent"},     {0, NULL},
    };
    const struct val *text = &r->step[at].new;
    r->init_erased = r->step[at].erased;
    if (r->init_erased)
        return true;
    if (r->init) // it cannot begin twice
        return false;
    r->init = text->type == VAL_TEXT ? json_loadb(text->p, text->n, JSON_ALLOW_NUL, NULL) : NULL;
    if (!json_is_object(r->init))
        return false;
    const char *key;
    json_t *value, *fields = json_object_get(r->init, "x");
    for (const struct name *p = plain; p->word; p++)
        if ((value = json_object_get(r->init, p->word)))
            first_value(r, &r->step[at], p->number, 0, json_value(value));
    first_set(r, at, EVENT_TAG, json_object_get(r->init, "tags"));
    first_set(r, at, EVENT_WATCHER, json_object_get(r->init, "watchers"));
    first_set(r, at, EVENT_CC, json_object_get(r->init, "cc"));
    json_object_foreach(fields, key, value)
        first_value(r, &r->step[at], EVENT_CUSTOM + atoi(key), 0, json_value(value));
    return true;
}

static void expand_customer(struct replay *r, size_t at)
{
    bool erased = r->step[at].erased;
    first_value(r, &r->step[at], FACT_CUSTOMER_SINCE, 0, val_int(r->step[at].at));
    first_value(r, &r->step[at], EVENT_CUSTOMER_NAME, 0, r->step[at].new);
    r->step[r->n_steps - 1].erased = erased;
}

// "key=value" (of a macro "lang=text") becomes a fact of that key.
static void part_setting(struct step *s)
{
    for (struct val *v = &s->old; v; v = v == &s->old ? &s->new : NULL) {
        const char *sign = v->type == VAL_TEXT ? memchr(v->p, '=', v->n) : NULL;
        if (!sign)
            continue;
        s->text = v->p;
        s->len = (size_t)(sign - s->text);
        *v = val_text(sign + 1, v->n - s->len - 1);
    }
}

// A ticket may have been made under several keys; an undo gives them back.
static void take_key(struct step *s)
{
    const struct val *key = s->new.type == VAL_TEXT ? &s->new : &s->old;
    if (key->type != VAL_TEXT)
        return;
    s->text = key->p;
    s->len = key->n;
    s->new = key == &s->new ? val_int(1) : val_null();
}

// "SOURCE KEY" and what was taken of it, parted by a newline.
static void take_origin(struct step *s)
{
    const struct val *v = s->new.type == VAL_BLOB ? &s->new : &s->old;
    const char *end = v->type == VAL_BLOB ? memchr(v->p, '\n', v->n) : NULL;
    if (!end)
        return;
    s->text = v->p;
    s->len = (size_t)(end - s->text);
    s->new = v == &s->new ? val_blob(end + 1, v->n - s->len - 1) : val_null();
}

static bool expand(struct replay *r)
{
    bool readable = true;
    for (size_t i = 0, n = r->n_steps; i < n; i++) {
        settle(r, &r->step[i].old);
        settle(r, &r->step[i].new);
        if (r->step[i].field == EVENT_INIT)
            readable = expand_init(r, i) && readable;
        else if (r->step[i].field == EVENT_CUSTOMER_MADE)
            expand_customer(r, i);
        else if (r->step[i].field == EVENT_SETTING || r->step[i].field == EVENT_MACRO_TEXT)
            part_setting(&r->step[i]);
        else if (r->step[i].field == EVENT_KEY)
            take_key(&r->step[i]);
        else if (r->step[i].field == EVENT_ORIGIN)
            take_origin(&r->step[i]);
    }
    return readable;
}

// --- facts

struct fact *replay_fact(struct replay *r, int field, int64_t ref, struct val value)
{
    r->fact = mem_grow(r->fact, &r->cap_facts, r->n_facts, sizeof *r->fact);
    r->fact[r->n_facts] = (struct fact){.field = field, .ref = ref, .text = "", .value = value};
    return &r->fact[r->n_facts++];
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int text_order(const char *a, size_t an, const char *b, size_t bn)
{
    int c = memcmp(a, b, an < bn ? an : bn);
    return c ? c : order((int64_t)an, (int64_t)bn);
}

static int key_order(const struct step *a, const struct step *b)
{
    int c = order(a->field, b->field);
    if (!c)
        c = order(a->ref, b->ref);
    return c ? c : text_order(a->text, a->len, b->text, b->len);
}

static int by_key(const void *x, const void *y)
{
    const struct step *a = x, *b = y;
    int c = key_order(a, b);
    if (!c)
        c = order(a->id, b->id);
    return c ? c : order(b->first, a->first);
}

static int by_id(const void *x, const void *y)
{
    return order(((const struct step *)x)->id, ((const struct step *)y)->id);
}

static int fact_order(const void *x, const void *y)
{
    const struct fact *a = x, *b = y;
    int c = order(a->field, b->field);
    if (!c)
        c = order(a->ref, b->ref);
    return c ? c : text_order(a->text, a->len, b->text, b->len);
}

// What is on or off has no third state.
static struct val tidy(int field, struct val v)
{
    bool flag = field == EVENT_TAG || field == EVENT_WATCHER || field == EVENT_CC ||
                field == EVENT_BLOCKS || field == EVENT_RELATED || field == EVENT_DUPLICATE ||
                field == EVENT_GONE;
    bool off = v.type == VAL_NULL || (v.type == VAL_INT && v.i == 0);
    return !flag ? v : off ? val_null() : val_int(1);
}

// The last event of each key says what is.
static void fold_keys(struct replay *r)
{
    qsort(r->step, r->n_steps, sizeof *r->step, by_key);
    for (size_t i = 0, next; i < r->n_steps; i = next) {
        for (next = i + 1; next < r->n_steps && key_order(&r->step[i], &r->step[next]) == 0;)
            next++;
        const struct step *s = &r->step[next - 1];
        if (s->field == EVENT_CUSTOMER_ADDRESS || s->field == EVENT_CUSTOMER_PRIMARY)
            continue; // see replay_addresses
        struct fact *f = replay_fact(r, s->field, s->ref, tidy(s->field, s->new));
        f->at = r->step[i].at;
        f->text = s->text;
        f->len = s->len;
        f->erased = s->erased;
    }
}

// --- all of it

bool replay_fold(struct replay *r)
{
    if (!r->n_steps)
        return true;
    bool readable = expand(r);
    qsort(r->step, r->n_steps, sizeof *r->step, by_id);
    replay_addresses(r);
    replay_course(r);
    fold_keys(r);
    if (r->n_facts)
        qsort(r->fact, r->n_facts, sizeof *r->fact, fact_order);
    return readable;
}

// --- asking

struct fact *replay_find(const struct replay *r, int field, int64_t ref, const char *text)
{
    struct fact key = {.field = field, .ref = ref, .text = text, .len = strlen(text)};
    return r->n_facts ? bsearch(&key, r->fact, r->n_facts, sizeof *r->fact, fact_order) : NULL;
}

void replay_message(struct replay *r, enum message_kind kind, int64_t at)
{
    r->agent_msgs += kind == MESSAGE_REPLY;
    r->customer_msgs += kind == MESSAGE_CUSTOMER;
    if (kind == MESSAGE_REPLY && (r->first_reply == DATE_NONE || at < r->first_reply))
        r->first_reply = at;
}

struct val replay_count(const struct replay *r, int field)
{
    return field == FACT_FIRST_REPLY  ? val_time(r->first_reply)
           : field == FACT_AGENT_MSGS ? val_int(r->agent_msgs)
                                      : val_int(r->customer_msgs);
}

int replay_maker(int field)
{
    static const int makers[] = {
        EVENT_CUSTOMER_MADE, EVENT_AGENT_MADE, EVENT_QUEUE_MADE, EVENT_FIELD_MADE, 0, 0,
        EVENT_MACRO_MADE};
    if (field == FACT_CUSTOMER_SINCE)
        return EVENT_CUSTOMER_MADE;
    if (field > 0)
        return EVENT_INIT;
    if (field == EVENT_ORG_MADE || field == EVENT_TAG_MADE)
        return field;
    int hundred = field / -100 - 1; // of EVENT_LIST
    return hundred >= 0 && hundred < (int)(sizeof makers / sizeof *makers) ? makers[hundred] : 0;
}
