// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "desk/aside.h"
#include "desk/customer.h"
#include "desk/macro.h"

enum { TICKETS = 6, MANY = 12, CONTACTS = 5, MACROS = 20, WIDTH = 60, QUOTE = 100 };

// --- text

// Its first words on one line.
static void add_words(struct buf *out, const char *text)
{
    struct buf line = BUF_INIT, shown = BUF_INIT;
    int used;
    for (const char *s = text ? text : ""; *s && line.len < 4 * WIDTH;) {
        size_t blank = strspn(s, " \t\r\n"), word = strcspn(s + blank, " \t\r\n");
        if (line.len && word)
            buf_ch(&line, ' ');
        buf_add(&line, s + blank, word < 4 * WIDTH ? word : 4 * WIDTH);
        s += blank + word;
    }
    utf8_visible(&shown, line.s, line.len, UTF8_KEEP_NONE);
    size_t n = utf8_prefix(shown.s, shown.len, WIDTH, &used);
    buf_add(out, shown.s, n);
    buf_str(out, n < shown.len ? "…" : "");
    buf_free(&line);
    buf_free(&shown);
}

static void add_more(struct buf *out, int64_t n, const char *where)
{
    if (n > 0)
        buf_fmt(out, "#   ... and %lld more (%s)\n", (long long)n, where);
}

// --- who

static void add_customer(struct desk *d, int64_t id, struct buf *out)
{
    struct buf title = BUF_INIT;
    buf_str(out, "# To ");
    if (id)
        customer_title(d, id, &title);
    else
        buf_str(&title, "nobody: the ticket has no customer");
    add_words(out, title.s);
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT o.name, c.lang FROM customer c LEFT JOIN org o ON o.id = c.org"
                     " WHERE c.id = ?1"),
                 V(id));
    while (db_row(q)) {
        buf_str(out, db_null(q, 0) ? "" : ", of ");
        add_words(out, db_text(q, 0));
        buf_str(out, db_null(q, 1) ? "" : ", language ");
        add_words(out, db_text(q, 1));
    }
    buf_ch(out, '\n');
    buf_free(&title);
}

static void add_ticket(struct desk *d, const struct ticket *t, struct buf *out)
{
    buf_fmt(out, "# %lld (%s, %s, %s) ", (long long)t->id, name_word(names_status, t->status),
            queue_word(d, t->queue), name_word(names_priority, t->priority));
    add_words(out, t->subject);
    buf_ch(out, '\n');
}

// --- what else

static void add_others(struct desk *d, const struct ticket *t, struct buf *out)
{
    int64_t n = 0;
    struct stmt *q =
        db_query(d->db,
                 SQL("SELECT id, status, subject FROM ticket WHERE customer = ?1 AND id <> ?2"
                     " AND status < 5 AND merged IS NULL AND gone = 0 ORDER BY id DESC /* sort */"),
                 V(t->customer), V(t->id));
    while (db_row(q))
        if (n++ < TICKETS) {
            buf_fmt(out, "%s#   %lld (%s) ", n == 1 ? "# Open beside it:\n" : "",
                    (long long)db_int(q, 0), name_word(names_status, (int)db_int(q, 1)));
            add_words(out, db_text(q, 2));
            buf_ch(out, '\n');
        }
    add_more(out, n - TICKETS, "tk-customer show");
}

static void add_contacts(struct desk *d, int64_t customer, struct buf *out)
{
    bool any = false;
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT at, channel, ticket, CASE kind WHEN 3 THEN agent END, body FROM message"
            " WHERE id IN (SELECT id FROM message WHERE ticket IN (SELECT id FROM ticket"
            " WHERE customer = ?1 AND gone = 0) AND gone = 0 AND kind <> 4"
            " ORDER BY at DESC, id DESC LIMIT ?2) ORDER BY at DESC, id DESC /* scan */ /* sort */"),
        V(customer), V(CONTACTS));
    while (db_row(q)) {
        buf_str(out, any ? "#   " : "# Last contacts:\n#   ");
        any = true;
        date_local(out, db_int(q, 0), NULL);
        buf_fmt(out, " %lld %s, %s: ", (long long)db_int(q, 2),
                name_word(names_channel, (int)db_int(q, 1)),
                db_null(q, 3) ? "customer" : agent_word(d, db_int(q, 3)));
        add_words(out, db_size(q, 4) ? db_text(q, 4) : "(no text)");
        buf_ch(out, '\n');
    }
}

struct offers {
    struct buf *out;
    int64_t n;
};

static void add_macro(void *arg, const char *name, const char *title, const char *text)
{
    struct offers *o = arg;
    if (o->n++ >= MACROS)
        return;
    if (o->n == 1)
        buf_str(o->out, "# Macros (a line above that says %macro NAME becomes its text):\n");
    buf_fmt(o->out, "#   %s: ", name);
    add_words(o->out, title);
    buf_str(o->out, title ? " | " : "");
    add_words(o->out, text);
    buf_ch(o->out, '\n');
}

static void add_all(struct desk *d, const struct ticket *t, struct buf *out)
{
    struct offers o = {.out = out};
    add_customer(d, t->customer, out);
    add_ticket(d, t, out);
    if (t->customer) {
        add_others(d, t, out);
        add_contacts(d, t->customer, out);
    }
    macro_offer(d, t, add_macro, &o);
    add_more(out, o.n - MACROS, "tk-macro list");
}

void aside_write(struct desk *d, const struct draft *tickets, bool note, struct buf *out)
{
    struct ticket t;
    // vi takes orders from the first five lines of a file: what others wrote begins below them.
    buf_str(out, "# What stands below the line is for you alone; it is cut off.\n#\n");
    if (note)
        buf_str(out, "# This is an INTERNAL NOTE: the customer does not see it.\n#\n");
    for (size_t i = 0; i < tickets->n && i < MANY; i++) {
        if (!ticket_get(d, tickets->ticket[i].id, &t))
            continue;
        if (tickets->n == 1)
            add_all(d, &t, out);
        else
            add_ticket(d, &t, out);
        ticket_free(&t);
    }
    add_more(out, (int64_t)tickets->n - MANY, "the same text for all");
    buf_str(out, "#\n");
}

// --- the quote

static size_t line_length(const char *s)
{
    size_t n = strcspn(s, "\n");
    return n + (s[n] == '\n');
}

static long count_lines(const char *s)
{
    long n = 0;
    for (; *s; s += line_length(s))
        n++;
    return n;
}

static void add_cut(struct buf *out, long n, const char *what)
{
    if (n)
        buf_fmt(out, "[... %ld %s]\n", n, what);
}

void aside_quote(const char *body, struct buf *out)
{
    long kept = 0, quoted = 0;
    if (count_lines(body) <= QUOTE) {
        buf_str(out, body);
        return;
    }
    for (; *body && kept < QUOTE; body += line_length(body)) {
        if (*body == '>') {
            quoted++;
            continue;
        }
        add_cut(out, quoted, "lines that they quoted");
        quoted = 0;
        buf_add(out, body, line_length(body));
        kept++;
    }
    add_cut(out, quoted, "lines that they quoted");
    add_cut(out, count_lines(body), "more lines: tk-show --thread has them");
}
