// SPDX-License-Identifier: GPL-3.0-or-later
// Values over time in a terminal.
#include "base/chart_text.h"

#include <stdlib.h>

#include "base/mem.h"

#define MOST_BARS   60 // periods; more are drawn as sparks alone
#define LEAST_MARKS 3  // fewer show no course

// All values of one metric: nx for each series, owned by the caller.
static double *values(const struct chart *c, const struct chart_grid *g, int metric)
{
    double *v = mem_array(g->ny * g->nx, sizeof *v);
    for (size_t y = 0; y < g->ny; y++) {
        for (size_t x = 0; x < g->nx; x++) {
            v[y * g->nx + x] = chart_grid_at(g, c, metric, y, x);
        }
    }
    return v;
}

// The metrics are the series.
static void put_metrics(struct text *t, const struct chart_grid *g, bool block)
{
    size_t n = (size_t)t->c->n_metrics;
    struct text_series *series = mem_array(n, sizeof *series);
    struct chart_name *name = mem_array(n, sizeof *name);
    double **v = mem_array(n, sizeof *v);
    for (size_t m = 0; m < n; m++) {
        name[m] = chart_name(chart_title(t->c, (int)m), t->s->ascii);
        v[m] = values(t->c, g, (int)m);
        series[m] = (struct text_series){name + m, t->c->metric[m].unit, v[m]};
    }
    for (size_t m = 0; m < n && block; m++) {
        if (m) {
            text_blank(t);
        }
        text_spark_block(t, series + m, g->x, g->nx);
    }
    if (!block) {
        text_sparks(t, "", series, n, g->x, g->nx);
    }
    for (size_t m = 0; m < n; m++) {
        free(v[m]);
        free(name[m].s);
    }
    free(v);
    free(name);
    free(series);
}

// The other dimensions are the series, one block for each metric.
static void put_categories(struct text *t, const struct chart_grid *g)
{
    struct text_series *series = mem_array(g->ny, sizeof *series);
    for (int m = 0; m < t->c->n_metrics; m++) {
        double *v = values(t->c, g, m);
        for (size_t y = 0; y < g->ny; y++) {
            series[y] = (struct text_series){g->y + y, t->c->metric[m].unit, v + y * g->nx};
        }
        if (m) {
            text_blank(t);
        }
        text_sparks(t, chart_title(t->c, m), series, g->ny, g->x, g->nx);
        free(v);
    }
    free(series);
}

void text_lines(struct text *t)
{
    struct chart_grid g, rows;
    chart_grid_init(&g, t->c, chart_across(t->c, CHART_AS_LINES), t->s->ascii);
    if (t->c->n_dims > 1) {
        put_categories(t, &g);
        text_total(t);
    } else if (g.nx > MOST_BARS) {
        put_metrics(t, &g, true);
        text_total(t);
    } else {
        chart_grid_init(&rows, t->c, -1, t->s->ascii);
        text_bars(t, &rows);
        chart_grid_free(&rows);
        if (g.nx >= LEAST_MARKS) {
            text_blank(t);
            put_metrics(t, &g, false);
        }
    }
    chart_grid_free(&g);
}
