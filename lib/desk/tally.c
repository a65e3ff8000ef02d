// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/tally.h"

// --- cells

void tally_init(struct tally *t, int width)
{
    *t = (struct tally){.width = width};
}

void tally_free(struct tally *t)
{
    for (size_t i = 0; i < t->n * (size_t)t->width; i++)
        free(t->sum[i].value);
    free(t->cell);
    free(t->sum);
    free(t->place);
    *t = (struct tally){0};
}

static size_t find_place(const struct tally *t, uint32_t row, uint32_t slot)
{
    uint64_t key = (uint64_t)row << 32 | slot;
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 24) & (t->places - 1);
    while (t->place[at]) {
        const struct tally_cell *c = &t->cell[t->place[at] - 1];
        if (c->row == row && c->slot == slot)
            break;
        at = (at + 1) & (t->places - 1);
    }
    return at;
}

static void grow(struct tally *t)
{
    t->places = t->places ? t->places * 2 : 64;
    free(t->place);
    t->place = mem_array(t->places, sizeof *t->place);
    for (size_t i = 0; i < t->n; i++)
        t->place[find_place(t, t->cell[i].row, t->cell[i].slot)] = (uint32_t)i + 1;
}

static size_t add_cell(struct tally *t, uint32_t row, uint32_t slot)
{
    size_t width = (size_t)t->width;
    t->cell = mem_grow(t->cell, &t->cap_cell, t->n, sizeof *t->cell);
    t->sum = mem_grow(t->sum, &t->cap_sum, (t->n + 1) * width, sizeof *t->sum);
    t->cell[t->n] = (struct tally_cell){row, slot};
    memset(&t->sum[t->n * width], 0, width * sizeof *t->sum);
    return t->n++;
}

struct sum *tally_at(struct tally *t, uint32_t row, uint32_t slot)
{
    if (t->n && t->cell[t->last].row == row && t->cell[t->last].slot == slot)
        return &t->sum[t->last * (size_t)t->width];
    if (t->n * 2 >= t->places)
        grow(t);
    size_t at = find_place(t, row, slot);
    if (!t->place[at])
        t->place[at] = (uint32_t)add_cell(t, row, slot) + 1;
    t->last = t->place[at] - 1;
    return &t->sum[t->last * (size_t)t->width];
}

const struct sum *tally_find(const struct tally *t, uint32_t row, uint32_t slot)
{
    uint32_t at = t->places ? t->place[find_place(t, row, slot)] : 0;
    return at ? &t->sum[(at - 1) * (size_t)t->width] : NULL;
}

// --- sums

void sum_add(struct sum *s, int64_t value)
{
    s->n++;
    s->total += value;
}

void sum_keep(struct sum *s, uint32_t value)
{
    s->value = mem_grow(s->value, &s->cap, (size_t)s->n - 1, sizeof *s->value);
    s->value[s->n - 1] = value;
}

void sum_merge(struct sum *to, const struct sum *from)
{
    if (from->value) {
        to->value = mem_grow(to->value, &to->cap, (size_t)(to->n + from->n), sizeof *to->value);
        memcpy(to->value + to->n, from->value, (size_t)from->n * sizeof *from->value);
    }
    to->n += from->n;
    to->total += from->total;
}

// --- statistics

static int by_value(const void *x, const void *y)
{
    const uint32_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static void sort(struct sum *s)
{
    int64_t sorted = 1; // often they are already
    while (sorted < s->n && s->value[sorted - 1] <= s->value[sorted])
        sorted++;
    if (sorted < s->n)
        qsort(s->value, (size_t)s->n, sizeof *s->value, by_value);
}

bool sum_percentile(struct sum *s, int p, uint32_t *value)
{
    if (!s->value || !s->n)
        return false;
    sort(s);
    *value = s->value[(p * s->n + 99) / 100 - 1];
    return true;
}

bool sum_survival_median(struct sum *s, uint32_t *time)
{
    const double rounding = 1e-9; // of the product
    double waiting = 1;
    if (!s->value)
        return false;
    sort(s);
    for (int64_t i = 0, next; i < s->n; i = next) {
        int64_t solved = 0;
        for (next = i; next < s->n && s->value[next] >> 1 == s->value[i] >> 1; next++)
            solved += !(s->value[next] & 1);
        waiting *= 1 - (double)solved / (double)(s->n - i);
        *time = s->value[i] >> 1;
        if (solved && waiting <= 0.5 + rounding)
            return true;
    }
    return false;
}
