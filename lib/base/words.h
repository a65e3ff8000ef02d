// SPDX-License-Identifier: GPL-3.0-or-later
// A line split into words by the quoting rules of sh, without any expansion (POSIX.1-2008,
// XCU 2.2): blanks and newlines separate; 'single quotes' keep all; "double quotes" keep all but
// \" \\ \$ \`; a backslash keeps the next character; one before a newline goes together with it.
// A word that starts with # begins a comment, which ends with its line.  What else the shell knows
// ($ * ~ ; | < and so on) is text like any other.
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
// the end, a NUL byte.  `comments`: # begins one.  Free with words_free in any case.
bool words_split(struct words *w, const char *line, size_t len, bool comments, struct buf *err);
void words_free(struct words *w); // empty again
// The word that begins at *at, appended to `word`, up to a blank or one of `stops` outside of
// quotes; *at moves behind it.  False with the reason in err where the text ends within quotes or
// behind a backslash: then `word` is what there is of it.
bool words_take(const char **at, const char *end, const char *stops, struct buf *word,
                struct buf *err);
void words_add(struct words *w, const char *word); // a copy
// Appends s quoted so that words_split gives it back as one word.
void words_quote(struct buf *b, const char *s);

#endif
