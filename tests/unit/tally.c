// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk/tally.h"

#include <stdlib.h>

#include "tap.h"

static struct sum kept(const uint32_t *v, int n)
{
    struct sum s = {0};
    for (int i = 0; i < n; i++) {
        sum_add(&s, v[i]);
        sum_keep(&s, v[i]);
    }
    return s;
}

static void percentile(const uint32_t *v, int n, int p, long long want, const char *name)
{
    struct sum s = kept(v, n);
    uint32_t got;
    is_int(sum_percentile(&s, p, &got) ? (long long)got : -1, want, name);
    free(s.value);
}

#define SEEN(t)     ((t)*2u)
#define CENSORED(t) ((t)*2u + 1)
static void survival(const uint32_t *v, int n, long long want, const char *name)
{
    struct sum s = kept(v, n);
    uint32_t got;
    is_int(sum_survival_median(&s, &got) ? (long long)got : -1, want, name);
    free(s.value);
}
#define LIST(...)                                                                                  \
    (const uint32_t[]){__VA_ARGS__}, (int)(sizeof((uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void cells(void)
{
    struct tally t;
    int64_t n = 0, total = 0;
    tally_init(&t, 2);
    ok(!tally_find(&t, 1, 1), "nothing is there yet");
    for (uint32_t i = 0; i < 10000; i++)
        sum_add(&tally_at(&t, i % 100, i % 7)[i % 2], i);
    for (size_t i = 0; i < t.n; i++)
        for (int m = 0; m < 2; m++) {
            n += t.sum[i * 2 + (size_t)m].n;
            total += t.sum[i * 2 + (size_t)m].total;
        }
    is_int((long long)t.n, 700, "a cell for each pair");
    is_int(n, 10000, "every fact is in one");
    is_int(total, 49995000, "with its value");
    const struct sum *s = tally_find(&t, 3, 3);
    ok(s && s[1].n == 15 && s[0].n == 0, "and in the right one");
    ok(!tally_find(&t, 100, 0), "others are not there");
    tally_free(&t);
}

static void merging(void)
{
    struct sum a = kept(LIST(3, 1)), b = kept(LIST(2)), none = {0};
    uint32_t v;
    sum_merge(&a, &b);
    sum_merge(&a, &none);
    sum_merge(&none, &a);
    ok(none.n == 3 && none.total == 6, "sums of both");
    ok(sum_percentile(&none, 50, &v) && v == 2, "and their values");
    free(a.value);
    free(b.value);
    free(none.value);
}

int main(void)
{
    percentile(NULL, 0, 50, -1, "of nothing");
    percentile(LIST(7), 50, 7, "of one");
    percentile(LIST(7), 95, 7, "of one, far up");
    percentile(LIST(2, 1), 50, 1, "of two the lower");
    percentile(LIST(2, 1), 90, 2, "but not far up");
    percentile(LIST(5, 3, 1, 2, 4), 50, 3, "the middle");
    percentile(LIST(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 90, 9, "nine of ten are not above it");
    percentile(LIST(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), 95, 10, "all are");

    survival(NULL, 0, -1, "nobody");
    survival(LIST(SEEN(5)), 5, "one");
    survival(LIST(CENSORED(5)), -1, "one of whom nothing is known");
    survival(LIST(SEEN(1), SEEN(2), SEEN(3), SEEN(4)), 2, "the median, where all are known");
    survival(LIST(SEEN(1), CENSORED(2), SEEN(3), SEEN(4)), 3, "who leaves makes the others count");
    survival(LIST(SEEN(1), CENSORED(2), CENSORED(3), CENSORED(4)), -1, "more than half wait");
    survival(LIST(SEEN(1), SEEN(2), CENSORED(2), CENSORED(2)), 2, "at a tie the solve comes first");
    survival(LIST(CENSORED(1), CENSORED(1), SEEN(9), SEEN(8)), 8, "in any order");

    cells();
    merging();
    return done();
}
