// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_svg.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

#define ROW        22.0
#define BAR        14.0
#define MOST_LABEL 34 // columns
#define LABEL_GAP  8.0
#define MOST_TICKS 6
#define LEAST_BAR  1.0

struct bars {
    struct svg *s;
    const struct chart_grid *g;
    struct svg_plot plot;
    int metric;
    size_t rows;  // drawn
    double label; // where the labels end
};

// Values stand beyond the ends of their bars, so the plot leaves room for them.
static void put_bar(const struct bars *p, size_t row)
{
    struct svg *s = p->s;
    double v = chart_at(s->c, row, p->metric), y = p->plot.y + (double)row * ROW;
    double zero = svg_along(&p->plot, 0), end = isnan(v) ? zero : svg_along(&p->plot, v);
    struct buf title = BUF_INIT;
    buf_fmt(&title, "%s: ", p->g->y[row].s);
    chart_value(&title, p->plot.unit, v);
    buf_str(s->b, "<g>");
    svg_title(s, title.s);
    svg_name(s, "t e", p->label, y + ROW / 2 + 4, p->g->y + row, MOST_LABEL);
    if (v != 0 && !isnan(v)) {
        double width = fmax(fabs(end - zero), LEAST_BAR);
        svg_rect(s, v < 0 ? "b1" : "b0", v < 0 ? zero - width : zero, y + (ROW - BAR) / 2, width,
                 BAR);
    }
    svg_value(s, v < 0 ? "t e" : "t", v < 0 ? end - 5 : end + 5, y + ROW / 2 + 4, p->plot.unit, v);
    buf_str(s->b, "</g>\n");
    buf_free(&title);
}

static void put_metric(struct svg *s, const struct chart_grid *g, int metric,
                       struct chart_range range)
{
    struct bars p = {.s = s, .g = g, .metric = metric};
    p.rows = svg_rows(g->ny);
    svg_heading(s, chart_title(s->c, metric));
    double room = svg_widest_value(s, metric) + 6;
    for (size_t i = 0; i < p.rows; i++) {
        p.label = fmax(p.label, svg_width(g->y + i, MOST_LABEL));
    }
    p.plot.unit = s->c->metric[metric].unit;
    p.plot.ticks = chart_ticks(p.plot.unit, range, MOST_TICKS);
    p.plot.x = p.label + LABEL_GAP + (p.plot.ticks.lo < 0 ? room : 0);
    p.plot.w = SVG_WIDTH - p.plot.x - room;
    p.plot.y = s->y;
    p.plot.h = (double)p.rows * ROW;
    svg_axis_along(s, &p.plot);
    for (size_t i = 0; i < p.rows; i++) {
        put_bar(&p, i);
    }
    s->y += p.plot.h + SVG_LINE + 4;
    svg_more_rows(s, g->ny);
}

void svg_bars(struct svg *s)
{
    struct chart_grid g;
    int *group = mem_array((size_t)s->c->n_metrics, sizeof *group);
    chart_grid_init(&g, s->c, -1, false);
    chart_groups(s->c, group);
    for (int m = 0; m < s->c->n_metrics; m++) {
        if (m) {
            svg_part(s);
        }
        put_metric(s, &g, m, chart_group_range(s->c, group, group[m]));
    }
    chart_grid_free(&g);
    free(group);
}
