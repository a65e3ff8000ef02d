// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/wrap.h"

#include <string.h>

#include "base/utf8.h"

#define FSI "\xE2\x81\xA8" // what is between these two cannot
#define PDI "\xE2\x81\xA9" // turn the order of what is around it

enum { TAB = 8, NARROWEST = 8 };

struct wrapping {
    struct buf *out;
    const struct wrap *w;
    const char *mark; // before the next line
};

static void put(struct wrapping *p, const char *s, size_t n)
{
    const struct wrap *w = p->w;
    size_t mark = strlen(p->mark);
    while (n == 0 && mark && p->mark[mark - 1] == ' ') // no blanks at the end of a blank line
        mark--;
    bool rtl = utf8_has_rtl(s, n);
    if (w->on)
        buf_str(p->out, w->on);
    buf_add(p->out, p->mark, mark);
    if (rtl)
        buf_str(p->out, FSI);
    buf_add(p->out, s, n);
    if (rtl)
        buf_str(p->out, PDI);
    if (w->on)
        buf_str(p->out, w->off);
    buf_ch(p->out, '\n');
    p->mark = w->indent;
}

// The word that begins at s: its length, and whether it is of printable ASCII alone.
static size_t word(const char *s, size_t n, bool *ascii)
{
    size_t i = 0;
    *ascii = true;
    for (; i < n && s[i] != ' '; i++)
        *ascii = *ascii && s[i] > ' ' && s[i] < 127;
    return i;
}

// How much of s goes into a line of `room` columns; s does not fit as a whole.
static size_t piece(const char *s, size_t n, int room)
{
    int used;
    size_t fits = utf8_prefix(s, n, room, &used), text = 0, cut = fits;
    while (text < fits && s[text] == ' ')
        text++;
    while (cut > text && s[cut] != ' ')
        cut--;
    if (cut > text) {
        while (s[cut - 1] == ' ')
            cut--;
        return cut;
    }
    bool ascii;
    size_t whole = text + word(s + text, n - text, &ascii);
    if (ascii && whole > fits)
        return whole;
    return fits ? fits : utf8_prefix(s, n, 2, &used); // one wide character at least
}

static void fold(struct wrapping *p, const char *s, size_t n)
{
    for (;;) {
        int used, room = p->w->width - utf8_width(p->mark, strlen(p->mark));
        if (room < NARROWEST)
            room = NARROWEST;
        if (p->w->width <= 0 || utf8_prefix(s, n, room, &used) == n) {
            put(p, s, n);
            return;
        }
        size_t len = piece(s, n, room);
        put(p, s, len ? len : n);
        if (!len || len == n)
            return;
        for (s += len, n -= len; n && *s == ' '; n--)
            s++;
        if (!n)
            return;
    }
}

static void expand_tabs(struct buf *line, const char *s, size_t n)
{
    const char *tab;
    int column = 0;
    while ((tab = n ? memchr(s, '\t', n) : NULL)) {
        size_t len = (size_t)(tab - s);
        buf_add(line, s, len);
        column += utf8_width(s, len);
        buf_fill(line, ' ', (size_t)(TAB - column % TAB));
        column += TAB - column % TAB;
        s += len + 1;
        n -= len + 1;
    }
    buf_add(line, s, n);
}

static size_t without_blank_end(const char *s, size_t n)
{
    while (n && strchr(" \t\r\n", s[n - 1]) && s[n - 1])
        n--;
    return n;
}

void wrap_text(struct buf *out, const struct wrap *w, const char *s, size_t n)
{
    struct wrapping p = {.out = out, .w = w, .mark = w->first};
    struct buf safe = BUF_INIT, line = BUF_INIT;
    const char *end = s + without_blank_end(s, n);
    while (s < end) {
        const char *nl = memchr(s, '\n', (size_t)(end - s)), *stop = nl ? nl : end;
        size_t len = (size_t)(stop - s);
        len -= nl && len && s[len - 1] == '\r';
        buf_reset(&safe);
        buf_reset(&line);
        if (w->safe)
            buf_add(&safe, s, len);
        else
            utf8_visible(&safe, s, len, UTF8_KEEP_TAB);
        expand_tabs(&line, safe.s, safe.len);
        fold(&p, line.s, line.len);
        s = nl ? nl + 1 : end;
    }
    buf_free(&safe);
    buf_free(&line);
}

void wrap_part(struct buf *out, const char *s, size_t n)
{
    bool rtl = utf8_has_rtl(s, n);
    if (rtl)
        buf_str(out, FSI);
    utf8_visible(out, s, n, UTF8_KEEP_NONE);
    if (rtl)
        buf_str(out, PDI);
}
