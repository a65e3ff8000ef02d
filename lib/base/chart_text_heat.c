// SPDX-License-Identifier: GPL-3.0-or-later
// Heat maps in a terminal: shades, and the numbers where there is room for them.
#include "base/chart_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define SHADES      4
#define LEAST_LABEL 8
#define WIDE_NAME   12 // a category's name beside numbers
#define SHORT_NAME  8  // and beside shades alone
#define WIDE_CELL   4  // a shade needs no more

struct heat {
    struct text *t;
    const struct chart_grid *g;
    int metric, steps, label, cell; // label and cell: columns
    size_t across;                  // cells on a line
    double hi;                      // greatest |value|
    bool time;                      // across: names may be left out
    bool below;                     // there are negative values
    bool gaps;                      // and absent ones
    bool numbers;
};

static double at(const struct heat *h, size_t y, size_t x)
{
    return chart_grid_at(h->g, h->t->c, h->metric, y, x);
}

static int widest_value(const struct heat *h)
{
    struct buf b = BUF_INIT;
    size_t widest = 1;
    for (size_t i = 0; i < chart_rows(h->t->c); i++) {
        buf_reset(&b);
        chart_value(&b, h->t->c->metric[h->metric].unit, chart_at(h->t->c, i, h->metric));
        widest = b.len > widest ? b.len : widest;
    }
    buf_free(&b);
    return (int)widest;
}

static int at_least(int a, int b)
{
    return a > b ? a : b;
}

static int at_most(int a, int b)
{
    return a < b ? a : b;
}

// Numbers with a shade behind them if they fit, else shades alone; else the columns are parted.
static void fit(struct heat *h)
{
    const struct text *t = h->t;
    int x = chart_widest(h->g->x, h->g->nx), number = widest_value(h) + 2;
    h->label = at_most(chart_widest(h->g->y, h->g->ny), at_least(LEAST_LABEL, t->width / 4));
    int room = t->width - h->label - 1, n = (int)(h->g->nx < 10000 ? h->g->nx : 10000);
    h->cell = at_least(number, h->time ? 0 : at_most(x, WIDE_NAME) + 1);
    if (n * h->cell > room) {
        int least = at_least(1 + h->below, h->time ? 0 : at_most(x, SHORT_NAME) + 1);
        h->cell = at_least(at_most(room / n, at_most(x + 1, WIDE_CELL)), least);
    }
    h->numbers = h->cell >= number;
    h->across = (size_t)at_least(room / h->cell, 1);
}

static const char *shade(const struct text *t, int step, int steps)
{
    static const char *const unicode[] = {"\xC2\xB7", "\xE2\x96\x91", "\xE2\x96\x92",
                                          "\xE2\x96\x93", "\xE2\x96\x88"};
    static const char *const ascii[] = {".", ":", "+", "*", "#"};
    int k = step ? SHADES - steps + step : 0; // few steps are the darkest ones
    return text_glyph(t, unicode[k], ascii[k]);
}

static void put_number(const struct heat *h, double v)
{
    struct text *t = h->t;
    struct buf b = BUF_INIT;
    chart_value(&b, t->c->metric[h->metric].unit, v);
    text_right(t, b.s, h->cell - 1);
    buf_str(&t->line, isnan(v) ? " " : shade(t, chart_step(h->hi, h->steps, v), h->steps));
    buf_free(&b);
}

static void put_shade(const struct heat *h, double v)
{
    struct buf *b = &h->t->line;
    int step = isnan(v) ? 0 : chart_step(h->hi, h->steps, v), left = h->cell;
    if (h->below) {
        buf_ch(b, v < 0 ? '-' : ' ');
        left--;
    }
    if (step == 0) {
        buf_str(b, isnan(v) ? " " : shade(h->t, 0, h->steps));
        buf_fill(b, ' ', (size_t)left - 1);
        return;
    }
    for (; left > 0; left--) {
        buf_str(b, shade(h->t, step, h->steps));
    }
}

// Names stand above their cells; where they are too long, above every so many.
static void put_header(const struct heat *h, size_t from, size_t to)
{
    struct text *t = h->t;
    int widest = chart_widest(h->g->x, h->g->nx), step = h->time ? widest / h->cell + 1 : 1;
    text_on(t, TEXT_BOLD);
    text_cell(t, " ", h->label + 1);
    for (size_t x = from; x < to; x += (size_t)step) {
        const struct chart_name *name = h->g->x + x;
        int room = at_most(step, (int)(to - x)) * h->cell;
        int width = at_most(name->width, room - 1);
        if (h->time && name->width >= room && x > from) {
            break;
        }
        int before = h->numbers && step == 1 ? room - 1 - width : 0;
        buf_fill(&t->line, ' ', (size_t)before);
        text_name(t, name, at_least(width, 1));
        buf_fill(&t->line, ' ', (size_t)at_least(room - before - at_least(width, 1), 0));
    }
    text_off(t);
    text_end(t);
}

static void put_rows(const struct heat *h, size_t from, size_t to)
{
    for (size_t y = 0; y < h->g->ny; y++) {
        text_name(h->t, h->g->y + y, h->label);
        buf_ch(&h->t->line, ' ');
        for (size_t x = from; x < to; x++) {
            if (h->numbers) {
                put_number(h, at(h, y, x));
            } else {
                put_shade(h, at(h, y, x));
            }
        }
        text_end(h->t);
    }
}

// What the shades mean.
static void put_legend(const struct heat *h)
{
    struct text *t = h->t;
    struct buf b = BUF_INIT;
    for (int k = 0; k <= h->steps && (k == 0 || h->hi > 0); k++) {
        buf_reset(&b);
        buf_fmt(&b, "%s ", shade(t, k, h->steps));
        if (k) {
            enum chart_unit unit = t->c->metric[h->metric].unit;
            chart_step_text(&b, unit, h->hi, h->steps, k, t->s->ascii);
        } else {
            buf_ch(&b, '0');
        }
        text_piece(t, b.s, 0);
    }
    if (h->below && !h->numbers) {
        text_piece(t, "- below 0", 0);
    }
    if (h->gaps && !h->numbers) {
        text_piece(t, "blank: none", 0);
    }
    text_end(t);
    buf_free(&b);
}

static void find_extremes(struct heat *h, size_t *top_y, size_t *top_x)
{
    double top = -INFINITY;
    for (size_t y = 0; y < h->g->ny; y++) {
        for (size_t x = 0; x < h->g->nx; x++) {
            double v = at(h, y, x);
            h->gaps = h->gaps || isnan(v);
            if (v > top) {
                top = v;
                *top_y = y;
                *top_x = x;
            }
        }
    }
}

static void put_top(const struct heat *h, size_t y, size_t x)
{
    struct buf b = BUF_INIT;
    buf_str(&b, "max ");
    chart_value(&b, h->t->c->metric[h->metric].unit, at(h, y, x));
    const char *name = h->g->y[y].s;
    buf_fmt(&b, " (%s%s%s)", name, *name ? ", " : "", h->g->x[x].s);
    text_str(h->t, b.s, 0);
    text_end(h->t);
    buf_free(&b);
}

static void put_metric(struct text *t, const struct chart_grid *g, int metric, bool time)
{
    struct chart_range r = chart_range(t->c, metric);
    struct heat h = {.t = t, .g = g, .metric = metric, .time = time, .below = r.lo < 0};
    size_t top_y = 0, top_x = 0;
    h.hi = fmax(r.hi, -r.lo);
    h.steps = chart_steps(t->c->metric[metric].unit, &h.hi, SHADES);
    find_extremes(&h, &top_y, &top_x);
    fit(&h);
    t->folded = TEXT_BOLD;
    text_str(t, chart_title(t->c, metric), 0);
    t->folded = TEXT_PLAIN;
    text_end(t);
    for (size_t x = 0; x < g->nx; x += h.across) {
        size_t to = g->nx - x < h.across ? g->nx : x + h.across;
        put_header(&h, x, to);
        put_rows(&h, x, to);
    }
    put_legend(&h);
    put_top(&h, top_y, top_x);
}

void text_heat(struct text *t)
{
    struct chart_grid g;
    int across = chart_across(t->c, CHART_AS_HEAT);
    chart_grid_init(&g, t->c, across, t->s->ascii);
    for (int m = 0; m < t->c->n_metrics; m++) {
        if (m) {
            text_blank(t);
        }
        put_metric(t, &g, m, t->c->dim[across].time);
    }
    chart_grid_free(&g);
    text_total(t);
}
