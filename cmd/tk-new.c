// SPDX-License-Identifier: GPL-3.0-or-later
// tk-new: makes tickets; one from options and a body, or many from records on stdin.
// Reads stdin: the body (unless -m, -f or -e), or with -I the records.  Writes the new id, or with
// -I one record per ticket.  Exit: 0; 1 the person aborted; 64 usage; 65 bad records, nothing made;
// 67 unknown queue or agent; 77 no agent.
#include "desk/act_new.h"
#include "desk/load.h"
#include "desk/request.h"

static const char *const usage[] = {
    "[options] SUBJECT",
    "-I FORMAT [options]",
    NULL,
};
static const struct command command = {
    .name = "tk-new",
    .summary = "make tickets",
    .usage = usage,
    .examples = "  echo 'It smokes.' | tk-new -r ana@example.com -p high 'Printer on fire'\n"
                "  tk-new -r '+420 777 123 456' --channel phone -e 'Cannot log in'\n"
                "  tk-new -I csv --map Summary=subject,Description=body <theirs.csv\n",
    .options = options_new,
    .mode = TOOL_WRITE,
    .operands = OPTV_TEXT,
};

static void many(struct tool *t, struct new_args *a)
{
    struct load load = {.t = t,
                        .format = rec_format(a->common.in_format),
                        .restore = a->restore,
                        .ignore_unknown = a->ignore_unknown,
                        .map = a->map};
    const char *pairs[NEW_PAIRS_MAX];
    if (load.format == REC_UNKNOWN || load.format == REC_TABLE || load.format >= REC_IDS)
        tool_usage(t, "-I takes csv, tsv, xcsv or jsonl, not \"%s\"", a->common.in_format);
    if (t->operands.n)
        tool_usage(t, "the subjects come from the records: unexpected \"%s\"", t->operands.v[0]);
    if (a->compose.text || a->compose.file || a->compose.editor || a->set.n)
        tool_usage(t, "-m, -f, -e and --set do not go with -I: give a column for each");
    new_pairs(a, pairs);
    load.defaults = pairs;
    if (a->restore)
        tool_must(t, desk_need(&t->desk, ROLE_ADMIN, "restore tickets", &t->err));
    load_run(&load);
}

static void fill(struct tool *t, const struct new_args *a, struct intake *in)
{
    if (!t->operands.n)
        tool_usage(t, "no subject");
    tool_must(t, new_fill(a, &t->operands, in, &t->err));
}

static void one(struct tool *t, struct new_args *a)
{
    struct intake in;
    struct buf body = BUF_INIT;
    unsigned char request[HASH_SIZE];
    bool given;
    if (a->map || a->restore || a->ignore_unknown || a->common.keep_going || a->common.chunk >= 0 ||
        a->common.fail_empty)
        tool_usage(t, "--map, --restore, --ignore-unknown, -k, --rejects, --each, --chunk and -E go"
                      " with -I");
    intake_begin(&in, &t->desk, false);
    if (!a->common.key) // what is wrong is said before anybody types
        fill(t, a, &in);
    tool_must(t, compose_read(&a->compose, COMPOSE_STDIN_FREE, true, "new", NULL, &body, &given,
                              &t->err));
    request_hash(request, &command, a, &t->operands, t->operands.n, &body, NULL);
    bool done = a->common.key && load_done(t, request); // then what it names may be gone
    if (a->common.key && !done)
        fill(t, a, &in);
    if (!done) {
        tool_must(t, new_body(&body, &in, &t->err));
        load_one(t, &in, request);
    }
    if (!a->common.dry_run)
        compose_done();
    intake_reset(&in);
    buf_free(&body);
}

int main(int argc, char **argv)
{
    struct new_args args = {.common = COMMON_INIT};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    if (tool_column_help(&t))
        return tool_end(&t);
    if (args.common.in_format)
        many(&t, &args);
    else
        one(&t, &args);
    opt_list_free(&args.set);
    return tool_end(&t);
}
