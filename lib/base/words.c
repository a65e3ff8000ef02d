// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct scan { // what is left of the line
    const char *at, *end;
    struct buf *word;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

void words_add(struct words *w, const char *word)
{
    w->v = mem_grow(w->v, &w->cap, (size_t)w->n + 1, sizeof *w->v); // one more for the NULL
    w->v[w->n++] = mem_strdup(word);
    w->v[w->n] = NULL;
}

static bool open_quote(char quote, struct buf *err)
{
    buf_fmt(err, "a quote is open: no closing %c", quote);
    return false;
}

// Behind the opening quote, like all below.
static bool take_single(struct scan *s, struct buf *err)
{
    const char *close = memchr(s->at, '\'', (size_t)(s->end - s->at));
    if (!close) {
        buf_add(s->word, s->at, (size_t)(s->end - s->at));
        s->at = s->end;
        return open_quote('\'', err);
    }
    buf_add(s->word, s->at, (size_t)(close - s->at));
    s->at = close + 1;
    return true;
}

static bool take_double(struct scan *s, struct buf *err)
{
    while (s->at < s->end && *s->at != '"') {
        if (*s->at == '\\' && s->at + 1 < s->end && strchr("\"\\$`\n", s->at[1])) {
            s->at++;
            if (*s->at++ != '\n')
                buf_ch(s->word, s->at[-1]);
        } else {
            buf_ch(s->word, *s->at++);
        }
    }
    if (s->at == s->end)
        return open_quote('"', err);
    s->at++;
    return true;
}

static bool take_escaped(struct scan *s, struct buf *err)
{
    if (s->at == s->end) {
        buf_str(err, "a backslash at the end, with nothing behind it");
        return false;
    }
    if (*s->at++ != '\n')
        buf_ch(s->word, s->at[-1]);
    return true;
}

static bool take_word(struct scan *s, const char *stops, struct buf *err)
{
    bool fine = true;
    while (fine && s->at < s->end && !is_blank(*s->at) && !strchr(stops, *s->at)) {
        char c = *s->at++;
        if (c == '\'')
            fine = take_single(s, err);
        else if (c == '"')
            fine = take_double(s, err);
        else if (c == '\\')
            fine = take_escaped(s, err);
        else
            buf_ch(s->word, c);
    }
    return fine;
}

// What lies between words; an escaped newline is nothing at all.
static void skip_blanks(struct scan *s, bool comments)
{
    while (s->at < s->end) {
        if (is_blank(*s->at)) {
            s->at++;
        } else if (*s->at == '\\' && s->at + 1 < s->end && s->at[1] == '\n') {
            s->at += 2;
        } else if (comments && *s->at == '#') {
            const char *newline = memchr(s->at, '\n', (size_t)(s->end - s->at));
            s->at = newline ? newline : s->end;
        } else {
            return;
        }
    }
}

bool words_take(const char **at, const char *end, const char *stops, struct buf *word,
                struct buf *err)
{
    struct scan s = {*at, end, word};
    bool fine = take_word(&s, stops, err);
    *at = s.at;
    return fine;
}

bool words_split(struct words *w, const char *line, size_t len, bool comments, struct buf *err)
{
    struct buf word = BUF_INIT;
    struct scan s = {line, line + len, &word};
    bool fine = !memchr(line, '\0', len);
    if (!fine)
        buf_str(err, "a NUL byte");
    skip_blanks(&s, comments);
    while (fine && s.at < s.end) {
        fine = take_word(&s, "", err);
        if (fine)
            words_add(w, word.s);
        buf_reset(&word);
        skip_blanks(&s, comments);
    }
    buf_free(&word);
    return fine;
}

void words_free(struct words *w)
{
    for (int i = 0; i < w->n; i++)
        free(w->v[i]);
    free(w->v);
    *w = (struct words){0};
}

static bool is_plain(const char *s)
{
    for (; *s; s++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+./:=@%,", *s))
            return false;
    return true;
}

void words_quote(struct buf *b, const char *s)
{
    if (*s && is_plain(s)) {
        buf_str(b, s);
        return;
    }
    buf_ch(b, '\'');
    for (; *s; s++)
        if (*s == '\'')
            buf_str(b, "'\\''");
        else
            buf_ch(b, *s);
    buf_ch(b, '\'');
}
