// SPDX-License-Identifier: GPL-3.0-or-later
// From what is asked to what is to be counted: metrics, dimensions, periods, the query.
#include <stdlib.h>

#include "base/err.h"
#include "desk/report_impl.h"
#include "desk/setting.h"

// --- metrics

static void add_measure(struct report *r, const struct metric *m, int *facts, int *stock)
{
    if (r->sum[m->measure] < 0)
        r->sum[m->measure] = measure_is_stock(m->measure) ? (*stock)++ : (*facts)++;
    r->keep[m->measure] |= m->stat >= STAT_P50 && m->stat <= STAT_SURVIVAL;
}

static int plan_metrics(struct report *r, struct buf *err)
{
    int facts = 0, stock = 0;
    int rc = metrics_choose(r->spec.metrics, r->metric, METRICS_MAX, &r->n_metrics, err);
    for (int i = 0; i < MEASURES; i++)
        r->sum[i] = -1;
    for (int i = 0; rc == 0 && i < r->n_metrics; i++)
        add_measure(r, r->metric[i], &facts, &stock);
    if (rc == 0 && r->spec.ids && r->n_metrics != 1) {
        buf_str(err, "--ids takes one metric: -M");
        rc = EXIT_USAGE;
    }
    tally_init(&r->facts, facts);
    tally_init(&r->stock, stock);
    return rc;
}

// --- dimensions

static int plan_dimensions(struct report *r, struct buf *err)
{
    int rc = r->spec.by ? dimensions_choose(r->d, r->spec.by, &r->dims, err) : 0;
    r->agent = r->status = r->age = -1;
    for (int i = 0; rc == 0 && i < r->dims.n; i++) {
        const struct dimension *k = &r->dims.v[i];
        r->weekday |= k->kind == DIMENSION_WEEKDAY;
        r->hour |= k->kind == DIMENSION_HOUR;
        r->attr[i] = dimension_is_time(k) ? -1 : r->groups.width++;
        if (k->kind == DIMENSION_AGENT)
            r->agent = r->attr[i];
        if (k->kind == DIMENSION_AGE)
            r->age = r->attr[i];
        if (k->names == names_status)
            r->status = r->attr[i];
    }
    for (int i = 0; rc == 0 && (r->weekday || r->hour) && i < r->n_metrics; i++)
        if (measure_is_stock(r->metric[i]->measure)) {
            buf_fmt(err, "%s is what is so at the end of a period: it has no weekday and no hour",
                    r->metric[i]->name);
            rc = EXIT_USAGE;
        }
    return rc;
}

// The finest of the periods asked for.
static enum period_unit unit_of(const struct report *r)
{
    enum period_unit unit = PERIOD_ALL;
    for (int i = 0; i < r->dims.n; i++)
        if (r->dims.v[i].kind == DIMENSION_PERIOD && r->dims.v[i].unit < unit)
            unit = r->dims.v[i].unit;
    return unit;
}

// --- range

static int read_time(struct report *r, const char *option, const char *text, struct date_span *span,
                     struct buf *err)
{
    if (date_parse(text, r->d->now, r->zone, DATE_AGO, span, err))
        return 0;
    struct buf why = BUF_INIT;
    buf_str(&why, err->s);
    buf_reset(err);
    buf_fmt(err, "%s: %s", option, why.s);
    buf_free(&why);
    return EXIT_USAGE;
}

static int read_from(struct report *r, enum period_unit unit, int64_t *from, struct buf *err)
{
    struct date_span span;
    int rc = read_time(r, "--from", r->spec.from, &span, err);
    if (rc)
        return rc;
    *from = span.from;
    if (unit != PERIOD_ALL && date_duration(r->spec.from, r->d->now, r->zone, DATE_AGO, from))
        *from = period_begin(*from, unit, r->zone);
    return 0;
}

static int plan_range(struct report *r, struct buf *err)
{
    struct db *db = r->d->db;
    enum period_unit unit = unit_of(r);
    struct date_span span;
    int64_t first =
        db_get_int(db, r->d->now,
                   SQL("SELECT min(at) FROM event INDEXED BY event_flow"
                       " WHERE field = 2 AND (old IS NULL OR (old < 5) <> (new < 5)) /* scan */"));
    int64_t last = db_get_int(
        db, first, SQL("SELECT max(updated) FROM ticket INDEXED BY ticket_updated /* scan */"));
    int64_t end = (r->d->now > last ? r->d->now : last) + 1, from = first;
    int64_t to = r->spec.from ? end : last + 1;
    int rc = r->spec.from ? read_from(r, unit, &from, err) : 0;
    if (rc == 0 && r->spec.to) {
        rc = read_time(r, "--to", r->spec.to, &span, err);
        to = span.to < end ? span.to : end; // what is to come is unknown, not nothing
    }
    if (rc)
        return rc;
    r->bounded = r->spec.from || r->spec.to;
    if (from >= to) {
        buf_str(err, r->spec.from ? "nothing can have happened between --from and --to"
                                  : "there was nothing yet at --to");
        return EXIT_USAGE;
    }
    if (!periods_make(&r->periods, from, to, unit, r->zone)) {
        buf_fmt(err, "more than %d periods: give --from and --to", PERIODS_MAX);
        return EXIT_USAGE;
    }
    return 0;
}

static int plan_hours(struct report *r, struct buf *err)
{
    char *set = r->spec.hours ? NULL : setting_value(r->d, "hours");
    bool good = hours_parse(set ? set : r->spec.hours, &r->hours, err);
    free(set);
    return good ? 0 : EXIT_USAGE;
}

// --- query

static int complain(const struct report *r, struct query_fault *fault)
{
    query_complain(&r->query, fault);
    int code = fault->code ? fault->code : EXIT_USAGE;
    query_fault_free(fault);
    return code;
}

static int plan_query(struct report *r)
{
    struct query_fault fault = QUERY_FAULT_INIT;
    if (!query_parse(&r->query, r->spec.query ? r->spec.query : "", &fault))
        return complain(r, &fault);
    for (int i = 0; i < r->spec.match.n; i++)
        if (!query_match(&r->query, r->spec.match.v[i], &fault))
            return complain(r, &fault);
    if (!query_compile(&r->query, r->d, false, false, &r->sql, &fault))
        return complain(r, &fault);
    query_fault_free(&fault);
    return 0;
}

int report_plan(struct report *r, struct buf *err)
{
    r->zone = r->spec.zone ? r->spec.zone : r->d->zone;
    int rc = plan_metrics(r, err);
    if (rc == 0)
        rc = plan_dimensions(r, err);
    if (rc == 0)
        rc = plan_hours(r, err);
    if (rc == 0)
        rc = plan_range(r, err);
    if (rc == 0)
        rc = plan_query(r);
    struct buf none = BUF_INIT;
    if (rc == 0 && (r->sum[MEASURE_CSAT] >= 0 || r->sum[MEASURE_CSAT_RATE] >= 0))
        field_find(r->d, "csat", &r->csat, &none); // without it there is no satisfaction to report
    buf_free(&none);
    r->flow = report_is_flow(r);
    return rc;
}
