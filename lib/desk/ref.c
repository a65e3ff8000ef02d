// SPDX-License-Identifier: GPL-3.0-or-later
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/ref.h"

bool ref_parse(const char *s, size_t n, int64_t *id)
{
    if (n > 3 && s[0] == '[' && s[1] == '#' && s[n - 1] == ']')
        s += 2, n -= 3;
    else if (n > 1 && s[0] == '#')
        s++, n--;
    else if (n > 3 && strncmp(s, "TK-", 3) == 0)
        s += 3, n -= 3;
    if (n < 1 || n > 18 || s[0] == '0')
        return false;
    *id = 0;
    for (size_t i = 0; i < n; i++) {
        if (!isdigit((unsigned char)s[i]))
            return false;
        *id = *id * 10 + (s[i] - '0');
    }
    return true;
}

void refs_add(struct ref_list *list, struct ref r)
{
    list->v = mem_grow(list->v, &list->cap, list->n, sizeof *list->v);
    list->v[list->n++] = r;
    list->bad += r.id == 0;
}

void refs_free(struct ref_list *list)
{
    free(list->v);
    *list = (struct ref_list){0};
}

static int by_id(const void *a, const void *b)
{
    const struct ref *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->off < y->off ? -1 : x->off > y->off;
}

static int by_place(const void *a, const void *b)
{
    const struct ref *x = a, *y = b;
    return x->off < y->off ? -1 : x->off > y->off;
}

void refs_drop_doubles(struct ref_list *list)
{
    if (!list->n)
        return;
    qsort(list->v, list->n, sizeof *list->v, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < list->n; i++)
        if (!kept || list->v[i].id == 0 || list->v[kept - 1].id != list->v[i].id)
            list->v[kept++] = list->v[i];
    list->n = kept;
    qsort(list->v, list->n, sizeof *list->v, by_place);
}

int64_t ref_line(const char *s, size_t n, struct buf *err)
{
    while (n && strchr("\r \t", s[n - 1]))
        n--;
    if (!n)
        return -1;
    if (memchr(s, '\0', n)) {
        buf_str(err, "a NUL: are these ids separated by NUL (-0)?");
        return 0;
    }
    size_t first = strcspn(s, " \t");
    if (first > n)
        first = n;
    int64_t id, second;
    if (ref_parse(s, first, &id)) {
        const char *rest = s + first + (first < n);
        size_t more = n - first - (first < n), word = strcspn(rest, " \t");
        if (first < n && s[first] == ' ' && ref_parse(rest, word < more ? word : more, &second)) {
            buf_str(err, "several ids on a line: put each on its own (tr ' ' '\\n')");
            return 0;
        }
        return id;
    }
    if (first == 0)
        buf_str(err, "blanks before the id: strip them (sed 's/^ *//'; after uniq -c take the id"
                     " with awk '{print $2}'; a table: -F ids)");
    else if (s[0] == '{')
        buf_str(err, "this looks like JSON: pipe ids (-F ids), or csv with its header");
    else if (memchr(s, ',', first))
        buf_fmt(err, "\"%.*s\" looks like CSV: feed CSV with its header (id,...)", (int)first, s);
    else
        buf_fmt(err, "no ticket id: \"%.*s\"", (int)(first < 60 ? first : 60), s);
    return 0;
}

struct reader {
    struct ref_list *list;
    void (*complain)(void *arg, long line, const char *text);
    void *arg;
};

static void take(struct reader *r, int64_t id, long line, uint64_t off, uint64_t size,
                 struct buf *err)
{
    if (id == 0)
        r->complain(r->arg, line, err->s);
    if (id >= 0)
        refs_add(r->list, (struct ref){.id = id, .line = line, .off = off, .size = size});
    buf_reset(err);
}

static void read_lines(struct reader *r, struct spool *spool, char end)
{
    struct buf all = BUF_INIT, err = BUF_INIT;
    long line = 0;
    uint64_t size = spool_size(spool), base = 0;
    while (base < size) { // a block at a time, cut at its last line end
        size_t want = size - base < (1u << 20) ? (size_t)(size - base) : 1u << 20;
        buf_reset(&all);
        spool_read(spool, base, want, &all);
        size_t at = 0;
        char *nl;
        while ((nl = memchr(all.s + at, end, all.len - at)) ||
               (base + all.len == size && at < all.len)) {
            size_t stop = nl ? (size_t)(nl - all.s) : all.len;
            size_t skip = line == 0 && strncmp(all.s, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
            all.s[stop] = '\0';
            take(r, ref_line(all.s + at + skip, stop - at - skip, &err), ++line, base + at,
                 stop - at + (nl != NULL), &err);
            at = stop + (nl != NULL);
        }
        if (at == 0) {
            buf_str(&err, "a line longer than 1 MiB");
            take(r, 0, ++line, base, all.len, &err);
            break;
        }
        base += at;
    }
    buf_free(&all);
    buf_free(&err);
}

static int64_t cell_id(const struct record *rec, enum recin_rc rc, struct buf *err)
{
    int64_t id;
    const char *cell = rc == RECIN_OK && rec->n ? rec->cell[0] : NULL;
    if (cell && ref_parse(cell, rec->len[0], &id))
        return id;
    if (rc == RECIN_OK)
        buf_fmt(err, "no ticket id: \"%s\"", cell ? cell : "");
    return 0;
}

int64_t ref_record(struct spool *spool, enum rec_format format, struct buf *err)
{
    struct recin *in = recin_new(spool, "stdin", format, NULL);
    struct record rec;
    int64_t id = 0;
    if (recin_header(in, err)) {
        enum recin_rc rc = recin_next(in, &rec, err);
        id = rc == RECIN_END ? -1 : cell_id(&rec, rc, err);
        if (id > 0 && recin_next(in, &rec, err) != RECIN_END) {
            buf_reset(err);
            buf_str(err, "more than one record where one was expected");
            id = 0;
        }
    }
    recin_free(in);
    return id;
}

static void read_table(struct reader *r, struct spool *spool, enum rec_format format)
{
    struct buf err = BUF_INIT;
    struct recin *in = recin_new(spool, "stdin", format, NULL);
    if (!recin_header(in, &err)) {
        take(r, 0, 1, 0, 0, &err);
    } else {
        struct record rec;
        enum recin_rc rc;
        r->list->header = recin_header_size(in);
        while ((rc = recin_next(in, &rec, &err)) != RECIN_END)
            take(r, cell_id(&rec, rc, &err), rec.line, rec.off, rec.size, &err);
    }
    recin_free(in);
    buf_free(&err);
}

// "id," or "id TAB" at the start, behind a BOM; also a header of id alone.
enum rec_format ref_format(const char *text, size_t n)
{
    char start[8] = "";
    memcpy(start, text, n < sizeof start ? n : sizeof start - 1);
    const char *s = strncmp(start, "\xEF\xBB\xBF", 3) == 0 ? start + 3 : start;
    if (strncmp(s, "id\t", 3) == 0)
        return REC_TSV;
    if (strncmp(s, "id,", 3) == 0 || strncmp(s, "id\n", 3) == 0 || strncmp(s, "id\r", 3) == 0 ||
        strcmp(s, "id") == 0)
        return REC_CSV;
    return REC_UNKNOWN;
}

void refs_read(struct ref_list *list, struct spool *spool, bool nul,
               void (*complain)(void *arg, long line, const char *text), void *arg)
{
    struct reader r = {.list = list, .complain = complain, .arg = arg};
    char start[8];
    size_t n = spool_pread(spool, 0, start, sizeof start);
    enum rec_format format = nul ? REC_UNKNOWN : ref_format(start, n);
    if (format == REC_UNKNOWN)
        read_lines(&r, spool, nul ? '\0' : '\n');
    else
        read_table(&r, spool, format);
    refs_drop_doubles(list);
}
