// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define LEAST_BAR  3 // columns; less would say nothing
#define ASIDE_BAR  8 // at least, for metrics side by side
#define FULL       "\xE2\x96\x88"
#define RIGHT_HALF "\xE2\x96\x90"
#define AXIS       "\xE2\x94\x82"

struct column {
    int metric;
    int value; // columns of the widest value
    struct chart_range range;
};

struct bars {
    struct text *t;
    const struct chart_grid *g;
    struct column *col;
    int n, label, bar; // columns; bar 0: there is no room for any
};

static void measure(struct column *col, const struct chart *c)
{
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < c->n_rows; i++) { // and the total
        buf_reset(&b);
        chart_value(&b, c->metric[col->metric].unit, chart_at(c, i, col->metric));
        col->value = (int)b.len > col->value ? (int)b.len : col->value;
    }
    buf_free(&b);
}

static int widest_label(const struct bars *p)
{
    char *head = text_heading(p->t);
    int widest = chart_widest(p->g->y, p->g->ny), other = utf8_width(head, strlen(head));
    widest = other > widest ? other : widest;
    if (text_has_total(p->t)) {
        struct chart_name total = chart_name(text_total_label(p->t), p->t->s->ascii);
        widest = total.width > widest ? total.width : widest;
        free(total.s);
    }
    free(head);
    return widest;
}

// The columns that n metrics leave for one bar.
static int bar_room(const struct bars *p, int n)
{
    int room = p->t->width - p->label;
    for (int i = 0; i < n; i++) {
        room -= TEXT_GAP + p->col[i].value + 1;
    }
    return room / n;
}

// --- one bar ---

static void put_times(struct buf *b, const char *s, int n)
{
    for (int i = 0; i < n; i++) {
        buf_str(b, s);
    }
}

// To the right, in eighths of a column; the columns it takes.
static int put_right(struct text *t, double part, int width)
{
    if (t->s->ascii) {
        int n = (int)lround(part * width);
        put_times(&t->line, "#", n);
        buf_str(&t->line, n == 0 ? "." : "");
        return n > 0 ? n : 1;
    }
    int eighths = (int)lround(part * width * 8);
    eighths = eighths == 0 ? 1 : eighths; // not nothing
    put_times(&t->line, FULL, eighths / 8);
    if (eighths % 8) {
        buf_add(&t->line, "\xE2\x96", 2);
        buf_ch(&t->line, (char)(0x90 - eighths % 8)); // U+2588 + 8 - eighths
    }
    return (eighths + 7) / 8;
}

// To the left, in halves of a column, which is all that there is.
static void put_left(struct text *t, double part, int width)
{
    int halves = (int)lround(part * width * 2);
    halves = halves == 0 && part > 0 ? 1 : halves;
    int columns = (halves + 1) / 2;
    buf_fill(&t->line, ' ', (size_t)(width - columns));
    if (t->s->ascii) {
        put_times(&t->line, "#", columns);
        return;
    }
    buf_str(&t->line, halves % 2 ? RIGHT_HALF : "");
    put_times(&t->line, FULL, halves / 2);
}

// Columns left of the axis; the least bar there has one.
static int left_of_axis(const struct column *col, int width)
{
    if (col->range.lo >= 0) {
        return 0;
    }
    int left = (int)lround(chart_part(col->range, 0) * (width - 1));
    int most = col->range.hi > 0 ? width - 2 : width - 1;
    return left < 1 ? 1 : left > most ? most : left;
}

static int put_bar(struct text *t, const struct column *col, int width, double v)
{
    int left = left_of_axis(col, width), used = 0;
    if (left > 0) {
        text_on(t, TEXT_LESS);
        put_left(t, v < 0 ? chart_part((struct chart_range){0, -col->range.lo}, -v) : 0, left);
        text_off(t);
        buf_str(&t->line, text_glyph(t, AXIS, "|"));
        used = left + 1;
    }
    if (v > 0) {
        text_on(t, TEXT_MORE);
        used += put_right(t, chart_part((struct chart_range){0, col->range.hi}, v), width - used);
        text_off(t);
    }
    return used;
}

// --- rows ---

static void put_value(struct text *t, const struct column *col, size_t row)
{
    struct buf b = BUF_INIT;
    chart_value(&b, t->c->metric[col->metric].unit, chart_at(t->c, row, col->metric));
    text_right(t, b.s, col->value);
    buf_free(&b);
}

static void put_row(const struct bars *p, size_t row, bool drawn)
{
    struct text *t = p->t;
    for (int i = 0; i < p->n; i++) {
        const struct column *col = p->col + i;
        double v = chart_at(t->c, row, col->metric);
        buf_fill(&t->line, ' ', TEXT_GAP);
        put_value(t, col, row);
        buf_ch(&t->line, ' ');
        int used = drawn && p->bar > 0 ? put_bar(t, col, p->bar, v) : 0;
        if (i < p->n - 1) {
            buf_fill(&t->line, ' ', (size_t)(p->bar - used));
        }
    }
}

static void put_header(const struct bars *p)
{
    struct text *t = p->t;
    char *head = text_heading(t);
    text_on(t, TEXT_BOLD);
    text_cell(t, head, p->label);
    for (int i = 0; i < p->n; i++) {
        buf_fill(&t->line, ' ', TEXT_GAP);
        const char *title = chart_title(t->c, p->col[i].metric);
        struct chart_name name = chart_name(title, t->s->ascii);
        int room = p->col[i].value + (p->bar > 0 ? 1 + p->bar : 0);
        if (i < p->n - 1) {
            text_name(t, &name, room);
        } else { // the last one may use what the bars do not
            text_name(t, &name, name.width < room ? name.width : room);
        }
        free(name.s);
    }
    text_off(t);
    text_end(t);
    free(head);
}

static void put_total(const struct bars *p)
{
    struct text *t = p->t;
    int width = p->label;
    for (int i = 0; i < p->n; i++) {
        width += TEXT_GAP + p->col[i].value + (i ? 1 + p->bar : 0);
    }
    text_rule(t, width);
    text_on(t, TEXT_BOLD);
    text_cell(t, text_total_label(t), p->label);
    put_row(p, t->c->n_rows - 1, false);
    text_off(t);
    text_end(t);
}

static void put_block(const struct bars *p)
{
    put_header(p);
    for (size_t y = 0; y < p->g->ny; y++) {
        text_name(p->t, p->g->y + y, p->label);
        put_row(p, p->g->row[y * p->g->nx] - 1, true);
        text_end(p->t);
    }
    if (text_has_total(p->t)) {
        put_total(p);
    }
}

// A block for one metric: labels give way to values, and bars to labels.
static void put_single(struct bars *p, struct column *col, int label)
{
    int most = p->t->width - TEXT_GAP - col->value;
    struct bars one = {p->t, p->g, col, 1, p->label, 0};
    one.bar = bar_room(&one, 1);
    if (one.bar < LEAST_BAR) {
        one.bar = 0;
        one.label = label < most ? label : most;
    }
    put_block(&one);
}

void text_bars(struct text *t, const struct chart_grid *g)
{
    int n = t->c->n_metrics, most = t->width * 2 / 5;
    int *group = mem_array((size_t)n, sizeof *group);
    struct bars p = {t, g, mem_array((size_t)n, sizeof *p.col), n, 0, 0};
    chart_groups(t->c, group);
    for (int m = 0; m < n; m++) {
        p.col[m] = (struct column){.metric = m, .range = chart_group_range(t->c, group, group[m])};
        measure(p.col + m, t->c);
    }
    int label = widest_label(&p);
    p.label = label < most ? label : most;
    p.bar = bar_room(&p, n);
    if (n > 1 && p.bar >= ASIDE_BAR) {
        put_block(&p);
    }
    for (int m = 0; m < n && (n == 1 || p.bar < ASIDE_BAR); m++) {
        if (m) {
            text_blank(t);
        }
        put_single(&p, p.col + m, label);
    }
    free(p.col);
    free(group);
}
