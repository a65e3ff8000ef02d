// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hours.h"

#include "tap.h"

enum { MON = 1, TUE, WED, THU, FRI, SAT, SUN };

static struct hours week;

static void set(const char *s)
{
    struct buf err = BUF_INIT;
    ok(hours_parse(s, &week, &err) && !err.len, "%s", s);
    buf_free(&err);
}

static void open_from(int day, int from, int to) // just that
{
    bool good = true;
    for (int m = 0; m < HOURS_MINUTES; m++)
        good = good && hours_open(&week, day, m) == (m >= from && m < to);
    ok(good, "  day %d: %d to %d", day, from, to);
}

static void shut(int day)
{
    open_from(day, 0, 0);
}

static void refuse(const char *s, const char *want)
{
    struct buf err = BUF_INIT;
    struct hours h;
    ok(!hours_parse(s, &h, &err), "no hours: \"%s\"", s);
    ok(strstr(err.s, want) != NULL, "  because: %s", err.s);
    buf_free(&err);
}

static void text(const char *s, const char *want)
{
    struct buf out = BUF_INIT, again = BUF_INIT;
    hours_text(s, &out);
    is_str(out.s, want, s);
    hours_text(out.s, &again);
    is_str(again.s, out.s, "  which stays");
    buf_free(&out);
    buf_free(&again);
}

static void weeks(void)
{
    set("mon-fri 09:00-17:00");
    for (int day = MON; day <= FRI; day++)
        open_from(day, 540, 1020);
    shut(SAT);
    shut(SUN);
    set("sun-thu 08:00-16:00");
    open_from(SUN, 480, 960);
    open_from(MON, 480, 960);
    open_from(THU, 480, 960);
    shut(FRI);
    shut(SAT);
    set("fri-mon 00:00-24:00");
    open_from(FRI, 0, 1440);
    open_from(SUN, 0, 1440);
    open_from(MON, 0, 1440);
    shut(TUE);
    shut(THU);
    set("wed 10:00-10:01");
    open_from(WED, 600, 601);
    shut(TUE);
}

static void several(void)
{
    set("Mon-Fri 9:00 - 12:00 , 13:00-17:00,SAT 10:00-11:00");
    ok(hours_open(&week, MON, 540) && !hours_open(&week, MON, 720), "a break");
    ok(hours_open(&week, FRI, 780) && !hours_open(&week, FRI, 1020), "and behind it");
    open_from(SAT, 600, 660);
    set("mon 09:00-12:00, mon 11:00-13:00");
    open_from(MON, 540, 780);
}

static void over_midnight(void)
{
    set("mon 22:00-06:00");
    open_from(MON, 1320, 1440);
    open_from(TUE, 0, 360);
    shut(WED);
    set("sun 22:00-06:00");
    open_from(SUN, 1320, 1440);
    open_from(MON, 0, 360);
    set("tue 22:00-00:00");
    open_from(TUE, 1320, 1440);
    shut(WED);
}

int main(void)
{
    weeks();
    several();
    over_midnight();
    refuse("", "write DAYS");
    refuse("mon", "write DAYS");
    refuse("09:00-17:00", "no days");
    refuse("mon-fri 9-17", "write DAYS");
    refuse("mon-fri 09:00-24:01", "write DAYS");
    refuse("mon-fri 09:60-17:00", "write DAYS");
    refuse("mon-fri 009:00-17:00", "write DAYS");
    refuse("mon-fri 09:00-17:00 sat", "write DAYS");
    refuse("mon-fri 09:00-17:00,", "a comma");
    refuse("mon-fri 09:00-17:00, ", "a comma");
    refuse("mon-xyz 09:00-17:00", "a day is one of");
    refuse("mon-fri 09:00-09:00", "ends when it begins");
    refuse("mon-fri 24:00-01:00", "ends when it begins");
    refuse("\xd7\x90 09:00-17:00", "write DAYS");
    text("Mon - FRI 9:00-17:00,  sat 1:05-2:00", "mon-fri 09:00-17:00, sat 01:05-02:00");
    text("mon-fri 09:00-12:00,13:00-17:00", "mon-fri 09:00-12:00, 13:00-17:00");
    text("sun 22:00-6:00", "sun 22:00-06:00");
    return done();
}
