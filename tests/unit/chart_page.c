// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart.h"

#include <locale.h>

static void test_svg(void)
{
    const char *s = svg(&by_queue);
    ok(strstr(s, "<title>Tickets by queue</title>\n<desc>2026-W36 to 2026-W48. Bars: created by "
                 "queue.</desc>"),
       "the drawing says what it is");
    is_int(count(s, "class=\"b0\""), 2, "a bar for each value that is not zero");
    ok(strstr(s, "<title>billing: 120</title>") && strstr(s, "<title>-: -</title>"),
       "a title for each");
    ok(strstr(s, CHART_FSI HEBREW CHART_PDI), "isolates around other directions");
    ok(strstr(s, ">total: created 127</text>"), "the total apart");
    struct chart c = grid(weeks, 5, true, queues, 3, false);
    s = svg(&c);
    ok(strstr(s, "class=\"l l2\"") && !strstr(s, "class=\"l l3\""), "three lines");
    ok(strstr(s, "<title>2026-W50\nbilling: 3\n" HEBREW ": 10\n"), "all values of a period");
    c = grid(weeks, 5, true, hours, 9, false);
    ok(!strstr(svg(&c), "class=\"l l0\"") && strstr(svg(&c), "class=\"q6\""),
       "many lines become a heat map");
    static const char *const long_name[] = {"a name that is far too long to stand beside a bar",
                                            "b"};
    c = by_queue;
    c.label = long_name;
    c.n_rows = 2;
    ok(strstr(svg(&c), "<title>a name that is far too long to stand beside a bar</title>a name"),
       "cut, with the whole as its title");
}

static void test_html(void)
{
    static const char *const note[] = {"created: Made & counted.", "From the archive.", NULL};
    struct chart c = by_queue;
    c.note = note;
    const char *s = html(&c);
    ok(strstr(s, "<meta charset=\"utf-8\">") && strstr(s, "default-src 'none'; style-src"),
       "charset, and nothing may be fetched");
    ok(strstr(s, "<h1 dir=\"auto\">Tickets by queue</h1>"), "heading");
    ok(strstr(s, "<caption dir=\"auto\">Tickets by queue (4 rows)</caption>"), "caption");
    ok(strstr(s, "<th scope=\"col\" class=\"num\" title=\"Made &amp; counted.\" dir=\"auto\">"
                 "created</th>"),
       "a column, with its definition");
    ok(strstr(s, "<tr><th scope=\"row\" dir=\"auto\">billing</th><td class=\"num\" "
                 "data-value=\"120\">120</td></tr>"),
       "a row");
    ok(strstr(s, "<td class=\"num\">-</td>"), "an absent value has no raw value");
    ok(strstr(s, "<tfoot>\n<tr><th scope=\"row\" dir=\"auto\">total</th>"), "the total");
    ok(strstr(s, "<dl>\n<dt dir=\"auto\">created</dt>\n<dd dir=\"auto\">Made &amp; counted.</dd>\n"
                 "<dt>Notes</dt>\n<dd dir=\"auto\">From the archive.</dd>\n</dl>"),
       "definitions and notes, none of them twice");
    ok(strstr(s, "prefers-color-scheme:dark") && strstr(s, "@media print"), "dark, and paper");
    is_int(count(s, "<svg "), 1, "one drawing");
    static const struct chart_metric two[] = {{"a", NULL, CHART_COUNT, NULL},
                                              {"b", NULL, CHART_SHARE, NULL}};
    static const double v[10] = {1, 0.125};
    c.metric = two;
    c.n_metrics = 2;
    c.value = v;
    s = html(&c);
    is_int(count(s, "<svg "), 2, "a drawing for each metric");
    ok(strstr(s, "data-value=\"0.125\">12.5 %</td>"), "raw and readable");
}

static void test_big(void)
{
    static const char *label[1000];
    static double v[1000];
    for (int i = 0; i < 1000; i++) {
        label[i] = "customer";
        v[i] = i;
    }
    struct chart c = by_queue;
    c.label = label;
    c.value = v;
    c.n_rows = 1000;
    c.total = false;
    ok(strstr(svg(&c), ">800 more rows are not drawn</text>"), "a drawing has an end");
    ok(strstr(html(&c), ">800 more rows are not drawn</text>"), "also in a page");
    is_int(count(html(&c), "<tr><th scope=\"row\""), 1000, "whose table has all rows");
}

static void test_locale(void)
{
    static const double v[] = {0.5, 1.25, -2.75, NAN, 1e20};
    static const char *const names[] = {"de_DE.UTF-8", "cs_CZ.UTF-8", "pl_PL.UTF-8", "fr_FR.UTF-8"};
    struct chart c = by_queue;
    c.metric = &(const struct chart_metric){"x", NULL, CHART_NUMBER, NULL};
    c.value = v;
    struct buf before = BUF_INIT;
    buf_str(&before, text(&c, 80, false, false));
    chart_svg(&before, &c);
    chart_html(&before, &c);
    for (size_t i = 0; i < N(names) && !setlocale(LC_ALL, names[i]); i++) {
    }
    struct buf after = BUF_INIT;
    buf_str(&after, text(&c, 80, false, false));
    chart_svg(&after, &c);
    chart_html(&after, &c);
    setlocale(LC_ALL, "C");
    ok(strcmp(before.s, after.s) == 0, "the same bytes in another locale");
    buf_free(&before);
    buf_free(&after);
}

int main(void)
{
    test_svg();
    test_html();
    test_big();
    test_locale();
    return done();
}
