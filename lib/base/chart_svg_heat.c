// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_svg.h"

#include <math.h>
#include <stdlib.h>

#define MOST_LABEL 34 // columns
#define LABEL_GAP  8.0
#define ROW        24.0
#define MOST_CELL  90.0
#define SWATCH     26.0
#define STRONG     5 // shades from here on have light numbers

struct heat {
    struct svg *s;
    const struct chart_grid *g;
    enum chart_unit unit;
    int metric, steps;
    double hi; // greatest |value|
    double x, y, cell;
    size_t rows; // drawn
    bool below;
    bool numbers; // all of them fit
};

// Few steps are spread over all shades.
static int shade(const struct heat *h, int step)
{
    return step ? step * SVG_SHADES / h->steps : 0;
}

static void put_square(const struct heat *h, double x, double y, double w, double hh, int step,
                       bool below)
{
    char class[] = "q0";
    class[0] = below && step ? 'r' : 'q';
    class[1] = (char)('0' + shade(h, step));
    svg_rect(h->s, class, x, y, w, hh);
}

// Numbers where they fit; where they do not, a mark for what is below zero.
static void put_number(const struct heat *h, double x, double y, double v)
{
    const char *class = shade(h, chart_step(h->hi, h->steps, v)) >= STRONG ? "w m" : "v m";
    if (h->numbers) {
        svg_value(h->s, class, x + h->cell / 2, y + ROW / 2 + 4, h->unit, v);
    } else if (v < 0 && h->cell > SVG_COLUMN) {
        svg_str(h->s, class, x + h->cell / 2, y + ROW / 2 + 4, "-");
    }
}

static void put_cell(const struct heat *h, size_t iy, size_t ix)
{
    struct svg *s = h->s;
    double v = chart_grid_at(h->g, s->c, h->metric, iy, ix);
    if (isnan(v)) {
        return;
    }
    double x = h->x + (double)ix * h->cell, y = h->y + (double)iy * ROW;
    const char *name = h->g->y[iy].s;
    struct buf title = BUF_INIT;
    buf_fmt(&title, "%s%s%s: ", name, *name ? ", " : "", h->g->x[ix].s);
    chart_value(&title, h->unit, v);
    buf_str(s->b, "<g>");
    svg_title(s, title.s);
    put_square(h, x, y, h->cell, ROW, chart_step(h->hi, h->steps, v), v < 0);
    put_number(h, x, y, v);
    buf_str(s->b, "</g>\n");
    buf_free(&title);
}

static double put_step(const struct heat *h, double x, int step, bool below)
{
    struct svg *s = h->s;
    struct buf b = BUF_INIT;
    buf_str(&b, below ? "below 0: " : "");
    if (step) {
        chart_step_text(&b, h->unit, h->hi, h->steps, step, false);
    } else {
        buf_ch(&b, '0');
    }
    struct chart_name name = chart_name(b.s, false);
    double width = SWATCH + 6 + SVG_COLUMN * name.width + 16;
    if (x > 0 && x + width > SVG_WIDTH) {
        x = 0;
        s->y += SVG_LINE + 4;
    }
    put_square(h, x, s->y, SWATCH, 14, step, below);
    svg_name(s, "t", x + SWATCH + 6, s->y + 11, &name, name.width);
    free(name.s);
    buf_free(&b);
    return x + width;
}

static void put_legend(const struct heat *h)
{
    double x = 0;
    for (int k = h->below ? h->steps : 0; k > 0; k--) {
        x = put_step(h, x, k, true);
    }
    for (int k = 0; k <= h->steps && (k == 0 || h->hi > 0); k++) {
        x = put_step(h, x, k, false);
    }
    h->s->y += SVG_LINE;
}

static void put_metric(struct svg *s, const struct chart_grid *g, int metric, bool time)
{
    struct chart_range r = chart_range(s->c, metric);
    struct heat h = {.s = s, .g = g, .metric = metric, .below = r.lo < 0};
    h.unit = s->c->metric[metric].unit;
    h.hi = fmax(r.hi, -r.lo);
    h.steps = chart_steps(h.unit, &h.hi, SVG_SHADES);
    h.rows = svg_rows(g->ny);
    svg_heading(s, chart_title(s->c, metric));
    for (size_t i = 0; i < h.rows; i++) {
        h.x = fmax(h.x, svg_width(g->y + i, MOST_LABEL) + LABEL_GAP);
    }
    h.y = s->y;
    h.cell = fmin((SVG_WIDTH - h.x) / (double)g->nx, MOST_CELL);
    h.numbers = svg_widest_value(s, metric) <= h.cell - 2;
    for (size_t y = 0; y < h.rows; y++) {
        svg_name(s, "t e", h.x - LABEL_GAP, h.y + ((double)y + 0.5) * ROW + 4, g->y + y,
                 MOST_LABEL);
        for (size_t x = 0; x < g->nx; x++) {
            put_cell(&h, y, x);
        }
    }
    s->y += (double)h.rows * ROW;
    s->y += svg_axis_names(s, g->x, g->nx, h.x, s->y, h.cell, time) + 10;
    put_legend(&h);
    svg_more_rows(s, g->ny);
}

void svg_heat_grid(struct svg *s, const struct chart_grid *g, bool time)
{
    for (int m = 0; m < s->c->n_metrics; m++) {
        if (m) {
            svg_part(s);
        }
        put_metric(s, g, m, time);
    }
}

void svg_heat(struct svg *s)
{
    struct chart_grid g;
    int across = chart_across(s->c, CHART_AS_HEAT);
    chart_grid_init(&g, s->c, across, false);
    svg_heat_grid(s, &g, s->c->dim[across].time);
    chart_grid_free(&g);
}
