// SPDX-License-Identifier: GPL-3.0-or-later
// tk-board: the desk at a glance: queues, agents, who works on what, what is overdue or due next.
//
// Reads the database alone.  Prints one record an item (board_columns); with -F table, as on a
// terminal, and without -c a page, which with -f is drawn in place until a key is pressed.
// Exit: 0; 64 usage, -f without a terminal; 66 no database; 77 -f where commits are not seen.
#include <stddef.h>
#include <string.h>

#include "desk/board.h"
#include "desk/live.h"
#include "desk/pick.h"

struct args {
    struct common common;
    bool follow;
};

static const struct opt options[] = {
    {'c', "columns", OPT_STRING, OPTV_COLUMNS, offsetof(struct common, columns),
     "records of these columns, +COLS for more, help for a list", BOARD_WORDS},
    {'f', "follow", OPT_FLAG, OPTV_NONE, offsetof(struct args, follow),
     "draw it in place as the desk changes, until a key", NULL},
    OPTION('L', "limit", OPT_NUMBER, OPTV_NUMBER, limit, "at most N that are overdue or due"),
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};

static const char *const usage[] = {"[options]", NULL};
static const struct command command = {
    .name = "tk-board",
    .summary = "the desk at a glance",
    .usage = usage,
    .examples = "  tk-board                 queues, agents, who works on what, what is due\n"
                "  tk-board -f              the same, always as it is now, until a key\n"
                "  tk-board | grep -w overdue | tk-set -q priority=urgent\n",
    .options = options,
    .mode = TOOL_READ,
};

static void check(struct tool *t, const struct args *args)
{
    if (t->operands.n)
        tool_usage(t, "unexpected \"%s\": for tickets by query there is tk-list", t->operands.v[0]);
    if (!args->follow)
        return;
    if (t->o->out || t->o->columns || t->o->format)
        tool_usage(t, "-f draws the page on the terminal: without -F, -c and -o");
    live_check(t, "without -f the board is printed once, tk-log -f follows what happens");
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (args.common.columns && strcmp(args.common.columns, "help") == 0) {
        pick_help(board_columns, &t.out.buf);
        return tool_end(&t);
    }
    check(&t, &args);
    if (args.follow)
        board_follow(&t);
    else
        board_print(&t);
    return tool_end(&t);
}
