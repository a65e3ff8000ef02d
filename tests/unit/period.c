// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/period.h"

#include "base/date.h"
#include "tap.h"

static int64_t at(const char *s)
{
    struct date_span span;
    struct buf err = BUF_INIT;
    ok(date_parse(s, 0, "UTC", DATE_AGO, &span, &err), "%s is a time", s);
    return span.from;
}

static void begins(const char *time, enum period_unit unit, const char *zone, const char *begin,
                   const char *next, const char *label)
{
    struct buf b = BUF_INIT;
    int64_t t = at(time);
    date_iso(&b, period_begin(t, unit, zone));
    is_str(b.s, begin, time);
    buf_reset(&b);
    date_iso(&b, period_next(t, unit, zone));
    is_str(b.s, next, "the next");
    buf_reset(&b);
    period_label(&b, t, unit, zone);
    is_str(b.s, label, "its label");
    buf_free(&b);
}

static void rows(const char *from, const char *to, enum period_unit unit, const char *zone,
                 const char *labels)
{
    struct periods p;
    struct buf b = BUF_INIT;
    ok(periods_make(&p, at(from), at(to), unit, zone), "not too many");
    for (size_t i = 0; i < p.n; i++) {
        buf_str(&b, i ? " " : "");
        period_label(&b, p.edge[i], unit, zone);
    }
    is_str(b.s, labels, labels);
    is_int(p.edge[0], at(from), "begins where it is told to");
    is_int(p.edge[p.n], at(to), "and ends");
    for (size_t i = 0; i < p.n; i++) {
        ok(periods_find(&p, p.edge[i]) == i, "the first moment is in it");
        ok(periods_find(&p, p.edge[i + 1] - 1) == i, "so is the last");
    }
    ok(periods_find(&p, p.edge[0] - 1) == SIZE_MAX, "before all");
    ok(periods_find(&p, p.edge[p.n]) == p.n, "behind all");
    periods_free(&p);
    buf_free(&b);
}

int main(void)
{
    begins("2026-12-31T12:00:00Z", PERIOD_WEEK, "UTC", "2026-12-28T00:00:00Z",
           "2027-01-04T00:00:00Z", "2026-W53");
    begins("2027-01-03T23:30:00Z", PERIOD_WEEK, "Europe/Prague", "2027-01-03T23:00:00Z",
           "2027-01-10T23:00:00Z", "2027-W01");
    begins("2020-12-31T12:00:00Z", PERIOD_WEEK, "UTC", "2020-12-28T00:00:00Z",
           "2021-01-04T00:00:00Z", "2020-W53");
    begins("2026-03-29T12:00:00Z", PERIOD_DAY, "Europe/Prague", "2026-03-28T23:00:00Z",
           "2026-03-29T22:00:00Z", "2026-03-29"); // of 23 hours
    begins("2026-10-25T12:00:00Z", PERIOD_DAY, "Europe/Prague", "2026-10-24T22:00:00Z",
           "2026-10-25T23:00:00Z", "2026-10-25"); // of 25
    begins("2026-11-30T22:59:59Z", PERIOD_MONTH, "Europe/Prague", "2026-10-31T23:00:00Z",
           "2026-11-30T23:00:00Z", "2026-11");
    begins("2026-02-28T12:00:00Z", PERIOD_QUARTER, "UTC", "2026-01-01T00:00:00Z",
           "2026-04-01T00:00:00Z", "2026-Q1");
    begins("2026-12-01T00:00:00Z", PERIOD_QUARTER, "UTC", "2026-10-01T00:00:00Z",
           "2027-01-01T00:00:00Z", "2026-Q4");
    begins("2024-02-29T12:00:00Z", PERIOD_YEAR, "UTC", "2024-01-01T00:00:00Z",
           "2025-01-01T00:00:00Z", "2024");
    // where no midnight is: the clocks of Beirut go from 0:00 to 1:00
    begins("2026-03-29T12:00:00Z", PERIOD_DAY, "Asia/Beirut", "2026-03-28T22:00:00Z",
           "2026-03-29T21:00:00Z", "2026-03-29");

    rows("2026-12-27", "2027-01-04", PERIOD_WEEK, "UTC", "2026-W52 2026-W53");
    rows("2026-12-27", "2027-01-04T00:00:01Z", PERIOD_WEEK, "UTC", "2026-W52 2026-W53 2027-W01");
    rows("2026-03-28T23:00:00Z", "2026-03-30", PERIOD_DAY, "Europe/Prague",
         "2026-03-29 2026-03-30");
    rows("2026-11-05", "2027-02-01", PERIOD_MONTH, "UTC", "2026-11 2026-12 2027-01");
    rows("2026-11-05", "2026-11-06", PERIOD_YEAR, "UTC", "2026");

    struct periods p;
    ok(periods_make(&p, at("2026-11-05"), at("2026-11-06"), PERIOD_ALL, "UTC") && p.n == 1,
       "all is one period");
    periods_free(&p);
    ok(!periods_make(&p, 0, (PERIODS_MAX + 1) * DATE_DAY, PERIOD_DAY, "UTC"), "too many days");
    periods_free(&p);
    return done();
}
