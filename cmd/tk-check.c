// SPDX-License-Identifier: GPL-3.0-or-later
// tk-check: verifies a desk: the file, its references, the hash chain, the rows against their
// history, the full-text index.  Reads the database only, except with --upgrade and --rebuild.
// Writes one record per fault (ticket, check, fault, mend), or, when there is none, the anchor
// "id:hash" of the last change.  Exit: 0 sound; 74 a fault; 64 no anchor; 66, 77, 78 no database.
#include <stdlib.h>

#include "desk/check.h"
#include "desk/tool.h"
#include "store/schema.h"

struct args {
    struct common common;
    struct opt_list anchors;
    bool rebuild, upgrade;
};

static const struct opt options[] = {
    {0, "anchor", OPT_LIST, OPTV_TEXT, offsetof(struct args, anchors),
     "ID:HASH of an earlier run: history up to there must be the same (repeatable)", NULL},
    OPTION('q', "quiet", OPT_FLAG, OPTV_NONE, quiet, "print faults only, no anchor"),
    {0, "rebuild", OPT_FLAG, OPTV_NONE, offsetof(struct args, rebuild),
     "first make all indexes anew, the full-text index, too", NULL},
    {0, "upgrade", OPT_FLAG, OPTV_NONE, offsetof(struct args, upgrade),
     "first bring a database of an older tk up to date", NULL},
    OPTION('v', "verbose", OPT_FLAG, OPTV_NONE, verbose, "say on stderr what was checked"),
    OPTIONS_OUT,
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {"[options]", NULL};
static const struct command command = {
    .name = "tk-check",
    .summary = "verify everything in a desk",
    .usage = usage,
    .examples = "  tk-check -q\n"
                "  tk-check >>/mnt/other/anchors\n"
                "  tk-check --anchor \"$(tail -n 1 /mnt/other/anchors)\"\n",
    .options = options,
    .mode = TOOL_NONE, // an older database is opened only after --upgrade
};

static const struct rec_column ticket = {"ticket", REC_ID,
                                         "the ticket that it concerns, if it is one", false},
                               check = {"check", REC_NAME, "what was checked", false},
                               fault = {"fault", REC_NAME, "what is wrong", false},
                               mend = {"mend", REC_NAME, "what to do: words, or a statement of SQL",
                                       false},
                               anchor = {"anchor", REC_NAME, "id and hash of the last change",
                                         false};
static const struct rec_column *const of_fault[] = {&ticket, &check, &fault, &mend};
static const struct rec_column *const of_success[] = {&anchor};

static void print_fault(void *arg, const struct finding *f)
{
    struct recout *r = arg;
    recout_id(r, f->ticket);
    recout_str(r, f->check);
    recout_str(r, f->fault);
    recout_str(r, f->mend);
    recout_end(r);
}

// Faults go out after each part, so that damage on which a later one dies does not lose them.
static void run_parts(struct tool *t, struct check *c, struct recout *r)
{
    for (const struct check_part *p = check_parts; p->name && !c->broken; p++) {
        t->out.hold = true;
        check_part(c, p);
        if (c->faults)
            recout_flush(r);
        out_flush(&t->out);
        if (t->o->verbose)
            warn("%s: %s", p->name, c->note.s);
    }
    if (c->broken)
        warn("the other checks were left out until this is mended");
}

static void print_anchor(struct tool *t, const char *head)
{
    struct recout *r = tool_records(t, of_success, 1);
    recout_str(r, head);
    recout_end(r);
    recout_finish(r);
    recout_free(r);
}

static void check_desk(struct tool *t, const struct args *a, const char *path)
{
    struct recout *r = tool_records(t, of_fault, 4);
    struct check c = {.db = schema_open(path, DB_READ),
                      .report = print_fault,
                      .arg = r,
                      .anchors = a->anchors.v,
                      .n_anchors = a->anchors.n,
                      .note = BUF_INIT};
    run_parts(t, &c, r);
    t->status = c.faults ? EXIT_IO : EXIT_DONE;
    if (c.faults || t->o->quiet)
        recout_finish(r);
    else
        print_anchor(t, c.head);
    recout_free(r);
    check_free(&c);
    db_close(c.db);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (t.operands.n)
        tool_usage(&t, "unexpected \"%s\"", t.operands.v[0]);
    for (int i = 0; i < args.anchors.n; i++)
        if (!check_anchor_ok(args.anchors.v[i]))
            tool_usage(&t, "no anchor: \"%s\" (it is ID:HASH, as tk-check and tk-backup print it)",
                       args.anchors.v[i]);
    char *path = desk_path(args.common.db);
    if (args.upgrade || args.rebuild)
        tool_must(&t, check_mend(path, args.rebuild, &t.err));
    check_desk(&t, &args, path);
    free(path);
    opt_list_free(&args.anchors);
    return tool_end(&t);
}
