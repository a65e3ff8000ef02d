// SPDX-License-Identifier: GPL-3.0-or-later
// tk-list: tickets by query, one record each.
// Reads nothing but the database; with - as first operand also ids from stdin, which it filters.
// Exit: 0, also for no ticket; 1 with -E and none; 64 bad query; 67 unknown agent or queue in it.
#include <string.h>

#include "desk/as_of.h"
#include "desk/find.h"
#include "desk/tool.h"

struct args {
    struct common common;
    struct opt_list match;
};

static const struct opt options[] = {
    OPTION_AS_OF,
    OPTIONS_COLUMNS,
    OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "exit 1 when nothing matched"),
    OPTION('L', "limit", OPT_NUMBER, OPTV_NUMBER, limit, "at most N tickets"),
    {0, "match", OPT_LIST, OPTV_MATCH, offsetof(struct args, match),
     "FIELD=VALUE taken literally, for scripts", NULL},
    OPTION('0', "null", OPT_FLAG, OPTV_NONE, nul, "ids on stdin end with NUL"),
    OPTIONS_OUT,
    OPTION('s', "sort", OPT_STRING, OPTV_SORT, sort, "KEY[-],...: order, - for descending"),
    OPTION('v', "verbose", OPT_FLAG, OPTV_NONE, verbose, "say what was left out"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] [QUERY]", "[options] - [QUERY]", NULL};
static const struct command command = {
    .name = "tk-list",
    .summary = "list tickets by query",
    .usage = usage,
    .examples = "  tk-list is:unassigned queue:billing\n"
                "  tk-list 'printer NOT status:pending' -s priority-,created -L 20\n"
                "  tk-list is:overdue | tk-assign bob\n",
    .options = options,
    .flags = OPT_QUERY,
    .mode = TOOL_READ,
    .operands = OPTV_QUERY,
};

static void join(struct buf *query, const struct opt_list *words, int first)
{
    for (int i = first; i < words->n; i++)
        buf_fmt(query, "%s%s", i > first ? " " : "", words->v[i]);
}

static void list(struct tool *t, struct find *f)
{
    struct recout *r = tool_records(t, f->columns.rec, f->columns.n);
    t->out.hold = true; // the reader of our output may be slow: no lock meanwhile
    while (find_row(f))
        find_emit(f, r);
    recout_finish(r);
    recout_free(r);
    if (t->o->fail_empty && !f->rows)
        t->status = EXIT_NONE;
}

static void tell(struct tool *t, const struct find *f)
{
    tool_say(t);
    if (t->o->verbose && f->more)
        warn("more tickets exist than -L %lld", (long long)f->limit);
    if (t->o->verbose && f->hides)
        warn("closed and merged tickets are left out (is:any shows all)");
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    struct buf query = BUF_INIT;
    struct ref_list ids = {0};
    struct find f = {0};
    tool_start(&t, &command, argc, argv, &args);
    bool among = t.operands.n && strcmp(t.operands.v[0], "-") == 0;
    if (tool_column_help(&t))
        return tool_end(&t);
    if (among)
        tool_ids_from_stdin(&t, &ids);
    tool_as_of(&t, AS_OF_ALL);
    tool_known_ids(&t, &ids);
    join(&query, &t.operands, among);
    int rc = find_open(&f, &t.desk,
                       &(struct find_spec){.query = query.s,
                                           .match = args.match.v,
                                           .n_match = args.match.n,
                                           .columns = args.common.columns,
                                           .sort = args.common.sort,
                                           .limit = args.common.limit,
                                           .hide = true,
                                           .among = among ? &ids : NULL},
                       &t.err);
    tool_must(&t, rc);
    list(&t, &f);
    find_close(&f);
    as_of_end(&t.desk);
    tell(&t, &f);
    refs_free(&ids);
    opt_list_free(&args.match);
    buf_free(&query);
    return tool_end(&t);
}
