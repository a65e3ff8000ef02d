// SPDX-License-Identifier: GPL-3.0-or-later
// tk-batch: many commands as one change.
// Reads commands from stdin or -f FILE, one a line, all of them before it begins; writes one record
// per ticket of a line after COMMIT.  Exit: 0; 1 only tickets that others have, or with -E nothing
// came in; 64 usage; 65 lines that cannot be done, nothing of their group is; 69 refused by a hook;
// 77 not permitted.
#include <string.h>

#include "desk/batch.h"

struct args {
    struct common common;
    const char *file;
};

static const struct opt options[] = {
    OPTIONS_ACT,
    {'c', "columns", OPT_STRING, OPTV_COLUMNS, offsetof(struct common, columns),
     "columns, +COLS for more of them, help for a list", BATCH_WORDS},
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "change nothing; show on stderr"),
    OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "exit 1 when nothing came in"),
    {'f', "file", OPT_STRING, OPTV_FILE, offsetof(struct args, file),
     "commands from FILE, - for stdin", NULL},
    OPTION('k', "keep-going", OPT_FLAG, OPTV_NONE, keep_going, "do the good lines"),
    OPTION('K', "key", OPT_STRING, OPTV_KEY, key, "idempotency key: once only"),
    OPTION('0', "null", OPT_FLAG, OPTV_NONE, nul, "commands end with NUL and may hold newlines"),
    OPTION(0, "rejects", OPT_STRING, OPTV_FILE, rejects, "bad lines go to FILE; implies -k"),
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {
    "[options]",
    NULL,
};
static const struct command command = {
    .name = "tk-batch",
    .summary = "do many commands as one change",
    .usage = usage,
    .examples = "  tk-batch -f commands\n"
                "  printf '%s\\n' 'verify 17 status=open' 'close -m Done. 17' | tk-batch\n"
                "  tk-list -F ids tag:vip | sed 's/^/set priority=high /' | tk-batch -n\n",
    .options = options,
    .mode = TOOL_WRITE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    bool dash = t.operands.n == 1 && strcmp(t.operands.v[0], "-") == 0;
    if (t.operands.n && (!dash || args.file))
        tool_usage(&t, "commands are lines of stdin or of -f FILE: unexpected \"%s\"",
                   t.operands.v[0]);
    batch_run(&t, dash ? "-" : args.file);
    return tool_end(&t);
}
