// SPDX-License-Identifier: GPL-3.0-or-later
// tk-show for people: a page per ticket.
//
// What people wrote is always indented and what tk says begins at the margin, so that no message
// can pass itself off as another one, or as a reply.
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/term.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/customer.h"
#include "desk/show_impl.h"

enum { LABEL = 11, TWO_COLUMNS = 60, USUAL_WIDTH = 80 };

#define MARK "\xE2\x94\x80\xE2\x94\x80 " // box drawing
#define RULE "\xE2\x94\x81"
#define DOT  " \xC2\xB7 "

#define BOLD   "\033[1m"
#define YELLOW "\033[1;33m"
#define DIM    "\033[2m"

enum part { HEAD, SAID, DONE }; // what was printed last

struct page {
    int width; // of the screen; 0: no limit
    enum part part;
    struct buf left;                   // half a line of the head, waiting for the other half
    struct buf customer, watchers, cc; // "Ana <ana@example.com>, +420777123456", "bob, carol"
    struct buf changes;                // of the change set `change`, not printed yet
    int64_t change, change_at;
    int64_t split;  // the change set that split this ticket from another one
    int64_t author; // whose title is in `title`: threads are long, and few people write them
    struct buf title, line;
};

// What people wrote.
static void put_text(struct show *s, const char *indent, const char *text, size_t n)
{
    const struct wrap w = {.first = indent, .indent = indent, .width = s->page->width};
    wrap_text(&s->t->out.buf, &w, text, n);
    out_record(&s->t->out);
}

// What tk says; the parts that people wrote were added by wrap_part.
static void put_line(struct show *s, const char *first, const char *indent, const char *color,
                     const struct buf *text)
{
    const struct wrap w = {.first = first,
                           .indent = indent,
                           .on = s->t->style.color ? color : NULL,
                           .off = "\033[0m",
                           .width = s->page->width,
                           .safe = true};
    wrap_text(&s->t->out.buf, &w, text->s, text->len);
    out_record(&s->t->out);
}

static void put_blank(struct show *s)
{
    buf_ch(&s->t->out.buf, '\n');
}

// --- the head

static void end_row(struct show *s)
{
    struct page *p = s->page;
    if (p->left.len)
        buf_ch(&p->left, '\n');
    buf_add(&s->t->out.buf, p->left.s, p->left.len);
    buf_reset(&p->left);
}

static void add_label(struct buf *b, const char *name)
{
    int used = utf8_width(name, strlen(name));
    buf_str(b, name);
    buf_fill(b, ' ', used < LABEL - 1 ? (size_t)(LABEL - used) : 1);
}

static void put_long(struct show *s, const char *name, const struct buf *safe)
{
    struct buf visible = BUF_INIT, first = BUF_INIT, indent = BUF_INIT;
    end_row(s);
    wrap_part(&visible, name, strlen(name));
    add_label(&first, visible.s);
    buf_fill(&indent, ' ', LABEL);
    put_line(s, first.s, indent.s, NULL, safe);
    buf_free(&visible);
    buf_free(&first);
    buf_free(&indent);
}

// A few words: two of them share a line where the screen is wide enough.
static void put_short(struct show *s, const char *name, const struct buf *safe)
{
    struct buf *left = &s->page->left;
    int half = (s->page->width ? s->page->width : USUAL_WIDTH) / 2;
    bool right = left->len > 0;
    if (half * 2 < TWO_COLUMNS || utf8_width(safe->s, safe->len) >= half - LABEL) {
        put_long(s, name, safe);
        return;
    }
    if (right)
        buf_fill(left, ' ', (size_t)(half - utf8_width(left->s, left->len)));
    add_label(left, name);
    buf_add(left, safe->s, safe->len);
    if (right)
        end_row(s);
}

// "2 d ago (2026-11-20 10:33)"
static void add_time(const struct show *s, int64_t at, struct buf *out)
{
    date_both(out, at, s->t->style.now, s->t->style.zone);
}

static void put_list(struct show *s, const char *name, struct buf *list)
{
    put_long(s, name, list);
    buf_reset(list);
}

static void page_fact(struct show *s, const struct show_fact *f)
{
    struct page *p = s->page;
    buf_reset(&p->line);
    if (f->minor)
        return;
    if (f->at != DATE_NONE)
        add_time(s, f->at, &p->line);
    else if (f->text)
        wrap_part(&p->line, f->text, f->len);
    else
        buf_str(&p->line, "nobody");
    if (strncmp(f->name, "x.", 2) != 0 && strcmp(f->name, "tags") != 0) {
        put_short(s, f->name, &p->line);
        return;
    }
    put_list(s, "customer", &p->customer);
    put_long(s, f->name, &p->line);
}

static void add_to_list(struct buf *list, const char *name, const char *word)
{
    buf_str(list, list->len ? ", " : "");
    if (name)
        wrap_part(list, name, strlen(name));
    buf_str(list, name ? " <" : "");
    wrap_part(list, word, strlen(word));
    buf_str(list, name ? ">" : "");
}

static void page_person(struct show *s, const struct show_person *person)
{
    struct page *p = s->page;
    const char *role = person->role;
    if (strcmp(role, "customer") == 0) {
        add_to_list(&p->customer, person->text, person->word);
    } else if (strcmp(role, "address") == 0) {
        add_to_list(&p->customer, NULL, person->text);
    } else if (strcmp(role, "watcher") == 0) {
        add_to_list(&p->watchers, NULL, person->word);
    } else if (strcmp(role, "cc") == 0) {
        add_to_list(&p->cc, person->text, person->word);
    } else { // the customer's organisation
        put_list(s, "customer", &p->customer);
        buf_reset(&p->line);
        wrap_part(&p->line, person->text, strlen(person->text));
        put_long(s, role, &p->line);
    }
}

static void put_rule(struct show *s)
{
    put_blank(s);
    for (int i = s->page->width ? s->page->width : USUAL_WIDTH; i > 0; i--)
        buf_str(&s->t->out.buf, RULE);
    buf_str(&s->t->out.buf, "\n\n");
}

static void page_begin(struct show *s)
{
    struct page *p = s->page;
    if (s->shown)
        put_rule(s);
    p->part = HEAD;
    if (s->asked != s->ticket.id) {
        buf_reset(&p->line);
        buf_fmt(&p->line, "%lld was merged into %lld", (long long)s->asked,
                (long long)s->ticket.id);
        put_line(s, "", "  ", NULL, &p->line);
        put_blank(s);
    }
    buf_reset(&p->line);
    buf_fmt(&p->line, "#%lld ", (long long)s->ticket.id);
    wrap_part(&p->line, s->ticket.subject, strlen(s->ticket.subject));
    put_line(s, "", "  ", BOLD, &p->line);
    put_blank(s);
}

static void put_people(struct show *s)
{
    struct page *p = s->page;
    end_row(s);
    put_list(s, "customer", &p->customer);
    put_list(s, "watchers", &p->watchers);
    put_list(s, "cc", &p->cc);
}

void show_page_link(struct show *s, const char *relation, const struct buf *safe)
{
    put_people(s);
    put_long(s, relation, safe);
}

static void end_head(struct show *s)
{
    struct page *p = s->page;
    if (p->part != HEAD)
        return;
    put_people(s);
    p->part = SAID;
}

// --- what was done

static void end_changes(struct show *s)
{
    struct page *p = s->page;
    if (!p->changes.len)
        return;
    end_head(s);
    if (p->part != DONE)
        put_blank(s);
    put_line(s, " * ", "   ", DIM, &p->changes);
    buf_reset(&p->changes);
    p->part = DONE;
}

// What the page tells anyway: in its head, in the head of a message, or where that is now.
static bool is_told(const struct show *s, const struct event_row *e, const struct show_message *m)
{
    if (m && (m->kind == MESSAGE_REQUEST ||
              (m->ticket && m->ticket != e->thing && e->new.type != VAL_NULL)))
        return true;
    return e->field == EVENT_INIT || e->field == EVENT_RESTORED ||
           (e->field == EVENT_STATUS && e->old.type == VAL_NULL) ||
           (e->field == EVENT_RELATED && e->change == s->page->split);
}

// All changes of one change set are one line.
static void add_change(struct show *s, const struct event_row *e, const struct show_message *m)
{
    struct page *p = s->page;
    if (p->change != e->change || p->change_at != e->at) // an imported one spans years
        end_changes(s);
    p->change = e->change;
    p->change_at = e->at;
    show_change_text(s, e, m, &p->changes);
}

static void page_change(struct show *s, const struct event_row *e, const struct show_message *m)
{
    if (!is_told(s, e, m))
        add_change(s, e, m);
}

// --- what was said

static void add_author(struct show *s, const struct show_message *m, struct buf *out)
{
    struct page *p = s->page;
    bool same = m->kind < MESSAGE_REPLY && m->customer && m->customer == p->author;
    if (!same) {
        buf_reset(&p->title);
        p->author = m->kind < MESSAGE_REPLY ? m->customer : 0;
        if (!show_author(s, m, customer_title, &p->title))
            buf_str(&p->title, "unknown");
    }
    wrap_part(out, p->title.s, p->title.len);
}

static void put_body(struct show *s, const char *indent, const struct show_message *m)
{
    struct buf *b = &s->page->line;
    if (m->subject) {
        buf_reset(b);
        buf_str(b, "Subject: ");
        wrap_part(b, m->subject, strlen(m->subject));
        put_line(s, indent, indent, NULL, b);
    }
    if (m->len && strspn(m->body, " \t\r\n") < m->len)
        put_text(s, indent, m->body, m->len);
    else
        put_text(s, indent, "(no text)", strlen("(no text)"));
}

static void page_message(struct show *s, const struct event_row *e, const struct show_message *m)
{
    struct page *p = s->page;
    struct buf *b = &p->line;
    bool note = m->kind == MESSAGE_NOTE;
    if (m->split_from) {
        p->split = e->change;
        add_change(s, e, m);
        return;
    }
    end_head(s);
    end_changes(s);
    buf_reset(b);
    add_author(s, m, b);
    buf_fmt(b, DOT "%s%s", note ? "internal " : "", name_word(names_message, m->kind));
    if (m->channel != CHANNEL_TOOL)
        buf_fmt(b, " by %s", name_word(names_channel, m->channel));
    if (e->thing != s->ticket.id)
        buf_fmt(b, DOT "from %lld", (long long)e->thing);
    buf_str(b, DOT);
    date_local(b, m->at, s->t->style.zone);
    put_blank(s);
    put_line(s, MARK, "   ", note ? YELLOW : BOLD, b);
    put_blank(s);
    put_body(s, note ? "| " : "  ", m);
    p->part = SAID;
}

// --- the whole

static void page_end(struct show *s)
{
    end_head(s);
    end_changes(s);
    s->page->change = s->page->split = 0;
}

const struct show_form show_page = {page_begin,   page_fact,   page_person,
                                    page_message, page_change, page_end};

void show_page_open(struct show *s)
{
    s->page = mem_alloc(sizeof *s->page);
    struct buf *bufs[] = {&s->page->left,    &s->page->customer, &s->page->watchers, &s->page->cc,
                          &s->page->changes, &s->page->title,    &s->page->line};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_init(bufs[i]);
    s->page->width = s->t->style.width;
    s->paged = tool_on_terminal(s->t) && !s->t->o->no_pager;
}

static void run_pager(struct out *out)
{
    struct buf all = BUF_INIT;
    spool_read(&out->held, 0, (size_t)spool_size(&out->held), &all);
    buf_add(&all, out->buf.s, out->buf.len);
    out_abandon(out);
    term_page(all.s, all.len, true);
    out_open(out, NULL);
    buf_free(&all);
}

void show_page_close(struct show *s)
{
    struct page *p = s->page;
    if (s->paged)
        run_pager(&s->t->out);
    struct buf *bufs[] = {&p->left,    &p->customer, &p->watchers, &p->cc,
                          &p->changes, &p->title,    &p->line};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        buf_free(bufs[i]);
    free(p);
}
