// SPDX-License-Identifier: GPL-3.0-or-later
// tk-backup: a consistent copy of the desk while others write to it.
// Reads the database; writes FILE, whole or not at all, and the anchor "id:hash" of its last change
// to stdout.  Exit: 0; 64 usage; 73 FILE cannot be made or must not be overwritten; 74 the copy
// does not check; 75 disk full; 66, 77, 78 no database.
#include <stdlib.h>
#include <string.h>

#include "desk/tool.h"
#include "store/backup.h"

struct args {
    struct common common;
};

static const struct opt options[] = {
    OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "do not print the anchor"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] FILE", NULL};
static const struct command command = {
    .name = "tk-backup",
    .summary = "copy the desk while others write to it",
    .usage = usage,
    .examples = "  tk-backup /mnt/other/tk.db\n"
                "  tk-backup \"/mnt/other/tk-$(date +%F).db\" >>/mnt/other/anchors\n",
    .options = options,
    .mode = TOOL_READ,
    .operands = OPTV_FILE,
};

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (t.operands.n == 0)
        tool_usage(&t, "where to? give a FILE");
    if (t.operands.n > 1)
        tool_usage(&t, "unexpected \"%s\"", t.operands.v[1]);
    const char *file = t.operands.v[0];
    if (!*file || strcmp(file, "-") == 0)
        tool_usage(&t, "\"%s\" is no file: a database cannot be written to a pipe", file);
    char *anchor = backup_to(t.desk.db, file);
    if (!t.o->quiet) {
        buf_fmt(&t.out.buf, "%s\n", anchor);
        out_record(&t.out);
    }
    free(anchor);
    return tool_end(&t);
}
