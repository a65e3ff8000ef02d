// SPDX-License-Identifier: GPL-3.0-or-later
// Every combination of attributes that occurs, for every period, in order; then all in one.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/suggest.h"
#include "desk/report_rows.h"

// --- order

enum { SORT_MAX = 8 };
struct sort {
    struct {
        int metric, dimension; // one of them, the other -1
        bool down;
    } key[SORT_MAX];
    int n;
};

static int unknown_key(const struct report *r, const char *word, struct buf *err)
{
    struct suggest s;
    suggest_init(&s, word);
    buf_fmt(err, "-s: \"%s\" is no column of this report", word);
    for (int i = 0; i < r->n_metrics; i++)
        suggest_offer(&s, r->metric[i]->name);
    for (int i = 0; i < r->dims.n; i++)
        suggest_offer(&s, r->dims.v[i].name);
    suggest_end(&s, err);
    return EXIT_USAGE;
}

static int add_key(const struct report *r, char *word, struct sort *sort, struct buf *err)
{
    size_t len = strlen(word);
    bool down = len > 1 && word[len - 1] == '-';
    int metric = r->n_metrics - 1, dimension = r->dims.n - 1;
    if (down)
        word[len - 1] = '\0';
    while (metric >= 0 && strcmp(r->metric[metric]->name, word) != 0)
        metric--;
    while (dimension >= 0 && strcmp(r->dims.v[dimension].name, word) != 0)
        dimension--;
    if (metric < 0 && dimension < 0)
        return unknown_key(r, word, err);
    if (sort->n == SORT_MAX) {
        buf_fmt(err, "-s: more than %d keys", SORT_MAX);
        return EXIT_USAGE;
    }
    sort->key[sort->n].metric = metric;
    sort->key[sort->n].dimension = dimension;
    sort->key[sort->n++].down = down;
    return 0;
}

static int read_sort(const struct report *r, struct sort *sort, struct buf *err)
{
    char *copy = mem_strdup(r->spec.sort), *rest = copy;
    int rc = 0;
    while (rc == 0 && rest) {
        char *word = rest;
        rest = strchr(rest, ',');
        if (rest)
            *rest++ = '\0';
        rc = add_key(r, word, sort, err);
    }
    free(copy);
    return rc;
}

// Absent comes last, either way.
static double key_of(const struct report *r, const struct report_row *row, int metric,
                     int dimension, bool down)
{
    double v = metric >= 0 ? r->value[row->value + (size_t)metric]
                           : r->order[dimension][row->label[dimension]];
    if (dimension >= 0 && !r->label[dimension][row->label[dimension]])
        v = NAN;
    return isnan(v) ? INFINITY : down ? -v : v;
}

static int by_keys(const void *x, const void *y)
{
    const struct report_row *a = x, *b = y;
    for (int i = 0; i < a->n_keys; i++)
        if (a->key[i] != b->key[i])
            return a->key[i] < b->key[i] ? -1 : 1;
    return 0;
}

static void sort_rows(struct report *r, const struct sort *sort)
{
    size_t n = (size_t)(sort->n + r->dims.n);
    r->key = mem_array(r->n_rows * n + 1, sizeof *r->key);
    for (size_t i = 0; i < r->n_rows; i++) {
        double *key = &r->key[i * n];
        r->row[i].key = key;
        r->row[i].n_keys = (int)n;
        for (int k = 0; k < sort->n; k++)
            *key++ = key_of(r, &r->row[i], sort->key[k].metric, sort->key[k].dimension,
                            sort->key[k].down);
        for (int k = 0; k < r->dims.n; k++)
            *key++ = key_of(r, &r->row[i], -1, k, false);
    }
    qsort(r->row, r->n_rows, sizeof *r->row, by_keys);
}

// --- labels of times, and what puts all labels in order

static double time_order(const struct report *r, int k, uint32_t slot)
{
    const struct dimension *d = &r->dims.v[k];
    uint32_t hours = r->hour ? 24 : 1, days = r->weekday ? 7 : 1;
    if (d->kind == DIMENSION_HOUR)
        return slot % hours;
    if (d->kind == DIMENSION_WEEKDAY)
        return slot / hours % days;
    int64_t at = period_begin(r->periods.edge[slot / hours / days], r->periods.unit, r->zone);
    return (double)period_begin(at, d->unit, r->zone);
}

static void label_times(struct report *r)
{
    size_t slots = report_slots(r);
    for (int k = 0; k < r->dims.n; k++) {
        if (r->attr[k] >= 0)
            continue;
        r->label[k] = mem_array(slots, sizeof *r->label[k]);
        r->n_labels[k] = slots;
        for (size_t i = 0; i < slots; i++) {
            struct buf word = BUF_INIT;
            report_time_label(r, k, (uint32_t)i, &word);
            r->label[k][i] = buf_detach(&word);
        }
    }
}

static void order_labels(struct report *r)
{
    for (int k = 0; k < r->dims.n; k++) {
        r->order[k] = mem_array(r->n_labels[k] + 1, sizeof *r->order[k]);
        for (size_t i = 0; i < r->n_labels[k]; i++)
            r->order[k][i] = r->attr[k] < 0 ? time_order(r, k, (uint32_t)i) : (double)i;
    }
}

// --- rows

static struct sum *find(const struct tally *t, uint32_t group, uint32_t slot)
{
    return (struct sum *)tally_find(t, group, slot); // statistics sort it
}

static void fill_row(struct layout *l, struct report_row *row, uint32_t group, uint32_t slot)
{
    struct report *r = l->r;
    const int64_t *rank = &l->groups.code[group * (size_t)l->groups.width];
    row->value = r->n_rows++ * (size_t)r->n_metrics;
    for (int k = 0; k < r->dims.n; k++)
        row->label[k] = r->attr[k] < 0 ? slot : (uint32_t)rank[r->attr[k]];
    for (int i = 0; i < r->n_metrics; i++) {
        const struct metric *m = r->metric[i];
        bool stock = measure_is_stock(m->measure);
        struct sum *sums = stock ? find(&l->stock, group, slot + 1) : find(&l->facts, group, slot);
        const struct sum *before = stock ? find(&l->stock, group, slot) : NULL;
        r->value[row->value + (size_t)i] = report_statistic(r, m, sums, before);
    }
}

static void fill_rows(struct layout *l)
{
    struct report *r = l->r;
    size_t slots = report_slots(r), n = 1; // and a total
    for (size_t g = 0; g < l->groups.n; g++)
        n += l->present[g] ? slots : 0;
    r->row = mem_array(n, sizeof *r->row);
    r->value = mem_array(n * (size_t)r->n_metrics, sizeof *r->value);
    for (uint32_t g = 0; g < l->groups.n; g++)
        for (uint32_t s = 0; l->present[g] && s < slots; s++)
            fill_row(l, &r->row[r->n_rows], g, s);
}

// --- the total: every fact once, and what is in stock at the end

static void gather(const struct tally *from, bool moment, uint32_t slot, struct sum *to)
{
    for (size_t i = 0; i < from->n; i++)
        if (!moment || from->cell[i].slot == slot)
            for (int m = 0; m < from->width; m++)
                sum_merge(&to[m], &from->sum[i * (size_t)from->width + (size_t)m]);
}

static void free_sums(struct sum *sums)
{
    for (int i = 0; i < MEASURES; i++)
        free(sums[i].value);
}

static void add_total(struct report *r)
{
    struct sum facts[MEASURES] = {{0}}, stock[MEASURES] = {{0}}, before[MEASURES] = {{0}};
    struct report_row *row = &r->row[r->n_rows];
    gather(&r->facts, false, 0, facts);
    gather(&r->stock, true, (uint32_t)r->periods.n, stock);
    gather(&r->stock, true, 0, before);
    row->total = true;
    row->value = r->n_made * (size_t)r->n_metrics;
    for (int i = 0; i < r->n_metrics; i++) {
        const struct metric *m = r->metric[i];
        r->value[row->value + (size_t)i] =
            report_statistic(r, m, measure_is_stock(m->measure) ? stock : facts, before);
    }
    r->n_rows++;
    free_sums(facts);
    free_sums(stock);
    free_sums(before);
}

int report_lay_out(struct report *r, struct buf *err)
{
    struct layout l;
    struct sort sort = {.n = 0};
    int rc = r->spec.sort ? read_sort(r, &sort, err) : 0;
    if (rc)
        return rc;
    label_times(r);
    layout_make(&l, r);
    order_labels(r);
    fill_rows(&l);
    layout_free(&l);
    sort_rows(r, &sort);
    r->n_made = r->n_rows;
    r->more = r->spec.limit >= 0 && r->n_rows > (size_t)r->spec.limit;
    if (r->more)
        r->n_rows = (size_t)r->spec.limit;
    if (r->spec.total && r->dims.n)
        add_total(r);
    return 0;
}

// --- asking

size_t report_rows(const struct report *r)
{
    return r->n_rows;
}

const struct dimension_list *report_dimensions(const struct report *r)
{
    return &r->dims;
}

int report_metrics(const struct report *r, const struct metric *const **list)
{
    *list = r->metric;
    return r->n_metrics;
}

const char *report_label(const struct report *r, size_t row, int dimension)
{
    const struct report_row *x = &r->row[row];
    if (x->total)
        return dimension ? NULL : "total";
    return r->label[dimension][x->label[dimension]];
}

double report_value(const struct report *r, size_t row, int metric)
{
    return r->value[r->row[row].value + (size_t)metric];
}

bool report_has_total(const struct report *r)
{
    return r->n_rows && r->row[r->n_rows - 1].total;
}

bool report_more(const struct report *r)
{
    return r->more;
}

const int64_t *report_ids(const struct report *r, size_t *n)
{
    *n = r->n_ids;
    return r->id;
}

const char *report_query(const struct report *r)
{
    return r->query.text;
}

void report_range(const struct report *r, int64_t *from, int64_t *to, const char **zone)
{
    *from = r->periods.edge[0];
    *to = r->periods.edge[r->periods.n];
    *zone = r->zone;
}
