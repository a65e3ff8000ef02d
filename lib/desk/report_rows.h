// SPDX-License-Identifier: GPL-3.0-or-later
// From cells to rows, inside of reports only.
#ifndef DESK_REPORT_ROWS_H
#define DESK_REPORT_ROWS_H

#include "desk/report_impl.h"

struct value {
    int64_t code;
    char *word; // NULL: absent
    size_t rank;
};
struct values { // of an attribute, by code
    struct value *v;
    size_t n, cap;
};

struct layout {
    struct report *r;
    struct values values[DIMENSIONS_MAX]; // by dimension
    struct groups groups;                 // of ranks
    struct tally facts, stock;            // by these groups
    bool *present;                        // by group: it has a fact, or anything in stock
    int tag;                              // the dimension of tags, or -1
};
void layout_make(struct layout *l, struct report *r); // and fills r->label of attributes
void layout_free(struct layout *l);

// sums: of the cell; before: of the moment before.  Either may be NULL.  Sorts what is kept.
double report_statistic(const struct report *r, const struct metric *m, struct sum *sums,
                        const struct sum *before);

#endif
