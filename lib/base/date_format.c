// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date_format.h"

#include <string.h>
#include <strings.h>

#include "base/date.h"

#define LETTERS "YymdbaHIpMSfzs%"

bool date_format_check(const char *format, struct buf *err)
{
    unsigned seen = 0;
    for (const char *p = strchr(format, '%'); p; p = strchr(p + 2, '%')) {
        const char *known = p[1] ? strchr(LETTERS, p[1]) : NULL;
        if (!known) {
            buf_fmt(err, "time format \"%s\": there is no \"%.2s\" (%s)", format, p,
                    "%Y %y %m %d %b %a %H %I %p %M %S %f %z %s %%");
            return false;
        }
        seen |= 1u << (known - LETTERS);
    }
    bool year = seen & 3u, month = seen & (1u << 2 | 1u << 4), day = seen & 1u << 3;
    bool half = !(seen & 1u << 7) == !(seen & 1u << 8);
    if (!half)
        buf_fmt(err, "time format \"%s\": %%I and %%p go together", format);
    else if (!(seen & 1u << 13) && !(year && month && day))
        buf_fmt(err, "time format \"%s\" has no day, month and year", format);
    else
        return true;
    return false;
}

struct reading {
    const char *s;
    struct date_parts p;
    int64_t seconds; // of %s
    int fraction;    // milliseconds
    bool since_1970, has_offset, afternoon, morning;
};

static bool number(struct reading *r, int digits, int64_t least, int64_t most, int64_t *v)
{
    int n = 0;
    for (*v = 0; n < digits && *r->s >= '0' && *r->s <= '9'; n++)
        *v = *v * 10 + (*r->s++ - '0');
    return n && *v >= least && *v <= most;
}

static bool small(struct reading *r, int digits, int least, int most, int *to)
{
    int64_t v;
    bool good = number(r, digits, least, most, &v);
    *to = good ? (int)v : 0;
    return good;
}

// The place in a list of words, each given whole or by its first three letters; 0: none of them.
static int word(struct reading *r, const char *const *list)
{
    size_t n = 0;
    while ((r->s[n] | 32) >= 'a' && (r->s[n] | 32) <= 'z')
        n++;
    for (int i = 0; n && list[i]; i++)
        if ((n == 3 || n == strlen(list[i])) && strncasecmp(list[i], r->s, n) == 0) {
            r->s += n;
            return i + 1;
        }
    return 0;
}

static bool month(struct reading *r)
{
    static const char *const names[] = {"january",  "february", "march",  "april",     "may",
                                        "june",     "july",     "august", "september", "october",
                                        "november", "december", NULL};
    if (strncasecmp(r->s, "sept", 4) == 0 && strncasecmp(r->s, "september", 9) != 0) {
        r->s += 4;
        r->p.month = 9;
        return true;
    }
    r->p.month = word(r, names);
    return r->p.month;
}

static bool weekday(struct reading *r)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday",    NULL};
    return word(r, names);
}

static bool half_day(struct reading *r)
{
    r->morning = strncasecmp(r->s, "am", 2) == 0;
    r->afternoon = strncasecmp(r->s, "pm", 2) == 0;
    bool either = r->morning || r->afternoon;
    r->s += either ? 2 : 0;
    return either;
}

static bool fraction(struct reading *r)
{
    int digits = 0;
    for (r->fraction = 0; *r->s >= '0' && *r->s <= '9'; digits++, r->s++)
        if (digits < 3)
            r->fraction = r->fraction * 10 + (*r->s - '0');
    for (int n = digits; n < 3; n++)
        r->fraction *= 10;
    return digits;
}

static bool offset(struct reading *r)
{
    int hours, minutes = 0;
    r->has_offset = true;
    for (const char *utc = "Z\0UTC\0GMT\0"; *utc; utc += strlen(utc) + 1)
        if (strncasecmp(r->s, utc, strlen(utc)) == 0) {
            r->s += strlen(utc);
            return true;
        }
    int sign = *r->s == '-' ? -1 : *r->s == '+' ? 1 : 0;
    r->s += sign != 0;
    if (!sign || !small(r, 2, 0, 15, &hours))
        return false;
    r->s += *r->s == ':';
    if (*r->s >= '0' && *r->s <= '9' && !small(r, 2, 0, 59, &minutes))
        return false;
    r->p.offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

static bool since_1970(struct reading *r)
{
    r->since_1970 = true;
    return number(r, 12, 0, INT64_C(999999999999), &r->seconds);
}

static bool short_year(struct reading *r)
{
    bool good = small(r, 2, 0, 99, &r->p.year);
    r->p.year += r->p.year < 69 ? 2000 : 1900;
    return good;
}

static bool letter(struct reading *r, char c)
{
    switch (c) {
    case 'Y':
        return small(r, 4, 0, 9999, &r->p.year);
    case 'y':
        return short_year(r);
    case 'm':
        return small(r, 2, 1, 12, &r->p.month);
    case 'd':
        return small(r, 2, 1, 31, &r->p.day);
    case 'b':
        return month(r);
    case 'a':
        return weekday(r);
    case 'H':
        return small(r, 2, 0, 23, &r->p.hour);
    case 'I':
        return small(r, 2, 1, 12, &r->p.hour);
    case 'p':
        return half_day(r);
    case 'M':
        return small(r, 2, 0, 59, &r->p.minute);
    case 'S':
        return small(r, 2, 0, 60, &r->p.second);
    case 'f':
        return fraction(r);
    case 'z':
        return offset(r);
    case 's':
        return since_1970(r);
    default:
        return *r->s++ == '%';
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool follow(struct reading *r, const char *format)
{
    for (const char *f = format; *f; f++) {
        if (is_blank(*f)) {
            r->s += strspn(r->s, " \t");
        } else if (*f == '%') {
            if (!letter(r, *++f))
                return false;
        } else if (!*r->s || strncasecmp(f, r->s, 1) != 0) {
            return false;
        } else {
            r->s++;
        }
    }
    return !*r->s;
}

// 31 April is no day, though date_join would take it for 1 May.
static bool is_day(const struct date_parts *p)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = p->year % 4 == 0 && (p->year % 100 != 0 || p->year % 400 == 0);
    return p->day <= days[p->month - 1] + (p->month == 2 && leap);
}

bool date_format_read(const char *format, const char *s, const char *zone, int64_t *at)
{
    struct reading r = {.s = s, .p = {.month = 1, .day = 1}};
    if (!follow(&r, format))
        return false;
    if (r.since_1970) {
        *at = r.seconds * DATE_SECOND + r.fraction;
        return true;
    }
    if (!is_day(&r.p))
        return false;
    if (r.morning && r.p.hour == 12)
        r.p.hour = 0;
    if (r.afternoon && r.p.hour < 12)
        r.p.hour += 12;
    *at = date_join(&r.p, r.has_offset ? "UTC" : zone) - r.p.offset * DATE_SECOND + r.fraction;
    return true;
}
