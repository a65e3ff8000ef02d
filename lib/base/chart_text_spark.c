// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of small marks, as high as the values of a time line.
#include "base/chart_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define LEVELS      8
#define LEAST_SPARK 12 // marks on a line, or each series gets lines of its own
#define LEAST_PIECE 8
#define LEAST_LABEL 8
#define INDENT      2
#define SAYS        3 // least, greatest, last

// What is said of a series beside its marks.
struct summary {
    size_t lo, hi, last; // which; n: none
    char *s[SAYS];
};

static struct summary summarize(const struct text_series *p, size_t n)
{
    struct summary m = {n, n, n, {NULL}};
    for (size_t i = 0; i < n; i++) {
        if (isnan(p->v[i])) {
            continue;
        }
        m.lo = m.lo == n || p->v[i] < p->v[m.lo] ? i : m.lo;
        m.hi = m.hi == n || p->v[i] > p->v[m.hi] ? i : m.hi;
        m.last = i;
    }
    const size_t which[SAYS] = {m.lo, m.hi, m.last};
    for (int k = 0; k < SAYS; k++) {
        struct buf b = BUF_INIT;
        chart_value(&b, p->unit, which[k] < n ? p->v[which[k]] : (double)NAN);
        m.s[k] = buf_detach(&b);
    }
    return m;
}

static void summary_free(struct summary *m)
{
    for (int k = 0; k < SAYS; k++) {
        free(m->s[k]);
    }
}

// --- marks ---

static struct chart_range range_of(const double *v, size_t n)
{
    struct chart_range r = {0, 0};
    for (size_t i = 0; i < n; i++) {
        r.lo = v[i] < r.lo ? v[i] : r.lo;
        r.hi = v[i] > r.hi ? v[i] : r.hi;
    }
    return r;
}

// The lowest mark is for the least value, and where none is negative for zero alone.
static int level(struct chart_range r, double v)
{
    if (r.lo < 0) {
        return (int)lround(chart_part(r, v) * (LEVELS - 1));
    }
    return v > 0 ? 1 + (int)fmin(chart_part(r, v) * (LEVELS - 1), LEVELS - 2) : 0;
}

static void put_mark(struct text *t, struct chart_range r, double v)
{
    static const char ascii[LEVELS + 1] = "_.:-=+*#";
    if (isnan(v)) {
        buf_ch(&t->line, ' ');
    } else if (t->s->ascii) {
        buf_ch(&t->line, ascii[level(r, v)]);
    } else {
        buf_add(&t->line, "\xE2\x96", 2);
        buf_ch(&t->line, (char)(0x81 + level(r, v)));
    }
}

static double mean(const double *v, size_t n)
{
    double sum = 0;
    size_t have = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isnan(v[i])) {
            sum += v[i];
            have++;
        }
    }
    return have ? sum / (double)have : (double)NAN;
}

static bool has_any(const double *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isnan(v[i])) {
            return true;
        }
    }
    return false;
}

// n values as marks for `per` values each.
static void put_marks(struct text *t, struct chart_range r, const double *v, size_t n, size_t per)
{
    bool any = has_any(v, n); // else there is nothing to colour
    if (any) {
        text_on(t, TEXT_MORE);
    }
    for (size_t i = 0; i < n; i += per) {
        put_mark(t, r, mean(v + i, n - i < per ? n - i : per));
    }
    if (any) {
        text_off(t);
    }
}

// --- each series on lines of its own ---

static void put_pieces(struct text *t, const struct text_series *p, const struct chart_name *x,
                       size_t nx)
{
    int label = chart_widest(x, nx), room = t->width - INDENT - label - 1;
    if (room < LEAST_PIECE) {
        label = 0;
        room = t->width - INDENT;
    }
    struct chart_range r = range_of(p->v, nx);
    for (size_t i = 0; i < nx; i += (size_t)room) {
        buf_fill(&t->line, ' ', INDENT);
        if (label) {
            text_name(t, x + i, label);
            buf_ch(&t->line, ' ');
        }
        put_marks(t, r, p->v + i, nx - i < (size_t)room ? nx - i : (size_t)room, 1);
        text_end(t);
    }
}

static void put_said(struct text *t, const char *what, const char *s, const struct chart_name *x)
{
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%s %s", what, s);
    if (x) {
        buf_fmt(&b, " (%s)", x->s);
    }
    text_piece(t, b.s, INDENT);
    buf_free(&b);
}

void text_spark_block(struct text *t, const struct text_series *p, const struct chart_name *x,
                      size_t nx)
{
    struct summary m = summarize(p, nx);
    t->folded = TEXT_BOLD;
    text_fold(t, p->name, INDENT);
    t->folded = TEXT_PLAIN;
    text_end(t);
    put_pieces(t, p, x, nx);
    put_said(t, "min", m.s[0], m.lo < nx ? x + m.lo : NULL);
    put_said(t, "max", m.s[1], m.hi < nx ? x + m.hi : NULL);
    put_said(t, "last", m.s[2], m.last + 1 < nx ? x + m.last : NULL);
    text_end(t);
    summary_free(&m);
}

// --- one line for each series ---

struct sparks {
    struct text *t;
    const struct text_series *series;
    size_t n, nx, per; // values for one mark
    struct summary *said;
    int label, marks, says[SAYS]; // columns
};

static const char *const said_titles[SAYS] = {"min", "max", "last"};

static void measure(struct sparks *p)
{
    p->said = mem_array(p->n, sizeof *p->said);
    for (int k = 0; k < SAYS; k++) {
        p->says[k] = (int)strlen(said_titles[k]);
    }
    for (size_t i = 0; i < p->n; i++) {
        int width = p->series[i].name->width;
        p->label = width > p->label ? width : p->label;
        p->said[i] = summarize(p->series + i, p->nx);
        for (int k = 0; k < SAYS; k++) {
            int len = (int)strlen(p->said[i].s[k]);
            p->says[k] = len > p->says[k] ? len : p->says[k];
        }
    }
}

// False if the width is not enough.
static bool fit(struct sparks *p)
{
    int most = p->t->width / 4 > LEAST_LABEL ? p->t->width / 4 : LEAST_LABEL;
    p->label = p->label < most ? p->label : most;
    int room = p->t->width - p->label - TEXT_GAP;
    for (int k = 0; k < SAYS; k++) {
        room -= TEXT_GAP + p->says[k];
    }
    size_t least = p->nx < LEAST_SPARK ? p->nx : LEAST_SPARK;
    if (room < (int)least) {
        return false;
    }
    p->per = (p->nx + (size_t)room - 1) / (size_t)room;
    p->marks = (int)((p->nx + p->per - 1) / p->per);
    return true;
}

static void put_header(const struct sparks *p, const char *title, const struct chart_name *x)
{
    struct text *t = p->t;
    struct buf b = BUF_INIT;
    buf_fmt(&b, "%s%s%s", x[0].s, text_glyph(t, "\xE2\x80\x93", ".."), x[p->nx - 1].s);
    bool rtl = utf8_has_rtl(b.s, b.len);
    struct chart_name span = {b.s, utf8_width(b.s, b.len), rtl};
    text_on(t, TEXT_BOLD);
    text_cell(t, *title ? title : " ", p->label);
    buf_fill(&t->line, ' ', TEXT_GAP);
    if (span.width <= p->marks) {
        text_name(t, &span, p->marks);
    } else {
        buf_fill(&t->line, ' ', (size_t)p->marks);
    }
    for (int k = 0; k < SAYS; k++) {
        buf_fill(&t->line, ' ', TEXT_GAP);
        text_right(t, said_titles[k], p->says[k]);
    }
    text_off(t);
    text_end(t);
    buf_free(&b);
}

static void put_line(const struct sparks *p, size_t i)
{
    struct text *t = p->t;
    text_name(t, p->series[i].name, p->label);
    buf_fill(&t->line, ' ', TEXT_GAP);
    put_marks(t, range_of(p->series[i].v, p->nx), p->series[i].v, p->nx, p->per);
    for (int k = 0; k < SAYS; k++) {
        buf_fill(&t->line, ' ', TEXT_GAP);
        text_right(t, p->said[i].s[k], p->says[k]);
    }
    text_end(t);
}

void text_sparks(struct text *t, const char *title, const struct text_series *series, size_t n,
                 const struct chart_name *x, size_t nx)
{
    struct sparks p = {.t = t, .series = series, .n = n, .nx = nx};
    struct chart_name name = chart_name(title, t->s->ascii);
    p.label = name.width;
    measure(&p);
    bool fits = fit(&p);
    if (fits) {
        put_header(&p, title, x);
    } else if (*title) {
        text_fold(t, &name, 0);
        text_end(t);
    }
    for (size_t i = 0; i < n; i++) {
        if (fits) {
            put_line(&p, i);
        } else {
            text_spark_block(t, series + i, x, nx);
        }
        summary_free(p.said + i);
    }
    if (fits && p.per > 1) {
        buf_fmt(&t->line, "each mark: the mean of %zu", p.per);
        text_end(t);
    }
    free(name.s);
    free(p.said);
}
