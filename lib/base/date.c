// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define ZONEINFO "/usr/share/zoneinfo/"
#define YEAR_CAP 1000000 // keeps every sum below far inside 64 bits

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

// Years are counted from 1 March, so that the leap day is the last of its year, in eras of 400
// years, which all have 146,097 days.
static int64_t days_of(int64_t year, int month, int64_t day)
{
    int64_t y = month > 2 ? year : year - 1;
    int64_t era = floor_div(y, 400), in_era = y - era * 400;
    int since_march = (month + 9) % 12;
    int64_t day_of_year = (153 * since_march + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + day_of_year - 719468;
}

static void civil_of(int64_t days, struct date_parts *p)
{
    days += 719468;
    int64_t era = floor_div(days, 146097), rest = days - era * 146097;
    int64_t y = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
    int64_t day_of_year = rest - (y * 365 + y / 4 - y / 100);
    int since_march = (int)((5 * day_of_year + 2) / 153);
    p->day = (int)(day_of_year - (153 * since_march + 2) / 5) + 1;
    p->month = since_march < 10 ? since_march + 3 : since_march - 9;
    p->year = (int)(y + era * 400 + (p->month <= 2));
}

static int weekday_of(int64_t days)
{ // 1970-01-01 was a Thursday
    return (int)(days + 3 - floor_div(days + 3, 7) * 7) + 1;
}

// The week belongs to the year that its Thursday is in.
static void week_of(int64_t days, struct date_parts *p)
{
    struct date_parts thursday;
    p->weekday = weekday_of(days);
    int64_t middle = days + 4 - p->weekday;
    civil_of(middle, &thursday);
    p->iso_year = thursday.year;
    p->iso_week = (int)((middle - days_of(thursday.year, 1, 1)) / 7) + 1;
}

static void split_seconds(int64_t sec, struct date_parts *p)
{
    int64_t days = floor_div(sec, 86400);
    int rest = (int)(sec - days * 86400);
    civil_of(days, p);
    week_of(days, p);
    p->hour = rest / 3600;
    p->minute = rest / 60 % 60;
    p->second = rest % 60;
    p->offset = 0;
}

static bool is_utc(const char *zone)
{
    if (!zone || !*zone) {
        zone = getenv("TZ");
    }
    return zone && (strcmp(zone, "UTC") == 0 || strcmp(zone, "Etc/UTC") == 0);
}

// Only libc knows the zones, and only through TZ.
static bool libc_local(int64_t sec, const char *zone, struct tm *tm)
{
    char *old = NULL;
    bool switched = zone && *zone;
    time_t t = (time_t)sec;
    if (switched) {
        old = mem_strdup(getenv("TZ"));
        if (setenv("TZ", zone, 1)) {
            die_errno(0, "cannot set the time zone");
        }
    }
    tzset();
    bool ok = localtime_r(&t, tm) != NULL;
    if (switched && old) {
        setenv("TZ", old, 1);
    } else if (switched) {
        unsetenv("TZ");
    }
    free(old);
    return ok;
}

static int libc_offset(int64_t sec, const char *zone)
{
    struct tm tm;
    if (!libc_local(sec, zone, &tm)) {
        return 0;
    }
    int64_t days = days_of(tm.tm_year + INT64_C(1900), tm.tm_mon + 1, tm.tm_mday);
    return (int)(days * 86400 + tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec - sec);
}

// Asking libc takes a microsecond, and reports ask a million times: the offsets of the last zone
// are kept for UTC days within which it does not change.
#define DAYS_KEPT 256
static struct {
    char zone[64];
    struct {
        bool known;
        int64_t day;
        int offset;
    } slot[DAYS_KEPT];
} kept;

static bool keep_zone(const char *zone)
{
    if (!zone || !*zone) {
        zone = getenv("TZ");
    }
    zone = zone ? zone : "/etc/localtime";
    if (strcmp(zone, kept.zone) == 0) {
        return true;
    }
    memset(&kept, 0, sizeof kept);
    if (strlen(zone) < sizeof kept.zone) {
        strcpy(kept.zone, zone);
    }
    return kept.zone[0];
}

static int offset_at(int64_t sec, const char *zone)
{
    if (is_utc(zone)) {
        return 0;
    }
    if (!keep_zone(zone)) {
        return libc_offset(sec, zone);
    }
    int64_t day = floor_div(sec, 86400), at = (day % DAYS_KEPT + DAYS_KEPT) % DAYS_KEPT;
    if (kept.slot[at].known && kept.slot[at].day == day) {
        return kept.slot[at].offset;
    }
    int offset = libc_offset(sec, zone);
    bool same = libc_offset(day * 86400, zone) == offset &&
                libc_offset(day * 86400 + 86399, zone) == offset;
    kept.slot[at].known = same;
    kept.slot[at].day = day;
    kept.slot[at].offset = offset;
    return offset;
}

bool date_zone_ok(const char *zone)
{
    char magic[4];
    if (!zone || !*zone || *zone == '/' || strstr(zone, "..")) {
        return false;
    }
    char *path = mem_printf("%s%s", ZONEINFO, zone);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool ok = fd >= 0 && read(fd, magic, 4) == 4 && memcmp(magic, "TZif", 4) == 0;
    if (fd >= 0) {
        close(fd);
    }
    free(path);
    return ok;
}

void date_split(int64_t at, const char *zone, struct date_parts *p)
{
    int64_t sec = floor_div(at, DATE_SECOND);
    int offset = offset_at(sec, zone);
    split_seconds(sec + offset, p);
    p->offset = offset;
}

// Seconds of the wall clock, as if it showed UTC.
static int64_t wall_seconds(const struct date_parts *p)
{
    int64_t year = p->year > YEAR_CAP ? YEAR_CAP : p->year < -YEAR_CAP ? -YEAR_CAP : p->year;
    int64_t month = (int64_t)p->month - 1, carry = floor_div(month, 12);
    int64_t days = days_of(year + carry, (int)(month - carry * 12) + 1, p->day);
    return days * 86400 + p->hour * INT64_C(3600) + p->minute * INT64_C(60) + p->second;
}

// The offsets of a day before and a day after are those on both sides of any change near by.  The
// one before gives the first of two equal times, and the later time in a gap.
int64_t date_join(const struct date_parts *p, const char *zone)
{
    int64_t wall = wall_seconds(p);
    if (is_utc(zone)) {
        return wall * DATE_SECOND;
    }
    int before = offset_at(wall - 86400, zone), after = offset_at(wall + 86400, zone);
    int64_t at = wall - before;
    if (before != after && offset_at(at, zone) != before &&
        offset_at(wall - after, zone) == after) {
        at = wall - after;
    }
    return at * DATE_SECOND;
}

int64_t date_clock(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_REALTIME, &ts);
    return (int64_t)ts.tv_sec * DATE_SECOND;
}

int64_t date_monotonic(void)
{
    struct timespec ts;
    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * DATE_SECOND + ts.tv_nsec / 1000000;
}

static bool all_digits(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

int64_t date_now(void)
{
    const char *s = getenv("TK_NOW");
    struct date_span span;
    struct buf err = BUF_INIT;
    if (!s || !*s) {
        return date_clock();
    }
    if (all_digits(s) && strlen(s) <= 12) {
        return (int64_t)strtoll(s, NULL, 10) * DATE_SECOND;
    }
    if (!strchr(s, ':') || !date_parse(s, 0, "UTC", DATE_AGO, &span, &err)) {
        die(EXIT_CONFIG, "TK_NOW: cannot read \"%s\": write 2026-11-22T03:35:08Z", s);
    }
    buf_free(&err);
    return span.from;
}

// Digits of v, with zeros in front up to n.
static void put_digits(char *to, unsigned v, int n)
{
    while (n-- > 0) {
        to[n] = (char)('0' + v % 10);
        v /= 10;
    }
}

// "2026-11-22T03:35:08", cut to n bytes.
static void put_stamp(struct buf *out, const struct date_parts *p, char between, size_t n)
{
    char s[] = "0000-00-00 00:00:00";
    if (p->year < 0 || p->year > 9999) {
        buf_fmt(out, "%04d-%02d-%02d%c%02d:%02d:%02d", p->year, p->month, p->day, between, p->hour,
                p->minute, p->second);
        return;
    }
    put_digits(s, (unsigned)p->year, 4);
    put_digits(s + 5, (unsigned)p->month, 2);
    put_digits(s + 8, (unsigned)p->day, 2);
    s[10] = between;
    put_digits(s + 11, (unsigned)p->hour, 2);
    put_digits(s + 14, (unsigned)p->minute, 2);
    put_digits(s + 17, (unsigned)p->second, 2);
    buf_add(out, s, n);
}

void date_iso(struct buf *out, int64_t at)
{
    struct date_parts p;
    char fraction[] = ".000Z";
    int64_t sec = floor_div(at, DATE_SECOND);
    split_seconds(sec, &p);
    put_stamp(out, &p, 'T', 19);
    int ms = (int)(at - sec * DATE_SECOND);
    put_digits(fraction + 1, (unsigned)ms, 3);
    if (ms) {
        buf_add(out, fraction, 5);
    } else {
        buf_ch(out, 'Z');
    }
}

void date_local(struct buf *out, int64_t at, const char *zone)
{
    struct date_parts p;
    date_split(at, zone, &p);
    put_stamp(out, &p, ' ', 16);
}

void date_human(struct buf *out, int64_t at, int64_t now, const char *zone)
{
    bool ahead = at > now;
    uint64_t far = ahead ? (uint64_t)at - (uint64_t)now : (uint64_t)now - (uint64_t)at;
    if (far >= 7 * (uint64_t)DATE_DAY) {
        date_local(out, at, zone);
    } else if (far < (uint64_t)DATE_MINUTE) {
        buf_str(out, "now");
    } else {
        bool min = far < (uint64_t)DATE_HOUR, day = far >= 2 * (uint64_t)DATE_DAY;
        int64_t unit = min ? DATE_MINUTE : day ? DATE_DAY : DATE_HOUR;
        buf_fmt(out, "%s%d %s%s", ahead ? "in " : "", (int)(far / (uint64_t)unit),
                min   ? "min"
                : day ? "d"
                      : "h",
                ahead ? "" : " ago");
    }
}

void date_length(struct buf *out, int64_t ms)
{
    if (ms < DATE_MINUTE) {
        buf_str(out, "a moment");
    } else if (ms < 2 * DATE_HOUR) {
        buf_fmt(out, "%lld min", (long long)(ms / DATE_MINUTE));
    } else if (ms < 2 * DATE_DAY) {
        buf_fmt(out, "%lld h", (long long)(ms / DATE_HOUR));
    } else {
        buf_fmt(out, "%lld d", (long long)(ms / DATE_DAY));
    }
}

void date_both(struct buf *out, int64_t at, int64_t now, const char *zone)
{
    struct buf absolute = BUF_INIT;
    size_t from = out->len;
    date_human(out, at, now, zone);
    date_local(&absolute, at, zone);
    if (strncmp(absolute.s, out->s + from, out->len - from) == 0) { // no more than the date
        buf_cut(out, from);
        buf_str(out, absolute.s);
    } else {
        buf_fmt(out, " (%s)", absolute.s);
    }
    buf_free(&absolute);
}
