// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/conf.h"

#include <stdlib.h>

#include "tap.h"

static void complain(void *arg, long line, const char *text)
{
    buf_fmt(arg, "!%ld %s|", line, text);
}

// What was read: <kind name> for a section, key=value for what is in it, | behind each.
static void show(const struct conf *c, struct buf *out)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct conf_section *s = &c->section[i];
        buf_fmt(out, "<%s%s%s>|", s->kind, s->name ? " " : "", s->name ? s->name : "");
        for (size_t k = 0; k < s->n; k++)
            buf_fmt(out, "%s=%s|", s->entry[k].key, s->entry[k].value);
    }
}

static void reads_n(const char *name, const char *text, size_t len, const char *want)
{
    struct conf c;
    struct buf got = BUF_INIT;
    conf_parse(&c, text, len, complain, &got);
    show(&c, &got);
    is_str(got.s, want, name);
    conf_free(&c);
    ok(!c.n && !c.section, "  empty again");
    buf_free(&got);
}

static void reads(const char *name, const char *text, const char *want)
{
    reads_n(name, text, strlen(text), want);
}

static void shapes(void)
{
    reads("nothing", "", "");
    reads("comments and blank lines", "# a\n\n \t # b\n", "");
    reads("a section", "[a]", "<a>|");
    reads("with a name", " [ a \"b c\" ] \r\n", "<a b c>|");
    reads("an empty name", "[a \"\"]\n", "<a >|");
    reads("a BOM", "\xEF\xBB\xBF[a]\n", "<a>|");
    reads("a value", "[a]\n\tk = v w \n", "<a>|k=v w|");
    reads("without blanks", "[a]\nk=v", "<a>|k=v|");
    reads("with CR LF", "[a]\r\nk=v\r\n", "<a>|k=v|");
    reads("an empty one", "[a]\nk =\nl =  \n", "<a>|k=|l=|");
    reads("# inside is text", "[a]\nk = v # w\n", "<a>|k=v # w|");
    reads("as is =", "[a]\nk = v = w\n", "<a>|k=v = w|");
    reads("a backslash", "[a]\nk = v\\n\n", "<a>|k=v\\n|");
    reads("a quoted one", "[a]\nk = \" v\\t\\\"\\\\\\n\\r\\u00e9 \" \n",
          "<a>|k= v\t\"\\\n\r\u00e9 |");
    reads("a key twice", "[a]\nk = v\nk = w\n", "<a>|k=v|k=w|");
    reads("two sections", "[a]\nk=v\n[b]\nk=w\n[a \"c\"]\n", "<a>|k=v|<b>|k=w|<a c>|");
}

static void longer(void)
{
    reads("lines", "[a]\nk =\n | x\n\n# c\n |\n |  y\n | z\nl=1\n", "<a>|k=x\n\n y\nz|l=1|");
    reads("a blank less", "[a]\nk =\n |x\n", "<a>|k=x|");
    reads("quoted lines", "[a]\nk =\n \"x \"\n | y\n", "<a>|k=x \ny|");
    reads("one empty line", "[a]\nk =\n |\n", "<a>|k=|");
    reads("two", "[a]\nk =\n |\n |\n", "<a>|k=\n|");
    reads("at the end of all", "[a]\nk =\n | x\n | y", "<a>|k=x\ny|");
    reads("a bar is text", "[a]\nk = | x\n", "<a>|k=| x|");
}

static void faults(void)
{
    reads("no section", "k = v\n[a]\n",
          "!1 a key before the first section: begin with [KIND] or [KIND \"NAME\"]|<a>|");
    reads("no sign", "[a]\nk v\nl = 1\n",
          "!2 neither a section, nor KEY = VALUE, nor a line of a longer value (| TEXT)|<a>|l=1|");
    reads("no key", "[a]\n= v\n",
          "!2 neither a section, nor KEY = VALUE, nor a line of a longer value (| TEXT)|<a>|");
    const char *shape = "!1 a section is [KIND] or [KIND \"NAME\"], alone on its line|";
    reads("an open section, and what is in it", "[a\nk = v\n", shape);
    reads("a bare name", "[a b]\n", shape);
    reads("no kind", "[]\n", shape);
    reads("text behind it", "[a] x\n", shape);
    reads("twice", "[a]\nk=1\n[a]\nk=2\n[b]\n",
          "!3 this section began on line 1 already: put them together|<a>|k=1|<b>|");
    reads("an open quote", "[a]\nk = \"v\nl = 1\n", "!2 a quote is open: no closing \"|<a>|l=1|");
    reads("text behind it", "[a]\nk = \"v\" w\n",
          "!2 text behind the closing quote: a quote inside is written \\\"|<a>|");
    const char *escape = "!2 unknown escape \"\\%s\": \\\" \\\\ \\n \\r \\t \\uXXXX are known|<a>|";
    static const char *const escapes[] = {"x", "u12", "u0000", "ud800", "u00g0"};
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        struct buf text = BUF_INIT, want = BUF_INIT;
        char first[] = {escapes[i][0], '\0'};
        buf_fmt(&text, "[a]\nk = \"\\%s\"\n", escapes[i]);
        const char *at = strstr(escape, "%s");
        buf_add(&want, escape, (size_t)(at - escape));
        buf_str(&want, first);
        buf_str(&want, at + 2);
        reads(escapes[i], text.s, want.s);
        buf_free(&text);
        buf_free(&want);
    }
    const char *stray =
        "!2 a line of a longer value, but nothing stands open: write KEY = above the first|<a>|";
    reads("a stray line", "[a]\n| x\n", stray);
    reads("behind a value", "[a]\nk = v\n| x\n",
          "!3 a line of a longer value, but nothing stands open: write KEY = above the first"
          "|<a>|k=v|");
    reads("no UTF-8", "[a]\nk = \xff\nl = 1\n", "!2 no UTF-8 at byte 5 of the line|<a>|l=1|");
    reads_n("NUL", "[a]\nk\0=1\n", 9, "!2 no UTF-8 at byte 2 of the line|<a>|");
}

static void writes(const char *value, const char *want)
{
    struct buf b = BUF_INIT;
    conf_put(&b, "k", value);
    is_str(b.s, want, want);
    buf_free(&b);
}

// Any values: written and read they are the same.
static void round_trips(void)
{
    static const char *const pieces[] = {
        "a",      " ",      "\t",   "\n",       "\"",     "\\",         "|",
        "#",      "[",      "]",    "=",        "\r",     "\x1b",       "\u05e9",
        "\u202e", "\u200f", "\x7f", "\xc2\x85", "\u2028", "\U0001f600", "\ufeff"};
    srand(7);
    bool good = true;
    for (int round = 0; round < 5000 && good; round++) {
        struct buf value = BUF_INIT, text = BUF_INIT, bad = BUF_INIT, again = BUF_INIT;
        struct conf c;
        for (int n = rand() % 9; n > 0; n--)
            buf_str(&value, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
        conf_put_section(&text, "a", value.s);
        conf_put(&text, "k", value.s);
        conf_put(&text, "l", "x");
        conf_parse(&c, text.s, text.len, complain, &bad);
        good = !bad.len && c.n == 1 && c.section[0].n == 2 &&
               strcmp(c.section[0].name, value.s) == 0 &&
               strcmp(conf_find(&c.section[0], "k")->value, value.s) == 0 &&
               !conf_find(&c.section[0], "m");
        if (!good)
            ok(false, "round %d: %s%s", round, text.s, bad.s);
        conf_free(&c);
        buf_free(&value);
        buf_free(&text);
        buf_free(&bad);
        buf_free(&again);
    }
    ok(good, "random values come back");
}

int main(void)
{
    shapes();
    longer();
    faults();
    writes("v", "    k = v\n");
    writes("", "    k = \"\"\n");
    writes(" v", "    k = \" v\"\n");
    writes("|", "    k = \"|\"\n");
    writes("a \"b\" \\n # c", "    k = a \"b\" \\n # c\n");
    writes("\"", "    k = \"\\\"\"\n");
    writes("a\tb", "    k = \"a\\tb\"\n");
    writes("\x1b[31m\u202e", "    k = \"\\u001b[31m\\u202e\"\n");
    writes("a\n\n  b\nc \n",
           "    k =\n        | a\n        |\n        |   b\n        \"c \"\n        |\n");
    round_trips();
    return done();
}
