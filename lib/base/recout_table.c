// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/recout_impl.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ROWS_MEASURED 1000
#define GAP           2
#define DATE_WIDTH    10 // 2026-11-22
#define ELLIPSIS      "\xE2\x80\xA6"
#define FSI           "\xE2\x81\xA8" // what is between these two cannot
#define PDI           "\xE2\x81\xA9" // turn the order of the cells around it

struct cell {
    size_t off, len; // in table.text
    int width;
    bool rtl;
};

struct table {
    struct out *out;
    const struct rec_style *style;
    const struct rec_column *const *cols;
    int n;
    int *width;        // of each column
    int *widest;       // cell in it, without the header
    bool *cut;         // cells that are too wide are cut; else they push the rest of their row
    int room;          // what the widths leave of the screen
    bool fixed;        // the widths will not change any more
    struct buf text;   // of the rows that wait
    struct cell *cell; // n for each row
    size_t cap;
    int rows;
};

struct table *table_new(struct out *out, const struct rec_style *style,
                        const struct rec_column *const *cols, int n)
{
    struct table *t = mem_alloc(sizeof *t);
    t->out = out;
    t->style = style;
    t->cols = cols;
    t->n = n;
    t->width = mem_array((size_t)n, sizeof *t->width);
    t->widest = mem_array((size_t)n, sizeof *t->widest);
    t->cut = mem_array((size_t)n, sizeof *t->cut);
    buf_init(&t->text);
    for (int i = 0; style->header && i < n; i++) {
        t->width[i] = utf8_width(cols[i]->name, strlen(cols[i]->name));
    }
    return t;
}

void table_free(struct table *t)
{
    if (!t) {
        return;
    }
    buf_free(&t->text);
    free(t->width);
    free(t->widest);
    free(t->cut);
    free(t->cell);
    free(t);
}

static bool is_text(const struct table *t, int i)
{
    return t->cols[i]->type == REC_TEXT || t->cols[i]->type == REC_LIST;
}

// A number that is cut would be another number.
static bool is_number(const struct table *t, int i)
{
    enum rec_type type = t->cols[i]->type;
    return type == REC_ID || type == REC_INT || type == REC_NUM;
}

static struct cell *cell_at(struct table *t, int row, int i)
{
    return t->cell + (size_t)row * (size_t)t->n + (size_t)i;
}

struct buf *table_begin(struct table *t, int i)
{
    t->cell = mem_grow(t->cell, &t->cap, ((size_t)t->rows + 1) * (size_t)t->n, sizeof *t->cell);
    *cell_at(t, t->rows, i) = (struct cell){.off = t->text.len};
    return &t->text;
}

void table_end(struct table *t, int i)
{
    struct cell *c = cell_at(t, t->rows, i);
    const char *s = t->text.s + c->off;
    c->len = t->text.len - c->off;
    c->width = utf8_width(s, c->len);
    c->rtl = utf8_has_rtl(s, c->len);
    if (t->fixed) {
        return;
    }
    t->widest[i] = c->width > t->widest[i] ? c->width : t->widest[i];
    t->width[i] = c->width > t->width[i] ? c->width : t->width[i];
}

// The first line that is not blank; *more when others follow it.
static const char *first_line(const char *s, size_t *n, bool *more)
{
    const char *end = s + *n;
    while (s < end && isspace((unsigned char)*s)) {
        s++;
    }
    while (end > s && isspace((unsigned char)end[-1])) {
        end--;
    }
    const char *nl = end > s ? memchr(s, '\n', (size_t)(end - s)) : NULL;
    *more = nl != NULL;
    end = nl ? nl : end;
    if (nl && end > s && end[-1] == '\r') {
        end--;
    }
    *n = (size_t)(end - s);
    return s;
}

// Nothing wider than the screen needs to be kept.
void table_text(struct table *t, int i, const char *s, size_t n)
{
    bool more;
    int used;
    size_t off = cell_at(t, t->rows, i)->off;
    s = first_line(s, &n, &more);
    utf8_visible(&t->text, s, n, UTF8_KEEP_NONE);
    size_t most = (size_t)t->style->width + 1; // no character has more columns than bytes
    if (t->style->width > 0 && t->text.len - off > most) {
        buf_cut(&t->text,
                off + utf8_prefix(t->text.s + off, t->text.len - off, t->style->width + 1, &used));
    }
    if (more) {
        buf_str(&t->text, ELLIPSIS);
    }
    table_end(t, i);
}

static int total_width(const struct table *t)
{
    int sum = GAP * (t->n - 1);
    for (int i = 0; i < t->n; i++) {
        sum += t->width[i];
    }
    return sum;
}

// SIDE: text but for the last such column, which says most (the subject).
// TIMES: a time long ago can do without its hour.
enum kind { TEXT, SIDE, TIMES, WORDS, HEADERS };

static bool is_last_text(const struct table *t, int i)
{
    for (int k = i + 1; k < t->n; k++)
        if (is_text(t, k))
            return false;
    return is_text(t, i);
}

// How narrow a column may become when columns of a kind give way; INT_MAX for others.
static int least(const struct table *t, int i, enum kind kind, int floor)
{
    if (kind == HEADERS) {
        return t->widest[i] > floor ? t->widest[i] : floor;
    }
    if (kind == TIMES)
        return t->cols[i]->type == REC_TIME ? floor : INT_MAX;
    if (i == 0 && !is_text(t, i)) // the key: one that is cut would be another
        return INT_MAX;
    if (is_number(t, i) || (kind == SIDE && is_last_text(t, i)))
        return INT_MAX;
    return is_text(t, i) == (kind != WORDS) ? floor : INT_MAX;
}

// Takes from the widest column of a kind, the last of equals, until all fit or none may give more.
// Returns what is still too much.
static int shrink(struct table *t, enum kind kind, int floor, int excess)
{
    for (; excess > 0; excess--) {
        int widest = -1;
        for (int i = 0; i < t->n; i++) {
            if (t->width[i] > least(t, i, kind, floor) &&
                (widest < 0 || t->width[i] >= t->width[widest])) {
                widest = i;
            }
        }
        if (widest < 0) {
            break;
        }
        t->width[widest]--;
        t->cut[widest] = t->cut[widest] || kind == WORDS || kind == TIMES;
    }
    return excess;
}

// Text gives way first, then what only the header needs; short words and times when nothing else
// has any left to give.
static void fit(struct table *t)
{
    static const struct {
        enum kind kind;
        int floor;
    } steps[] = {{TEXT, 40}, {SIDE, 10}, {TIMES, DATE_WIDTH}, {HEADERS, 4}, {TEXT, 16},
                 {SIDE, 8},  {TEXT, 12}, {WORDS, 4},          {TEXT, 1},    {WORDS, 1}};
    if (t->style->width <= 0) {
        return;
    }
    int excess = total_width(t) - t->style->width;
    for (int i = 0; i < t->n; i++) {
        t->cut[i] = is_text(t, i);
    }
    for (size_t k = 0; k < sizeof steps / sizeof *steps && excess > 0; k++) {
        excess = shrink(t, steps[k].kind, steps[k].floor, excess);
    }
    t->room = excess < 0 ? -excess : 0;
}

// One cell, `width` columns with its padding; no padding behind the last one.
static void put_cell(struct table *t, int i, const char *s, const struct cell *c, int width)
{
    struct buf *b = &t->out->buf;
    size_t len = c->len;
    int used = c->width;
    bool cut = t->cut[i] && used > width;
    if (cut && t->cols[i]->type == REC_TIME && width >= DATE_WIDTH &&
        isdigit((unsigned char)s[3])) {
        len = DATE_WIDTH; // 2026-11-22 without 04:35
        used = DATE_WIDTH;
        cut = false;
    } else if (cut) {
        len = utf8_prefix(s, len, width - 1, &used);
        used++;
    }
    size_t pad = used < width ? (size_t)(width - used) : 0;
    if (is_number(t, i)) {
        buf_fill(b, ' ', pad);
    }
    if (c->rtl) {
        buf_str(b, FSI);
    }
    buf_add(b, s, len);
    if (cut) {
        buf_str(b, ELLIPSIS);
    }
    if (c->rtl) {
        buf_str(b, PDI);
    }
    if (!is_number(t, i) && i < t->n - 1) {
        buf_fill(b, ' ', pad);
    }
}

// Later rows may be wider than the measured ones.  What is left of the screen for the text in one
// of them; less than 0 is what text has to give back.
static int row_room(const struct table *t, const struct cell *cells)
{
    int room = t->room;
    for (int i = 0; i < t->n; i++) {
        if (!t->cut[i] && cells[i].width > t->width[i]) {
            room -= cells[i].width - t->width[i];
        }
    }
    return room;
}

static int cell_width(const struct table *t, int i, const struct cell *c, int *room)
{
    int width = t->width[i], more = c->width - width;
    if (!t->cut[i]) {
        return more > 0 ? c->width : width;
    }
    if (*room < 0) {
        more = *room > 1 - width ? *room : 1 - width;
    } else if (more > *room) {
        more = *room;
    } else if (more < 0) {
        more = 0;
    }
    *room -= more;
    return width + more;
}

static void put_row(struct table *t, const char *text, const struct cell *cells)
{
    struct buf *b = &t->out->buf;
    size_t from = b->len;
    int room = row_room(t, cells);
    for (int i = 0; i < t->n; i++) {
        if (i) {
            buf_fill(b, ' ', GAP);
        }
        put_cell(t, i, text + cells[i].off, cells + i, cell_width(t, i, cells + i, &room));
    }
    while (b->len > from && b->s[b->len - 1] == ' ') {
        buf_cut(b, b->len - 1);
    }
}

// The name of column i, cut to its width.
static struct cell header_cell(const struct table *t, int i, struct buf *text)
{
    const char *name = t->cols[i]->name;
    struct cell c = {.off = text->len, .len = strlen(name)};
    c.width = utf8_width(name, c.len);
    bool cut = c.width > t->width[i];
    if (cut) {
        c.len = utf8_prefix(name, c.len, t->width[i] - 1, &c.width);
        c.width++;
    }
    for (size_t k = 0; k < c.len; k++) {
        buf_ch(text, t->style->color ? name[k] : (char)toupper((unsigned char)name[k]));
    }
    if (cut) {
        buf_str(text, ELLIPSIS);
    }
    c.len = text->len - c.off;
    return c;
}

// Bold where there is colour, else capitals.
static void put_header(struct table *t)
{
    struct buf text = BUF_INIT;
    struct cell *cells = mem_array((size_t)t->n, sizeof *cells);
    for (int i = 0; i < t->n; i++) {
        cells[i] = header_cell(t, i, &text);
    }
    if (t->style->color) {
        buf_str(&t->out->buf, "\033[1m");
    }
    put_row(t, text.s, cells);
    buf_str(&t->out->buf, t->style->color ? "\033[0m\n" : "\n");
    out_record(t->out);
    free(cells);
    buf_free(&text);
}

void table_flush(struct table *t)
{
    if (!t->fixed) {
        t->fixed = true;
        fit(t);
        if (t->style->header) {
            put_header(t);
        }
    }
    for (int row = 0; row < t->rows; row++) {
        put_row(t, t->text.s, cell_at(t, row, 0));
        buf_ch(&t->out->buf, '\n');
        out_record(t->out);
    }
    t->rows = 0;
    buf_reset(&t->text);
}

void table_row(struct table *t)
{
    t->rows++;
    if (t->fixed || t->rows == ROWS_MEASURED) {
        table_flush(t);
    }
}
