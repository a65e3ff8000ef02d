// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/notice_impl.h"

#include <string.h>

#include "base/utf8.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define FSI      "\xE2\x81\xA8" // what is between these two cannot
#define PDI      "\xE2\x81\xA9" // turn the order of the words around it

enum {
    NAMED = 3,       // tickets named in a line about several happenings
    NAME_WIDTH = 24, // columns of a customer's name
    NEVER_CUT = 20,  // columns of a subject at least, before what follows it
    REST_WIDTH = 20, // columns of "; and 12345678 more"
};

// --- what still holds

// The last message that others wrote since then and that stands.
static void settle_message(struct notice *n, struct desk *d, struct happening *h)
{
    struct stmt *q = db_query(d->db,
                              SQL("SELECT id, kind, agent, customer FROM message"
                                  " WHERE ticket = ?1 AND id >= ?2 AND gone = 0 AND kind > 1"
                                  " AND agent IS NOT ?3 ORDER BY id DESC LIMIT 1"),
                              V(h->ticket), V(h->message), V(n->me));
    if (db_row(q)) {
        h->message = db_int(q, 0);
        h->kind = (int)db_int(q, 1);
        h->agent = db_int(q, 2);
        h->customer = db_int(q, 3);
    } else {
        h->what &= ~BIT(MESSAGE);
    }
    db_end(q);
}

// What of a ticket's row says that something does not hold, or is no news to him any more.
static void settle_ticket(struct notice *n, struct happening *h, bool watched, bool served)
{
    bool mine = n->me && h->assignee == n->me, live = h->status < STATUS_SOLVED;
    unsigned no = 0;
    if (!mine)
        no |= BIT(GIVEN) | BIT(REOPENED) | BIT(URGENT);
    if (mine)
        no |= BIT(TAKEN);
    if (!watched)
        no |= BIT(WATCH);
    if (!watched && !mine)
        no |= BIT(MESSAGE);
    if (!h->merged)
        no |= BIT(MERGED);
    if (!live || h->was_status < STATUS_SOLVED)
        no |= BIT(REOPENED);
    if (h->priority != PRIORITY_URGENT || h->was_priority == PRIORITY_URGENT)
        no |= BIT(URGENT);
    if (!live || !served || h->merged || (h->assignee && !n->viewer))
        no |= BIT(NEW);
    h->what &= ~no;
}

static void settle(struct notice *n, struct desk *d, struct happening *h)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT status, priority, queue, assignee, merged,"
            " EXISTS(SELECT 1 FROM participant WHERE ticket = t.id AND role = 1 AND who = ?2),"
            " NOT EXISTS(SELECT 1 FROM serves WHERE agent = ?3)"
            " OR EXISTS(SELECT 1 FROM serves WHERE agent = ?3 AND queue = t.queue)"
            " FROM ticket t WHERE id = ?1 AND gone = 0"),
        V(h->ticket), V(n->me), V(n->viewer ? 0 : n->me));
    if (db_row(q)) {
        h->status = (int)db_int(q, 0);
        h->priority = (int)db_int(q, 1);
        h->queue = db_int(q, 2);
        h->assignee = db_int(q, 3);
        h->merged = db_int(q, 4);
        settle_ticket(n, h, db_int(q, 5), db_int(q, 6));
    } else {
        h->what = 0;
    }
    db_end(q);
    if (h->what & BIT(MESSAGE))
        settle_message(n, d, h);
}

void notice_settle(struct notice *n, struct desk *d)
{
    size_t kept = 0;
    db_begin_read(d->db);
    for (size_t i = 0; i < n->n; i++) {
        settle(n, d, &n->v[i]);
        if (n->v[i].what)
            n->v[kept++] = n->v[i];
    }
    db_commit(d->db);
    n->n = kept;
}

// --- words

// At most `room` columns of text from outside.
static void put_text(struct buf *b, const char *s, size_t n, int room)
{
    struct buf text = BUF_INIT;
    int used;
    utf8_visible(&text, s, n, UTF8_KEEP_NONE);
    bool rtl = utf8_has_rtl(text.s, text.len);
    if (utf8_width(text.s, text.len) > room) {
        buf_cut(&text, utf8_prefix(text.s, text.len, room - 1, &used));
        buf_str(&text, ELLIPSIS);
    }
    buf_fmt(b, "%s%s%s", rtl ? FSI : "", text.s, rtl ? PDI : "");
    buf_free(&text);
}

static void put_word(struct buf *b, const char *s)
{
    put_text(b, s, strlen(s), NAME_WIDTH);
}

// Names that others added since they were read.
static void put_agent(struct buf *b, struct desk *d, int64_t id)
{
    if (!agent_word(d, id))
        desk_forget_names(d);
    put_word(b, agent_word(d, id));
}

static void put_queue(struct buf *b, struct desk *d, int64_t id)
{
    if (!queue_word(d, id))
        desk_forget_names(d);
    put_word(b, queue_word(d, id));
}

static void put_customer(struct buf *b, struct desk *d, int64_t id)
{
    struct stmt *q = db_query(
        d->db,
        SQL("SELECT coalesce(nullif(c.name, ''), k.address, 'customer ' || c.id) FROM customer c"
            " LEFT JOIN contact k ON k.customer = c.id AND k.rank = 0 WHERE c.id = ?1"),
        V(id));
    if (db_row(q))
        put_text(b, db_text(q, 0), db_size(q, 0), NAME_WIDTH);
    db_end(q);
}

// " by jana" of something; nothing when it came about by itself.
static void put_by(struct buf *b, struct desk *d, const char *by, int64_t agent)
{
    if (!agent)
        return;
    buf_fmt(b, " %s ", by);
    put_agent(b, d, agent);
}

static void put_given(struct buf *b, struct desk *d, const struct happening *h)
{
    buf_str(b, "is yours now");
    put_by(b, d, "(from", h->by[GIVEN]);
    buf_str(b, h->by[GIVEN] ? ")" : "");
}

static void put_taken(struct buf *b, struct desk *d, const struct happening *h)
{
    buf_str(b, h->assignee ? "went to " : "was taken from you");
    if (h->assignee)
        put_agent(b, d, h->assignee);
    if (h->by[TAKEN] != h->assignee)
        put_by(b, d, "by", h->by[TAKEN]);
}

static bool is_mention(const struct happening *h)
{
    return h->what & BIT(WATCH) && h->what & BIT(MESSAGE) && h->kind == MESSAGE_NOTE && h->agent &&
           h->agent == h->by[WATCH];
}

static void put_watch(struct buf *b, struct desk *d, const struct happening *h)
{
    if (!h->by[WATCH]) {
        buf_str(b, "you watch it now");
        return;
    }
    put_agent(b, d, h->by[WATCH]);
    buf_str(b, is_mention(h) ? " mentions you" : " made you a watcher");
}

static void put_message(struct buf *b, struct desk *d, const struct happening *h)
{
    buf_str(b, h->kind == MESSAGE_NOTE   ? "note"
               : h->agent || h->customer ? "reply"
                                         : "new message");
    if (h->agent || h->customer)
        buf_str(b, " from ");
    if (h->agent)
        put_agent(b, d, h->agent);
    else if (h->customer)
        put_customer(b, d, h->customer);
}

static void put_what(struct buf *b, struct desk *d, const struct happening *h, enum what what)
{
    switch (what) {
    case GIVEN:
        put_given(b, d, h);
        break;
    case TAKEN:
        put_taken(b, d, h);
        break;
    case WATCH:
        put_watch(b, d, h);
        break;
    case MESSAGE:
        put_message(b, d, h);
        break;
    case MERGED:
        buf_fmt(b, "merged into %lld", (long long)h->merged);
        break;
    case REOPENED:
        buf_str(b, "reopened");
        put_by(b, d, "by", h->by[REOPENED]);
        break;
    case URGENT:
        buf_str(b, "urgent now");
        break;
    default:
        buf_str(b, "new in ");
        put_queue(b, d, h->queue);
    }
}

// "17 is yours now (from piotr), reply from Ana Novak"
static void put_ticket(struct buf *b, struct desk *d, const struct happening *h)
{
    const char *between = " ";
    buf_int(b, h->ticket);
    for (int what = 0; what < WHAT_N; what++) {
        bool said = (what == MESSAGE && is_mention(h)) || (what == NEW && h->what != BIT(NEW));
        if (!(h->what & BIT(what)) || said)
            continue;
        buf_str(b, between);
        put_what(b, d, h, (enum what)what);
        between = ", ";
    }
}

// --- one happening, or several

static void put_one(struct notice *n, struct desk *d, struct buf *line)
{
    const struct happening *h = &n->v[0];
    const char *urgent = h->what == BIT(NEW) && h->priority == PRIORITY_URGENT ? " (urgent)" : "";
    put_ticket(line, d, h);
    struct stmt *q = db_query(d->db, SQL("SELECT subject FROM ticket WHERE id = ?1"), V(h->ticket));
    if (db_row(q)) {
        buf_str(line, ": ");
        int room = n->width - utf8_width(line->s, line->len) - (int)strlen(urgent);
        if (n->width <= 0)
            room = (int)db_size(q, 0) * 6; // no byte is shown in more columns
        put_text(line, db_text(q, 0), db_size(q, 0), room > NEVER_CUT ? room : NEVER_CUT);
    }
    db_end(q);
    buf_str(line, urgent);
}

struct pieces {
    struct notice *n;
    struct buf *line, piece;
    int put;
    int64_t rest; // happenings that found no room
};

// Puts the piece, which tells of `count` happenings, if there is room for it.
static void put_piece(struct pieces *p, const char *between, int64_t count)
{
    int width = utf8_width(p->line->s, p->line->len) + utf8_width(p->piece.s, p->piece.len);
    if (p->put && p->n->width > 0 && width + REST_WIDTH > p->n->width) {
        p->rest += count;
    } else {
        if (p->put++)
            buf_str(p->line, between);
        buf_add(p->line, p->piece.s, p->piece.len);
    }
    buf_reset(&p->piece);
}

// "3 new in billing (1 urgent)" of the new ones from `first` on that are in its queue; the others
// are counted with theirs.
static int64_t put_new(struct pieces *p, struct desk *d, size_t first)
{
    struct happening *v = p->n->v;
    int64_t count = 0, urgent = 0, queue = v[first].queue;
    for (size_t i = first; i < p->n->n; i++)
        if (v[i].what == BIT(NEW) && v[i].queue == queue) {
            count++;
            urgent += v[i].priority == PRIORITY_URGENT;
            v[i].what = 0;
        }
    buf_fmt(&p->piece, p->put ? "%lld in " : "%lld new in ", (long long)count);
    put_queue(&p->piece, d, queue);
    if (count == 1)
        buf_fmt(&p->piece, " (%lld%s)", (long long)v[first].ticket, urgent ? ", urgent" : "");
    else if (urgent)
        buf_fmt(&p->piece, " (%lld urgent)", (long long)urgent);
    return count;
}

static void put_several(struct notice *n, struct desk *d, struct buf *line)
{
    struct pieces p = {.n = n, .line = line, .piece = BUF_INIT, .rest = n->more};
    int named = 0;
    for (size_t i = 0; i < n->n; i++)
        if (n->v[i].what == BIT(NEW))
            put_piece(&p, ", ", put_new(&p, d, i));
    for (size_t i = 0; i < n->n; i++) {
        if (!n->v[i].what)
            continue;
        put_ticket(&p.piece, d, &n->v[i]);
        if (named++ < NAMED)
            put_piece(&p, "; ", 1);
        else
            p.rest++;
        buf_reset(&p.piece);
    }
    if (n->skipped) {
        buf_fmt(&p.piece, "%lld changes at once", (long long)n->skipped);
        put_piece(&p, "; ", n->skipped);
    }
    if (p.rest)
        buf_fmt(line, "%sand %lld more", p.put ? "; " : "", (long long)p.rest);
    buf_free(&p.piece);
}

static int count(const char *s, const char *what)
{
    int found = 0;
    for (; (s = strstr(s, what)); s += strlen(what))
        found++;
    return found;
}

// What is opened is closed, also when its end was cut off.
static void cut(struct buf *line, int width)
{
    int used;
    if (width <= 0 || utf8_width(line->s, line->len) <= width)
        return;
    buf_cut(line, utf8_prefix(line->s, line->len, width - 1, &used));
    int open = count(line->s, FSI) - count(line->s, PDI);
    buf_fmt(line, "%s%s", ELLIPSIS, open > 0 ? PDI : "");
}

void notice_words(struct notice *n, struct desk *d, struct buf *line)
{
    if (n->n == 1 && !n->more && !n->skipped)
        put_one(n, d, line);
    else
        put_several(n, d, line);
    cut(line, n->width);
}
