// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_impl.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#include "tap.h"

#define N(a)   (sizeof(a) / sizeof *(a))
#define HEBREW "\xD7\xA9\xD7\x99\xD7\xA8\xD7\x95\xD7\xAA"

#define LABEL "\xE2\x81\xA8" HEBREW "\xE2\x81\xA9"

static const struct chart_dim week = {"week", true}, queue = {"queue", false};
static const struct chart_metric created = {"created", "created", CHART_COUNT, "Made & counted."},
                                 net = {"net", NULL, CHART_COUNT, NULL},
                                 reply = {"frt", "first reply", CHART_SECONDS, NULL};

static const char *const queues[] = {"billing", HEBREW, "sales and returns", NULL, "total"};
static const double counts[] = {120, 7, 0, NAN, 127};
static const struct chart by_queue = {
    .title = "Tickets by queue",
    .subtitle = "2026-W36 to 2026-W48",
    .dim = &queue,
    .n_dims = 1,
    .metric = &created,
    .n_metrics = 1,
    .n_rows = 5,
    .label = queues,
    .value = counts,
    .total = true,
};

static const char *const weeks[] = {"2026-W50", "2026-W51", "2026-W52", "2026-W53", "2027-W01"};

// --- what comes out ---

static const char *text(const struct chart *c, int width, bool ascii, bool color)
{
    static struct buf got;
    struct chart_style style = {.width = width, .ascii = ascii, .color = color};
    struct out out;
    buf_free(&got);
    out_open(&out, "/dev/null");
    chart_text(&out, c, &style);
    buf_add(&got, out.buf.s, out.buf.len);
    out_abandon(&out);
    return got.s;
}

static const char *svg(const struct chart *c)
{
    static struct buf got;
    buf_free(&got);
    chart_svg(&got, c);
    return got.s;
}

static const char *html(const struct chart *c)
{
    static struct buf got;
    buf_free(&got);
    chart_html(&got, c);
    return got.s;
}

static int count(const char *s, const char *what)
{
    int n = 0;
    for (; (s = strstr(s, what)); s += strlen(what)) {
        n++;
    }
    return n;
}

// --- values ---

static void test_values(void)
{
    static const struct {
        enum chart_unit unit;
        double v;
        const char *want;
    } t[] = {
        {CHART_COUNT, 0, "0"},
        {CHART_COUNT, -0.2, "0"},
        {CHART_COUNT, -12, "-12"},
        {CHART_COUNT, 999999999999999, "999999999999999"},
        {CHART_COUNT, 1.5e20, "1.5e+20"},
        {CHART_COUNT, -9.999e99, "-1e+100"},
        {CHART_COUNT, NAN, "-"},
        {CHART_COUNT, INFINITY, "-"},
        {CHART_NUMBER, 2.5, "2.5"},
        {CHART_NUMBER, -3.14159, "-3.14"},
        {CHART_NUMBER, 0.05, "0.05"},
        {CHART_NUMBER, 1.999, "2"},
        {CHART_SHARE, 0.125, "12.5 %"},
        {CHART_SHARE, 1, "100 %"},
        {CHART_SHARE, 1.0 / 3, "33.3 %"},
        {CHART_SECONDS, 0, "0 s"},
        {CHART_SECONDS, 0.25, "0.3 s"},
        {CHART_SECONDS, 45, "45 s"},
        {CHART_SECONDS, 59.7, "1 min"},
        {CHART_SECONDS, 90, "1 min 30 s"},
        {CHART_SECONDS, 725, "12 min"},
        {CHART_SECONDS, 3599, "1 h"},
        {CHART_SECONDS, 12000, "3 h 20 min"},
        {CHART_SECONDS, 86399, "1 d"},
        {CHART_SECONDS, 187200, "2 d 4 h"},
        {CHART_SECONDS, -187200, "-2 d 4 h"},
        {CHART_SECONDS, 120.4 * 86400, "120 d"},
        {CHART_SECONDS, 8.64e24, "1e+20 d"},
    };
    for (size_t i = 0; i < N(t); i++) {
        struct buf b = BUF_INIT;
        chart_value(&b, t[i].unit, t[i].v);
        is_str(b.s, t[i].want, t[i].want);
        buf_free(&b);
    }
}

// --- scales ---

static void is_ticks(enum chart_unit unit, double lo, double hi, double from, double step, int n)
{
    struct chart_ticks t = chart_ticks(unit, (struct chart_range){lo, hi}, 6);
    bool same = fabs(t.lo - from) < 1e-9 && fabs(t.step - step) < 1e-9 && t.n == n;
    if (!ok(same, "ticks from %g to %g", lo, hi)) {
        printf("# got: %g + %d * %g\n", t.lo, t.n, t.step);
    }
}

static void test_ticks(void)
{
    is_ticks(CHART_COUNT, 0, 0, 0, 1, 1);
    is_ticks(CHART_COUNT, 0, 2, 0, 1, 2);
    is_ticks(CHART_COUNT, 0, 42, 0, 10, 5);
    is_ticks(CHART_COUNT, -9, 44, -10, 10, 6);
    is_ticks(CHART_COUNT, -17, 0, -20, 5, 4);
    is_ticks(CHART_NUMBER, 0, 0.3, 0, 0.05, 6);
    is_ticks(CHART_SHARE, 0, 1, 0, 0.2, 5);
    is_ticks(CHART_SECONDS, 0, 50, 0, 10, 5);
    is_ticks(CHART_SECONDS, 0, 3500, 0, 600, 6);
    is_ticks(CHART_SECONDS, 0, 80000, 0, 21600, 4);
    is_ticks(CHART_SECONDS, 0, 864000, 0, 172800, 5);
    int bad = 0;
    for (double hi = 1e-9; hi < 1e99; hi *= 3.7) {
        struct chart_range r = {-hi / 3, hi};
        struct chart_ticks t = chart_ticks(CHART_NUMBER, r, 6);
        bad += t.n < 1 || t.n > 6 || t.lo > r.lo || t.lo + t.n * t.step < r.hi * (1 - 1e-8);
    }
    is_int(bad, 0, "ticks cover every range");
}

static void test_steps(void)
{
    is_int(chart_steps(CHART_COUNT, 3, 6), 3, "small counts have a step each");
    is_int(chart_step(3, 3, 2), 2, "and their own");
    is_int(chart_step(100, 4, 0), 0, "zero is no step");
    is_int(chart_step(100, 4, 0.001), 1, "a little is the first");
    is_int(chart_step(100, 4, 25), 1, "the end of a step is in it");
    is_int(chart_step(100, 4, -100), 4, "size, not sign");
    is_int(chart_step(1e100, 4, 1e300), 4, "more than most");
    struct buf b = BUF_INIT;
    for (int k = 1; k <= 4; k++) {
        buf_str(&b, k > 1 ? " " : "");
        chart_step_text(&b, CHART_COUNT, 37, 4, k, true);
    }
    is_str(b.s, "1..9 10..18 19..27 28..37", "steps of counts do not overlap");
    buf_free(&b);
}

// --- form and order ---

// Rows x * y of two dimensions, all with a value.
static const char *grid_label[2 * 96];
static double grid_value[2 * 96];
static struct chart_dim grid_dim[2];

static struct chart grid(const char *const *x, size_t nx, bool x_time, const char *const *y,
                         size_t ny, bool y_time)
{
    for (size_t i = 0; i < nx * ny; i++) {
        grid_label[2 * i] = x[i / ny];
        grid_label[2 * i + 1] = y[i % ny];
        grid_value[i] = (double)((i * 7 + 3) % 11);
    }
    grid_dim[0] = (struct chart_dim){"a", x_time};
    grid_dim[1] = (struct chart_dim){"b", y_time};
    return (struct chart){.dim = grid_dim,
                          .n_dims = 2,
                          .metric = &created,
                          .n_metrics = 1,
                          .n_rows = nx * ny,
                          .label = grid_label,
                          .value = grid_value};
}

static void test_form(void)
{
    struct chart c = by_queue;
    is_int(chart_kind(&c), CHART_AS_BARS, "one category: bars");
    c.dim = &week;
    is_int(chart_kind(&c), CHART_AS_LINES, "time alone: lines");
    c.form = CHART_HEATMAP;
    is_int(chart_kind(&c), CHART_AS_HEAT, "what is asked for");
    c.n_dims = 0;
    is_int(chart_kind(&c), CHART_FIGURES, "no dimension: figures");
    c.n_rows = 0;
    is_int(chart_kind(&c), CHART_NOTHING, "no rows");
    c = by_queue;
    c.n_rows = 1;
    is_int(chart_kind(&c), CHART_NOTHING, "the total alone");
    c = grid(weeks, 3, true, queues, 3, false);
    is_int(chart_kind(&c), CHART_AS_LINES, "time and a category: lines");
    is_int(chart_across(&c, CHART_AS_LINES), 0, "time goes across");
    c = grid(queues, 3, false, weeks, 3, true);
    is_int(chart_kind(&c), CHART_AS_LINES, "a category and time: lines");
    is_int(chart_across(&c, CHART_AS_LINES), 1, "again");
    c = grid(weeks, 3, true, weeks, 3, true);
    is_int(chart_kind(&c), CHART_AS_HEAT, "two times: heat map");
    is_int(chart_across(&c, CHART_AS_HEAT), 1, "the second goes across");
    c = grid(queues, 3, false, queues, 3, false);
    is_int(chart_kind(&c), CHART_AS_HEAT, "a dense grid: heat map");
    static const char *const diagonal[] = {"a", "a", "b", "b", "c", "c"};
    c.label = diagonal;
    c.n_rows = 3;
    is_int(chart_kind(&c), CHART_AS_BARS, "a sparse one: bars");
}

static void is_across(const char *const *label, size_t n, const char *want, const char *name)
{
    double *v = calloc(n, sizeof *v);
    struct chart c = {.dim = &week,
                      .n_dims = 1,
                      .metric = &created,
                      .n_metrics = 1,
                      .n_rows = n,
                      .label = label,
                      .value = v};
    struct chart_grid g;
    struct buf b = BUF_INIT;
    chart_grid_init(&g, &c, 0, false);
    for (size_t i = 0; i < g.nx; i++) {
        buf_fmt(&b, "%s%s", i ? " " : "", g.x[i].s);
    }
    is_str(b.s, want, name);
    buf_free(&b);
    chart_grid_free(&g);
    free(v);
}

static void test_order(void)
{
    static const char *const numbers[] = {"10", "9", NULL, "2", "9", "10"};
    static const char *const iso[] = {"2027-W01", "2026-W53", "2026-W09"};
    static const char *const days[] = {"Mon", "Tue", "Sun", "Tue"};
    is_across(numbers, N(numbers), "2 9 10 -", "hours by number, the absent one last");
    is_across(iso, N(iso), "2026-W09 2026-W53 2027-W01", "weeks of two years");
    is_across(days, N(days), "Mon Tue Sun", "days as they come");
}

static void test_groups(void)
{
    static const struct chart_metric m[] = {
        {"a", NULL, CHART_COUNT, NULL},   {"b", NULL, CHART_SECONDS, NULL},
        {"c", NULL, CHART_COUNT, NULL},   {"d", NULL, CHART_COUNT, NULL},
        {"e", NULL, CHART_SECONDS, NULL},
    };
    static const double v[] = {10, 100, -12, 5000, 0};
    struct chart c = {.metric = m, .n_metrics = 5, .n_rows = 1, .value = v};
    int group[5];
    is_int(chart_groups(&c, group), 3, "three scales");
    ok(group[0] == group[2] && group[1] == group[4], "one unit and size: one scale");
    ok(group[3] != group[0] && group[1] != group[0], "another size, another unit: another");
    struct chart_range r = chart_group_range(&c, group, group[0]);
    ok(r.lo == -12 && r.hi == 10, "the scale holds both");
}

// --- goldens ---

static void test_bars(void)
{
    is_str(text(&by_queue, 40, false, false),
           "Tickets by queue\n"
           "2026-W36 to 2026-W48\n"
           "\n"
           "queue             created\n"
           "billing           120 ██████████████████\n" LABEL "               7 █\n"
           "sales and retur…    0\n"
           "-                   -\n"
           "─────────────────────\n"
           "total             127\n",
           "bars, 40 columns");
    is_str(text(&by_queue, 40, true, false),
           "Tickets by queue\n"
           "2026-W36 to 2026-W48\n"
           "\n"
           "queue             created\n"
           "billing           120 ##################\n" LABEL "               7 #\n"
           "sales and retu..    0\n"
           "-                   -\n"
           "---------------------\n"
           "total             127\n",
           "bars, ASCII");
    is_str(text(&by_queue, 20, false, false),
           "Tickets by queue\n"
           "2026-W36 to 2026-W48\n"
           "\n"
           "queue     created\n"
           "billing   120 ██████\n" LABEL "       7 ▍\n"
           "sales a…    0\n"
           "-           -\n"
           "─────────────\n"
           "total     127\n",
           "bars, 20 columns");
}

static void test_metrics(void)
{
    static const struct chart_metric two[] = {
        {"created", "created", CHART_COUNT, NULL},
        {"net", NULL, CHART_COUNT, NULL},
    };
    static const double v[] = {120, -30, 100, 40, 0, 0, NAN, NAN, 220, 10};
    struct chart c = by_queue;
    c.metric = two;
    c.n_metrics = 2;
    c.value = v;
    c.title = c.subtitle = NULL;
    is_str(text(&c, 80, false, false),
           "queue              created                        net\n"
           "billing            120      │███████████████████  -30 █████│\n" LABEL
           "              100      │███████████████▉      40      │██████▍\n"
           "sales and returns    0      │                       0      │\n"
           "-                    -      │                       -      │\n"
           "─────────────────────────────────────────────────────\n"
           "total              220                             10\n",
           "two metrics side by side");
    is_str(text(&c, 30, true, false),
           "queue         created\n"
           "billing       120   |#########\n" LABEL "         100   |########\n"
           "sales and ..    0   |\n"
           "-               -   |\n"
           "-----------------\n"
           "total         220\n"
           "\n"
           "queue         net\n"
           "billing       -30 ##|\n" LABEL "          40   |###\n"
           "sales and ..    0   |\n"
           "-               -   |\n"
           "-----------------\n"
           "total          10\n",
           "two metrics below each other");
    static const double low[] = {-1, -2, NAN, 0, -3};
    c.metric = &net;
    c.n_metrics = 1;
    c.value = low;
    is_str(text(&c, 40, false, false),
           "queue             net\n"
           "billing           -1          █████████│\n" LABEL
           "             -2 ██████████████████│\n"
           "sales and retur…   -                   │\n"
           "-                  0                   │\n"
           "────────────────────\n"
           "total             -3\n",
           "all negative");
    c.metric = &reply;
    c.value = counts;
    is_str(text(&c, 40, true, true),
           "\033[1mqueue             first reply\033[0m\n"
           "billing               2 min \033[36m############\033[0m\n" LABEL
           "                   7 s \033[36m#\033[0m\n"
           "sales and retu..        0 s\n"
           "-                         -\n"
           "---------------------------\n"
           "\033[1mtotal             2 min 7 s\033[0m\n",
           "colour");
}

static void test_lines(void)
{
    static const double v[] = {3, 0, NAN, 12, 7};
    struct chart c = {.title = "Tickets by week",
                      .dim = &week,
                      .n_dims = 1,
                      .metric = &created,
                      .n_metrics = 1,
                      .n_rows = 5,
                      .label = weeks,
                      .value = v};
    is_str(text(&c, 40, false, false),
           "Tickets by week\n"
           "\n"
           "week      created\n"
           "2026-W50   3 ██████▊\n"
           "2026-W51   0\n"
           "2026-W52   -\n"
           "2026-W53  12 ███████████████████████████\n"
           "2027-W01   7 ███████████████▊\n"
           "\n"
           "                min  max  last\n"
           "created  ▃▁ █▆    0   12     7\n",
           "weeks");
    is_str(text(&c, 40, true, false),
           "Tickets by week\n"
           "\n"
           "week      created\n"
           "2026-W50   3 #######\n"
           "2026-W51   0\n"
           "2026-W52   -\n"
           "2026-W53  12 ###########################\n"
           "2027-W01   7 ################\n"
           "\n"
           "                min  max  last\n"
           "created  :_ #+    0   12     7\n",
           "weeks, ASCII");
    c.metric = &net;
    static const double w[] = {3, 0, -5, NAN, -1};
    c.value = w;
    is_str(text(&c, 40, false, false),
           "Tickets by week\n"
           "\n"
           "week      net\n"
           "2026-W50   3                 │██████████\n"
           "2026-W51   0                 │\n"
           "2026-W52  -5 ████████████████│\n"
           "2026-W53   -                 │\n"
           "2027-W01  -1              ███│\n"
           "\n"
           "            min  max  last\n"
           "net  █▅▁ ▅   -5    3    -1\n",
           "net flow");
}

static void test_series(void)
{
    struct chart c = grid(weeks, 5, true, queues, 3, false);
    is_str(text(&c, 80, false, false),
           "created                   min  max  last\n"
           "billing            ▄▃▂▁█    0   10    10\n" LABEL
           "              ██▇▆▆    6   10     6\n"
           "sales and returns  █▇▆▅▄    2    6     2\n",
           "a line for each category");
    is_str(text(&c, 20, true, false),
           "created\n"
           "billing\n"
           "  2026-W50 -:._#\n"
           "  min 0 (2026-W53)\n"
           "  max 10 (2027-W01)\n"
           "  last 10\n" LABEL "\n"
           "  2026-W50 ##*++\n"
           "  min 6 (2027-W01)\n"
           "  max 10 (2026-W50)\n"
           "  last 6\n"
           "sales and returns\n"
           "  2026-W50 #*+=-\n"
           "  min 2 (2027-W01)\n"
           "  max 6 (2026-W50)\n"
           "  last 2\n",
           "a block for each category");
}

// 100 periods are too many for a bar each.
static void test_long_lines(void)
{
    static char name[100][9];
    static const char *label[100];
    static double v[100];
    for (int i = 0; i < 100; i++) {
        snprintf(name[i], sizeof name[i], "%d-W%02d", 2025 + i / 50, i % 50 + 1);
        label[i] = name[i];
        v[i] = 60.0 * (i % 17);
    }
    struct chart c = {.dim = &week,
                      .n_dims = 1,
                      .metric = &reply,
                      .n_metrics = 1,
                      .n_rows = 100,
                      .label = label,
                      .value = v};
    is_str(text(&c, 80, false, false),
           "first reply\n"
           "  2025-W01 ▁▂▂▃▃▄▄▅▅▅▆▆▇▇███▁▂▂▃▃▄▄▅▅▅▆▆▇▇███▁▂▂▃▃▄▄▅▅▅▆▆▇▇███▁▂▂▃▃▄▄▅▅▅▆▆▇▇███▁\n"
           "  2026-W20 ▂▂▃▃▄▄▅▅▅▆▆▇▇███▁▂▂▃▃▄▄▅▅▅▆▆▇▇█\n"
           "  min 0 s (2025-W01)  max 16 min (2025-W17)  last 14 min\n",
           "100 weeks");
}

static const char *const days[] = {"Mon", "Tue", "Sun"};
static const char *const hours[] = {"00", "01", "02", "03", "04", "05", "06", "07",
                                    "08", "09", "10", "11", "12", "13", "14", "15"};

static void test_heat(void)
{
    struct chart c = grid(days, 3, true, hours, 16, true);
    grid_value[4] = NAN;
    is_str(text(&c, 80, false, false),
           "created\n"
           "     00  01  02  03  04  05  06  07  08  09  10  11  12  13  14  15\n"
           "Mon   3▒ 10█  6▓  2░  -   5▒  1░  8█  4▒  0·  7▓  3▒ 10█  6▓  2░  9█\n"
           "Tue   5▒  1░  8█  4▒  0·  7▓  3▒ 10█  6▓  2░  9█  5▒  1░  8█  4▒  0·\n"
           "Sun   7▓  3▒ 10█  6▓  2░  9█  5▒  1░  8█  4▒  0·  7▓  3▒ 10█  6▓  2░\n"
           "· 0  ░ 1–2  ▒ 3–5  ▓ 6–7  █ 8–10\n"
           "max 10 (Mon, 01)\n",
           "heat map with numbers");
    is_str(text(&c, 40, false, false),
           "created\n"
           "    00  02  04  06  08  10  12  14\n"
           "Mon ▒▒██▓▓░░  ▒▒░░██▒▒· ▓▓▒▒██▓▓░░██\n"
           "Tue ▒▒░░██▒▒· ▓▓▒▒██▓▓░░██▒▒░░██▒▒·\n"
           "Sun ▓▓▒▒██▓▓░░██▒▒░░██▒▒· ▓▓▒▒██▓▓░░\n"
           "· 0  ░ 1–2  ▒ 3–5  ▓ 6–7  █ 8–10\n"
           "blank: none\n"
           "max 10 (Mon, 01)\n",
           "heat map");
    is_str(text(&c, 40, true, false),
           "created\n"
           "    00  02  04  06  08  10  12  14\n"
           "Mon ++##**::  ++::##++. **++##**::##\n"
           "Tue ++::##++. **++##**::##++::##++.\n"
           "Sun **++##**::##++::##++. **++##**::\n"
           ". 0  : 1..2  + 3..5  * 6..7  # 8..10\n"
           "blank: none\n"
           "max 10 (Mon, 01)\n",
           "heat map, ASCII");
    grid_value[5] = -8;
    is_str(text(&c, 30, true, false),
           "created\n"
           "    00  02  04  06  08  10\n"
           "Mon  + # * :  -# : # + . * + #\n"
           "Tue  + : # + . * + # * : # + :\n"
           "Sun  * + # * : # + : # + . * +\n"
           "    13\n"
           "Mon  * : #\n"
           "Tue  # + .\n"
           "Sun  # * :\n"
           ". 0  : 1..2  + 3..5  * 6..7\n"
           "# 8..10  - below 0\n"
           "blank: none\n"
           "max 10 (Mon, 01)\n",
           "heat map with negative values");
    c = grid(queues, 3, false, weeks, 4, false);
    is_str(text(&c, 40, false, false),
           "created\n"
           "           2026-W50 2026-W51 2026-W52\n"
           "billing           3▒      10█       6▓\n" LABEL "             9█       5▒       1░\n"
           "sales and…        4▒       0·       7▓\n"
           "           2026-W53\n"
           "billing           2░\n" LABEL "             8█\n"
           "sales and…        3▒\n"
           "· 0  ░ 1–2  ▒ 3–5  ▓ 6–7  █ 8–10\n"
           "max 10 (billing, 2026-W51)\n",
           "categories");
}

static void test_figures(void)
{
    static const struct chart_metric two[] = {
        {"created", "created", CHART_COUNT, NULL},
        {"frt", "first reply", CHART_SECONDS, NULL},
    };
    static const double v[] = {42, 12000};
    static const char *const note[] = {"Times in Europe/Prague.", NULL};
    struct chart c = {
        .title = "Today", .metric = two, .n_metrics = 2, .n_rows = 1, .value = v, .note = note};
    is_str(text(&c, 40, false, false),
           "Today\n"
           "\n"
           "created      42\n"
           "first reply  3 h 20 min\n"
           "\n"
           "Times in Europe/Prague.\n",
           "figures");
    c.n_rows = 0;
    is_str(text(&c, 40, false, false),
           "Today\n"
           "\n"
           "nothing to show\n"
           "\n"
           "Times in Europe/Prague.\n",
           "no rows");
}

// --- all that comes out is safe and whole ---

// Each line: no wider than width, no blank at its end, isolates closed, nothing that a terminal
// obeys but our own colours.
static const char *line_fault(const char *s, size_t n, int width, bool ascii)
{
    struct buf b = BUF_INIT;
    int open = 0;
    const char *fault = utf8_valid(s, n) < n ? "invalid" : NULL;
    for (size_t i = 0; i < n && !fault;) {
        int32_t cp = 0;
        int len = utf8_decode(s + i, n - i, &cp);
        if (cp == 033) {
            len = (int)(strchr(s + i, 'm') + 1 - (s + i));
            fault = len > 5 ? "escape" : NULL;
        } else if (cp == 0x2068 || cp == 0x2069) {
            open += cp == 0x2068 ? 1 : -1;
        } else if (utf8_is_control(cp) || utf8_is_bidi(cp)) {
            fault = "control";
        } else if (ascii && ((cp >= 0x2500 && cp < 0x2600) || cp == 0x2026 || cp == 0xB7)) {
            fault = "not ASCII";
        }
        buf_add(&b, s + i, cp == 033 ? 0 : (size_t)len);
        i += (size_t)len;
    }
    fault = fault                            ? fault
            : open                           ? "isolate"
            : b.len && b.s[b.len - 1] == ' ' ? "blank"
            : utf8_width(b.s, b.len) > width ? "width"
                                             : NULL;
    buf_free(&b);
    return fault;
}

static const char *text_fault(const char *s, int width, bool ascii)
{
    const char *nl;
    for (; *s; s = nl + 1) {
        nl = strchr(s, '\n');
        const char *fault = nl ? line_fault(s, (size_t)(nl - s), width, ascii) : "no newline";
        if (fault) {
            printf("# %s: %.*s\n", fault, nl ? (int)(nl - s) : 0, s);
            return fault;
        }
    }
    return NULL;
}

// Tags and attributes of XML, and of a page whose only void elements are <meta>.
struct xml {
    const char *p;
    char open[32][16];
    int depth;
};

static const char *skip_text(const char *p, char stop)
{
    while (*p && *p != stop && *p != '<') {
        static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
        bool fine = *p != '&';
        for (size_t i = 0; i < N(known) && !fine; i++) {
            fine = strncmp(p, known[i], strlen(known[i])) == 0;
        }
        if (!fine) {
            return NULL;
        }
        p++;
    }
    return p;
}

static const char *skip_attributes(const char *p)
{
    while (p && *p == ' ') {
        p += 1 + strcspn(p + 1, "=<>/ \"");
        if (p[0] != '=' || p[1] != '"' || !(p = skip_text(p + 2, '"')) || *p++ != '"') {
            return NULL;
        }
    }
    return p;
}

static bool take_tag(struct xml *x)
{
    bool closes = x->p[1] == '/';
    const char *name = x->p + 1 + closes;
    size_t n = strcspn(name, " />");
    const char *end = skip_attributes(name + n);
    if (!n || n >= sizeof x->open[0] || !end) {
        return false;
    }
    bool empty = strncmp(end, "/>", 2) == 0 || strncmp(name, "meta ", 5) == 0;
    if (*(end + (*end == '/')) != '>') {
        return false;
    }
    x->p = end + (*end == '/') + 1;
    if (closes) {
        const char *top = x->depth > 0 ? x->open[--x->depth] : "";
        return strlen(top) == n && strncmp(top, name, n) == 0;
    }
    if (!empty && x->depth < 31) {
        memcpy(x->open[x->depth], name, n);
        x->open[x->depth++][n] = 0;
    }
    return true;
}

static bool is_well_formed(const char *s, const char *first)
{
    struct xml x = {.p = s};
    bool fine = strncmp(s, first, strlen(first)) == 0 && utf8_valid(s, strlen(s)) == strlen(s);
    for (x.p += strlen(first); fine && x.p && *x.p; fine = x.p && (!*x.p || take_tag(&x))) {
        x.p = skip_text(x.p, '<');
    }
    if (!fine) {
        printf("# at: %.60s\n", x.p ? x.p : "an entity");
    }
    return fine && x.depth == 0;
}

static void test_checker(void)
{
    ok(is_well_formed("<a b=\"1 &lt;\">x &amp; y<c/></a>\n", ""), "well-formed");
    ok(!is_well_formed("<a><b></a></b>", ""), "crossed tags");
    ok(!is_well_formed("<a>", ""), "an open tag");
    ok(!is_well_formed("<a>&</a>", ""), "a bare ampersand");
    ok(!is_well_formed("<a b=1></a>", ""), "a bare attribute");
    ok(!is_well_formed("<a b=\"<\"></a>", ""), "a tag in an attribute");
    ok(text_fault("a \n", 9, false) && text_fault("ab\n", 1, false) && text_fault("a", 9, false) &&
           text_fault("\xE2\x81\xA8\n", 9, false) && text_fault("\033[2J\033]0;x\am\n", 9, false) &&
           !text_fault("\033[1ma\033[0m\n", 1, true),
       "faults of lines");
}

static bool has_control(const char *s)
{
    for (size_t i = 0, n = strlen(s); i < n;) {
        int32_t cp = 0;
        i += (size_t)utf8_decode(s + i, n - i, &cp);
        if ((utf8_is_control(cp) && cp != '\n') || (cp & 0xFFFE) == 0xFFFE ||
            (utf8_is_bidi(cp) && cp != 0x2068 && cp != 0x2069)) {
            return true;
        }
    }
    return false;
}

static void check_documents(const struct chart *c, const char *name)
{
    const char *s = svg(c);
    ok(is_well_formed(s, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), "%s: XML", name);
    ok(!has_control(s) && !strstr(s, "href") && !strstr(s, "url(") && !strstr(s, "<script"),
       "%s: nothing hidden or external in the drawing", name);
    s = html(c);
    ok(is_well_formed(s, "<!DOCTYPE html>\n"), "%s: HTML", name);
    ok(!has_control(s) && !strstr(s, "href") && !strstr(s, "url(") && !strstr(s, "<script"),
       "%s: nothing hidden or external in the page", name);
}

static void check_all(const struct chart *from, const char *name)
{
    static const int widths[] = {20, 23, 31, 40, 80, 200};
    struct chart c = *from;
    const char *fault = NULL;
    for (int form = CHART_AUTO; form <= CHART_HEATMAP && !fault; form++) {
        c.form = (enum chart_form)form;
        for (size_t i = 0; i < N(widths) * 4 && !fault; i++) {
            int width = widths[i / 4];
            fault = text_fault(text(&c, width, i % 2, i % 4 > 1), width, i % 2);
        }
        check_documents(&c, name);
    }
    ok(!fault, "%s: lines", name);
}

#define ATTACK                                                                                     \
    "\033[31m<b>\"&'\xFF]]>\xE2\x80\xAE" HEBREW "\t\n\xC2\x85\xEF\xBF\xBE</svg>=1+1 "              \
    "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA9"

static void test_hostile(void)
{
    static const char *const names[] = {ATTACK, HEBREW, "", NULL, "a\n"};
    static const char *const notes[] = {ATTACK ATTACK, "", "a    b", NULL};
    static const double v[] = {1, NAN, -1e300, 1e300, 7};
    static const struct chart_metric m = {ATTACK, ATTACK, CHART_NUMBER, ATTACK};
    static const struct chart_dim d = {ATTACK, true};
    struct chart c = {
        ATTACK " " ATTACK, ATTACK, CHART_AUTO, &d, 1, &m, 1, 5, names, v, notes, true};
    check_all(&c, "hostile");
    c = grid(names, 5, false, names, 5, true);
    c.title = ATTACK;
    check_all(&c, "hostile grid");
    ok(strstr(html(&c), "<th scope=\"row\" dir=\"auto\">" HEBREW "</th>"), "right to left by dir");
    c = by_queue;
    check_all(&c, "plain");
    c.n_rows = 0;
    check_all(&c, "no rows");
    c.n_rows = 5;
    c.n_dims = 0;
    check_all(&c, "no dimensions");
    c.metric = &reply;
    c.label = NULL;
    check_all(&c, "no labels");
    c = grid(days, 3, true, hours, 16, true);
    check_all(&c, "heat map");
}

static void test_flat(void)
{
    static const double flat[][4] = {{0, 0, 0, 0}, {NAN, NAN, NAN, NAN}, {5, 5, 5, 5}, {0.25, 0.5}};
    for (size_t i = 0; i < N(flat); i++) {
        struct chart c = by_queue;
        c.value = flat[i];
        c.n_rows = 4;
        c.total = false;
        check_all(&c, "flat");
    }
}

// --- documents ---

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
    ok(strstr(svg(&c), ">900 more rows are not drawn</text>"), "a drawing has an end");
    ok(strstr(html(&c), ">960 more rows are not drawn</text>"), "also in a page");
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
    test_values();
    test_ticks();
    test_steps();
    test_form();
    test_order();
    test_groups();
    test_bars();
    test_metrics();
    test_lines();
    test_series();
    test_long_lines();
    test_heat();
    test_figures();
    test_checker();
    test_hostile();
    test_flat();
    test_svg();
    test_html();
    test_big();
    test_locale();
    return done();
}
