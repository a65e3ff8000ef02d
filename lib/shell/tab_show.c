// SPDX-License-Identifier: GPL-3.0-or-later
// A list of words for the terminal.
#include <string.h>

#include "base/utf8.h"
#include "shell/tab.h"

static int widest(const struct tab_words *w)
{
    int most = 0;
    for (size_t i = 0; i < w->n; i++) {
        int width = utf8_width(w->v[i].word, strlen(w->v[i].word));
        most = width > most ? width : most;
    }
    return most;
}

static void cut(struct buf *b, size_t from, int width)
{
    int used;
    size_t n = b->len - from, fits = utf8_prefix(b->s + from, n, width, &used);
    if (fits == n)
        return;
    buf_cut(b, from + utf8_prefix(b->s + from, n, width - 1, &used));
    buf_str(b, "…");
}

static void show_row(struct buf *out, const struct tab_word *w, int column, int width)
{
    size_t from = out->len;
    int used = utf8_width(w->word, strlen(w->word));
    buf_str(out, w->word);
    if (w->text) {
        buf_fill(out, ' ', (size_t)(column > used ? column - used : 0) + 2);
        bool rtl = utf8_has_rtl(w->text, strlen(w->text));
        buf_fmt(out, "%s%s%s", rtl ? "\u2068" : "", w->text, rtl ? "\u2069" : "");
    }
    cut(out, from, width);
    buf_ch(out, '\n');
}

static bool has_texts(const struct tab_words *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].text)
            return true;
    return false;
}

// Words alone stand side by side, in columns read downwards.
static size_t show_columns(struct buf *out, const struct tab_words *w, int width, size_t most)
{
    size_t column = (size_t)widest(w) + 2, across = (size_t)width / column;
    across = across ? across : 1;
    size_t rows = (w->n + across - 1) / across, shown_rows = rows < most ? rows : most;
    for (size_t row = 0; row < shown_rows; row++) {
        size_t from = out->len;
        for (size_t i = row; i < w->n; i += rows) {
            size_t used = (size_t)utf8_width(w->v[i].word, strlen(w->v[i].word));
            buf_str(out, w->v[i].word);
            if (i + rows < w->n)
                buf_fill(out, ' ', column - used);
        }
        cut(out, from, width);
        buf_ch(out, '\n');
    }
    size_t hidden = rows > shown_rows ? w->n - w->n * shown_rows / rows : 0;
    return w->n - hidden;
}

static size_t show_rows(struct buf *out, const struct tab_words *w, int width, size_t most)
{
    int column = widest(w), limit = width / 2;
    size_t i = 0;
    for (; i < w->n && i < most; i++)
        show_row(out, &w->v[i], column < limit ? column : limit, width);
    return i;
}

void tab_show(struct buf *out, const struct tab_words *w, int width, int height)
{
    size_t most = height > 6 ? (size_t)height - 3 : 3;
    bool rows = has_texts(w) && !(w->brief && w->n > most);
    size_t done = rows ? show_rows(out, w, width, most) : show_columns(out, w, width, most);
    if (done < w->n)
        buf_fmt(out, "... and %zu more: go on typing\n", w->n - done);
}
