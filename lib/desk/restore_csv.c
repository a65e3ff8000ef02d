// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of the CSV that tk-export writes: RFC 4180 where nothing at all is absent and "" is empty,
// so quotes must be seen; hence not by the reader of foreign CSV in lib/base.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "desk/export_impl.h"
#include "desk/restore_impl.h"

struct cell {
    char *s; // ended by NUL
    size_t n;
    bool absent;
};

// Takes the quotes off, in place; the byte behind the closing one.
static char *unquote(const struct feed *f, char *p, const char *end, struct cell *c)
{
    char *to = c->s = p + 1;
    for (p++; p < end && (*p != '"' || p[1] == '"'); p++) {
        p += *p == '"';
        *to++ = *p;
    }
    if (p >= end)
        feed_bad(f, "a quote that nothing closes");
    c->n = (size_t)(to - c->s);
    *to = '\0';
    return p + 1;
}

// The cell at p, which is behind the end where there is no more; where the next one begins.
static char *next_cell(const struct feed *f, char *p, char *end, struct cell *c)
{
    *c = (struct cell){.s = p};
    if (p > end)
        feed_bad(f, "too few cells");
    if (*p == '"' && p < end) {
        p = unquote(f, p, end, c);
        if (p < end && *p != ',')
            feed_bad(f, "a quote in the middle of a cell");
        return p + 1;
    }
    char *stop = memchr(p, ',', (size_t)(end - p));
    if (!stop)
        stop = end;
    c->n = (size_t)(stop - p);
    c->absent = c->n == 0;
    *stop = '\0';
    return stop + 1;
}

static struct val to_int(const struct feed *f, const struct cell *c)
{
    char *end;
    errno = 0;
    long long v = strtoll(c->s, &end, 10);
    if (errno || end != c->s + c->n || (*c->s != '-' && (*c->s < '0' || *c->s > '9')))
        feed_bad(f, "no whole number: \"%.40s\"", c->s);
    return val_int(v);
}

static struct val to_real(const struct feed *f, const struct cell *c)
{
    char *end;
    double v = strtod(c->s, &end);
    if (!c->n || end != c->s + c->n)
        feed_bad(f, "no number: \"%.40s\"", c->s);
    return val_real(v);
}

static struct val to_blob(const struct feed *f, const struct cell *c)
{
    if (!unhex(c->s, c->n, c->s))
        feed_bad(f, "no hexadecimal digits: \"%.40s\"", c->s);
    return val_blob(c->s, c->n / 2);
}

// type: of the column, or for one of any type the first letter of what the next cell says.
static struct val to_val(const struct feed *f, const struct cell *c, char type)
{
    if (c->absent)
        return val_null();
    switch (type) {
    case 'i':
        return to_int(f, c);
    case 'r':
        return to_real(f, c);
    case 'b':
        return to_blob(f, c);
    default:
        return val_text(c->s, c->n);
    }
}

static char type_letter(const struct feed *f, const struct cell *value, const struct cell *type)
{
    static const char *const words[] = {"integer", "real", "text", "blob"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(type->s, words[i]) == 0 && !value->absent)
            return *words[i];
    if (!type->absent || !value->absent)
        feed_bad(f, "a value of no type: \"%.40s\", \"%.40s\"", value->s, type->s);
    return 't';
}

bool csv_row(struct feed *f, const struct portable *p, struct val *vals)
{
    char *s;
    size_t n;
    if (!feed_record(f, true, &s, &n))
        return false;
    char *end = s + n;
    for (size_t i = 0; p->types[i]; i++) {
        struct cell value, type;
        s = next_cell(f, s, end, &value);
        char letter = p->types[i];
        if (letter == 'a') {
            s = next_cell(f, s, end, &type);
            letter = type_letter(f, &value, &type);
        }
        vals[i] = to_val(f, &value, letter);
    }
    if (s <= end)
        feed_bad(f, "too many cells");
    return true;
}

void csv_head(struct feed *f, const struct portable *p)
{
    char *s;
    size_t n;
    struct sheet_columns c;
    struct buf want = BUF_INIT;
    sheet_columns(&c, p);
    sheet_csv_head(&want, &c);
    buf_cut(&want, want.len - 1);
    bool there = feed_record(f, true, &s, &n);
    f->line = 1;
    if (!there || n != want.len || memcmp(s, want.s, n) != 0)
        feed_bad(f, "its first line must be \"%s\"", want.s);
    buf_free(&want);
    sheet_columns_free(&c);
}
