// SPDX-License-Identifier: GPL-3.0-or-later
// tk-import: takes over whole histories from elsewhere by a mapping, again and again; and makes a
// desk of what tk-export wrote.
// Reads a file or stdin: records of csv, tsv, xcsv or jsonl.  Writes the reconciliation: records of
// item, theirs, ours and count; of an export the anchor "id:hash".  Exit: 0; 64 usage, unknown
// mapping; 65 bad records, mapping or export, nothing done; 66 no such file; 77 no admin.
#include <string.h>

#include "desk/import.h"
#include "desk/restore.h"

struct args {
    struct common common;
    const char *mapping, *source, *queue, *customer;
};

// clang-format off
static const struct opt options[] = {
    {0, "mapping", OPT_STRING, OPTV_MAPPING, offsetof(struct args, mapping),
     "how their records become ours: a name or a file", NULL},
    {'Q', "queue", OPT_STRING, OPTV_QUEUE, offsetof(struct args, queue),
     "queue where a record names none", NULL},
    {'r', "requester", OPT_STRING, OPTV_CUSTOMER, offsetof(struct args, customer),
     "customer where a record names none", NULL},
    {0, "source", OPT_STRING, OPTV_TEXT, offsetof(struct args, source),
     "another name for where it is from", NULL},
    OPTIONS_ACT,
    {0, "chunk", OPT_NUMBER, OPTV_NUMBER, offsetof(struct common, chunk),
     "commit every N tickets", NULL},
    {'n', "dry-run", OPT_FLAG, OPTV_NONE, offsetof(struct common, dry_run),
     "change nothing; counts on stderr", NULL},
    {'E', "fail-empty", OPT_FLAG, OPTV_NONE, offsetof(struct common, fail_empty),
     "exit 1 when nothing came in", NULL},
    {'I', "input", OPT_STRING, OPTV_INFORMAT, offsetof(struct common, in_format),
     "csv, tsv, xcsv or jsonl, instead of the mapping's", NULL},
    {'k', "keep-going", OPT_FLAG, OPTV_NONE, offsetof(struct common, keep_going),
     "take the good tickets", NULL},
    {0, "rejects", OPT_STRING, OPTV_FILE, offsetof(struct common, rejects),
     "bad records go to FILE; implies -k", NULL},
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};
// clang-format on
static const char *const usage[] = {
    "[options] --mapping MAPPING [FILE]",
    "[options] list",
    "[options] DIR",
    NULL,
};
static const struct command command = {
    .name = "tk-import",
    .summary = "take over whole histories from elsewhere",
    .usage = usage,
    .examples = "  tk-import list\n"
                "  tk-import -n --mapping jira export.csv\n"
                "  tk-import --mapping ./ours.map --rejects bad.csv history.csv\n"
                "  tk-init -d new.db && tk-import -d new.db desk-2026\n",
    .options = options,
    .mode = TOOL_WRITE,
    .operands = OPTV_FILE,
};

static void by_mapping(struct tool *t, const struct args *a)
{
    if (t->operands.n > 1)
        tool_usage(t, "one file at a time: unexpected \"%s\"", t->operands.v[1]);
    import_run(&(struct import_job){.t = t,
                                    .mapping = a->mapping,
                                    .file = t->operands.n ? t->operands.v[0] : NULL,
                                    .source = a->source,
                                    .queue = a->queue,
                                    .customer = a->customer,
                                    .format = a->common.in_format});
}

static void restore(struct tool *t)
{
    if (t->operands.n == 0 || !*t->operands.v[0])
        tool_usage(t, "how is it to be read? Give --mapping (tk-import list shows them), or the"
                      " DIR or FILE that tk-export made");
    if (t->operands.n > 1)
        tool_usage(t, "unexpected \"%s\"", t->operands.v[1]);
    tool_only(t, "what tk-export made", "dry-run quiet verbose as");
    restore_run(t, t->operands.v[0]);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    bool list = t.operands.n == 1 && strcmp(t.operands.v[0], "list") == 0;
    if (args.mapping && strcmp(args.mapping, "list") != 0)
        by_mapping(&t, &args);
    else if (args.mapping || list)
        import_list(&t);
    else
        restore(&t);
    return tool_end(&t);
}
