// SPDX-License-Identifier: GPL-3.0-or-later
// What an undo does, told to a person.  Values are what others typed: they are made safe and cut.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "desk/event_text.h"
#include "desk/replay.h"
#include "desk/undo_impl.h"

enum { TICKETS_TOLD = 20, NOUNS_TOLD = 20, VALUE_WIDTH = 60, WORDS_MAX = 12 };

struct telling {
    const struct undo *u;
    bool all;
    struct buf *out, words, lines; // words: the fields
    int field[WORDS_MAX], n_fields;
    int64_t *ids, first[TICKETS_TOLD]; // of the tickets; those that are told one by one
    size_t n_ids, cap_ids, n_first;
    int64_t tickets, nouns; // how many
};

// --- one event

static void cut(struct buf *out, const char *s, size_t n)
{
    struct buf safe = BUF_INIT;
    int used;
    utf8_visible(&safe, s, n, UTF8_KEEP_NONE);
    size_t fits = utf8_prefix(safe.s, safe.len, VALUE_WIDTH, &used);
    buf_add(out, safe.s, fits);
    if (fits < safe.len)
        buf_str(out, "…");
    buf_free(&safe);
}

static void add_value(struct telling *k, const struct event_row *e, bool old)
{
    struct buf b = BUF_INIT;
    bool some = old ? event_old(k->u->d, e, &b) : event_new(k->u->d, e, &b);
    if (some)
        cut(&k->lines, b.s, b.len);
    else
        buf_str(&k->lines, "none");
    buf_free(&b);
}

static void subject(struct telling *k, int64_t ticket)
{
    struct stmt *q =
        db_query(k->u->d->db, SQL("SELECT subject FROM ticket WHERE id = ?1"), V(ticket));
    if (!db_row(q))
        return;
    buf_str(&k->lines, ": ");
    cut(&k->lines, db_text(q, 0), db_size(q, 0));
    db_end(q);
}

static bool is_one_of_many(int field)
{
    return (field >= EVENT_TAG && field <= EVENT_CC) ||
           (field >= EVENT_BLOCKS && field <= EVENT_DUPLICATE);
}

// "assignee ann <- bob": what will be, and what was
static void tell_change(struct telling *k, const struct event_row *e)
{
    struct event_row back = *e;
    back.old = e->new;
    back.new = e->old;
    event_field_word(k->u->d, &back, &k->lines);
    buf_ch(&k->lines, ' ');
    add_value(k, &back, false);
    if (is_one_of_many(e->field))
        return;
    buf_str(&k->lines, " <- ");
    add_value(k, &back, true);
}

static void tell_coming(struct telling *k, const struct event_row *e, bool comes)
{
    if (e->field == EVENT_MESSAGE) {
        const char *kind = name_word(names_message, e->message_kind);
        buf_fmt(&k->lines, "%s %s", kind ? kind : "message", comes ? "comes back" : "goes");
        return;
    }
    buf_str(&k->lines, comes ? "comes back" : "goes");
    if (e->field > 0)
        subject(k, e->thing);
}

static void tell_event(struct telling *k, const struct event_row *e)
{
    int maker = replay_maker(e->field);
    bool gone = maker && e->field == undo_gone_field(maker);
    undo_thing(k->u->d, e->field, e->thing, &k->lines);
    buf_str(&k->lines, ": ");
    if (e->field == maker)
        tell_coming(k, e, false);
    else if (gone || e->field == EVENT_MESSAGE)
        tell_coming(k, e, gone ? e->new.type != VAL_NULL : e->new.type == VAL_NULL);
    else
        tell_change(k, e);
    buf_ch(&k->lines, '\n');
}

// --- which of them

static bool is_told(const struct undo *u, const struct event_row *e)
{
    int maker = replay_maker(e->field);
    const struct undo_made *made = undo_find_made(u, maker, e->thing);
    if (e->field == EVENT_REQUEST || e->field == EVENT_RESTORED || e->field == EVENT_KEY ||
        e->field == EVENT_ORIGIN || e->field == EVENT_CUSTOMER_PRIMARY ||
        e->field == EVENT_ORG_MADE || e->field == EVENT_TAG_MADE ||
        (e->field == EVENT_STATUS && e->old.type == VAL_NULL))
        return false;
    if (!made)
        return true;
    if (made->stays)
        return false;
    return made->anew ? e->field == maker : true;
}

static void note_field(struct telling *k, const struct event_row *e)
{
    for (int i = 0; i < k->n_fields; i++)
        if (k->field[i] == e->field)
            return;
    if (k->n_fields == WORDS_MAX)
        return;
    k->field[k->n_fields++] = e->field;
    buf_str(&k->words, k->n_fields > 1 ? ", " : "");
    if (e->field == EVENT_INIT)
        buf_str(&k->words, "new");
    else
        event_field_word(k->u->d, e, &k->words);
}

// Is it still one of the first tickets?  A merge turns to and fro between two of them; with the
// first one too many the telling is over.
static bool is_first(struct telling *k, int64_t id)
{
    if (k->n_first > TICKETS_TOLD)
        return false;
    for (size_t i = 0; i < k->n_first; i++)
        if (k->first[i] == id)
            return true;
    if (k->n_first < TICKETS_TOLD)
        k->first[k->n_first] = id;
    return ++k->n_first <= TICKETS_TOLD;
}

static void note_id(struct telling *k, int64_t id)
{
    if (k->n_ids && k->ids[k->n_ids - 1] == id)
        return;
    k->ids = mem_grow(k->ids, &k->cap_ids, k->n_ids, sizeof *k->ids);
    k->ids[k->n_ids++] = id;
}

static int by_id(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static int64_t count_tickets(struct telling *k)
{
    int64_t n = 0;
    if (k->n_ids)
        qsort(k->ids, k->n_ids, sizeof *k->ids, by_id);
    for (size_t i = 0; i < k->n_ids; i++)
        n += i == 0 || k->ids[i] != k->ids[i - 1];
    return n;
}

static void look_at(struct telling *k, const struct event_row *e)
{
    if (e->field == EVENT_TAG_MADE && k->all) {
        buf_str(&k->lines, "tag ");
        event_thing(k->u->d, e, &k->lines);
        buf_str(&k->lines, " stays\n");
    }
    if (!is_told(k->u, e))
        return;
    note_field(k, e);
    if (e->field > 0)
        note_id(k, e->thing);
    else
        k->nouns++;
    if (k->all || (e->field > 0 ? is_first(k, e->thing) : k->nouns <= NOUNS_TOLD))
        tell_event(k, e);
}

static void tell_head(struct telling *k)
{
    const struct undo *u = k->u;
    undo_change_word(u->d, u->root, k->out);
    buf_str(k->out, " of ");
    date_iso(k->out,
             db_get_int(u->d->db, 0, SQL("SELECT at FROM change WHERE id = ?1"), V(u->root)));
    buf_fmt(k->out, " is %s: ", u->redo ? "done again" : "undone");
    if (k->tickets)
        buf_fmt(k->out, "%lld ticket%s, ", (long long)k->tickets, k->tickets == 1 ? "" : "s");
    buf_fmt(k->out, "%s\n", k->words.s ? k->words.s : "nothing");
}

void undo_plan(const struct undo *u, bool all, struct buf *out)
{
    struct telling k = {.u = u, .all = all, .out = out, .words = BUF_INIT, .lines = BUF_INIT};
    struct stmt *q = db_query(u->d->db,
                              SQL("SELECT " EVENT_COLUMNS EVENT_FROM " WHERE e.id BETWEEN ?1 AND ?2"
                                  " ORDER BY e.id"),
                              V(u->first), V(u->last));
    while (db_row(q)) {
        struct event_row e;
        event_read(q, &e);
        look_at(&k, &e);
    }
    k.tickets = count_tickets(&k);
    tell_head(&k);
    if (k.lines.len)
        buf_add(out, k.lines.s, k.lines.len);
    if (!all && k.tickets > TICKETS_TOLD)
        buf_fmt(out, "... and %lld more tickets\n", (long long)(k.tickets - TICKETS_TOLD));
    if (u->stays.len)
        buf_add(out, u->stays.s, u->stays.len);
    free(k.ids);
    buf_free(&k.words);
    buf_free(&k.lines);
}
