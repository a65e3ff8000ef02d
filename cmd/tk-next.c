// SPDX-License-Identifier: GPL-3.0-or-later
// tk-next: the most urgent free ticket becomes one's own.
// Reads nothing but the database; writes one record after COMMIT.
// Exit: 0; 1 none is there to take; 64 usage or a bad query; 65 the key was used by a different
// request; 67 unknown agent or queue in the query; 77 not permitted.
#include <string.h>

#include "desk/lease.h"
#include "desk/next.h"
#include "desk/request.h"

struct args {
    struct common common;
    const char *lasting;
    struct opt_list match;
};

static const struct opt options[] = {
    OPTION(0, "as", OPT_STRING, OPTV_AGENT, as, "act as AGENT (admins)"),
    OPTIONS_COLUMNS,
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "change nothing; show on stderr"),
    {0, "for", OPT_STRING, OPTV_TIME, offsetof(struct args, lasting),
     "hold it so long instead, as 20m", LEASE_WORDS},
    OPTION('K', "key", OPT_STRING, OPTV_KEY, key, "idempotency key: once only"),
    {0, "match", OPT_LIST, OPTV_MATCH, offsetof(struct args, match),
     "FIELD=VALUE taken literally, for scripts", NULL},
    OPTIONS_OUT,
    OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "print nothing on success"),
    OPTION('v', "verbose", OPT_FLAG, OPTV_NONE, verbose, "say why there is none"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] [QUERY]", NULL};
static const struct command command = {
    .name = "tk-next",
    .summary = "take the most urgent free ticket",
    .usage = usage,
    .examples = "  tk-next\n"
                "  tk-next queue:billing -F ids\n"
                "  tk-next --for 20m lang:cs\n",
    .options = options,
    .flags = OPT_QUERY,
    .mode = TOOL_WRITE,
    .operands = OPTV_QUERY,
};

// The answer of an earlier run with the same key, or a ticket that is taken now; how many in *n.
static int64_t take(struct tool *t, struct next *next, const unsigned char *request)
{
    enum request_rc rc =
        t->o->key ? request_begin(&t->desk, t->o->key, request, &t->err) : REQUEST_NEW;
    struct ref_list had = {0};
    struct buf why = BUF_INIT;
    int64_t id = 0;
    if (rc == REQUEST_CONFLICT)
        tool_must(t, EXIT_DATA);
    if (rc == REQUEST_DONE) {
        t->status = request_recall(&t->desk, t->o->key, &had);
        id = had.n ? had.v[0].id : 0;
    } else {
        id = next_take(next, &why);
        t->status = id ? EXIT_DONE : EXIT_NONE;
        request_end(&t->desk, t->o->key, t->status, &id, id != 0);
    }
    if (!id && t->o->verbose && why.len)
        tool_later(t, "%s", why.s);
    refs_free(&had);
    buf_free(&why);
    return id;
}

struct run {
    struct next *next;
    const unsigned char *request;
    int64_t id; // 0: none
};

static bool apply(struct tool *t, void *arg)
{
    struct run *r = arg;
    tool_begin(t);
    r->id = take(t, r->next, r->request);
    if (t->o->dry_run)
        tool_print_dry(t, &r->id, r->id != 0);
    return !t->o->dry_run;
}

static void run(struct tool *t, struct next *next, const unsigned char *request)
{
    struct run r = {.next = next, .request = request};
    tool_must(t, tool_change(t, apply, &r));
    tool_say(t);
    if (!t->o->dry_run)
        tool_print_tickets(t, &r.id, r.id != 0);
}

static void join(struct buf *query, const struct opt_list *words)
{
    for (int i = 0; i < words->n; i++)
        buf_fmt(query, "%s%s", i ? " " : "", words->v[i]);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    struct next next;
    struct buf query = BUF_INIT;
    unsigned char request[HASH_SIZE];
    tool_start(&t, &command, argc, argv, &args);
    if (tool_column_help(&t))
        return tool_end(&t);
    if (t.operands.n && strcmp(t.operands.v[0], "-") == 0)
        tool_usage(&t, "no ids are read from standard input: give a query");
    join(&query, &t.operands);
    tool_must(&t, next_open(&next, &t.desk,
                            &(struct next_spec){.query = query.s,
                                                .match = args.match.v,
                                                .n_match = args.match.n,
                                                .lasting = args.lasting},
                            &t.err));
    request_hash(request, &command, &args, &t.operands, t.operands.n, NULL, NULL);
    run(&t, &next, request);
    next_close(&next);
    opt_list_free(&args.match);
    buf_free(&query);
    return tool_end(&t);
}
