// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/as_of.h"
#include "desk/customer.h"
#include "desk/field.h"
#include "desk/lease.h"
#include "desk/merge.h"
#include "desk/show_impl.h"
#include "desk/split.h"

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

// "bob until 2026-11-22 12:20" on the page, for programs two facts.
static void show_holder(struct show *s)
{
    const struct ticket *t = &s->ticket;
    if (!lease_runs(&s->t->desk, t))
        return;
    const char *holder = agent_word(&s->t->desk, t->lease_by);
    if (s->form != &show_page) {
        fact_word(s, "lease_by", holder);
        fact_time(s, "lease", t->lease);
        return;
    }
    buf_reset(&s->text);
    buf_fmt(&s->text, "%s until ", holder);
    date_local(&s->text, t->lease, s->t->style.zone);
    fact(s, "held", s->text.s, s->text.len, DATE_NONE, false);
}

// "bob since 2026-11-22 12:20": whose answer is in the making.
static void show_drafts(struct show *s)
{
    struct stmt *q = db_query(s->t->desk.db,
                              SQL(MERGED_THREAD "SELECT a.login, min(r.at) FROM draft r"
                                                " JOIN agent a ON a.id = r.agent WHERE r.ticket IN"
                                                " (SELECT id FROM thread) GROUP BY r.agent"
                                                " /* scan */ /* sort */"),
                              V(s->ticket.id));
    while (db_row(q)) {
        buf_reset(&s->text);
        buf_fmt(&s->text, "%s since ", db_text(q, 0));
        if (s->form == &show_page)
            date_local(&s->text, db_int(q, 1), s->t->style.zone);
        else
            date_iso(&s->text, db_int(q, 1));
        fact(s, "drafting", s->text.s, s->text.len, DATE_NONE, false);
    }
}

static void fact_merged_from(struct show *s)
{
    struct stmt *q = db_query(s->t->desk.db,
                              SQL(MERGED_THREAD "SELECT id FROM thread WHERE id <> ?1 ORDER BY id"
                                                " /* scan */ /* sort */"),
                              V(s->ticket.id));
    buf_reset(&s->text);
    while (db_row(q))
        buf_fmt(&s->text, "%s%lld", s->text.len ? "," : "", (long long)db_int(q, 0));
    if (s->text.len)
        fact(s, "merged_from", s->text.s, s->text.len, DATE_NONE, false);
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
    show_holder(s);
    show_drafts(s);
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
    if (s->joined)
        fact_merged_from(s);
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

enum { TICKET = EVENT_COLUMNS_N, AT, AGENT, CUSTOMER, CHANNEL, LANG, SUBJECT, BODY, GONE, HERE };
#define HISTORY                                                                                    \
    "SELECT " EVENT_COLUMNS ", m.ticket, m.at, m.agent, m.customer, m.channel, m.lang, m.subject," \
    " m.body, m.gone, m.gone = 0 AND m.ticket = e.thing AND "
// What follows there: whether the message came to the ticket by this event.
#define FIRST_ADDED                                                                                \
    "e.id IN (SELECT min(id) FROM event WHERE thing IN (SELECT id FROM thread) AND field = 13"     \
    " AND new IS NOT NULL GROUP BY thing, ref) AS here"
#define ADDED "e.new IS NOT NULL AS here"

// Nothing was merged into it, and no message came from another ticket or was taken back: the order
// of its events is that of time.
static bool is_plain(const struct show *s)
{
    return !s->joined && !s->t->desk.as_of &&
           !db_get_int(s->t->desk.db, 0,
                       SQL("SELECT EXISTS(SELECT 1 FROM event e WHERE e.thing = ?1"
                           " AND e.field = 13 AND (e.old IS NOT NULL OR e.at <>"
                           " (SELECT m.at FROM message m WHERE m.id = e.ref)))"),
                       V(s->ticket.id));
}

static struct stmt *plain_history(struct show *s)
{
    return db_query(s->t->desk.db,
                    SQL(HISTORY ADDED EVENT_FROM
                        " WHERE e.id IN (SELECT id FROM event WHERE thing = ?1 AND field > 0)"
                        " ORDER BY e.id"),
                    V(s->ticket.id));
}

// The events of a ticket, the messages of those merged into it, and when they were merged.  A
// message stands where it was written, also when another ticket had it first.
static struct stmt *joined_history(struct show *s)
{
    return db_query(s->t->desk.db,
                    SQL(MERGED_THREAD HISTORY FIRST_ADDED EVENT_FROM
                        " WHERE e.id IN (SELECT id FROM event WHERE thing = ?1 AND field > 0"
                        " UNION ALL SELECT id FROM event WHERE field IN (13, 18)"
                        " AND thing IN (SELECT id FROM thread WHERE id <> ?1))"
                        " ORDER BY CASE WHEN here THEN m.at ELSE e.at END, e.id"
                        " /* scan */ /* sort */"),
                    V(s->ticket.id));
}

static void show_event(struct show *s, struct stmt *q)
{
    struct event_row e;
    event_read(q, &e);
    struct show_message m = {.id = e.ref,
                             .kind = e.message_kind,
                             .ticket = db_int(q, GONE) ? 0 : db_int(q, TICKET),
                             .at = db_int(q, AT),
                             .agent = db_int(q, AGENT),
                             .customer = db_int(q, CUSTOMER),
                             .channel = (int)db_int(q, CHANNEL),
                             .lang = db_text(q, LANG),
                             .subject = db_text(q, SUBJECT),
                             .body = db_text(q, BODY),
                             .len = db_size(q, BODY)};
    if (m.kind == MESSAGE_REQUEST && !m.len && db_int(q, HERE) && s->form == &show_page)
        m.split_from = split_origin(&s->t->desk, e.thing);
    if (db_int(q, HERE))
        s->form->message(s, &e, &m);
    else if (!s->thread && (e.thing == s->ticket.id || e.field == EVENT_MERGED))
        s->form->change(s, &e, e.field == EVENT_MESSAGE ? &m : NULL);
}

static void show_history(struct show *s)
{
    struct stmt *q = is_plain(s) ? plain_history(s) : joined_history(s);
    while (db_row(q))
        show_event(s, q);
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
            show_links(s);
        if (!page)
            show_customer(s);
        show_participants(s);
        if (page)
            show_links(s);
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

// Was the ticket to which several numbers lead shown before?
static bool is_repeated(struct show *s)
{
    s->joined = db_get_int(s->t->desk.db, 0,
                           SQL("SELECT EXISTS(SELECT 1 FROM ticket INDEXED BY ticket_merged"
                               " WHERE merged = ?1)"),
                           V(s->ticket.id));
    if (!s->joined)
        return false;
    for (size_t i = 0; i < s->n_followed; i++)
        if (s->followed[i] == s->ticket.id)
            return true;
    s->followed = mem_grow(s->followed, &s->cap_followed, s->n_followed, sizeof *s->followed);
    s->followed[s->n_followed++] = s->ticket.id;
    return false;
}

bool show_ticket(struct show *s, int64_t id)
{
    struct out *out = &s->t->out;
    db_begin_read(s->t->desk.db);
    out->hold = true;
    s->asked = id;
    if (s->t->desk.as_of)
        as_of_ticket(&s->t->desk, id);
    bool found = ticket_reach(&s->t->desk, id, &s->ticket), again = found && is_repeated(s);
    if (found && !again && s->ids)
        show_record_id(s);
    else if (found && !again)
        show_all(s);
    db_commit(s->t->desk.db);
    out->hold = s->paged;
    if (!s->paged && (spool_size(&out->held) || out->buf.len >= OUT_CHUNK))
        out_flush(out); // no transaction is open: the reader may take its time
    ticket_free(&s->ticket);
    s->shown += found && !again;
    return found;
}

void show_close(struct show *s)
{
    if (s->form == &show_page)
        show_page_close(s);
    else
        show_records_close(s);
    free(s->followed);
    buf_free(&s->text);
    buf_free(&s->word);
}
