// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/suggest.h"

#include "tap.h"

static void near(const char *word, const char *known, const char *want)
{
    struct suggest s;
    struct buf out = BUF_INIT, words = BUF_INIT;
    suggest_init(&s, word);
    buf_str(&words, known);
    for (char *w = strtok(words.s, " "); w; w = strtok(NULL, " ")) {
        suggest_offer(&s, w);
    }
    suggest_end(&s, &out);
    is_str(out.s, want, word);
    buf_free(&out);
    buf_free(&words);
}

int main(void)
{
    near("prioritty", "status priority queue", ", did you mean \"priority\"?");
    near("pirority", "status priority queue", ", did you mean \"priority\"?");
    near("STATSU", "state status", ", did you mean \"status\"?");
    near("tag", "tagging tab", ", did you mean \"tab\"?");
    near("ass", "assignee", ", did you mean \"assignee\"?");
    near("ba", "ab", ", did you mean \"ab\"?");
    near("xyz", "status priority queue", "");
    near("abcdef", "abcxyz", "");
    near("", "status", "");
    char longer[200];
    memset(longer, 'a', sizeof longer);
    longer[199] = 0;
    near("aaaa", longer, "");
    near(longer, "aaaa", "");
    longer[79] = 0;
    char want[300];
    snprintf(want, sizeof want, ", did you mean \"%s\"?", longer);
    near("aaaaa", longer, want);
    return done();
}
