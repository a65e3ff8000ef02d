// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of an SVG drawing share.  Lengths are pixels; parts stand below each other.
#ifndef BASE_CHART_SVG_H
#define BASE_CHART_SVG_H

#include "base/chart_impl.h"

#define SVG_WIDTH  900.0
#define SVG_COLUMN 7.2 // room for a column of digits
#define SVG_LETTER 6.7 // for one of text, on the average
#define SVG_LINE   18.0
#define SVG_SERIES 8 // that can be told apart
#define SVG_SHADES 6

struct svg {
    struct buf *b;
    const struct chart *c;
    double y;         // where the next part begins
    struct buf *page; // each part is a drawing of its own there; NULL: one drawing
};

void svg_part(struct svg *s);                // what follows is another part
size_t svg_rows(size_t n);                   // of n rows, those that are drawn
void svg_more_rows(struct svg *s, size_t n); // says how many are not

// Attributes and elements.
void svg_attr(struct svg *s, const char *name, double v); // name="v" and a blank before it
void svg_line(struct svg *s, const char *class, double x1, double y1, double x2, double y2);
void svg_rect(struct svg *s, const char *class, double x, double y, double w, double h);

// Text at a point, cut to `columns`; then the whole is its <title>.  class: one of t (text), h
// (heading), v (value on a shade), and e or m for the end or the middle at x.
void svg_name(struct svg *s, const char *class, double x, double y, const struct chart_name *name,
              int columns);
void svg_str(struct svg *s, const char *class, double x, double y, const char *str);
void svg_value(struct svg *s, const char *class, double x, double y, enum chart_unit unit,
               double v);
double svg_widest_value(const struct svg *s, int metric); // that is written out
void svg_title(struct svg *s, const char *text);          // <title>, visible text
void svg_paragraph(struct svg *s, const char *class, const char *str, double line, int columns);
void svg_heading(struct svg *s, const char *str);
double svg_width(const struct chart_name *name, int columns); // of a name that is cut there

// Marks and lines of a plot.
struct svg_plot {
    double x, y, w, h;
    struct chart_ticks ticks;
    enum chart_unit unit;
};
double svg_ticks_width(const struct svg_plot *p);     // of the texts beside the ticks
double svg_up(const struct svg_plot *p, double v);    // y of a value
double svg_along(const struct svg_plot *p, double v); // x of a value, in a plot to the right
void svg_axis_up(struct svg *s, const struct svg_plot *p);
void svg_axis_along(struct svg *s, const struct svg_plot *p);
// Names under n places of `step` pixels from x on; returns their height.
double svg_axis_names(struct svg *s, const struct chart_name *name, size_t n, double x, double y,
                      double step, bool time);

void svg_bars(struct svg *s);
void svg_lines(struct svg *s);
void svg_heat(struct svg *s);
void svg_heat_grid(struct svg *s, const struct chart_grid *g, bool time);

#endif
