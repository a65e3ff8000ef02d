// SPDX-License-Identifier: GPL-3.0-or-later
// What tk-report can count: one table of metrics with their printed definitions.
//
// A measure collects facts (a ticket, a time, a value); a metric is a statistic of one.  Durations
// are calendar time: milliseconds as facts, whole seconds as metrics.
#ifndef DESK_METRIC_H
#define DESK_METRIC_H

#include "base/buf.h"

enum measure {
    MEASURE_CREATED,
    MEASURE_SOLVED,
    MEASURE_CLOSED,
    MEASURE_REOPENED,
    MEASURE_BACKLOG,
    MEASURE_FIRST_RESPONSE,
    MEASURE_NEXT_RESPONSE,
    MEASURE_RESOLUTION,
    MEASURE_SURVIVAL,
    MEASURE_FCR,
    MEASURE_ONE_TOUCH,
    MEASURE_REPLIES,
    MEASURE_CONTACTS,
    MEASURE_TRANSFERS,
    MEASURE_PEOPLE,
    MEASURE_REOPEN_RATE,
    MEASURE_LOAD,
    MEASURE_AFTER_HOURS,
    MEASURE_CSAT,
    MEASURE_CSAT_RATE,
    MEASURE_AGE,
    MEASURE_WAIT_US,
    MEASURE_WAIT_CUSTOMER,
    MEASURE_WAIT_THIRD,
    MEASURE_SENT,
    MEASURE_RECEIVED,
    MEASURES
};

enum metric_unit { UNIT_COUNT, UNIT_SECONDS, UNIT_SHARE, UNIT_NUMBER };
enum statistic {
    STAT_COUNT,
    STAT_MEAN,
    STAT_SHARE, // the mean of 0 and 1
    STAT_P50,
    STAT_P90,
    STAT_P95,
    STAT_SURVIVAL,
    STAT_STOCK,       // how many there are at a moment
    STAT_STOCK_TOTAL, // the sum of their values
    STAT_FLOW         // how much the stock grew in a period
};

struct metric {
    const char *name;
    enum metric_unit unit;
    enum measure measure;
    enum statistic stat;
    const char *when; // what places a fact in a period
    const char *definition;
};
extern const struct metric metrics[]; // name NULL ends it

bool measure_is_stock(enum measure m);   // what is so at the end of a period
bool measure_has_author(enum measure m); // its agent is who wrote the message
const char *metric_unit_word(enum metric_unit unit);

// "created,solved": metrics of the table, appended to list, at most `max`.  EXIT_USAGE with a
// suggestion for an unknown or repeated one.
int metrics_choose(const char *words, const struct metric **list, int max, int *n, struct buf *err);

#endif
