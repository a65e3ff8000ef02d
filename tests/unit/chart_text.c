// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart.h"

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
    static char name[100][16];
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

int main(void)
{
    test_bars();
    test_metrics();
    test_lines();
    test_series();
    test_long_lines();
    test_heat();
    test_figures();
    return done();
}
