// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/diff.h"
#include "base/mem.h"

enum { AROUND = 3 };

struct side {
    const char *s;
    size_t *at; // where each line begins; at[n] is the end
    bool *only; // the other side lacks it
    size_t n;
};

struct marks {
    struct side old, new;
};

static void side_open(struct side *side, const char *s, size_t len)
{
    size_t cap = 0;
    *side = (struct side){.s = s};
    for (size_t i = 0;; side->n++) {
        side->at = mem_grow(side->at, &cap, side->n, sizeof *side->at);
        side->at[side->n] = i;
        if (i == len)
            break;
        const char *newline = memchr(s + i, '\n', len - i);
        i = newline ? (size_t)(newline - s) + 1 : len;
    }
    side->only = mem_array(side->n + 1, sizeof *side->only);
}

static void side_close(struct side *side)
{
    free(side->at);
    free(side->only);
}

static size_t line_at(const struct side *side, const char *s)
{
    size_t lo = 0, hi = side->n, off = (size_t)(s - side->s);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (side->at[mid] < off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void mark(void *arg, char sign, const char *s, size_t n)
{
    struct marks *m = arg;
    struct side *side = sign == '-' ? &m->old : &m->new;
    (void)n;
    side->only[line_at(side, s)] = true;
}

struct place { // in both: all before is the same or was told
    size_t i, j;
};

// Is there a change within so many lines?  Then *p is brought to the first one.
static bool next_change(const struct marks *m, struct place *p, size_t within)
{
    for (size_t k = 0; k <= within; k++) {
        size_t i = p->i + k, j = p->j + k;
        if ((i < m->old.n && m->old.only[i]) || (j < m->new.n && m->new.only[j])) {
            *p = (struct place){i, j};
            return true;
        }
        if (i >= m->old.n || j >= m->new.n)
            return false;
    }
    return false;
}

static void skip_change(const struct marks *m, struct place *p)
{
    while (p->i < m->old.n && m->old.only[p->i])
        p->i++;
    while (p->j < m->new.n && m->new.only[p->j])
        p->j++;
}

static void put_range(struct buf *out, size_t from, size_t to)
{
    size_t n = to - from;
    buf_fmt(out, "%zu", n ? from + 1 : from);
    if (n != 1)
        buf_fmt(out, ",%zu", n);
}

static void put_line(struct buf *out, char sign, const struct side *side, size_t i)
{
    buf_ch(out, sign);
    buf_add(out, side->s + side->at[i], side->at[i + 1] - side->at[i]);
}

static void put_hunk(struct buf *out, const struct marks *m, struct place from, struct place to)
{
    buf_str(out, "@@ -");
    put_range(out, from.i, to.i);
    buf_str(out, " +");
    put_range(out, from.j, to.j);
    buf_str(out, " @@\n");
    while (from.i < to.i || from.j < to.j) {
        if (from.i < to.i && m->old.only[from.i]) {
            put_line(out, '-', &m->old, from.i++);
        } else if (from.j < to.j && m->new.only[from.j]) {
            put_line(out, '+', &m->new, from.j++);
        } else {
            put_line(out, ' ', &m->old, from.i++);
            from.j++;
        }
    }
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static void put_hunks(struct buf *out, const struct marks *m)
{
    struct place p = {0, 0};
    while (next_change(m, &p, m->old.n)) {
        size_t before = least(AROUND, least(p.i, p.j));
        struct place from = {p.i - before, p.j - before};
        do
            skip_change(m, &p);
        while (next_change(m, &p, 2 * AROUND));
        size_t behind = least(AROUND, least(m->old.n - p.i, m->new.n - p.j));
        put_hunk(out, m, from, (struct place){p.i + behind, p.j + behind});
    }
}

bool diff_unified(struct buf *out, const char *from, const char *old, size_t old_len,
                  const char *to, const char *new, size_t new_len)
{
    struct marks m;
    if (old_len == new_len && memcmp(old, new, old_len) == 0)
        return false;
    side_open(&m.old, old, old_len);
    side_open(&m.new, new, new_len);
    diff_lines(old, old_len, new, new_len, mark, &m);
    buf_fmt(out, "--- %s\n+++ %s\n", from, to);
    put_hunks(out, &m);
    side_close(&m.old);
    side_close(&m.new);
    return true;
}
