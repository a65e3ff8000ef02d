// SPDX-License-Identifier: GPL-3.0-or-later
// A line split into words by the quoting rules of sh, without any expansion (POSIX.1-2008,
// XCU 2.2): blanks separate; 'single quotes' keep all; "double quotes" keep all but \" \\ \$ \` and
// an escaped newline; a backslash keeps the next character.  A word that starts with # begins a
// comment.
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>

#include "base/buf.h"

struct words {
    char **v; // owned; NULL behind the last
    int n;
    size_t cap;
};

// Appends the words of line[0..len).  False with the reason in err: an open quote, a backslash at
// the end.  `comments`: # begins one.  Free with words_free in any case.
bool words_split(struct words *w, const char *line, size_t len, bool comments, struct buf *err);
void words_free(struct words *w);
// Appends s quoted so that words_split gives it back as one word.
void words_quote(struct buf *b, const char *s);

#endif
