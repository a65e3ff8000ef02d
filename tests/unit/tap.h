// SPDX-License-Identifier: GPL-3.0-or-later
// The smallest TAP producer: a unit test is a main() of these that ends with `return done();`.
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

// One assertion; the format is its name.  Returns cond, so that a test can stop early.
__attribute__((format(printf, 2, 3))) static inline bool ok(bool cond, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    printf("%sok %d - ", cond ? "" : "not ", ++tap_count);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    fflush(stdout); // a crash in the next test must not take this line with it
    tap_failed += !cond;
    return cond;
}

// Equal strings; NULL equals only NULL.
static inline bool is_str(const char *got, const char *want, const char *name)
{
    bool same = got && want ? !strcmp(got, want) : got == want;
    ok(same, "%s", name);
    if (!same) {
        printf("#      got: %s\n# expected: %s\n", got ? got : "(null)", want ? want : "(null)");
    }
    return same;
}

static inline bool is_int(long long got, long long want, const char *name)
{
    ok(got == want, "%s", name);
    if (got != want) {
        printf("#      got: %lld\n# expected: %lld\n", got, want);
    }
    return got == want;
}

// The plan; returns the exit status for main.
static inline int done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed != 0;
}

#endif
