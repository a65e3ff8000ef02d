// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "desk/report_impl.h"

// --- where a fact goes

static bool in_periods(const struct report *r, int64_t at, size_t *period)
{
    *period = r->periods.n == 1 && !r->bounded ? 0 : periods_find(&r->periods, at);
    return *period < r->periods.n;
}

static uint32_t slot_of(const struct report *r, size_t period, int64_t at)
{
    struct date_parts p;
    size_t slot = period;
    if (!r->weekday && !r->hour)
        return (uint32_t)slot;
    date_split(at, r->zone, &p);
    if (r->weekday)
        slot = slot * 7 + (size_t)(p.weekday - 1);
    if (r->hour)
        slot = slot * 24 + (size_t)p.hour;
    return (uint32_t)slot;
}

// The group of a fact that differs from its ticket in one attribute (-1: in none) and in the age.
static uint32_t group_with(struct report *r, const struct report_case *c, int attr, int64_t code,
                           int64_t at)
{
    int64_t own[DIMENSIONS_MAX];
    if (attr < 0 && r->age < 0)
        return c->group;
    memcpy(own, c->code, sizeof own);
    if (attr >= 0)
        own[attr] = code;
    if (r->age >= 0)
        own[r->age] = age_class(at - c->created);
    return groups_number(&r->groups, own);
}

static void note_id(struct report *r, int64_t id)
{
    r->id = mem_grow(r->id, &r->cap_ids, r->n_ids, sizeof *r->id);
    r->id[r->n_ids++] = id;
}

static void add(struct sum *s, const struct report *r, enum measure m, int64_t value)
{
    int64_t kept = m == MEASURE_SURVIVAL ? value : value / DATE_SECOND;
    sum_add(s, value);
    if (r->keep[m])
        sum_keep(s, kept < UINT32_MAX ? (uint32_t)kept : UINT32_MAX);
}

void report_fact(struct report *r, const struct report_case *c, enum measure m, int64_t at,
                 int64_t value, int64_t author)
{
    size_t period;
    if (r->sum[m] < 0 || (value < 0 && m != MEASURE_CSAT) || !in_periods(r, at, &period))
        return;
    uint32_t slot = slot_of(r, period, at);
    uint32_t group =
        group_with(r, c, measure_has_author(m) ? r->agent : -1, author ? author : CODE_NONE, at);
    if (!r->spec.ids)
        add(&tally_at(&r->facts, group, slot)[r->sum[m]], r, m, value);
    else if (report_wanted(r, group, slot))
        note_id(r, c->id);
}

void report_group_fact(struct report *r, uint32_t group, enum measure m, int64_t at)
{
    size_t period;
    if (r->sum[m] >= 0 && in_periods(r, at, &period))
        sum_add(&tally_at(&r->facts, group, slot_of(r, period, at))[r->sum[m]], 0);
}

size_t report_moment(const struct report *r, int64_t at)
{
    size_t i = periods_find(&r->periods, at);
    return i == SIZE_MAX ? 0 : i + 1;
}

void report_stock(struct report *r, const struct report_case *c, enum measure m, size_t moment,
                  int status, int64_t value)
{
    if (r->sum[m] < 0)
        return;
    uint32_t group = group_with(r, c, r->status, status, r->periods.edge[moment]);
    if (!r->spec.ids)
        add(&tally_at(&r->stock, group, (uint32_t)moment)[r->sum[m]], r, m, value);
    else if (moment && (r->of_period || moment == r->periods.n) &&
             report_wanted(r, group, (uint32_t)moment - 1))
        note_id(r, c->id);
}

// --- all of it

static int by_number(const void *x, const void *y)
{
    const int64_t *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static void settle_ids(struct report *r)
{
    size_t n = 0;
    if (r->n_ids)
        qsort(r->id, r->n_ids, sizeof *r->id, by_number);
    for (size_t i = 0; i < r->n_ids; i++)
        if (!n || r->id[n - 1] != r->id[i])
            r->id[n++] = r->id[i];
    r->more = r->spec.limit >= 0 && n > (size_t)r->spec.limit;
    r->n_ids = r->more ? (size_t)r->spec.limit : n;
}

static void read_all(struct report *r)
{
    bool group = r->flow && (r->groups.width || r->query.root);
    report_exceptions(r);
    if (group)
        r->group_of = mem_array((size_t)r->n_tickets, sizeof *r->group_of);
    int needs = report_needs(r);
    if (group || needs || !r->flow)
        report_walk(r, needs);
    if (r->flow)
        report_flow(r);
}

int report_make(struct report **made, struct desk *d, const struct report_spec *spec,
                struct buf *err)
{
    struct report *r = *made = mem_alloc(sizeof *r);
    r->d = d;
    r->spec = *spec;
    int rc = report_plan(r, err);
    if (rc == 0)
        rc = report_cells(r, err);
    if (rc)
        return rc;
    read_all(r);
    settle_ids(r);
    return spec->ids ? 0 : report_lay_out(r, err);
}

void report_free(struct report *r)
{
    if (!r)
        return;
    for (int i = 0; i < r->dims.n; i++) {
        for (size_t k = 0; r->label[i] && k < r->n_labels[i]; k++)
            free(r->label[i][k]);
        free(r->label[i]);
        free(r->order[i]);
        texts_free(&r->text[i]);
    }
    dimensions_free(&r->dims);
    query_sql_free(&r->sql);
    query_free(&r->query);
    periods_free(&r->periods);
    tally_free(&r->facts);
    tally_free(&r->stock);
    groups_free(&r->groups);
    free(r->off);
    free(r->merge);
    free(r->gone);
    free(r->group_of);
    free(r->id);
    free(r->wants);
    free(r->row);
    free(r->key);
    free(r->value);
    free(r);
}
