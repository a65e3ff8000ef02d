// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/line.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define STOPS "|"

enum kind { WORD, PIPE, IN, OUT, APPEND, NEWLINE, PROGRAM, END };

struct scan {
    const char *text, *at, *end;
    bool first;       // nothing of this command line came yet
    const char *from; // where the last token began
    struct buf word;  // of a WORD, what there is of it; of a PROGRAM all of it
    bool open;        // the word is not complete
};

static void skip_blanks(struct scan *s)
{
    for (;; s->at++) {
        if (s->end - s->at > 1 && s->at[0] == '\\' && s->at[1] == '\n')
            s->at++;
        else if (s->at == s->end || !strchr(" \t", *s->at))
            return;
    }
}

static enum kind take_program(struct scan *s)
{
    const char *newline = memchr(s->at, '\n', (size_t)(s->end - s->at));
    const char *end = newline ? newline : s->end;
    buf_add(&s->word, s->at + 1, (size_t)(end - s->at - 1));
    s->at = end;
    return PROGRAM;
}

static enum kind take_sign(struct scan *s)
{
    char c = *s->at++;
    if (c == '>' && s->at < s->end && *s->at == '>') {
        s->at++;
        return APPEND;
    }
    return c == '>' ? OUT : c == '<' ? IN : c == '|' ? PIPE : NEWLINE;
}

// err: why the word is open.
static enum kind take(struct scan *s, struct buf *err)
{
    buf_reset(&s->word);
    skip_blanks(s);
    s->from = s->at;
    if (s->at == s->end)
        return END;
    bool first = s->first;
    s->first = *s->at == '\n';
    if (first && *s->at == '!')
        return take_program(s);
    if (strchr("|<>\n", *s->at))
        return take_sign(s);
    s->open = !words_take(&s->at, s->end, STOPS, &s->word, err);
    return WORD;
}

// --- pipelines

static void stage_free(struct line_stage *g)
{
    words_free(&g->words);
    free(g->in);
    free(g->out);
}

static void pipe_free(struct line_pipe *p)
{
    for (size_t i = 0; i < p->n; i++)
        stage_free(&p->stage[i]);
    free(p->stage);
    free(p->program);
}

void line_free(struct line *l)
{
    for (size_t i = 0; i < l->n; i++)
        pipe_free(&l->pipe[i]);
    free(l->pipe);
    *l = (struct line){0};
}

static struct line_pipe *add_pipe(struct line *l)
{
    l->pipe = mem_grow(l->pipe, &l->cap, l->n, sizeof *l->pipe);
    l->pipe[l->n] = (struct line_pipe){0};
    return &l->pipe[l->n++];
}

static struct line_stage *add_stage(struct line_pipe *p)
{
    p->stage = mem_grow(p->stage, &p->cap, p->n, sizeof *p->stage);
    p->stage[p->n] = (struct line_stage){0};
    return &p->stage[p->n++];
}

static void put_file(struct line_stage *g, enum kind kind, const char *name)
{
    char **file = kind == IN ? &g->in : &g->out;
    free(*file);
    *file = mem_strdup(name);
    g->append = kind == IN ? g->append : kind == APPEND;
}

// The word behind a redirection.
static enum line_rc take_file(struct scan *s, struct line_stage *g, enum kind kind, struct buf *err)
{
    const char *sign = kind == IN ? "<" : kind == OUT ? ">" : ">>";
    struct buf why = BUF_INIT;
    enum line_rc rc = LINE_DONE;
    if (take(s, &why) != WORD)
        rc = LINE_BAD;
    else if (s->open)
        rc = LINE_OPEN;
    else if (!s->word.len)
        rc = LINE_BAD;
    if (rc == LINE_BAD)
        buf_fmt(err, "the name of a file must follow %s", sign);
    else
        put_file(g, kind, s->word.s);
    buf_free(&why);
    return rc;
}

// The commands of one pipeline; the scan is in front of its first word.  Nothing at all is none.
static enum line_rc take_pipe(struct scan *s, struct line *l, struct buf *err)
{
    struct line_pipe *p = NULL;
    struct line_stage *g = NULL;
    struct buf why = BUF_INIT;
    enum line_rc rc = LINE_DONE;
    bool wanted = false; // behind a |
    while (rc == LINE_DONE) {
        enum kind kind = take(s, &why);
        if (kind == END || (kind == NEWLINE && !wanted))
            break;
        if (kind == NEWLINE)
            continue;
        if (!p)
            p = add_pipe(l);
        if (kind == PROGRAM && wanted) {
            buf_str(err, "a program behind | is written without !");
            rc = LINE_BAD;
            break;
        }
        if (kind == PROGRAM) {
            p->program = mem_strdup(s->word.s);
            continue;
        }
        if (kind != PIPE && !g)
            g = add_stage(p);
        if (kind == WORD && s->open)
            rc = LINE_OPEN;
        else if (kind == WORD)
            words_add(&g->words, s->word.s);
        else if (kind != PIPE)
            rc = take_file(s, g, kind, err);
        else if (!g || !g->words.n)
            rc = LINE_BAD;
        if (kind == PIPE && rc == LINE_BAD)
            buf_str(err, "a command must stand before |");
        if (kind == PIPE)
            g = NULL;
        wanted = kind == PIPE;
    }
    if (rc == LINE_DONE && g && !g->words.n) {
        buf_str(err, "a command must stand beside < and >");
        rc = LINE_BAD;
    }
    buf_free(&why);
    return rc == LINE_DONE && wanted ? LINE_OPEN : rc;
}

enum line_rc line_read(struct line *l, const char *text, size_t len, struct buf *err)
{
    struct scan s = {.text = text, .at = text, .end = text + len, .word = BUF_INIT};
    enum line_rc rc = LINE_DONE;
    if (memchr(text, '\0', len)) {
        buf_str(err, "a NUL byte");
        return LINE_BAD;
    }
    while (rc == LINE_DONE && s.at < s.end) {
        s.first = true;
        rc = take_pipe(&s, l, err);
    }
    buf_free(&s.word);
    return rc;
}

// --- where the cursor is

// The quote that is still open at the end of the word that begins at from.
static char open_quote(const char *from, const char *end)
{
    char quote = 0;
    for (; from < end; from++) {
        if (*from == '\\' && quote != '\'')
            from++;
        else if (!quote && (*from == '\'' || *from == '"'))
            quote = *from;
        else if (*from == quote)
            quote = 0;
    }
    return quote;
}

static void spot_word(struct line_spot *s, const struct scan *scan, bool last)
{
    if (!last) {
        words_add(&s->words, scan->word.s);
        return;
    }
    buf_add(&s->word, scan->word.s, scan->word.len);
    s->from = (size_t)(scan->from - scan->text);
    s->quote = scan->open ? open_quote(scan->from, scan->end) : 0;
}

void line_spot(struct line_spot *s, const char *text, size_t len)
{
    struct scan scan = {
        .text = text, .at = text, .end = text + len, .word = BUF_INIT, .first = true};
    struct buf why = BUF_INIT;
    *s = (struct line_spot){.word = BUF_INIT, .from = len};
    for (bool file = false, last = false; !last;) {
        enum kind kind = take(&scan, &why);
        last = kind == END || (kind == WORD && scan.at == scan.end) || kind == PROGRAM;
        if (kind == PIPE || kind == NEWLINE) {
            words_free(&s->words);
            s->stage = kind == PIPE ? s->stage + 1 : 0;
            file = false;
        } else if (kind == IN || kind == OUT || kind == APPEND) {
            file = true;
        } else if (kind == PROGRAM) {
            last = scan.at == scan.end;
            s->place = LINE_PROGRAM;
        } else {
            s->place = file ? LINE_FILE : s->words.n ? LINE_WORD : LINE_COMMAND;
            if (kind == WORD && (last || !file))
                spot_word(s, &scan, last);
            file = false;
        }
    }
    buf_free(&scan.word);
    buf_free(&why);
}

void line_spot_free(struct line_spot *s)
{
    words_free(&s->words);
    buf_free(&s->word);
}
