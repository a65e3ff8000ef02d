// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/line.h"

#include "tap.h"

// As text: "<word><word> >FILE | ...", pipelines parted by ";"; "!TEXT" for sh; "OPEN", "BAD why".
static void put_stage(struct buf *out, const struct line_stage *g)
{
    for (int i = 0; i < g->words.n; i++)
        buf_fmt(out, "<%s>", g->words.v[i]);
    if (g->in)
        buf_fmt(out, " in %s", g->in);
    if (g->out)
        buf_fmt(out, " %s %s", g->append ? "append" : "out", g->out);
}

static void read_as(const char *text, const char *want)
{
    struct line l = {0};
    struct buf got = BUF_INIT, err = BUF_INIT;
    enum line_rc rc = line_read(&l, text, strlen(text), &err);
    for (size_t i = 0; rc == LINE_DONE && i < l.n; i++) {
        buf_str(&got, i ? " ; " : "");
        if (l.pipe[i].program)
            buf_fmt(&got, "!%s", l.pipe[i].program);
        for (size_t k = 0; k < l.pipe[i].n; k++) {
            buf_str(&got, k ? " | " : "");
            put_stage(&got, &l.pipe[i].stage[k]);
        }
    }
    if (rc != LINE_DONE)
        buf_fmt(&got, rc == LINE_OPEN ? "OPEN" : "BAD %s", err.s);
    char name[200];
    snprintf(name, sizeof name, "%s", text);
    for (char *p = name; *p; p++)
        *p = *p == '\n' ? '~' : *p;
    is_str(got.s, want, name);
    line_free(&l);
    ok(!l.n && !l.pipe, "empty again");
    buf_free(&got);
    buf_free(&err);
}

static void lines(void)
{
    read_as("", "");
    read_as("  \t\n \n", "");
    read_as("list is:open", "<list><is:open>");
    read_as("  reply 17 -m 'a  b'\\''c' \"d $x \\\" \\n\"", "<reply><17><-m><a  b'c><d $x \" \\n>");
    read_as("set subject=\\'x\\ y", "<set><subject='x y>");
    read_as("list #17 *.c ~ $HOME ; a & b", "<list><#17><*.c><~><$HOME><;><a><&><b>");
    read_as("close 1 # 2", "<close><1><#><2>");
    read_as("new ''", "<new><>");
    read_as("list 'Žluťoučký' \"שלום\"", "<list><Žluťoučký><שלום>");
}

static void signs(void)
{
    read_as("list | grep vip", "<list> | <grep><vip>");
    read_as("list|grep vip|wc -l", "<list> | <grep><vip> | <wc><-l>");
    read_as("list 'a|b' \"c|d\" e\\|f", "<list><a|b><c|d><e|f>");
    read_as("list > f", "<list> out f");
    read_as("list >f", "<list> out f");
    read_as("list >>'a b'", "<list> append a b");
    read_as("new -I csv <in.csv >out", "<new><-I><csv> in in.csv out out");
    read_as("list priority:>high a<b c>", "<list><priority:>high><a<b><c>>");
    read_as("list \\>f '>g'", "<list><>f><>g>");
    read_as("list >a >b", "<list> out b");
    read_as(">f list", "<list> out f");
    read_as("list >f | wc", "<list> out f | <wc>");
    read_as("list |\n wc", "<list> | <wc>");
    read_as("list |\n\n\twc\nnext", "<list> | <wc> ; <next>");
    read_as("list || wc", "BAD a command must stand before |");
    read_as("| wc", "BAD a command must stand before |");
    read_as("list >", "BAD the name of a file must follow >");
    read_as("list >> | wc", "BAD the name of a file must follow >>");
    read_as("list < > f", "BAD the name of a file must follow <");
    read_as("list > ''", "BAD the name of a file must follow >");
    read_as("> f", "BAD a command must stand beside < and >");
    read_as("list | > f", "BAD a command must stand beside < and >");
}

static void several(void)
{
    read_as("close 1\nclose 2\n", "<close><1> ; <close><2>");
    read_as("close 1\n\n\nclose 2", "<close><1> ; <close><2>");
    read_as("reply 1 -m 'a\nb'\nnext", "<reply><1><-m><a\nb> ; <next>");
    read_as("list \\\n is:open", "<list><is:open>");
    read_as("a\\\nb", "<ab>");
    read_as("close 1\nlist |", "OPEN");
}

static void open_ones(void)
{
    read_as("reply -m 'a", "OPEN");
    read_as("reply -m \"a\nb", "OPEN");
    read_as("reply -m a\\", "OPEN");
    read_as("list |", "OPEN");
    read_as("list |  \n", "OPEN");
    read_as("list > 'f", "OPEN");
}

static void programs(void)
{
    read_as("!ls -l | wc > x 'y", "!ls -l | wc > x 'y");
    read_as("  !ls", "!ls");
    read_as("!", "!");
    read_as("list |\n!ls", "BAD a program behind | is written without !");
    read_as("list !ls", "<list><!ls>");
    read_as("!echo a\nlist\n!echo 'b", "!echo a ; <list> ; !echo 'b");
}

static void nul(void)
{
    struct line l = {0};
    struct buf err = BUF_INIT;
    ok(line_read(&l, "list\0x", 6, &err) == LINE_BAD, "a NUL byte");
    is_str(err.s, "a NUL byte", "says so");
    line_free(&l);
    buf_free(&err);
}

// "PLACE words behind which the cursor's word stands [word]@from quote stage"
static void spot(const char *text, const char *want)
{
    static const char *const places[] = {"command", "word", "file", "program"};
    struct line_spot s;
    struct buf got = BUF_INIT;
    line_spot(&s, text, strlen(text));
    buf_fmt(&got, "%s ", places[s.place]);
    for (int i = 0; i < s.words.n; i++)
        buf_fmt(&got, "<%s>", s.words.v[i]);
    buf_fmt(&got, "[%s]@%zu", s.word.s, s.from);
    if (s.quote)
        buf_fmt(&got, " %c", s.quote);
    if (s.stage)
        buf_fmt(&got, " stage %zu", s.stage);
    is_str(got.s, want, text);
    line_spot_free(&s);
    buf_free(&got);
}

static void spots(void)
{
    spot("", "command []@0");
    spot("  li", "command [li]@2");
    spot("list", "command [list]@0");
    spot("list ", "word <list>[]@5");
    spot("list is:op", "word <list>[is:op]@5");
    spot("list 'a b' \"c d", "word <list><a b>[c d]@11 \"");
    spot("list 'a b", "word <list>[a b]@5 '");
    spot("list a\\ b", "word <list>[a b]@5");
    spot("list a'b c", "word <list>[ab c]@5 '");
    spot("list 'a'b", "word <list>[ab]@5");
    spot("list | gr", "command [gr]@7 stage 1");
    spot("list is:open|tag +", "word <tag>[+]@17 stage 1");
    spot("list >fi", "file <list>[fi]@6");
    spot("list > ", "file <list>[]@7");
    spot("list > f is:", "word <list>[is:]@9");
    spot("new -I csv <in", "file <new><-I><csv>[in]@12");
    spot("close 1\nclo", "command [clo]@8");
    spot("!ls fi", "program []@6");
    spot("!ls\nlis", "command [lis]@4");
    spot("list priority:>h", "word <list>[priority:>h]@5");
    spot("list a\\", "word <list>[a]@5");
}

int main(void)
{
    lines();
    signs();
    several();
    open_ones();
    programs();
    nul();
    spots();
    return done();
}
