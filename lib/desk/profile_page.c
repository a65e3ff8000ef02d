// SPDX-License-Identifier: GPL-3.0-or-later
// A customer's profile for people.  As on the page of a ticket, what people wrote is indented and
// what tk says begins at the margin, so that no message can pass itself off as another one.
#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/customer.h"
#include "desk/profile_impl.h"

enum { LABEL = 11, USUAL_WIDTH = 80 };

#define MARK   "\xE2\x94\x80\xE2\x94\x80 " // box drawing
#define RULE   "\xE2\x94\x81"
#define DOT    " \xC2\xB7 "
#define BOLD   "\033[1m"
#define YELLOW "\033[1;33m"

static void put_lines(struct profile *p, const char *first, const char *indent, const char *color,
                      const char *text, size_t n)
{
    const struct wrap w = {.first = first,
                           .indent = indent,
                           .on = p->t->style.color ? color : NULL,
                           .off = "\033[0m",
                           .width = p->t->style.width};
    wrap_text(&p->t->out.buf, &w, text, n);
    out_record(&p->t->out);
}

static void put_blank(struct profile *p)
{
    buf_ch(&p->t->out.buf, '\n');
}

static void put_rule(struct profile *p)
{
    for (int i = p->t->style.width ? p->t->style.width : USUAL_WIDTH; i > 0; i--)
        buf_str(&p->t->out.buf, RULE);
    put_blank(p);
}

static void put_fact(struct profile *p, const char *name, const char *text)
{
    struct buf label = BUF_INIT, indent = BUF_INIT;
    buf_str(&label, name);
    buf_fill(&label, ' ', LABEL - label.len);
    buf_fill(&indent, ' ', LABEL);
    if (text)
        put_lines(p, label.s, indent.s, NULL, text, strlen(text));
    buf_free(&label);
    buf_free(&indent);
}

// --- how long

static void add_wait(const struct profile *p, const struct profile_ticket *k, struct buf *out)
{
    static const char *const whom[] = {
        [WAIT_US] = "us", [WAIT_THEM] = "the customer", [WAIT_OTHERS] = "others"};
    if (k->wait == WAIT_NOTHING)
        return;
    buf_fmt(out, "%swaiting on %s for ", out->len ? ", " : "", whom[k->wait]);
    date_length(out, p->t->desk.now - k->since);
}

static void add_after(const struct profile_ticket *k, const char *what, int64_t at, struct buf *out)
{
    if (at == DATE_NONE)
        return;
    buf_fmt(out, "%s%s after ", out->len ? ", " : "", what);
    date_length(out, at - k->created);
}

// --- who it is

static void page_zone(struct profile *p, const char *zone)
{
    struct buf *b = &p->text;
    buf_reset(b);
    buf_fmt(b, "%s, there it is ", zone);
    date_local(b, p->t->desk.now, zone);
    put_fact(p, "zone", b->s);
}

static void page_head(struct profile *p, const struct profile_head *h)
{
    struct buf *b = &p->text;
    if (p->shown) {
        put_blank(p);
        put_rule(p);
        put_blank(p);
    }
    buf_reset(b);
    buf_fmt(b, "Customer %lld: %s", (long long)p->id, h->name ? h->name : h->word);
    put_lines(p, "", "  ", BOLD, b->s, b->len);
    put_blank(p);
    put_fact(p, "org", h->org);
    put_fact(p, "language", h->lang);
    if (h->tz)
        page_zone(p, h->tz);
    put_fact(p, "note", h->note);
    buf_reset(b);
    buf_str(b, "since ");
    date_local(b, h->made, p->t->style.zone);
    put_fact(p, "known", b->s);
}

static void page_address(struct profile *p, int kind, const char *address, const char *shown)
{
    put_fact(p, name_word(names_contact, kind), shown ? shown : address);
}

// --- the tickets

static void count(const struct profile *p, size_t *all, size_t *open,
                  const struct profile_ticket **longest)
{
    *all = *open = 0;
    *longest = NULL;
    for (size_t i = 0; i < p->n; i++) {
        const struct profile_ticket *k = &p->ticket[i];
        *all += !k->merged; // it is counted where its thread goes on
        *open += k->wait != WAIT_NOTHING;
        if (k->wait == WAIT_US && (!*longest || k->since < (*longest)->since))
            *longest = k;
    }
}

static void page_summary(struct profile *p)
{
    struct buf *b = &p->text;
    const struct profile_ticket *longest;
    size_t all, open;
    count(p, &all, &open, &longest);
    buf_reset(b);
    if (all)
        buf_fmt(b, "%zu, %zu of them open", all, open);
    else
        buf_str(b, "none");
    if (longest) {
        buf_str(b, ", waiting on us for ");
        date_length(b, p->t->desk.now - longest->since);
    }
    put_fact(p, "tickets", b->s);
}

// All of them at a glance, where there are several.
static void page_tickets(struct profile *p)
{
    struct buf *b = &p->text;
    page_summary(p);
    if (p->n > 1)
        put_blank(p);
    for (size_t i = 0; p->n > 1 && i < p->n; i++) {
        const struct profile_ticket *k = &p->ticket[i];
        buf_reset(b);
        buf_fmt(b, "#%lld ", (long long)k->id);
        if (k->merged)
            buf_fmt(b, "merged into #%lld", (long long)k->merged);
        else
            buf_str(b, name_word(names_status, k->status));
        buf_fmt(b, "%s" DOT "%s", k->theirs ? "" : " (takes part)", k->subject);
        put_lines(p, "", "    ", NULL, b->s, b->len);
    }
}

static void page_state(struct profile *p, const struct profile_ticket *k)
{
    struct buf *b = &p->text;
    buf_reset(b);
    buf_str(b, name_word(names_status, k->status));
    if (k->resolution)
        buf_fmt(b, " (%s)", name_word(names_resolution, k->resolution));
    buf_fmt(b, DOT "%s", queue_word(&p->t->desk, k->queue));
    if (k->assignee)
        buf_fmt(b, DOT "%s", agent_word(&p->t->desk, k->assignee));
    if (k->merged)
        buf_fmt(b, DOT "merged into #%lld", (long long)k->merged);
    if (!k->theirs)
        buf_str(b, DOT "a ticket of somebody else");
    put_lines(p, "", "  ", NULL, b->s, b->len);
}

static void page_ticket(struct profile *p, const struct profile_ticket *k)
{
    struct buf *b = &p->text;
    put_blank(p);
    put_rule(p);
    buf_reset(b);
    buf_fmt(b, "#%lld %s", (long long)k->id, k->subject);
    put_lines(p, "", "  ", BOLD, b->s, b->len);
    page_state(p, k);
    buf_reset(b);
    add_after(k, "first reply", k->first_reply, b);
    add_after(k, "solved", k->solved, b);
    add_wait(p, k, b);
    put_lines(p, "", "  ", NULL, b->s, b->len);
}

static void page_message(struct profile *p, const struct profile_ticket *k,
                         const struct profile_message *m)
{
    struct buf *b = &p->text;
    bool note = m->kind == MESSAGE_NOTE;
    const char *indent = note ? "| " : "  ";
    (void)k;
    buf_reset(b);
    if (!profile_author(p, m, customer_title, b))
        buf_str(b, "unknown");
    buf_fmt(b, DOT "%s%s", note ? "internal " : "", name_word(names_message, m->kind));
    if (m->channel != CHANNEL_TOOL)
        buf_fmt(b, " by %s", name_word(names_channel, m->channel));
    buf_str(b, DOT);
    date_local(b, m->at, p->t->style.zone);
    put_blank(p);
    put_lines(p, MARK, "   ", note ? YELLOW : BOLD, b->s, b->len);
    put_blank(p);
    if (m->subject) {
        buf_reset(b);
        buf_fmt(b, "Subject: %s", m->subject);
        put_lines(p, indent, indent, NULL, b->s, b->len);
    }
    if (m->len)
        put_lines(p, indent, indent, NULL, m->body, m->len);
    else
        put_lines(p, indent, indent, NULL, "(no text)", 9);
}

const struct profile_form profile_page = {page_head, page_address, page_tickets, page_ticket,
                                          page_message};
