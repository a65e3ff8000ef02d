// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of reports only.
#ifndef DESK_REPORT_IMPL_H
#define DESK_REPORT_IMPL_H

#include "base/date.h"
#include "base/hours.h"
#include "desk/effective.h"
#include "desk/query.h"
#include "desk/report.h"
#include "desk/tally.h"

// --- words and combinations of codes, numbered as they come

struct texts {
    char **word; // owned
    size_t n, cap;
    uint32_t *place; // open addressing: number + 1
    size_t places;
};
uint32_t texts_number(struct texts *w, const char *s, size_t n);
void texts_free(struct texts *w);

struct groups {
    int width;     // codes of each: one an attribute, which is a dimension that is no time
    int64_t *code; // width for each group
    size_t n, cap;
    uint32_t *place;
    size_t places;
};
uint32_t groups_number(struct groups *g, const int64_t *code);
void groups_free(struct groups *g);

// --- what never counts, or not in stock

struct span { // change set that was undone, or an undo: its events
    int64_t first, last;
};
struct merge { // ticket, when, and whether it was merged or taken out again
    int64_t ticket, at;
    bool in;
};

struct report {
    struct desk *d;
    struct report_spec spec;
    struct dimension_list dims;
    const struct metric *metric[METRICS_MAX];
    int n_metrics;
    struct query query;
    struct query_sql sql;

    const char *zone;
    struct periods periods;
    bool bounded; // facts outside of the periods may occur
    bool flow;    // see report_flow
    bool weekday, hour;
    struct hours hours;
    int64_t csat; // the field, 0: there is none

    int sum[MEASURES];   // where a measure is in the cells of facts or stock; -1: not asked for
    bool keep[MEASURES]; // its values, for percentiles
    struct tally facts;  // by group and slot: (period * weekdays + weekday) * hours + hour
    struct tally stock;  // by group and moment: 0 the beginning, i the end of period i - 1
    struct groups groups;
    int attr[DIMENSIONS_MAX];          // number of the attribute of each dimension; -1: a time
    int agent, status, age;            // attributes that depend on the fact; -1: not asked for
    struct texts text[DIMENSIONS_MAX]; // of attributes that are text or sets of tags

    struct span *off; // ascending
    size_t n_off;
    struct merge *merge; // by ticket, then time
    size_t n_merge;
    int64_t *gone; // tickets, ascending
    size_t n_gone;
    uint32_t *group_of; // for the flows: by ticket, number + 1; NULL: all have group 0
    int64_t n_tickets;  // ids are below

    int64_t *id; // spec.ids: what was found
    size_t n_ids, cap_ids;

    char **label[DIMENSIONS_MAX];  // of each value of a dimension, in its order; NULL: absent
    double *order[DIMENSIONS_MAX]; // what puts these in order
    size_t n_labels[DIMENSIONS_MAX];
    bool of_period;     // a cell names a period
    signed char *wants; // by group: whether its attributes are of the cells; 0: not looked yet
    size_t cap_wants;

    struct report_row *row;
    size_t n_rows, n_made; // made: before the limit
    double *key;           // what the rows are sorted by
    double *value;         // n_metrics for each row, in the order in which rows were made
    bool more;
};

// Where a row's values are, and what puts it in order.
struct report_row {
    uint32_t label[DIMENSIONS_MAX];
    size_t value;
    const double *key;
    int n_keys;
    bool total;
};

// --- one ticket with its history

struct step { // a status and since when
    int64_t at;
    int status;
    bool counts;
};
struct report_message { // a public message
    int64_t at, id, agent;
    int kind; // enum message_kind
};
struct report_case {
    int64_t id, created, solved; // solved: DATE_NONE: not now
    int priority;
    int64_t merged, transfers, replies, contacts;
    bool rated, scored; // x.csat is there; it is a number
    double csat;
    int64_t code[DIMENSIONS_MAX];
    uint32_t group; // of these codes
    struct step *step;
    size_t n_steps, cap_steps;
    struct report_message *message; // by time
    size_t n_messages, cap_messages;
    const struct merge *merge; // of the ticket, by time
    size_t n_merges;
};

int report_plan(struct report *r, struct buf *err); // metrics, dimensions, periods, query
void report_exceptions(struct report *r);           // fills off, merge and gone
bool report_is_gone(const struct report *r, int64_t ticket);
bool report_counts(const struct report *r, int64_t event);
const struct merge *report_merges(const struct report *r, int64_t ticket, size_t *n);

enum {
    NEEDS_TIMES = 1,
    NEEDS_STEPS = 2,
    NEEDS_MESSAGES = 4,
    NEEDS_COUNTS = 8,
    NEEDS_SCORE = 16,
};
void report_walk(struct report *r, int needs); // every case, given to report_take
int report_needs(const struct report *r);
void report_take(struct report *r, const struct report_case *c);
// Created, solved, reopened and the backlog from the index of flows, where that is enough.
bool report_is_flow(const struct report *r);
enum {
    REPORT_SCORE = 1000000,    // a score of satisfaction is a fact in millionths
    REPORT_SCORE_MAX = 1000000 // beyond that, and below its negative, it is a slip and no score
};
void report_flow(struct report *r);

// A fact of a ticket, or of none (c NULL, the codes of `group`).
void report_fact(struct report *r, const struct report_case *c, enum measure m, int64_t at,
                 int64_t value, int64_t author);
void report_group_fact(struct report *r, uint32_t group, enum measure m, int64_t at);
size_t report_moment(const struct report *r, int64_t at); // the first moment behind a time
// The ticket is in stock at moment i in this status.
void report_stock(struct report *r, const struct report_case *c, enum measure m, size_t moment,
                  int status, int64_t value);

int report_cells(struct report *r, struct buf *err); // checks spec.cell
bool report_wanted(struct report *r, uint32_t group, uint32_t slot);
// The word of an attribute's value, appended; false: it is absent.
bool report_word(struct report *r, int dimension, int64_t code, struct buf *out);
// The label of a time dimension in a slot of the facts.
void report_time_label(const struct report *r, int dimension, uint32_t slot, struct buf *out);
size_t report_slots(const struct report *r);
// The next of a set of tags "3,5"; false at its end.
bool report_tag(const char **set, int64_t *tag);
int report_lay_out(struct report *r, struct buf *err); // rows from cells

#endif
