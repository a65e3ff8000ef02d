// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the parts that read times only.
#ifndef BASE_DATE_IMPL_H
#define BASE_DATE_IMPL_H

#include "base/date.h"

#define DATE_TEXT_MAX 48 // bytes of the longest time
#define DATE_YEAR_MIN 1970
#define DATE_YEAR_MAX 9999
#define DATE_FIRST    (-DATE_DAY) // 1970-01-01 somewhere on earth
#define DATE_LAST     INT64_C(253402387200000)

// A copy in lower case without the blanks around it; empty when it is too long for any time.
void date_lower(char to[DATE_TEXT_MAX], const char *s);
// From the midnight that begins day `a` to the one that begins day `b`.
void date_lay_days(const struct date_parts *a, const struct date_parts *b, const char *zone,
                   struct date_span *out);
// now, today, yesterday, tomorrow and the names of weekdays; false for anything else.
bool date_word(const char *low, int64_t now, const char *zone, enum date_sense sense,
               struct date_span *out);

enum duration { DURATION_NONE, DURATION_FAR, DURATION_OK };
enum duration date_relative(const char *low, int64_t now, const char *zone, enum date_sense sense,
                            int64_t *from);

#endif
