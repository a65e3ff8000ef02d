// SPDX-License-Identifier: GPL-3.0-or-later
// What the shell does itself, since it is about the shell.
#ifndef SHELL_BUILTIN_H
#define SHELL_BUILTIN_H

#include "base/words.h"

struct shell;
struct tab_words;

struct builtin {
    const char *name, *usage, *summary;
    const char *help; // whole lines: what it does and examples
    int min, max;     // number of words behind its name; max -1: any
    int (*run)(struct shell *s, const struct words *words); // the status; words.v[0] is its name
    // Offers what may stand behind these words; NULL: asks the program of that name.
    void (*complete)(struct shell *s, const struct words *words, const char *typed,
                     struct tab_words *out);
};
extern const struct builtin builtins[];               // name NULL ends; by name
const struct builtin *builtin_find(const char *name); // NULL: there is none
// "use WORD": makes a ticket the current one and tells which it is.
int builtin_use(struct shell *s, const char *word);

#endif
