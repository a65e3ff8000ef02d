// SPDX-License-Identifier: GPL-3.0-or-later
// tk-import: what tk-export made, a directory or a stream, becomes the desk again.
// Reads DIR, or FILE, or stdin; prints the anchor "id:hash" of the last change.  Exit: 0; 64 usage;
// 65 it does not fit this desk, or does not hold; 66 no such file or database; 74 output lost; 75
// busy, disk full; 77 not an admin; 78 no database of tk.
#include "desk/restore.h"

struct args {
    struct common common;
};

static const struct opt options[] = {
    OPTION('n', "dry-run", OPT_FLAG, OPTV_NONE, dry_run, "check it all, change nothing"),
    OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "do not print the anchor"),
    OPTION('v', "verbose", OPT_FLAG, OPTV_NONE, verbose, "say what was so already"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] DIR", "[options] FILE", "[options] -", NULL};
static const struct command command = {
    .name = "tk-import",
    .summary = "take in what tk-export made",
    .usage = usage,
    .examples = "  tk-init -d new.db && tk-import -d new.db desk-2026\n"
                "  zstdcat desk.jsonl.zst | tk-import -d new.db -\n",
    .options = options,
    .mode = TOOL_WRITE,
    .operands = OPTV_FILE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (t.operands.n == 0 || !*t.operands.v[0])
        tool_usage(&t, "what? give the DIR or FILE that tk-export made");
    if (t.operands.n > 1)
        tool_usage(&t, "unexpected \"%s\"", t.operands.v[1]);
    restore_run(&t, t.operands.v[0]);
    return tool_end(&t);
}
