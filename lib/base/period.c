// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/period.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"

// The first day of the period, at midnight.
static void first_day(struct date_parts *p, enum period_unit unit)
{
    p->hour = p->minute = p->second = 0;
    if (unit == PERIOD_WEEK)
        p->day -= p->weekday - 1;
    if (unit >= PERIOD_MONTH)
        p->day = 1;
    if (unit == PERIOD_QUARTER)
        p->month -= (p->month - 1) % 3;
    if (unit >= PERIOD_YEAR)
        p->month = 1;
}

int64_t period_begin(int64_t at, enum period_unit unit, const char *zone)
{
    struct date_parts p;
    date_split(at, zone, &p);
    first_day(&p, unit);
    return date_join(&p, zone);
}

int64_t period_next(int64_t at, enum period_unit unit, const char *zone)
{
    struct date_parts p;
    date_split(at, zone, &p);
    first_day(&p, unit);
    p.day += unit == PERIOD_DAY ? 1 : unit == PERIOD_WEEK ? 7 : 0;
    p.month += unit == PERIOD_MONTH ? 1 : unit == PERIOD_QUARTER ? 3 : 0;
    p.year += unit >= PERIOD_YEAR;
    return date_join(&p, zone);
}

void period_label(struct buf *out, int64_t at, enum period_unit unit, const char *zone)
{
    struct date_parts p;
    if (unit == PERIOD_ALL)
        return;
    date_split(at, zone, &p);
    if (unit == PERIOD_WEEK)
        buf_fmt(out, "%04d-W%02d", p.iso_year, p.iso_week);
    else if (unit == PERIOD_QUARTER)
        buf_fmt(out, "%04d-Q%d", p.year, (p.month - 1) / 3 + 1);
    else if (unit == PERIOD_YEAR)
        buf_fmt(out, "%04d", p.year);
    else if (unit == PERIOD_MONTH)
        buf_fmt(out, "%04d-%02d", p.year, p.month);
    else
        buf_fmt(out, "%04d-%02d-%02d", p.year, p.month, p.day);
}

bool periods_make(struct periods *p, int64_t from, int64_t to, enum period_unit unit,
                  const char *zone)
{
    size_t cap = 0;
    *p = (struct periods){.unit = unit, .zone = zone};
    for (int64_t at = from; at < to;) {
        if (p->n == PERIODS_MAX)
            return false;
        p->edge = mem_grow(p->edge, &cap, p->n + 1, sizeof *p->edge);
        p->edge[p->n++] = at;
        int64_t next = unit == PERIOD_ALL ? to : period_next(at, unit, zone);
        at = next < to ? next : to;
        p->edge[p->n] = at;
    }
    return true;
}

void periods_free(struct periods *p)
{
    free(p->edge);
    *p = (struct periods){0};
}

size_t periods_find(const struct periods *p, int64_t at)
{
    size_t low = 0, high = p->n; // edge[low] <= at < edge[high]
    if (at < p->edge[0])
        return SIZE_MAX;
    if (at >= p->edge[p->n])
        return p->n;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (p->edge[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}
