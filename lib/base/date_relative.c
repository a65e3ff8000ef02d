// SPDX-License-Identifier: GPL-3.0-or-later
// Times that are counted from now: words and durations.
#include "base/date_impl.h"

#include <ctype.h>
#include <string.h>

#define COUNT_MAX INT64_C(10000000000) // keeps the sums far inside 64 bits
#define DAYS_MAX  (DATE_YEAR_MAX * INT64_C(366))

void date_lower(char to[DATE_TEXT_MAX], const char *s)
{
    size_t n = strlen(s);
    while (n > 0 && isspace((unsigned char)s[n - 1])) {
        n--;
    }
    for (; n > 0 && isspace((unsigned char)*s); n--) {
        s++;
    }
    if (n >= DATE_TEXT_MAX) {
        n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        to[i] = (char)tolower((unsigned char)s[i]);
    }
    to[n] = 0;
}

void date_lay_days(const struct date_parts *a, const struct date_parts *b, const char *zone,
                   struct date_span *out)
{
    out->from = date_join(a, zone);
    out->to = date_join(b, zone);
    if (out->to <= out->from) { // a day that a zone left out, as Samoa did 2011-12-30
        out->to = out->from + 1;
    }
}

// Monday 1 .. Sunday 7 by English name or its first three letters; 0 for any other word.
static int weekday_named(const char *s)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    for (int i = 0; i < 7; i++) {
        if (strcmp(s, names[i]) == 0 || (strlen(s) == 3 && strncmp(s, names[i], 3) == 0)) {
            return i + 1;
        }
    }
    return 0;
}

static bool word_days(const char *s, int today, enum date_sense sense, int *days)
{
    int weekday = weekday_named(s);
    if (weekday) {
        *days = (weekday - today + 7) % 7;
        if (sense == DATE_AGO && *days > 0) {
            *days -= 7;
        } else if (sense == DATE_AHEAD && *days == 0) {
            *days = 7;
        }
        return true;
    }
    *days = strcmp(s, "tomorrow") == 0 ? 1 : strcmp(s, "yesterday") == 0 ? -1 : 0;
    return *days != 0 || strcmp(s, "today") == 0;
}

bool date_word(const char *s, int64_t now, const char *zone, enum date_sense sense,
               struct date_span *out)
{
    struct date_parts p;
    int days;
    if (strcmp(s, "now") == 0) {
        *out = (struct date_span){now, now + DATE_SECOND};
        return true;
    }
    if (!isalpha((unsigned char)*s)) {
        return false;
    }
    date_split(now, zone, &p);
    if (!word_days(s, p.weekday, sense, &days)) {
        return false;
    }
    struct date_parts a = {.year = p.year, .month = p.month, .day = p.day + days}, b = a;
    b.day++;
    date_lay_days(&a, &b, zone, out);
    return true;
}

static const struct unit {
    char letter;
    int days;
    int64_t ms;
} units[] = {
    {'w', 7, 0}, {'d', 1, 0}, {'h', 0, DATE_HOUR}, {'m', 0, DATE_MINUTE}, {'s', 0, DATE_SECOND},
};

static const struct unit *unit_named(char letter)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (units[i].letter == letter) {
            return units + i;
        }
    }
    return NULL;
}

// Sums "1d12h" into calendar days and milliseconds.
static enum duration sum_duration(const char *s, int64_t *days, int64_t *ms)
{
    bool far = false;
    const char *begin = s;
    for (*days = *ms = 0; *s; s++) {
        int64_t v = 0;
        const char *digits = s;
        for (; isdigit((unsigned char)*s); s++) {
            v = v >= COUNT_MAX ? v : v * 10 + (*s - '0');
        }
        const struct unit *unit = s > digits ? unit_named(*s) : NULL;
        if (!unit) {
            return DURATION_NONE;
        }
        *days += v * unit->days;
        *ms += v * unit->ms;
        if (*days > DAYS_MAX || *ms > DATE_LAST) {
            far = true;
            *days = *ms = 0;
        }
    }
    return far ? DURATION_FAR : s > begin ? DURATION_OK : DURATION_NONE;
}

enum duration date_relative(const char *s, int64_t now, const char *zone, enum date_sense sense,
                            int64_t *from)
{
    struct date_parts p;
    int64_t days, ms, sign = sense == DATE_AGO ? -1 : 1;
    enum duration rc = sum_duration(s, &days, &ms);
    if (rc != DURATION_OK) {
        return rc;
    }
    int64_t at = now;
    if (days) {
        date_split(now, zone, &p);
        p.day += (int)(sign * days);
        at = date_join(&p, zone) + (now % DATE_SECOND + DATE_SECOND) % DATE_SECOND;
    }
    *from = at + sign * ms;
    return *from < DATE_FIRST || *from > DATE_LAST ? DURATION_FAR : DURATION_OK;
}

bool date_duration(const char *s, int64_t now, const char *zone, enum date_sense sense,
                   int64_t *from)
{
    char low[DATE_TEXT_MAX];
    date_lower(low, s);
    return date_relative(low, now, zone, sense, from) == DURATION_OK;
}

int64_t date_deadline(const struct date_span *span)
{
    int64_t length = span->to - span->from; // a day is 23 hours long when summer time begins
    return length < 22 * DATE_HOUR ? span->from : span->to - DATE_SECOND;
}
