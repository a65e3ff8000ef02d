// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "tap.h"

static void add(void *arg, char sign, const char *s, size_t n)
{
    struct buf *out = arg;
    buf_ch(out, sign);
    buf_add(out, s, n);
    buf_ch(out, '|');
}

static void differ(const char *a, const char *b, const char *want)
{
    struct buf out = BUF_INIT;
    diff_lines(a, strlen(a), b, strlen(b), add, &out);
    is_str(out.s, want, want);
    buf_free(&out);
}

// Whatever is random: what both have in common plus what went is the old text, and so on.
struct side {
    char sign;
    size_t n;
};

static void count(void *arg, char sign, const char *s, size_t n)
{
    struct side *sides = arg;
    (void)s;
    (void)n;
    sides[sign == '+'].n++;
}

static size_t random_text(char *to, size_t lines)
{
    for (size_t i = 0; i < lines; i++) {
        to[2 * i] = (char)('a' + rand() % 3);
        to[2 * i + 1] = '\n';
    }
    return 2 * lines;
}

static void unified(const char *old, const char *new, const char *want)
{
    struct buf out = BUF_INIT;
    bool differs = diff_unified(&out, "a", old, strlen(old), "b", new, strlen(new));
    ok(differs == (*want != '\0'), "unified: they %s", *want ? "differ" : "are the same");
    is_str(out.s, want, "  as patch(1) takes it");
    buf_free(&out);
}

static void hunks(void)
{
    unified("", "", "");
    unified("a\n", "a\n", "");
    unified("", "a\n", "--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n");
    unified("a\nb\n", "", "--- a\n+++ b\n@@ -1,2 +0,0 @@\n-a\n-b\n");
    unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n",
            "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    unified("1\n2\n3\n4\n5\n6\n7\n8\n", "2\n3\n4\n5\n6\n7\n", // near: one hunk
            "--- a\n+++ b\n@@ -1,8 +1,6 @@\n-1\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n");
    unified("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "2\n3\n4\n5\n6\n7\n8\n", // far: two
            "--- a\n+++ b\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n@@ -6,4 +5,3 @@\n 6\n 7\n 8\n-9\n");
}

int main(void)
{
    hunks();
    differ("", "", "");
    differ("", "a", "+a|");
    differ("a", "", "-a|");
    differ("a", "a\n", "");
    differ("a\nb\nc", "a\nc\n", "-b|");
    differ("a\nc", "a\nb\nc", "+b|");
    differ("a\nb\nc", "a\nB\nc", "-b|+B|");
    differ("open", "closed", "-open|+closed|");
    differ("1\n2\n3\n4", "2\n4\n5", "-1|-3|+5|");
    differ("a\n\nb", "a\nb", "-|");
    differ("\n", "\n\n", "+|");
    differ("x\na\nb\nc\ny", "x\nb\nc\na\ny", "-a|+a|");
    differ("ab", "a\nb", "-ab|+a|+b|");

    char a[200], b[200];
    srand(1);
    int bad = 0;
    for (int i = 0; i < 500; i++) {
        size_t n = (size_t)(rand() % 100), m = (size_t)(rand() % 100);
        size_t an = random_text(a, n), bn = random_text(b, m);
        struct side sides[2] = {{'-', 0}, {'+', 0}};
        diff_lines(a, an, b, bn, count, sides);
        bad += n - sides[0].n != m - sides[1].n; // both keep the same lines
    }
    is_int(bad, 0, "what stays is as long in both");

    enum { MANY = 5000 }; // more than the table may hold
    char *big = calloc(MANY, 4), *other = calloc(MANY, 4);
    for (int i = 0; i < MANY; i++) {
        memcpy(big + 3 * i, i == 0 || i == MANY - 1 ? "==\n" : "a1\n", 3);
        memcpy(other + 3 * i, i == 0 || i == MANY - 1 ? "==\n" : "b2\n", 3);
    }
    struct side sides[2] = {{'-', 0}, {'+', 0}};
    diff_lines(big, 3 * MANY, other, 3 * MANY, count, sides);
    is_int((long)sides[0].n, MANY - 2, "large ones: all but the common ends went");
    is_int((long)sides[1].n, MANY - 2, "and came");
    free(big);
    free(other);
    return done();
}
