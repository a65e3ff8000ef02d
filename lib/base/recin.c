// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/recin.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/recin_impl.h"
#include "base/utf8.h"

#define BLOCK (128u << 10)
#define BOM   "\xEF\xBB\xBF"

struct recin *recin_new(struct spool *spool, const char *name, enum rec_format format,
                        const char *absent)
{
    struct recin *r = mem_alloc(sizeof *r);
    r->spool = spool;
    r->name = name;
    r->format = format;
    r->absent = mem_strdup(absent ? absent : "-");
    r->absent_len = strlen(r->absent);
    buf_init(&r->window);
    buf_init(&r->text);
    buf_init(&r->scratch);
    recin_rewind(r);
    return r;
}

void recin_free(struct recin *r)
{
    if (!r) {
        return;
    }
    recin_csv_free(r);
    for (int i = 0; i < r->n; i++) {
        free(r->names[i]);
    }
    free(r->names);
    free(r->cell);
    free(r->len);
    free(r->absent);
    buf_free(&r->window);
    buf_free(&r->text);
    buf_free(&r->scratch);
    free(r);
}

struct recin_place recin_tell(const struct recin *r)
{
    return (struct recin_place){r->window_off + r->pos, r->line};
}

void recin_seek(struct recin *r, struct recin_place place)
{
    buf_reset(&r->window);
    r->window_off = place.off;
    r->pos = 0;
    r->line = place.line;
    r->broken = false;
}

void recin_rewind(struct recin *r)
{
    recin_seek(r, (struct recin_place){r->header_size, 1 + r->header_lines});
}

const char *recin_name(const struct recin *r)
{
    return r->name;
}

int recin_columns(const struct recin *r)
{
    return r->n;
}

const char *recin_column(const struct recin *r, int i)
{
    return r->names[i];
}

uint64_t recin_header_size(const struct recin *r)
{
    return r->header_size;
}

bool recin_newline(struct scan *scan, const char *s, size_t n)
{
    if (scan->newline != SIZE_MAX && scan->newline >= scan->at) {
        return true;
    }
    size_t from = scan->searched > scan->at ? scan->searched : scan->at;
    const char *nl = from < n ? memchr(s + from, '\n', n - from) : NULL;
    scan->newline = nl ? (size_t)(nl - s) : SIZE_MAX;
    scan->searched = nl ? scan->newline + 1 : n;
    return nl != NULL;
}

// Reads on behind the window, which loses what was consumed.  False at the end of the spool.
static bool more(struct recin *r)
{
    struct buf *w = &r->window;
    w->len -= r->pos;
    if (w->len) {
        memmove(w->s, w->s + r->pos, w->len);
    }
    r->window_off += r->pos;
    r->pos = 0;
    buf_room(w, BLOCK);
    size_t n = spool_pread(r->spool, r->window_off + w->len, w->s + w->len, BLOCK);
    w->len += n;
    w->s[w->len] = 0;
    return n > 0;
}

static void skip_bom(struct recin *r)
{
    bool grown = true;
    while (grown && r->window.len < 3) {
        grown = more(r);
    }
    if (r->window.len >= 3 && memcmp(r->window.s, BOM, 3) == 0) {
        r->pos = 3;
    }
}

// The bytes of the next record with its line end; 0 at the end of the input.
static size_t find_record(struct recin *r)
{
    struct scan scan = SCAN_INIT;
    bool csv = r->format == REC_CSV || r->format == REC_XCSV;
    if (r->window_off + r->pos == 0) {
        skip_bom(r);
    }
    for (;;) {
        const char *s = r->window.s + r->pos;
        size_t n = r->window.len - r->pos;
        if (csv ? recin_csv_end(&scan, s, n) : recin_newline(&scan, s, n)) {
            return scan.newline + 1;
        }
        r->broken = n >= RECIN_RECORD_MAX;
        if (r->broken || !more(r)) {
            return n;
        }
    }
}

static long count_lines(const char *s, size_t n)
{
    long lines = 0;
    for (const char *nl; n > 0; lines++) {
        nl = memchr(s, '\n', n);
        size_t part = nl ? (size_t)(nl - s) + 1 : n;
        s += part;
        n -= part;
    }
    return lines;
}

static size_t without_line_end(const char *s, size_t n)
{
    if (n > 0 && s[n - 1] == '\n') {
        n--;
    }
    if (n > 0 && s[n - 1] == '\r') {
        n--;
    }
    return n;
}

// The next record that is not a blank line.  False at the end.
static bool take_record(struct recin *r, struct record *rec, const char **s)
{
    size_t n;
    do {
        n = find_record(r);
        *s = r->window.s + r->pos;
        rec->off = r->window_off + r->pos;
        rec->size = n;
        rec->line = r->line;
        r->line += count_lines(*s, n);
        r->pos += n;
    } while (n > 0 && without_line_end(*s, n) == 0);
    return n > 0;
}

void recin_room(struct recin *r, int limit)
{
    r->cell = mem_grow(r->cell, &r->cell_cap, (size_t)limit, sizeof *r->cell);
    r->len = mem_grow(r->len, &r->len_cap, (size_t)limit, sizeof *r->len);
    for (; r->limit < limit; r->limit++) {
        r->cell[r->limit] = NULL;
        r->len[r->limit] = 0;
    }
}

// The text gets room at once, so that no cell moves later: a cell with its terminator is never
// longer than it was written with its delimiter.
static void begin_cells(struct recin *r, int limit, size_t n)
{
    r->limit = 0;
    recin_room(r, limit);
    buf_reset(&r->text);
    buf_room(&r->text, n + 2);
    r->got = 0;
    r->bad = false;
}

static void complain_endless(struct buf *err)
{
    buf_fmt(err, "a record of more than %u MiB: is there a quote that is never closed?",
            RECIN_RECORD_MAX >> 20);
}

static bool parse(struct recin *r, int limit, const char *s, size_t n, struct buf *err)
{
    begin_cells(r, limit, n);
    if (r->broken) {
        complain_endless(err);
        return false;
    }
    r->dirty = utf8_valid(s, n) < n;
    switch (r->format) {
    case REC_CSV:
    case REC_XCSV:
        return recin_csv(r, s, n, err);
    case REC_TSV:
        return recin_tsv(r, s, without_line_end(s, n), err);
    default:
        return recin_json(r, s, without_line_end(s, n), err);
    }
}

static int find_column(const struct recin *r, const char *name, size_t n)
{
    for (int i = 0; i < r->n; i++) {
        if (strncmp(r->names[i], name, n) == 0 && !r->names[i][n]) {
            return i;
        }
    }
    return -1;
}

int recin_add_column(struct recin *r, const char *name, size_t n, struct buf *err)
{
    if (r->n == REC_COLUMNS_MAX) {
        buf_fmt(err, "more than %d columns", REC_COLUMNS_MAX);
    } else if (n == 0 && !r->repeats) {
        buf_fmt(err, "column %d has no name", r->n + 1);
    } else if (!r->repeats && find_column(r, name, n) >= 0) {
        buf_fmt(err, "two columns are called \"%.*s\"", (int)n, name);
    } else {
        r->names = mem_grow(r->names, &r->names_cap, (size_t)r->n, sizeof *r->names);
        r->names[r->n] = mem_strndup(name, n);
        return r->n++;
    }
    return -1;
}

void recin_allow_repeats(struct recin *r)
{
    r->repeats = true;
}

bool recin_header(struct recin *r, struct buf *err)
{
    struct record rec;
    const char *s;
    if (r->format == REC_JSONL) {
        return true;
    }
    if (!take_record(r, &rec, &s)) {
        buf_str(err, "no header: the first line must name the columns");
        return false;
    }
    if (!parse(r, REC_COLUMNS_MAX, s, rec.size, err)) {
        return false;
    }
    for (int i = 0; i < r->got; i++) {
        const char *name = i < r->limit && r->cell[i] ? r->cell[i] : "";
        if (recin_add_column(r, name, strlen(name), err) < 0) {
            return false;
        }
    }
    r->header_size = rec.off + rec.size;
    r->header_lines = r->line - 1;
    return true;
}

enum recin_rc recin_next(struct recin *r, struct record *rec, struct buf *err)
{
    const char *s;
    if (r->broken || !take_record(r, rec, &s)) {
        return RECIN_END;
    }
    bool good = parse(r, r->n, s, rec->size, err);
    if (r->broken) {
        rec->size = spool_size(r->spool) - rec->off;
    }
    if (good && r->format != REC_JSONL && r->got != r->n) {
        buf_fmt(err, "%d cell%s, the header has %d", r->got, r->got == 1 ? "" : "s", r->n);
        good = false;
    }
    rec->n = good ? r->n : 0;
    rec->cell = r->cell;
    rec->len = r->len;
    return good ? RECIN_OK : RECIN_BAD;
}

enum recin_rc recin_tree(struct recin *r, struct record *rec, struct json_t **tree, struct buf *err)
{
    const char *s;
    *tree = NULL;
    if (r->broken || !take_record(r, rec, &s)) {
        return RECIN_END;
    }
    rec->n = 0;
    if (r->broken) {
        rec->size = spool_size(r->spool) - rec->off;
        complain_endless(err);
        return RECIN_BAD;
    }
    r->dirty = utf8_valid(s, rec->size) < rec->size;
    *tree = recin_json_tree(r, s, without_line_end(s, rec->size), err);
    return *tree ? RECIN_OK : RECIN_BAD;
}
