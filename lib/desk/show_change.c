// SPDX-License-Identifier: GPL-3.0-or-later
// Changes in words, as the page tells them between the messages.
#include <string.h>

#include "base/date.h"
#include "base/wrap.h"
#include "desk/show_impl.h"

// A time like all others on the page, other text in quotes if it has blanks.
static bool add_value(struct show *s, const struct event_row *e, bool new, struct buf *out)
{
    const struct val *v = new ? &e->new : &e->old;
    struct buf text = BUF_INIT;
    bool is = (new ? event_new : event_old)(&s->t->desk, e, &text);
    const char *quote = strpbrk(text.s, " ;\n") ? "\"" : "";
    if (v->type == VAL_INT && event_is_time(&s->t->desk, e)) {
        date_local(out, v->i, s->t->style.zone);
    } else {
        buf_str(out, quote);
        wrap_part(out, text.s, text.len);
        buf_str(out, quote);
    }
    buf_free(&text);
    return is;
}

// "priority normal -> high", "tag +vip", "due 2026-11-22 16:00 -> none"
static void add_phrase(struct show *s, const struct event_row *e, struct buf *out)
{
    struct buf field = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
    bool was = add_value(s, e, false, &old), is = add_value(s, e, true, &new);
    event_field_word(&s->t->desk, e, &field);
    wrap_part(out, field.s, field.len);
    if (was)
        buf_fmt(out, " %s ->", old.s);
    if (was || is)
        buf_fmt(out, " %s", is ? new.s : "none");
    buf_free(&field);
    buf_free(&old);
    buf_free(&new);
}

static void add_moved(const struct event_row *e, const struct show_message *m, struct buf *out)
{
    const char *kind = name_word(names_message, m->kind);
    if (m->split_from)
        buf_fmt(out, "split it from %lld", (long long)m->split_from);
    else if (m->ticket != e->thing)
        buf_fmt(out, "moved %s %lld to %lld", kind, (long long)m->id, (long long)m->ticket);
    else
        buf_fmt(out, "moved %s %lld %s", kind, (long long)m->id,
                e->new.type == VAL_NULL ? "away" : "back");
}

static void add_merged(const struct show *s, const struct event_row *e, struct buf *out)
{
    bool in = e->new.type == VAL_INT;
    buf_str(out, in ? "merged " : "took ");
    if (e->thing == s->ticket.id)
        buf_str(out, "it");
    else
        buf_int(out, e->thing);
    buf_fmt(out, "%s%lld", in ? " into " : " out of ", (long long)(in ? e->new.i : e->old.i));
}

// What is no field that was set: "merged 17 into 12", "moved reply 9 to 23".  False: it is one.
static bool add_deed(struct show *s, const struct event_row *e, const struct show_message *m,
                     struct buf *out)
{
    if (m && m->ticket)
        add_moved(e, m, out);
    else if (e->field == EVENT_MERGED)
        add_merged(s, e, out);
    else
        return false;
    return true;
}

static void add_actor(struct show *s, const struct event_row *e, struct buf *out)
{
    const char *who = e->actor ? agent_word(&s->t->desk, e->actor) : NULL;
    const char *actor = who ? who : e->tool;
    date_local(out, e->at, s->t->style.zone);
    buf_ch(out, ' ');
    wrap_part(out, actor, strlen(actor));
    buf_ch(out, ' ');
    if (e->undoes)
        buf_fmt(out, "undid change %lld: ", (long long)e->undoes);
}

void show_change_text(struct show *s, const struct event_row *e, const struct show_message *m,
                      struct buf *line)
{
    bool first = !line->len;
    if (first)
        add_actor(s, e, line);
    else
        buf_str(line, "; ");
    if (add_deed(s, e, m, line))
        return;
    if (first && !e->undoes)
        buf_str(line, "set ");
    add_phrase(s, e, line);
}
