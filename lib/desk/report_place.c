// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of codes become groups of ranks, in the order in which rows are printed; one with several
// tags becomes several.
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report_rows.h"

// --- the values of an attribute in their order

static void add_value(struct values *l, int64_t code)
{
    l->v = mem_grow(l->v, &l->cap, l->n, sizeof *l->v);
    l->v[l->n++] = (struct value){.code = code};
}

static int by_code(const void *x, const void *y)
{
    const struct value *a = x, *b = y;
    return (a->code > b->code) - (a->code < b->code);
}

static int by_word(const void *x, const void *y)
{
    const struct value *a = *(const struct value *const *)x, *b = *(const struct value *const *)y;
    if (!a->word || !b->word)
        return !a->word - !b->word;
    return strcmp(a->word, b->word);
}

static int by_size(const void *x, const void *y)
{
    const struct value *a = *(const struct value *const *)x, *b = *(const struct value *const *)y;
    double m = a->word ? strtod(a->word, NULL) : 0, n = b->word ? strtod(b->word, NULL) : 0;
    return !a->word || !b->word || m == n ? by_word(x, y) : m < n ? -1 : 1;
}

static int by_code_absent_last(const void *x, const void *y)
{
    const struct value *a = *(const struct value *const *)x, *b = *(const struct value *const *)y;
    if (!a->word || !b->word)
        return !a->word - !b->word;
    return by_code(a, b);
}

static void collect(struct report *r, int k, struct values *l)
{
    size_t width = (size_t)r->groups.width, n = 0;
    for (size_t g = 0; g < r->groups.n; g++) {
        int64_t code = r->groups.code[g * width + (size_t)r->attr[k]], tag;
        if (r->dims.v[k].kind != DIMENSION_TAG || code == CODE_NONE) {
            add_value(l, code);
            continue;
        }
        for (const char *set = r->text[k].word[code]; report_tag(&set, &tag);)
            add_value(l, tag);
    }
    if (l->n)
        qsort(l->v, l->n, sizeof *l->v, by_code);
    for (size_t i = 0; i < l->n; i++)
        if (!n || l->v[n - 1].code != l->v[i].code)
            l->v[n++] = l->v[i];
    l->n = n;
}

// Labels of dimension k in their order, and the rank of each code.
static void rank(struct report *r, int k, struct values *l)
{
    enum dimension_kind kind = r->dims.v[k].kind;
    struct value **order = mem_array(l->n + 1, sizeof *order);
    for (size_t i = 0; i < l->n; i++) {
        struct buf word = BUF_INIT;
        if (report_word(r, k, l->v[i].code, &word))
            l->v[i].word = buf_detach(&word);
        order[i] = &l->v[i];
    }
    bool by_number = kind == DIMENSION_NAMES || kind == DIMENSION_AGE;
    if (l->n)
        qsort(order, l->n, sizeof *order,
              by_number              ? by_code_absent_last
              : r->dims.v[k].numbers ? by_size
                                     : by_word);
    r->label[k] = mem_array(l->n + 1, sizeof *r->label[k]);
    r->n_labels[k] = l->n;
    for (size_t i = 0; i < l->n; i++) {
        order[i]->rank = i;
        r->label[k][i] = order[i]->word;
    }
    free(order);
}

static int64_t rank_of(const struct values *l, int64_t code)
{
    struct value key = {.code = code};
    const struct value *found = bsearch(&key, l->v, l->n, sizeof *l->v, by_code);
    return (int64_t)found->rank;
}

// --- cells

static void merge_cells(struct tally *to, const struct tally *from, size_t cell, uint32_t group)
{
    size_t width = (size_t)from->width;
    if (!width)
        return;
    struct sum *sum = tally_at(to, group, from->cell[cell].slot);
    for (size_t i = 0; i < width; i++)
        sum_merge(&sum[i], &from->sum[cell * width + i]);
}

static void place_cell(struct layout *l, struct tally *to, const struct tally *from, size_t cell)
{
    struct report *r = l->r;
    int64_t rank[DIMENSIONS_MAX] = {0}, tag;
    const int64_t *code = &r->groups.code[from->cell[cell].row * (size_t)r->groups.width];
    const char *set = "";
    for (int k = 0; k < r->dims.n; k++)
        if (r->attr[k] >= 0 && (k != l->tag || code[r->attr[k]] == CODE_NONE))
            rank[r->attr[k]] = rank_of(&l->values[k], code[r->attr[k]]);
    if (l->tag >= 0 && code[r->attr[l->tag]] != CODE_NONE)
        set = r->text[l->tag].word[code[r->attr[l->tag]]];
    if (!*set)
        merge_cells(to, from, cell, groups_number(&l->groups, rank));
    while (report_tag(&set, &tag)) {
        rank[r->attr[l->tag]] = rank_of(&l->values[l->tag], tag);
        merge_cells(to, from, cell, groups_number(&l->groups, rank));
    }
}

static void place_all(struct layout *l)
{
    struct report *r = l->r;
    for (int k = 0; k < r->dims.n; k++) {
        if (r->attr[k] < 0)
            continue;
        if (r->dims.v[k].kind == DIMENSION_TAG)
            l->tag = k;
        collect(r, k, &l->values[k]);
        rank(r, k, &l->values[k]);
    }
    tally_init(&l->facts, r->facts.width);
    tally_init(&l->stock, r->stock.width);
    for (size_t i = 0; i < r->facts.n; i++)
        place_cell(l, &l->facts, &r->facts, i);
    for (size_t i = 0; i < r->stock.n; i++)
        place_cell(l, &l->stock, &r->stock, i);
    if (!l->groups.width)
        groups_number(&l->groups, NULL); // there is one row even of nothing
}

static void find_present(struct layout *l)
{
    l->present = mem_array(l->groups.n + 1, sizeof *l->present);
    if (!l->groups.width)
        l->present[0] = true;
    for (size_t i = 0; i < l->facts.n; i++)
        l->present[l->facts.cell[i].row] = true;
    for (size_t i = 0; i < l->stock.n; i++)
        for (int m = 0; m < l->stock.width; m++)
            if (l->stock.sum[i * (size_t)l->stock.width + (size_t)m].n)
                l->present[l->stock.cell[i].row] = true;
}

// What every moment adds becomes what there is.
static void accumulate(struct report *r)
{
    for (uint32_t g = 0; g < r->groups.n; g++) {
        int64_t n = 0;
        for (uint32_t i = 0; i <= r->periods.n; i++) {
            struct sum *s = tally_at(&r->stock, g, i);
            s->n = n += s->n;
        }
    }
}

void layout_make(struct layout *l, struct report *r)
{
    *l = (struct layout){.r = r, .tag = -1, .groups.width = r->groups.width};
    if (!r->groups.width)
        groups_number(&r->groups, NULL); // there is one row even of nothing
    if (r->flow && r->stock.width)
        accumulate(r);
    place_all(l);
    find_present(l);
}

void layout_free(struct layout *l)
{
    for (int k = 0; k < DIMENSIONS_MAX; k++)
        free(l->values[k].v);
    groups_free(&l->groups);
    tally_free(&l->facts);
    tally_free(&l->stock);
    free(l->present);
}
