// SPDX-License-Identifier: GPL-3.0-or-later
// The input of tk-batch: lines in a spool, their groups, and the files that they name.
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "desk/batch_impl.h"
#include "desk/session.h"

enum { LINE_LIMIT = 8 << 20, BLOCK = 65536 };

// --- words

int batch_words(const struct batch *b, const struct batch_line *l, struct words *w, struct buf *err)
{
    struct buf line = BUF_INIT;
    spool_read(&b->t->input, l->off, (size_t)l->size, &line);
    size_t n = line.len;
    if (n && line.s[n - 1] == (b->t->o->nul ? '\0' : '\n'))
        n--;
    if (n && line.s[n - 1] == '\r' && !b->t->o->nul)
        n--;
    bool fine = !memchr(line.s, '\0', n) && words_split(w, line.s, n, true, err);
    if (!fine && !err->len)
        buf_str(err, "a NUL: do these lines end with NUL (-0)?");
    buf_free(&line);
    return fine ? 0 : EXIT_DATA;
}

// --- groups

struct reader {
    struct batch *b;
    bool inside; // of start and commit; the last group is that one
    bool loose;  // the last group is one of lines outside
};

static struct batch_group *last_group(const struct batch *b)
{
    return &b->group[b->n_groups - 1];
}

static void add_group(struct reader *r, const struct batch_line *l)
{
    struct batch *b = r->b;
    b->group = mem_grow(b->group, &b->cap_groups, b->n_groups, sizeof *b->group);
    b->group[b->n_groups++] =
        (struct batch_group){.from = b->n_lines, .to = b->n_lines, .line = l->line, .off = l->off};
    last_group(b)->end = l->off + l->size;
}

static void add_line(struct reader *r, const struct batch_line *l)
{
    struct batch *b = r->b;
    if (!r->inside && !r->loose)
        add_group(r, l);
    r->loose = !r->inside;
    b->line = mem_grow(b->line, &b->cap_lines, b->n_lines, sizeof *b->line);
    b->line[b->n_lines++] = *l;
    last_group(b)->to = b->n_lines;
    last_group(b)->end = l->off + l->size;
}

static void line_free(struct batch_line *l)
{
    free(l->text);
    free(l->fault);
}

static void drop_group(struct batch *b)
{
    while (b->n_lines > last_group(b)->from)
        line_free(&b->line[--b->n_lines]);
    b->n_groups--;
}

static void start(struct reader *r, struct batch_line *l)
{
    r->b->started = true;
    if (r->inside) {
        l->fault = mem_printf("start within the group of line %ld: commit or abort that first",
                              last_group(r->b)->line);
        add_line(r, l);
        return;
    }
    add_group(r, l);
    last_group(r->b)->open = true;
    r->inside = true;
    r->loose = false;
}

static void end(struct reader *r, struct batch_line *l, bool commit)
{
    if (!r->inside) {
        l->fault = mem_printf("%s without start", commit ? "commit" : "abort");
        add_line(r, l);
        return;
    }
    last_group(r->b)->open = false;
    last_group(r->b)->end = l->off + l->size;
    if (!commit)
        drop_group(r->b);
    r->inside = false;
}

// --- lines

static bool names_file(const struct words *w)
{
    for (int i = 1; i < w->n; i++)
        if (strcmp(w->v[i], "-f") == 0 || strncmp(w->v[i], "--file", 6) == 0)
            return true;
    return false;
}

static bool names_current(const struct words *w)
{
    for (int i = 1; i < w->n; i++)
        if (strcmp(w->v[i], ".") == 0)
            return true;
    return false;
}

static void take_words(struct reader *r, struct batch_line *l, const struct words *w)
{
    struct buf err = BUF_INIT;
    const char *word = w->v[0];
    bool is_start = strcmp(word, "start") == 0, is_commit = strcmp(word, "commit") == 0;
    if (is_start || is_commit || strcmp(word, "abort") == 0) {
        if (w->n > 1)
            l->fault = mem_printf("%s stands alone: unexpected \"%s\"", word, w->v[1]);
        if (l->fault)
            add_line(r, l);
        else if (is_start)
            start(r, l);
        else
            end(r, l, is_commit);
        return;
    }
    l->alone = !r->b->makes;
    r->b->makes = r->b->makes || strcmp(word, "new") == 0;
    if (l->alone && names_current(w))
        r->b->current = session_ticket().id;
    if (names_file(w) && batch_line_file(w, &l->text, &err))
        l->fault = mem_strdup(err.s);
    add_line(r, l);
    buf_free(&err);
}

static void take_line(struct reader *r, struct batch_line *l)
{
    struct words w = {0};
    struct buf err = BUF_INIT;
    if (l->size > LINE_LIMIT) {
        l->fault = mem_printf("a line longer than %d MiB", LINE_LIMIT >> 20);
        add_line(r, l);
    } else if (batch_words(r->b, l, &w, &err)) {
        l->fault = mem_strdup(err.s);
        add_line(r, l);
    } else if (w.n) {
        take_words(r, l, &w);
    }
    words_free(&w);
    buf_free(&err);
}

struct block_scan {
    struct spool *spool;
    char block[BLOCK];
    uint64_t base; // of the block
    size_t n, at;  // its bytes, and the next to look at
};

// The offset behind the next end of a line, or behind the input.
static uint64_t next_end(struct block_scan *s, char end)
{
    for (;;) {
        if (s->at == s->n) {
            s->base += s->n;
            s->n = spool_pread(s->spool, s->base, s->block, BLOCK);
            s->at = 0;
            if (!s->n)
                return s->base;
        }
        const char *p = memchr(s->block + s->at, end, s->n - s->at);
        s->at = p ? (size_t)(p - s->block) + 1 : s->n;
        if (p)
            return s->base + s->at;
    }
}

static void read_lines(struct batch *b)
{
    struct reader r = {.b = b};
    struct block_scan s = {.spool = &b->t->input};
    uint64_t size = spool_size(&b->t->input), off = 0;
    char bom[3];
    if (spool_pread(s.spool, 0, bom, 3) == 3 && memcmp(bom, "\xEF\xBB\xBF", 3) == 0)
        off = s.base = 3;
    for (long line = 1; off < size; line++) {
        uint64_t stop = next_end(&s, b->t->o->nul ? '\0' : '\n');
        take_line(&r, &(struct batch_line){.line = line, .off = off, .size = stop - off});
        off = stop;
    }
}

// --- all

static void read_file(struct batch *b, const char *file)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die(EXIT_NOINPUT, "%s: %s", file, strerror(errno));
    spool_fill(&b->t->input, fd, file);
    close(fd);
}

void batch_read(struct batch *b, const char *file)
{
    bool is_stdin = !file || strcmp(file, "-") == 0;
    b->name = is_stdin ? "stdin" : file;
    if (is_stdin)
        tool_read_stdin(b->t, file != NULL,
                        "no commands: pipe some in, one a line, or give -f FILE");
    else
        read_file(b, file);
    read_lines(b);
}

void batch_free(struct batch *b)
{
    for (size_t i = 0; i < b->n_lines; i++)
        line_free(&b->line[i]);
    free(b->line);
    free(b->group);
    for (size_t i = 0; i < b->n_remarks; i++)
        free(b->remark[i].text);
    free(b->remark);
    free(b->result);
    buf_free(&b->shown);
}
