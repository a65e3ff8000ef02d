// SPDX-License-Identifier: GPL-3.0-or-later
// By what tk-report parts its numbers: periods and hours of a fact's time, and what tickets have.
#ifndef DESK_DIMENSION_H
#define DESK_DIMENSION_H

#include "base/period.h"
#include "desk/desk.h"

enum dimension_kind {
    DIMENSION_PERIOD,
    DIMENSION_WEEKDAY,
    DIMENSION_HOUR,
    DIMENSION_NAMES, // a number of lib/desk/names.h
    DIMENSION_QUEUE,
    DIMENSION_AGENT,
    DIMENSION_CUSTOMER,
    DIMENSION_ORG,
    DIMENSION_TAG, // of which a ticket may have several
    DIMENSION_TEXT,
    DIMENSION_AGE,
};

struct dimension {
    const char *name;
    enum dimension_kind kind;
    enum period_unit unit;    // DIMENSION_PERIOD
    const struct name *names; // DIMENSION_NAMES
    const char *sql;          // what ticket t has: a number, or text
    const char *help;
    int64_t field; // the custom field of x.NAME
    bool numbers;  // what it holds
};
extern const struct dimension dimensions[]; // name NULL ends it; x.NAME is no row of it

enum { DIMENSIONS_MAX = 8 };
struct dimension_list {
    struct dimension v[DIMENSIONS_MAX];
    char *owned[DIMENSIONS_MAX]; // names of custom fields
    int n;
};
// Appends "week,queue,x.room".  EXIT_USAGE with a suggestion for an unknown, repeated or ninth one.
int dimensions_choose(struct desk *d, const char *words, struct dimension_list *list,
                      struct buf *err);
void dimensions_free(struct dimension_list *list);
bool dimension_is_time(const struct dimension *d); // of a fact, not of a ticket

// Ages: under 1 day, 1 to 3 days ...
enum { AGES = 6 };
int age_class(int64_t ms);
extern const char *const age_words[AGES];

#define CODE_NONE INT64_MIN // of an attribute that is absent

#endif
