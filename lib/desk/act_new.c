// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "desk/act_new.h"

#define AT(member) offsetof(struct new_args, member)
const struct opt options_new[] = {
    OPTIONS_ACT,
    {'a', "assignee", OPT_STRING, OPTV_AGENT, AT(assignee), "agent who works on it", NULL},
    OPTIONS_BATCH,
    {0, "category", OPT_STRING, OPTV_TEXT, AT(category), "kind of request", NULL},
    {0, "channel", OPT_STRING, OPTV_CHANNEL, AT(channel), "how it came", NULL},
    OPTIONS_COLUMNS,
    {0, "due", OPT_STRING, OPTV_TIME, AT(due), "when it should be solved", NULL},
    {'e', "editor", OPT_FLAG, OPTV_NONE, AT(compose.editor), "write the body in an editor", NULL},
    {'f', "file", OPT_STRING, OPTV_FILE, AT(compose.file), "body from FILE, - for stdin", NULL},
    {0, "ignore-unknown", OPT_FLAG, OPTV_NONE, AT(ignore_unknown), "-I: drop unknown columns",
     NULL},
    OPTION('I', "input", OPT_STRING, OPTV_INFORMAT, in_format,
           "records on stdin: csv, tsv, xcsv or jsonl"),
    {0, "lang", OPT_STRING, OPTV_TEXT, AT(lang), "language of the request: cs, pl, he, en", NULL},
    {0, "map", OPT_STRING, OPTV_MAP, AT(map), "-I: rename columns: theirs=ours,...", NULL},
    {'m', "message", OPT_STRING, OPTV_TEXT, AT(compose.text), "the body", NULL},
    OPTIONS_OUT,
    {'p', "priority", OPT_STRING, OPTV_PRIORITY, AT(priority), "low, normal, high or urgent", NULL},
    {'Q', "queue", OPT_STRING, OPTV_QUEUE, AT(queue), "queue it goes to", NULL},
    {'r', "requester", OPT_STRING, OPTV_CUSTOMER, AT(requester),
     "address, \"Name <address>\" or phone", NULL},
    {0, "restore", OPT_FLAG, OPTV_NONE, AT(restore), "-I: keep ids, status and times (admins)",
     NULL},
    {0, "set", OPT_LIST, OPTV_SET, AT(set), "a custom field: x.NAME=VALUE", NULL},
    {'t', "tag", OPT_STRING, OPTV_TAG, AT(tags), "tags: vip,outage", NULL},
    OPTIONS_BASE,
    OPT_END,
};

void new_pairs(const struct new_args *a, const char *pairs[NEW_PAIRS_MAX])
{
    const char *all[] = {"customer",  a->requester, "queue",    a->queue,   "priority",
                         a->priority, "tags",       a->tags,    "category", a->category,
                         "lang",      a->lang,      "channel",  a->channel, "due",
                         a->due,      "assignee",   a->assignee};
    int n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i += 2)
        if (all[i + 1]) {
            pairs[n++] = all[i];
            pairs[n++] = all[i + 1];
        }
    pairs[n] = NULL;
}

// A value of the command line is no record: what is wrong with it is wrong usage.
static int put(struct intake *in, const char *column, const char *text, struct buf *err)
{
    int rc = intake_put(in, column, text, strlen(text), err);
    return rc == EXIT_DATA ? EXIT_USAGE : rc;
}

static int put_subject(const struct opt_list *words, struct intake *in, struct buf *err)
{
    struct buf subject = BUF_INIT;
    for (int i = 0; i < words->n; i++)
        buf_fmt(&subject, "%s%s", i ? " " : "", words->v[i]);
    int rc = subject.len ? put(in, "subject", subject.s, err) : EXIT_USAGE;
    if (!subject.len)
        buf_str(err, "no subject");
    buf_free(&subject);
    return rc;
}

int new_fill(const struct new_args *a, const struct opt_list *subject, struct intake *in,
             struct buf *err)
{
    const char *pairs[NEW_PAIRS_MAX];
    int rc = put_subject(subject, in, err);
    new_pairs(a, pairs);
    for (int i = 0; rc == 0 && pairs[i]; i += 2)
        rc = put(in, pairs[i], pairs[i + 1], err);
    for (int i = 0; rc == 0 && i < a->set.n; i++)
        rc = intake_assign(in, a->set.v[i], err);
    return rc;
}

int new_body(const struct buf *body, struct intake *in, struct buf *err)
{
    return body->len ? put(in, "body", body->s, err) : 0;
}
