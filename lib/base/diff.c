// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CELLS_MAX = 4 << 20 }; // of the table below, 4 bytes each

struct line {
    const char *s;
    size_t n;
};
struct text {
    struct line *v;
    size_t n, cap;
};

static struct text split(const char *s, size_t len)
{
    struct text t = {0};
    for (const char *end = s + len; s < end;) {
        const char *newline = memchr(s, '\n', (size_t)(end - s));
        size_t n = (size_t)((newline ? newline : end) - s);
        t.v = mem_grow(t.v, &t.cap, t.n, sizeof *t.v);
        t.v[t.n++] = (struct line){s, n};
        s += n + 1;
    }
    return t;
}

static bool same(const struct line *a, const struct line *b)
{
    return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

struct diff {
    const struct line *a, *b;
    size_t n, m;
    uint32_t *common; // [i * (m + 1) + j]: lines that a[i..n) and b[j..m) have in common
    diff_line *line;
    void *arg;
};

static void count_common(struct diff *d)
{
    size_t width = d->m + 1;
    d->common = mem_array((d->n + 1) * width, sizeof *d->common); // zero
    for (size_t i = d->n; i-- > 0;)
        for (size_t j = d->m; j-- > 0;) {
            uint32_t *cell = &d->common[i * width + j];
            if (same(&d->a[i], &d->b[j]))
                *cell = cell[width + 1] + 1;
            else
                *cell = cell[width] > cell[1] ? cell[width] : cell[1];
        }
}

static void went(const struct diff *d, size_t i)
{
    d->line(d->arg, '-', d->a[i].s, d->a[i].n);
}

static void came(const struct diff *d, size_t j)
{
    d->line(d->arg, '+', d->b[j].s, d->b[j].n);
}

// Without a table all lines of the one went, and all of the other came.
static void walk(const struct diff *d)
{
    size_t i = 0, j = 0, width = d->m + 1;
    while (i < d->n && j < d->m && d->common) {
        const uint32_t *cell = &d->common[i * width + j];
        if (same(&d->a[i], &d->b[j]))
            i++, j++;
        else if (cell[width] >= cell[1])
            went(d, i++);
        else
            came(d, j++);
    }
    while (i < d->n)
        went(d, i++);
    while (j < d->m)
        came(d, j++);
}

void diff_lines(const char *old, size_t old_len, const char *new, size_t new_len, diff_line *line,
                void *arg)
{
    struct text a = split(old, old_len), b = split(new, new_len);
    size_t first = 0, n = a.n, m = b.n;
    while (first < n && first < m && same(&a.v[first], &b.v[first]))
        first++;
    while (n > first && m > first && same(&a.v[n - 1], &b.v[m - 1]))
        n--, m--;
    struct diff d = {.n = n - first, .m = m - first, .line = line, .arg = arg};
    d.a = a.n ? a.v + first : NULL;
    d.b = b.n ? b.v + first : NULL;
    if (d.n && d.m && (d.n + 1) <= CELLS_MAX / (d.m + 1))
        count_common(&d);
    walk(&d);
    free(d.common);
    free(a.v);
    free(b.v);
}
