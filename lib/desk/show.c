// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "base/date.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/show_impl.h"

// --- facts

static void fact(struct show *s, const char *name, const char *text, size_t n, int64_t at,
                 bool minor)
{
    s->form->fact(
        s, &(struct show_fact){.name = name, .text = text, .len = n, .at = at, .minor = minor});
}

static void fact_word(struct show *s, const char *name, const char *word)
{
    if (word)
        fact(s, name, word, strlen(word), DATE_NONE, false);
}

static void fact_time(struct show *s, const char *name, int64_t at)
{
    if (at == DATE_NONE)
        return;
    buf_reset(&s->text);
    date_iso(&s->text, at);
    fact(s, name, s->text.s, s->text.len, at, false);
}

static void fact_number(struct show *s, const char *name, int64_t number, bool minor)
{
    buf_reset(&s->text);
    buf_int(&s->text, number);
    fact(s, name, s->text.s, s->text.len, DATE_NONE, minor);
}

static void show_row(struct show *s)
{
    struct desk *d = &s->t->desk;
    const struct ticket *t = &s->ticket;
    fact_word(s, "status", name_word(names_status, t->status));
    fact_word(s, "priority", name_word(names_priority, t->priority));
    fact_word(s, "queue", queue_word(d, t->queue));
    const char *assignee = t->assignee ? agent_word(d, t->assignee) : NULL;
    fact(s, "assignee", assignee, assignee ? strlen(assignee) : 0, DATE_NONE, false);
    fact_time(s, "created", t->created);
    fact_time(s, "updated", t->updated);
    fact_time(s, "due", t->due);
    fact_time(s, "snooze", t->snoozed);
    fact_time(s, "replied", t->first_reply);
    fact_time(s, "solved", t->solved);
    fact_time(s, "closed", t->closed);
    fact_word(s, "resolution", name_word(names_resolution, t->resolution));
    fact_word(s, "category", t->category);
    fact_word(s, "channel", name_word(names_channel, t->channel));
    fact_word(s, "lang", t->lang);
    if (t->parent)
        fact_number(s, "parent", t->parent, false);
    if (t->merged)
        fact_number(s, "merged", t->merged, false);
    fact_number(s, "reopens", t->reopens, true);
    fact_number(s, "transfers", t->transfers, true);
    fact_number(s, "replies", t->agent_msgs, true);
    fact_number(s, "contacts", t->customer_msgs, true);
    fact_number(s, "rev", t->rev, true);
    fact(s, "subject", t->subject, strlen(t->subject), DATE_NONE, true);
}

static void show_tags(struct show *s)
{
    struct stmt *q = db_query(s->t->desk.db,
                              SQL("SELECT g.name FROM ticket_tag x JOIN tag g ON g.id = x.tag"
                                  " WHERE x.ticket = ?1 ORDER BY g.name /* sort */"),
                              V(s->ticket.id));
    buf_reset(&s->text);
    while (db_row(q))
        buf_fmt(&s->text, "%s%s", s->text.len ? "," : "", db_text(q, 0));
    if (s->text.len)
        fact(s, "tags", s->text.s, s->text.len, DATE_NONE, false);
}

static void show_values(struct show *s)
{
    struct desk *d = &s->t->desk;
    struct stmt *q = db_query(d->db,
                              SQL("SELECT v.field, v.value, f.name, f.type FROM value v"
                                  " JOIN field f ON f.id = v.field WHERE v.ticket = ?1"
                                  " AND f.gone IS NULL ORDER BY v.field"),
                              V(s->ticket.id));
    while (db_row(q)) {
        struct val v = db_val(q, 1);
        bool time = db_int(q, 3) == FIELD_TIME && v.type == VAL_INT;
        buf_reset(&s->text);
        buf_reset(&s->word);
        field_text(d, db_int(q, 0), &v, &s->text);
        buf_fmt(&s->word, "x.%s", db_text(q, 2));
        fact(s, s->word.s, s->text.s, s->text.len, time ? v.i : DATE_NONE, false);
    }
}

// --- people

static void person(struct show *s, const char *role, const char *word, const char *text)
{
    s->form->person(s, &(struct show_person){.role = role, .word = word, .text = text});
}

static void show_addresses(struct show *s)
{
    struct stmt *q = db_query(s->t->desk.db,
                              SQL("SELECT coalesce(shown, address) FROM contact"
                                  " WHERE customer = ?1 AND rank > 0 ORDER BY rank"),
                              V(s->ticket.customer));
    while (db_row(q))
        person(s, "address", s->word.s, db_text(q, 0));
}

static void show_customer(struct show *s)
{
    int64_t id = s->ticket.customer;
    if (!id)
        return;
    buf_reset(&s->word);
    customer_word(&s->t->desk, id, &s->word);
    struct stmt *q = db_query(s->t->desk.db,
                              SQL("SELECT c.name, o.name FROM customer c"
                                  " LEFT JOIN org o ON o.id = c.org WHERE c.id = ?1"),
                              V(id));
    while (db_row(q)) {
        person(s, "customer", s->word.s, db_text(q, 0));
        show_addresses(s);
        if (db_text(q, 1))
            person(s, "org", s->word.s, db_text(q, 1));
    }
}

static void show_participants(struct show *s)
{
    struct desk *d = &s->t->desk;
    struct stmt *q = db_query(d->db,
                              SQL("SELECT p.role, p.who, a.login, a.name, c.name FROM participant p"
                                  " LEFT JOIN agent a ON p.role = 1 AND a.id = p.who"
                                  " LEFT JOIN customer c ON p.role = 2 AND c.id = p.who"
                                  " WHERE p.ticket = ?1 ORDER BY p.role, p.who"),
                              V(s->ticket.id));
    while (db_row(q)) {
        const char *role = name_word(names_participant, (int)db_int(q, 0));
        buf_reset(&s->word);
        if (db_int(q, 0) == PARTICIPANT_CC)
            customer_word(d, db_int(q, 1), &s->word);
        else
            buf_str(&s->word, db_text(q, 2));
        person(s, role, s->word.s, db_text(q, db_int(q, 0) == PARTICIPANT_CC ? 4 : 3));
    }
}

// --- messages and changes

bool show_author(struct show *s, const struct show_message *m,
                 void (*customer)(struct desk *d, int64_t id, struct buf *out), struct buf *out)
{
    bool by_customer = m->customer && (m->kind < MESSAGE_REPLY || !m->agent);
    if (by_customer)
        customer(&s->t->desk, m->customer, out);
    else if (m->agent)
        buf_str(out, agent_word(&s->t->desk, m->agent));
    return by_customer || m->agent;
}

// The events of a ticket by number, which is also their order in time.
static struct stmt *history(struct show *s)
{
    return db_query(s->t->desk.db,
                    SQL("SELECT " EVENT_COLUMNS
                        ", m.ticket = e.thing AND m.gone = 0 AND e.new IS NOT NULL, m.agent,"
                        " m.customer, m.channel, m.lang, m.subject, m.body" EVENT_FROM
                        " WHERE e.id IN (SELECT id FROM event WHERE thing = ?1 AND field > 0)"
                        " ORDER BY e.id"),
                    V(s->ticket.id));
}

static void show_history(struct show *s)
{
    enum { SHOWN = EVENT_COLUMNS_N, AGENT, CUSTOMER, CHANNEL, LANG, SUBJECT, BODY };
    struct stmt *q = history(s);
    struct event_row e;
    while (db_row(q)) {
        event_read(q, &e);
        if (db_int(q, SHOWN))
            s->form->message(s, &e,
                             &(struct show_message){.id = e.ref,
                                                    .kind = e.message_kind,
                                                    .agent = db_int(q, AGENT),
                                                    .customer = db_int(q, CUSTOMER),
                                                    .channel = (int)db_int(q, CHANNEL),
                                                    .lang = db_text(q, LANG),
                                                    .subject = db_text(q, SUBJECT),
                                                    .body = db_text(q, BODY),
                                                    .len = db_size(q, BODY)});
        else if (!s->thread)
            s->form->change(s, &e);
    }
}

static void show_all(struct show *s)
{
    bool page = s->form == &show_page; // where the customer comes sooner
    s->form->begin(s);
    if (page || !s->thread) {
        show_row(s);
        if (page)
            show_customer(s);
        show_tags(s);
        show_values(s);
        if (!page)
            show_customer(s);
        show_participants(s);
    }
    show_history(s);
    s->form->end(s);
}

// --- the whole

void show_open(struct show *s, struct tool *t, bool thread)
{
    bool page = t->style.format == REC_TABLE && !t->o->columns;
    bool ids = t->style.format == REC_IDS || t->style.format == REC_NUL;
    *s = (struct show){
        .t = t, .thread = thread, .ids = ids, .form = page ? &show_page : &show_records};
    buf_init(&s->text);
    buf_init(&s->word);
    if (page)
        show_page_open(s);
    else
        show_records_open(s);
}

bool show_ticket(struct show *s, int64_t id)
{
    struct out *out = &s->t->out;
    db_begin_read(s->t->desk.db);
    out->hold = true;
    bool found = ticket_get(&s->t->desk, id, &s->ticket);
    if (found && s->ids)
        show_record_id(s);
    else if (found)
        show_all(s);
    db_commit(s->t->desk.db);
    out->hold = s->paged;
    if (!s->paged && (spool_size(&out->held) || out->buf.len >= OUT_CHUNK))
        out_flush(out); // no transaction is open: the reader may take its time
    ticket_free(&s->ticket);
    s->shown += found;
    return found;
}

void show_close(struct show *s)
{
    if (s->form == &show_page)
        show_page_close(s);
    else
        show_records_close(s);
    buf_free(&s->text);
    buf_free(&s->word);
}
