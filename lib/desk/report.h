// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers: metrics by dimensions over the tickets of a query.
//
// What is read is every ticket of the query with its status events and messages, in one pass in the
// order of ids, and for the plain flows one index of status events alone.  A row is a combination
// of values of the dimensions that occurs, for every period, weekday and hour asked for, also where
// nothing happened.  tk-report(1) tells its readers what the numbers mean.
//
// Memory: 4 bytes a ticket, 4 bytes a duration where a percentile is asked for, and the rows.
#ifndef DESK_REPORT_H
#define DESK_REPORT_H

#include "base/opt.h"
#include "desk/dimension.h"
#include "desk/metric.h"

enum { METRICS_MAX = 64, REOPEN_DAYS = 7 };

struct report_spec {              // what is asked; all borrowed
    const char *metrics, *by;     // "created,solved"; "week,queue", NULL: one row
    const char *from, *to, *zone; // NULL: see tk-report(1); the desk's zone
    const char *hours;            // working hours (base/hours.h); NULL: the desk's
    int64_t days;                 // a reopening within so many counts
    const char *query;            // NULL: all tickets
    struct opt_list match;        // --match FIELD=VALUE ...
    const char *sort;             // "created-,queue", NULL: by the dimensions
    int64_t limit;                // -1: none
    bool total;                   // a last row of all
    bool ids;                     // the tickets behind one metric instead of rows
    struct opt_list cell;         // of these values only: DIMENSION=VALUE ...
};

struct report;

// Reads what is asked, within the caller's read transaction.  A fault in the query is reported on
// stderr, others go to err; both return the exit code.  Free with report_free in any case.
int report_make(struct report **r, struct desk *d, const struct report_spec *spec, struct buf *err);
void report_free(struct report *r);

// The rows.
size_t report_rows(const struct report *r);
const struct dimension_list *report_dimensions(const struct report *r);
int report_metrics(const struct report *r, const struct metric *const **list); // their number
// A value of a dimension, borrowed; NULL: absent.
const char *report_label(const struct report *r, size_t row, int dimension);
double report_value(const struct report *r, size_t row, int metric); // NAN: absent
bool report_has_total(const struct report *r);                       // it is the last row
bool report_more(const struct report *r);                            // rows beyond the limit
const int64_t *report_ids(const struct report *r, size_t *n);        // ascending
// What was reported on: [from, to), and the zone.
const char *report_query(const struct report *r); // "": none
void report_range(const struct report *r, int64_t *from, int64_t *to, const char **zone);

#endif
