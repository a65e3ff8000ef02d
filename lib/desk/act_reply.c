// SPDX-License-Identifier: GPL-3.0-or-later
// reply [--note | -r CUSTOMER] [-m TEXT | -f FILE | -e] [--status STATUS]
#include <stddef.h>

#include "desk/action.h"
#include "desk/customer.h"

struct reply {
    struct action_args a;
    const char *status, *requester, *channel;
    int to; // status to set, 0: as it follows from the message
    int channel_number;
};

const struct opt options_reply[] = {
    OPTIONS_ACT,
    OPTIONS_BATCH,
    {0, "channel", OPT_STRING, OPTV_CHANNEL, offsetof(struct reply, channel),
     "how it came: tool, mail, web, chat or phone", NULL},
    OPTIONS_COLUMNS,
    {0, "drafts", OPT_FLAG, OPTV_NONE, offsetof(struct action_args, drafts),
     "list the answers that you have begun", NULL},
    {'e', "editor", OPT_FLAG, OPTV_NONE, offsetof(struct action_args, compose.editor),
     "write the message in an editor", NULL},
    {'f', "file", OPT_STRING, OPTV_FILE, offsetof(struct action_args, compose.file),
     "message from FILE, - for stdin", NULL},
    OPTIONS_IDS,
    {'m', "message", OPT_STRING, OPTV_TEXT, offsetof(struct action_args, compose.text),
     "the message", NULL},
    {0, "note", OPT_FLAG, OPTV_NONE, offsetof(struct action_args, note),
     "internal: the customer does not see it", NULL},
    OPTIONS_OUT,
    {0, "recover", OPT_FLAG, OPTV_NONE, offsetof(struct action_args, recover),
     "go on in the editor with the text that you have begun", NULL},
    {'r', "requester", OPT_STRING, OPTV_CUSTOMER, offsetof(struct reply, requester),
     "it is from CUSTOMER (a call, a visit)", NULL},
    {0, "status", OPT_STRING, OPTV_STATUS, offsetof(struct reply, status),
     "set the status in the same change", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static int parse(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err)
{
    struct reply *r = args;
    (void)d;
    (void)words;
    *taken = 0;
    r->a.message_needed = true;
    if (r->requester && r->a.note) {
        buf_str(err, "--note and -r exclude each other: a customer writes no internal notes");
        return EXIT_USAGE;
    }
    struct contact c = {0};
    int rc = r->requester ? contact_parse(&c, r->requester, err) : 0;
    contact_free(&c);
    if (rc)
        return EXIT_USAGE;
    r->to = r->status ? name_number(names_status, r->status) : 0;
    if (r->to < 0)
        name_complain(err, names_status, "status", r->status);
    r->channel_number = r->channel ? name_number(names_channel, r->channel) : CHANNEL_TOOL;
    if (r->channel_number < 0)
        name_complain(err, names_channel, "channel", r->channel);
    return r->to < 0 || r->channel_number < 0 ? EXIT_USAGE : 0;
}

// What a message does to the status unless --status says otherwise: an agent's reply opens a new
// ticket, a customer's word wakes one that waits for him or was solved.
static int status_after(const struct ticket *t, enum message_kind kind)
{
    if (kind == MESSAGE_REPLY && t->status == STATUS_NEW)
        return STATUS_OPEN;
    if (kind == MESSAGE_CUSTOMER && (t->status == STATUS_PENDING || t->status == STATUS_SOLVED))
        return STATUS_OPEN;
    return t->status;
}

static int apply(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct reply *r = args;
    struct message m = {.kind = r->requester ? MESSAGE_CUSTOMER
                                : r->a.note  ? MESSAGE_NOTE
                                             : MESSAGE_REPLY,
                        .agent = r->requester ? 0 : d->me,
                        .channel = (enum channel)r->channel_number,
                        .body = r->a.message.s,
                        .body_len = r->a.message.len};
    if (m.kind != MESSAGE_NOTE && t->status == STATUS_CLOSED && r->to != STATUS_OPEN) {
        buf_fmt(err, "%lld is closed: reopen it first (--status open), or write a --note",
                (long long)t->id);
        return EXIT_DATA;
    }
    int rc = r->requester ? customer_require(d, r->requester, &m.customer, err) : 0;
    if (rc)
        return rc;
    ticket_add_message(d, t, &m);
    return ticket_set_status(d, t, r->to ? r->to : status_after(t, m.kind), err);
}

const struct action action_reply = {"reply", sizeof(struct reply), options_reply, 0, parse, apply,
                                    NULL};
