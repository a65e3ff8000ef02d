// SPDX-License-Identifier: GPL-3.0-or-later
// tk-show for pipes: one record an item.
#include <string.h>

#include "base/date.h"
#include "desk/customer.h"
#include "desk/show_impl.h"

// clang-format off
enum {
    ID, KIND, ITEM, AT, AUTHOR, NAME, OLD, TEXT,
    EVENT, CHANGE, ACTOR, TOOL, KEY, CHANNEL, LANG, SUBJECT, ORIGIN, COLUMNS
};
// clang-format on
const struct rec_column show_columns[] = {
    [ID] = {"id", REC_ID, "number of the ticket", false},
    [KIND] = {"kind", REC_NAME, "field, person, change, or request message reply note", false},
    [ITEM] = {"item", REC_INT, "number of the message; of the event for a change", false},
    [AT] = {"at", REC_TIME, "when it was said or done", false},
    [AUTHOR] = {"author", REC_TEXT, "who: login of an agent, address of a customer", false},
    [NAME] = {"name", REC_NAME, "field, or role of the person", false},
    [OLD] = {"old", REC_TEXT, "value before the change", true},
    [TEXT] = {"text", REC_TEXT, "value, person's name, or text of the message", true},
    [EVENT] = {"event", REC_INT, "number of the event", false},
    [CHANGE] = {"change", REC_INT, "change set: all that one command did", false},
    [ACTOR] = {"actor", REC_NAME, "agent who recorded it", false},
    [TOOL] = {"tool", REC_NAME, "command that recorded it", false},
    [KEY] = {"key", REC_TEXT, "idempotency key of the change set", false},
    [CHANNEL] = {"channel", REC_NAME, "how the message came: tool mail web chat phone", false},
    [LANG] = {"lang", REC_NAME, "language of the message", false},
    [SUBJECT] = {"subject", REC_TEXT, "subject of the message, where it has its own", false},
    [ORIGIN] = {"origin", REC_ID, "ticket that it comes from, when that was merged into this one",
                false},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};

struct item {
    const char *kind, *author, *name, *old, *text; // NULL: none
    size_t old_len, len;
    int64_t id, at;               // 0, DATE_NONE: none
    const struct event_row *e;    // NULL: no event
    const struct show_message *m; // NULL: no message
};

static void put_event_cell(struct show *s, int column, const struct event_row *e)
{
    switch (column) {
    case EVENT:
        recout_id(s->r, e ? e->id : 0);
        break;
    case CHANGE:
        recout_id(s->r, e ? e->change : 0);
        break;
    case ACTOR:
        recout_str(s->r, e && e->actor ? agent_word(&s->t->desk, e->actor) : NULL);
        break;
    case TOOL:
        recout_str(s->r, e ? e->tool : NULL);
        break;
    default:
        recout_str(s->r, e ? e->key : NULL);
    }
}

static void put_message_cell(struct show *s, int column, const struct show_message *m)
{
    switch (column) {
    case CHANNEL:
        recout_str(s->r, m ? name_word(names_channel, m->channel) : NULL);
        break;
    case LANG:
        recout_str(s->r, m ? m->lang : NULL);
        break;
    default:
        recout_str(s->r, m ? m->subject : NULL);
    }
}

static void put_cell(struct show *s, int column, const struct item *i)
{
    switch (column) {
    case ID:
        recout_int(s->r, s->ticket.id);
        break;
    case KIND:
        recout_str(s->r, i->kind);
        break;
    case ITEM:
        recout_id(s->r, i->id);
        break;
    case AT:
        recout_time(s->r, i->at);
        break;
    case AUTHOR:
        recout_str(s->r, i->author);
        break;
    case NAME:
        recout_str(s->r, i->name);
        break;
    case OLD:
        recout_text(s->r, i->old, i->old_len);
        break;
    case TEXT:
        recout_text(s->r, i->text, i->len);
        break;
    case ORIGIN:
        recout_id(s->r, i->e && i->e->thing != s->ticket.id ? i->e->thing : 0);
        break;
    case CHANNEL:
    case LANG:
    case SUBJECT:
        put_message_cell(s, column, i->m);
        break;
    default:
        put_event_cell(s, column, i->e);
    }
}

static void put_item(struct show *s, const struct item *item)
{
    for (int i = 0; i < s->columns.n; i++)
        put_cell(s, s->columns.which[i], item);
    recout_end(s->r);
}

// --- items

static void nothing(struct show *s)
{
    (void)s;
}

static void put_fact(struct show *s, const struct show_fact *f)
{
    if (!f->text)
        return;
    put_item(
        s, &(struct item){
               .kind = "field", .name = f->name, .text = f->text, .len = f->len, .at = DATE_NONE});
}

static void put_person(struct show *s, const struct show_person *p)
{
    put_item(s, &(struct item){.kind = "person",
                               .author = p->word,
                               .name = p->role,
                               .text = p->text,
                               .len = p->text ? strlen(p->text) : 0,
                               .at = DATE_NONE});
}

static void put_message(struct show *s, const struct event_row *e, const struct show_message *m)
{
    buf_reset(&s->word);
    bool known = show_author(s, m, customer_word, &s->word);
    put_item(s, &(struct item){.kind = name_word(names_message, m->kind),
                               .author = known ? s->word.s : NULL,
                               .text = m->body,
                               .len = m->len,
                               .id = m->id,
                               .at = m->at,
                               .e = e,
                               .m = m});
}

static void put_change(struct show *s, const struct event_row *e, const struct show_message *m)
{
    (void)m;
    struct desk *d = &s->t->desk;
    struct buf old = BUF_INIT;
    buf_reset(&s->word);
    buf_reset(&s->text);
    event_field_word(d, e, &s->word);
    bool was = event_old(d, e, &old), is = event_new(d, e, &s->text);
    put_item(s, &(struct item){.kind = "change",
                               .author = e->actor ? agent_word(d, e->actor) : NULL,
                               .name = s->word.s,
                               .old = was ? old.s : NULL,
                               .old_len = old.len,
                               .text = is ? s->text.s : NULL,
                               .len = s->text.len,
                               .id = e->id,
                               .at = e->at,
                               .e = e});
    buf_free(&old);
}

const struct show_form show_records = {nothing,     put_fact,   put_person,
                                       put_message, put_change, nothing};

void show_record_id(struct show *s)
{
    recout_int(s->r, s->ticket.id);
    recout_end(s->r);
}

void show_records_open(struct show *s)
{
    struct tool *t = s->t;
    const char *spec = s->ids ? "id" : t->o->columns;
    tool_must(t, pick_columns(&s->columns, show_columns, spec, SHOW_COLUMNS, &t->err));
    s->r = tool_records(t, s->columns.rec, s->columns.n);
}

void show_records_close(struct show *s)
{
    recout_finish(s->r);
    recout_free(s->r);
    pick_free(&s->columns);
}
