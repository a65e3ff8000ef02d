// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_svg.h"

#include <stdlib.h>
#include <string.h>

#define MARGIN        20.0
#define INSIDE        4.0 // the margin in a page
#define MOST_ROWS     200
#define PART_GAP      22.0
#define WIDE          120 // columns of small text
#define TITLE_COLUMNS 75
#define FIGURE_WIDTH  300.0
#define FIGURE_HEIGHT 78.0

// --- colours: on light ground, and on dark; they differ to the colour-blind, too ---

struct palette {
    const char *ground, *text, *dim, *grid, *zero;
    const char *series[SVG_SERIES];
    const char *more[SVG_SHADES], *less[SVG_SHADES]; // of a heat map
    const char *none, *on_strong;                    // a zero there; a number on its strong shades
};

static const struct palette light = {
    "#ffffff",
    "#1a1a1a",
    "#555555",
    "#dddddd",
    "#555555",
    {"#0072b2", "#d55e00", "#00785a", "#aa3377", "#332288", "#857400", "#2a8f9d", "#4d4d4d"},
    {"#e1edf8", "#bbd6ee", "#8abae0", "#4f94cd", "#2069ab", "#0a3f78"},
    {"#fdebdb", "#f9cfa9", "#f0a868", "#d97d2f", "#ac550e", "#7a3600"},
    "#ffffff",
    "#ffffff",
};

static const struct palette dark = {
    "#14171a",
    "#ececec",
    "#aaaaaa",
    "#363b40",
    "#999999",
    {"#56b4e9", "#ff9a4d", "#3fc79a", "#f08bc0", "#a99cf0", "#d8c64a", "#6fd6e0", "#c8c8c8"},
    {"#1a2b3c", "#1f4264", "#2a608f", "#35709f", "#7db4e2", "#bfdffa"},
    {"#33241a", "#5a3819", "#8a521b", "#a5641f", "#e6a563", "#fbd7b0"},
    "#14171a",
    "#10151a",
};

// Lines differ by dash and mark where colours do not.
static const char *const dashes[SVG_SERIES] = {
    "none", "8 3", "3 3", "10 3 2 3", "14 4", "6 2 2 2 2 2", "2 2", "5 5",
};

void chart_svg_colours(struct buf *b, bool is_dark)
{
    const struct palette *p = is_dark ? &dark : &light;
    buf_fmt(b, ".bg{fill:%s}.t,.h,.n,.big{fill:%s}.d{fill:%s}\n", p->ground, p->text, p->dim);
    buf_fmt(b, ".g{stroke:%s}.z{stroke:%s}\n", p->grid, p->zero);
    for (int i = 0; i < SVG_SERIES; i++) {
        const char *c = p->series[i];
        buf_fmt(b, ".l%d{stroke:%s}.k%d{fill:%s;stroke:%s}.b%d{fill:%s}\n", i, c, i, c, c, i, c);
    }
    buf_fmt(b, ".o{fill:%s}.q0{fill:%s}.v,.w{fill:%s}.w{fill:%s}\n", p->ground, p->none, p->text,
            p->on_strong);
    for (int i = 0; i < SVG_SHADES; i++) {
        buf_fmt(b, ".q%d{fill:%s}.r%d{fill:%s}\n", i + 1, p->more[i], i + 1, p->less[i]);
    }
    buf_fmt(b, ".q0,.q1,.q2,.q3,.q4,.q5,.q6,.r1,.r2,.r3,.r4,.r5,.r6{stroke:%s}\n", p->grid);
}

static void put_style(struct buf *b)
{
    buf_str(b, "text{font-family:sans-serif;font-size:12px}\n"
               ".h{font-size:14px;font-weight:bold}.n{font-size:18px;font-weight:bold}\n"
               ".big{font-size:30px;font-weight:bold}.e{text-anchor:end}.m{text-anchor:middle}\n"
               ".l{fill:none;stroke-width:2;stroke-linejoin:round}.k{stroke-width:1.5}\n"
               ".hit{fill:none;stroke:none;pointer-events:all}\n");
    for (int i = 0; i < SVG_SERIES; i++) {
        buf_fmt(b, ".l%d{stroke-dasharray:%s}\n", i, dashes[i]);
    }
}

void chart_svg_style(struct buf *b)
{
    put_style(b);
    chart_svg_colours(b, false);
}

// --- the whole ---

size_t svg_rows(size_t n)
{
    return n < MOST_ROWS ? n : MOST_ROWS;
}

void svg_more_rows(struct svg *s, size_t n)
{
    size_t left = n - svg_rows(n);
    if (left > 0) {
        struct buf b = BUF_INIT;
        buf_fmt(&b, "%zu more %s not drawn", left, left == 1 ? "row is" : "rows are");
        svg_paragraph(s, "d", b.s, SVG_LINE, WIDE);
        buf_free(&b);
    }
}

static void put_nothing(struct svg *s)
{
    s->y += 40;
    svg_str(s, "t m", SVG_WIDTH / 2, s->y, "nothing to show");
    s->y += 30;
}

static void put_figures(struct svg *s)
{
    int across = (int)(SVG_WIDTH / FIGURE_WIDTH);
    for (int m = 0; m < s->c->n_metrics; m++) {
        double x = m % across * FIGURE_WIDTH;
        struct chart_name name = chart_name(chart_title(s->c, m), false);
        svg_name(s, "t", x, s->y + 20, &name, (int)(FIGURE_WIDTH / SVG_COLUMN) - 2);
        svg_value(s, "big", x, s->y + 54, s->c->metric[m].unit, chart_at(s->c, 0, m));
        free(name.s);
        if (m % across == across - 1 || m == s->c->n_metrics - 1) {
            s->y += FIGURE_HEIGHT;
        }
    }
}

static void put_total(struct svg *s)
{
    const struct chart *c = s->c;
    size_t row = chart_rows(c);
    if (row == c->n_rows) {
        return;
    }
    struct buf b = BUF_INIT;
    const char *label = c->label ? c->label[row * (size_t)c->n_dims] : NULL;
    buf_fmt(&b, "%s:", label && *label ? label : "total");
    for (int m = 0; m < c->n_metrics; m++) {
        buf_fmt(&b, "%s %s ", m ? "," : "", chart_title(c, m));
        chart_value(&b, c->metric[m].unit, chart_at(c, row, m));
    }
    s->y += PART_GAP / 2;
    svg_paragraph(s, "h", b.s, SVG_LINE, TITLE_COLUMNS);
    buf_free(&b);
}

static void draw(struct svg *s)
{
    switch (chart_kind(s->c)) {
    case CHART_NOTHING:
        put_nothing(s);
        break;
    case CHART_FIGURES:
        put_figures(s);
        break;
    case CHART_AS_BARS:
        svg_bars(s);
        break;
    case CHART_AS_LINES:
        svg_lines(s);
        break;
    case CHART_AS_HEAT:
        svg_heat(s);
        break;
    }
    put_total(s);
}

static void put_heading(struct svg *s)
{
    const struct chart *c = s->c;
    if (c->title && *c->title) {
        svg_paragraph(s, "n", c->title, 26, TITLE_COLUMNS);
    }
    if (c->subtitle && *c->subtitle) {
        svg_paragraph(s, "d", c->subtitle, SVG_LINE, WIDE);
    }
    s->y += s->y > 0 ? PART_GAP : 0;
}

static void put_notes(struct svg *s)
{
    s->y += s->c->note && *s->c->note ? PART_GAP : 0;
    for (const char *const *note = s->c->note; note && *note; note++) {
        svg_paragraph(s, "d", *note, SVG_LINE, WIDE);
    }
}

// What the drawing is, for those who hear it.
static void put_description(struct buf *b, const struct chart *c)
{
    static const char *const kinds[] = {"Nothing to show", "Figures", "Bars", "Lines", "Heat map"};
    buf_str(b, "<title>");
    chart_escape_any(b, c->title && *c->title ? c->title : "Chart");
    buf_str(b, "</title>\n<desc>");
    chart_escape_any(b, c->subtitle ? c->subtitle : "");
    buf_fmt(b, "%s%s", c->subtitle && *c->subtitle ? ". " : "", kinds[chart_kind(c)]);
    for (int m = 0; m < c->n_metrics; m++) {
        buf_str(b, m ? ", " : ": ");
        chart_escape_any(b, chart_title(c, m));
    }
    for (int i = 0; i < c->n_dims; i++) {
        buf_str(b, i ? " and " : " by ");
        chart_escape_any(b, c->dim[i].name);
    }
    buf_str(b, ".</desc>\n");
}

static void put_open(struct buf *b, double height, double margin)
{
    struct svg s = {.b = b};
    buf_str(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"");
    chart_fixed(b, -margin, 1);
    buf_ch(b, ' ');
    chart_fixed(b, -margin, 1);
    buf_ch(b, ' ');
    chart_fixed(b, SVG_WIDTH + 2 * margin, 1);
    buf_ch(b, ' ');
    chart_fixed(b, height + 2 * margin, 1);
    buf_ch(b, '"');
    svg_attr(&s, "width", SVG_WIDTH + 2 * margin);
    svg_attr(&s, "height", height + 2 * margin);
    buf_str(b, ">\n");
}

static void put_ground(struct buf *b, double height)
{
    struct svg s = {.b = b};
    buf_str(b, "<style>\n");
    chart_svg_style(b);
    buf_str(b, "</style>\n");
    svg_rect(&s, "bg", -MARGIN, -MARGIN, SVG_WIDTH + 2 * MARGIN, height + 2 * MARGIN);
}

static void put_drawing(struct buf *b, const struct svg *s)
{
    put_open(b, s->y, s->page ? INSIDE : MARGIN);
    put_description(b, s->c);
    if (!s->page) {
        put_ground(b, s->y);
    }
    buf_add(b, s->b->s, s->b->len);
    buf_str(b, "</svg>\n");
}

void svg_part(struct svg *s)
{
    if (s->page) { // it can be printed on a page of paper of its own
        put_drawing(s->page, s);
        buf_reset(s->b);
        s->y = 0;
    } else {
        s->y += PART_GAP;
    }
}

void chart_svg_write(struct buf *b, const struct chart *c, bool inside)
{
    struct buf body = BUF_INIT;
    struct svg s = {.b = &body, .c = c, .page = inside ? b : NULL};
    if (!inside) {
        put_heading(&s);
    }
    draw(&s);
    if (!inside) {
        put_notes(&s);
    }
    put_drawing(b, &s);
    buf_free(&body);
}

void chart_svg(struct buf *b, const struct chart *c)
{
    buf_str(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    chart_svg_write(b, c, false);
}
