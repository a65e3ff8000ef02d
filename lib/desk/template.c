// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "base/utf8.h"

static const struct {
    const char *name, *help;
} words[] = {
#define TEMPLATE_ROW(id, word, help) [id] = {word, help},
    TEMPLATE_WORDS(TEMPLATE_ROW)
#undef TEMPLATE_ROW
};

struct reader {
    struct template *t;
    const char *s, *end;
    long line;
    size_t from; // of the text that the next placeholder ends, in the store
};

// --- what is wrong

enum { SHOWN = 40 }; // columns of a placeholder in a message: it may be as long as the text

static int complain(struct buf *err, long line, const char *text)
{
    buf_fmt(err, "line %ld: %s", line, text);
    return EXIT_DATA;
}

static int unknown(const struct reader *r, const char *name, struct buf *err)
{
    struct suggest s;
    int used;
    size_t n = strlen(name), shown = utf8_prefix(name, n, SHOWN, &used);
    suggest_init(&s, name);
    for (size_t i = 0; i < PLACE_CUSTOM; i++)
        suggest_offer(&s, words[i].name);
    buf_fmt(err, "line %ld: unknown placeholder {%.*s%s}", r->line, (int)shown, name,
            shown < n ? "..." : "");
    suggest_end(&s, err);
    buf_str(err, " (tk-macro placeholders lists them; a brace itself is {{ or }})");
    return EXIT_DATA;
}

// --- reading

static bool find_word(const char *name, enum template_word *word)
{
    for (int i = 0; i < PLACE_CUSTOM; i++)
        if (strcmp(name, words[i].name) == 0) {
            *word = (enum template_word)i;
            return true;
        }
    *word = PLACE_CUSTOM;
    return strncmp(name, "x.", 2) == 0 && name[2];
}

static const char *keep(struct template *t, const char *s, size_t n)
{
    const char *at = t->store.s + t->store.len;
    buf_add(&t->store, s, n);
    buf_ch(&t->store, '\0');
    return at;
}

static struct template_part *new_part(struct reader *r)
{
    struct template *t = r->t;
    t->part = mem_grow(t->part, &t->cap, t->n, sizeof *t->part);
    t->part[t->n] = (struct template_part){
        .text = t->store.s + r->from, .len = t->store.len - r->from, .line = r->line};
    return &t->part[t->n++];
}

// Behind a brace.
static int read_place(struct reader *r, struct buf *err)
{
    size_t rest = (size_t)(r->end - r->s), n = 0;
    while (n < rest && !strchr("{}\n", r->s[n])) // and no NUL
        n++;
    if (n == rest || r->s[n] != '}')
        return complain(err, r->line,
                        "an open brace: a placeholder is {NAME} or {NAME|DEFAULT}, on one line; "
                        "a brace itself is {{");
    const char *bar = memchr(r->s, '|', n);
    size_t len = bar ? (size_t)(bar - r->s) : n;
    struct template_part *p = new_part(r);
    p->name = keep(r->t, r->s, len);
    if (bar)
        p->fallback = keep(r->t, bar + 1, n - len - 1);
    r->from = r->t->store.len;
    r->s += n + 1;
    return find_word(p->name, &p->word) ? 0 : unknown(r, p->name, err);
}

static int read_brace(struct reader *r, struct buf *err)
{
    char brace = *r->s++;
    if (r->s < r->end && *r->s == brace) {
        buf_ch(&r->t->store, brace);
        r->s++;
        return 0;
    }
    if (brace == '{')
        return read_place(r, err);
    return complain(err, r->line, "a brace that closes nothing: a brace itself is }}");
}

int template_parse(struct template *t, const char *text, size_t len, struct buf *err)
{
    struct reader r = {.t = t, .s = text, .end = text + len, .line = 1};
    int rc = 0;
    *t = (struct template){.store = BUF_INIT};
    buf_room(&t->store, len + 1); // nothing in it moves: a part is never longer than as written
    while (rc == 0 && r.s < r.end) {
        if (*r.s == '{' || *r.s == '}') {
            rc = read_brace(&r, err);
        } else {
            r.line += *r.s == '\n';
            buf_ch(&t->store, *r.s++);
        }
    }
    new_part(&r);
    return rc;
}

void template_free(struct template *t)
{
    buf_free(&t->store);
    free(t->part);
    *t = (struct template){.store = BUF_INIT};
}

// --- writing

static int fill(const struct template_part *p, template_value *value, void *arg, struct buf *out,
                struct buf *err)
{
    size_t before = out->len;
    if (value(arg, p, out) && out->len > before)
        return 0;
    if (p->fallback) {
        buf_str(out, p->fallback);
        return 0;
    }
    buf_fmt(err, "{%s} is empty: give a default, as in {%s|there}", p->name, p->name);
    return EXIT_DATA;
}

int template_render(const struct template *t, template_value *value, void *arg, size_t max,
                    struct buf *out, struct buf *err)
{
    size_t start = out->len;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < t->n; i++) {
        const struct template_part *p = &t->part[i];
        buf_add(out, p->text, p->len);
        if (p->name)
            rc = fill(p, value, arg, out, err);
        if (rc == 0 && out->len - start > max) {
            buf_fmt(err, "the text with its values is longer than %zu bytes", max);
            rc = EXIT_DATA;
        }
    }
    return rc;
}

const char *template_word_name(size_t i, const char **help)
{
    bool there = i < sizeof words / sizeof *words;
    *help = there ? words[i].help : NULL;
    return there ? words[i].name : NULL;
}
