// SPDX-License-Identifier: GPL-3.0-or-later
// Time: milliseconds since 1970-01-01 UTC in an int64_t, zones, and what people write.
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define DATE_NONE   INT64_MIN // no time
#define DATE_SECOND INT64_C(1000)
#define DATE_MINUTE (60 * DATE_SECOND)
#define DATE_HOUR   (60 * DATE_MINUTE)
#define DATE_DAY    (24 * DATE_HOUR)

// The real clock, in whole seconds (times are printed in whole seconds; so they stay lossless).
int64_t date_clock(void);
// TK_NOW (RFC 3339 or seconds since 1970) where set, else the real clock; dies with EXIT_CONFIG if
// TK_NOW cannot be read.
int64_t date_now(void);
// Milliseconds since an unknown moment, never set back: for waits, not for dates.
int64_t date_monotonic(void);

// A time zone by IANA name ("Europe/Prague", "UTC"); NULL or "" is the reader's own (TZ, then
// /etc/localtime).  date_zone_ok is false for a name without a file in the system's zoneinfo.
// Zones are switched by setting TZ around libc calls; the caller's TZ is always restored, so
// children see what the user set.
bool date_zone_ok(const char *zone);

struct date_parts {
    int year, month, day, hour, minute, second; // month and day from 1
    int weekday;                                // ISO: 1 Monday .. 7 Sunday
    int iso_year, iso_week;
    int offset; // seconds east of UTC
};
void date_split(int64_t at, const char *zone, struct date_parts *p);
// Wall clock time in a zone; fields may be out of range and are normalised (day 32 ...).  In a gap
// of daylight saving the later time, of two equal times the first.
int64_t date_join(const struct date_parts *p, const char *zone);

// What "3d" and "monday" mean: queries look back (the last Monday, today included), due and snooze
// ahead (the next one).
enum date_sense { DATE_AGO, DATE_AHEAD };
struct date_span {
    int64_t from, to; // half-open; to > from.  A point has to = from + its precision
};
// Reads one time: ISO 8601 date, or date and time ("2026-11-22", "2026-11-22T03:35",
// "2026-11-22 03:35:08", fraction of a second allowed; offset or Z, else `zone`), "2026-03",
// "2026", "2026-W47", "now today yesterday tomorrow", English weekday names (mon, monday),
// durations "3d" "2h" "30m" "2w" "5s" and sums "1d12h" (d calendar days in `zone`, m minutes).  A
// bare duration is the point now-or-then, one second long.  False, with the reason and the mend in
// err, when unreadable or ambiguous ("01/02/26").
bool date_parse(const char *s, int64_t now, const char *zone, enum date_sense sense,
                struct date_span *out, struct buf *err);
// The moment that a span is as a deadline: what is due today is so until the end of the day.
int64_t date_deadline(const struct date_span *span);
// True when s is a bare duration like 3d or 1d12h: *from is the point so far from now in `sense`.
bool date_duration(const char *s, int64_t now, const char *zone, enum date_sense sense,
                   int64_t *from);

// 2026-11-22T03:35:08Z; .mmm only when not whole seconds.
void date_iso(struct buf *out, int64_t at);
// For people: "12 min ago", "3 h ago", "in 2 d" under 7 days either way (hours under 2), else
// "2026-11-22" in zone.
void date_human(struct buf *out, int64_t at, int64_t now, const char *zone);
// "2 d ago (2026-11-20 10:33)"; far away only the latter.
void date_both(struct buf *out, int64_t at, int64_t now, const char *zone);
void date_local(struct buf *out, int64_t at, const char *zone); // 2026-11-22 04:35
void date_length(struct buf *out, int64_t ms); // for people: "a moment", "12 min", "3 h", "2 d"

#endif
