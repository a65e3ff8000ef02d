// SPDX-License-Identifier: GPL-3.0-or-later
// tk-export: everything in the desk, as a directory of CSV files or a stream of JSON lines.
// Reads the database; writes DIR, whole or not at all, and the anchor "id:hash" of its last change
// to stdout; or the stream there.  Exit: 0; 64 usage; 65 --since an anchor of another desk; 73 DIR
// cannot be made or is not empty; 74 output lost; 75 disk full; 66, 77, 78 no database.
#include <string.h>

#include "desk/export.h"

struct args {
    struct common common;
    const char *dir, *since;
};

static const struct opt options[] = {
    {0, "dir", OPT_STRING, OPTV_DIR, offsetof(struct args, dir),
     "make the directory DIR of CSV files", NULL},
    {'F', "format", OPT_STRING, OPTV_WORDS, offsetof(struct common, format),
     "jsonl: a stream of JSON lines; csv: with --dir", "csv jsonl"},
    OPTION('o', "output", OPT_STRING, OPTV_FILE, out, "the stream goes to FILE, when complete"),
    OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "do not print the anchor"),
    {0, "since", OPT_STRING, OPTV_TEXT, offsetof(struct args, since),
     "only what came behind the event or anchor of another export", NULL},
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options] --dir DIR", "[options] -F jsonl", NULL};
static const struct command command = {
    .name = "tk-export",
    .summary = "everything in the desk, for others",
    .usage = usage,
    .examples =
        "  tk-export --dir desk-2026\n"
        "  tk-export -F jsonl | zstd >desk.jsonl.zst\n"
        "  tk-export --dir \"inc-$(date +%F)\" --since \"$(tail -n 1 anchors)\" >>anchors\n",
    .options = options,
    .mode = TOOL_READ,
};

static void check(struct tool *t, const struct args *a)
{
    const char *format = a->common.format;
    bool stream = format && strcmp(format, "jsonl") == 0;
    if (t->operands.n)
        tool_usage(t, "unexpected \"%s\"", t->operands.v[0]);
    if (format && !stream && strcmp(format, "csv") != 0)
        tool_usage(t, "-F takes csv (with --dir) or jsonl, not \"%s\"", format);
    if (a->dir && !*a->dir)
        tool_usage(t, "--dir: an empty name");
    if (a->dir && stream)
        tool_usage(t, "--dir makes CSV files; -F jsonl goes to stdout, or to -o FILE");
    if (a->dir && a->common.out)
        tool_usage(t, "--dir and -o exclude each other");
    if (!a->dir && !stream)
        tool_usage(t, "where to? give --dir DIR, or -F jsonl for a stream");
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    check(&t, &args);
    if (args.dir)
        export_dir(&t, args.dir, args.since);
    else
        export_stream(&t, args.since);
    return tool_end(&t);
}
