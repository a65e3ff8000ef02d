// SPDX-License-Identifier: GPL-3.0-or-later
// tk-report: numbers about tickets: metrics by dimensions.
// Reads the database alone, never stdin.  Writes one record per combination of the dimensions, or
// with --ids the tickets behind one number.  Exit: 0; 1 -E and no rows; 64 usage, unknown report,
// metric or dimension; 67 unknown queue or agent; 75 --sql took too long, or --lock is held; 77
// --sql would write; 78 a report's file cannot be read.
#include <string.h>

#include "desk/report_out.h"
#include "desk/report_preset.h"
#include "desk/report_sql.h"

struct args {
    struct common common;
    struct report_spec spec;
    struct report_look look;
    const char *sql;
    int64_t timeout;
    bool define;
};

#define AT(member)   offsetof(struct args, member)
#define SPEC(member) AT(spec.member)
static const struct opt options[] = {
    {0, "ascii", OPT_FLAG, OPTV_NONE, AT(look.ascii), "-F chart: draw with plain characters", NULL},
    {0, "by", OPT_STRING, OPTV_DIMENSIONS, SPEC(by), "dimensions: week,queue", NULL},
    {0, "cell", OPT_LIST, OPTV_CELL, SPEC(cell), "--ids: of this DIMENSION=VALUE only", NULL},
    {0, "chart", OPT_STRING, OPTV_WORDS, AT(look.form), "-F chart, svg and html: how to draw",
     REPORT_FORMS},
    {0, "days", OPT_NUMBER, OPTV_NUMBER, SPEC(days), "a reopening within N days counts (7)", NULL},
    {0, "define", OPT_FLAG, OPTV_NONE, AT(define), "say what metrics mean", NULL},
    OPTION('E', "fail-empty", OPT_FLAG, OPTV_NONE, fail_empty, "exit 1 when there are no rows"),
    {0, "from", OPT_STRING, OPTV_TIME, SPEC(from), "what happened since then", NULL},
    {0, "hours", OPT_STRING, OPTV_TEXT, SPEC(hours), "working hours: mon-fri 09:00-17:00", NULL},
    {0, "ids", OPT_FLAG, OPTV_NONE, SPEC(ids), "the tickets behind the one metric of -M", NULL},
    {'L', "limit", OPT_NUMBER, OPTV_NUMBER, SPEC(limit), "at most N rows", NULL},
    OPTION_LOCK,
    {0, "match", OPT_LIST, OPTV_MATCH, SPEC(match), "FIELD=VALUE taken literally, for scripts",
     NULL},
    {'M', "metrics", OPT_STRING, OPTV_METRICS, SPEC(metrics), "to count: created,solved", NULL},
    OPTIONS_OUT,
    {'s', "sort", OPT_STRING, OPTV_TEXT, SPEC(sort), "COLUMN[-],...: order of the rows", NULL},
    {0, "sql", OPT_STRING, OPTV_TEXT, AT(sql), "the rows of one statement instead", NULL},
    {0, "timeout", OPT_NUMBER, OPTV_NUMBER, AT(timeout), "--sql: seconds it may take (30)", NULL},
    {0, "to", OPT_STRING, OPTV_TIME, SPEC(to), "what happened until then", NULL},
    {0, "total", OPT_FLAG, OPTV_NONE, SPEC(total), "a last row of all together", NULL},
    OPTION('v', "verbose", OPT_FLAG, OPTV_NONE, verbose, "say what was left out"),
    OPTIONS_BASE,
    OPT_END,
};
static const char *const usage[] = {
    "[options] REPORT [QUERY]",
    "[options] -M METRIC[,METRIC...] [QUERY]",
    "--sql SELECT [options]",
    "--define [-M METRIC[,METRIC...]]",
    "list",
    NULL,
};
static const struct command command = {
    .name = "tk-report",
    .summary = "numbers about tickets",
    .usage = usage,
    .examples = "  tk-report weekly\n"
                "  tk-report -M created,solved,resolution_p90 --by month,queue --from 2026 -F csv\n"
                "  tk-report weekly --by agent -F csv -o /srv/reports/week.csv\n"
                "  tk-report heatmap -F chart\n"
                "  tk-report -M backlog --by queue --ids --cell queue=billing | tk-show\n",
    .options = options,
    .flags = OPT_QUERY,
    .mode = TOOL_READ,
    .operands = OPTV_REPORT,
    .drawings = "chart svg html",
};

static void check(struct tool *t, const struct args *a)
{
    if (a->spec.cell.n && !a->spec.ids)
        tool_usage(t, "--cell goes with --ids");
    if (a->timeout >= 0)
        tool_usage(t, "--timeout goes with --sql");
    if ((a->look.ascii || a->look.form) && !t->drawing)
        tool_usage(t, "--ascii and --chart go with -F chart, svg or html");
    if (a->spec.ids && t->drawing)
        tool_usage(t, "--ids: nothing to draw");
}

static void print_report(struct tool *t, struct args *a)
{
    struct report *r;
    tool_must(t, report_check_form(a->look.form, &t->err));
    tool_must(t, report_read(t, &r, &a->spec));
    if (a->spec.ids)
        report_print_ids(t, r);
    else
        report_print(t, r, &a->look);
    report_free(r);
}

static void print(struct tool *t, struct args *a)
{
    struct preset p = PRESET_INIT;
    struct report_spec *spec = &a->spec;
    struct buf query = BUF_INIT;
    int first = spec->metrics ? 0 : 1;
    check(t, a);
    if (first && !t->operands.n)
        tool_usage(t, "which report? One of tk-report list, or -M METRICS");
    if (first)
        tool_must(t, preset_load(t->operands.v[0], &p, &t->err));
    preset_query(&p, &t->operands, first, &query);
    spec->query = query.s;
    spec->zone = t->style.zone;
    preset_fill(&p, spec, &a->look);
    print_report(t, a);
    preset_free(&p);
    buf_free(&query);
}

// What prints no report takes none of its options.
static void instead(struct tool *t, const char *what, const char *takes, int operands)
{
    tool_only(t, what, takes);
    if (t->drawing)
        tool_usage(t, "%s: nothing to draw", what);
    if (t->operands.n > operands)
        tool_usage(t, "%s takes no operand: unexpected \"%s\"", what, t->operands.v[operands]);
}

int main(int argc, char **argv)
{
    struct args args = {.common = COMMON_INIT, .spec = {.days = -1, .limit = -1}, .timeout = -1};
    struct tool t;
    tool_start(&t, &command, argc, argv, &args);
    bool list = !args.spec.metrics && t.operands.n && strcmp(t.operands.v[0], "list") == 0;
    if (args.sql) {
        instead(&t, "--sql", "sql timeout fail-empty lock " VERB_OUT, 0);
        report_sql(&t, args.sql, args.timeout);
    } else if (args.define) {
        instead(&t, "--define", "define metrics " VERB_OUT, 0);
        tool_must(&t, report_define(&t, args.spec.metrics, &t.err));
    } else if (list) {
        instead(&t, "list", VERB_OUT, 1);
        preset_list(&t);
    } else {
        print(&t, &args);
    }
    opt_list_free(&args.spec.match);
    opt_list_free(&args.spec.cell);
    return tool_end(&t);
}
