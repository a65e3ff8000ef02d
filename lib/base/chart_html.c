// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_impl.h"

#include <math.h>
#include <string.h>

static const char page_style[] =
    "body{font-family:sans-serif;font-size:15px;line-height:1.4;max-width:62em;margin:1.5em auto;"
    "padding:0 1em}\n"
    "h1{font-size:1.5em;margin:0}h2{font-size:1.15em;margin:1.6em 0 .5em}\n"
    ".sub{margin:.2em 0 1em}.chart{margin:0;overflow-x:auto}\n"
    ".chart svg{display:block;max-width:100%;height:auto;margin-bottom:1em}\n"
    "table{border-collapse:collapse;min-width:24em;font-variant-numeric:tabular-nums}\n"
    "caption{text-align:start;padding-bottom:.4em}\n"
    "th,td{padding:.25em .7em;border-bottom:1px solid;vertical-align:top}\n"
    "th{text-align:start;font-weight:normal;overflow-wrap:anywhere}\n"
    "thead th{position:sticky;top:0;font-weight:bold;border-bottom-width:2px}\n"
    "tbody th,tfoot th{text-align:left}\n"
    ".num{text-align:right;white-space:nowrap}tfoot th,tfoot td{font-weight:bold;border-top:2px "
    "solid}\n"
    "dt{font-weight:bold;margin-top:.5em}dd{margin:0 0 0 1.5em;overflow-wrap:anywhere}\n"
    "@media print{body{max-width:none;margin:0;font-size:10pt}thead th{position:static}"
    "thead{display:table-header-group}tr,svg{break-inside:avoid}"
    "body,svg{-webkit-print-color-adjust:exact;print-color-adjust:exact}}\n";

static void put_page_colours(struct buf *b, bool dark)
{
    buf_str(b, dark ? "body,thead th{background:#14171a;color:#ececec}"
                      "th,td{border-color:#363b40}tbody tr:nth-child(even){background:#1b1f23}"
                      ".sub,caption,.none{color:#aaa}\n"
                    : "body,thead th{background:#fff;color:#1a1a1a}"
                      "th,td{border-color:#ccc}tbody tr:nth-child(even){background:#f6f6f6}"
                      ".sub,caption,.none{color:#555}\n");
}

static void put_head(struct buf *b, const struct chart *c)
{
    buf_str(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "style-src 'unsafe-inline'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    chart_escape_any(b, c->title && *c->title ? c->title : "Chart");
    buf_str(b, "</title>\n<style>\n");
    buf_str(b, page_style);
    chart_svg_style(b);
    put_page_colours(b, false);
    buf_str(b, "@media screen and (prefers-color-scheme:dark){\n");
    put_page_colours(b, true);
    chart_svg_colours(b, true);
    buf_str(b, "}\n</style>\n</head>\n<body>\n");
}

static void put_element(struct buf *b, const char *tag, const char *attributes, const char *text)
{
    buf_fmt(b, "<%s%s dir=\"auto\">", tag, attributes);
    chart_escape_any(b, text);
    buf_fmt(b, "</%s>\n", tag);
}

// --- the table ---

static void put_columns(struct buf *b, const struct chart *c)
{
    buf_str(b, "<thead>\n<tr>\n");
    for (int i = 0; i < c->n_dims; i++) {
        put_element(b, "th", " scope=\"col\"", c->dim[i].name);
    }
    for (int m = 0; m < c->n_metrics; m++) {
        buf_str(b, "<th scope=\"col\" class=\"num\"");
        if (c->metric[m].definition) {
            buf_str(b, " title=\"");
            chart_escape_any(b, c->metric[m].definition);
            buf_ch(b, '"');
        }
        buf_str(b, " dir=\"auto\">");
        chart_escape_any(b, chart_title(c, m));
        buf_str(b, "</th>\n");
    }
    buf_str(b, "</tr>\n</thead>\n");
}

static void put_label(struct buf *b, const char *s)
{
    if (s && *s) {
        buf_str(b, "<th scope=\"row\" dir=\"auto\">");
        chart_escape_any(b, s);
    } else {
        buf_str(b, "<th scope=\"row\" class=\"none\">-");
    }
    buf_str(b, "</th>");
}

static void put_number(struct buf *b, enum chart_unit unit, double v)
{
    buf_str(b, "<td class=\"num\"");
    if (isfinite(v)) {
        buf_str(b, " data-value=\"");
        buf_num(b, v);
        buf_ch(b, '"');
    }
    buf_ch(b, '>');
    chart_value(b, unit, v);
    buf_str(b, "</td>");
}

static void put_row(struct buf *b, const struct chart *c, size_t row, bool total)
{
    buf_str(b, "<tr>");
    for (int i = 0; i < c->n_dims; i++) {
        const char *s = c->label ? c->label[row * (size_t)c->n_dims + (size_t)i] : NULL;
        put_label(b, total && i == 0 && !(s && *s) ? "total" : s);
    }
    for (int m = 0; m < c->n_metrics; m++) {
        put_number(b, c->metric[m].unit, chart_at(c, row, m));
    }
    buf_str(b, "</tr>\n");
}

static void put_table(struct buf *b, const struct chart *c)
{
    size_t rows = chart_rows(c);
    if (c->n_dims + c->n_metrics == 0) {
        return;
    }
    buf_str(b, "<table>\n");
    buf_str(b, "<caption dir=\"auto\">");
    chart_escape_any(b, c->title && *c->title ? c->title : "The numbers");
    buf_fmt(b, " (%zu %s)</caption>\n", rows, rows == 1 ? "row" : "rows");
    put_columns(b, c);
    buf_str(b, "<tbody>\n");
    for (size_t i = 0; i < rows; i++) {
        put_row(b, c, i, false);
    }
    buf_str(b, "</tbody>\n");
    if (rows < c->n_rows) {
        buf_str(b, "<tfoot>\n");
        put_row(b, c, rows, true);
        buf_str(b, "</tfoot>\n");
    }
    buf_str(b, "</table>\n");
}

// --- definitions and notes ---

static bool is_defined(const struct chart *c, const char *note)
{
    for (int m = 0; m < c->n_metrics; m++) {
        const char *d = c->metric[m].definition;
        if (d && *d && strstr(note, d)) {
            return true;
        }
    }
    return false;
}

static void put_notes(struct buf *b, const struct chart *c)
{
    struct buf list = BUF_INIT;
    for (int m = 0; m < c->n_metrics; m++) {
        if (c->metric[m].definition) {
            put_element(&list, "dt", "", chart_title(c, m));
            put_element(&list, "dd", "", c->metric[m].definition);
        }
    }
    bool headed = false;
    for (const char *const *note = c->note; note && *note; note++) {
        if (!is_defined(c, *note)) {
            buf_str(&list, headed ? "" : "<dt>Notes</dt>\n");
            put_element(&list, "dd", "", *note);
            headed = true;
        }
    }
    if (list.len > 0) {
        buf_str(b, "<dl>\n");
        buf_add(b, list.s, list.len);
        buf_str(b, "</dl>\n");
    }
    buf_free(&list);
}

void chart_html(struct buf *b, const struct chart *c)
{
    put_head(b, c);
    put_element(b, "h1", "", c->title && *c->title ? c->title : "Chart");
    if (c->subtitle && *c->subtitle) {
        put_element(b, "p", " class=\"sub\"", c->subtitle);
    }
    buf_str(b, "<figure class=\"chart\">\n");
    chart_svg_write(b, c, true);
    buf_str(b, "</figure>\n");
    put_table(b, c);
    put_notes(b, c);
    buf_str(b, "</body>\n</html>\n");
}
