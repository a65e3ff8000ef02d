// SPDX-License-Identifier: GPL-3.0-or-later
// tk-show: tickets as a whole, with everything said and done, in order.
//
// Reads ids from its operands, else from stdin.  Prints one record an item (show_columns); with -F
// table, as on a terminal, and without -c a page per ticket, there through the pager.
// Exit: 0 done, 1 no id came in with -E, 64 usage, 65 bad lines or unknown tickets on stdin, 66
// unknown tickets or no database, 74 output lost.  Known tickets are shown in any case.
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "desk/as_of.h"
#include "desk/show.h"

struct args {
    struct common common;
    bool thread;
};

static const struct opt options[] = {
    OPTION_AS_OF,
    {'c', "columns", OPT_STRING, OPTV_COLUMNS, offsetof(struct common, columns),
     "records of these columns, +COLS for more, help for a list", SHOW_WORDS},
    OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "exit 1 when nothing came in"),
    OPTION(0, "no-pager", OPT_FLAG, OPTV_NONE, no_pager, "never through a pager"),
    OPTION('0', "null", OPT_FLAG, OPTV_NONE, nul, "ids on stdin end with NUL"),
    OPTIONS_OUT,
    {0, "thread", OPT_FLAG, OPTV_NONE, offsetof(struct args, thread),
     "the messages alone, no history", NULL},
    OPTIONS_BASE,
    OPT_END,
};

static const char *const usage[] = {"[options] [ID...]", NULL};
static const struct command command = {
    .name = "tk-show",
    .summary = "show tickets with everything said and done",
    .usage = usage,
    .examples = "  tk-show 1042\n"
                "  tk-list is:overdue | tk-show --thread -F table | less\n"
                "  tk-show 1042 -F jsonl | jq -r 'select(.kind == \"reply\").text'\n",
    .options = options,
    .mode = TOOL_READ,
    .operands = OPTV_ID,
};

static void show(struct tool *t, struct show *s, const struct ref *r)
{
    char where[40];
    if (r->id == 0 || show_ticket(s, r->id))
        return;
    snprintf(where, sizeof where, "stdin:%ld", r->line);
    buf_fmt(&t->err, "no such ticket \"%lld\"", (long long)r->id);
    tool_fail(t, r->line ? EXIT_DATA : EXIT_NOINPUT, r->line ? where : NULL);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct ref_list refs = {0};
    struct tool t;
    struct show s;
    tool_start(&t, &command, argc, argv, &args);
    if (args.common.columns && strcmp(args.common.columns, "help") == 0) {
        pick_help(show_columns, &t.out.buf);
        return tool_end(&t);
    }
    show_open(&s, &t, args.thread);
    tool_refs(&t, 0, &refs);
    tool_as_of(&t, AS_OF_EACH);
    for (size_t i = 0; i < refs.n; i++)
        show(&t, &s, &refs.v[i]);
    show_close(&s);
    as_of_end(&t.desk);
    if (args.common.fail_empty && !refs.n && !t.status)
        t.status = EXIT_NONE;
    refs_free(&refs);
    return tool_end(&t);
}
