// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/tool.h"

enum { HELP_WIDTH = 80 };

static int by_name(const void *a, const void *b)
{
    const struct opt *x = a, *y = b;
    return strcmp(x->name ? x->name : "", y->name ? y->name : "");
}

// The rows of the table whose target lies in struct common, or those of the tool's own, in
// alphabetical order.
static void options(struct buf *b, const struct opt *table, bool common)
{
    size_t n = 0, kept = 0;
    while (table[n].name || table[n].letter)
        n++;
    struct opt *some = mem_array(n + 1, sizeof *some);
    for (size_t i = 0; i < n; i++)
        if ((table[i].at < sizeof(struct common)) == common)
            some[kept++] = table[i];
    qsort(some, kept, sizeof *some, by_name);
    if (kept)
        buf_str(b, common ? "\ncommon options:\n" : "\noptions:\n");
    opt_help(b, some, HELP_WIDTH);
    free(some);
}

void tool_help(const struct command *cmd, struct buf *b)
{
    buf_fmt(b, "%s: %s\n\n", cmd->name, cmd->summary);
    if (cmd->examples)
        buf_fmt(b, "%s\n", cmd->examples);
    for (int i = 0; cmd->usage[i]; i++)
        buf_fmt(b, "%s %s%s%s\n", i ? "   or:" : "usage:", cmd->name, *cmd->usage[i] ? " " : "",
                cmd->usage[i]);
    if (cmd->verbs)
        buf_str(b, "\nverbs:\n");
    for (const struct verb *v = cmd->verbs; v && v->name; v++)
        buf_fmt(b, "  %s %s\n          %s\n", v->name, v->operands, v->summary);
    options(b, cmd->options, false);
    options(b, cmd->options, true);
}

bool tool_column_help(struct tool *t)
{
    if (!t->o->columns || strcmp(t->o->columns, "help") != 0)
        return false;
    columns_help(&t->desk, &t->out.buf);
    out_record(&t->out);
    return true;
}
