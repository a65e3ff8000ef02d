// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define LEAST_WIDTH 20

void text_on(struct text *t, enum text_colour colour)
{
    static const char *const codes[] = {
        [TEXT_PLAIN] = "",        [TEXT_BOLD] = "\033[1m",  [TEXT_DIM] = "\033[2m",
        [TEXT_MORE] = "\033[36m", [TEXT_LESS] = "\033[33m",
    };
    if (t->s->color) {
        buf_str(&t->line, codes[colour]);
    }
}

// Blanks before it come after it, where text_end finds them.
void text_off(struct text *t)
{
    if (!t->s->color) {
        return;
    }
    size_t len = t->line.len;
    while (len > 0 && t->line.s[len - 1] == ' ') {
        len--;
    }
    size_t blanks = t->line.len - len;
    buf_cut(&t->line, len);
    buf_str(&t->line, "\033[0m");
    buf_fill(&t->line, ' ', blanks);
}

void text_end(struct text *t)
{
    while (t->line.len > 0 && t->line.s[t->line.len - 1] == ' ') {
        buf_cut(&t->line, t->line.len - 1);
    }
    buf_add(&t->out->buf, t->line.s, t->line.len);
    buf_ch(&t->out->buf, '\n');
    out_record(t->out);
    buf_reset(&t->line);
}

void text_blank(struct text *t)
{
    text_end(t);
}

const char *text_glyph(const struct text *t, const char *unicode, const char *ascii)
{
    return t->s->ascii ? ascii : unicode;
}

// The letters of a name, between isolates if they could turn the order of the line.
static void put_isolated(struct text *t, const char *s, size_t n, const char *more, bool rtl)
{
    buf_str(&t->line, rtl ? CHART_FSI : "");
    buf_add(&t->line, s, n);
    buf_str(&t->line, more);
    buf_str(&t->line, rtl ? CHART_PDI : "");
}

static int put_cut(struct text *t, const struct chart_name *name, int width)
{
    size_t len = strlen(name->s);
    const char *more = "";
    int used = name->width;
    if (used > width) {
        more = text_glyph(t, CHART_ELLIPSIS, width > 2 ? ".." : ".");
        int room = width - utf8_width(more, strlen(more));
        len = utf8_prefix(name->s, len, room > 0 ? room : 0, &used);
        used += utf8_width(more, strlen(more));
    }
    put_isolated(t, name->s, len, more, name->rtl);
    return used;
}

void text_name(struct text *t, const struct chart_name *name, int width)
{
    int used = put_cut(t, name, width);
    buf_fill(&t->line, ' ', (size_t)(used < width ? width - used : 0));
}

void text_cell(struct text *t, const char *s, int width)
{
    struct chart_name name = chart_name(s, t->s->ascii);
    text_name(t, &name, width);
    free(name.s);
}

void text_right(struct text *t, const char *s, int width)
{
    struct chart_name name = chart_name(s, t->s->ascii);
    buf_fill(&t->line, ' ', (size_t)(name.width < width ? width - name.width : 0));
    put_cut(t, &name, width);
    free(name.s);
}

void text_fold(struct text *t, const struct chart_name *name, int indent)
{
    const char *s = name->s;
    size_t n = strlen(s), next;
    for (int at = 0; n > 0; at = indent) {
        size_t len = chart_line(s, n, t->width - at, &next);
        buf_fill(&t->line, ' ', (size_t)at);
        text_on(t, t->folded);
        put_isolated(t, s, len, "", name->rtl);
        text_off(t);
        s += next;
        n -= next;
        if (n > 0) {
            text_end(t);
        }
    }
}

void text_str(struct text *t, const char *s, int indent)
{
    struct chart_name name = chart_name(s, t->s->ascii);
    text_fold(t, &name, indent);
    free(name.s);
}

void text_piece(struct text *t, const char *s, int indent)
{
    struct chart_name name = chart_name(s, t->s->ascii);
    int used = utf8_width(t->line.s, t->line.len);
    bool first = used == 0;
    if (!first && used + TEXT_GAP + name.width > t->width) {
        text_end(t);
        first = true;
    }
    int before = first ? indent : TEXT_GAP;
    buf_fill(&t->line, ' ', (size_t)before);
    if (before + name.width <= t->width) {
        put_isolated(t, name.s, strlen(name.s), "", name.rtl);
    } else { // a line is not enough
        t->width -= before;
        text_fold(t, &name, indent);
        t->width += before;
    }
    free(name.s);
}

void text_rule(struct text *t, int width)
{
    for (int i = 0; i < width; i++) {
        buf_str(&t->line, text_glyph(t, "\xE2\x94\x80", "-"));
    }
    text_end(t);
}

// The values of one row.
static void put_figures(struct text *t, size_t row)
{
    int widest = 0;
    for (int m = 0; m < t->c->n_metrics; m++) {
        struct chart_name name = chart_name(chart_title(t->c, m), t->s->ascii);
        widest = name.width > widest ? name.width : widest;
        free(name.s);
    }
    for (int m = 0; m < t->c->n_metrics; m++) {
        struct buf b = BUF_INIT;
        chart_value(&b, t->c->metric[m].unit, chart_at(t->c, row, m));
        int room = t->width - TEXT_GAP - (int)b.len;
        text_cell(t, chart_title(t->c, m), widest < room ? widest : room);
        buf_fill(&t->line, ' ', TEXT_GAP);
        text_on(t, TEXT_BOLD);
        buf_str(&t->line, b.s);
        text_off(t);
        text_end(t);
        buf_free(&b);
    }
}

char *text_heading(const struct text *t)
{
    struct buf b = BUF_INIT;
    for (int i = 0; i < t->c->n_dims; i++) {
        buf_str(&b, i ? text_glyph(t, " \xC2\xB7 ", " / ") : "");
        buf_str(&b, t->c->dim[i].name);
    }
    return buf_detach(&b);
}

bool text_has_total(const struct text *t)
{
    return chart_rows(t->c) < t->c->n_rows;
}

const char *text_total_label(const struct text *t)
{
    const struct chart *c = t->c;
    const char *s = c->label ? c->label[(c->n_rows - 1) * (size_t)c->n_dims] : NULL;
    return s && *s ? s : "total";
}

void text_total(struct text *t)
{
    if (!text_has_total(t)) {
        return;
    }
    text_blank(t);
    t->folded = TEXT_BOLD;
    text_str(t, text_total_label(t), 0);
    t->folded = TEXT_PLAIN;
    text_end(t);
    put_figures(t, t->c->n_rows - 1);
}

// A paragraph, each line of it in one colour.
static void put_paragraph(struct text *t, const char *s, enum text_colour colour)
{
    if (s && *s) {
        t->folded = colour;
        text_str(t, s, 0);
        text_end(t);
        t->folded = TEXT_PLAIN;
    }
}

static void put_notes(struct text *t)
{
    const char *const *note = t->c->note;
    if (note && *note) {
        text_blank(t);
    }
    for (; note && *note; note++) {
        put_paragraph(t, *note, TEXT_DIM);
    }
}

static void draw(struct text *t)
{
    struct chart_grid g;
    switch (chart_kind(t->c)) {
    case CHART_NOTHING:
        text_str(t, "nothing to show", 0);
        text_end(t);
        break;
    case CHART_FIGURES:
        put_figures(t, 0);
        break;
    case CHART_AS_BARS:
        chart_grid_init(&g, t->c, -1, t->s->ascii);
        text_bars(t, &g);
        chart_grid_free(&g);
        break;
    case CHART_AS_LINES:
        text_lines(t);
        break;
    case CHART_AS_HEAT:
        text_heat(t);
        break;
    }
}

void chart_text(struct out *o, const struct chart *c, const struct chart_style *s)
{
    struct text t = {o,          c,       s, s->width > LEAST_WIDTH ? s->width : LEAST_WIDTH,
                     TEXT_PLAIN, BUF_INIT};
    put_paragraph(&t, c->title, TEXT_BOLD);
    put_paragraph(&t, c->subtitle, TEXT_DIM);
    if ((c->title && *c->title) || (c->subtitle && *c->subtitle)) {
        text_blank(&t);
    }
    draw(&t);
    put_notes(&t);
    buf_free(&t.line);
}
