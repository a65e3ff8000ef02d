// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "desk/put.h"

// set: ?1 the thing, ?2 the value
static const struct plain {
    int field;
    const char *get, *set;
} plains[] = {
    {EVENT_CUSTOMER_NAME, "SELECT gone, name FROM customer WHERE id = ?1",
     "UPDATE customer SET name = ?2 WHERE id = ?1"},
    {EVENT_CUSTOMER_LANG, "SELECT gone, lang FROM customer WHERE id = ?1",
     "UPDATE customer SET lang = ?2 WHERE id = ?1"},
    {EVENT_CUSTOMER_TZ, "SELECT gone, tz FROM customer WHERE id = ?1",
     "UPDATE customer SET tz = ?2 WHERE id = ?1"},
    {EVENT_CUSTOMER_NOTE, "SELECT gone, note FROM customer WHERE id = ?1",
     "UPDATE customer SET note = ?2 WHERE id = ?1"},
    {EVENT_CUSTOMER_ORG, "SELECT gone, org FROM customer WHERE id = ?1",
     "UPDATE customer SET org = ?2 WHERE id = ?1"},
    {EVENT_CUSTOMER_GONE, "SELECT NULL, gone FROM customer WHERE id = ?1",
     "UPDATE customer SET gone = ?2 WHERE id = ?1"},
    {EVENT_AGENT_NAME, "SELECT gone, name FROM agent WHERE id = ?1",
     "UPDATE agent SET name = ?2 WHERE id = ?1"},
    {EVENT_AGENT_ROLE, "SELECT gone, role FROM agent WHERE id = ?1",
     "UPDATE agent SET role = ?2 WHERE id = ?1"},
    {EVENT_AGENT_CAPACITY, "SELECT gone, capacity FROM agent WHERE id = ?1",
     "UPDATE agent SET capacity = ?2 WHERE id = ?1"},
    {EVENT_AGENT_AWAY, "SELECT gone, away FROM agent WHERE id = ?1",
     "UPDATE agent SET away = ?2 WHERE id = ?1"},
    {EVENT_AGENT_GONE, "SELECT NULL, gone FROM agent WHERE id = ?1",
     "UPDATE agent SET gone = ?2 WHERE id = ?1"},
    {EVENT_QUEUE_TITLE, "SELECT gone, title FROM queue WHERE id = ?1",
     "UPDATE queue SET title = ?2 WHERE id = ?1"},
    {EVENT_QUEUE_GONE, "SELECT NULL, gone FROM queue WHERE id = ?1",
     "UPDATE queue SET gone = ?2 WHERE id = ?1"},
    {EVENT_FIELD_TYPE, "SELECT gone, type FROM field WHERE id = ?1",
     "UPDATE field SET type = ?2 WHERE id = ?1"},
    {EVENT_FIELD_CHOICES, "SELECT gone, conf FROM field WHERE id = ?1",
     "UPDATE field SET conf = ?2 WHERE id = ?1"},
    {EVENT_FIELD_GONE, "SELECT NULL, gone FROM field WHERE id = ?1",
     "UPDATE field SET gone = ?2 WHERE id = ?1"},
    {EVENT_MACRO_TITLE, "SELECT gone, title FROM macro WHERE id = ?1",
     "UPDATE macro SET title = ?2 WHERE id = ?1"},
    {EVENT_MACRO_ACTIONS, "SELECT gone, actions FROM macro WHERE id = ?1",
     "UPDATE macro SET actions = ?2 WHERE id = ?1"},
    {EVENT_MACRO_GONE, "SELECT NULL, gone FROM macro WHERE id = ?1",
     "UPDATE macro SET gone = ?2 WHERE id = ?1"},
};

static struct val literal(const char *sql)
{
    return (struct val){.type = VAL_SQL, .p = sql};
}

static void record(struct desk *d, const struct event *e)
{
    desk_event(d, e->thing, e->field, e->ref, e->old, e->new, e->typed);
}

static enum put_rc put_plain(struct desk *d, const struct plain *p, const struct event *e)
{
    struct stmt *q = db_query_vals(d->db, (struct val[]){literal(p->get), V(e->thing)}, 2);
    if (!db_row(q))
        return PUT_GONE;
    struct val row = db_val(q, 1);
    bool gone = !db_null(q, 0), equal = val_equal(&row, &e->old);
    db_end(q);
    if (gone || !equal)
        return gone ? PUT_GONE : PUT_DIFFERS;
    record(d, e);
    db_run_vals(d->db, (struct val[]){literal(p->set), V(e->thing), e->new}, 3);
    desk_forget_names(d);
    return PUT_DONE;
}

static enum put_rc put_serves(struct desk *d, const struct event *e)
{
    struct stmt *q =
        db_query(d->db, SQL("SELECT level FROM serves WHERE agent = ?1 AND queue = ?2"),
                 V(e->thing), V(e->ref));
    struct val row = db_row(q) ? db_val(q, 0) : val_null();
    bool equal = val_equal(&row, &e->old);
    db_end(q);
    if (!equal)
        return PUT_DIFFERS;
    if (e->new.type == VAL_NULL)
        db_run(d->db, SQL("DELETE FROM serves WHERE agent = ?1 AND queue = ?2"), V(e->thing),
               V(e->ref));
    else
        db_run(d->db, SQL("INSERT OR REPLACE INTO serves(agent, queue, level) VALUES(?1, ?2, ?3)"),
               V(e->thing), V(e->ref), V(e->new));
    record(d, e);
    return PUT_DONE;
}

// --- what is one of many by a word in front of "=": settings, texts of macros

static struct val behind(const struct val *v)
{
    const char *sign = v->type == VAL_TEXT ? memchr(v->p, '=', v->n) : NULL;
    const char *s = v->p;
    return sign ? val_text(sign + 1, v->n - (size_t)(sign - s) - 1) : val_null();
}

static struct val before(const struct event *e)
{
    const struct val *v = e->old.type == VAL_TEXT ? &e->old : &e->new;
    const char *sign = v->type == VAL_TEXT ? memchr(v->p, '=', v->n) : NULL;
    const char *s = v->p;
    return sign ? val_text(s, (size_t)(sign - s)) : val_null();
}

static bool is_word(const struct val *v, const char *word)
{
    return v->type == VAL_TEXT && v->n == strlen(word) && memcmp(v->p, word, v->n) == 0;
}

// Tickets of no queue need one to go to.
static bool queue_lost(struct desk *d, const struct val *key, const struct val *queue)
{
    return is_word(key, "queue") &&
           !db_get_int(d->db, 0, SQL("SELECT 1 FROM queue WHERE name = ?1 AND gone IS NULL"),
                       V(*queue));
}

static enum put_rc put_setting(struct desk *d, const struct event *e)
{
    struct val key = before(e), old = behind(&e->old), new = behind(&e->new);
    struct stmt *q = db_query(d->db, SQL("SELECT value FROM meta WHERE key = ?1"), V(key));
    struct val row = db_row(q) ? db_val(q, 0) : val_null();
    bool equal = key.type == VAL_TEXT && val_equal(&row, &old);
    db_end(q);
    if (!equal)
        return PUT_DIFFERS;
    if (queue_lost(d, &key, &new))
        return PUT_LAST;
    if (new.type == VAL_NULL)
        db_run(d->db, SQL("DELETE FROM meta WHERE key = ?1"), V(key));
    else
        db_run(d->db, SQL("INSERT OR REPLACE INTO meta(key, value) VALUES(?1, ?2)"), V(key),
               V(new));
    desk_forget_names(d);
    record(d, e);
    return PUT_DONE;
}

static enum put_rc put_text(struct desk *d, const struct event *e)
{
    struct val lang = before(e), old = behind(&e->old), new = behind(&e->new);
    struct stmt *q =
        db_query(d->db, SQL("SELECT body FROM macro_text WHERE macro = ?1 AND lang = ?2"),
                 V(e->thing), V(lang));
    struct val row = db_row(q) ? db_val(q, 0) : val_null();
    bool equal = lang.type == VAL_TEXT && val_equal(&row, &old);
    db_end(q);
    if (!equal)
        return PUT_DIFFERS;
    if (new.type == VAL_NULL)
        db_run(d->db, SQL("DELETE FROM macro_text WHERE macro = ?1 AND lang = ?2"), V(e->thing),
               V(lang));
    else
        db_run(d->db,
               SQL("INSERT OR REPLACE INTO macro_text(macro, lang, body) VALUES(?1, ?2, ?3)"),
               V(e->thing), V(lang), V(new));
    record(d, e);
    return PUT_DONE;
}

enum put_rc put_noun(struct desk *d, const struct event *e)
{
    for (size_t i = 0; i < sizeof plains / sizeof *plains; i++)
        if (plains[i].field == e->field)
            return put_plain(d, &plains[i], e);
    switch (e->field) {
    case EVENT_AGENT_SERVES:
        return put_serves(d, e);
    case EVENT_SETTING:
        return put_setting(d, e);
    case EVENT_MACRO_TEXT:
        return put_text(d, e);
    case EVENT_CUSTOMER_ADDRESS:
        return put_address(d, e);
    default:
        return PUT_UNABLE;
    }
}
