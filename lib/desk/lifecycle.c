// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/words.h"
#include "desk/lifecycle.h"
#include "desk/setting.h"

bool status_is_live(int status)
{
    return status < STATUS_SOLVED;
}

// --- as text

static int read_word(int from, const char *word, bool next[STATUS_N], struct buf *err)
{
    int to = name_number(names_status, word);
    if (to < 0)
        name_complain(err, names_status, "status", word);
    else if (to == from)
        buf_fmt(err, "%s to %s is no step: leave it out", word, word);
    else if (to == STATUS_NEW)
        buf_str(err, "nothing becomes new again: leave it out");
    else
        next[to] = true;
    return to < 0 || !next[to] ? EXIT_DATA : 0;
}

static int check_exit(int from, int to, const bool next[STATUS_N], const char *why, struct buf *err)
{
    if (from == to || next[to])
        return 0;
    buf_fmt(err, "%s must lead to %s: %s", name_word(names_status, from),
            name_word(names_status, to), why);
    return EXIT_DATA;
}

int lifecycle_parse(int from, const char *text, bool next[STATUS_N], struct buf *err)
{
    struct words w = {0};
    memset(next, 0, STATUS_N * sizeof *next);
    int rc = words_split(&w, text, strlen(text), false, err) ? 0 : EXIT_DATA;
    for (int i = 0; rc == 0 && i < w.n; i++)
        rc = read_word(from, w.v[i], next, err);
    if (rc == 0)
        rc = check_exit(from, STATUS_OPEN, next, "replies and tk-reopen open a ticket", err);
    if (rc == 0)
        rc = check_exit(from, STATUS_CLOSED, next, "every ticket can be closed", err);
    words_free(&w);
    return rc;
}

void lifecycle_text(const bool next[STATUS_N], struct buf *out)
{
    size_t start = out->len;
    for (const struct name *n = names_status; n->word; n++)
        if (next[n->number])
            buf_fmt(out, "%s%s", out->len > start ? " " : "", n->word);
}

// --- the desk's

static void load(struct desk *d)
{
    struct buf err = BUF_INIT;
    for (const struct name *n = names_status; n->word; n++) {
        char *key = setting_transitions(n->word);
        char *words = setting_value(d, key);
        if (lifecycle_parse(n->number, words, d->next[n->number], &err))
            die(EXIT_CONFIG, "%s: %s: an admin can mend it (tk-config set %s=)", key, err.s, key);
        free(words);
        free(key);
    }
    d->next_known = true;
    buf_free(&err);
}

bool lifecycle_allows(struct desk *d, int from, int to)
{
    if (!d->next_known)
        load(d);
    return d->next[from][to];
}

void lifecycle_refuse(struct desk *d, struct buf *err, int from, int to)
{
    buf_fmt(err, "%s -> %s is no legal step (from %s:", name_word(names_status, from),
            name_word(names_status, to), name_word(names_status, from));
    for (const struct name *n = names_status; n->word; n++)
        if (n->number != from && lifecycle_allows(d, from, n->number))
            buf_fmt(err, " %s", n->word);
    buf_ch(err, ')');
}
