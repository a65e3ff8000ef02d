// SPDX-License-Identifier: GPL-3.0-or-later
// The number of a metric from the sums of a cell.
#include <math.h>

#include "desk/report_rows.h"

static double rounded(double v, double unit)
{
    return round(v * unit) / unit;
}

static double mean(const struct metric *m, const struct sum *s)
{
    double v = (double)s->total / (double)s->n;
    if (m->measure == MEASURE_CSAT)
        v /= REPORT_SCORE;
    if (m->unit == UNIT_SECONDS)
        return floor(v / (double)DATE_SECOND + 0.5);
    return rounded(v, m->stat == STAT_SHARE ? 1e4 : 1e2);
}

static double quantile(enum statistic stat, struct sum *s)
{
    uint32_t v;
    bool is = stat == STAT_SURVIVAL ? sum_survival_median(s, &v)
                                    : sum_percentile(s,
                                                     stat == STAT_P50   ? 50
                                                     : stat == STAT_P90 ? 90
                                                                        : 95,
                                                     &v);
    return is ? (double)v : (double)NAN; // NAN alone is a float, and would make v one
}

static double statistic(const struct metric *m, struct sum *s)
{
    switch (m->stat) {
    case STAT_COUNT:
    case STAT_STOCK:
        return (double)s->n;
    case STAT_STOCK_TOTAL:
        return (double)s->total;
    case STAT_MEAN:
    case STAT_SHARE:
        return s->n ? mean(m, s) : NAN;
    default:
        return quantile(m->stat, s);
    }
}

double report_statistic(const struct report *r, const struct metric *m, struct sum *sums,
                        const struct sum *before)
{
    struct sum none = {0};
    int at = r->sum[m->measure];
    struct sum *s = sums ? &sums[at] : &none;
    if (m->stat == STAT_FLOW)
        return (double)(s->n - (before ? before[at].n : 0));
    if ((m->measure == MEASURE_CSAT_RATE) && !r->csat)
        return NAN;
    return statistic(m, s);
}
