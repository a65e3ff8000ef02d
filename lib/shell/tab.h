// SPDX-License-Identifier: GPL-3.0-or-later
// Completion at the prompt: commands and views by name, and behind a command whatever its own
// program says may stand there (desk/complete.h), so that all shells offer the same.
#ifndef SHELL_TAB_H
#define SHELL_TAB_H

#include <stdbool.h>

#include "base/buf.h"

struct shell;
struct words;

// Hands completion to us, for this shell; before the first line.
void tab_start(struct shell *s);

// --- words that may stand somewhere

struct tab_word {
    char *word, *text; // what may stand here, whole; what it is, or NULL
};
struct tab_words {
    struct tab_word *v;
    size_t n, cap;
    bool files; // names of files, too
    bool brief; // where not all fit on the screen, the words without their texts will do
};
void tab_add(struct tab_words *w, const char *word, const char *text);
void tab_free(struct tab_words *w);
// Commands that begin so, but no views.
void tab_commands(struct shell *s, const char *typed, struct tab_words *out);
// What the program of these words says may stand behind them.
void tab_ask(struct shell *s, const struct words *words, const char *typed, struct tab_words *out);

// --- inside, and for its test
// What a program answered: lines of a word, a tab and a text; a tab and "files" alone.
void tab_parse(struct tab_words *w, const char *answer, size_t len);
// A word as it is typed: with this quote open (' or "), or with none.  closed: and it ends here.
void tab_quote(struct buf *out, const char *word, char quote, bool closed);
// As lines of a terminal of this size, which they leave room for the prompt; appended.  What does
// not fit is told.
void tab_show(struct buf *out, const struct tab_words *w, int width, int height);

#endif
