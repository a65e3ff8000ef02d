// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/words.h"

#include "tap.h"

// s on one line: the name of a test.
static const char *shown(const char *s)
{
    static char name[200];
    snprintf(name, sizeof name, "%s", s);
    for (char *p = name; *p; p++)
        *p = *p == '\n' ? '~' : *p;
    return name;
}

// What a line splits into, each word between < and >; or the reason why it does not.
static void split(const char *line, size_t len, bool comments, const char *want)
{
    struct words w = {0};
    struct buf got = BUF_INIT, err = BUF_INIT;
    bool fine = words_split(&w, line, len, comments, &err);
    for (int i = 0; fine && i < w.n; i++)
        buf_fmt(&got, "<%s>", w.v[i]);
    if (!fine)
        buf_fmt(&got, "! %s", err.s);
    is_str(got.s, want, shown(line));
    ok(!w.n || !w.v[w.n], "NULL behind the last word");
    words_free(&w);
    ok(!w.v && !w.n, "empty again");
    buf_free(&got);
    buf_free(&err);
}

static void line(const char *s, const char *want)
{
    split(s, strlen(s), true, want);
}

static void quotes(void)
{
    line("", "");
    line("  \t ", "");
    line("close 17 18", "<close><17><18>");
    line("\t set  x=1 \t 17 ", "<set><x=1><17>");
    line("set subject='a  b' 17", "<set><subject=a  b><17>");
    line("a'b'\"c\"d", "<abcd>");
    line("'' \"\" a''", "<><><a>");
    line("'it'\\''s'", "<it's>");
    line("'a\\b\"$`'", "<a\\b\"$`>");
    line("\"a\\\"b\\\\c\\$d\\`e\\f'\"", "<a\"b\\c$d`e\\f'>");
    line("a\\ b\\'c\\\\d\\#", "<a b'c\\d#>");
    line("$HOME * ~ `x` $(y) a;b|c<d>e&f", "<$HOME><*><~><`x`><$(y)><a;b|c<d>e&f>");
    line("'\xc5\xbdlu\xc5\xa5' \"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d\"",
         "<\xc5\xbdlu\xc5\xa5><\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d>");
}

static void comments(void)
{
    line("# all", "");
    line("close 17 # why 'not", "<close><17>");
    line("close 17#18", "<close><17#18>");
    line("'#17' \\#18 ''#19", "<#17><#18><#19>");
    line("a # b\nc", "<a><c>");
    split("a #17", 5, false, "<a><#17>");
}

static void newlines(void)
{
    line("a 'b\nc' \"d\ne\"\nf", "<a><b\nc><d\ne><f>");
    line("a\\\nb \"c\\\nd\" 'e\\\nf'", "<ab><cd><e\\\nf>");
    line("a \\\n b \\\n", "<a><b>");
    line("\\\n# comment", "");
    line("a\r", "<a\r>");
}

static void faults(void)
{
    line("close 'x", "! a quote is open: no closing '");
    line("close \"x", "! a quote is open: no closing \"");
    line("close \"x\\\"", "! a quote is open: no closing \"");
    line("close \"x\\", "! a quote is open: no closing \"");
    line("it's", "! a quote is open: no closing '");
    line("close \\", "! a backslash at the end, with nothing behind it");
    split("a\0b", 3, true, "! a NUL byte");
    split("'a\0'b", 5, true, "! a NUL byte");
    split("ab'cd", 2, true, "<ab>");
}

static void quoted(const char *s, const char *want)
{
    struct buf b = BUF_INIT;
    words_quote(&b, s);
    is_str(b.s, want, shown(s));
    char back[200];
    snprintf(back, sizeof back, "<%s>", s);
    line(b.s, back);
    buf_free(&b);
}

int main(void)
{
    quotes();
    comments();
    newlines();
    faults();
    quoted("close", "close");
    quoted("x.floor=3", "x.floor=3");
    quoted("", "''");
    quoted("two words", "'two words'");
    quoted("it's", "'it'\\''s'");
    quoted("#17", "'#17'");
    quoted("a\nb\tc", "'a\nb\tc'");
    quoted("\\", "'\\'");
    quoted("\xc5\x81\xc3\xb3\x64\xc5\xba", "'\xc5\x81\xc3\xb3\x64\xc5\xba'");
    return done();
}
