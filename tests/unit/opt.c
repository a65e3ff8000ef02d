// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/opt.h"

#include <stdlib.h>

#include "tap.h"

struct args {
    bool quiet, verbose;
    const char *priority, *color;
    int64_t limit;
    struct opt_list match;
};

static const struct opt table[] = {
    {'L', "limit", OPT_NUMBER, OPTV_NUMBER, offsetof(struct args, limit), "at most N tickets",
     NULL},
    {'p', "priority", OPT_STRING, OPTV_PRIORITY, offsetof(struct args, priority),
     "a priority, which may be low, normal, high or urgent and is kept as it is", NULL},
    {'q', "quiet", OPT_FLAG, OPTV_NONE, offsetof(struct args, quiet), "print nothing", NULL},
    {'v', NULL, OPT_FLAG, OPTV_NONE, offsetof(struct args, verbose), "say more", NULL},
    {0, "color", OPT_STRING, OPTV_WORDS, offsetof(struct args, color), "colours",
     "always never auto"},
    {0, "match-with-a-long-name", OPT_LIST, OPTV_MATCH, offsetof(struct args, match), "only these",
     NULL},
    OPT_END,
};

struct outcome {
    struct args args;
    struct opt_list operands;
    struct buf err;
    bool fine;
    char line[200];
    char *argv[20];
};

// Parses a line of words; "_" stands for an empty word.
static void parse(struct outcome *r, int flags, const char *line)
{
    int n = 0;
    *r = (struct outcome){.err = BUF_INIT};
    snprintf(r->line, sizeof r->line, "tk-x %s", line);
    for (char *w = strtok(r->line, " "); w; w = strtok(NULL, " ")) {
        r->argv[n++] = strcmp(w, "_") ? w : w + 1;
    }
    r->fine = opt_parse(table, flags, n, r->argv, &r->args, &r->operands, &r->err);
}

static void release(struct outcome *r)
{
    opt_list_free(&r->operands);
    opt_list_free(&r->args.match);
    buf_free(&r->err);
}

static void operands(int flags, const char *line, const char *want)
{
    struct outcome r;
    struct buf got = BUF_INIT;
    parse(&r, flags, line);
    for (int i = 0; i < r.operands.n; i++) {
        buf_fmt(&got, "[%s]", r.operands.v[i]);
    }
    is_str(r.fine ? got.s : r.err.s, want, line);
    buf_free(&got);
    release(&r);
}

static void refused(int flags, const char *line, const char *want)
{
    struct outcome r;
    parse(&r, flags, line);
    is_str(r.fine ? "(accepted)" : r.err.s, want, line);
    release(&r);
}

static void test_values(void)
{
    struct outcome r;
    parse(&r, 0,
          "-q a -p high --limit=12 b --color never -v --match-with-a-long-name x=1 "
          "--match-with-a-long-name=y=2");
    ok(r.fine && r.args.quiet && r.args.verbose, "flags");
    is_str(r.args.priority, "high", "string");
    is_str(r.args.color, "never", "word");
    is_int(r.args.limit, 12, "number");
    ok(r.args.match.n == 2 && !strcmp(r.args.match.v[0], "x=1") &&
           !strcmp(r.args.match.v[1], "y=2"),
       "list");
    is_int(r.operands.n, 2, "operands may stand between options");
    release(&r);
    parse(&r, 0, "-p low --priority -q");
    ok(r.fine && !strcmp(r.args.priority, "-q") && !r.args.quiet,
       "the last one counts; any word is a value");
    release(&r);
    parse(&r, 0, "-L 9223372036854775807 --priority= ");
    ok(r.fine && r.args.limit == INT64_MAX && !*r.args.priority, "largest number, empty value");
    release(&r);
}

static void test_operands(void)
{
    operands(0, "a - _ b", "[a][-][][b]");
    operands(0, "a -- -q --x -- b", "[a][-q][--x][--][b]");
    operands(OPT_MINUS_WORDS, "+vip -vip -q -- -x", "[+vip][-vip][-x]");
    operands(OPT_MINUS_WORDS, "-vip --quiet", "[-vip]");
}

static void test_refused(void)
{
    refused(0, "--priorty=x", "unknown option \"--priorty\", did you mean \"--priority\"?");
    refused(0, "--prio x", "unknown option \"--prio\", did you mean \"--priority\"?");
    refused(0, "--zzzz", "unknown option \"--zzzz\"");
    refused(OPT_MINUS_WORDS, "--vip", "unknown option \"--vip\"");
    refused(OPT_MINUS_WORDS, "-x", "unknown option \"-x\"");
    refused(OPT_QUERY, "printer -offline",
            "unknown option \"-offline\": to negate, write NOT offline");
    refused(OPT_QUERY, "-limit 3", "unknown option \"-limit\": write --limit");
    refused(0, "-qv", "unknown option \"-qv\": short options stand alone, write -q -v");
    refused(0, "-phigh", "unknown option \"-phigh\": short options stand alone, write -p high");
    refused(0, "-qL5", "unknown option \"-qL5\": short options stand alone, write -q -L 5");
    refused(0, "-qx", "unknown option \"-qx\"");
    refused(0, "-5", "unknown option \"-5\": an operand that begins with - goes behind --");
    refused(0, "--quiet=yes", "option --quiet takes no value");
    refused(0, "-p", "option --priority needs a value: PRIORITY");
    refused(0, "-L 1x", "option --limit takes a whole number, not \"1x\"");
    refused(0, "-L -1", "option --limit takes a whole number, not \"-1\"");
    refused(0, "-L _", "option --limit takes a whole number, not \"\"");
    refused(0, "-L 9223372036854775808",
            "option --limit takes a smaller number, not \"9223372036854775808\"");
    refused(0, "--color red", "option --color takes one of: always never auto, not \"red\"");
    refused(0, "--color=_", "option --color takes one of: always never auto, not \"_\"");
}

static void test_find(void)
{
    ok(opt_find(table, "-p") == &table[1], "find -p");
    ok(opt_find(table, "--quiet") == &table[2], "find --quiet");
    ok(!opt_find(table, "-x") && !opt_find(table, "--qui") && !opt_find(table, "q") &&
           !opt_find(table, "-") && !opt_find(table, "--") && !opt_find(table, "-qv"),
       "find nothing");
    is_str(opt_value_name(OPTV_AGENT), "AGENT", "value name");
    is_str(opt_value_name(OPTV_WORDS), "WORD", "value name: words");
}

static void test_help(void)
{
    struct buf b = BUF_INIT;
    opt_help(&b, table, 60);
    is_str(b.s,
           "  -L, --limit N            at most N tickets\n"
           "  -p, --priority PRIORITY  a priority, which may be low,\n"
           "                           normal, high or urgent and is\n"
           "                           kept as it is\n"
           "  -q, --quiet              print nothing\n"
           "  -v                       say more\n"
           "      --color always|never|auto\n"
           "                           colours\n"
           "      --match-with-a-long-name FIELD=VALUE\n"
           "                           only these\n",
           "help");
    buf_free(&b);
}

int main(void)
{
    struct opt_list l = {NULL, 0, 0};
    for (int i = 0; i < 100; i++) {
        opt_list_add(&l, i % 2 ? "odd" : "even");
    }
    ok(l.n == 100 && !strcmp(l.v[99], "odd"), "list grows");
    opt_list_free(&l);
    ok(!l.v && !l.n, "list is empty again");
    test_values();
    test_operands();
    test_refused();
    test_find();
    test_help();
    return done();
}
