// SPDX-License-Identifier: GPL-3.0-or-later
// What the drawings of a chart share.
#ifndef BASE_CHART_IMPL_H
#define BASE_CHART_IMPL_H

#include <stdint.h>

#include "base/chart.h"

#define CHART_ELLIPSIS "\xE2\x80\xA6"
#define CHART_FSI      "\xE2\x81\xA8" // what is between these two cannot
#define CHART_PDI      "\xE2\x81\xA9" // turn the order of what stands around it

// --- chart.c: what to draw, and to which scale ---

enum chart_kind { CHART_NOTHING, CHART_FIGURES, CHART_AS_BARS, CHART_AS_LINES, CHART_AS_HEAT };

enum chart_kind chart_kind(const struct chart *c);
size_t chart_rows(const struct chart *c); // that are drawn: without the total
// The dimension whose values stand side by side in lines and heat maps.
int chart_across(const struct chart *c, enum chart_kind kind);
double chart_at(const struct chart *c, size_t row, int metric); // NAN: absent
const char *chart_title(const struct chart *c, int metric);

struct chart_range {
    double lo, hi; // lo <= 0 <= hi
};
struct chart_range chart_range(const struct chart *c, int metric);
// group[metric]: metrics of one unit and about one size may share a scale; their number.
int chart_groups(const struct chart *c, int *group);
struct chart_range chart_group_range(const struct chart *c, const int *group, int which);
double chart_part(struct chart_range r, double v); // 0..1, where in the range

// Round marks that cover the range: lo + k * step for 0 <= k <= n.
struct chart_ticks {
    double lo, step;
    int n;
};
struct chart_ticks chart_ticks(enum chart_unit unit, struct chart_range r, int most);

// How many equal steps a heat map has, at most `most`, and in *hi (> 0), the greatest value, where
// they end.
int chart_steps(enum chart_unit unit, double *hi, int most);
// Of n steps up to hi the one (1..n) of |v|; 0 for zero.
int chart_step(double hi, int n, double v);
void chart_step_text(struct buf *b, enum chart_unit unit, double hi, int n, int step, bool ascii);

// --- chart_grid.c: the rows as a grid ---

struct chart_name {
    char *s; // visible, owned
    int width;
    bool rtl;
};

struct chart_grid {
    size_t nx, ny;
    struct chart_name *x; // values of the dimension across
    struct chart_name *y; // the other dimensions, joined
    size_t *row;          // [y * nx + x]: 1 + row, 0 for none
};

// across < 0: one column, and a line for each row.
void chart_grid_init(struct chart_grid *g, const struct chart *c, int across, bool ascii);
void chart_grid_free(struct chart_grid *g);
double chart_grid_at(const struct chart_grid *g, const struct chart *c, int metric, size_t y,
                     size_t x);
// The number of values that the dimension has.
size_t chart_distinct(const struct chart *c, int dim);

// --- chart_value.c ---

void chart_fixed(struct buf *b, double v, int decimals); // 12.5: no zeros at the end
void chart_visible(struct buf *b, const char *s, bool ascii);
struct chart_name chart_name(const char *s, bool ascii); // NULL: -
// Bytes of s for one line of `width` columns, parted at a blank if there is one; *next: where the
// next line begins.
size_t chart_line(const char *s, size_t n, int width, size_t *next);
int chart_widest(const struct chart_name *name, size_t n);

// --- chart_svg.c, for the page ---

// inside: part of a page, which has the heading, the colours and the notes.
void chart_svg_write(struct buf *b, const struct chart *c, bool inside);
void chart_svg_style(struct buf *b); // shapes, texts and the light colours
void chart_svg_colours(struct buf *b, bool dark);
void chart_escape(struct buf *b, const char *s);     // visible text, for XML and HTML
void chart_escape_any(struct buf *b, const char *s); // made visible first

#endif
