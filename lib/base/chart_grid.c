// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_impl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define JOINT       " \xC2\xB7 "
#define ASCII_JOINT " / "

// A row seen by some of its dimensions.
struct key {
    const struct chart *c;
    const bool *use;
    size_t row;
};

static const char *label(const struct chart *c, size_t row, int dim)
{
    return c->label ? c->label[row * (size_t)c->n_dims + (size_t)dim] : NULL;
}

static int compare_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int same(const struct key *a, const struct key *b)
{
    for (int i = 0; i < a->c->n_dims; i++) {
        int order = a->use[i] ? compare_text(label(a->c, a->row, i), label(b->c, b->row, i)) : 0;
        if (order) {
            return order;
        }
    }
    return 0;
}

static int by_labels(const void *p, const void *q)
{
    const struct key *a = p, *b = q;
    int order = same(a, b);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t digits(const char *s)
{
    size_t n = 0;
    while (is_digit(s[n])) {
        n++;
    }
    return n;
}

// Numbers in text by their value, so that 9 is before 10.
static int compare_period(const char *a, const char *b)
{
    while (*a && *b) {
        size_t x = digits(a), y = digits(b), n = x && y ? x : 1;
        int order = x && y && x != y ? (x > y) - (x < y) : memcmp(a, b, n);
        if (order) {
            return order;
        }
        a += n;
        b += n;
    }
    return (*a != 0) - (*b != 0);
}

static int dim_of(const struct key *k)
{
    int i = 0;
    while (!k->use[i]) {
        i++;
    }
    return i;
}

static int by_period(const void *p, const void *q)
{
    const struct key *a = p, *b = q;
    const char *x = label(a->c, a->row, dim_of(a)), *y = label(b->c, b->row, dim_of(b));
    return x && y ? compare_period(x, y) : (x == NULL) - (y == NULL);
}

// Periods that begin with a number can be put in order; names of days stay as they come.
static bool is_numbered(const struct chart *c, const struct key *k, size_t n)
{
    int dims = 0;
    for (int i = 0; i < c->n_dims; i++) {
        dims += k->use[i];
    }
    if (dims != 1 || !c->dim[dim_of(k)].time) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        const char *s = label(c, k[i].row, dim_of(k));
        if (s && !is_digit(*s)) {
            return false;
        }
    }
    return true;
}

// The different values of some dimensions: the first row of each in first[], in order, and for each
// row its value's number in id[].  Returns how many there are.
static size_t distinct(const struct chart *c, const bool *use, size_t *first, size_t *id)
{
    size_t rows = chart_rows(c), n = 0;
    struct key *key = mem_array(rows, sizeof *key);
    for (size_t i = 0; i < rows; i++) {
        key[i] = (struct key){c, use, i};
    }
    qsort(key, rows, sizeof *key, by_labels);
    for (size_t i = 0; i < rows; i++) { // for now, the first row with its labels
        id[key[i].row] = i && same(key + i - 1, key + i) == 0 ? id[key[i - 1].row] : key[i].row;
    }
    for (size_t i = 0; i < rows; i++) {
        if (id[i] == i) {
            key[n++].row = i;
        }
    }
    if (n && is_numbered(c, key, n)) {
        qsort(key, n, sizeof *key, by_period);
    }
    size_t *place = mem_array(rows, sizeof *place);
    for (size_t i = 0; i < n; i++) {
        first[i] = key[i].row;
        place[key[i].row] = i;
    }
    for (size_t i = 0; i < rows; i++) {
        id[i] = place[id[i]];
    }
    free(place);
    free(key);
    return n;
}

size_t chart_distinct(const struct chart *c, int dim)
{
    size_t rows = chart_rows(c);
    bool *use = mem_array((size_t)c->n_dims, sizeof *use);
    size_t *scratch = mem_array(2 * rows, sizeof *scratch);
    use[dim] = true;
    size_t n = distinct(c, use, scratch, scratch + rows);
    free(scratch);
    free(use);
    return n;
}

// What one row is called by the dimensions in use.
static struct chart_name row_name(const struct chart *c, const bool *use, size_t row, bool ascii)
{
    struct buf b = BUF_INIT;
    for (int i = 0, n = 0; i < c->n_dims; i++) {
        if (use[i]) {
            buf_str(&b, n++ == 0 ? "" : ascii ? ASCII_JOINT : JOINT);
            struct chart_name part = chart_name(label(c, row, i), ascii);
            buf_str(&b, part.s);
            free(part.s);
        }
    }
    struct chart_name name = {.width = utf8_width(b.s, b.len), .rtl = utf8_has_rtl(b.s, b.len)};
    name.s = buf_detach(&b);
    return name;
}

static struct chart_name *names(const struct chart *c, const bool *use, const size_t *first,
                                size_t n, bool ascii)
{
    struct chart_name *name = mem_array(n, sizeof *name);
    for (size_t i = 0; i < n; i++) {
        name[i] = row_name(c, use, first[i], ascii);
    }
    return name;
}

void chart_grid_init(struct chart_grid *g, const struct chart *c, int across, bool ascii)
{
    size_t rows = chart_rows(c);
    bool *use = mem_array((size_t)c->n_dims + 1, sizeof *use);
    size_t *first = mem_array(rows, sizeof *first), *x = mem_array(rows, sizeof *x),
           *y = mem_array(rows, sizeof *y);
    *g = (struct chart_grid){.nx = 1, .ny = rows};
    if (across >= 0) {
        use[across] = true;
        g->nx = distinct(c, use, first, x);
        g->x = names(c, use, first, g->nx, ascii);
    }
    for (int i = 0; i < c->n_dims; i++) {
        use[i] = i != across;
    }
    for (size_t i = 0; i < rows; i++) {
        first[i] = y[i] = i;
    }
    if (across >= 0) {
        g->ny = distinct(c, use, first, y);
    }
    g->y = names(c, use, first, g->ny, ascii);
    g->row = mem_array(g->nx * g->ny, sizeof *g->row);
    for (size_t i = 0; i < rows; i++) {
        g->row[y[i] * g->nx + x[i]] = i + 1;
    }
    free(use);
    free(first);
    free(x);
    free(y);
}

void chart_grid_free(struct chart_grid *g)
{
    for (size_t i = 0; g->x && i < g->nx; i++) {
        free(g->x[i].s);
    }
    for (size_t i = 0; i < g->ny; i++) {
        free(g->y[i].s);
    }
    free(g->x);
    free(g->y);
    free(g->row);
}

double chart_grid_at(const struct chart_grid *g, const struct chart *c, int metric, size_t y,
                     size_t x)
{
    size_t row = g->row[y * g->nx + x];
    return row ? chart_at(c, row - 1, metric) : (double)NAN;
}
