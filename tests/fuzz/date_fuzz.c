// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a time: what is read must be sane, and be read again from what is printed.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

#define NOW INT64_C(1795318508000)

static void check(bool good)
{
    if (!good) {
        abort();
    }
}

static void again(int64_t at)
{
    struct buf text = BUF_INIT, err = BUF_INIT;
    struct date_span span;
    date_iso(&text, at);
    if (text.s[0] != '-' && text.len <= 24 && strncmp(text.s, "1969", 4) != 0) {
        check(date_parse(text.s, NOW, "Europe/Prague", DATE_AGO, &span, &err));
        check(span.from == at);
    }
    buf_reset(&text);
    date_human(&text, at, NOW, "America/New_York");
    check(text.len > 0);
    buf_free(&text);
    buf_free(&err);
}

static void parse(const char *s, const char *zone, enum date_sense sense)
{
    struct buf err = BUF_INIT;
    struct date_span span;
    int64_t from;
    bool read = date_parse(s, NOW, zone, sense, &span, &err);
    check(read == (err.len == 0));
    if (read) {
        check(span.to > span.from && span.from >= -DATE_DAY);
        again(span.from);
    }
    if (date_duration(s, NOW, zone, sense, &from)) {
        check(read && from == span.from);
    }
    buf_free(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char s[256];
    size = size < sizeof s ? size : sizeof s - 1;
    memcpy(s, data, size);
    s[size] = 0;
    parse(s, "UTC", DATE_AGO);
    parse(s, "Europe/Prague", DATE_AHEAD);
    parse(s, "Pacific/Apia", DATE_AGO);
    return 0;
}
