// SPDX-License-Identifier: GPL-3.0-or-later
// A customer's profile for pipes: one record an item.
#include <string.h>

#include "base/date.h"
#include "desk/customer.h"
#include "desk/profile_impl.h"

enum { ID, ITEM, TICKET, AT, NAME, TEXT, MESSAGE, CHANNEL, LANG, SUBJECT, COLUMNS };
const struct rec_column profile_columns[] = {
    [ID] = {"id", REC_ID, "number of the customer", false},
    [ITEM] = {"item", REC_NAME,
              "customer address field ticket other replied solved closed merged waits, or request"
              " message reply note",
              false},
    [TICKET] = {"ticket", REC_INT, "number of the ticket it belongs to", false},
    [AT] = {"at", REC_TIME, "when it was made, said, done; since when it waits", false},
    [NAME] = {"name", REC_TEXT, "which field; status; who wrote it; whom it waits for", false},
    [TEXT] = {"text", REC_TEXT, "value, subject, seconds of a wait, text of the message", true},
    [MESSAGE] = {"message", REC_INT, "number of the message", false},
    [CHANNEL] = {"channel", REC_NAME, "how it came: tool mail web chat phone", false},
    [LANG] = {"lang", REC_NAME, "language of the message", false},
    [SUBJECT] = {"subject", REC_TEXT, "subject of the message, where it has its own", false},
    [COLUMNS] = {NULL, REC_TEXT, NULL, false},
};

struct item {
    const char *item, *name, *text; // NULL: none
    size_t len;
    int64_t ticket, at; // 0, DATE_NONE: none
    const struct profile_message *m;
};

static void put_cell(struct profile *p, int column, const struct item *i)
{
    const struct profile_message *m = i->m;
    switch (column) {
    case ID:
        recout_int(p->r, p->id);
        break;
    case ITEM:
        recout_str(p->r, i->item);
        break;
    case TICKET:
        recout_id(p->r, i->ticket);
        break;
    case AT:
        recout_time(p->r, i->at);
        break;
    case NAME:
        recout_str(p->r, i->name);
        break;
    case TEXT:
        recout_text(p->r, i->text, i->len);
        break;
    case MESSAGE:
        recout_id(p->r, m ? m->id : 0);
        break;
    case CHANNEL:
        recout_str(p->r, m ? name_word(names_channel, m->channel) : NULL);
        break;
    case LANG:
        recout_str(p->r, m ? m->lang : NULL);
        break;
    default:
        recout_str(p->r, m ? m->subject : NULL);
    }
}

static void put_item(struct profile *p, const struct item *item)
{
    for (int i = 0; i < p->columns.n; i++)
        put_cell(p, p->columns.which[i], item);
    recout_end(p->r);
}

static void put_field(struct profile *p, const char *name, const char *text)
{
    if (text)
        put_item(
            p,
            &(struct item){
                .item = "field", .name = name, .text = text, .len = strlen(text), .at = DATE_NONE});
}

static void put_head(struct profile *p, const struct profile_head *h)
{
    put_item(p, &(struct item){.item = "customer",
                               .name = h->word,
                               .text = h->name,
                               .len = h->name ? strlen(h->name) : 0,
                               .at = h->made});
    if (p->ids)
        return;
    put_field(p, "org", h->org);
    put_field(p, "lang", h->lang);
    put_field(p, "tz", h->tz);
    put_field(p, "note", h->note);
}

static void put_address(struct profile *p, int kind, const char *address, const char *shown)
{
    (void)shown;
    put_item(p, &(struct item){.item = "address",
                               .name = name_word(names_contact, kind),
                               .text = address,
                               .len = strlen(address),
                               .at = DATE_NONE});
}

static void put_tickets(struct profile *p)
{
    (void)p;
}

// What happened at `at`, `from` being when the wait for it began; DATE_NONE: it did not happen.
static void put_wait(struct profile *p, const struct profile_ticket *k, const char *item,
                     const char *name, int64_t at, int64_t from, int64_t to)
{
    if (at == DATE_NONE)
        return;
    buf_reset(&p->text);
    buf_int(&p->text, to > from ? (to - from) / DATE_SECOND : 0); // a split may leave a reply older
    put_item(p, &(struct item){.item = item,
                               .ticket = k->id,
                               .at = at,
                               .name = name,
                               .text = p->text.s,
                               .len = p->text.len});
}

static void put_ticket(struct profile *p, const struct profile_ticket *k)
{
    put_item(p, &(struct item){.item = k->theirs ? "ticket" : "other",
                               .ticket = k->id,
                               .at = k->created,
                               .name = name_word(names_status, k->status),
                               .text = k->subject,
                               .len = strlen(k->subject)});
    put_wait(p, k, "replied", NULL, k->first_reply, k->created, k->first_reply);
    put_wait(p, k, "solved", name_word(names_resolution, k->resolution), k->solved, k->created,
             k->solved);
    put_wait(p, k, "closed", NULL, k->closed, k->created, k->closed);
    put_wait(p, k, "waits", profile_wait_word(k->wait), k->since, k->since, p->t->desk.now);
    if (!k->merged)
        return;
    buf_reset(&p->text);
    buf_int(&p->text, k->merged);
    put_item(p, &(struct item){.item = "merged",
                               .ticket = k->id,
                               .text = p->text.s,
                               .len = p->text.len,
                               .at = DATE_NONE});
}

static void put_message(struct profile *p, const struct profile_ticket *k,
                        const struct profile_message *m)
{
    buf_reset(&p->word);
    bool known = profile_author(p, m, customer_word, &p->word);
    put_item(p, &(struct item){.item = name_word(names_message, m->kind),
                               .ticket = k->id,
                               .at = m->at,
                               .name = known ? p->word.s : NULL,
                               .text = m->body,
                               .len = m->len,
                               .m = m});
}

const struct profile_form profile_records = {put_head, put_address, put_tickets, put_ticket,
                                             put_message};

void profile_records_open(struct profile *p)
{
    struct tool *t = p->t;
    const char *spec = p->ids ? "id" : t->o->columns;
    tool_must(t, pick_columns(&p->columns, profile_columns, spec, PROFILE_COLUMNS, &t->err));
    p->r = tool_records(t, p->columns.rec, p->columns.n);
}

void profile_records_close(struct profile *p)
{
    recout_finish(p->r);
    recout_free(p->r);
    pick_free(&p->columns);
}
