// SPDX-License-Identifier: GPL-3.0-or-later
// Sample charts, and what becomes of them.
#ifndef UNIT_CHART_H
#define UNIT_CHART_H

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/chart_impl.h"
#include "base/utf8.h"

#include "tap.h"

#define N(a)   (sizeof(a) / sizeof *(a))
#define HEBREW "\xD7\xA9\xD7\x99\xD7\xA8\xD7\x95\xD7\xAA"

#define LABEL "\xE2\x81\xA8" HEBREW "\xE2\x81\xA9"

static const struct chart_dim week = {"week", true}, queue = {"queue", false};
static const struct chart_metric created = {"created", "created", CHART_COUNT, "Made & counted."},
                                 net = {"net", NULL, CHART_COUNT, NULL},
                                 reply = {"frt", "first reply", CHART_SECONDS, NULL};

static const char *const queues[] = {"billing", HEBREW, "sales and returns", NULL, "total"};
static const double counts[] = {120, 7, 0, NAN, 127};
static const struct chart by_queue = {
    .title = "Tickets by queue",
    .subtitle = "2026-W36 to 2026-W48",
    .dim = &queue,
    .n_dims = 1,
    .metric = &created,
    .n_metrics = 1,
    .n_rows = 5,
    .label = queues,
    .value = counts,
    .total = true,
};

static const char *const weeks[] = {"2026-W50", "2026-W51", "2026-W52", "2026-W53", "2027-W01"};

static const char *const days[] = {"Mon", "Tue", "Sun"};
static const char *const hours[] = {"00", "01", "02", "03", "04", "05", "06", "07",
                                    "08", "09", "10", "11", "12", "13", "14", "15"};

// Rows x * y of two dimensions, all with a value.
static const char *grid_label[2 * 96];
static double grid_value[2 * 96];
static struct chart_dim grid_dim[2];

static inline struct chart grid(const char *const *x, size_t nx, bool x_time, const char *const *y,
                                size_t ny, bool y_time)
{
    for (size_t i = 0; i < nx * ny; i++) {
        grid_label[2 * i] = x[i / ny];
        grid_label[2 * i + 1] = y[i % ny];
        grid_value[i] = (double)((i * 7 + 3) % 11);
    }
    grid_dim[0] = (struct chart_dim){"a", x_time};
    grid_dim[1] = (struct chart_dim){"b", y_time};
    return (struct chart){.dim = grid_dim,
                          .n_dims = 2,
                          .metric = &created,
                          .n_metrics = 1,
                          .n_rows = nx * ny,
                          .label = grid_label,
                          .value = grid_value};
}

static inline const char *text(const struct chart *c, int width, bool ascii, bool color)
{
    static struct buf got;
    struct chart_style style = {.width = width, .ascii = ascii, .color = color};
    struct out out;
    buf_free(&got);
    out_open(&out, "/dev/null");
    chart_text(&out, c, &style);
    buf_add(&got, out.buf.s, out.buf.len);
    out_abandon(&out);
    return got.s;
}

static inline const char *svg(const struct chart *c)
{
    static struct buf got;
    buf_free(&got);
    chart_svg(&got, c);
    return got.s;
}

static inline const char *html(const struct chart *c)
{
    static struct buf got;
    buf_free(&got);
    chart_html(&got, c);
    return got.s;
}

static inline int count(const char *s, const char *what)
{
    int n = 0;
    for (; (s = strstr(s, what)); s += strlen(what)) {
        n++;
    }
    return n;
}

#endif
