// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_svg.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define PLOT_HEIGHT 260.0
#define TALL_HEIGHT 380.0 // for many lines
#define MANY        4
#define MOST_TICKS  6
#define LEFT        56.0 // at least: plots below each other agree
#define RIGHT       30.0 // room for the name of the last period
#define ALL_MARKS   40   // periods; of more only some are marked
#define SOME_MARKS  10
#define SAMPLE      34.0 // a line in the legend
#define LEGEND_GAP  20.0
#define LEGEND_NAME 36 // columns
#define MARK        3.6

struct series {
    const struct chart_name *name;
    const double *v; // for each period
};

struct lines {
    struct svg *s;
    struct svg_plot plot;
    const struct chart_name *x;
    size_t nx, n;
    struct series *series;
    bool time;
};

static double x_at(const struct lines *p, size_t i)
{
    return p->plot.x + ((double)i + 0.5) * p->plot.w / (double)p->nx;
}

// --- marks: each series has its own ---

static void put_path(struct svg *s, size_t k, double x, double y, const char *d)
{
    buf_fmt(s->b, "<path class=\"k k%zu%s\" transform=\"translate(", k, k == 7 ? " o" : "");
    chart_fixed(s->b, x, 1);
    buf_ch(s->b, ' ');
    chart_fixed(s->b, y, 1);
    buf_fmt(s->b, ")\" d=\"%s\"/>\n", d);
}

static void put_mark(struct svg *s, size_t k, double x, double y)
{
    static const char *const shapes[SVG_SERIES] = {
        NULL, // a circle
        "M-3-3H3V3H-3Z",
        "M0-4L4 3H-4Z",
        "M0-4.5L4.5 0L0 4.5L-4.5 0Z",
        "M0 4L4-3H-4Z",
        "M-4 0H4M0-4V4",
        "M-3-3L3 3M-3 3L3-3",
        "M-3-3H3V3H-3Z",
    };
    k %= SVG_SERIES;
    if (shapes[k]) {
        put_path(s, k, x, y, shapes[k]);
        return;
    }
    buf_fmt(s->b, "<circle class=\"k k%zu\"", k);
    svg_attr(s, "cx", x);
    svg_attr(s, "cy", y);
    svg_attr(s, "r", MARK);
    buf_str(s->b, "/>\n");
}

static bool is_alone(const struct lines *p, const double *v, size_t i)
{
    return !isnan(v[i]) && (i == 0 || isnan(v[i - 1])) && (i + 1 == p->nx || isnan(v[i + 1]));
}

// Among many periods only some have marks, other ones for each series.
static bool is_marked(const struct lines *p, size_t k, size_t i)
{
    size_t every = p->nx <= ALL_MARKS ? 1 : (p->nx + SOME_MARKS - 1) / SOME_MARKS;
    return i % every == k * every / p->n || is_alone(p, p->series[k].v, i);
}

// --- the lines ---

static void put_series(const struct lines *p, size_t k)
{
    struct buf *b = p->s->b;
    const double *v = p->series[k].v;
    bool pen = false;
    buf_fmt(b, "<path class=\"l l%zu\" d=\"", k % SVG_SERIES);
    for (size_t i = 0; i < p->nx; i++) {
        if (isnan(v[i])) {
            pen = false;
            continue;
        }
        buf_ch(b, pen ? 'L' : 'M');
        chart_fixed(b, x_at(p, i), 1);
        buf_ch(b, ' ');
        chart_fixed(b, svg_up(&p->plot, v[i]), 1);
        pen = true;
    }
    buf_str(b, "\"/>\n");
    for (size_t i = 0; i < p->nx; i++) {
        if (!isnan(v[i]) && is_marked(p, k, i)) {
            put_mark(p->s, k, x_at(p, i), svg_up(&p->plot, v[i]));
        }
    }
}

// What one sees with the pointer on a period: all of its values.
static void put_hits(const struct lines *p)
{
    double step = p->plot.w / (double)p->nx;
    for (size_t i = 0; i < p->nx; i++) {
        struct buf title = BUF_INIT;
        buf_str(&title, p->x[i].s);
        for (size_t k = 0; k < p->n; k++) {
            buf_fmt(&title, "\n%s: ", p->series[k].name->s);
            chart_value(&title, p->plot.unit, p->series[k].v[i]);
        }
        buf_str(p->s->b, "<g>");
        svg_title(p->s, title.s);
        svg_rect(p->s, "hit", p->plot.x + (double)i * step, p->plot.y, step, p->plot.h);
        buf_str(p->s->b, "</g>\n");
        buf_free(&title);
    }
}

static void put_legend(const struct lines *p)
{
    struct svg *s = p->s;
    double x = 0;
    for (size_t k = 0; k < p->n; k++) {
        const struct chart_name *name = p->series[k].name;
        double width = SAMPLE + 6 + svg_width(name, LEGEND_NAME) + LEGEND_GAP;
        if (x > 0 && x + width > SVG_WIDTH) {
            x = 0;
            s->y += SVG_LINE;
        }
        buf_fmt(s->b, "<path class=\"l l%zu\" d=\"M", k % SVG_SERIES);
        chart_fixed(s->b, x, 1);
        buf_ch(s->b, ' ');
        chart_fixed(s->b, s->y + 9, 1);
        buf_fmt(s->b, "h%d\"/>\n", (int)SAMPLE);
        put_mark(s, k, x + SAMPLE / 2, s->y + 9);
        svg_name(s, "t", x + SAMPLE + 6, s->y + 13, name, LEGEND_NAME);
        x += width;
    }
    s->y += SVG_LINE + 8;
}

static void put_plot(struct lines *p, enum chart_unit unit, struct chart_range range)
{
    struct svg *s = p->s;
    struct svg_plot *plot = &p->plot;
    *plot = (struct svg_plot){.unit = unit, .h = p->n > MANY ? TALL_HEIGHT : PLOT_HEIGHT};
    plot->ticks = chart_ticks(unit, range, MOST_TICKS);
    if (p->n > 1) {
        put_legend(p);
    }
    plot->x = fmax(svg_ticks_width(plot) + 10, LEFT);
    plot->y = s->y + 6;
    plot->w = SVG_WIDTH - plot->x - RIGHT;
    svg_axis_up(s, plot);
    double step = plot->w / (double)p->nx, below = plot->y + plot->h;
    s->y = below + svg_axis_names(s, p->x, p->nx, plot->x, below, step, p->time);
    for (size_t k = 0; k < p->n; k++) {
        put_series(p, k);
    }
    put_hits(p);
}

// --- what the series are ---

static double *values(const struct chart *c, const struct chart_grid *g, int metric, size_t y)
{
    double *v = mem_array(g->nx, sizeof *v);
    for (size_t x = 0; x < g->nx; x++) {
        v[x] = chart_grid_at(g, c, metric, y, x);
    }
    return v;
}

static void free_series(struct lines *p)
{
    for (size_t k = 0; k < p->n; k++) {
        free((void *)p->series[k].v);
    }
    p->n = 0;
}

// The metrics of one scale in one plot.
static void put_group(struct lines *p, const struct chart_grid *g, const int *group, int which,
                      const struct chart_name *title)
{
    const struct chart *c = p->s->c;
    int one = 0;
    for (int m = 0; m < c->n_metrics; m++) {
        if (group[m] == which) {
            p->series[p->n++] = (struct series){title + m, values(c, g, m, 0)};
            one = m;
        }
    }
    if (p->n == 1) {
        svg_heading(p->s, chart_title(c, one));
    }
    put_plot(p, c->metric[one].unit, chart_group_range(c, group, which));
    free_series(p);
}

static void put_metrics(struct lines *p, const struct chart_grid *g)
{
    const struct chart *c = p->s->c;
    size_t n = (size_t)c->n_metrics;
    int *group = mem_array(n, sizeof *group);
    struct chart_name *title = mem_array(n, sizeof *title);
    p->series = mem_array(n, sizeof *p->series);
    for (size_t m = 0; m < n; m++) {
        title[m] = chart_name(chart_title(c, (int)m), false);
    }
    int groups = chart_groups(c, group);
    for (int i = 0; i < groups; i++) {
        if (i) {
            svg_part(p->s);
        }
        put_group(p, g, group, i, title);
    }
    for (size_t m = 0; m < n; m++) {
        free(title[m].s);
    }
    free(title);
    free(group);
}

// The other dimensions are the series: a plot for each metric.
static void put_categories(struct lines *p, const struct chart_grid *g)
{
    const struct chart *c = p->s->c;
    p->series = mem_array(g->ny, sizeof *p->series);
    for (int m = 0; m < c->n_metrics; m++) {
        if (m) {
            svg_part(p->s);
        }
        svg_heading(p->s, chart_title(c, m));
        for (size_t y = 0; y < g->ny; y++) {
            p->series[p->n++] = (struct series){g->y + y, values(c, g, m, y)};
        }
        put_plot(p, c->metric[m].unit, chart_range(c, m));
        free_series(p);
    }
}

void svg_lines(struct svg *s)
{
    struct chart_grid g;
    int across = chart_across(s->c, CHART_AS_LINES);
    chart_grid_init(&g, s->c, across, false);
    struct lines p = {.s = s, .x = g.x, .nx = g.nx, .time = s->c->dim[across].time};
    if (s->c->n_dims == 1) {
        put_metrics(&p, &g);
    } else if (g.ny <= SVG_SERIES) {
        put_categories(&p, &g);
    } else { // more lines than one can follow
        svg_heat_grid(s, &g, p.time);
    }
    free(p.series);
    chart_grid_free(&g);
}
