// SPDX-License-Identifier: GPL-3.0-or-later
// What the drawings of a chart in a terminal share: a line that grows from left to right.
#ifndef BASE_CHART_TEXT_H
#define BASE_CHART_TEXT_H

#include "base/chart_impl.h"

#define TEXT_GAP 2 // columns between columns

enum text_colour { TEXT_PLAIN, TEXT_BOLD, TEXT_DIM, TEXT_MORE, TEXT_LESS };

struct text {
    struct out *out;
    const struct chart *c;
    const struct chart_style *s;
    int width;
    enum text_colour folded; // what text_fold puts on its lines
    struct buf line;
};

void text_on(struct text *t, enum text_colour colour); // nothing where there is no colour
void text_off(struct text *t);
void text_end(struct text *t); // the line goes out, without blanks at its end
void text_blank(struct text *t);

// A cell of `width` columns: cut or filled up.
void text_cell(struct text *t, const char *s, int width);
void text_name(struct text *t, const struct chart_name *name, int width);
void text_right(struct text *t, const char *s, int width);
// Text of any length folded into lines, all but the first begin with `indent` blanks.
void text_fold(struct text *t, const struct chart_name *name, int indent);
void text_str(struct text *t, const char *s, int indent);
// Goes on with a line if all of s fits, after a gap, else with the next one.
void text_piece(struct text *t, const char *s, int indent);

const char *text_glyph(const struct text *t, const char *unicode, const char *ascii);
void text_rule(struct text *t, int width);

// One row of marks: as high as their values.
struct text_series {
    const struct chart_name *name;
    enum chart_unit unit;
    const double *v; // one for each period
};
// All fit into the marks of one line where that can be; headed by `title`.
void text_sparks(struct text *t, const char *title, const struct text_series *series, size_t n,
                 const struct chart_name *x, size_t nx);
// Each series on lines of its own, all values shown.
void text_spark_block(struct text *t, const struct text_series *series, const struct chart_name *x,
                      size_t nx);

bool text_has_total(const struct text *t);
const char *text_total_label(const struct text *t);
void text_total(struct text *t);          // the total, where nothing else shows it
char *text_heading(const struct text *t); // "week · queue", owned by the caller

void text_bars(struct text *t, const struct chart_grid *g);
void text_lines(struct text *t);
void text_heat(struct text *t);

#endif
