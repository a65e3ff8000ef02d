// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/tab.h"

#include "base/words.h"
#include "tap.h"

static void quoted(const char *word, char quote, bool closed, const char *want)
{
    struct buf got = BUF_INIT;
    tab_quote(&got, word, quote, closed);
    is_str(got.s, want, want);
    buf_free(&got);
}

// Whatever a word holds, the line reads it back.
static void same_again(const char *word, char quote)
{
    struct buf line = BUF_INIT, err = BUF_INIT;
    struct words w = {0};
    tab_quote(&line, word, quote, true);
    bool fine = words_split(&w, line.s, line.len, false, &err);
    ok(fine && w.n == 1 && strcmp(w.v[0], word) == 0, "read back: %s", line.s);
    words_free(&w);
    buf_free(&line);
    buf_free(&err);
}

static void quotes(void)
{
    quoted("is:open", 0, true, "is:open");
    quoted("a b", 0, true, "a\\ b");
    quoted("subject:\"a b\"", 0, true, "subject:\\\"a\\ b\\\"");
    quoted(">x", 0, true, "\\>x");
    quoted("age:>3d", 0, true, "age:>3d");
    quoted("a|b", 0, true, "a\\|b");
    quoted("it's", '\'', true, "'it'\\''s'");
    quoted("a b", '\'', false, "'a b");
    quoted("say \"$x\"", '"', true, "\"say \\\"\\$x\\\"\"");
    static const char *const words[] = {"it's", "a b",  "\\",  "\"", "$x `y` *", "č ש",
                                        "<in",  ">out", "a>b", "#1", "a\\\\b"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        same_again(words[i], 0);
        same_again(words[i], '\'');
        same_again(words[i], '"');
    }
}

static void parsed(const char *answer, const char *want, bool files)
{
    struct tab_words w = {0};
    struct buf got = BUF_INIT;
    tab_parse(&w, answer, strlen(answer));
    for (size_t i = 0; i < w.n; i++)
        buf_fmt(&got, "<%s|%s>", w.v[i].word, w.v[i].text ? w.v[i].text : "");
    is_str(got.s, want, want);
    ok(w.files == files, "names of files");
    tab_free(&w);
    ok(!w.n && !w.v && !w.files, "empty again");
    buf_free(&got);
}

static void answers(void)
{
    parsed("", "", false);
    parsed("17\tPrinter\n18\tFax\n", "<17|Printer><18|Fax>", false);
    parsed("a\nb", "<a|><b|>", false);
    parsed("\tfiles\n", "", true);
    parsed("x\n\tfiles\n", "<x|>", true);
    parsed("\n\n\tother\n", "", false);
    parsed("a\033[31m\tx\nb\tc\033]0;t\007\ngood\tyes\n", "<good|yes>", false);
    parsed("\xff\nok\n", "<ok|>", false);
}

static void shown(const char *answer, bool brief, int width, int height, const char *want)
{
    struct tab_words w = {0};
    struct buf got = BUF_INIT;
    tab_parse(&w, answer, strlen(answer));
    w.brief = brief;
    tab_show(&got, &w, width, height);
    is_str(got.s, want, "shown");
    tab_free(&w);
    buf_free(&got);
}

static void lists(void)
{
    shown("17\tPrinter\n9\tFax\n", false, 80, 24, "17  Printer\n9   Fax\n");
    shown("17\tA printer that smokes\n", false, 12, 24, "17  A print…\n");
    shown("17\tשלום\n", false, 80, 24, "17  \u2068שלום\u2069\n");
    shown("a\nbb\nc\nd\n", false, 8, 24, "a   c\nbb  d\n");
    shown("ž\nbb\n", false, 8, 24, "ž   bb\n");
    shown("a\t1\nb\t2\nc\t3\nd\t4\n", false, 80, 6,
          "a  1\nb  2\nc  3\n... and 1 more: go on typing\n");
    shown("a\t1\nb\t2\nc\t3\nd\t4\n", true, 80, 6, "a  b  c  d\n");
    shown("a\nb\nc\nd\ne\nf\ng\nh\n", false, 4, 6, "a\nb\nc\n... and 5 more: go on typing\n");
    shown("a-word-that-is-too-long\n", false, 8, 24, "a-word-…\n");
}

int main(void)
{
    quotes();
    answers();
    lists();
    return done();
}
