// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a line.  Its words, quoted again, are the same words; a line without quotes and
// backslashes always splits.
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

static void check(bool good)
{
    if (!good)
        abort();
}

static void check_back(const struct words *w)
{
    struct words again = {0};
    struct buf line = BUF_INIT, err = BUF_INIT;
    for (int i = 0; i < w->n; i++) {
        buf_str(&line, i ? " " : "");
        words_quote(&line, w->v[i]);
    }
    check(words_split(&again, line.s, line.len, true, &err));
    check(again.n == w->n);
    for (int i = 0; i < w->n; i++)
        check(strcmp(again.v[i], w->v[i]) == 0);
    words_free(&again);
    buf_free(&line);
    buf_free(&err);
}

static void split(const char *s, size_t n, bool comments)
{
    struct words w = {0};
    struct buf err = BUF_INIT;
    bool fine = words_split(&w, s, n, comments, &err);
    bool simple = true;
    for (size_t i = 0; i < n; i++)
        simple = simple && s[i] && !strchr("'\"\\", s[i]);
    check(fine == (err.len == 0));
    check(fine || !simple);
    check(!w.n || !w.v[w.n]);
    if (fine)
        check_back(&w);
    words_free(&w);
    buf_free(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    split((const char *)data, size, true);
    split((const char *)data, size, false);
    return 0;
}
