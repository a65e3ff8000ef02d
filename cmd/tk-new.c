// SPDX-License-Identifier: GPL-3.0-or-later
// tk-new: makes tickets; one from options and a body, or many from records on stdin.
// Reads stdin: the body (unless -m, -f or -e), or with -I the records.  Writes the new id, or with
// -I one record per ticket.  Exit: 0; 1 the person aborted; 64 usage; 65 bad records, nothing made;
// 67 unknown queue or agent; 77 no agent.
#include <string.h>

#include "desk/compose.h"
#include "desk/load.h"
#include "desk/request.h"

struct args {
    struct common common;
    struct compose compose;
    const char *requester, *queue, *priority, *tags, *category, *lang, *channel, *due, *assignee,
        *map;
    struct opt_list set;
    bool restore, ignore_unknown;
};

#define AT(member) offsetof(struct args, member)
static const struct opt options[] = {
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
static const char *const usage[] = {
    "[options] SUBJECT",
    "-I FORMAT [options]",
    NULL,
};
static const struct command command = {
    .name = "tk-new",
    .summary = "make tickets",
    .usage = usage,
    .examples = "  echo 'It smokes.' | tk-new -r ana@example.com -p high 'Printer on fire'\n"
                "  tk-new -r '+420 777 123 456' --channel phone -e 'Cannot log in'\n"
                "  tk-new -I csv --map Summary=subject,Description=body <theirs.csv\n",
    .options = options,
    .mode = TOOL_WRITE,
    .operands = OPTV_TEXT,
};

// The options that fill a field, as pairs of column and text.
static void option_pairs(const struct args *a, const char **pairs)
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

static void many(struct tool *t, struct args *a)
{
    struct load load = {.t = t,
                        .format = rec_format(a->common.in_format),
                        .restore = a->restore,
                        .ignore_unknown = a->ignore_unknown,
                        .map = a->map};
    const char *pairs[20];
    if (load.format == REC_UNKNOWN || load.format == REC_TABLE || load.format >= REC_IDS)
        tool_usage(t, "-I takes csv, tsv, xcsv or jsonl, not \"%s\"", a->common.in_format);
    if (t->operands.n)
        tool_usage(t, "the subjects come from the records: unexpected \"%s\"", t->operands.v[0]);
    if (a->compose.text || a->compose.file || a->compose.editor || a->set.n)
        tool_usage(t, "-m, -f, -e and --set do not go with -I: give a column for each");
    option_pairs(a, pairs);
    load.defaults = pairs;
    if (a->restore)
        tool_must(t, desk_need(&t->desk, ROLE_ADMIN, "restore tickets", &t->err));
    load_run(&load);
}

// --- one ticket

static int put(struct intake *in, const char *column, const char *text, struct buf *err)
{
    int rc = intake_put(in, column, text, strlen(text), err);
    return rc == EXIT_DATA ? EXIT_USAGE : rc;
}

static void fill(struct tool *t, const struct args *a, struct intake *in)
{
    struct buf subject = BUF_INIT;
    const char *pairs[20];
    option_pairs(a, pairs);
    for (int i = 0; i < t->operands.n; i++)
        buf_fmt(&subject, "%s%s", i ? " " : "", t->operands.v[i]);
    if (!subject.len)
        tool_usage(t, "no subject");
    tool_must(t, put(in, "subject", subject.s, &t->err));
    for (int i = 0; pairs[i]; i += 2)
        tool_must(t, put(in, pairs[i], pairs[i + 1], &t->err));
    for (int i = 0; i < a->set.n; i++)
        tool_must(t, intake_assign(in, a->set.v[i], &t->err));
    buf_free(&subject);
}

static void one(struct tool *t, struct args *a)
{
    struct intake in;
    struct buf body = BUF_INIT;
    unsigned char request[HASH_SIZE];
    bool given;
    if (a->map || a->restore || a->ignore_unknown || a->common.keep_going || a->common.chunk >= 0 ||
        a->common.fail_empty)
        tool_usage(t, "--map, --restore, --ignore-unknown, -k, --rejects, --each, --chunk and -E go"
                      " with -I");
    intake_begin(&in, &t->desk, false);
    if (!a->common.key) // what is wrong is said before anybody types
        fill(t, a, &in);
    tool_must(t, compose_read(&a->compose, COMPOSE_STDIN_FREE, true, "new", NULL, &body, &given,
                              &t->err));
    request_hash(request, &command, a, &t->operands, t->operands.n, &body, NULL);
    bool done = a->common.key && load_done(t, request); // then what it names may be gone
    if (a->common.key && !done)
        fill(t, a, &in);
    if (!done && body.len)
        tool_must(t, put(&in, "body", body.s, &t->err));
    if (!done)
        load_one(t, &in, request);
    if (!a->common.dry_run)
        compose_done();
    intake_reset(&in);
    buf_free(&body);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (tool_column_help(&t))
        return tool_end(&t);
    if (args.common.in_format)
        many(&t, &args);
    else
        one(&t, &args);
    opt_list_free(&args.set);
    return tool_end(&t);
}
