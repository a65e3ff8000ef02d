// SPDX-License-Identifier: GPL-3.0-or-later
// Days, ISO weeks, months, quarters and years of a time zone, in a row.
#ifndef BASE_PERIOD_H
#define BASE_PERIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

// From fine to coarse.  PERIOD_ALL: one period from the first moment to the last.
enum period_unit { PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH, PERIOD_QUARTER, PERIOD_YEAR, PERIOD_ALL };

// When the period that `at` falls in begins, and when the one behind it does; in a zone where its
// midnight does not exist, the first moment behind it.  Not of PERIOD_ALL.
int64_t period_begin(int64_t at, enum period_unit unit, const char *zone);
int64_t period_next(int64_t at, enum period_unit unit, const char *zone);
// "2026-11-28", "2026-W48" (ISO 8601), "2026-11", "2026-Q4", "2026", appended; nothing for
// PERIOD_ALL.
void period_label(struct buf *out, int64_t at, enum period_unit unit, const char *zone);

// The periods that [from, to) meets, cut to it.
struct periods {
    enum period_unit unit;
    const char *zone; // borrowed
    int64_t *edge;    // n + 1 of them, owned: period i is [edge[i], edge[i + 1])
    size_t n;
};
enum { PERIODS_MAX = 100000 };
// False when there would be more than PERIODS_MAX.  to > from.  Free with periods_free.
bool periods_make(struct periods *p, int64_t from, int64_t to, enum period_unit unit,
                  const char *zone);
void periods_free(struct periods *p);
// Which one `at` falls in; n behind the last, SIZE_MAX before the first.
size_t periods_find(const struct periods *p, int64_t at);

#endif
