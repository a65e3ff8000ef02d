// SPDX-License-Identifier: GPL-3.0-or-later
// tk-watch: the tickets of a query, drawn in place on the terminal and again when they change.
//
// Reads the database and keys of the terminal; any key ends it, and so does Ctrl-C, as a signal.
// Exit: 0; 64 bad query, no terminal; 67 unknown agent or queue in the query; 77 where commits of
// others are not seen.
#include <string.h>

#include "desk/live.h"
#include "desk/watch.h"

struct args {
    struct common common;
    struct opt_list match;
};

static const struct opt options[] = {
    OPTION(0, "color", OPT_STRING, OPTV_COLOR, color, "always, never or auto"),
    OPTIONS_COLUMNS,
    OPTION('L', "limit", OPT_NUMBER, OPTV_NUMBER, limit, "at most N tickets"),
    {0, "match", OPT_LIST, OPTV_MATCH, offsetof(struct args, match),
     "FIELD=VALUE taken literally, for scripts", NULL},
    OPTION('s', "sort", OPT_STRING, OPTV_SORT, sort, "KEY[-],...: order, - for descending"),
    OPTION(0, "tz", OPT_STRING, OPTV_ZONE, zone, "zone of the times"),
    OPTION(0, "utc", OPT_FLAG, OPTV_NONE, utc, "the same as --tz UTC"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] [QUERY]", NULL};
static const struct command command = {
    .name = "tk-watch",
    .summary = "the tickets of a query, redrawn as they change",
    .usage = usage,
    .examples = "  tk-watch is:unassigned\n"
                "  tk-watch is:overdue -s due -c id,due,assignee,subject\n"
                "  tk-watch @me status:new,open -s priority-,created\n",
    .options = options,
    .flags = OPT_QUERY,
    .mode = TOOL_READ,
    .operands = OPTV_QUERY,
};

static void join(struct buf *to, const struct opt_list *words)
{
    for (int i = 0; i < words->n; i++)
        buf_fmt(to, "%s%s", to->len ? " " : "", words->v[i]);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    struct buf query = BUF_INIT, title = BUF_INIT;
    tool_start(&t, &command, argc, argv, &args);
    if (tool_column_help(&t))
        return tool_end(&t);
    live_check(&t, "tk-list prints the list once, tk-log -f follows what happens");
    join(&query, &t.operands);
    join(&title, &t.operands);
    join(&title, &args.match);
    struct find_spec spec = {.query = query.s,
                             .match = args.match.v,
                             .n_match = args.match.n,
                             .columns = args.common.columns,
                             .sort = args.common.sort,
                             .limit = args.common.limit,
                             .hide = true};
    struct watch w = {.spec = &spec, .title = title.s};
    live_run(&t, watch_draw, &w);
    watch_free(&w);
    opt_list_free(&args.match);
    buf_free(&query);
    buf_free(&title);
    return tool_end(&t);
}
