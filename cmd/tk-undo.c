// SPDX-License-Identifier: GPL-3.0-or-later
// tk-undo: takes back a whole change set, or puts back what was taken back.
//
// Reads the database alone, never stdin but for the answer of a person.  Tells on stderr what it
// will do and asks; prints the tickets that changed.
// Exit: 0 done; 1 nothing is left, or the person said no; 64 usage, or nobody to ask and no -y;
// 65 it cannot be undone: later changes stand on it, or it is undone already; 66 no such change;
// 74 output lost; 77 not permitted.
#include <stddef.h>

#include "desk/request.h"
#include "desk/undo.h"

struct args {
    struct common common;
};

static const struct opt options[] = {
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "change nothing; tell what would be done"),
    OPTION('K', "key", OPT_STRING, OPTV_KEY, key, "idempotency key: once only"),
    OPTION('y', "yes", OPT_FLAG, OPTV_NONE, yes, "do not ask"),
    OPTIONS_ACT,
    OPTIONS_COLUMNS,
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};

static const char *const usage[] = {"[options] [CHANGE]", NULL};

static const struct command command = {
    .name = "tk-undo",
    .summary = "take back a change set",
    .usage = usage,
    .examples = "  tk-undo                  what you did last\n"
                "  tk-undo -n 812           what undoing change 812 would do\n"
                "  tk-undo -y 812           without being asked\n"
                "  tk-log --changes -L 5    the last changes of the desk\n",
    .options = options,
    .mode = TOOL_WRITE,
    .operands = OPTV_NONE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    unsigned char request[HASH_SIZE];
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (tool_column_help(&t))
        return tool_end(&t);
    if (t.operands.n > 1)
        tool_usage(&t, "one change set at a time");
    request_hash(request, &command, &args, &t.operands, t.operands.n, NULL, NULL);
    undo_run(&t, t.operands.n ? t.operands.v[0] : NULL, request);
    return tool_end(&t);
}
