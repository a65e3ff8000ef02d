// SPDX-License-Identifier: GPL-3.0-or-later
// What people write for a time.
#include "base/date_impl.h"

#include <ctype.h>
#include <string.h>

#include "base/utf8.h"

static const char HELP[] = "write 2026-11-22, 2026-11-22T03:35, 2026-W47, today, friday or 3d";

// What the text says, before it is laid on the time line.
enum level { YEAR, MONTH, WEEK, DAY, MINUTE, SECOND, MILLI };
struct reading {
    struct date_parts p;
    enum level level;
    int week, ms;
    bool has_offset;
    int offset_hour, offset_minute, offset_sign;
};

// n digits at s; what follows them, or NULL.  s may be NULL, so that calls can be chained.
static const char *take(const char *s, int n, int *v)
{
    *v = 0;
    for (; s && n > 0; n--, s++) {
        if (!isdigit((unsigned char)*s)) {
            return NULL;
        }
        *v = *v * 10 + (*s - '0');
    }
    return s;
}

static const char *take_char(const char *s, char c)
{
    return s && *s == c ? s + 1 : NULL;
}

// Milliseconds from the digits behind the point; finer ones are dropped.
static const char *take_fraction(const char *s, int *ms)
{
    int scale = 100;
    if (!isdigit((unsigned char)*s)) {
        return NULL;
    }
    for (; isdigit((unsigned char)*s); s++, scale /= 10) {
        *ms += (*s - '0') * scale;
    }
    return s;
}

static bool read_offset(const char *s, struct reading *r)
{
    if (!*s) {
        return true;
    }
    r->has_offset = true;
    if (*s == 'z') {
        return !s[1];
    }
    if (*s != '+' && *s != '-') {
        return false;
    }
    r->offset_sign = *s == '-' ? -1 : 1;
    s = take(s + 1, 2, &r->offset_hour);
    if (s && *s == ':') {
        s = take(s + 1, 2, &r->offset_minute);
    } else if (s && *s) {
        s = take(s, 2, &r->offset_minute);
    }
    return s && !*s;
}

static bool read_clock(const char *s, struct reading *r)
{
    s = take(take_char(take(s, 2, &r->p.hour), ':'), 2, &r->p.minute);
    r->level = MINUTE;
    if (s && *s == ':') {
        s = take(s + 1, 2, &r->p.second);
        r->level = SECOND;
        if (s && *s == '.') {
            s = take_fraction(s + 1, &r->ms);
            r->level = MILLI;
        }
    }
    return s && read_offset(s, r);
}

static bool read_iso(const char *s, struct reading *r)
{
    *r = (struct reading){.p = {.month = 1, .day = 1}, .level = YEAR};
    s = take(s, 4, &r->p.year);
    if (!s || !*s) {
        return s != NULL;
    }
    s = take_char(s, '-');
    if (s && *s == 'w') {
        r->level = WEEK;
        s = take(s + 1, 2, &r->week);
        return s && !*s;
    }
    r->level = MONTH;
    s = take(s, 2, &r->p.month);
    if (!s || !*s) {
        return s != NULL;
    }
    r->level = DAY;
    s = take(take_char(s, '-'), 2, &r->p.day);
    if (!s || !*s) {
        return s != NULL;
    }
    return (*s == 't' || *s == ' ') && read_clock(s + 1, r);
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month < 1 || month > 12 ? 0 : days[month - 1] + (month == 2 && leap);
}

// 28 December is always in the last week.
static int year_weeks(int year)
{
    struct date_parts p = {.year = year, .month = 12, .day = 28};
    date_split(date_join(&p, "UTC"), "UTC", &p);
    return p.iso_week;
}

// A part that does not exist is an error, not silently the next month.
static bool check_date(const struct reading *r, struct buf *err)
{
    int year = r->p.year, month = r->p.month;
    if (year < DATE_YEAR_MIN || year > DATE_YEAR_MAX) {
        buf_fmt(err, "year %d: only %d to %d are known", year, DATE_YEAR_MIN, DATE_YEAR_MAX);
    } else if (month < 1 || month > 12) {
        buf_fmt(err, "there is no month %02d: dates are YEAR-MONTH-DAY", month);
    } else if (r->p.day < 1 || r->p.day > month_days(year, month)) {
        buf_fmt(err, "%d-%02d has %d days, not %d", year, month, month_days(year, month), r->p.day);
    } else if (r->level == WEEK && (r->week < 1 || r->week > year_weeks(year))) {
        buf_fmt(err, "%d has %d weeks, not %d", year, year_weeks(year), r->week);
    } else {
        return true;
    }
    return false;
}

static bool check_clock(const struct reading *r, struct buf *err)
{
    if (r->p.hour > 23 || r->p.minute > 59 || r->p.second > 59) {
        buf_fmt(err, "there is no time %02d:%02d:%02d: 00:00:00 to 23:59:59", r->p.hour,
                r->p.minute, r->p.second);
    } else if (r->offset_hour > 23 || r->offset_minute > 59) {
        buf_fmt(err, "there is no offset of %02d:%02d", r->offset_hour, r->offset_minute);
    } else {
        return true;
    }
    return false;
}

static void lay_clock(const struct reading *r, const char *zone, struct date_span *out)
{
    static const int64_t unit[] = {[MINUTE] = DATE_MINUTE, [SECOND] = DATE_SECOND, [MILLI] = 1};
    int64_t east = r->offset_sign * (r->offset_hour * DATE_HOUR + r->offset_minute * DATE_MINUTE);
    out->from = date_join(&r->p, r->has_offset ? "UTC" : zone) - east + r->ms;
    out->to = out->from + unit[r->level];
}

static void lay(const struct reading *r, const char *zone, struct date_span *out)
{
    struct date_parts a = r->p, b;
    if (r->level >= MINUTE) {
        lay_clock(r, zone, out);
        return;
    }
    if (r->level == WEEK) { // 4 January is always in week 1
        struct date_parts fourth = {.year = a.year, .month = 1, .day = 4};
        date_split(date_join(&fourth, "UTC"), "UTC", &fourth);
        a.day = 4 - (fourth.weekday - 1) + 7 * (r->week - 1);
    }
    b = a;
    b.year += r->level == YEAR;
    b.month += r->level == MONTH;
    b.day += r->level == WEEK ? 7 : r->level == DAY;
    date_lay_days(&a, &b, zone, out);
}

// Three numbers with one kind of separator, "1/2/26" or "1. 2. 2026", or eight digits.
static bool three_numbers(const char *s, int v[3], bool *year_first)
{
    const char *end = NULL;
    *year_first = true;
    if (strlen(s) == 8 && (end = take(take(take(s, 4, v), 2, v + 1), 2, v + 2))) {
        return !*end;
    }
    char between = 0;
    for (int i = 0; i < 3; i++) {
        int digits = (int)strspn(s, "0123456789");
        if (digits < 1 || digits == 3 || digits > 4 || (digits == 4 && i == 1)) {
            return false;
        }
        *year_first = i == 0 ? digits == 4 : *year_first;
        s = take(s, digits, v + i);
        if (i == 2 || !*s) {
            break;
        }
        if (!strchr("/.-", *s) || (between && *s != between)) {
            return false;
        }
        between = *s++;
        s += strspn(s, " ");
    }
    return !*s && between && v[2] > 0;
}

// How "s" should have been written; *two when both orders of day and month make sense.
static bool mend(const char *s, struct buf *to, bool *two)
{
    int v[3] = {0, 0, 0};
    bool year_first;
    *two = false;
    if (!three_numbers(s, v, &year_first)) {
        return false;
    }
    int year = year_first ? v[0] : v[2], day = year_first ? v[2] : v[0], month = v[1];
    year += year < 100 ? 2000 : 0;
    bool day_month = day >= 1 && day <= month_days(year, month);
    bool month_day = !year_first && month >= 1 && month <= month_days(year, day) && day != month;
    if (day_month) {
        buf_fmt(to, "write %d-%02d-%02d", year, month, day);
    }
    if (month_day) {
        buf_fmt(to, "%s%d-%02d-%02d", day_month ? " or " : "write ", year, day, month);
    }
    *two = day_month && month_day;
    return day_month || month_day;
}

static void refuse(const char *s, const char *low, struct buf *err)
{
    struct buf how = BUF_INIT;
    bool two = false;
    int used;
    size_t n = strlen(s), shown = utf8_prefix(s, n, DATE_TEXT_MAX, &used);
    if (!mend(low, &how, &two)) {
        buf_str(&how, HELP);
    }
    buf_fmt(err,
            two ? "the time \"%.*s%s\" is ambiguous: %s" : "cannot read the time \"%.*s%s\": %s",
            (int)shown, s, shown < n ? "..." : "", how.s);
    buf_free(&how);
}

bool date_parse(const char *s, int64_t now, const char *zone, enum date_sense sense,
                struct date_span *out, struct buf *err)
{
    char low[DATE_TEXT_MAX];
    struct reading r;
    date_lower(low, s);
    if (date_word(low, now, zone, sense, out)) {
        return true;
    }
    enum duration rc = date_relative(low, now, zone, sense, &out->from);
    out->to = out->from + DATE_SECOND;
    if (rc == DURATION_FAR) {
        buf_fmt(err, "\"%s\" is too far away: only the years %d to %d are known", low,
                DATE_YEAR_MIN, DATE_YEAR_MAX);
    }
    if (rc != DURATION_NONE) {
        return rc == DURATION_OK;
    }
    if (!read_iso(low, &r)) {
        refuse(s, low, err);
        return false;
    }
    if (!check_date(&r, err) || !check_clock(&r, err)) {
        return false;
    }
    lay(&r, zone, out);
    return true;
}
