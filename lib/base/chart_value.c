// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/chart_impl.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

#define PLAIN 1e15 // whole numbers below are exact
#define DAY   86400.0

void chart_fixed(struct buf *b, double v, int decimals)
{
    long long unit = 1;
    for (int i = 0; i < decimals; i++) {
        unit *= 10;
    }
    long long n = llround(fabs(v) * (double)unit);
    if (v < 0 && n > 0) {
        buf_ch(b, '-');
    }
    buf_int(b, n / unit);
    if (n % unit == 0) {
        return;
    }
    buf_ch(b, '.');
    for (n %= unit; n > 0; n = n * 10 % unit) {
        buf_ch(b, (char)('0' + n * 10 / unit));
    }
}

// 1.5e+20
static void put_huge(struct buf *b, double v)
{
    int exponent = (int)floor(log10(fabs(v)));
    double digits = v / pow(10, exponent);
    if (!isfinite(digits) || fabs(digits) >= 9.995) {
        exponent++;
        digits = v / pow(10, exponent);
    }
    chart_fixed(b, digits, 2);
    buf_fmt(b, "e+%d", exponent);
}

static void put_plain(struct buf *b, double v, int decimals)
{
    if (fabs(v) >= PLAIN) {
        put_huge(b, v);
    } else {
        chart_fixed(b, v, decimals);
    }
}

static void put_pair(struct buf *b, long long n, long long small, const char *unit,
                     const char *small_unit)
{
    buf_int(b, n / small);
    buf_fmt(b, " %s", unit);
    if (n % small) {
        buf_ch(b, ' ');
        buf_int(b, n % small);
        buf_fmt(b, " %s", small_unit);
    }
}

// To what a duration of about s seconds is rounded.
static double precision(double s)
{
    static const struct {
        double below, to;
    } t[] = {{10, 0.1}, {600, 1}, {DAY, 60}, {100 * DAY, 3600}};
    for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
        if (s < t[i].below) {
            return t[i].to;
        }
    }
    return DAY;
}

static void put_seconds(struct buf *b, double v)
{
    double to = precision(fabs(v)), s = round(fabs(v) / to) * to;
    if (v < 0 && s > 0) {
        buf_ch(b, '-');
    }
    if (s < 60) {
        chart_fixed(b, s, 1);
        buf_str(b, " s");
    } else if (s < 3600) {
        put_pair(b, llround(s), 60, "min", "s");
    } else if (s < DAY) {
        put_pair(b, llround(s / 60), 60, "h", "min");
    } else if (s < PLAIN) {
        put_pair(b, llround(s / 3600), 24, "d", "h");
    } else {
        put_huge(b, s / DAY);
        buf_str(b, " d");
    }
}

void chart_value(struct buf *b, enum chart_unit unit, double v)
{
    if (!isfinite(v)) {
        buf_ch(b, '-');
        return;
    }
    switch (unit) {
    case CHART_COUNT:
        put_plain(b, v, 0);
        break;
    case CHART_SECONDS:
        put_seconds(b, v);
        break;
    case CHART_SHARE:
        put_plain(b, v * 100, 1);
        buf_str(b, " %");
        break;
    case CHART_NUMBER:
        put_plain(b, v, 2);
        break;
    }
}

// In ASCII the symbols of control characters are escapes, too.
void chart_visible(struct buf *b, const char *s, bool ascii)
{
    size_t n = strlen(s);
    if (!ascii) {
        utf8_visible(b, s, n, UTF8_KEEP_NONE);
        return;
    }
    for (size_t i = 0, from = 0; i <= n; i++) {
        bool control = (unsigned char)s[i] < 0x20 || s[i] == 0x7F;
        if (control) {
            utf8_visible(b, s + from, i - from, UTF8_KEEP_NONE);
            from = i + 1;
        }
        if (control && i < n) {
            buf_fmt(b, "\\x%02X", (unsigned)s[i]);
        }
    }
}

struct chart_name chart_name(const char *s, bool ascii)
{
    struct buf b = BUF_INIT;
    if (s && *s) {
        chart_visible(&b, s, ascii);
    } else {
        buf_ch(&b, '-');
    }
    struct chart_name name = {.width = utf8_width(b.s, b.len), .rtl = utf8_has_rtl(b.s, b.len)};
    name.s = buf_detach(&b);
    return name;
}

int chart_widest(const struct chart_name *name, size_t n)
{
    int widest = 0;
    for (size_t i = 0; i < n; i++) {
        widest = name[i].width > widest ? name[i].width : widest;
    }
    return widest;
}

size_t chart_line(const char *s, size_t n, int width, size_t *next)
{
    int used;
    size_t len = utf8_prefix(s, n, width, &used), part = len;
    if (len == 0) { // a cluster that is wider than the line
        int32_t cp;
        int one = utf8_decode(s, n, &cp);
        len = part = one > 0 ? (size_t)one : 1;
    }
    while (len < n && part > 0 && s[part] != ' ') {
        part--;
    }
    *next = part > 0 ? part + (part < n) : len;
    len = part > 0 ? part : len;
    while (len > 0 && s[len - 1] == ' ') {
        len--;
    }
    return len;
}
