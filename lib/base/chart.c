// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_impl.h"

#include <math.h>
#include <string.h>

#define DENSE       0.6 // of the cells of a grid have a row
#define ALIKE       8.0 // metrics whose greatest values differ by less share a scale
#define LEAST_STEPS 3
#define GREATEST    1e100 // drawn: sums of such cannot overflow
#define MINUTE      60.0
#define HOUR        3600.0
#define DAY         86400.0

size_t chart_rows(const struct chart *c)
{
    return c->total && c->n_dims > 0 && c->n_rows > 0 ? c->n_rows - 1 : c->n_rows;
}

static int count_times(const struct chart *c)
{
    int n = 0;
    for (int i = 0; i < c->n_dims; i++) {
        n += c->dim[i].time;
    }
    return n;
}

static bool is_dense(const struct chart *c)
{
    double x = (double)chart_distinct(c, 1), y = (double)chart_distinct(c, 0);
    return x >= 2 && y >= 2 && (double)chart_rows(c) >= DENSE * x * y;
}

static enum chart_kind choose(const struct chart *c)
{
    int times = count_times(c);
    if (c->n_dims == times && times == 1) {
        return CHART_AS_LINES;
    }
    if (c->n_dims != 2) {
        return CHART_AS_BARS;
    }
    if (times == 1) {
        return CHART_AS_LINES;
    }
    bool heat = times == 2 || (c->n_metrics == 1 && is_dense(c));
    return heat ? CHART_AS_HEAT : CHART_AS_BARS;
}

enum chart_kind chart_kind(const struct chart *c)
{
    if (chart_rows(c) == 0 || c->n_metrics == 0) {
        return CHART_NOTHING;
    }
    if (c->n_dims == 0) {
        return CHART_FIGURES;
    }
    switch (c->form) {
    case CHART_BARS:
        return CHART_AS_BARS;
    case CHART_LINES:
        return CHART_AS_LINES;
    case CHART_HEATMAP:
        return CHART_AS_HEAT;
    case CHART_AUTO:
        break;
    }
    return choose(c);
}

// The first time; of two times in a heat map the last, as of none.
int chart_across(const struct chart *c, enum chart_kind kind)
{
    int last = c->n_dims - 1, times = count_times(c);
    if (kind == CHART_AS_HEAT && times != 1) {
        return last;
    }
    for (int i = 0; i < last; i++) {
        if (c->dim[i].time) {
            return i;
        }
    }
    return times ? last : 0;
}

double chart_at(const struct chart *c, size_t row, int metric)
{
    double v = c->value[row * (size_t)c->n_metrics + (size_t)metric];
    return isfinite(v) ? v : (double)NAN;
}

const char *chart_title(const struct chart *c, int metric)
{
    const struct chart_metric *m = c->metric + metric;
    return m->title ? m->title : m->name;
}

// --- scales ---

static double clamp(double v)
{
    return fmin(fmax(v, -GREATEST), GREATEST);
}

struct chart_range chart_range(const struct chart *c, int metric)
{
    struct chart_range r = {0, 0};
    for (size_t i = 0; i < chart_rows(c); i++) {
        double v = chart_at(c, i, metric); // NAN is neither less nor more
        r.lo = v < r.lo ? clamp(v) : r.lo;
        r.hi = v > r.hi ? clamp(v) : r.hi;
    }
    return r;
}

static double size_of(struct chart_range r)
{
    return fmax(r.hi, -r.lo);
}

static bool alike(struct chart_range a, struct chart_range b)
{
    double x = size_of(a), y = size_of(b);
    return x <= 0 || y <= 0 || (x / y <= ALIKE && y / x <= ALIKE);
}

int chart_groups(const struct chart *c, int *group)
{
    int n = 0;
    for (int m = 0; m < c->n_metrics; m++) {
        group[m] = -1;
        for (int k = 0; k < m && group[m] < 0; k++) {
            if (c->metric[k].unit == c->metric[m].unit &&
                alike(chart_group_range(c, group, group[k]), chart_range(c, m))) {
                group[m] = group[k];
            }
        }
        if (group[m] < 0) {
            group[m] = n++;
        }
    }
    return n;
}

// Reads group[] up to the first metric that has none yet.
struct chart_range chart_group_range(const struct chart *c, const int *group, int which)
{
    struct chart_range r = {0, 0};
    for (int m = 0; m < c->n_metrics && group[m] >= 0; m++) {
        if (group[m] == which) {
            struct chart_range one = chart_range(c, m);
            r.lo = fmin(r.lo, one.lo);
            r.hi = fmax(r.hi, one.hi);
        }
    }
    return r;
}

double chart_part(struct chart_range r, double v)
{
    double all = r.hi - r.lo;
    return all > 0 ? (clamp(v) - r.lo) / all : 0;
}

// The least of 1, 2, 5 times a power of ten that is no less than step.
static double round_up(double step)
{
    double power = pow(10, floor(log10(step)));
    static const double by[] = {1, 2, 5, 10};
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        if (by[i] * power >= step * (1 - 1e-9)) {
            return by[i] * power;
        }
    }
    return 10 * power;
}

static double round_time(double step)
{
    static const double by[] = {1,           2,           5,          10,         15,
                                30,          MINUTE,      2 * MINUTE, 5 * MINUTE, 10 * MINUTE,
                                15 * MINUTE, 30 * MINUTE, HOUR,       2 * HOUR,   3 * HOUR,
                                6 * HOUR,    12 * HOUR,   DAY};
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        if (by[i] >= step * (1 - 1e-9)) {
            return by[i];
        }
    }
    return round_up(step / DAY) * DAY;
}

// Finer marks would have the same text.
static double least_step(enum chart_unit unit)
{
    return unit == CHART_SHARE ? 0.001 : unit == CHART_NUMBER ? 0.01 : 1;
}

struct chart_ticks chart_ticks(enum chart_unit unit, struct chart_range r, int most)
{
    double step = fmax((r.hi - r.lo) / most, least_step(unit));
    struct chart_ticks t;
    for (;;) { // both ends are rounded: a mark more than asked for may be needed
        t.step = unit == CHART_SECONDS ? round_time(step) : round_up(step);
        double from = floor(r.lo / t.step + 1e-9), to = ceil(r.hi / t.step - 1e-9);
        t.n = (int)fmax(to - from, 1);
        t.lo = from * t.step;
        if (t.n <= most) {
            return t;
        }
        step = t.step * 1.01;
    }
}

// --- steps of a heat map ---

// Round ends are easier to read, but two shades would say too little.
int chart_steps(enum chart_unit unit, double *hi, int most)
{
    if (unit == CHART_COUNT) {
        return *hi < most ? (int)fmax(round(*hi), 1) : most;
    }
    struct chart_ticks t = chart_ticks(unit, (struct chart_range){0, *hi}, most);
    if (t.n < LEAST_STEPS) {
        return most;
    }
    *hi = t.n * t.step;
    return t.n;
}

int chart_step(double hi, int n, double v)
{
    double k = ceil(fabs(clamp(v)) / hi * n - 1e-9);
    return v != 0 && hi > 0 ? (int)fmin(fmax(k, 1), n) : 0;
}

void chart_step_text(struct buf *b, enum chart_unit unit, double hi, int n, int step, bool ascii)
{
    double from = hi * (step - 1) / n, to = hi * step / n;
    if (unit == CHART_COUNT) {
        from = floor(from + 1e-9) + 1;
        to = floor(to + 1e-9);
    }
    if (from < to) {
        chart_value(b, unit, from);
        buf_str(b, ascii ? ".." : "\xE2\x80\x93");
    }
    chart_value(b, unit, to);
}
