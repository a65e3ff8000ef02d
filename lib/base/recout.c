// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/recout.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/recout_impl.h"
#include "base/utf8.h"

#define BOM "\xEF\xBB\xBF"

struct recout {
    struct out *out;
    const struct rec_style *style;
    const struct rec_column *const *cols;
    int n;
    int at;            // column of the next cell
    bool started;      // the header is out
    const char *empty; // absent tsv cell
    size_t empty_len;
    struct buf keys; // jsonl: what stands before each cell, `{"id":` and `,"status":`
    size_t *key_end; // where those end in keys
    struct buf scratch;
    struct table *table; // NULL for other formats
};

static bool is_csv(const struct recout *r)
{
    return r->style->format == REC_CSV || r->style->format == REC_XCSV;
}

static void write_keys(struct recout *r)
{
    r->key_end = mem_array((size_t)r->n, sizeof *r->key_end);
    for (int i = 0; i < r->n; i++) {
        buf_ch(&r->keys, i ? ',' : '{');
        rec_json(&r->keys, r->cols[i]->name, strlen(r->cols[i]->name));
        buf_ch(&r->keys, ':');
        r->key_end[i] = r->keys.len;
    }
}

struct recout *recout_new(struct out *out, const struct rec_style *style,
                          const struct rec_column *const *cols, int n)
{
    struct recout *r = mem_alloc(sizeof *r);
    r->out = out;
    r->style = style;
    r->cols = cols;
    r->n = n;
    r->empty = style->empty ? style->empty : "-";
    r->empty_len = strlen(r->empty);
    buf_init(&r->keys);
    buf_init(&r->scratch);
    if (style->format == REC_JSONL) {
        write_keys(r);
    }
    if (style->format == REC_TABLE) {
        r->table = table_new(out, style, cols, n);
    }
    return r;
}

void recout_free(struct recout *r)
{
    if (!r) {
        return;
    }
    table_free(r->table);
    buf_free(&r->keys);
    buf_free(&r->scratch);
    free(r->key_end);
    free(r);
}

static void end_line(struct recout *r)
{
    struct buf *b = &r->out->buf;
    if (r->style->format == REC_XCSV || (r->style->format == REC_CSV && r->style->crlf)) {
        buf_add(b, "\r\n", 2);
    } else {
        buf_ch(b, r->style->format == REC_NUL ? '\0' : '\n');
    }
    out_record(r->out);
}

// Spreadsheets would run what begins like a formula; a TAB, inside quotes, stops them.
static void put_xcsv(struct buf *b, const char *s, size_t n)
{
    if (n == 0 || !memchr("=+-@\t\r", *s, 6)) {
        rec_csv(b, s, n);
        return;
    }
    struct buf guarded = BUF_INIT;
    buf_ch(&guarded, '\t');
    buf_add(&guarded, s, n);
    rec_csv(b, guarded.s, guarded.len);
    buf_free(&guarded);
}

static void start(struct recout *r)
{
    struct buf *b = &r->out->buf;
    enum rec_format f = r->style->format;
    r->started = true;
    if (f == REC_XCSV && !r->style->begun) {
        buf_str(b, BOM);
    }
    if (!r->style->header || !(is_csv(r) || f == REC_TSV)) {
        return;
    }
    for (int i = 0; i < r->n; i++) {
        const char *name = r->cols[i]->name;
        size_t n = strlen(name);
        if (i) {
            buf_ch(b, f == REC_TSV ? '\t' : ',');
        }
        if (f == REC_TSV) {
            rec_tsv(b, name, n);
        } else if (f == REC_XCSV) {
            put_xcsv(b, name, n);
        } else {
            rec_csv(b, name, n);
        }
    }
    end_line(r);
}

// Begins the next cell: where its text goes, NULL when this format does not print it.
static struct buf *begin(struct recout *r)
{
    struct buf *b = &r->out->buf;
    if (!r->started) {
        start(r);
    }
    if (r->at == r->n) {
        die(EXIT_SOFTWARE, "more than %d cells in a record", r->n);
    }
    int i = r->at++;
    switch (r->style->format) {
    case REC_TABLE:
        return table_begin(r->table, i);
    case REC_JSONL:
        buf_add(b, r->keys.s + (i ? r->key_end[i - 1] : 0),
                r->key_end[i] - (i ? r->key_end[i - 1] : 0));
        return b;
    case REC_TSV:
    case REC_CSV:
    case REC_XCSV:
        if (i) {
            buf_ch(b, r->style->format == REC_TSV ? '\t' : ',');
        }
        return b;
    default:
        return i ? NULL : b;
    }
}

static void end(struct recout *r)
{
    if (r->table) {
        table_end(r->table, r->at - 1);
    }
}

// A number or a word that is safe in every format.
static void put_plain(struct recout *r, const char *s)
{
    struct buf *b = begin(r);
    if (b) {
        buf_str(b, s);
        end(r);
    }
}

void recout_absent(struct recout *r)
{
    switch (r->style->format) {
    case REC_JSONL:
        put_plain(r, "null");
        break;
    case REC_TSV:
    case REC_TABLE:
        put_plain(r, r->empty);
        break;
    default:
        put_plain(r, is_csv(r) && r->n == 1 ? "\"\"" : ""); // a blank line would be no record
    }
}

void recout_int(struct recout *r, int64_t v)
{
    struct buf *b = begin(r);
    if (b) {
        buf_int(b, v);
        end(r);
    }
}

void recout_id(struct recout *r, int64_t id)
{
    if (id)
        recout_int(r, id);
    else
        recout_absent(r);
}

void recout_num(struct recout *r, double v)
{
    if (!isfinite(v)) {
        recout_absent(r);
        return;
    }
    buf_reset(&r->scratch);
    buf_num(&r->scratch, v);
    put_plain(r, r->scratch.s);
}

void recout_time(struct recout *r, int64_t at)
{
    const struct rec_style *style = r->style;
    struct buf *b;
    if (at == DATE_NONE) {
        recout_absent(r);
    } else if ((b = begin(r))) {
        bool json = style->format == REC_JSONL;
        if (json) {
            buf_ch(b, '"');
        }
        if (r->table && style->now != DATE_NONE) {
            date_human(b, at, style->now, style->zone);
        } else {
            date_iso(b, at);
        }
        if (json) {
            buf_ch(b, '"');
        }
        end(r);
    }
}

void recout_bool(struct recout *r, bool v)
{
    put_plain(r, v ? "true" : "false");
}

// Text that looks like the mark of an absent cell is written with an escape.
static void put_tsv(struct recout *r, struct buf *b, const char *s, size_t n)
{
    size_t from = b->len;
    if (n == 0) {
        buf_add(b, r->empty, r->empty_len);
        return;
    }
    rec_tsv(b, s, n);
    if (b->len - from == r->empty_len && memcmp(b->s + from, r->empty, r->empty_len) == 0) {
        buf_cut(b, from);
        buf_fmt(b, "\\u%04x", (unsigned)(unsigned char)*s);
        rec_tsv(b, s + 1, n - 1);
    }
}

static void put_json_list(struct buf *b, const char *s, size_t n)
{
    const char *comma = s;
    buf_ch(b, '[');
    while (n > 0 && comma) {
        comma = memchr(s, ',', n);
        size_t part = comma ? (size_t)(comma - s) : n;
        rec_json(b, s, part);
        if (comma && part + 1 < n) {
            buf_ch(b, ',');
            s = comma + 1;
        }
        n -= comma ? part + 1 : part;
    }
    buf_ch(b, ']');
}

static void put_text(struct recout *r, struct buf *b, const char *s, size_t n)
{
    switch (r->style->format) {
    case REC_TSV:
        put_tsv(r, b, s, n);
        break;
    case REC_CSV:
        rec_csv(b, s, n);
        break;
    case REC_XCSV:
        put_xcsv(b, s, n);
        break;
    case REC_JSONL:
        if (r->cols[r->at - 1]->type == REC_LIST) {
            put_json_list(b, s, n);
        } else {
            rec_json(b, s, n);
        }
        break;
    default:
        buf_add(b, s, n);
    }
}

// tsv and jsonl escape control characters anyway.
static bool must_show(const struct recout *r)
{
    return r->style->tty && r->style->format != REC_TSV && r->style->format != REC_JSONL;
}

void recout_text(struct recout *r, const char *s, size_t n)
{
    struct buf *b;
    if (!s || (r->table && n == 0)) {
        recout_absent(r);
    } else if (!(b = begin(r))) {
        return;
    } else if (r->table) {
        table_text(r->table, r->at - 1, s, n);
    } else if (must_show(r)) {
        buf_reset(&r->scratch);
        utf8_visible(&r->scratch, s, n, UTF8_KEEP_NONE);
        put_text(r, b, r->scratch.s, r->scratch.len);
    } else {
        put_text(r, b, s, n);
    }
}

void recout_str(struct recout *r, const char *s)
{
    recout_text(r, s, s ? strlen(s) : 0);
}

void recout_end(struct recout *r)
{
    while (r->at < r->n) {
        recout_absent(r);
    }
    r->at = 0;
    if (r->table) {
        table_row(r->table);
        return;
    }
    if (r->style->format == REC_JSONL) {
        buf_ch(&r->out->buf, '}');
    }
    end_line(r);
}

void recout_finish(struct recout *r)
{
    if (!r->started) {
        start(r);
    }
    if (r->table) {
        table_flush(r->table);
    }
}

int recout_lines(const struct recout *r)
{
    return r->table ? table_lines(r->table) : 1;
}

void recout_flush(struct recout *r)
{
    recout_finish(r);
    out_flush(r->out);
}
