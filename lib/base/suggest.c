// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/suggest.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { WORD_MAX = sizeof((struct suggest *)0)->best - 1 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

// Optimal string alignment distance of two words of at most WORD_MAX bytes: the rows of the matrix
// for a[i-2], a[i-1] and a[i] are all that is needed at a time.
static int distance(const char *a, size_t an, const char *b, size_t bn)
{
    int rows[3][WORD_MAX + 1] = {{0}};
    for (size_t j = 0; j <= bn; j++) {
        rows[0][j] = (int)j;
    }
    for (size_t i = 1; i <= an; i++) {
        const int *above2 = rows[(i + 1) % 3], *above = rows[(i + 2) % 3];
        int *row = rows[i % 3];
        row[0] = (int)i;
        for (size_t j = 1; j <= bn; j++) {
            char x = lower(a[i - 1]), y = lower(b[j - 1]);
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y) {
                row[j] = least(row[j], above2[j - 2] + 1);
            }
        }
    }
    return rows[an % 3][bn];
}

void suggest_init(struct suggest *s, const char *word)
{
    s->word = word;
    s->best[0] = 0;
    s->distance = INT_MAX;
}

void suggest_offer(struct suggest *s, const char *known)
{
    size_t typed = strlen(s->word), n = strlen(known);
    if (!typed || typed > WORD_MAX || !n || n > WORD_MAX) {
        return;
    }
    int d = distance(s->word, typed, known, n);
    int limit = (int)(typed > n ? typed : n) / 3;
    bool near = d <= (limit ? limit : 1) || !strncasecmp(s->word, known, typed);
    if (near && d < s->distance) {
        memcpy(s->best, known, n + 1);
        s->distance = d;
    }
}

void suggest_end(struct suggest *s, struct buf *out)
{
    if (s->best[0]) {
        buf_fmt(out, ", did you mean \"%s\"?", s->best);
    }
}
