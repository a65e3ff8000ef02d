// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hours.h"

#include <string.h>
#include <strings.h>

static const char days[HOURS_DAYS][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

struct item {
    int first, last; // days, 0 is Monday; first -1: those of the item before
    int from, to;    // minutes of the day
};

static void skip_blanks(const char **s)
{
    *s += strspn(*s, " \t");
}

static int read_day(const char **s)
{
    for (int i = 0; i < HOURS_DAYS; i++)
        if (strncasecmp(*s, days[i], 3) == 0) {
            *s += 3;
            return i;
        }
    return -1;
}

static bool read_dash(const char **s)
{
    skip_blanks(s);
    if (**s != '-')
        return false;
    ++*s;
    skip_blanks(s);
    return true;
}

static int read_number(const char **s)
{
    int n = 0, digits = 0;
    for (; **s >= '0' && **s <= '9' && digits < 3; digits++)
        n = n * 10 + *(*s)++ - '0';
    return digits == 1 || digits == 2 ? n : -1;
}

// Minutes of a day, -1 if there is no time.
static int read_time(const char **s)
{
    int hour = read_number(s);
    if (hour < 0 || **s != ':')
        return -1;
    ++*s;
    int minute = read_number(s);
    bool good = minute >= 0 && minute < 60 && hour * 60 + minute <= HOURS_MINUTES;
    return good ? hour * 60 + minute : -1;
}

static const char *read_days(const char **s, struct item *it)
{
    it->first = it->last = read_day(s);
    if (it->first >= 0 && read_dash(s))
        it->last = read_day(s);
    return it->last < 0 && it->first >= 0 ? "a day is one of mon tue wed thu fri sat sun" : NULL;
}

// What is wrong with it, or NULL.  *s is then behind the item and its comma.
static const char *read_item(const char **s, struct item *it)
{
    skip_blanks(s);
    const char *why = read_days(s, it);
    if (why)
        return why;
    skip_blanks(s);
    it->from = read_time(s);
    if (it->from < 0 || !read_dash(s))
        return "write DAYS HH:MM-HH:MM, as in mon-fri 09:00-17:00";
    it->to = read_time(s);
    skip_blanks(s);
    if (it->to < 0 || (**s && **s != ','))
        return "write DAYS HH:MM-HH:MM, as in mon-fri 09:00-17:00";
    if (it->from == it->to || it->from == HOURS_MINUTES)
        return "a range ends when it begins (all day is 00:00-24:00)";
    if (**s && !(*s)[1 + strspn(*s + 1, " \t")])
        return "a comma with nothing behind it";
    *s += **s == ',';
    return NULL;
}

static void mark(struct hours *h, int day, int from, int to)
{
    for (int i = day * HOURS_MINUTES + from; i < day * HOURS_MINUTES + to; i++)
        h->open[i / 8] |= (uint8_t)(1 << i % 8);
}

static void mark_day(struct hours *h, int day, const struct item *it)
{
    if (it->to > it->from) {
        mark(h, day, it->from, it->to);
        return;
    }
    mark(h, day, it->from, HOURS_MINUTES);
    mark(h, (day + 1) % HOURS_DAYS, 0, it->to);
}

bool hours_parse(const char *s, struct hours *h, struct buf *err)
{
    struct item it, before = {.first = -1};
    const char *rest = s;
    *h = (struct hours){{0}};
    do {
        const char *why = read_item(&rest, &it);
        if (!why && it.first < 0 && before.first < 0)
            why = "no days: write them in front, as in mon-fri 09:00-17:00";
        if (why) {
            buf_fmt(err, "hours \"%.200s\": %s", s, why);
            return false;
        }
        if (it.first < 0)
            it.first = before.first, it.last = before.last;
        for (int day = it.first;; day = (day + 1) % HOURS_DAYS) {
            mark_day(h, day, &it);
            if (day == it.last)
                break;
        }
        before = it;
    } while (*rest);
    return true;
}

bool hours_open(const struct hours *h, int iso_weekday, int minute_of_day)
{
    int i = (iso_weekday - 1) * HOURS_MINUTES + minute_of_day;
    return h->open[i / 8] >> i % 8 & 1;
}

void hours_text(const char *s, struct buf *out)
{
    struct item it;
    size_t start = out->len;
    while (*s && !read_item(&s, &it)) {
        buf_str(out, out->len > start ? ", " : "");
        if (it.first >= 0)
            buf_str(out, days[it.first]);
        if (it.first != it.last)
            buf_fmt(out, "-%s", days[it.last]);
        buf_str(out, it.first >= 0 ? " " : "");
        buf_fmt(out, "%02d:%02d-%02d:%02d", it.from / 60, it.from % 60, it.to / 60, it.to % 60);
    }
}
