// SPDX-License-Identifier: GPL-3.0-or-later
// tk-split: messages of a thread become a ticket of their own.
// Reads no input; writes the new id, or a record of the new ticket.
// Exit: 0; 64 usage; 65 a message of another thread, or the opening one; 66 no such ticket or
// message; 67 unknown queue; 77 no agent.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/customer.h"
#include "desk/load.h"
#include "desk/request.h"
#include "desk/split.h"

struct args {
    struct common common;
    bool copy;
    const char *subject, *queue, *priority, *requester;
};

#define AT(member) offsetof(struct args, member)
static const struct opt options[] = {
    OPTIONS_ACT,
    OPTIONS_COLUMNS,
    {0, "copy", OPT_FLAG, OPTV_NONE, AT(copy), "leave the messages where they are, too", NULL},
    OPTION(0, "if-rev", OPT_NUMBER, OPTV_NUMBER, if_rev, "only if the ticket's rev is N"),
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "change nothing; show on stderr"),
    OPTION('K', "key", OPT_STRING, OPTV_KEY, key, "idempotency key: once only"),
    OPTIONS_OUT,
    {'p', "priority", OPT_STRING, OPTV_PRIORITY, AT(priority), "low, normal, high or urgent", NULL},
    {'Q', "queue", OPT_STRING, OPTV_QUEUE, AT(queue), "queue it goes to", NULL},
    {'r', "requester", OPT_STRING, OPTV_CUSTOMER, AT(requester),
     "address, \"Name <address>\" or phone", NULL},
    {0, "subject", OPT_STRING, OPTV_TEXT, AT(subject), "its subject (else the old one)", NULL},
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] ID MESSAGE...", NULL};
static const struct command command = {
    .name = "tk-split",
    .summary = "make messages of a thread a ticket of their own",
    .usage = usage,
    .examples = "  tk-show --thread 1042 -c id,item,author,text\n"
                "  tk-split 1042 5117 5120 --subject 'The other printer'\n"
                "  tk-split --copy 1042 5098\n",
    .options = options,
    .mode = TOOL_WRITE,
    .operands = OPTV_MESSAGE,
};

static int64_t number(struct tool *t, const char *word, const char *what)
{
    int64_t n;
    if (!ref_parse(word, strlen(word), &n))
        tool_usage(t, "not %s: \"%s\"", what, word);
    return n;
}

static void read_options(struct tool *t, const struct args *a, struct split *s)
{
    s->if_rev = a->common.if_rev;
    s->copy = a->copy;
    s->subject = a->subject;
    s->customer = a->requester;
    struct contact c = {0};
    if ((a->subject && subject_check(a->subject, &t->err)) ||
        (a->requester && contact_parse(&c, a->requester, &t->err)))
        tool_must(t, EXIT_USAGE);
    contact_free(&c);
    if (a->priority && (s->priority = name_number(names_priority, a->priority)) < 0) {
        name_complain(&t->err, names_priority, "priority", a->priority);
        tool_usage(t, "%s", t->err.s);
    }
    if (a->queue)
        tool_must(t, queue_find(&t->desk, a->queue, &s->queue, &t->err));
}

static int split(struct tool *t, void *arg, int64_t *id)
{
    return split_make(&t->desk, arg, id, &t->err);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct split s = {0};
    struct tool t;
    unsigned char request[HASH_SIZE];
    tool_start(&t, &command, argc, argv, &args);
    if (tool_column_help(&t))
        return tool_end(&t);
    if (t.operands.n < 2)
        tool_usage(&t, "give a ticket and the numbers of its messages");
    tool_dot(&t, 1);
    int64_t *messages = mem_array((size_t)t.operands.n, sizeof *messages);
    s.ticket = number(&t, t.operands.v[0], "a ticket id");
    for (int i = 1; i < t.operands.n; i++)
        messages[s.n_messages++] = number(&t, t.operands.v[i], "the number of a message");
    s.messages = messages;
    request_hash(request, &command, &args, &t.operands, t.operands.n, NULL, NULL);
    if (!args.common.key || !load_done(&t, request)) {
        read_options(&t, &args, &s);
        load_made(&t, split, &s, request);
    }
    free(messages);
    return tool_end(&t);
}
