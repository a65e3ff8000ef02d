// SPDX-License-Identifier: GPL-3.0-or-later
// One table of numbers, drawn: as text in a terminal, as SVG, as an HTML page.
//
// Knows nothing but the numbers, their units and their labels.  Labels, titles and notes may be any
// bytes: control characters, bidi controls and invalid UTF-8 become visible in every form.  The
// same chart gives the same bytes, whatever the locale.
#ifndef BASE_CHART_H
#define BASE_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/out.h"

enum chart_unit {
    CHART_COUNT,   // whole numbers
    CHART_SECONDS, // a duration
    CHART_SHARE,   // 0..1
    CHART_NUMBER,
};

// Auto: lines over time, a heat map of two times (weekday and hour) or of a dense grid of one
// metric, else bars.  Without dimensions every form shows the figures themselves.
enum chart_form { CHART_AUTO, CHART_BARS, CHART_LINES, CHART_HEATMAP };

struct chart_dim {
    const char *name;
    bool time; // its values are periods in order, weekday or hour
};

struct chart_metric {
    const char *name, *title;
    enum chart_unit unit;
    const char *definition; // one sentence, or NULL
};

// All is borrowed.  The words that are not labels may be NULL: there is none.
struct chart {
    const char *title;    // "Tickets by week"
    const char *subtitle; // "2026-09-01 to 2026-11-28, Europe/Prague"
    enum chart_form form;
    const struct chart_dim *dim;
    int n_dims; // may be 0: a single row
    const struct chart_metric *metric;
    int n_metrics;
    size_t n_rows;
    const char *const *label; // [row * n_dims + dim]; NULL: absent
    const double *value;      // [row * n_metrics + metric]; not finite: absent
    const char *const *note;  // lines under the chart, NULL ends them.  The page shows the
                              // definitions of the metrics, too, so it leaves out notes that do
    bool total;               // the last row is the total: shown apart, not drawn
};

struct chart_style {
    int width;  // columns of the terminal, at least 20
    bool ascii; // draw with ASCII alone; labels keep their letters
    bool color; // as a help only: nothing is said by colour alone
    bool tty;   // stdout is a terminal; text is safe for one in any case
};

// Whole lines, none wider than the terminal, none with blanks at its end.
void chart_text(struct out *o, const struct chart *c, const struct chart_style *s);
// A standalone document: no script, nothing external.
void chart_svg(struct buf *b, const struct chart *c);
// A standalone page: the chart, then all rows as a table, then definitions and notes.
void chart_html(struct buf *b, const struct chart *c);

// A value as people read it: 42, 3.25, 12.5 %, 45 s, 12 min, 3 h 20 min, 2 d 4 h; - if absent.
void chart_value(struct buf *b, enum chart_unit unit, double v);

#endif
