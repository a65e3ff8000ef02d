// SPDX-License-Identifier: GPL-3.0-or-later
// Working hours of a week: "mon-fri 09:00-17:00", "sun-thu 08:00-12:00, 13:00-16:00, sat
// 10:00-12:00".
//
// An item is DAYS RANGE; items are separated by commas, and one without days has those of the item
// before.  DAYS is a day or DAY-DAY, which may lead over the end of a week (fri-mon).  RANGE is
// HH:MM-HH:MM, its end not included, 24:00 the end of a day; one that ends before it begins goes on
// into the next day (22:00-06:00).  Case and blanks do not matter.
#ifndef BASE_HOURS_H
#define BASE_HOURS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { HOURS_DAYS = 7, HOURS_MINUTES = 24 * 60 };

struct hours { // a bit for each minute of a week, from Monday 00:00
    uint8_t open[HOURS_DAYS * HOURS_MINUTES / 8];
};

// False with the reason in err.
bool hours_parse(const char *s, struct hours *h, struct buf *err);
// iso_weekday: 1 Monday to 7 Sunday.
bool hours_open(const struct hours *h, int iso_weekday, int minute_of_day);
// What hours_parse took, in one way of writing, appended: lower case, two digits, ", " between.
void hours_text(const char *s, struct buf *out);

#endif
