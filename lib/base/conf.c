// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/conf.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static const char blanks[] = " \t";
static const char letters[] = "\"\\nrt", meanings[] = "\"\\\n\r\t"; // of escapes

struct reader {
    struct conf *c;
    conf_bad *bad;
    void *arg;
    long line;
    bool lost;  // the last section line was bad: what follows belongs to nobody
    bool open;  // the last key has nothing behind "=": lines of it may follow
    bool begun; // some did, and stand in more
    struct buf more;
    struct buf why; // for messages
};

static void complain(struct reader *r)
{
    r->bad(r->arg, r->line, r->why.s);
    buf_reset(&r->why);
}

static void bad(struct reader *r, const char *text)
{
    buf_str(&r->why, text);
    complain(r);
}

// --- quoted text

static int hex(const char *s)
{
    int n = 0;
    for (int i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *at = s[i] ? strchr(digits, s[i]) : NULL;
        if (!at)
            return -1;
        n = n * 16 + (int)(at - digits) % 16;
    }
    return n;
}

// s is behind a backslash; what it stands for is appended.  Behind it, or NULL.
static const char *unescape(const char *s, struct buf *out)
{
    const char *at = *s ? strchr(letters, *s) : NULL;
    if (at) {
        buf_ch(out, meanings[at - letters]);
        return s + 1;
    }
    int cp = *s == 'u' ? hex(s + 1) : -1;
    if (cp <= 0 || (cp >= 0xD800 && cp < 0xE000))
        return NULL;
    utf8_encode(out, cp);
    return s + 5;
}

// s begins with a quote; its text is appended.  Behind the closing one, or NULL with the reason.
static const char *unquote(const char *s, struct buf *out, struct buf *why)
{
    for (s++; *s && *s != '"';) {
        if (*s != '\\') {
            buf_ch(out, *s++);
            continue;
        }
        const char *next = unescape(s + 1, out);
        if (!next) {
            buf_fmt(why, "unknown escape \"\\%.1s\": \\\" \\\\ \\n \\r \\t \\uXXXX are known",
                    (unsigned char)s[1] < 0x80 ? s + 1 : "?");
            return NULL;
        }
        s = next;
    }
    if (!*s)
        buf_str(why, "a quote is open: no closing \"");
    return *s ? s + 1 : NULL;
}

// The same for a text that must end the line.
static bool unquote_all(struct reader *r, const char *s, struct buf *out)
{
    const char *rest = unquote(s, out, &r->why);
    if (rest && !rest[strspn(rest, blanks)])
        return true;
    if (rest)
        buf_str(&r->why, "text behind the closing quote: a quote inside is written \\\"");
    complain(r);
    return false;
}

// --- sections

static struct conf_section *last_section(struct reader *r)
{
    return r->c->n && !r->lost ? &r->c->section[r->c->n - 1] : NULL;
}

static const struct conf_section *same_section(const struct conf *c, const char *kind,
                                               const char *name)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct conf_section *s = &c->section[i];
        bool named = name && s->name && strcmp(name, s->name) == 0;
        if (strcmp(kind, s->kind) == 0 && (named || (!name && !s->name)))
            return s;
    }
    return NULL;
}

static void add_section(struct reader *r, char *kind, char *name)
{
    struct conf *c = r->c;
    const struct conf_section *same = same_section(c, kind, name);
    if (same) {
        buf_fmt(&r->why, "this section began on line %ld already: put them together", same->line);
        complain(r);
        free(kind);
        free(name);
        return;
    }
    c->section = mem_grow(c->section, &c->cap, c->n, sizeof *c->section);
    c->section[c->n++] = (struct conf_section){.kind = kind, .name = name, .line = r->line};
    r->lost = false;
}

static size_t word_length(const char *s)
{
    return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
}

// Names may be in a key: letters of any script.
static size_t key_length(const char *s)
{
    size_t n = word_length(s);
    while ((unsigned char)s[n] >= 0x80 || word_length(s + n))
        n++;
    return n;
}

static void read_section(struct reader *r, const char *s)
{
    struct buf name = BUF_INIT;
    r->lost = true;
    s += 1 + strspn(s + 1, blanks);
    const char *kind = s;
    size_t n = word_length(s);
    s += n;
    s += strspn(s, blanks);
    bool named = n && *s == '"', closed = false;
    if (named)
        s = unquote(s, &name, &r->why);
    if (s) {
        s += strspn(s, blanks);
        closed = n && *s == ']' && !s[1 + strspn(s + 1, blanks)];
    }
    if (closed) {
        add_section(r, mem_strndup(kind, n), named ? mem_strdup(name.s) : NULL);
    } else {
        if (!r->why.len)
            buf_str(&r->why, "a section is [KIND] or [KIND \"NAME\"], alone on its line");
        complain(r);
    }
    buf_free(&name);
}

// --- keys and values

static void add_entry(struct reader *r, struct conf_section *s, const char *key, size_t n,
                      const char *value)
{
    s->entry = mem_grow(s->entry, &s->cap, s->n, sizeof *s->entry);
    s->entry[s->n++] = (struct conf_entry){
        .key = mem_strndup(key, n), .value = mem_strdup(value), .line = r->line};
}

static void read_value(struct reader *r, struct conf_section *s, const char *key, size_t n,
                       const char *text)
{
    struct buf value = BUF_INIT;
    bool good = true;
    if (*text == '"') {
        good = unquote_all(r, text, &value);
    } else {
        buf_str(&value, text);
        buf_trim(&value);
    }
    if (good)
        add_entry(r, s, key, n, value.s);
    r->open = good && !*text;
    buf_free(&value);
}

static void read_entry(struct reader *r, const char *s)
{
    struct conf_section *section = last_section(r);
    size_t n = key_length(s);
    const char *sign = s + n + strspn(s + n, blanks);
    if (!section && r->lost)
        return;
    if (!section)
        bad(r, "a key before the first section: begin with [KIND] or [KIND \"NAME\"]");
    else if (!n || *sign != '=')
        bad(r, "neither a section, nor KEY = VALUE, nor a line of a longer value (| TEXT)");
    else
        read_value(r, section, s, n, sign + 1 + strspn(sign + 1, blanks));
}

// A longer value has ended.
static void settle(struct reader *r)
{
    if (r->begun) {
        struct conf_section *section = last_section(r);
        struct conf_entry *e = &section->entry[section->n - 1];
        free(e->value);
        e->value = buf_detach(&r->more);
    }
    r->open = r->begun = false;
}

// A further line of it.
static void read_more(struct reader *r, const char *s)
{
    struct buf line = BUF_INIT;
    if (r->lost)
        return;
    if (!r->open) {
        bad(r, "a line of a longer value, but nothing stands open: write KEY = above the first");
        return;
    }
    if (*s == '|')
        buf_str(&line, s + 1 + (s[1] == ' '));
    else
        unquote_all(r, s, &line);
    buf_str(&r->more, r->begun ? "\n" : "");
    buf_add(&r->more, line.s, line.len);
    r->begun = true;
    buf_free(&line);
}

static void read_line(struct reader *r, const char *s)
{
    s += strspn(s, blanks);
    if (!*s || *s == '#')
        return;
    if (*s == '|' || *s == '"') {
        read_more(r, s);
        return;
    }
    settle(r);
    if (*s == '[')
        read_section(r, s);
    else
        read_entry(r, s);
}

void conf_parse(struct conf *c, const char *text, size_t len, conf_bad *bad_line, void *arg)
{
    struct reader r = {.c = c, .bad = bad_line, .arg = arg, .more = BUF_INIT, .why = BUF_INIT};
    struct buf line = BUF_INIT;
    const char *end = text + len;
    *c = (struct conf){0};
    if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t n = (size_t)((newline ? newline : end) - text);
        r.line++;
        buf_reset(&line);
        buf_add(&line, text, n);
        if (n && line.s[n - 1] == '\r')
            buf_cut(&line, n - 1);
        size_t valid = utf8_valid(line.s, line.len);
        if (valid == line.len)
            read_line(&r, line.s);
        else {
            buf_fmt(&r.why, "no UTF-8 at byte %zu of the line", valid + 1);
            complain(&r);
        }
        text += n + 1;
    }
    settle(&r);
    buf_free(&line);
    buf_free(&r.why);
}

void conf_free(struct conf *c)
{
    for (size_t i = 0; i < c->n; i++) {
        struct conf_section *s = &c->section[i];
        for (size_t k = 0; k < s->n; k++) {
            free(s->entry[k].key);
            free(s->entry[k].value);
        }
        free(s->entry);
        free(s->kind);
        free(s->name);
    }
    free(c->section);
    *c = (struct conf){0};
}

const struct conf_entry *conf_find(const struct conf_section *s, const char *key)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->entry[i].key, key) == 0)
            return &s->entry[i];
    return NULL;
}

// --- writing

static bool needs_escape(const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        int32_t cp;
        int size = utf8_decode(s + i, n - i, &cp);
        if (size < 0 || utf8_is_control(cp) || utf8_is_bidi(cp) || cp == 0xFEFF)
            return true;
        i += (size_t)size;
    }
    return false;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

void conf_quote(struct buf *b, const char *s, size_t n)
{
    buf_ch(b, '"');
    for (size_t i = 0; i < n;) {
        int32_t cp;
        int size = utf8_decode(s + i, n - i, &cp);
        if (size < 0)
            cp = 0xFFFD, size = 1;
        const char *at = cp > 0 && cp < 128 ? strchr(meanings, (int)cp) : NULL;
        if (at)
            buf_fmt(b, "\\%c", letters[at - meanings]);
        else if (utf8_is_control(cp) || utf8_is_bidi(cp) || cp == 0xFEFF)
            buf_fmt(b, "\\u%04x", (unsigned)cp);
        else
            utf8_encode(b, cp);
        i += (size_t)size;
    }
    buf_ch(b, '"');
}

void conf_put_section(struct buf *b, const char *kind, const char *name)
{
    buf_fmt(b, "%s[%s", b->len ? "\n" : "", kind);
    if (name) {
        buf_ch(b, ' ');
        conf_quote(b, name, strlen(name));
    }
    buf_str(b, "]\n");
}

// One line of a longer value.
static void put_line(struct buf *b, const char *s, size_t n)
{
    buf_str(b, "        ");
    if ((n && is_blank(s[n - 1])) || needs_escape(s, n))
        conf_quote(b, s, n);
    else if (n)
        buf_fmt(b, "| %.*s", (int)n, s);
    else
        buf_ch(b, '|');
    buf_ch(b, '\n');
}

void conf_put(struct buf *b, const char *key, const char *value)
{
    size_t n = strlen(value);
    buf_fmt(b, "    %s =", key);
    if (!strchr(value, '\n')) {
        bool plain = n && !strchr("\"|", *value) && !is_blank(*value) && !is_blank(value[n - 1]) &&
                     !needs_escape(value, n);
        buf_ch(b, ' ');
        if (plain)
            buf_str(b, value);
        else
            conf_quote(b, value, n);
        buf_ch(b, '\n');
        return;
    }
    buf_ch(b, '\n');
    for (const char *s = value;; s += n + 1) {
        n = strcspn(s, "\n");
        put_line(b, s, n);
        if (!s[n])
            return;
    }
}
