// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/recout_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ROWS_MEASURED 1000
#define TAIL          4 // bytes: of a name that is cut, the end behind its last "_"
#define NAME_LEAST    6 // columns: and so many before it
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
    int n;             // columns
    struct fit fit;    // their widths
    bool fixed;        // which will not change any more
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
    t->n = n;
    fit_init(&t->fit, cols, n, style->header);
    buf_init(&t->text);
    return t;
}

void table_free(struct table *t)
{
    if (!t) {
        return;
    }
    buf_free(&t->text);
    fit_free(&t->fit);
    free(t->cell);
    free(t);
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
    if (!t->fixed && c->width > t->fit.widest[i]) {
        t->fit.widest[i] = c->width;
    }
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

// One cell, `width` columns with its padding; returns what of that belongs behind it.
static size_t put_cell(struct table *t, int i, const char *s, const struct cell *c, int width)
{
    struct buf *b = &t->out->buf;
    size_t len = c->len;
    int used = c->width;
    bool cut = t->fit.cut[i] && used > width;
    if (cut && t->fit.cols[i]->type == REC_TIME && width >= RECOUT_DATE &&
        isdigit((unsigned char)s[3])) {
        len = RECOUT_DATE; // 2026-11-22 without 04:35
        used = RECOUT_DATE;
        cut = false;
    } else if (cut) {
        len = utf8_prefix(s, len, width - 1, &used);
        used++;
    }
    size_t pad = used < width ? (size_t)(width - used) : 0;
    if (fit_is_number(&t->fit, i)) {
        buf_fill(b, ' ', pad);
        pad = 0;
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
    return pad;
}

// Later rows may be wider than the measured ones.  What is left of the screen for the text on one
// of their lines; less than 0 is what text has to give back.
static int line_room(const struct table *t, const struct fit_line *line, const struct cell *cells)
{
    int room = line->room;
    for (int i = line->from; i < line->to; i++) {
        if (!t->fit.cut[i] && cells[i].width > t->fit.width[i]) {
            room -= cells[i].width - t->fit.width[i];
        }
    }
    return room;
}

static int cell_width(const struct table *t, int i, const struct cell *c, int *room)
{
    int width = t->fit.width[i], more = c->width - width;
    if (!t->fit.cut[i]) {
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

static void put_line(struct table *t, const struct fit_line *line, const char *text,
                     const struct cell *cells)
{
    struct buf *b = &t->out->buf;
    size_t from = b->len, before = (size_t)line->indent;
    int room = line_room(t, line, cells);
    for (int i = line->from; i < line->to; i++) {
        int width = cell_width(t, i, cells + i, &room);
        buf_fill(b, ' ', before);
        before = put_cell(t, i, text + cells[i].off, cells + i, width) + RECOUT_GAP;
    }
    while (b->len > from && b->s[b->len - 1] == ' ') {
        buf_cut(b, b->len - 1);
    }
}

// What stands before and after each line, which may be a colour.
static void put_row(struct table *t, const char *text, const struct cell *cells, const char *before,
                    const char *after)
{
    for (int k = 0; k < t->fit.lines; k++) {
        buf_str(&t->out->buf, before);
        put_line(t, &t->fit.line[k], text, cells);
        buf_str(&t->out->buf, after);
    }
    out_record(t->out);
}

// "first_r...p90", so that it is told from first_response_p50; "unassig..." has no such end.
static size_t name_tail(const char *name, int width)
{
    const char *tail = strrchr(name, '_');
    size_t n = tail ? strlen(tail + 1) : 0;
    return n > 0 && n <= TAIL && width >= NAME_LEAST + (int)n ? n : 0;
}

static void add_name(const struct table *t, struct buf *text, const char *s, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        buf_ch(text, t->style->color ? s[k] : (char)toupper((unsigned char)s[k]));
    }
}

// The name of column i, cut to its width.
static struct cell header_cell(const struct table *t, int i, struct buf *text)
{
    const char *name = t->fit.cols[i]->name;
    size_t len = strlen(name);
    struct cell c = {.off = text->len, .width = utf8_width(name, len)};
    int width = t->fit.width[i];
    if (c.width > width) {
        size_t tail = name_tail(name, width);
        add_name(t, text, name, utf8_prefix(name, len, width - 1 - (int)tail, &c.width));
        buf_str(text, ELLIPSIS);
        add_name(t, text, name + len - tail, tail);
        c.width += 1 + (int)tail;
    } else {
        add_name(t, text, name, len);
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
    bool bold = t->style->color;
    put_row(t, text.s, cells, bold ? "\033[1m" : "", bold ? "\033[0m\n" : "\n");
    free(cells);
    buf_free(&text);
}

void table_flush(struct table *t)
{
    if (!t->fixed) {
        t->fixed = true;
        fit_choose(&t->fit, t->style->width, t->style->flat);
        if (t->style->header) {
            put_header(t);
        }
    }
    for (int row = 0; row < t->rows; row++) {
        put_row(t, t->text.s, cell_at(t, row, 0), "", "\n");
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

int table_lines(const struct table *t)
{
    return t->fixed ? t->fit.lines : 1;
}
