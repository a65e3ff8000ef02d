// SPDX-License-Identifier: GPL-3.0-or-later
// tk-log: the history of tickets, or of everything, one record an event in the order of recording.
//
// Reads the database alone; stdin only for - as its first operand (ids then).  Prints the columns
// of log_columns.  With -f it goes on until its reader or a signal ends it.
// Exit: 0 done, 1 nothing with -E, 64 usage, 65 unknown tickets on stdin, 66 unknown tickets or no
// database, 74 output lost, 77 -f where commits are not seen.
#include <stddef.h>
#include <string.h>

#include "desk/log.h"

struct args {
    struct common common;
    bool changes, diff, follow;
    const char *since;
};

static const struct opt options[] = {
    {0, "changes", OPT_FLAG, OPTV_NONE, offsetof(struct args, changes),
     "change sets, one record each", NULL},
    {'c', "columns", OPT_STRING, OPTV_COLUMNS, offsetof(struct common, columns),
     "columns, +COLS for more of them, help for a list", LOG_WORDS},
    {0, "diff", OPT_FLAG, OPTV_NONE, offsetof(struct args, diff),
     "each line that went and each that came", NULL},
    OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "exit 1 when there are none"),
    {'f', "follow", OPT_FLAG, OPTV_NONE, offsetof(struct args, follow),
     "go on with new events as they happen", NULL},
    OPTION('L', "limit", OPT_NUMBER, OPTV_NUMBER, limit, "only the newest N events"),
    OPTION('0', "null", OPT_FLAG, OPTV_NONE, nul, "ids on stdin end with NUL"),
    {0, "since", OPT_STRING, OPTV_TIME, offsetof(struct args, since),
     "events after the one of this number, or since TIME", NULL},
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};

static const char *const usage[] = {"[options] [ID...]", "[options] -", NULL};

static const struct command command = {
    .name = "tk-log",
    .summary = "the history of tickets, or of everything",
    .usage = usage,
    .examples = "  tk-log 1042                 all that happened to a ticket\n"
                "  tk-log -L 20                the newest 20 events of the desk\n"
                "  tk-log -f | grep -w closed  watch tickets being closed\n"
                "  tk-log --since 8121         what came after event 8121\n"
                "  tk-log --diff 1042          its texts, line by line\n"
                "  tk-log --changes -L 5       the last five commands, for tk-undo\n",
    .options = options,
    .mode = TOOL_READ,
    .operands = OPTV_ID,
};

static void check(struct tool *t, const struct args *args)
{
    if (args->changes && (args->diff || args->follow))
        tool_usage(t, "--changes and %s exclude each other", args->diff ? "--diff" : "-f");
    if (args->follow && t->o->out)
        tool_usage(t, "-f and -o: a file that is replaced when complete never would be");
    if (args->follow && db_is_immutable(t->desk.db))
        die(EXIT_NOPERM, "%s: cannot follow: its directory is not writable", db_path(t->desk.db));
    if (t->operands.n && !*t->operands.v[0])
        tool_usage(t, "an empty ticket id");
}

static void choose(struct tool *t, const struct args *args, struct log_spec *spec)
{
    struct ref_list refs = {0};
    if (args->since)
        tool_must(t, log_since(&t->desk, args->since, spec, &t->err));
    spec->limit = t->o->limit;
    spec->follow = args->follow;
    spec->diff = args->diff;
    if (!t->operands.n)
        return;
    tool_refs(t, 0, &refs);
    log_tickets(t, &refs, spec);
    refs_free(&refs);
}

static int64_t print_events(struct tool *t, const struct args *args, const struct log_spec *spec)
{
    struct log log;
    log_open(&log, t, spec);
    if (!args->follow || args->since || spec->limit >= 0)
        log_print(&log);
    if (args->follow && (spec->all || spec->n))
        log_follow(&log);
    log_close(&log);
    return log.rows;
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct log_spec spec = LOG_SPEC_INIT;
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (args.common.columns && strcmp(args.common.columns, "help") == 0) {
        pick_help(args.changes ? log_change_columns
                  : args.diff  ? log_diff_columns
                               : log_columns,
                  &t.out.buf);
        return tool_end(&t);
    }
    check(&t, &args);
    choose(&t, &args, &spec);
    int64_t rows = args.changes ? log_print_changes(&t, &spec) : print_events(&t, &args, &spec);
    if (args.common.fail_empty && !rows && !t.status)
        t.status = EXIT_NONE;
    return tool_end(&t);
}
