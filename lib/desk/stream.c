// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "desk/stream.h"

#define BOM "\xEF\xBB\xBF"

// Bytes of the record at `at` if it is whole, else 0.
static size_t record_size(struct stream *st)
{
    const char *s = st->in.s + st->at + st->bom;
    size_t n = st->in.len - st->at - st->bom;
    if (st->end == '\n')
        return (st->csv ? recin_csv_end : recin_newline)(&st->scan, s, n)
                   ? st->bom + st->scan.newline + 1
                   : 0;
    size_t from = st->scan.searched;
    const char *end = n > from ? memchr(s + from, st->end, n - from) : NULL;
    st->scan.searched = n;
    return end ? st->bom + (size_t)(end - s) + 1 : 0;
}

static void read_more(struct stream *st)
{
    if (st->at) {
        memmove(st->in.s, st->in.s + st->at, st->in.len - st->at);
        buf_cut(&st->in, st->in.len - st->at);
        st->at = 0;
    }
    ssize_t got = buf_some(&st->in, STDIN_FILENO, 65536);
    if (got < 0)
        die_errno(EXIT_IO, "stdin");
    st->ended = got == 0;
}

// A cell that begins behind a BOM begins the record: its quote is one.
static void skip_bom(struct stream *st)
{
    do {
        if (!st->ended)
            read_more(st);
    } while (!st->ended && st->in.len < 3 && memcmp(st->in.s, BOM, st->in.len) == 0);
    if (st->in.len >= 3 && memcmp(st->in.s, BOM, 3) == 0)
        st->bom = 3;
}

bool stream_next(struct stream *st, const char **s, size_t *n)
{
    for (size_t i = st->at; i < st->at + st->used; i++)
        st->line += st->in.s[i] == st->end;
    st->at += st->used;
    st->bom = 0;
    st->scan = (struct scan)SCAN_INIT;
    if (!st->line) {
        st->line = 1;
        skip_bom(st);
    }
    while (!(st->used = record_size(st)) && !st->ended) {
        if (st->in.len - st->at >= RECIN_RECORD_MAX + 65536)
            st->ended = true;
        else
            read_more(st);
    }
    if (!st->used)
        st->used = st->in.len - st->at;
    *s = st->in.s + st->at;
    *n = st->used;
    return st->used > 0;
}

void stream_free(struct stream *st)
{
    buf_free(&st->in);
}
