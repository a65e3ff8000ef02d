// SPDX-License-Identifier: GPL-3.0-or-later
#include "chart.h"

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
    double few = 3, day = 90000, ten = 10;
    is_int(chart_steps(CHART_COUNT, &few, 6), 3, "small counts have a step each");
    is_int(chart_steps(CHART_SECONDS, &day, 6), 5, "steps of six hours");
    ok(day == 30 * 3600, "end with a whole one");
    is_int(chart_steps(CHART_NUMBER, &ten, 4), 4, "two round steps would be too few");
    ok(ten == 10, "so these are as they come");
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
    static const char *const names[] = {"Mon", "Tue", "Sun", "Tue"};
    is_across(numbers, N(numbers), "2 9 10 -", "hours by number, the absent one last");
    is_across(iso, N(iso), "2026-W09 2026-W53 2027-W01", "weeks of two years");
    is_across(names, N(names), "Mon Tue Sun", "days as they come");
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

int main(void)
{
    test_values();
    test_ticks();
    test_steps();
    test_form();
    test_order();
    test_groups();
    return done();
}
