// SPDX-License-Identifier: GPL-3.0-or-later
// Text and the simple shapes of a drawing.
#include "base/chart_svg.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define HEADING_COLUMNS 90

// Characters that no document may hold.
static bool is_noncharacter(int32_t cp)
{
    return (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF);
}

static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void escape(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        int32_t cp = 0;
        int len = utf8_decode(s + i, n - i, &cp);
        const char *e = entity(s[i]);
        if (e) {
            buf_str(b, e);
        } else if (is_noncharacter(cp)) {
            buf_fmt(b, "\\u%04x", (unsigned)cp);
        } else {
            buf_add(b, s + i, len > 0 ? (size_t)len : 0);
        }
        i += len > 0 ? (size_t)len : 1;
    }
}

void chart_escape(struct buf *b, const char *s)
{
    escape(b, s, strlen(s));
}

void chart_escape_any(struct buf *b, const char *s)
{
    struct buf visible = BUF_INIT;
    chart_visible(&visible, s, false);
    chart_escape(b, visible.s);
    buf_free(&visible);
}

void svg_attr(struct svg *s, const char *name, double v)
{
    buf_fmt(s->b, " %s=\"", name);
    chart_fixed(s->b, v, 1);
    buf_ch(s->b, '"');
}

void svg_line(struct svg *s, const char *class, double x1, double y1, double x2, double y2)
{
    buf_fmt(s->b, "<line class=\"%s\"", class);
    svg_attr(s, "x1", x1);
    svg_attr(s, "y1", y1);
    svg_attr(s, "x2", x2);
    svg_attr(s, "y2", y2);
    buf_str(s->b, "/>\n");
}

void svg_rect(struct svg *s, const char *class, double x, double y, double w, double h)
{
    buf_fmt(s->b, "<rect class=\"%s\"", class);
    svg_attr(s, "x", x);
    svg_attr(s, "y", y);
    svg_attr(s, "width", w);
    svg_attr(s, "height", h);
    buf_str(s->b, "/>\n");
}

void svg_title(struct svg *s, const char *text)
{
    buf_str(s->b, "<title>");
    chart_escape(s->b, text);
    buf_str(s->b, "</title>");
}

static void open_text(struct svg *s, const char *class, double x, double y)
{
    buf_fmt(s->b, "<text class=\"%s\"", class);
    svg_attr(s, "x", x);
    svg_attr(s, "y", y);
    buf_ch(s->b, '>');
}

static void put_isolated(struct svg *s, const char *text, size_t n, const char *more, bool rtl)
{
    buf_str(s->b, rtl ? CHART_FSI : "");
    escape(s->b, text, n);
    buf_str(s->b, more);
    buf_str(s->b, rtl ? CHART_PDI : "");
}

void svg_name(struct svg *s, const char *class, double x, double y, const struct chart_name *name,
              int columns)
{
    size_t len = strlen(name->s);
    const char *more = "";
    open_text(s, class, x, y);
    if (name->width > columns) {
        int used;
        len = utf8_prefix(name->s, len, columns - 1, &used);
        more = CHART_ELLIPSIS;
        svg_title(s, name->s);
    }
    put_isolated(s, name->s, len, more, name->rtl);
    buf_str(s->b, "</text>\n");
}

double svg_width(const struct chart_name *name, int columns)
{
    return 4 + SVG_LETTER * (name->width < columns ? name->width : columns);
}

void svg_str(struct svg *s, const char *class, double x, double y, const char *str)
{
    struct chart_name name = chart_name(str, false);
    svg_name(s, class, x, y, &name, name.width);
    free(name.s);
}

void svg_value(struct svg *s, const char *class, double x, double y, enum chart_unit unit, double v)
{
    open_text(s, class, x, y);
    chart_value(s->b, unit, v);
    buf_str(s->b, "</text>\n");
}

double svg_widest_value(const struct svg *s, int metric)
{
    struct buf b = BUF_INIT;
    size_t widest = 0;
    for (size_t i = 0; i < chart_rows(s->c); i++) {
        buf_reset(&b);
        chart_value(&b, s->c->metric[metric].unit, chart_at(s->c, i, metric));
        widest = b.len > widest ? b.len : widest;
    }
    buf_free(&b);
    return SVG_COLUMN * (double)widest;
}

void svg_paragraph(struct svg *s, const char *class, const char *str, double line, int columns)
{
    struct chart_name name = chart_name(str, false);
    const char *p = name.s;
    for (size_t n = strlen(p), next; n > 0; p += next, n -= next) {
        size_t len = chart_line(p, n, columns, &next);
        s->y += line;
        open_text(s, class, 0, s->y - line / 4);
        put_isolated(s, p, len, "", name.rtl);
        buf_str(s->b, "</text>\n");
    }
    free(name.s);
}

void svg_heading(struct svg *s, const char *str)
{
    struct chart_name name = chart_name(str, false);
    s->y += SVG_LINE;
    svg_name(s, "h", 0, s->y - 4, &name, HEADING_COLUMNS);
    s->y += 6;
    free(name.s);
}
