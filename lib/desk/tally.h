// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of facts in cells, and the statistics of what was collected.  Knows no tickets.
//
// A cell is a pair of numbers (row, slot); it holds `width` sums, which begin as nothing.
#ifndef DESK_TALLY_H
#define DESK_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sum {
    int64_t n, total;
    uint32_t *value; // owned; where values are kept: n of them
    size_t cap;
};

struct tally_cell {
    uint32_t row, slot;
};
struct tally {
    int width;
    struct tally_cell *cell; // in the order in which they came
    struct sum *sum;         // width for each cell
    size_t n, cap_cell, cap_sum;
    uint32_t *place; // open addressing: number of the cell + 1
    size_t places;
    size_t last; // the cell that was asked for last
};

void tally_init(struct tally *t, int width);
void tally_free(struct tally *t);
// The sums of a cell, made if there is none; good until the next call.
struct sum *tally_at(struct tally *t, uint32_t row, uint32_t slot);
const struct sum *tally_find(const struct tally *t, uint32_t row, uint32_t slot); // or NULL

void sum_add(struct sum *s, int64_t value);
void sum_keep(struct sum *s, uint32_t value); // behind each sum_add of such a sum
void sum_merge(struct sum *to, const struct sum *from);

// All sort what is kept.  False without values.
// Nearest rank: the smallest value that at least p % of the values do not exceed.
bool sum_percentile(struct sum *s, int p, uint32_t *value);
// Kaplan and Meier (1958): the smallest time at which the estimated share of those still waiting is
// a half or less.  A value is twice the time, plus 1 if it was censored then.  False also when
// the estimate stays above a half.
bool sum_survival_median(struct sum *s, uint32_t *time);

#endif
