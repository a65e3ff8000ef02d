// SPDX-License-Identifier: GPL-3.0-or-later
// "did you mean": the nearest of a list of known words.
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/buf.h"

struct suggest {
    const char *word; // what was typed, borrowed
    char best[80];    // the nearest so far, "" if none is near
    int distance;
};
void suggest_init(struct suggest *s, const char *word);
// Offers a known word: kept when its Damerau-Levenshtein distance (optimal string alignment, on
// bytes, case-insensitive) is smaller than that of the best so far and at most a third of the
// longer word's length (at least 1), or when word is a prefix of it.
void suggest_offer(struct suggest *s, const char *known);
// Appends `, did you mean "best"?` or nothing.
void suggest_end(struct suggest *s, struct buf *out);

#endif
