// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "desk/customer.h"
#include "desk/merge.h"
#include "desk/people.h"
#include "desk/profile_impl.h"
#include "desk/split.h"

const char *profile_wait_word(enum profile_wait w)
{
    static const char *const words[] = {NULL, "us", "them", "others"};
    return words[w];
}

bool profile_author(struct profile *p, const struct profile_message *m,
                    void (*customer)(struct desk *d, int64_t id, struct buf *out), struct buf *out)
{
    bool by_customer = m->customer && (m->kind < MESSAGE_REPLY || !m->agent);
    if (by_customer)
        customer(&p->t->desk, m->customer, out);
    else if (m->agent)
        buf_str(out, agent_word(&p->t->desk, m->agent));
    return by_customer || m->agent;
}

// --- who it is

static void show_head(struct profile *p)
{
    buf_reset(&p->word);
    customer_word(&p->t->desk, p->id, &p->word);
    struct stmt *q = db_query(p->t->desk.db,
                              SQL("SELECT c.name, o.name, c.lang, c.tz, c.note, c.made"
                                  " FROM customer c LEFT JOIN org o ON o.id = c.org"
                                  " WHERE c.id = ?1"),
                              V(p->id));
    while (db_row(q))
        p->form->head(p, &(struct profile_head){.word = p->word.s,
                                                .name = db_text(q, 0),
                                                .org = db_text(q, 1),
                                                .lang = db_text(q, 2),
                                                .tz = db_text(q, 3),
                                                .note = db_text(q, 4),
                                                .made = db_int(q, 5)});
}

static void show_addresses(struct profile *p)
{
    struct stmt *q = db_query(p->t->desk.db,
                              SQL("SELECT kind, address, shown FROM contact"
                                  " WHERE customer = ?1 ORDER BY rank"),
                              V(p->id));
    while (db_row(q))
        p->form->address(p, (int)db_int(q, 0), db_text(q, 1), db_text(q, 2));
}

// --- their tickets

static enum profile_wait wait_of(const struct profile_ticket *k)
{
    static const enum profile_wait waits[] = {
        [STATUS_NEW] = WAIT_US,         [STATUS_OPEN] = WAIT_US,
        [STATUS_PENDING] = WAIT_THEM,   [STATUS_HOLD] = WAIT_OTHERS,
        [STATUS_SOLVED] = WAIT_NOTHING, [STATUS_CLOSED] = WAIT_NOTHING};
    return k->merged ? WAIT_NOTHING : waits[k->status];
}

// On us they wait since the first word of theirs that we have not answered; else since it has its
// status.
static int64_t since(struct desk *d, const struct profile_ticket *k)
{
    int64_t asked = db_get_int(
        d->db, DATE_NONE,
        SQL(MERGED_THREAD
            ", said(id, at, kind) AS (SELECT m.id, m.at, m.kind FROM thread JOIN message m"
            " ON m.ticket = thread.id WHERE m.gone = 0 AND m.kind <> 4)"
            " SELECT min(at) FROM said WHERE kind < 3 AND id >"
            " coalesce((SELECT max(id) FROM said WHERE kind = 3), 0) /* scan */"),
        V(k->id));
    if (k->wait == WAIT_US && asked != DATE_NONE)
        return asked;
    return db_get_int(d->db, k->created,
                      SQL("SELECT max(at) FROM event WHERE thing = ?1 AND field = 2"), V(k->id));
}

static struct stmt *their_tickets(struct profile *p)
{
    return db_query(p->t->desk.db,
                    SQL("WITH RECURSIVE part(id) AS (SELECT id FROM ticket WHERE customer = ?1"
                        " UNION SELECT ticket FROM participant WHERE who = ?1 AND role = 2"
                        " UNION SELECT ticket FROM message WHERE customer = ?1 AND gone = 0"
                        " UNION SELECT x.merged FROM part JOIN ticket x ON x.id = part.id"
                        " WHERE x.merged IS NOT NULL)"
                        " SELECT t.id, coalesce(t.customer = ?1, 0), t.status, t.resolution,"
                        " t.queue, t.assignee, t.merged, t.created, t.first_reply, t.solved,"
                        " t.closed, t.subject FROM ticket t WHERE t.gone = 0 AND t.id IN"
                        " (SELECT id FROM part) ORDER BY t.status > 4, t.id DESC"
                        " /* scan */ /* sort */"),
                    V(p->id));
}

static void read_tickets(struct profile *p)
{
    struct stmt *q = their_tickets(p);
    p->n = 0;
    while (db_row(q)) {
        p->ticket = mem_grow(p->ticket, &p->cap, p->n, sizeof *p->ticket);
        p->ticket[p->n++] = (struct profile_ticket){.id = db_int(q, 0),
                                                    .theirs = db_int(q, 1) != 0,
                                                    .status = (int)db_int(q, 2),
                                                    .resolution = (int)db_int(q, 3),
                                                    .queue = db_int(q, 4),
                                                    .assignee = db_int(q, 5),
                                                    .merged = db_int(q, 6),
                                                    .created = db_int(q, 7),
                                                    .first_reply = db_time(q, 8),
                                                    .solved = db_time(q, 9),
                                                    .closed = db_time(q, 10),
                                                    .subject = db_text_dup(q, 11)};
    }
    for (size_t i = 0; i < p->n; i++) {
        struct profile_ticket *k = &p->ticket[i];
        k->wait = wait_of(k);
        k->since = k->wait == WAIT_NOTHING ? DATE_NONE : since(&p->t->desk, k);
    }
}

static void show_messages(struct profile *p, const struct profile_ticket *k)
{
    struct stmt *q = db_query(p->t->desk.db,
                              SQL("SELECT id, at, kind, agent, customer, channel, lang, subject,"
                                  " body FROM message WHERE ticket = ?1 AND gone = 0"
                                  " ORDER BY at, id /* sort */"),
                              V(k->id));
    int64_t origin = split_origin(&p->t->desk, k->id);
    while (db_row(q)) {
        if (origin && db_int(q, 2) == MESSAGE_REQUEST && !db_size(q, 8))
            continue; // nobody said it: it only opens what was split
        p->form->message(p, k,
                         &(struct profile_message){.id = db_int(q, 0),
                                                   .at = db_int(q, 1),
                                                   .kind = (int)db_int(q, 2),
                                                   .agent = db_int(q, 3),
                                                   .customer = db_int(q, 4),
                                                   .channel = (int)db_int(q, 5),
                                                   .lang = db_text(q, 6),
                                                   .subject = db_text(q, 7),
                                                   .body = db_text(q, 8),
                                                   .len = db_size(q, 8)});
    }
}

static void show_tickets(struct profile *p)
{
    read_tickets(p);
    p->form->tickets(p);
    for (size_t i = 0; i < p->n; i++) {
        p->form->ticket(p, &p->ticket[i]);
        show_messages(p, &p->ticket[i]);
        free(p->ticket[i].subject);
    }
}

// --- the whole

static void show_customer(struct profile *p, int64_t id)
{
    struct out *out = &p->t->out;
    bool paged = p->form == &profile_page && tool_on_terminal(p->t);
    p->id = id;
    db_begin_read(p->t->desk.db);
    out->hold = true;
    show_head(p);
    if (!p->ids) {
        show_addresses(p);
        show_tickets(p);
    }
    db_commit(p->t->desk.db);
    out->hold = paged;
    if (!paged)
        out_flush(out); // no transaction is open: the reader may take its time
    p->shown++;
}

void profile_show(struct tool *t, const char *const *words, int n)
{
    struct profile p = {.t = t, .text = BUF_INIT, .word = BUF_INIT};
    bool page = t->style.format == REC_TABLE && !t->o->columns;
    int64_t *ids = mem_array((size_t)n, sizeof *ids);
    p.form = page ? &profile_page : &profile_records;
    p.ids = t->style.format == REC_IDS || t->style.format == REC_NUL;
    if (!page)
        profile_records_open(&p);
    for (int i = 0; i < n; i++)
        tool_must(t, people_find(&t->desk, words[i], &ids[i], &t->err));
    for (int i = 0; i < n; i++)
        show_customer(&p, ids[i]);
    if (!page)
        profile_records_close(&p);
    else if (tool_on_terminal(t))
        tool_page(t);
    free(p.ticket);
    free(ids);
    buf_free(&p.text);
    buf_free(&p.word);
}
