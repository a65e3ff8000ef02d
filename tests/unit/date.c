// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/date.h"

#include <stdlib.h>
#include <time.h>

#include "tap.h"

#define PRAGUE "Europe/Prague"

// 2026-11-22 03:35:08 UTC, a Sunday; 04:35:08 in Prague.
#define NOW INT64_C(1795318508000)

static const char *iso(int64_t at)
{
    static struct buf b = BUF_INIT;
    buf_reset(&b);
    date_iso(&b, at);
    return b.s;
}

// "from to", or the complaint.
static const char *span(const char *s, const char *zone, enum date_sense sense)
{
    static struct buf b = BUF_INIT;
    struct date_span out;
    buf_reset(&b);
    if (date_parse(s, NOW, zone, sense, &out, &b)) {
        date_iso(&b, out.from);
        buf_ch(&b, ' ');
        date_iso(&b, out.to);
    }
    return b.s;
}

static void test_spans(void)
{
    static const struct {
        const char *text, *zone, *want;
    } t[] = {
        {"2026-11-22", "UTC", "2026-11-22T00:00:00Z 2026-11-23T00:00:00Z"},
        {"2026-11-22", PRAGUE, "2026-11-21T23:00:00Z 2026-11-22T23:00:00Z"},
        {"2026-03", PRAGUE, "2026-02-28T23:00:00Z 2026-03-31T22:00:00Z"},
        {"2026-03-29", PRAGUE, "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z"},
        {"2026-10-25", PRAGUE, "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z"},
        {"2026", "UTC", "2026-01-01T00:00:00Z 2027-01-01T00:00:00Z"},
        {"2026-12", "UTC", "2026-12-01T00:00:00Z 2027-01-01T00:00:00Z"},
        {"2026-W47", "UTC", "2026-11-16T00:00:00Z 2026-11-23T00:00:00Z"},
        {"2026-w47", PRAGUE, "2026-11-15T23:00:00Z 2026-11-22T23:00:00Z"},
        {"2026-W53", "UTC", "2026-12-28T00:00:00Z 2027-01-04T00:00:00Z"},
        {"2020-W53", "UTC", "2020-12-28T00:00:00Z 2021-01-04T00:00:00Z"},
        {"2025-W01", "UTC", "2024-12-30T00:00:00Z 2025-01-06T00:00:00Z"},
        {"2024-02-29", "UTC", "2024-02-29T00:00:00Z 2024-03-01T00:00:00Z"},
        {"2000-02-29", "UTC", "2000-02-29T00:00:00Z 2000-03-01T00:00:00Z"},
        {"2026-11-22T03:35", "UTC", "2026-11-22T03:35:00Z 2026-11-22T03:36:00Z"},
        {"2026-11-22 03:35", PRAGUE, "2026-11-22T02:35:00Z 2026-11-22T02:36:00Z"},
        {"2026-11-22T03:35:08", "UTC", "2026-11-22T03:35:08Z 2026-11-22T03:35:09Z"},
        {"2026-11-22T03:35:08.5", "UTC", "2026-11-22T03:35:08.500Z 2026-11-22T03:35:08.501Z"},
        {"2026-11-22T03:35:08.1239Z", PRAGUE, "2026-11-22T03:35:08.123Z 2026-11-22T03:35:08.124Z"},
        {"2026-11-22T03:35:08+02:00", PRAGUE, "2026-11-22T01:35:08Z 2026-11-22T01:35:09Z"},
        {"2026-11-22t03:35-0130", PRAGUE, "2026-11-22T05:05:00Z 2026-11-22T05:06:00Z"},
        {"2026-11-22T03:35+05", PRAGUE, "2026-11-21T22:35:00Z 2026-11-21T22:36:00Z"},
        {"  2026-11-22\t", "UTC", "2026-11-22T00:00:00Z 2026-11-23T00:00:00Z"},
        {"1970-01-01", "UTC", "1970-01-01T00:00:00Z 1970-01-02T00:00:00Z"},
        {"9999-12-31", "UTC", "9999-12-31T00:00:00Z 10000-01-01T00:00:00Z"},
        // in the gap the later time, of two equal ones the first
        {"2026-03-29T02:30", PRAGUE, "2026-03-29T01:30:00Z 2026-03-29T01:31:00Z"},
        {"2026-10-25T02:30", PRAGUE, "2026-10-25T00:30:00Z 2026-10-25T00:31:00Z"},
        {"2026-10-25T03:00", PRAGUE, "2026-10-25T02:00:00Z 2026-10-25T02:01:00Z"},
        {"2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z 2011-12-30T10:00:00.001Z"},
        {"now", PRAGUE, "2026-11-22T03:35:08Z 2026-11-22T03:35:09Z"},
        {"Today", PRAGUE, "2026-11-21T23:00:00Z 2026-11-22T23:00:00Z"},
        {"yesterday", "UTC", "2026-11-21T00:00:00Z 2026-11-22T00:00:00Z"},
        {"tomorrow", "UTC", "2026-11-23T00:00:00Z 2026-11-24T00:00:00Z"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        is_str(span(t[i].text, t[i].zone, DATE_AGO), t[i].want, t[i].text);
    }
}

static void test_senses(void)
{
    static const struct {
        const char *text;
        enum date_sense sense;
        const char *want;
    } t[] = {
        {"monday", DATE_AGO, "2026-11-16T00:00:00Z 2026-11-17T00:00:00Z"},
        {"mon", DATE_AHEAD, "2026-11-23T00:00:00Z 2026-11-24T00:00:00Z"},
        {"sunday", DATE_AGO, "2026-11-22T00:00:00Z 2026-11-23T00:00:00Z"},
        {"SUNDAY", DATE_AHEAD, "2026-11-29T00:00:00Z 2026-11-30T00:00:00Z"},
        {"sat", DATE_AGO, "2026-11-21T00:00:00Z 2026-11-22T00:00:00Z"},
        {"saturday", DATE_AHEAD, "2026-11-28T00:00:00Z 2026-11-29T00:00:00Z"},
        {"3d", DATE_AGO, "2026-11-19T03:35:08Z 2026-11-19T03:35:09Z"},
        {"3d", DATE_AHEAD, "2026-11-25T03:35:08Z 2026-11-25T03:35:09Z"},
        {"2h", DATE_AGO, "2026-11-22T01:35:08Z 2026-11-22T01:35:09Z"},
        {"30M", DATE_AHEAD, "2026-11-22T04:05:08Z 2026-11-22T04:05:09Z"},
        {"2w", DATE_AGO, "2026-11-08T03:35:08Z 2026-11-08T03:35:09Z"},
        {"1d12h", DATE_AGO, "2026-11-20T15:35:08Z 2026-11-20T15:35:09Z"},
    };
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        is_str(span(t[i].text, "UTC", t[i].sense), t[i].want, t[i].text);
    }
    is_str(span("29d", PRAGUE, DATE_AGO), "2026-10-24T02:35:08Z 2026-10-24T02:35:09Z",
           "a day is a calendar day: the hour stays across the end of summer time");
    int64_t from;
    ok(date_duration("1w2d3h4m5s", NOW, "UTC", DATE_AGO, &from), "a sum of all units");
    is_str(iso(from), "2026-11-13T00:31:03Z", "its time");
    ok(!date_duration("2026", NOW, "UTC", DATE_AGO, &from), "a year is no duration");
    ok(!date_duration("", NOW, "UTC", DATE_AGO, &from), "nothing is no duration");
    ok(!date_duration("3", NOW, "UTC", DATE_AGO, &from), "a number is no duration");
    ok(!date_duration("d", NOW, "UTC", DATE_AGO, &from), "a unit is no duration");
    ok(!date_duration("99999999999999999999d", NOW, "UTC", DATE_AGO, &from), "too far");
}

static void test_refused(void)
{
    static const struct {
        const char *text, *want;
    } t[] = {
        {"01/02/26", "the time \"01/02/26\" is ambiguous: write 2026-02-01 or 2026-01-02"},
        {"1. 2. 2026", "the time \"1. 2. 2026\" is ambiguous: write 2026-02-01 or 2026-01-02"},
        {"31/12/2026", "cannot read the time \"31/12/2026\": write 2026-12-31"},
        {"12/31/2026", "cannot read the time \"12/31/2026\": write 2026-12-31"},
        {"3.3.2026", "cannot read the time \"3.3.2026\": write 2026-03-03"},
        {"2026/11/22", "cannot read the time \"2026/11/22\": write 2026-11-22"},
        {"2026-1-2", "cannot read the time \"2026-1-2\": write 2026-01-02"},
        {"20261122", "cannot read the time \"20261122\": write 2026-11-22"},
        {"2026-02-30", "2026-02 has 28 days, not 30"},
        {"2023-02-29", "2023-02 has 28 days, not 29"},
        {"2100-02-29", "2100-02 has 28 days, not 29"},
        {"2026-13-01", "there is no month 13: dates are YEAR-MONTH-DAY"},
        {"2026-00", "there is no month 00: dates are YEAR-MONTH-DAY"},
        {"2025-W53", "2025 has 52 weeks, not 53"},
        {"2026-W00", "2026 has 53 weeks, not 0"},
        {"2026-11-22T24:00", "there is no time 24:00:00: 00:00:00 to 23:59:59"},
        {"2026-11-22T03:35+24:00", "there is no offset of 24:00"},
        {"1969-12-31", "year 1969: only 1970 to 9999 are known"},
        {"9999999999d", "\"9999999999d\" is too far away: only the years 1970 to 9999 are known"},
        {"60y", "cannot read the time \"60y\": write 2026-11-22, 2026-11-22T03:35, 2026-W47, "
                "today, friday or 3d"},
        {"", "cannot read the time \"\": write 2026-11-22, 2026-11-22T03:35, 2026-W47, today, "
             "friday or 3d"},
    };
    static const char *const bad[] = {
        "-3d",
        "3d2",
        "d3",
        "2026-",
        "2026-1",
        "2026-11-",
        "2026-11-22T",
        "2026-11-22T3:35",
        "2026-11-22T03",
        "2026-11-22Z",
        "2026-11-22T03:35:",
        "2026-11-22T03:35:08.",
        "2026-11-22T03:35Zx",
        "2026-11-22T03:35+1",
        "2026-11-22T03:35+01:",
        "2026-W1",
        "2026-W471",
        "12026-01-01",
        "mo",
        "mondays",
        "next monday",
        "10:30",
        "0/0/0",
        "99/99/99",
        "1/2/345",
        "2026-11-22T03:35:61",
        "\xC5\xBElutou\xC4\x8Dk\xC3\xBD",
        "1d 2h",
        "                                                                    x",
    };
    struct buf err = BUF_INIT;
    struct date_span out;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        is_str(span(t[i].text, "UTC", DATE_AGO), t[i].want, t[i].text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        buf_reset(&err);
        ok(!date_parse(bad[i], NOW, PRAGUE, DATE_AGO, &out, &err) && err.len > 20, "refused: %s",
           bad[i]);
    }
    buf_free(&err);
}

// Every wall clock time that a zone shows leads back to itself, or to the first time that shows it.
static void test_round_trip(const char *zone, int64_t from, int64_t to, int64_t step)
{
    int wrong = 0;
    struct date_parts p, q;
    for (int64_t at = from; at < to; at += step) {
        date_split(at, zone, &p);
        int64_t back = date_join(&p, zone);
        date_split(back, zone, &q);
        bool same = back == at || (back < at && at - back <= DATE_DAY);
        wrong += !same || q.hour != p.hour || q.minute != p.minute || q.day != p.day;
    }
    ok(wrong == 0, "split and join agree in %s: %d wrong", zone, wrong);
}

// Calendars counted day by day from a known Thursday.
static void test_calendar(void)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 1970, month = 1, day = 1, weekday = 4, wrong = 0;
    for (int64_t at = 0; year < 2500; at += DATE_DAY) {
        struct date_parts p;
        date_split(at + 12345678, "UTC", &p);
        wrong += p.year != year || p.month != month || p.day != day || p.weekday != weekday;
        wrong += p.hour != 3 || p.minute != 25 || p.second != 45 || p.offset != 0;
        wrong += date_join(&p, "UTC") != at + 12345000;
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        weekday = weekday % 7 + 1;
        if (++day > days[month - 1] + (month == 2 && leap)) {
            day = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
    is_int(wrong, 0, "the calendar to 2500");
}

// libc's own idea of the ISO week is the witness.
static void test_weeks(void)
{
    int wrong = 0;
    for (int64_t at = 0; at < 40000 * DATE_DAY; at += DATE_DAY) {
        struct date_parts p;
        struct tm tm;
        time_t t = (time_t)(at / 1000);
        char want[16], got[32];
        gmtime_r(&t, &tm);
        strftime(want, sizeof want, "%G-%V-%u", &tm);
        date_split(at, "UTC", &p);
        snprintf(got, sizeof got, "%04d-%02d-%d", p.iso_year, p.iso_week, p.weekday);
        wrong += strcmp(want, got) != 0;
    }
    is_int(wrong, 0, "ISO weeks of 110 years");
}

static void test_before_1970(void)
{
    struct date_parts p;
    date_split(-1, "UTC", &p);
    is_int(p.year, 1969, "a millisecond before 1970");
    is_int(p.second, 59, "its second");
    is_str(iso(-1), "1969-12-31T23:59:59.999Z", "printed");
    date_split(INT64_MAX, PRAGUE, &p);
    date_split(INT64_MIN, PRAGUE, &p);
    struct date_parts far = {.year = 2147483647,
                             .month = 2147483647,
                             .day = 2147483647,
                             .hour = 2147483647,
                             .minute = 2147483647,
                             .second = 2147483647};
    ok(date_join(&far, PRAGUE) > 0, "no overflow");
    far = (struct date_parts){.year = 2026, .month = 14, .day = 32, .hour = -1};
    is_str(iso(date_join(&far, "UTC")), "2027-03-03T23:00:00Z", "parts are normalised");
    far = (struct date_parts){.year = 2026, .month = -1, .day = 0};
    is_str(iso(date_join(&far, "UTC")), "2025-10-31T00:00:00Z", "also below");
}

static void test_zones(void)
{
    ok(date_zone_ok(PRAGUE) && date_zone_ok("UTC") && date_zone_ok("Asia/Jerusalem"), "zones");
    static const char *const bad[] = {"",         "Mars/Olympus",   "../../etc/passwd",
                                      "Europe",   "/etc/localtime", "Europe/../UTC",
                                      "zone.tab", "tzdata.zi"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ok(!date_zone_ok(bad[i]), "no zone: %s", bad[i]);
    }
    ok(!date_zone_ok(NULL), "no zone: NULL");
    struct buf b = BUF_INIT;
    setenv("TZ", "Asia/Jerusalem", 1);
    date_local(&b, NOW, PRAGUE);
    is_str(b.s, "2026-11-22 04:35", "Prague");
    is_str(getenv("TZ"), "Asia/Jerusalem", "TZ is restored");
    buf_reset(&b);
    date_local(&b, NOW, NULL);
    is_str(b.s, "2026-11-22 05:35", "the reader's zone");
    unsetenv("TZ");
    buf_reset(&b);
    date_local(&b, NOW, PRAGUE);
    is_str(b.s, "2026-11-22 04:35", "Prague again");
    is_str(getenv("TZ"), NULL, "TZ is unset again");
    setenv("TZ", "UTC", 1);
    buf_reset(&b);
    date_local(&b, NOW, "");
    is_str(b.s, "2026-11-22 03:35", "TZ=UTC");
    struct date_parts p;
    date_split(NOW, PRAGUE, &p);
    is_int(p.offset, 3600, "winter");
    date_split(NOW - 60 * DATE_DAY, PRAGUE, &p);
    is_int(p.offset, 7200, "summer");
    buf_free(&b);
}

static void test_human(void)
{
    static const struct {
        int64_t from_now;
        const char *want;
    } t[] = {
        {0, "now"},
        {-59 * DATE_SECOND, "now"},
        {59 * DATE_SECOND, "now"},
        {-DATE_MINUTE, "1 min ago"},
        {-12 * DATE_MINUTE - 59 * DATE_SECOND, "12 min ago"},
        {12 * DATE_MINUTE, "in 12 min"},
        {-DATE_HOUR, "1 h ago"},
        {-DATE_DAY + 1, "23 h ago"},
        {-DATE_DAY, "24 h ago"},
        {-2 * DATE_DAY + 1, "47 h ago"},
        {2 * DATE_DAY, "in 2 d"},
        {-7 * DATE_DAY + 1, "6 d ago"},
        {-7 * DATE_DAY, "2026-11-15 04:35"},
        {7 * DATE_DAY, "2026-11-29 04:35"},
    };
    struct buf b = BUF_INIT;
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        buf_reset(&b);
        date_human(&b, NOW + t[i].from_now, NOW, PRAGUE);
        is_str(b.s, t[i].want, t[i].want);
    }
    date_human(&b, INT64_MAX, INT64_MIN, "UTC");
    buf_free(&b);
}

static void test_now(void)
{
    unsetenv("TK_NOW");
    int64_t before = date_clock(), now = date_now();
    ok(now >= before && now - before < DATE_MINUTE && now % DATE_SECOND == 0, "the real clock");
    setenv("TK_NOW", "2026-11-22T03:35:08Z", 1);
    is_int(date_now(), NOW, "TK_NOW as RFC 3339");
    setenv("TK_NOW", "2026-11-22T04:35:08+01:00", 1);
    is_int(date_now(), NOW, "TK_NOW with an offset");
    setenv("TK_NOW", "1795318508", 1);
    is_int(date_now(), NOW, "TK_NOW in seconds");
    unsetenv("TK_NOW");
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    test_spans();
    test_senses();
    test_refused();
    test_calendar();
    test_weeks();
    test_before_1970();
    test_round_trip(PRAGUE, INT64_C(1774656000000), INT64_C(1774915200000), DATE_MINUTE);
    test_round_trip(PRAGUE, INT64_C(1792800000000), INT64_C(1793059200000), DATE_MINUTE);
    test_round_trip("Pacific/Apia", INT64_C(1325000000000), INT64_C(1325500000000), DATE_MINUTE);
    test_round_trip("Australia/Lord_Howe", INT64_C(1774000000000), INT64_C(1780000000000),
                    7 * DATE_MINUTE);
    test_round_trip("America/Sao_Paulo", 0, INT64_C(1800000000000), 11 * DATE_HOUR);
    test_zones();
    test_human();
    test_now();
    return done();
}
