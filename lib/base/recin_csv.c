// SPDX-License-Identifier: GPL-3.0-or-later
// csv and xcsv: libcsv takes single records apart, so that lines and offsets are ours and one bad
// record spoils no other.
#include "base/recin_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define GROW      8192u
#define FIELD_CAP (REC_FIELD_MAX + GROW)

// Moves scan->at behind the quote that ends a cell.  False when the data ends before that is sure.
static bool leave_quotes(struct scan *scan, const char *s, size_t n)
{
    while (scan->at < n) {
        const char *q = memchr(s + scan->at, '"', n - scan->at);
        scan->at = q ? (size_t)(q - s) : n;
        if (scan->at + 1 >= n) {
            return false;
        }
        scan->quoted = q[1] == '"';
        scan->at += scan->quoted ? 2 : 1;
        if (!scan->quoted) {
            return true;
        }
    }
    return false;
}

// Moves scan->at behind a quote that begins a cell before `end`, or to end.  A quote elsewhere
// opens nothing: libcsv will refuse it, and the next line is a record again.
static void enter_quotes(struct scan *scan, const char *s, size_t end)
{
    while (!scan->quoted && scan->at < end) {
        const char *q = memchr(s + scan->at, '"', end - scan->at);
        scan->at = q ? (size_t)(q - s) + 1 : end;
        scan->quoted = q && (q == s || q[-1] == ',');
    }
}

bool recin_csv_end(struct scan *scan, const char *s, size_t n)
{
    for (;;) {
        if (scan->quoted && !leave_quotes(scan, s, n)) {
            return false;
        }
        bool found = recin_newline(scan, s, n);
        enter_quotes(scan, s, found ? scan->newline : n);
        if (!scan->quoted) {
            return found;
        }
    }
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

// libcsv asks for less when it is refused, so a cell may grow to exactly the cap.
static void *grow_field(void *p, size_t n)
{
    if (n > FIELD_CAP) {
        return NULL;
    }
    p = realloc(p, n);
    if (!p) {
        die(EXIT_TEMP, "out of memory");
    }
    return p;
}

static void prepare(struct recin *r)
{
    if (r->csv_ready) {
        return;
    }
    csv_init(&r->csv, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    csv_set_space_func(&r->csv, no_space);
    csv_set_realloc_func(&r->csv, grow_field);
    csv_set_blk_size(&r->csv, GROW);
    r->csv_ready = true;
}

void recin_csv_free(struct recin *r)
{
    if (r->csv_ready) {
        csv_free(&r->csv);
    }
    r->csv_ready = false;
}

// Spreadsheets take a cell that begins so for a formula; xcsv puts a TAB before it.
static bool is_guarded(const char *s, size_t n)
{
    return n > 1 && s[0] == '\t' && strchr("=+-@\t\r", s[1]) && s[1];
}

static void on_cell(void *data, size_t n, void *to)
{
    struct recin *r = to;
    const char *s = data;
    if (r->format == REC_XCSV && is_guarded(s, n)) {
        s++;
        n--;
    }
    r->bad = r->bad || !recin_cell(r, r->got, s, n, r->err);
    r->got++;
}

static void on_row(int end, void *to)
{
    struct recin *r = to;
    (void)end;
    r->csv_rows++;
}

// What libcsv calls a parse error is one of three things that a person can mend.
static void complain(struct recin *r, bool ended, struct buf *err)
{
    int code = csv_error(&r->csv);
    recin_where(r, r->got, err);
    if (code == CSV_ENOMEM || code == CSV_ETOOBIG) {
        buf_fmt(err, "more than %u bytes", REC_FIELD_MAX);
    } else if (ended) {
        buf_str(err, "quote never closed");
    } else if (r->csv.quoted) {
        buf_str(err, "text behind the closing quote: double every quote inside the cell");
    } else {
        buf_str(err, "a quote inside an unquoted cell: double it and quote the cell");
    }
}

bool recin_csv(struct recin *r, const char *s, size_t n, struct buf *err)
{
    prepare(r);
    r->csv_rows = 0;
    r->err = err;
    bool parsed = csv_parse(&r->csv, s, n, on_cell, on_row, r) == n;
    bool ended = parsed; // csv_fini ends the last line of a file; it does nothing behind a newline
    parsed = parsed && csv_fini(&r->csv, on_cell, on_row, r) == 0;
    if (!parsed) {
        if (!r->bad) {
            complain(r, ended, err);
        }
        recin_csv_free(r); // what it holds of the bad cell must not reach the next record
        return false;
    }
    if (r->csv_rows > 1 && !r->bad) {
        buf_str(err,
                "a carriage return inside an unquoted cell: quote the cell, or end lines with LF");
        return false;
    }
    return !r->bad;
}
