// SPDX-License-Identifier: GPL-3.0-or-later
// reply [--note | -r CUSTOMER] [-m TEXT | -f FILE | -e | --macro NAME] [--status STATUS]
#include <stddef.h>

#include "base/wrap.h"
#include "desk/action.h"
#include "desk/customer.h"
#include "desk/macro.h"

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
    OPTION_FORCE,
    OPTIONS_IDS,
    {0, "macro", OPT_STRING, OPTV_MACRO, offsetof(struct action_args, macro_name),
     "the message is this macro, in the language of each ticket", NULL},
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

// What a macro says, it says for an agent, and alone.
static int check_macro(struct desk *d, const struct reply *r, struct buf *err)
{
    int64_t id;
    const char *other = r->a.compose.text   ? "-m"
                        : r->a.compose.file ? "-f"
                        : r->requester      ? "-r"
                                            : NULL;
    if (!other)
        return macro_find(d, r->a.macro_name, &id, err);
    buf_fmt(err, "--macro and %s exclude each other", other);
    return EXIT_USAGE;
}

static int parse(struct desk *d, void *args, const struct opt_list *words, int *taken,
                 struct buf *err)
{
    struct reply *r = args;
    (void)words;
    *taken = 0;
    r->a.message_needed = !r->a.macro_name;
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
    if (r->to < 0 || r->channel_number < 0)
        return EXIT_USAGE;
    return r->a.macro_name ? check_macro(d, r, err) : 0;
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

// --- the text of a macro

// A dry run shows it as the ticket would get it.
static void show(struct reply *r, const struct ticket *t, const struct buf *text, const char *lang)
{
    const struct wrap w = {.first = "    ", .indent = "    "};
    if (!r->a.common.dry_run || r->a.common.quiet)
        return;
    buf_fmt(&r->a.shown, "%lld, text for %s:\n", (long long)t->id, macro_lang_word(lang));
    wrap_text(&r->a.shown, &w, text->s, text->len);
}

// --- doing it

static int write_message(struct reply *r, struct desk *d, struct ticket *t, const struct buf *body,
                         struct buf *err)
{
    struct message m = {.kind = r->requester ? MESSAGE_CUSTOMER
                                : r->a.note  ? MESSAGE_NOTE
                                             : MESSAGE_REPLY,
                        .agent = r->requester ? 0 : d->me,
                        .channel = (enum channel)r->channel_number,
                        .body = body->s,
                        .body_len = body->len};
    if (r->requester && r->a.note) {
        buf_str(err, "what you go on with is an internal note: it is not from a customer");
        return EXIT_DATA;
    }
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

static int apply(struct desk *d, void *args, struct ticket *t, struct buf *err)
{
    struct reply *r = args;
    struct buf text = BUF_INIT;
    const char *lang = NULL;
    int rc = 0;
    if (r->a.macro_name) // somebody may edit it between two change sets
        rc = macro_ready(d, r->a.macro_name, &r->a.macro, err);
    if (rc == 0 && r->a.macro && !r->a.has_message)
        rc = macro_render(r->a.macro, d, t, &text, &lang, err);
    if (rc == 0)
        rc = write_message(r, d, t, lang ? &text : &r->a.message, err);
    if (rc == 0 && r->a.macro)
        rc = macro_act(r->a.macro, d, t, &r->a.said, err);
    if (rc == 0 && lang)
        show(r, t, &text, lang);
    buf_free(&text);
    return rc;
}

const struct action action_reply = {"reply", sizeof(struct reply), options_reply, 0, parse, apply,
                                    NULL};
