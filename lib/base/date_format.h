// SPDX-License-Identifier: GPL-3.0-or-later
// Times as other programs write them, by a format in the manner of strptime(3), whatever the
// locale.
#ifndef BASE_DATE_FORMAT_H
#define BASE_DATE_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

// %Y year, %y of two digits (69 and above: 1900), %m %d month and day, %b a month's English name or
// its first three letters, %a a weekday likewise (ignored), %H hour, %I of twelve with %p AM or PM,
// %M minute, %S second, %f digits of a fraction, %z an offset (+02:00, +0200, +02, Z or UTC), %s
// seconds since 1970, %% a percent sign.  A blank stands for any number of blanks, also none; all
// else for itself, whatever its case.  Numbers may have fewer digits than is usual.
//
// False with the reason in err for another letter, or where day, month and year are not all there.
bool date_format_check(const char *format, struct buf *err);

// Reads s by the format, to its end.  What is not said is 0; without %z and %s the time is of
// `zone` (see date_join for the hours in which the clock is changed).  False if s is not so, or no
// date.
bool date_format_read(const char *format, const char *s, const char *zone, int64_t *at);

#endif
