// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_svg.h"

#include <math.h>

#define NAME_GAP    12.0 // between names on a line
#define TURNED_NAME 16   // columns of a name that is turned
#define TURNED_STEP 13.0 // between turned names
#define SIN_60      0.866
#define TICK        4.0

static double tick_at(const struct svg_plot *p, int k)
{
    return p->ticks.lo + k * p->ticks.step;
}

double svg_ticks_width(const struct svg_plot *p)
{
    struct buf b = BUF_INIT;
    size_t widest = 0;
    for (int k = 0; k <= p->ticks.n; k++) {
        buf_reset(&b);
        chart_value(&b, p->unit, tick_at(p, k));
        widest = b.len > widest ? b.len : widest;
    }
    buf_free(&b);
    return SVG_COLUMN * (double)widest;
}

static double part(const struct svg_plot *p, double v)
{
    struct chart_range r = {p->ticks.lo, tick_at(p, p->ticks.n)};
    return chart_part(r, v);
}

double svg_up(const struct svg_plot *p, double v)
{
    return p->y + p->h * (1 - part(p, v));
}

double svg_along(const struct svg_plot *p, double v)
{
    return p->x + p->w * part(p, v);
}

static const char *grid_class(const struct svg_plot *p, int k)
{
    return fabs(tick_at(p, k)) < p->ticks.step / 2 ? "z" : "g";
}

void svg_axis_up(struct svg *s, const struct svg_plot *p)
{
    for (int k = 0; k <= p->ticks.n; k++) {
        double y = svg_up(p, tick_at(p, k));
        svg_line(s, grid_class(p, k), p->x, y, p->x + p->w, y);
        svg_value(s, "t e", p->x - 6, y + 4, p->unit, tick_at(p, k));
    }
}

void svg_axis_along(struct svg *s, const struct svg_plot *p)
{
    for (int k = 0; k <= p->ticks.n; k++) {
        double x = svg_along(p, tick_at(p, k));
        svg_line(s, grid_class(p, k), x, p->y, x, p->y + p->h);
        svg_value(s, "t m", x, p->y + p->h + 15, p->unit, tick_at(p, k));
    }
}

// Names of periods say what is left out between them; other names are turned.
static double put_turned(struct svg *s, const struct chart_name *name, size_t n, double x, double y,
                         double step)
{
    size_t every = (size_t)ceil(TURNED_STEP / step);
    double height = 0;
    for (size_t i = 0; i < n; i += every) {
        double at = x + ((double)i + 0.5) * step;
        buf_str(s->b, "<g transform=\"translate(");
        chart_fixed(s->b, at + 4, 1);
        buf_ch(s->b, ' ');
        chart_fixed(s->b, y + 10, 1);
        buf_str(s->b, ") rotate(-60)\">");
        svg_name(s, "t e", 0, 0, name + i, TURNED_NAME);
        buf_str(s->b, "</g>\n");
        height = fmax(height, svg_width(name + i, TURNED_NAME) * SIN_60);
    }
    return height + 20;
}

double svg_axis_names(struct svg *s, const struct chart_name *name, size_t n, double x, double y,
                      double step, bool time)
{
    double need = SVG_COLUMN * chart_widest(name, n) + NAME_GAP;
    if (!time && need > step) {
        return put_turned(s, name, n, x, y, step);
    }
    size_t every = (size_t)fmax(ceil(need / step), 1);
    for (size_t i = 0; i < n; i += every) {
        double at = x + ((double)i + 0.5) * step;
        svg_line(s, "z", at, y, at, y + TICK);
        svg_name(s, "t m", at, y + TICK + 13, name + i, name[i].width);
    }
    return TICK + SVG_LINE;
}
